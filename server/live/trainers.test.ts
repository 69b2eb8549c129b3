/** Trainers: asked, observed, signed off or not yet, chosen for sessions that ask for it, renewed, handed over; and who reads what. */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import { live } from '../../contract/live.ts'
import type { Request } from '../../contract/operation.ts'
import { trainers } from '../../contract/trainers.ts'
import { endRole } from '../access/roles.ts'
import { type Part, parts, type World } from '../access/permission-cases.ts'
import { permissionWorld } from '../access/permission-world.ts'
import { deliver } from '../attention/attention.ts'
import { list as inbox } from '../attention/inbox.ts'
import { makeWave } from '../goals/live-wave.ts'
import { courses, observationSheet } from '../library/library.ts'
import { contextFor, type Context } from '../platform/context.ts'
import { type SmtpSink, smtpSink, type TestBase, testBase } from '../platform/testing.ts'
import { assign } from '../training/assign.ts'
import { finishLesson } from '../training/learn.ts'
import { arrange, observe } from './delivering.ts'
import { letters } from './letters.ts'
import { callOff, change, plan } from './planning.ts'
import { end, followTrainers, handOver, stepDown, tellOfRenewals } from './trainer-leaving.ts'
import { answer, name, setRule } from './trainer-naming.ts'
import { delivery, get, list, mine, proposals, readiness } from './trainer-reading.ts'

let base: TestBase
let sink: SmtpSink
let w: World
let job: Context
let programId: string
let read: number

beforeEach(async () => {
  read = 0
  sink = await smtpSink()
  base = await testBase({ at: '2026-03-02T09:00:00Z', config: { smtpUrl: sink.url } })
  w = await permissionWorld(base, `trainers-${randomUUID().slice(0, 8)}`)
  job = contextFor(base, w.organizationId)
  ;({ programId } = await makeWave(job.db, {
    organizationId: w.organizationId,
    day: '2026-03-01',
    at: base.clock.now(),
    people: parts.filter((p) => p !== 'admin' && p !== 'champion').map((p) => w.people[p]),
    training: { courses: [{ id: 'leading-sessions', required: ['trainers'], offered: [], dueDays: 20 }] },
  }))
})

type Planned = Request<typeof live.plan>
const about = (given: Partial<Planned> = {}): Planned => ({
  programId,
  waveId: null,
  who: 'everyone',
  title: 'Your first check-in',
  language: 'en',
  workshopId: 'first-checkin',
  timeZone: 'Europe/Berlin',
  day: '2026-03-12',
  from: '10:00',
  to: '11:30',
  seats: 12,
  leaderIds: [w.people.lead],
  invite: false,
  ...given,
})
const planned = async (given: Partial<Planned> = {}, by: Part = 'lead') =>
  plan(await w.as(by), live.plan.body!.parse(about(given)))
async function changed(sessionId: string, given: Partial<Planned>) {
  const { programId: _p, waveId: _w, who: _who, invite: _i, ...rest } = about(given)
  return change(await w.as('lead'), { sessionId, ...live.change.body!.parse(rest) })
}
const asks = async (renewMonths: number | null = 24) =>
  setRule(await w.as('lead'), { renewMonths, workshops: ['first-checkin'] })
const named = async (who: Part) =>
  name(await w.as('lead'), { personId: w.people[who], languages: ['en', 'de'], words: '' })
async function candidate(who: Part) {
  await named(who)
  await answer(await w.as(who), { accepts: true })
  await assign(job)
}
async function learns(who: Part) {
  const c = await w.as(who)
  for (const lesson of courses('en').find((one) => one.id === 'leading-sessions')!.lessons) {
    const asked = lesson.kind === 'quiz' ? lesson.questions : lesson.kind === 'scenario' ? [lesson] : []
    const answers = Object.fromEntries(asked.map((q) => [q.id, q.choices.find((one) => one.good)!.id]))
    await finishLesson(c, { courseId: 'leading-sessions', lessonId: lesson.id, answers })
  }
}
const seen = (step: 'seen' | 'partly' | 'missing' = 'seen') =>
  Object.fromEntries(observationSheet('en').groups.flatMap((g) => g.items.map((item) => [item.id, step])))
const said = (given: Partial<Request<typeof trainers.observe>>) =>
  trainers.observe.body!.parse({ verdict: 'ready', seen: seen(), ...given })
const stateOf = async (who: Part) => (await mine(await w.as(who))).trainer!.state
const at = (day: string, time = '12:00') => base.clock.set(`${day}T${time}:00Z`)

/** Asked, trained, observed by the lead and signed off on the day. */
async function signedOff(who: Part, day = '2026-03-12') {
  await candidate(who)
  await learns(who)
  const { id: sessionId } = await planned({ day })
  const lead = await w.as('lead')
  const { next } = await arrange(lead, { personId: w.people[who], sessionId, observerId: w.people.lead })
  at(day)
  await observe(await w.as('lead'), { deliveryId: next!.id, ...said({}) })
  return next!.id
}

const kindsFor = async (who: Part) => (await inbox(await w.as(who), { limit: 50 })).items.map((i) => i.kind)
async function mailed(): Promise<{ to: string; subject: string; text: string }[]> {
  await deliver(job, letters)
  await deliver(job, letters, 'bulk')
  const all = sink.received.slice(read)
  read = sink.received.length
  return Promise.all(
    all.map(async (one) => {
      const mail = await one.parsed()
      return { to: one.to[0]!, subject: mail.subject ?? '', text: mail.text ?? '' }
    }),
  )
}

describe('becoming a trainer', () => {
  it('is proposed to champions, HR partners, managers and whoever holds the role; others cannot be asked', async () => {
    const lead = await w.as('lead')
    const ids = (await proposals(lead, {})).people.map((one) => [one.id, one.as])
    expect(ids).toContainEqual([w.people.champion, 'champion'])
    expect(ids).toContainEqual([w.people.hr_in, 'hr'])
    expect(ids).toContainEqual([w.people.trainer, 'trainer'])
    expect(ids.map(([id]) => id)).not.toContain(w.people.stranger)
    // Whoever leads people is found by the beginning of a name, in any case.
    const found = async (q: string) => (await proposals(lead, { q })).people.map((one) => one.id)
    expect(await found('Manag')).toContain(w.people.manager)
    expect(await found('anager')).toEqual([])
    expect(await found('stranger')).toEqual([])
    await expect(named('stranger')).rejects.toMatchObject({ code: 'trainer_person' })
    await named('manager')
    await expect(named('manager')).rejects.toMatchObject({ code: 'trainer_named' })
    expect((await proposals(lead, {})).people.map((one) => one.id)).not.toContain(w.people.manager)
  })

  it('begins with a yes: no role and no course before it, and a no leaves nothing behind', async () => {
    await named('champion')
    expect((await w.as('champion')).viewer.roles).not.toContain('trainer')
    await assign(job)
    expect((await mine(await w.as('champion'))).courses).toEqual([])
    expect(await kindsFor('champion')).toContain('trainer_named')
    await answer(await w.as('champion'), { accepts: false })
    expect(await stateOf('champion')).toEqual({ is: 'declined' })
    expect((await w.as('champion')).viewer.roles).not.toContain('trainer')
    await expect(answer(await w.as('champion'), { accepts: true })).rejects.toMatchObject({ code: 'trainer_answered' })
    // Asked again, and this time yes: the role and the courses come, though their own wave has not begun.
    await candidate('champion')
    expect((await w.as('champion')).viewer.roles).toContain('trainer')
    expect((await mine(await w.as('champion'))).courses).toMatchObject([{ courseId: 'leading-sessions', done: false }])
    expect(await stateOf('champion')).toEqual({ is: 'learning', by: null })
  })
})

describe('an observed delivery', () => {
  it('is led by the candidate, and both are told, each what is theirs', async () => {
    await candidate('manager')
    await mailed()
    const { id: sessionId } = await planned()
    const { next } = await arrange(await w.as('lead'), {
      personId: w.people.manager,
      sessionId,
      observerId: w.people.lead,
    })
    expect(next).toMatchObject({ session: { id: sessionId }, observer: { id: w.people.lead }, state: 'ahead' })
    const { rows } = await sql<{ person_id: string }>`select person_id from training_session_leader
      where organization_id = ${w.organizationId} and session_id = ${sessionId}`.execute(job.db)
    expect(rows.map((row) => row.person_id).toSorted()).toEqual([w.people.lead, w.people.manager].toSorted())
    expect(await kindsFor('manager')).toContain('trainer_delivery')
    expect((await mailed()).map((mail) => mail.subject)).toContain('You are leading: Your first check-in')
    // It moves: whoever observes hears of it as those who lead it do.
    const other = await w.as('lead')
    await signedOffAs('peer')
    await arrange(other, { personId: w.people.manager, sessionId, observerId: w.people.peer })
    await changed(sessionId, { day: '2026-03-13', leaderIds: [w.people.lead, w.people.manager] })
    expect(await kindsFor('peer')).toEqual(expect.arrayContaining(['trainer_observe', 'live_moved']))
    await callOff(await w.as('lead'), { sessionId, reason: 'Snow' })
    expect((await mine(await w.as('manager'))).trainer!.deliveries[0]).toMatchObject({ state: 'called_off' })
    expect((await mine(await w.as('manager'))).trainer!.next).toBeNull()
  })

  /** Signed off by a row, for whoever has to be there already. */
  async function signedOffAs(who: Part) {
    const lead = await w.as('lead')
    await sql`insert into role_grant (organization_id, person_id, role, granted_at) values (${w.organizationId}, ${w.people[who]}, 'champion', ${base.clock.now()})`.execute(
      lead.db,
    )
    await candidate(who)
    await learns(who)
    const { id: sessionId } = await planned({ title: 'Earlier', day: '2026-03-02', from: '14:00', to: '15:00' })
    const { next } = await arrange(lead, { personId: w.people[who], sessionId, observerId: w.people.lead })
    at('2026-03-02', '13:30')
    await observe(await w.as('lead'), { deliveryId: next!.id, ...said({}) })
  }

  it('is observed by a signed-off trainer or the lead, never by the candidate or by somebody who only holds the role', async () => {
    await candidate('manager')
    const { id: sessionId } = await planned()
    const lead = await w.as('lead')
    for (const observer of ['manager', 'trainer', 'hr_in'] as const)
      await expect(
        arrange(lead, { personId: w.people.manager, sessionId, observerId: w.people[observer] }),
        observer,
      ).rejects.toMatchObject({ code: 'trainer_observer' })
    await expect(
      arrange(lead, { personId: w.people.peer, sessionId, observerId: w.people.lead }),
    ).rejects.toMatchObject({ code: 'trainer_none' })
  })

  it('is signed once it has begun, by its observer alone, with the whole sheet and after the courses', async () => {
    await candidate('manager')
    const { id: sessionId } = await planned()
    const lead = await w.as('lead')
    const { next } = await arrange(lead, { personId: w.people.manager, sessionId, observerId: w.people.lead })
    const deliveryId = next!.id
    await expect(observe(lead, { deliveryId, ...said({}) })).rejects.toMatchObject({ code: 'trainer_early' })
    at('2026-03-12')
    const now = await w.as('lead')
    await expect(observe(now, { deliveryId, ...said({}) })).rejects.toMatchObject({ code: 'trainer_courses' })
    const { why: _why, ...half } = seen()
    await expect(observe(now, { deliveryId, ...said({ seen: half }) })).rejects.toMatchObject({ code: 'trainer_sheet' })
    await expect(observe(now, { deliveryId, ...said({ seen: { ...seen(), other: 'seen' } }) })).rejects.toMatchObject({
      code: 'trainer_sheet',
    })
    await expect(observe(now, { deliveryId, ...said({ verdict: 'not_yet' }) })).rejects.toMatchObject({
      code: 'trainer_not_yet',
    })
    await expect(observe(now, { deliveryId, ...said({ verdict: 'not_yet', workOn: 'Wait' }) })).rejects.toMatchObject({
      code: 'trainer_not_yet',
    })
    await expect(observe(await w.as('manager'), { deliveryId, ...said({}) })).rejects.toMatchObject({
      code: 'not_found',
    })
    await learns('manager')
    await observe(now, { deliveryId, ...said({ well: 'Calm' }) })
    expect(await stateOf('manager')).toEqual({ is: 'ready', until: '2028-03-12', ending: false })
    await expect(observe(now, { deliveryId, ...said({}) })).rejects.toMatchObject({ code: 'trainer_over' })
  })

  it('not yet says what to work on and when again; the second signs off, and the letters tell neither', async () => {
    await candidate('manager')
    await learns('manager')
    const first = await planned()
    const second = await planned({ title: 'The second', day: '2026-03-26' })
    const lead = await w.as('lead')
    const { next } = await arrange(lead, { personId: w.people.manager, sessionId: first.id, observerId: w.people.lead })
    at('2026-03-12')
    await mailed()
    await observe(await w.as('lead'), {
      deliveryId: next!.id,
      ...said({ verdict: 'not_yet', seen: seen('partly'), workOn: 'Count to ten: okapi', nextSessionId: second.id }),
    })
    const page = (await mine(await w.as('manager'))).trainer!
    expect(page.state).toEqual({ is: 'learning', by: null })
    expect(page.next).toMatchObject({ session: { id: second.id }, observer: { id: w.people.lead } })
    expect(page.deliveries.find((one) => one.state === 'not_yet')).toMatchObject({ workOn: 'Count to ten: okapi' })
    at('2026-03-13', '09:00')
    const told = await mailed()
    expect(told.map((mail) => mail.subject)).toEqual(expect.arrayContaining(['Your session: what comes next']))
    expect(JSON.stringify(told)).not.toContain('okapi')
    at('2026-03-26')
    await observe(await w.as('lead'), { deliveryId: page.next!.id, ...said({}) })
    expect(await stateOf('manager')).toMatchObject({ is: 'ready' })
    // A day instead of a session: the list says by when.
    await candidate('champion')
    const third = await planned({ title: 'The third', day: '2026-04-02' })
    const of = await arrange(await w.as('lead'), {
      personId: w.people.champion,
      sessionId: third.id,
      observerId: w.people.manager,
    })
    at('2026-04-02')
    await observe(await w.as('manager'), {
      deliveryId: of.next!.id,
      ...said({ verdict: 'not_yet', workOn: 'Time', nextBy: '2026-04-30' }),
    })
    expect(await stateOf('champion')).toEqual({ is: 'learning', by: '2026-04-30' })
  })

  it('is read by the candidate, the observer and the lead alone; the log and the letters hold none of it', async () => {
    await signedOff('manager')
    await candidate('champion')
    const { id: sessionId } = await planned({ day: '2026-03-20' })
    const { next } = await arrange(await w.as('lead'), {
      personId: w.people.champion,
      sessionId,
      observerId: w.people.manager,
    })
    at('2026-03-20')
    const deliveryId = next!.id
    await observe(await w.as('manager'), {
      deliveryId,
      ...said({ verdict: 'not_yet', well: 'quokka', workOn: 'okapi', nextBy: '2026-04-30' }),
    })
    for (const who of ['champion', 'manager', 'lead'] as const)
      expect((await delivery(await w.as(who), { deliveryId })).delivery, who).toMatchObject({ workOn: 'okapi' })
    for (const who of parts.filter((p) => !['champion', 'manager', 'lead'].includes(p)))
      await expect(delivery(await w.as(who), { deliveryId }), who).rejects.toMatchObject({ code: 'not_found' })
    // Whoever leads the same session, as a trainer, neither.
    await changed(sessionId, { day: '2026-03-20', leaderIds: [w.people.lead] }).catch(() => undefined)
    const { rows } = await sql<{
      data: unknown
    }>`select data from event where organization_id = ${w.organizationId}`.execute(job.db)
    expect(JSON.stringify(rows)).not.toMatch(/okapi|quokka/)
    expect(JSON.stringify((await mine(await w.as('trainer'))).trainer)).toBe('null')
    expect(JSON.stringify(await list(await w.as('lead'), { offset: 0, limit: 50 }))).not.toMatch(/okapi|quokka/)
  })

  it('that is arranged anew takes the one before back, and the session it was for', async () => {
    await candidate('manager')
    const [one, two] = [await planned(), await planned({ day: '2026-03-19' })]
    const lead = await w.as('lead')
    await arrange(lead, { personId: w.people.manager, sessionId: one.id, observerId: w.people.lead })
    const after = await arrange(lead, { personId: w.people.manager, sessionId: two.id, observerId: w.people.lead })
    expect(after.next).toMatchObject({ session: { id: two.id } })
    expect(after.deliveries.map((d) => d.state)).toEqual(['ahead', 'withdrawn'])
    const { rows } = await sql`select 1 from training_session_leader where organization_id = ${w.organizationId}
      and session_id = ${one.id} and person_id = ${w.people.manager}`.execute(job.db)
    expect(rows).toEqual([])
  })
})

describe('a workshop that asks for a signed-off trainer', () => {
  it('is led by nobody else, on that day; without the setting by whoever holds the role', async () => {
    expect((await planned({ leaderIds: [w.people.trainer] })).leaders).toHaveLength(1)
    await asks()
    for (const who of ['trainer', 'lead'] as const)
      await expect(planned({ leaderIds: [w.people[who]] }), who).rejects.toMatchObject({ code: 'live_trainer' })
    expect((await planned({ leaderIds: [w.people.trainer], workshopId: null })).leaders).toHaveLength(1)
    await setRule(await w.as('lead'), { renewMonths: 3, workshops: [] })
    await signedOff('manager')
    await asks(3)
    expect((await planned({ day: '2026-04-01', leaderIds: [w.people.manager] })).leaders).toHaveLength(1)
    // Signed off today, and not any more on the day of the session.
    await expect(planned({ day: '2026-06-13', leaderIds: [w.people.manager] })).rejects.toMatchObject({
      code: 'live_trainer',
    })
    const { id } = await planned({ day: '2026-04-02', leaderIds: [w.people.manager] })
    await expect(changed(id, { day: '2026-06-13', leaderIds: [w.people.manager] })).rejects.toMatchObject({
      code: 'live_trainer',
    })
  })

  it('is delivered by a candidate whom somebody observes, from the first plan on', async () => {
    await asks()
    await candidate('manager')
    const mayNot = { leaderIds: [w.people.manager] }
    await expect(planned(mayNot)).rejects.toMatchObject({ code: 'live_trainer' })
    // Somebody who only holds the role is no candidate, observed or not.
    await expect(planned({ leaderIds: [w.people.trainer], observerId: w.people.lead })).rejects.toMatchObject({
      code: 'live_trainer',
    })
    const { id } = await planned({ ...mayNot, observerId: w.people.lead })
    expect((await mine(await w.as('manager'))).trainer!.next).toMatchObject({ session: { id } })
    // It can be changed without arranging it anew, and whoever does not lead it any more delivers nothing.
    await changed(id, { seats: 20, ...mayNot })
    expect((await readiness(await w.as('lead'))).open).toEqual([])
    await signedOffBy('champion')
    await changed(id, { leaderIds: [w.people.champion] })
    expect((await mine(await w.as('manager'))).trainer!.next).toBeNull()
  })
  const signedOffBy = async (who: Part) => {
    await candidate(who)
    await learns(who)
    const { id: sessionId } = await planned({
      workshopId: null,
      day: '2026-03-02',
      from: '14:00',
      to: '15:00',
      title: 'Earlier',
    })
    const { next } = await arrange(await w.as('lead'), {
      personId: w.people[who],
      sessionId,
      observerId: w.people.lead,
    })
    at('2026-03-02', '13:30')
    await observe(await w.as('lead'), { deliveryId: next!.id, ...said({}) })
  }

  it('stands among the gaps where nobody is ready, by language and site', async () => {
    await asks()
    await candidate('manager')
    const { id } = await planned({ workshopId: null, leaderIds: [w.people.trainer], language: 'fr', site: 'Lyon' })
    await changed(id, { workshopId: null, leaderIds: [w.people.trainer], language: 'fr', site: 'Lyon' })
    const before = await readiness(await w.as('lead'))
    expect(before.rows).toContainEqual({ language: 'fr', site: 'Lyon', sessions: 1, ready: 0, learning: 0 })
    expect(before.rows).toContainEqual(expect.objectContaining({ language: 'en', sessions: 0, ready: 0, learning: 1 }))
    await setRule(await w.as('lead'), { renewMonths: null, workshops: [] })
    const open = await planned({ leaderIds: [w.people.trainer] })
    await asks()
    expect((await readiness(await w.as('lead'))).open.map((one) => one.id)).toEqual([open.id])
  })
})

describe('the end of a sign-off', () => {
  it('comes after the months of the rule, is told once before, and the next delivery renews it', async () => {
    await asks(6)
    await setRule(await w.as('lead'), { renewMonths: 6, workshops: [] })
    await signedOff('manager')
    expect(await stateOf('manager')).toMatchObject({ is: 'ready', until: '2026-09-12' })
    at('2026-07-13')
    await tellOfRenewals(job)
    expect(await kindsFor('manager')).not.toContain('trainer_renewal')
    at('2026-07-14')
    await tellOfRenewals(job)
    await tellOfRenewals(job)
    expect((await kindsFor('manager')).filter((kind) => kind === 'trainer_renewal')).toHaveLength(1)
    expect(await kindsFor('lead')).toContain('trainer_renews')
    expect(await stateOf('manager')).toMatchObject({ is: 'ready', ending: true })
    const { id: sessionId } = await planned({ day: '2026-08-03' })
    const { next } = await arrange(await w.as('lead'), {
      personId: w.people.manager,
      sessionId,
      observerId: w.people.lead,
    })
    at('2026-08-03')
    // Not yet does not take the sign-off that still holds.
    await observe(await w.as('lead'), {
      deliveryId: next!.id,
      ...said({ verdict: 'not_yet', workOn: 'Time', nextBy: '2026-08-31' }),
    })
    expect(await stateOf('manager')).toMatchObject({ is: 'ready', until: '2026-09-12' })
    at('2026-09-13')
    expect(await stateOf('manager')).toEqual({ is: 'expired', on: '2026-09-12' })
    const again = await planned({ day: '2026-09-21' })
    const renewed = await arrange(await w.as('lead'), {
      personId: w.people.manager,
      sessionId: again.id,
      observerId: w.people.lead,
    })
    at('2026-09-21')
    await observe(await w.as('lead'), { deliveryId: renewed.next!.id, ...said({}) })
    expect(await stateOf('manager')).toMatchObject({ is: 'ready', until: '2027-03-21' })
  })
})

describe('somebody who is no trainer any more', () => {
  it('stops by themself or by the lead, and the role goes with it', async () => {
    await candidate('manager')
    await stepDown(await w.as('manager'))
    expect((await w.as('manager')).viewer.roles).not.toContain('trainer')
    expect(await stateOf('manager')).toMatchObject({ is: 'ended', because: 'own' })
    expect(await kindsFor('lead')).toContain('trainer_left')
    await candidate('champion')
    await end(await w.as('lead'), { personId: w.people.champion })
    expect((await w.as('champion')).viewer.roles).not.toContain('trainer')
    await expect(end(await w.as('lead'), { personId: w.people.champion })).rejects.toMatchObject({
      code: 'trainer_none',
    })
  })

  it('leaves sessions and observations that somebody else takes over, who may', async () => {
    await signedOff('manager')
    await asks()
    const session = await planned({ day: '2026-04-01', leaderIds: [w.people.manager] })
    await candidate('champion')
    const watched = await planned({ day: '2026-04-02', workshopId: null })
    await arrange(await w.as('lead'), {
      personId: w.people.champion,
      sessionId: watched.id,
      observerId: w.people.manager,
    })
    // An administrator ends the role, on the page of roles.
    const { rows } = await sql<{ id: string }>`select id from role_grant where organization_id = ${w.organizationId}
      and person_id = ${w.people.manager} and role = 'trainer' and ended_at is null`.execute(job.db)
    await endRole(await w.as('admin'), { grantId: rows[0]!.id })
    await followTrainers(job)
    await followTrainers(job)
    expect(await stateOf('manager')).toMatchObject({ is: 'ended', because: 'role' })
    const lead = await w.as('lead')
    expect((await readiness(lead)).left).toEqual([
      { person: { id: w.people.manager, name: expect.any(String) }, sessions: 1, observations: 1 },
    ])
    const from = w.people.manager
    await expect(handOver(lead, { personId: from, toId: w.people.stranger })).rejects.toMatchObject({
      code: 'live_leader',
    })
    // The workshop asks for a sign-off, and the lead has none.
    await expect(handOver(lead, { personId: from, toId: w.people.lead })).rejects.toMatchObject({
      code: 'live_trainer',
    })
    await setRule(lead, { renewMonths: 24, workshops: [] })
    // The candidate does not observe themself.
    await expect(handOver(lead, { personId: from, toId: w.people.champion })).rejects.toMatchObject({
      code: 'trainer_observer',
    })
    expect(await handOver(lead, { personId: from, toId: w.people.lead })).toEqual({ sessions: 1, observations: 1 })
    expect((await readiness(lead)).left).toEqual([])
    expect((await get(lead, { personId: w.people.champion })).trainer.next).toMatchObject({
      observer: { id: w.people.lead },
    })
    const { rows: leads } = await sql<{ person_id: string }>`select person_id from training_session_leader
      where organization_id = ${w.organizationId} and session_id = ${session.id}`.execute(job.db)
    expect(leads.map((row) => row.person_id)).toEqual([w.people.lead])
    await expect(handOver(lead, { personId: from, toId: w.people.lead })).rejects.toMatchObject({ code: 'not_found' })
  })
})
