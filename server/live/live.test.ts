/** Sessions: seats, calendars, attendance. What people thought of them: evaluation.test.ts. */
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import { live } from '../../contract/live.ts'
import type { Request } from '../../contract/operation.ts'
import { type Part, parts, type World } from '../access/permission-cases.ts'
import { permissionWorld } from '../access/permission-world.ts'
import { deliver, planLetters } from '../attention/attention.ts'
import { setBudget } from '../attention/budget.ts'
import { list as inbox } from '../attention/inbox.ts'
import { create as createAudience } from '../directory/audiences.ts'
import { makeWave } from '../goals/live-wave.ts'
import { contextFor, type Context } from '../platform/context.ts'
import { type SmtpSink, smtpSink, type TestBase, testBase } from '../platform/testing.ts'
import { assign } from '../training/assign.ts'
import { mine } from '../training/learn.ts'
import { managersTrained } from '../training/training.ts'
import { get as weekOf } from '../week/week.ts'
import { come, mark, openCode } from './attending.ts'
import { book, giveBack, nextIn, type Place } from './booking.ts'
import { followRoster } from './leavers.ts'
import { letters, tellingOf } from './letters.ts'
import { seatsAhead } from './ahead.ts'
import { inviteAudience } from './inviting.ts'
import { callOff, change, list, plan } from './planning.ts'
import { calendar, session, upcoming } from './reading.ts'
import { room } from './room.ts'

let base: TestBase
let sink: SmtpSink
let w: World
let job: Context
let programId: string
let waveId: string
/** Letters that were looked at. */
let read: number
const employed = parts.filter((p) => p !== 'admin')

beforeEach(async () => {
  read = 0
  // A Monday, ten in the morning in Berlin.
  sink = await smtpSink()
  base = await testBase({ at: '2026-03-02T09:00:00Z', config: { smtpUrl: sink.url } })
  w = await permissionWorld(base, `live-${randomUUID().slice(0, 8)}`)
  job = contextFor(base, w.organizationId)
  ;({ programId, waveId } = await makeWave(job.db, {
    organizationId: w.organizationId,
    day: '2026-03-01',
    at: base.clock.now(),
    people: employed.filter((p) => p !== 'stranger').map((p) => w.people[p]),
    training: {
      courses: [{ id: 'checkin-managers', required: ['employees', 'managers', 'leaders'], offered: [], dueDays: 20 }],
    },
  }))
  await assign(job)
})

type Planned = Request<typeof live.plan>
const about = (given: Partial<Planned> = {}): Planned => ({
  programId,
  waveId,
  who: 'everyone',
  title: 'Your first check-in',
  language: 'en',
  courseId: 'checkin-managers',
  completes: true,
  place: 'Room 4',
  timeZone: 'Europe/Berlin',
  day: '2026-03-12',
  from: '10:00',
  to: '11:30',
  seats: 2,
  leaderIds: [w.people.trainer],
  invite: false,
  ...given,
})
const planned = async (given: Partial<Planned> = {}, by: Part = 'lead') =>
  plan(await w.as(by), live.plan.body!.parse(about(given)))
async function moved(sessionId: string, given: Partial<Planned>) {
  const { programId: _p, waveId: _w, who: _who, invite: _i, ...rest } = about(given)
  return change(await w.as('lead'), { sessionId, ...live.change.body!.parse(rest) })
}
const books = async (person: Part, sessionId: string) => book(await w.as(person), { sessionId })
const returns = async (person: Part, sessionId: string) => giveBack(await w.as(person), { sessionId })

/** The list in its order, with who has a seat. */
async function placesIn(sessionId: string): Promise<Place[]> {
  const { rows } =
    await sql<Place>`select person_id as "personId", seated_at is not null as seated from training_booking
    where organization_id = ${w.organizationId} and session_id = ${sessionId} and given_back_at is null order by turn`.execute(
      job.db,
    )
  return rows
}

describe('an audience and a series', () => {
  const invitedTo = async (who: Part) =>
    (await inbox(await w.as(who), { limit: 50 })).items
      .filter((i) => i.kind === 'live_invited')
      .map((i) => i.subject.id)

  it('each hears of the first session that they may book and that has seats, once', async () => {
    const lead = await w.as('lead')
    const one = await planned({ seats: 1, day: '2026-03-12' })
    const two = await planned({ seats: 5, day: '2026-03-13' })
    const people = (['self', 'peer', 'manager'] as const).map((p) => w.people[p])
    const { id: audienceId } = await createAudience(lead, { name: 'Three', rule: { people } })
    await books('peer', one.id)
    // The first is full, so it invites nobody; whoever has a seat in it hears of none.
    const sessionIds = [two.id, one.id]
    expect(await inviteAudience(lead, { audienceId, sessionIds })).toEqual({ invited: 2 })
    base.clock.set('2026-03-03T12:00:00Z')
    expect([await invitedTo('self'), await invitedTo('manager'), await invitedTo('peer')]).toEqual([
      [two.id],
      [two.id],
      [],
    ])
    // Asked again, and for another of the series: nobody hears twice.
    const three = await planned({ seats: 5, day: '2026-03-14' })
    expect(await inviteAudience(lead, { audienceId, sessionIds: [...sessionIds, three.id] })).toEqual({ invited: 0 })
  })

  it('stand in This week: the invitation until one has a seat, the seat in its last week', async () => {
    const lead = await w.as('lead')
    const one = await planned({ day: '2026-03-12' })
    const two = await planned({ day: '2026-03-13' })
    const { id: audienceId } = await createAudience(lead, { name: 'One', rule: { people: [w.people.self] } })
    await inviteAudience(lead, { audienceId, sessionIds: [one.id, two.id] })
    const ahead = async () => (await seatsAhead(await w.as('self'))).map((s) => [s.sessionId, s.seat])
    // Not before nine on their own clock.
    base.clock.set('2026-03-03T12:00:00Z')
    expect(await ahead()).toEqual([[one.id, 'invited']])
    await books('self', two.id)
    // A seat in one of them is enough.
    expect(await ahead()).toEqual([])
    base.clock.set('2026-03-08T12:00:00Z')
    expect(await ahead()).toEqual([[two.id, 'seated']])
    const { todo } = await weekOf(await w.as('self'))
    expect(todo).toContainEqual(expect.objectContaining({ kind: 'session', sessionId: two.id, seat: 'seated' }))
    await callOff(lead, { sessionId: two.id, reason: 'No room' })
    expect(await ahead()).toEqual([[one.id, 'invited']])
    expect(await seatsAhead(await w.as('peer'))).toEqual([])
  })
})

describe('seats', () => {
  it('go to whoever waits longest, never more than there are, nobody twice', () => {
    const act = fc.oneof(
      fc.record({ kind: fc.constant('book' as const), who: fc.integer({ min: 0, max: 9 }) }),
      fc.record({ kind: fc.constant('back' as const), who: fc.integer({ min: 0, max: 9 }) }),
      fc.record({ kind: fc.constant('more' as const), who: fc.integer({ min: 1, max: 3 }) }),
    )
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4 }), fc.array(act, { maxLength: 60 }), (first, acts) => {
        let seats = first
        let places: Place[] = []
        for (const one of acts) {
          const id = String(one.who)
          const was = new Map(places.map((p) => [p.personId, p.seated]))
          if (one.kind === 'more') seats += one.who
          if (one.kind === 'book' && !was.has(id)) places = [...places, { personId: id, seated: false }]
          if (one.kind === 'back') places = places.filter((p) => p.personId !== id)
          const up = nextIn(places, seats)
          places = places.map((p) => (up.includes(p.personId) ? { ...p, seated: true } : p))
          const seated = places.filter((p) => p.seated)
          expect(seated.length).toBe(Math.min(seats, places.length))
          expect(new Set(places.map((p) => p.personId)).size).toBe(places.length)
          // Nobody with a seat loses it, and nobody who waits is passed by somebody who came later.
          for (const p of seated) if (!was.get(p.personId)) expect(up).toContain(p.personId)
          for (const [p, had] of was)
            if (had && places.some((q) => q.personId === p)) expect(seated.some((q) => q.personId === p)).toBe(true)
          const firstWaiting = places.findIndex((p) => !p.seated)
          if (firstWaiting >= 0) expect(places.slice(firstWaiting).every((p) => !p.seated)).toBe(true)
        }
      }),
    )
  })

  it('hold when everybody presses at once', async () => {
    const { id } = await planned({ seats: 3 })
    const people = employed.filter((p) => p !== 'stranger')
    await Promise.all([...people, ...people].map((p) => books(p, id)))
    const all = await placesIn(id)
    expect(all.map((p) => p.seated)).toEqual(people.map((_, i) => i < 3))
    expect(new Set(all.map((p) => p.personId)).size).toBe(people.length)
    // Two with a seat and one who waits leave while somebody books again.
    const partOf = (place: Place) => people.find((p) => w.people[p] === place.personId)!
    const leaving = [all[0]!, all[2]!, all[4]!].map(partOf)
    await Promise.all(leaving.map((p) => returns(p, id)))
    const left = all.filter((p) => !leaving.includes(partOf(p))).map((p) => p.personId)
    expect((await placesIn(id)).map((p) => [p.personId, p.seated])).toEqual(left.map((p, i) => [p, i < 3]))
    await books(leaving[0]!, id)
    expect((await placesIn(id)).at(-1)).toEqual({ personId: all[0]!.personId, seated: false })
  })

  it('say where somebody stands, and are for those whom the session is for', async () => {
    const { id } = await planned({ who: 'managers' })
    expect((await books('self', id)).seat).toEqual({ kind: 'seated' })
    await books('manager', id)
    expect((await books('leader', id)).seat).toEqual({ kind: 'waiting', turn: 1 })
    expect((await books('top', id)).seat).toEqual({ kind: 'waiting', turn: 2 })
    // Leads nobody; is in no wave.
    for (const person of ['peer', 'stranger'] as const)
      await expect(books(person, id)).rejects.toMatchObject({ code: 'not_found' })
    expect((await upcoming(await w.as('peer'))).sessions).toEqual([])
    await returns('self', id)
    expect((await session(await w.as('leader'), { sessionId: id })).seat).toEqual({ kind: 'seated' })
    expect((await session(await w.as('top'), { sessionId: id })).seat).toEqual({ kind: 'waiting', turn: 1 })
    expect((await inbox(await w.as('leader'), { limit: 5 })).items.map((i) => i.kind)).toEqual(['live_seated'])
  })

  it('can be raised, which lets people move up, and not taken from anybody', async () => {
    const { id } = await planned()
    for (const p of ['self', 'peer', 'report', 'manager'] as const) await books(p, id)
    await expect(moved(id, { seats: 1 })).rejects.toMatchObject({ code: 'live_seats', params: { count: 2 } })
    await moved(id, { seats: 3 })
    expect((await placesIn(id)).map((p) => p.seated)).toEqual([true, true, true, false])
  })

  it('of people who leave go to whoever waits longest and is still here', async () => {
    const { id } = await planned({ seats: 1 })
    for (const p of ['self', 'peer', 'report'] as const) await books(p, id)
    await sql`delete from roster where organization_id = ${w.organizationId} and person_id = any(${[w.people.self, w.people.peer]}::uuid[])`.execute(
      job.db,
    )
    // A seat more is none for somebody who has left.
    await moved(id, { seats: 2 })
    expect((await placesIn(id)).map((p) => p.seated)).toEqual([true, false, true])
    await followRoster(job)
    expect(await placesIn(id)).toEqual([{ personId: w.people.report, seated: true }])
    expect(await room(await w.as('lead'), { sessionId: id })).toMatchObject({ taken: 1, waiting: 0 })
    await moved(id, { seats: 1 })
  })

  it('are given until it begins', async () => {
    const { id } = await planned()
    base.clock.set('2026-03-12T09:00:00Z')
    await expect(books('self', id)).rejects.toMatchObject({ code: 'live_over' })
    await expect(moved(id, {})).rejects.toMatchObject({ code: 'live_over' })
  })

  it('open the link and the materials', async () => {
    const { id } = await planned({ link: 'https://meet.example/4', materials: 'Bring a pen.', seats: 1 })
    expect(await books('self', id)).toMatchObject({ link: 'https://meet.example/4', materials: 'Bring a pen.' })
    expect(await books('peer', id)).toMatchObject({ link: '', materials: '' })
    const file = String((await calendar(await w.as('peer'), { sessionId: id })).body)
    expect(file).toContain('DTSTART:20260312T090000Z')
    expect(file).not.toContain('meet.example')
  })
})

describe('planning', () => {
  it('needs a time to come and somebody who may lead', async () => {
    await expect(planned({ day: '2026-03-02', from: '09:00' })).rejects.toMatchObject({ code: 'live_time' })
    await expect(planned({ from: '12:00', to: '11:00' })).rejects.toMatchObject({ code: 'live_time' })
    await expect(planned({ leaderIds: [w.people.peer] })).rejects.toMatchObject({ code: 'live_leader' })
    await expect(planned({ waveId: randomUUID() })).rejects.toMatchObject({ code: 'not_found' })
    await expect(planned({ courseId: 'no-such-course' })).rejects.toMatchObject({ code: 'not_found' })
  })

  it('is seen by whoever plans or leads it, and by the program lead', async () => {
    const theirs = await planned()
    const other = await planned({ leaderIds: [w.people.lead], title: 'Another' })
    expect((await list(await w.as('trainer'))).sessions.map((s) => s.id)).toEqual([theirs.id])
    await expect(room(await w.as('trainer'), { sessionId: other.id })).rejects.toMatchObject({ code: 'not_found' })
    expect((await list(await w.as('lead'))).sessions).toHaveLength(2)
    const own = await planned({ leaderIds: [w.people.lead] }, 'trainer')
    expect(await room(await w.as('trainer'), { sessionId: own.id })).toMatchObject({
      plannedBy: { id: w.people.trainer },
    })
  })

  it('tells whom it is for, in the morning of their own day, once', async () => {
    await sql`update roster set time_zone = 'America/New_York' where organization_id = ${w.organizationId} and person_id = ${w.people.manager}`.execute(
      job.db,
    )
    await planned({ who: 'managers', invite: true })
    const kinds = async (p: Part) => (await inbox(await w.as(p), { limit: 5 })).items.map((i) => i.kind)
    // Nine is still to come in New York, and over for today in Berlin.
    base.clock.set('2026-03-02T13:30:00Z')
    expect(await kinds('manager')).not.toContain('live_invited')
    base.clock.set('2026-03-02T14:30:00Z')
    expect((await kinds('manager')).filter((kind) => kind === 'live_invited')).toHaveLength(1)
    expect(await kinds('self')).not.toContain('live_invited')
    base.clock.set('2026-03-03T08:30:00Z')
    expect(await kinds('self')).toContain('live_invited')
    expect(await kinds('peer')).not.toContain('live_invited')
    const mails = await arrived()
    expect(mails.map((m) => m.to)).toContain(await addressOf('manager'))
    expect(mails.every((m) => m.method === '')).toBe(true)
  })

  it('invites by letter before the day, whatever hours somebody chose', async () => {
    // Letters on Fridays alone; the session is on a Thursday.
    await sql`insert into letter_hours (organization_id, person_id, days, opens, closes, chosen_at)
    values (${w.organizationId}, ${w.people.self}, '{5}', '08:00', '17:00', ${base.clock.now()})`.execute(job.db)
    await planned({ invite: true, day: '2026-03-05' })
    base.clock.set('2026-03-03T08:30:00Z')
    expect((await arrived()).map((m) => m.to)).toContain(await addressOf('self'))
  })
})

/** Delivers what is due: what arrived since the last time. */
async function arrived(): Promise<{ to: string; subject: string; method: string; entry: string; text: string }[]> {
  await deliver(job, letters)
  await deliver(job, letters, 'bulk')
  const fresh = sink.received.slice(read)
  read = sink.received.length
  return Promise.all(
    fresh.map(async (m) => {
      const mail = await m.parsed()
      const file = mail.attachments.find((a) => a.contentType === 'application/ics')
      return {
        to: m.to[0]!,
        subject: mail.subject ?? '',
        method: /content-type: text\/calendar;(?:[^\r\n]|\r\n[ \t])*method=(\w+)/i.exec(m.raw)?.[1] ?? '',
        entry: file?.content.toString('utf8').replaceAll('\r\n ', '') ?? '',
        text: mail.text ?? '',
      }
    }),
  )
}
const addressOf = async (part: Part) =>
  (await sql<{ email: string }>`select email from person where id = ${w.people[part]}`.execute(job.db)).rows[0]!.email
const line = (entry: string, name: string) => new RegExp(`^${name}[;:].*$`, 'm').exec(entry)?.[0]?.trim()

describe('the hours of a seat', () => {
  const hours = async () =>
    (
      await sql<{ person_id: string; day: string; minutes: number }>`select person_id, day, minutes from time_asked
        where organization_id = ${w.organizationId} and kind = 'live_session'`.execute(job.db)
    ).rows.map((row) => [row.person_id, row.day, row.minutes])

  it('are in the budget of whoever has it, on the session’s day, and come back with it', async () => {
    const { id } = await planned({ seats: 1 })
    await books('self', id)
    await books('peer', id)
    expect(await hours()).toEqual([[w.people.self, '2026-03-12', 90]])
    await returns('self', id)
    expect(await hours()).toEqual([[w.people.peer, '2026-03-12', 90]])
    await books('self', id)
    await moved(id, { seats: 1, day: '2026-03-19', to: '11:00' })
    expect(await hours()).toEqual([[w.people.peer, '2026-03-19', 60]])
    // Elsewhere, at the same time.
    await moved(id, { seats: 1, day: '2026-03-19', to: '11:00', place: 'Room 5' })
    expect(await hours()).toEqual([[w.people.peer, '2026-03-19', 60]])
    await sql`delete from roster where organization_id = ${w.organizationId} and person_id = ${w.people.peer}`.execute(
      job.db,
    )
    await followRoster(job)
    expect(await hours()).toEqual([[w.people.self, '2026-03-19', 60]])
    await callOff(await w.as('lead'), { sessionId: id, reason: 'The trainer is ill' })
    expect(await hours()).toEqual([])
  })

  it('make what may wait wait, and never the entry for the calendar', async () => {
    const caps = { asks: 50, minutes: 60 }
    await setBudget(await w.as('lead'), { caps: { employees: caps, managers: caps, hr: caps, lead: caps } })
    await job.db.transaction().execute((tx) =>
      planLetters(
        tx,
        job,
        sql`select id as person_id, email as address, '2026-03-04T08:00:00Z'::timestamptz as due_at, null::text as excluded from person
            where organization_id = ${w.organizationId} and id = ${w.people.self}`,
        { kind: 'campaign', subject: { kind: 'campaign', id: randomUUID() }, minutes: 5 },
      ),
    )
    const { id } = await planned({ day: '2026-03-05' })
    await books('self', id)
    // It is longer than the whole limit: the message comes a week later, the entry at once.
    const { rows } = await sql<{ due_at: string }>`select due_at from outgoing_mail
      where organization_id = ${w.organizationId} and kind = 'campaign'`.execute(job.db)
    expect(rows.map((row) => row.due_at.slice(0, 10))).toEqual(['2026-03-11'])
    expect((await arrived()).map((m) => m.method)).toEqual(['REQUEST'])
  })
})

describe('letters', () => {
  it('bring the entry to the calendar, move it and take it away, with one UID and the next SEQUENCE', async () => {
    await sql`update person set time_zone = 'America/New_York' where id = ${w.people.self}`.execute(job.db)
    const { id } = await planned()
    base.clock.set('2026-03-02T15:00:00Z')
    await books('self', id)
    const [first] = await arrived()
    expect(first).toMatchObject({ to: await addressOf('self'), method: 'REQUEST' })
    expect(first!.text).toMatch(/0?5:00/) // ten in Berlin; New York has summer time already
    expect(line(first!.entry, 'UID')).toBe(`UID:session-${id}@belay`)
    expect(line(first!.entry, 'SEQUENCE')).toBe('SEQUENCE:0')
    expect(line(first!.entry, 'DTSTART')).toBe('DTSTART:20260312T090000Z')
    await moved(id, { from: '14:00', to: '15:00' })
    const [second] = await arrived()
    expect(second!.method).toBe('REQUEST')
    expect(line(second!.entry, 'UID')).toBe(`UID:session-${id}@belay`)
    expect(line(second!.entry, 'SEQUENCE')).toBe('SEQUENCE:1')
    expect(line(second!.entry, 'DTSTART')).toBe('DTSTART:20260312T130000Z')
    await returns('self', id)
    const [third] = await arrived()
    expect(third!.method).toBe('CANCEL')
    expect(line(third!.entry, 'SEQUENCE')).toBe('SEQUENCE:2')
    expect(line(third!.entry, 'STATUS')).toBe('STATUS:CANCELLED')
    await books('self', id)
    expect((await arrived()).map((m) => [m.method, line(m.entry, 'SEQUENCE')])).toEqual([['REQUEST', 'SEQUENCE:3']])
  })

  it('tell everybody who booked once that it is called off, and why', async () => {
    const { id } = await planned({ seats: 1 })
    await books('self', id)
    await books('peer', id)
    await arrived()
    await callOff(await w.as('lead'), { sessionId: id, reason: 'The trainer is ill' })
    const mails = await arrived()
    expect(Object.fromEntries(mails.map((m) => [m.to, m.method]))).toEqual({
      [await addressOf('self')]: 'CANCEL',
      [await addressOf('peer')]: '',
    })
    expect(mails).toHaveLength(2)
    expect(mails.every((m) => m.text.includes('The trainer is ill'))).toBe(true)
    expect(await arrived()).toEqual([])
    await expect(callOff(await w.as('lead'), { sessionId: id, reason: 'Again' })).rejects.toMatchObject({
      code: 'live_over',
    })
    await expect(calendar(await w.as('self'), { sessionId: id })).rejects.toMatchObject({ code: 'not_found' })
  })

  it('say that a session of tomorrow is moved before it would have begun', async () => {
    const { id } = await planned({ day: '2026-03-03' })
    await books('self', id)
    await arrived()
    // After work in Berlin.
    base.clock.set('2026-03-02T21:00:00Z')
    await moved(id, { day: '2026-03-20' })
    expect((await arrived()).map((m) => line(m.entry, 'DTSTART'))).toEqual(['DTSTART:20260320T090000Z'])
  })

  it('bring the link to those who have a seat alone', async () => {
    const { id } = await planned({ seats: 1, place: '', link: 'https://meet.example/4' })
    await books('self', id)
    await books('peer', id)
    await arrived()
    await moved(id, { seats: 1, place: '', link: 'https://meet.example/4', from: '14:00', to: '15:00' })
    const mails = await arrived()
    const has = mails.map((m) => [m.to, `${m.text}${m.entry}`.includes('meet.example')])
    expect(Object.fromEntries(has)).toEqual({ [await addressOf('self')]: true, [await addressOf('peer')]: false })
  })

  it('say nothing of what was followed by something else before they left', async () => {
    const { id } = await planned()
    await books('self', id)
    await returns('self', id)
    expect(await arrived()).toEqual([])
    await books('self', id)
    await moved(id, { from: '14:00', to: '15:00' })
    const mails = await arrived()
    expect(mails).toHaveLength(1)
    expect(mails[0]!.subject).toBe('Your seat: Your first check-in')
    expect(line(mails[0]!.entry, 'DTSTART')).toBe('DTSTART:20260312T130000Z')
  })

  it('are about the newest alone, and not about what is over', () => {
    const row = {
      what: 'moved',
      seated: true,
      sequence: 1,
      newest: 1,
      in_calendar: true,
      ends_at: '2026-03-12T10:00:00Z',
    } as const
    const now = '2026-03-10T10:00:00Z'
    expect(tellingOf(row, now)).toEqual({ template: 'live-moved', calendar: 'REQUEST' })
    expect(tellingOf({ ...row, in_calendar: false }, now)).toEqual({ template: 'live-seated', calendar: 'REQUEST' })
    expect(tellingOf({ ...row, seated: false }, now)).toEqual({ template: 'live-moved', calendar: null })
    expect(tellingOf({ ...row, newest: 2 }, now)).toEqual({ excluded: 'superseded' })
    expect(tellingOf(row, '2026-03-12T10:00:00Z')).toEqual({ excluded: 'too_late' })
    expect(tellingOf({ ...row, what: 'given_back', in_calendar: false }, now)).toEqual({ excluded: 'not_needed' })
  })
})

describe('attendance', () => {
  const finished = async (p: Part) =>
    (await mine(await w.as(p))).courses.find((one) => one.courseId === 'checkin-managers')!.completed
  async function held(given: Partial<Planned> = {}): Promise<string> {
    const { id } = await planned(given)
    await books('self', id)
    base.clock.set('2026-03-12T09:05:00Z')
    return id
  }

  it('by list finishes the course that the session teaches, and is taken back with it', async () => {
    const { id } = await planned()
    await books('self', id)
    const tick = async (p: Part, came: boolean) =>
      mark(await w.as('trainer'), { sessionId: id, personId: w.people[p], came })
    await expect(tick('self', true)).rejects.toMatchObject({ code: 'live_not_yet' })
    base.clock.set('2026-03-12T09:05:00Z')
    expect(await managersTrained(job.db, job, waveId)).toMatchObject({ trained: 0 })
    const seen = await tick('self', true)
    expect(seen.people).toMatchObject([{ person: { id: w.people.self }, seat: 'seated', came: { how: 'list' } }])
    expect(await finished('self')).toMatchObject({ on: '2026-03-12' })
    expect(await managersTrained(job.db, job, waveId)).toMatchObject({ trained: 1 })
    // Came without a seat; is in no wave.
    expect((await tick('peer', true)).people.map((p) => p.seat)).toEqual(['seated', 'none'])
    await expect(tick('stranger', true)).rejects.toMatchObject({ code: 'not_found' })
    await tick('self', false)
    expect(await finished('self')).toBeNull()
    expect((await inbox(await w.as('self'), { limit: 9 })).items.map((i) => i.kind)).not.toContain('live_evaluate')
    base.clock.set('2026-03-12T10:31:00Z')
    expect((await inbox(await w.as('peer'), { limit: 9 })).items.map((i) => i.kind)).toContain('live_evaluate')
  })

  it('noted before a session that is then called off or moved does not stay', async () => {
    const { id: off } = await planned()
    const { id: later } = await planned({ completes: false })
    base.clock.set('2026-03-12T08:30:00Z')
    const { code } = (await openCode(await w.as('trainer'), { sessionId: off })).code!
    await come(await w.as('self'), { sessionId: off, code })
    expect(await finished('self')).not.toBeNull()
    await mark(await w.as('trainer'), { sessionId: later, personId: w.people.peer, came: true })
    const ended = await callOff(await w.as('lead'), { sessionId: off, reason: 'The trainer is ill' })
    expect(ended.people.map((p) => p.came)).toEqual([])
    expect(await finished('self')).toBeNull()
    await expect(come(await w.as('peer'), { sessionId: off, code })).rejects.toMatchObject({ code: 'live_code' })
    expect((await moved(later, { completes: false, day: '2026-03-19' })).people).toEqual([])
    expect((await inbox(await w.as('peer'), { limit: 9 })).items.map((i) => i.kind)).not.toContain('live_evaluate')
  })

  it('of a session that only practises finishes nothing', async () => {
    const id = await held({ completes: false })
    await mark(await w.as('lead'), { sessionId: id, personId: w.people.self, came: true })
    expect(await finished('self')).toBeNull()
  })

  it('takes back nothing that somebody had finished before', async () => {
    const first = await held()
    const { id: second } = await planned({ day: '2026-03-13' })
    await mark(await w.as('lead'), { sessionId: first, personId: w.people.self, came: true })
    base.clock.set('2026-03-13T09:05:00Z')
    await mark(await w.as('lead'), { sessionId: second, personId: w.people.self, came: true })
    await mark(await w.as('lead'), { sessionId: second, personId: w.people.self, came: false })
    expect(await finished('self')).toMatchObject({ on: '2026-03-12' })
  })

  it('keeps a course finished for whoever came to another session of it', async () => {
    const first = await held()
    const { id: second } = await planned({ day: '2026-03-13' })
    const tick = async (sessionId: string, came: boolean) =>
      mark(await w.as('lead'), { sessionId, personId: w.people.self, came })
    await tick(first, true)
    base.clock.set('2026-03-13T09:05:00Z')
    await tick(second, true)
    await tick(first, false)
    expect(await finished('self')).not.toBeNull()
    await tick(second, false)
    expect(await finished('self')).toBeNull()
  })

  it('by the code in the room, while it is valid', async () => {
    const id = await held()
    const { code } = (await openCode(await w.as('trainer'), { sessionId: id })).code!
    const typed = async (p: Part, said: string) => come(await w.as(p), { sessionId: id, code: said })
    expect(await typed('self', ` ${code.slice(0, 3)} ${code.slice(3).toLowerCase()}`)).toMatchObject({ came: true })
    expect(await finished('self')).toMatchObject({ on: '2026-03-12' })
    expect((await room(await w.as('lead'), { sessionId: id })).people[0]!.came).toMatchObject({ how: 'code' })
    await expect(typed('stranger', code)).rejects.toMatchObject({ code: 'not_found' })
    base.clock.set('2026-03-12T09:16:00Z')
    await expect(typed('peer', code)).rejects.toMatchObject({ code: 'live_code' })
  })

  it('is not for guessing', async () => {
    const id = await held()
    await openCode(await w.as('trainer'), { sessionId: id })
    const guesses = await Promise.allSettled(
      Array.from({ length: 20 }, async () => come(await w.as('peer'), { sessionId: id, code: 'AAAAAA' })),
    )
    const codes = guesses.map((g) => (g.status === 'rejected' ? (g.reason as { code: string }).code : 'in'))
    expect(codes.filter((one) => one === 'live_code')).toHaveLength(5)
    expect(codes.filter((one) => one === 'too_many_requests')).toHaveLength(15)
    base.clock.set('2026-03-12T09:21:00Z')
    const { code } = (await openCode(await w.as('trainer'), { sessionId: id })).code!
    expect(await come(await w.as('peer'), { sessionId: id, code })).toMatchObject({ came: true })
  })
})
