import type { Request } from '../../contract/operation.ts'
import { live } from '../../contract/live.ts'
import type { trainers } from '../../contract/trainers.ts'
import { sql } from 'kysely'
import { type CasesFor, parts, type World } from '../access/permission-cases.ts'
import { create as createAudience } from '../directory/audiences.ts'
import { observationSheet } from '../library/library.ts'
import { addMs } from '../platform/clock.ts'
import { liveWave } from '../program/permission.cases.ts'
import { mark, openCode } from './attending.ts'
import { book } from './booking.ts'
import { plan } from './planning.ts'

const inWave = {
  parts: parts.filter((p) => p !== 'admin'),
  because: 'An administrator outside the people file is in no wave, so no session is for them.',
}

/** The session of these cases is planned by the program lead and led by them and the trainer. */
const asked = {
  parts: inWave.parts.filter((p) => p !== 'lead' && p !== 'trainer'),
  because: 'Whoever reads what people thought of a session does not answer; an administrator is in no wave.',
}

/** In twenty minutes: not begun, and near enough to note who came. */
function soon(w: World): Omit<Request<typeof live.change>, 'sessionId'> {
  const at = addMs(w.base.clock.now(), 20 * 60_000)
  return {
    title: w.unique('Session'),
    language: 'en',
    timeZone: 'UTC',
    day: at.slice(0, 10),
    from: at.slice(11, 16),
    to: '23:59',
    seats: 30,
    leaderIds: [w.people.lead, w.people.trainer],
  }
}

async function session(w: World): Promise<{ sessionId: string }> {
  const { id: sessionId } = await plan(
    await w.as('lead'),
    live.plan.body!.parse({
      ...soon(w),
      programId: liveWave(w).programId,
      waveId: null,
      who: 'everyone',
      invite: false,
    }),
  )
  return { sessionId }
}
const ofViewer = { about: 'viewer', input: session, only: inWave } as const

/** Whoever was asked in a case before is asked no more. */
async function forget(w: World, personId: string): Promise<void> {
  const { db } = await w.as('lead')
  await sql`update trainer set ended_at = ${w.base.clock.now()}, because = 'lead' where organization_id = ${w.organizationId}
    and person_id = ${personId} and declined_at is null and ended_at is null`.execute(db)
}

/** Somebody who has been asked, or has said yes and holds the role. An administrator outside the people file is asked by nobody; the row stands for whoever was before they left it. */
async function candidate(w: World, personId: string, accepted: boolean): Promise<string> {
  await forget(w, personId)
  const { db } = await w.as('lead')
  const now = w.base.clock.now()
  const { rows } = await sql<{
    id: string
  }>`insert into trainer (organization_id, person_id, languages, named_by, named_at, accepted_at)
    values (${w.organizationId}, ${personId}, '{en}', ${w.people.lead}, ${now}, ${accepted ? now : null}) returning id`.execute(
    db,
  )
  if (accepted)
    await sql`insert into role_grant (organization_id, person_id, role, granted_at) values (${w.organizationId}, ${personId}, 'trainer', ${now})
      on conflict do nothing`.execute(db)
  return rows[0]!.id
}

/** A session that somebody new delivers; the lead, or whoever is named, observes. */
async function delivered(w: World, observerId: string, begun = false): Promise<{ deliveryId: string }> {
  const personId = await w.newPerson()
  const trainerId = await candidate(w, personId, true)
  const { sessionId } = await session(w)
  const { db } = await w.as('lead')
  if (begun)
    await sql`update training_session set starts_at = ${addMs(w.base.clock.now(), -60_000)} where organization_id = ${w.organizationId} and id = ${sessionId}`.execute(
      db,
    )
  const { rows } = await sql<{
    id: string
  }>`insert into trainer_delivery (organization_id, trainer_id, session_id, observer_id, arranged_by, arranged_at)
    values (${w.organizationId}, ${trainerId}, ${sessionId}, ${observerId}, ${w.people.lead}, ${w.base.clock.now()}) returning id`.execute(
    db,
  )
  return { deliveryId: rows[0]!.id }
}

export const cases: CasesFor<typeof live> & CasesFor<typeof trainers> = {
  'trainers.list': {},
  'trainers.readiness': {},
  'trainers.proposals': {},
  'trainers.get': {
    async input(w) {
      const personId = await w.newPerson()
      await candidate(w, personId, true)
      return { personId }
    },
  },
  'trainers.name': {
    async input(w) {
      await forget(w, w.people.champion)
      return { personId: w.people.champion, languages: ['en'], words: '' }
    },
  },
  'trainers.setRule': { input: () => ({ renewMonths: 24, workshops: [] }) },
  'trainers.arrange': {
    async input(w) {
      const personId = await w.newPerson()
      await candidate(w, personId, true)
      return { personId, ...(await session(w)), observerId: w.people.lead }
    },
  },
  'trainers.end': {
    async input(w) {
      const personId = await w.newPerson()
      await candidate(w, personId, true)
      return { personId }
    },
  },
  'trainers.handOver': {
    async input(w) {
      // They held the role when they were put in charge.
      const personId = await w.newPerson()
      const { sessionId } = await session(w)
      await sql`insert into training_session_leader (organization_id, session_id, person_id) values (${w.organizationId}, ${sessionId}, ${personId})`.execute(
        (await w.as('lead')).db,
      )
      return { personId, toId: w.people.lead }
    },
  },
  'trainers.mine': { about: 'viewer' },
  'trainers.answer': {
    about: 'viewer',
    async input(w, subject) {
      await candidate(w, subject, false)
      return { accepts: false }
    },
  },
  'trainers.stepDown': {
    about: 'viewer',
    async input(w, subject) {
      // The role stays: other cases need whoever holds it.
      await candidate(w, subject, false)
      return {}
    },
  },
  'trainers.delivery': {
    input: (w) => delivered(w, w.people.lead),
    only: { parts: ['lead'], because: 'Only the candidate, the observer and the lead find a delivery.' },
  },
  'trainers.observe': {
    input: async (w) => ({
      ...(await delivered(w, w.people.lead, true)),
      verdict: 'not_yet',
      seen: Object.fromEntries(
        observationSheet('en').groups.flatMap((group) => group.items.map((item) => [item.id, 'partly'])),
      ),
      workOn: 'Wait after a question',
      nextBy: '2030-01-31',
    }),
    only: { parts: ['lead'], because: 'Only the observer signs.' },
  },
  'trainers.sheet': {},
  'live.upcoming': { about: 'viewer' },
  'live.session': ofViewer,
  'live.book': ofViewer,
  'live.giveBack': {
    about: 'viewer',
    only: inWave,
    async input(w, subject) {
      const made = await session(w)
      if (subject !== w.people.admin) await book(await w.as(subject), made)
      return made
    },
  },
  'live.come': {
    about: 'viewer',
    only: inWave,
    async input(w) {
      const made = await session(w)
      return { ...made, code: (await openCode(await w.as('lead'), made)).code!.code }
    },
  },
  'live.evaluate': {
    about: 'viewer',
    only: asked,
    async input(w, subject) {
      const made = await session(w)
      if (subject !== w.people.admin) await mark(await w.as('lead'), { ...made, personId: subject, came: true })
      return { ...made, useful: 4, before: 2, after: 4 }
    },
  },
  'live.calendar': ofViewer,
  'live.options': {},
  'live.list': {},
  'live.plan': {
    input: (w) => ({ ...soon(w), programId: liveWave(w).programId, waveId: null, who: 'everyone', invite: false }),
  },
  'live.inviteAudience': {
    input: async (w) => ({
      audienceId: (await createAudience(await w.as('lead'), { name: w.unique('Audience'), rule: { everyone: true } }))
        .id,
      sessionIds: [(await session(w)).sessionId],
    }),
  },
  'live.room': { input: session },
  'live.change': { input: async (w) => ({ ...(await session(w)), ...soon(w) }) },
  'live.callOff': { input: async (w) => ({ ...(await session(w)), reason: 'Nobody could come' }) },
  'live.mark': { input: async (w, subject) => ({ ...(await session(w)), personId: subject, came: true }) },
  'live.openCode': { input: session },
  'live.workshops': {},
  'live.workshop': { input: () => ({ workshopId: 'first-checkin' }) },
}
