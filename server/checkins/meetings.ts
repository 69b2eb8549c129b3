/**
 * When and where the two meet. Each change is a row with the next number; both get a letter that
 * their calendar understands, and the one who did not make the change is told in the app.
 */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { checkins } from '../../contract/checkins.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import { putInInbox, sendMail, takeFromInboxes } from '../attention/attention.ts'
import { addDays, addMs, type Day, dayIn, type Instant, instantAt, workingDay } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { countRecorded, record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { event, mine, nameOf, otherOf } from './acting.ts'
import { type CheckinRow, type MeetingRow, meetingOf } from './queries.ts'
import { conversationOf } from './read.ts'
import { asPerson } from './wall.ts'

type Meeting = { startsAt: Instant; minutes: number; timeZone: string; place: string }

export async function meet(c: Context, input: Input<typeof checkins.meet>): Promise<Answer<typeof checkins.meet>> {
  const timeZone = zoneOf(input.timeZone ?? c.viewer.timeZone)
  return asPerson(c, async (tx, inside) => {
    const k = await mine(tx, c, input.checkinId, true)
    const { minutes, place } = input
    await setMeeting(tx, c, k, { startsAt: instantAt(input.day, input.at, timeZone), minutes, timeZone, place })
    if (input.usual) await keepUsual(tx, c, k, { ...input, timeZone })
    return conversationOf(tx, inside, k.id)
  })
}

function zoneOf(name: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone
  } catch {
    throw problem('invalid_request', { issues: 'timeZone: no such time zone' })
  }
}

/** Sets or moves the meeting, plans the check-in for its day, and tells both. Pressing twice is once. */
export async function setMeeting(tx: Tx, c: Context, k: CheckinRow, meeting: Meeting): Promise<void> {
  if (meeting.startsAt <= c.clock.now()) throw problem('checkin_past')
  const was = await meetingOf(tx, c, k.id)
  const now = was && !was.off ? was : undefined
  const changed = [
    ...(now?.starts_at === meeting.startsAt ? [] : ['startsAt']),
    ...(now?.minutes === meeting.minutes ? [] : ['minutes']),
    ...((now?.place ?? '') === meeting.place ? [] : ['place']),
  ]
  if (now && changed.length === 0) return countRecorded(c, 1) // nothing new
  await sql`update checkin set planned_for = ${dayIn(meeting.startsAt, meeting.timeZone)} where organization_id = ${c.organizationId} and id = ${k.id}`.execute(
    tx,
  )
  const id = await writeMeeting(tx, c, k, was, { ...meeting, off: false })
  await record(tx, c, event(now ? 'meeting_moved' : 'meeting_set', k, { changed }))
  await tellBoth(tx, c, k, id, now ? 'checkin_moved' : 'checkin_planned', meeting.startsAt, now?.starts_at)
}

/** Moves the meeting, if there is one, to the same time on another day. */
export async function moveMeeting(tx: Tx, c: Context, k: CheckinRow, day: Day): Promise<boolean> {
  const m = await meetingOf(tx, c, k.id)
  if (!m || m.off) return false
  const startsAt = instantAt(day, wallTime(m.starts_at, m.time_zone), m.time_zone)
  await setMeeting(tx, c, k, { startsAt, minutes: m.minutes, timeZone: m.time_zone, place: m.place })
  return true
}

export async function callOff(
  c: Context,
  input: Input<typeof checkins.callOff>,
): Promise<Answer<typeof checkins.callOff>> {
  return asPerson(c, async (tx, inside) => {
    const k = await mine(tx, c, input.checkinId, true)
    if (!(await cancelMeeting(tx, c, k))) countRecorded(c, 1) // called off already, or none was set
    return conversationOf(tx, inside, k.id)
  })
}

/** Takes the meeting out of both calendars. False: there was none ahead. */
export async function cancelMeeting(tx: Tx, c: Context, k: CheckinRow, quiet = false): Promise<boolean> {
  const m = await meetingOf(tx, c, k.id)
  if (!m || m.off || m.starts_at <= c.clock.now()) return false
  const { starts_at: startsAt, minutes, time_zone: timeZone, place } = m
  const id = await writeMeeting(tx, c, k, m, { startsAt, minutes, timeZone, place, off: true })
  await record(tx, c, event('meeting_called_off', k))
  await tellBoth(tx, c, k, id, quiet ? null : 'checkin_called_off', startsAt)
  return true
}

async function writeMeeting(
  tx: Tx,
  c: Context,
  k: CheckinRow,
  was: MeetingRow | undefined,
  m: Meeting & { off: boolean },
): Promise<string> {
  const id = randomUUID()
  await sql`insert into checkin_meeting (organization_id, id, checkin_id, sequence, starts_at, minutes, time_zone, place, off, set_by, set_at)
    values (${c.organizationId}, ${id}, ${k.id}, ${was ? was.sequence + 1 : 0}, ${m.startsAt}, ${m.minutes}, ${m.timeZone}, ${m.place}, ${m.off},
      ${k.manager_id === c.viewer.personId || k.report_id === c.viewer.personId ? c.viewer.personId : k.manager_id}, ${c.clock.now()})`.execute(
    tx,
  )
  return id
}

async function tellBoth(
  tx: Tx,
  c: Context,
  k: CheckinRow,
  meetingId: string,
  notice: 'checkin_planned' | 'checkin_moved' | 'checkin_called_off' | null,
  startsAt: Instant,
  /** When it stood in their calendars before: who comes then has to know in time, too. */
  before: Instant = startsAt,
): Promise<void> {
  const subject = { kind: 'checkin_meeting', id: meetingId }
  const first = before > c.clock.now() && before < startsAt ? before : startsAt
  const { rows } = await sql<{ id: string; zone: string }>`
    select p.id, coalesce(nullif(p.time_zone, ''), o.time_zone) as zone from person p join organization o on o.id = p.organization_id
    where p.organization_id = ${c.organizationId} and p.id in (${k.manager_id}, ${k.report_id})`.execute(tx)
  for (const { id, zone } of rows)
    await sendMail(tx, c, {
      personId: id,
      kind: 'checkin_meeting',
      subject,
      dueAt: letterTime(c.clock.now(), zone, first),
    })
  if (!notice) return
  await putInInbox(tx, c, otherOf(c, k), {
    kind: notice,
    subject,
    params: { checkinId: k.id, by: nameOf(k, c.viewer.personId), at: startsAt },
  })
}

/** Tells the other one that the day moved, where no time is set. */
export async function tellOfDay(tx: Tx, c: Context, k: CheckinRow): Promise<void> {
  const subject = { kind: 'checkin_day', id: k.id }
  await takeFromInboxes(tx, c, subject)
  await putInInbox(tx, c, otherOf(c, k), {
    kind: 'checkin_moved',
    subject,
    params: { checkinId: k.id, by: nameOf(k, c.viewer.personId) },
  })
}

type Usual = { day: Day; at: string; minutes: number; place: string; timeZone: string }

async function keepUsual(tx: Tx, c: Context, k: CheckinRow, u: Usual): Promise<void> {
  const weekday = ((new Date(`${u.day}T00:00:00Z`).getUTCDay() + 6) % 7) + 1
  await sql`insert into checkin_arrangement (organization_id, manager_id, report_id, weekday, at, minutes, time_zone, place, changed_at)
    values (${c.organizationId}, ${k.manager_id}, ${k.report_id}, ${weekday}, ${u.at}, ${u.minutes}, ${u.timeZone}, ${u.place}, ${c.clock.now()})
    on conflict (organization_id, manager_id, report_id) do update set weekday = excluded.weekday, at = excluded.at, minutes = excluded.minutes,
      time_zone = excluded.time_zone, place = excluded.place, changed_at = excluded.changed_at`.execute(tx)
  await record(tx, c, event('usual_time_set', k, { changed: ['weekday', 'at', 'minutes', 'place'] }))
}

/** What a clock on the wall shows at an instant. */
export function wallTime(at: Instant, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone, hourCycle: 'h23', hour: '2-digit', minute: '2-digit' }).format(
    new Date(at),
  )
}

/**
 * Letters come in working hours: Monday to Friday, 7:00 to 19:00 of the reader. One about a
 * meeting before the next such morning goes at once: late would be of no use.
 */
export function letterTime(now: Instant, timeZone: string, startsAt: Instant): Instant {
  const today = dayIn(now, timeZone)
  const time = wallTime(now, timeZone)
  if (workingDay(today) === today && time >= '07:00' && time < '19:00') return now
  const day = workingDay(time < '07:00' ? today : addDays(today, 1))
  const morning = instantAt(day, '07:00', timeZone)
  return startsAt < addMs(morning, 3 * 3_600_000) ? now : morning
}
