import { sql } from 'kysely'
import type { champions } from '../../contract/champions.ts'
import type { CasesFor, World } from '../access/permission-cases.ts'
import { addDays } from '../platform/clock.ts'
import { openExitOf } from './exit-rows.ts'
import { end } from './exits.ts'
import { detailOf } from './reading.ts'
import { answer, invite } from './terms.ts'

const today = (w: World) => w.base.clock.today('Europe/Berlin')
const asking = (w: World, personId: string) => ({
  personId,
  startsOn: today(w),
  endsOn: addDays(today(w), 180),
  hoursMonth: 3,
  areas: [{ kind: 'location' as const, key: 'Berlin' }],
  words: '',
})

async function takeBack(w: World, personId: string): Promise<void> {
  const lead = await w.as('lead')
  await sql`update champion_term set withdrawn_at = ${w.base.clock.now()}, withdrawn_by = ${lead.viewer.personId}
    where organization_id = ${w.organizationId} and person_id = ${personId} and accepted_at is null and declined_at is null and withdrawn_at is null`.execute(
    lead.db,
  )
}

/** An open invitation of somebody, the one before taken back. */
async function invited(w: World, personId: string): Promise<{ termId: string }> {
  await takeBack(w, personId)
  const { terms } = await invite(await w.as('lead'), asking(w, personId))
  return { termId: terms.find((t) => t.state.is === 'invited')!.id }
}

/** Somebody new who serves as a champion. */
async function serving(w: World): Promise<string> {
  const personId = await w.newPerson()
  const { termId } = await invited(w, personId)
  await answer(await w.as(personId), { termId, accepts: true, words: '' })
  return personId
}

async function released(w: World): Promise<{ noteId: string }> {
  const lead = await w.as('lead')
  const { rows } = await sql<{ id: string }>`insert into champion_note (organization_id, week, topic, words)
    values (${w.organizationId}, ${addDays(today(w), -7)}, 'time', 'It takes an evening.') returning id`.execute(
    lead.db,
  )
  return { noteId: rows[0]!.id }
}

/** Whoever stopped being a champion in a case before is one again. */
async function withChampion(w: World): Promise<Record<string, never>> {
  await sql`insert into role_grant (organization_id, person_id, role, granted_at)
    values (${w.organizationId}, ${w.people.champion}, 'champion', ${w.base.clock.now()}) on conflict do nothing`.execute(
    (await w.as('lead')).db,
  )
  return {}
}

export const cases: CasesFor<typeof champions> = {
  'champions.overview': {},
  'champions.coverage': {},
  'champions.proposals': { input: () => ({ by: 'location', key: 'Berlin' }) },
  'champions.list': {},
  'champions.get': { input: (w) => ({ personId: w.people.champion }) },
  'champions.setAim': { input: () => ({ peopleEach: 25, termMonths: 12, hoursMonth: 3 }) },
  'champions.invite': { input: async (w) => asking(w, await w.newPerson()) },
  'champions.withdraw': { input: async (w) => invited(w, await w.newPerson()) },
  'champions.setAreas': {
    async input(w) {
      const personId = await serving(w)
      const { areasSeen } = await detailOf((await w.as('lead')).db, await w.as('lead'), personId)
      return { personId, areas: [{ kind: 'department', key: 'Works' }], seen: areasSeen }
    },
  },
  'champions.end': { input: async (w) => ({ personId: await serving(w) }) },
  'champions.handOver': {
    async input(w) {
      const personId = await serving(w)
      const lead = await w.as('lead')
      await end(lead, { personId })
      const exit = await openExitOf(lead.db, lead, personId)
      return { exitId: exit!.id, successorId: w.people.champion, words: '' }
    },
  },
  'champions.mine': { about: 'viewer' },
  'champions.answer': {
    about: 'viewer',
    // An administrator outside the people file can be asked by nobody; the row stands for whoever was asked before they left it.
    async input(w, subject) {
      await takeBack(w, subject)
      const { db } = await w.as('lead')
      const { rows } = await sql<{ id: string }>`
        insert into champion_term (organization_id, person_id, starts_on, ends_on, hours_month, areas, asked_by, asked_at)
        values (${w.organizationId}, ${subject}, ${today(w)}, ${addDays(today(w), 90)}, 3, '[]', ${w.people.lead}, ${w.base.clock.now()}) returning id`.execute(
        db,
      )
      return { termId: rows[0]!.id, accepts: false, words: '' }
    },
  },
  'champions.stepDown': {
    about: 'viewer',
    input: withChampion,
    only: { parts: ['champion'], because: 'Only somebody who is a champion can stop being one.' },
  },
  'champions.briefing': { input: withChampion },
  'champions.names': { input: () => ({ words: 'Somebody said it is long.' }) },
  'champions.tell': { input: () => ({ topic: 'time', words: 'It takes an evening.', quote: '' }) },
  'champions.heard': {},
  'champions.bring': { input: async (w) => ({ ...(await released(w)), brought: true }) },
  'champions.asked': { about: 'viewer' },
  'champions.fits': {
    input: async (w, subject) => ({ personId: subject, ...(await invited(w, subject)), fits: true, words: '' }),
  },
  'champions.who': { about: 'viewer' },
}
