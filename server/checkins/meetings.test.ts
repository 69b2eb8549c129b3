import fc from 'fast-check'
import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import { checkins } from '../../contract/checkins.ts'
import type { Request } from '../../contract/operation.ts'
import type { World } from '../access/permission-cases.ts'
import { permissionWorld } from '../access/permission-world.ts'
import { deliver } from '../attention/attention.ts'
import { list as inbox } from '../attention/inbox.ts'
import { makeWave } from '../goals/live-wave.ts'
import { contextFor, type Context } from '../platform/context.ts'
import { type SmtpSink, smtpSink, type TestBase, testBase } from '../platform/testing.ts'
import { calendar, letters } from './letters.ts'
import { callOff, letterTime, meet, wallTime } from './meetings.ts'
import { get, pairsOf } from './read.ts'
import { create, hold, plan } from './write.ts'

let base: TestBase
let sink: SmtpSink
let w: World
let self: Context
let manager: Context
let checkinId: string
let count = 0

beforeEach(async () => {
  // A Monday, ten in the morning in Berlin.
  sink = await smtpSink()
  base = await testBase({ at: '2026-03-02T09:00:00Z', config: { smtpUrl: sink.url } })
  w = await permissionWorld(base, `meet-${++count}`)
  await makeWave(base.database.for(w.organizationId), {
    organizationId: w.organizationId,
    day: '2026-03-01',
    at: base.clock.now(),
    elements: { checkins: { cadence: 'biweekly' } },
  })
  await sql`update person set time_zone = 'America/New_York', locale = 'de' where id = ${w.people.manager}`.execute(
    base.database.for(w.organizationId),
  )
  self = await w.as('self')
  manager = await w.as('manager')
  checkinId = (await create(self, { personId: w.people.manager })).id
})

type Meeting = Omit<Request<typeof checkins.meet>, 'checkinId'>
const set = (c: Context, body: Partial<Meeting> = {}) =>
  meet(c, { checkinId, ...checkins.meet.body!.parse({ day: '2026-03-10', at: '10:00', ...body }) })

/** Delivers what is due and hands back the calendar parts by reader, oldest first. */
async function arrived(): Promise<{ to: string; subject: string; method: string; entry: string; text: string }[]> {
  await deliver(contextFor(base, w.organizationId), letters)
  const all = await Promise.all(
    sink.received.map(async (m) => {
      const mail = await m.parsed()
      const file = mail.attachments.find((a) => a.contentType === 'application/ics')!
      const entry = file.content.toString('utf8').replaceAll('\r\n ', '')
      // Once as a part that mail programs act on, and once as a file, both the same.
      const inline = mail.attachments.find((a) => a.contentType === 'text/calendar')
      const raw = m.raw.match(/content-type: text\/calendar;[^\r\n]*(\r\n[ \t][^\r\n]*)*/i)?.[0] ?? ''
      if (inline) expect(inline.content.toString('utf8')).toBe(file.content.toString('utf8'))
      return {
        to: m.to[0]!,
        subject: mail.subject ?? '',
        method: /method=(\w+)/i.exec(raw)?.[1] ?? '',
        entry,
        text: mail.text ?? '',
      }
    }),
  )
  return all
}
const line = (entry: string, name: string) => new RegExp(`^${name}[;:].*$`, 'm').exec(entry)?.[0]?.trim()
const addressOf = async (id: string) =>
  (await sql<{ email: string }>`select email from person where id = ${id}`.execute(self.db)).rows[0]!.email

describe('a meeting', () => {
  it('comes to both as an invitation that a calendar understands, each in their own zone and language', async () => {
    const k = await set(self, { place: 'Room 4; https://meet.example/ab,c' })
    expect(k.meeting).toMatchObject({ startsAt: '2026-03-10T09:00:00.000Z', minutes: 30, off: false })
    expect(k.plannedFor).toBe('2026-03-10')
    base.clock.set('2026-03-02T15:00:00Z') // working hours in New York too
    const mails = await arrived()
    expect(mails.map((m) => m.method)).toEqual(['REQUEST', 'REQUEST'])
    const report = mails.find((m) => m.subject.startsWith('Check-in with'))!
    const boss = mails.find((m) => m.subject.startsWith('Check-in mit'))!
    expect(report.text).toContain('10 March 2026')
    expect(report.text).toMatch(/10:00/)
    expect(boss.text).toMatch(/05:00/) // New York already has summer time, Berlin not yet
    for (const { entry } of mails) {
      expect(line(entry, 'METHOD')).toBe('METHOD:REQUEST')
      expect(line(entry, 'UID')).toMatch(new RegExp(`^UID:checkin-${checkinId}@`))
      expect(line(entry, 'SEQUENCE')).toBe('SEQUENCE:0')
      expect(line(entry, 'DTSTART')).toBe('DTSTART:20260310T090000Z')
      expect(line(entry, 'DTEND')).toBe('DTEND:20260310T093000Z')
      expect(line(entry, 'DTSTAMP')).toBe('DTSTAMP:20260302T090000Z')
      expect(line(entry, 'LOCATION')).toBe('LOCATION:Room 4\\; https://meet.example/ab\\,c')
      expect(line(entry, 'ORGANIZER')).toContain(await addressOf(w.people.manager))
      expect(entry).toMatch(new RegExp(`ATTENDEE.*PARTSTAT=ACCEPTED.*${await addressOf(w.people.self)}`, 'i'))
      expect(entry).toMatch(/ATTENDEE.*PARTSTAT=NEEDS-ACTION.*RSVP=TRUE/)
      expect(line(entry, 'STATUS')).toBe('STATUS:CONFIRMED')
    }
  })

  it('moves in both calendars when either moves it, and goes when it is called off', async () => {
    await set(self)
    base.clock.set('2026-03-02T15:00:00Z')
    await arrived()
    // The manager, by the day alone: the time on the wall in Berlin stays.
    const moved = await plan(manager, { checkinId, plannedFor: '2026-03-31' })
    expect(moved.meeting?.startsAt).toBe('2026-03-31T08:00:00.000Z') // summer time by then
    await arrived()
    await callOff(self, { checkinId })
    const mails = await arrived()
    const mine = mails.filter((m) => m.subject.match(/Moved|Called off|Check-in with/))
    expect(mine.map((m) => [m.method, line(m.entry, 'SEQUENCE'), line(m.entry, 'STATUS')])).toEqual([
      ['REQUEST', 'SEQUENCE:0', 'STATUS:CONFIRMED'],
      ['REQUEST', 'SEQUENCE:1', 'STATUS:CONFIRMED'],
      ['CANCEL', 'SEQUENCE:2', 'STATUS:CANCELLED'],
    ])
    expect(new Set(mails.map((m) => line(m.entry, 'UID'))).size).toBe(1)
    expect(new Set(mine.map((m) => line(m.entry, 'SUMMARY'))).size).toBe(1)
    expect(mails).toHaveLength(6)
    const told = async (c: Context) => (await inbox(c, { limit: 20 })).items.map((i) => i.kind)
    expect((await told(self)).filter((k) => k.startsWith('checkin_'))).toEqual(['checkin_moved'])
    expect((await told(manager)).filter((k) => k.startsWith('checkin_')).toSorted()).toEqual([
      'checkin_called_off',
      'checkin_planned',
    ])
    // Set again, the same entry comes back with the next number.
    await set(manager, { at: '16:00' })
    const again = (await arrived()).at(-1)!
    expect([again.method, line(again.entry, 'SEQUENCE')]).toEqual(['REQUEST', 'SEQUENCE:3'])
    expect(again.subject).not.toMatch(/Moved|Verschoben/)
  })

  it('tells nobody of what was changed again before its letter left', async () => {
    base.clock.set('2026-03-02T15:00:00Z')
    await set(self)
    await set(self, { at: '11:00' })
    await set(self, { at: '11:00' }) // pressed twice
    const mails = await arrived()
    expect(mails.map((m) => line(m.entry, 'SEQUENCE'))).toEqual(['SEQUENCE:1', 'SEQUENCE:1'])
    const { rows } = await sql<{ reason: string }>`select reason from outgoing_mail where state = 'excluded'`.execute(
      self.db,
    )
    expect(rows.map((r) => r.reason)).toEqual(['superseded', 'superseded'])
    // Set and called off before anybody was told: nothing to cancel.
    const other = await create(manager, { personId: w.people.peer })
    await meet(manager, { checkinId: other.id, ...checkins.meet.body!.parse({ day: '2026-03-20', at: '10:00' }) })
    await callOff(manager, { checkinId: other.id })
    expect(await arrived()).toHaveLength(2)
  })

  it('refuses the past and a time zone that is none', async () => {
    await expect(set(self, { day: '2026-03-02', at: '09:00' })).rejects.toMatchObject({ code: 'checkin_past' })
    await expect(set(self, { timeZone: 'Mars/Olympus' })).rejects.toMatchObject({ code: 'invalid_request' })
  })

  it('leaves the calendar when the two talked before it', async () => {
    await set(self)
    base.clock.set('2026-03-02T15:00:00Z')
    await arrived()
    await hold(self, { checkinId, ...checkins.hold.body!.parse({}) })
    expect((await arrived()).slice(2).map((m) => m.method)).toEqual(['CANCEL', 'CANCEL'])
  })

  it('is a file to take for the two, and for nobody else', async () => {
    await set(self)
    const file = await calendar(manager, { checkinId })
    expect(String(file.body)).toContain('METHOD:PUBLISH')
    expect(String(file.body)).toContain(`UID:checkin-${checkinId}@`)
    for (const part of ['leader', 'hr_in', 'admin', 'second_manager'] as const)
      await expect(calendar(await w.as(part), { checkinId }), part).rejects.toMatchObject({ code: 'not_found' })
    expect((await sql`select 1 from checkin_meeting`.execute(self.db)).rows).toEqual([])
    const { rows } = await sql`select 1 from event where data::text like '%10:00%'`.execute(self.db)
    expect(rows).toEqual([])
  })
})

describe('a series', () => {
  it('proposes the next time at which the two usually meet, and sets it in one press', async () => {
    await set(self, { usual: true, place: 'Canteen' })
    base.clock.set('2026-03-10T10:00:00Z')
    const held = await hold(self, { checkinId, ...checkins.hold.body!.parse({}) })
    // Every second Tuesday at ten, as the wall shows it.
    expect(held.proposal).toEqual({
      day: '2026-03-24',
      at: '10:00',
      minutes: 30,
      place: 'Canteen',
      startsAt: '2026-03-24T09:00:00.000Z',
    })
    const next = await create(manager, { personId: w.people.self, usual: true })
    expect(next.meeting).toMatchObject({ startsAt: '2026-03-24T09:00:00.000Z', place: 'Canteen', off: false })
    expect(next.proposal).toBeNull()
    expect((await create(self, { personId: w.people.manager, usual: true })).id).toBe(next.id)
    expect((await pairsOf(self)).find((p) => p.person.id === w.people.manager)?.open?.startsAt).toBe(
      '2026-03-24T09:00:00.000Z',
    )
    expect((await get(self, { checkinId: next.id })).rhythm.usual).toMatchObject({ weekday: 2, at: '10:00' })
  })
})

describe('when a letter leaves', () => {
  const zone = fc.constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Tokyo', 'Pacific/Auckland', 'Asia/Kolkata')
  const instant = fc
    .integer({ min: 0, max: 500_000 })
    .map((n) => new Date(Date.UTC(2026, 0, 1) + n * 60_000).toISOString())
  it('is in the reader’s working hours, unless the meeting would not wait', () => {
    fc.assert(
      fc.property(zone, instant, fc.integer({ min: 1, max: 20_000 }), (timeZone, now, ahead) => {
        const startsAt = new Date(Date.parse(now) + ahead * 60_000).toISOString()
        const at = letterTime(now, timeZone, startsAt)
        expect(at >= now).toBe(true)
        expect(at <= startsAt).toBe(true)
        if (at === now) return
        expect(wallTime(at, timeZone)).toBe('07:00')
        const weekday = new Intl.DateTimeFormat('en', { timeZone, weekday: 'short' }).format(new Date(at))
        expect(['Sat', 'Sun']).not.toContain(weekday)
      }),
    )
  })
})

it('is on the reader’s own day, on the list as on its page, wherever they are', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('Pacific/Auckland', 'Europe/Berlin', 'America/New_York', 'Pacific/Honolulu'),
      fc.constantFrom('00:15', '09:00', '12:30', '23:45'),
      async (zone, at) => {
        const far: Context = { ...self, viewer: { ...self.viewer, timeZone: zone } }
        const { meeting } = await set(self, { at })
        const own = new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(Date.parse(meeting!.startsAt))
        const pair = (await pairsOf(far)).find((p) => p.open?.id === checkinId)!
        const page = await get(far, { checkinId })
        expect([pair.due?.on, pair.open?.plannedFor, page.plannedFor]).toEqual([own, own, own])
        const today = new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(Date.parse(base.clock.now()))
        expect(pair.due?.days).toBe((Date.parse(own) - Date.parse(today)) / 86_400_000)
      },
    ),
    { numRuns: 12 },
  )
})
