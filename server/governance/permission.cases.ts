import { governance } from '../../contract/governance.ts'
import type { Request } from '../../contract/operation.ts'
import type { CasesFor, World } from '../access/permission-cases.ts'
import { addDays, addMs, stoppedClock } from '../platform/clock.ts'
import { liveWave } from '../program/permission.cases.ts'
import { name, setCharter } from './committee.ts'
import { decide } from './decisions.ts'
import { addItem, callOff, plan } from './meetings.ts'
import { ask } from './requests.ts'
import { watch } from './triggers.ts'

const today = (w: World) => w.base.clock.now().slice(0, 10)

const charter = (w: World): Request<typeof governance.setCharter> => ({
  programId: liveWave(w).programId,
  purpose: w.unique('To steer'),
  cadenceWeeks: 6,
  starts: '10:00',
  minutes: 60,
  timeZone: 'Europe/Berlin',
})

/** Its program is made in the preparation of another module, so the committee comes with the first case that needs it. */
const chartered = new Set<string>()
async function committee(w: World): Promise<void> {
  if (chartered.has(w.organizationId)) return
  await setCharter(await w.as('lead'), governance.setCharter.body!.parse(charter(w)))
  chartered.add(w.organizationId)
}

const when = (w: World): Request<typeof governance.plan> => ({
  day: addDays(today(w), 30),
  from: '10:00',
  to: '11:00',
  timeZone: 'UTC',
})

/** One meeting is planned at a time: the one before is called off. */
async function free(w: World): Promise<void> {
  await committee(w)
  const lead = await w.as('lead')
  const open = await lead.db
    .selectFrom('committee_meeting')
    .select('id')
    .where('organization_id', '=', w.organizationId)
    .where('held_at', 'is', null)
    .where('called_off_at', 'is', null)
    .execute()
  for (const { id } of open) await callOff(lead, { meetingId: id, reason: 'Another one' })
}

async function ahead(w: World): Promise<{ meetingId: string }> {
  await free(w)
  const { id } = await plan(await w.as('lead'), governance.plan.body!.parse(when(w)))
  return { meetingId: id }
}

/** One that has begun: planned by somebody whose clock was behind. */
async function begun(w: World): Promise<{ meetingId: string }> {
  await free(w)
  const lead = await w.as('lead')
  const yesterday = addMs(w.base.clock.now(), -86_400_000)
  const earlier = { ...lead, clock: stoppedClock(addMs(yesterday, -86_400_000)) }
  const { id } = await plan(earlier, governance.plan.body!.parse({ ...when(w), day: yesterday.slice(0, 10) }))
  return { meetingId: id }
}

const decided = (ownerId: string) => ({ question: 'Fewer questions?', decided: 'Yes, three', ownerId })
async function decision(w: World, ownerId: string): Promise<{ decisionId: string }> {
  await committee(w)
  const { id } = await decide(await w.as('lead'), governance.decide.body!.parse(decided(ownerId)))
  return { decisionId: id }
}
async function request(w: World, by: string): Promise<{ requestId: string }> {
  await committee(w)
  const { id } = await ask(
    await w.as(by),
    governance.ask.body!.parse({ title: w.unique('Change'), priority: 'normal' }),
  )
  return { requestId: id }
}

const mark = { metric: 'G1', side: 'below', mark: 60 } as const

export const cases: CasesFor<typeof governance> = {
  'governance.get': {},
  'governance.setCharter': { input: charter },
  'governance.name': {
    async input(w) {
      await committee(w)
      return { personId: await w.newPerson(), part: 'guest' }
    },
  },
  'governance.release': {
    async input(w) {
      await committee(w)
      const personId = await w.newPerson()
      await name(await w.as('lead'), { personId, part: 'guest' })
      return { personId }
    },
  },
  'governance.plan': {
    async input(w) {
      await free(w)
      return when(w)
    },
  },
  'governance.move': { input: async (w) => ({ ...(await ahead(w)), ...when(w), from: '09:00' }) },
  'governance.callOff': { input: async (w) => ({ ...(await ahead(w)), reason: 'Nobody is here' }) },
  'governance.meeting': { input: ahead },
  'governance.calendar': { input: ahead },
  'governance.minutes': { input: begun },
  'governance.note': { input: async (w) => ({ ...(await ahead(w)), question: 'working', words: 'The pace' }) },
  'governance.write': { input: async (w) => ({ ...(await begun(w)), question: 'working', words: 'The pace' }) },
  'governance.addItem': { input: async (w) => ({ ...(await ahead(w)), title: 'A word on time' }) },
  'governance.settleItem': {
    async input(w) {
      const item = await addItem(
        await w.as('lead'),
        governance.addItem.body!.parse({ ...(await ahead(w)), title: 'A word on time' }),
      )
      return { itemId: item.id, done: true }
    },
  },
  'governance.hold': { input: async (w) => ({ ...(await begun(w)), came: [w.people.committee] }) },
  'governance.decisions': {},
  'governance.options': {},
  'governance.decide': {
    async input(w, subject) {
      await committee(w)
      return decided(subject)
    },
  },
  'governance.decision': {
    input: decision,
    only: {
      parts: ['self', 'lead', 'sponsor', 'committee'],
      because: 'Whoever sees to a decision reads it; all of them are for the committee, the sponsor and the lead.',
    },
  },
  'governance.changeDecision': {
    input: async (w, subject) => ({
      ...(await decision(w, subject)),
      ownerId: w.people.lead,
      dueOn: addDays(today(w), 9),
      reason: 'More time',
    }),
  },
  'governance.finish': {
    input: async (w, subject) => ({ ...(await decision(w, subject)), done: true }),
    only: {
      parts: ['self', 'lead', 'committee'],
      because: 'Done is said by whoever sees to it, the committee or the lead.',
    },
  },
  'governance.withdraw': { input: async (w, subject) => ({ ...(await decision(w, subject)), reason: 'Not needed' }) },
  'governance.requests': {},
  'governance.ask': { input: (w) => ({ title: w.unique('Change'), priority: 'high' }) },
  'governance.takeBack': { about: 'viewer', input: (w, subject) => request(w, subject) },
  'governance.putOnAgenda': { input: async (w) => ({ ...(await request(w, 'champion')), on: true }) },
  'governance.answer': {
    input: async (w) => ({ ...(await request(w, 'champion')), outcome: 'declined', reason: 'Not now' }),
  },
  'governance.triggers': {},
  'governance.watch': {
    async input(w) {
      await committee(w)
      return mark
    },
  },
  'governance.unwatch': {
    async input(w) {
      await committee(w)
      return watch(await w.as('lead'), mark)
    },
  },
}
