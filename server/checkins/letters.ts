/**
 * Letters about a meeting, with the calendar entry in them. Made when they leave: a change that
 * was followed by another before its letter left is not told, and what nobody was told needs no cancelling.
 */
import { sql } from 'kysely'
import { begunParameter } from '../../contract/operation.ts'
import type { checkins } from '../../contract/checkins.ts'
import { languages } from '../../contract/library.ts'
import type { Input } from '../../contract/operation.ts'
import {
  type Broken,
  type House,
  houseOf,
  type Letters,
  type Ready,
  type Waiting,
  write,
} from '../attention/attention.ts'
import { chooseLanguage, letterBrand, sayLine, type SomeFacts, speechFor, templateText } from '../library/library.ts'
import { calendarFile, type CalendarEntry } from '../platform/calendar.ts'
import { addMs, type Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import type { FileAnswer } from '../platform/http.ts'
import { problem } from '../platform/problem.ts'
import { brandFor } from '../program/program.ts'
import { asPerson, speakFor } from './wall.ts'

type Row = {
  checkin_id: string
  sequence: number
  newest: number
  starts_at: Instant
  minutes: number
  place: string
  off: boolean
  set_by: string
  set_by_name: string
  set_at: Instant
  held_on: string | null
  ended_at: Instant | null
  manager_id: string
  manager_name: string
  manager_address: string | null
  report_id: string
  report_name: string
  report_address: string | null
  organization_name: string
  slug: string
  locale: string
}

/** A state of a meeting, by its own id or the newest of a check-in, as somebody who takes part may read it. */
async function meetingRow(
  tx: Tx,
  c: Context,
  of: { meetingId: string } | { checkinId: string },
): Promise<Row | undefined> {
  const which =
    'meetingId' in of ? sql`m.id = ${of.meetingId}` : sql`m.checkin_id = ${of.checkinId} and m.sequence = n.newest`
  const { rows } = await sql<Row>`
    select m.checkin_id, m.sequence, n.newest, m.starts_at, m.minutes, m.place, m.off, m.set_by, s.full_name as set_by_name, m.set_at, k.held_on, k.ended_at,
      k.manager_id, pm.full_name as manager_name, pm.email as manager_address, k.report_id, pr.full_name as report_name, pr.email as report_address,
      o.name as organization_name, o.slug, o.locale
    from checkin_meeting m
    join checkin k on k.organization_id = m.organization_id and k.id = m.checkin_id
    join person pm on pm.organization_id = k.organization_id and pm.id = k.manager_id
    join person pr on pr.organization_id = k.organization_id and pr.id = k.report_id
    join person s on s.organization_id = m.organization_id and s.id = m.set_by
    join organization o on o.id = m.organization_id
    cross join lateral (select max(x.sequence) as newest from checkin_meeting x where x.organization_id = m.organization_id and x.checkin_id = m.checkin_id) n
    where m.organization_id = ${c.organizationId} and ${which}`.execute(tx)
  return rows[0]
}

/** What the reader was told last about this meeting: its number, and whether it was called off then. */
async function lastTold(tx: Tx, c: Context, letter: Waiting, checkinId: string): Promise<{ off: boolean } | undefined> {
  const { rows } = await sql<{ off: boolean }>`
    select m.off from outgoing_mail l join checkin_meeting m on m.organization_id = l.organization_id and m.id = l.subject_id
    where l.organization_id = ${c.organizationId} and m.checkin_id = ${checkinId} and l.person_id = ${letter.personId} and l.kind = 'checkin_meeting'
      and l.id <> ${letter.id} and l.state in ('sending', 'submitted', 'uncertain')
    order by m.sequence desc limit 1`.execute(tx)
  return rows[0]
}

type Reader = { id: string; name: string; givenName: string | null; locale: string; timeZone: string }

function factsFor(c: Context, row: Row, reader: Reader): SomeFacts {
  // The line moved on: whoever stands in the row did not do it.
  const byLine = row.ended_at !== null
  return {
    organization: { name: row.organization_name },
    person: { name: reader.name, givenName: reader.givenName },
    checkin: {
      with: reader.id === row.manager_id ? row.report_name : row.manager_name,
      starts: row.starts_at,
      minutes: row.minutes,
      place: row.place || null,
      changedBy: byLine ? null : row.set_by_name,
    },
    action: { url: addressOf(c, row) },
  }
}

const addressOf = (c: Context, row: Row) => `${c.config.publicUrl}/o/${row.slug}/check-ins/${row.checkin_id}`

/**
 * The check-in is the entry: its id is the UID. A series is not a recurrence rule: each talk is an
 * entry of its own, because each moves on its own and none stands in a calendar that nobody agreed to.
 */
function entryOf(c: Context, row: Row, words: { summary: string; description: string }): CalendarEntry {
  const accepted = (id: string) => row.set_by === id
  return {
    // Not the address of this server: the entry stays the same when that changes.
    uid: `checkin-${row.checkin_id}@belay`,
    sequence: row.sequence,
    startsAt: row.starts_at,
    endsAt: addMs(row.starts_at, row.minutes * 60_000),
    summary: words.summary,
    description: `${words.description}\n${addressOf(c, row)}?${begunParameter}=calendar`,
    place: row.place,
    url: `${addressOf(c, row)}?${begunParameter}=calendar`,
    stampedAt: row.set_at,
    organizer: { name: row.manager_name, address: row.manager_address ?? '', accepted: accepted(row.manager_id) },
    others: [{ name: row.report_name, address: row.report_address ?? '', accepted: accepted(row.report_id) }],
  }
}

/** The entry is called the same in every state of it, in its reader's language. */
function entryWords(c: Context, row: Row, reader: Reader): { summary: string; description: string } {
  const { language } = chooseLanguage(languages, reader.locale, row.locale)
  const words = templateText('checkin-planned', language)
  const speech = speechFor(language, { locale: reader.locale, timeZone: reader.timeZone })
  const [subject, preview] = [words.subject, words.preview].map((line) =>
    sayLine(line, factsFor(c, row, reader), speech),
  )
  return { summary: subject!, description: preview!.slice(preview!.lastIndexOf('. ', preview!.length - 2) + 1).trim() }
}

async function letterFor(tx: Tx, c: Context, house: House, letter: Waiting): Promise<Ready | Broken> {
  await speakFor(tx, letter.personId)
  const row = letter.subjectId ? await meetingRow(tx, c, { meetingId: letter.subjectId }) : undefined
  if (!row) return { excluded: 'not_needed' }
  if (row.sequence < row.newest) return { excluded: 'superseded' }
  const told = await lastTold(tx, c, letter, row.checkin_id)
  if (row.off ? !told || told.off : row.held_on !== null) return { excluded: 'not_needed' }
  if (addMs(row.starts_at, row.minutes * 60_000) <= c.clock.now()) return { excluded: 'too_late' }
  const reader: Reader = {
    id: letter.personId,
    name: letter.fullName,
    givenName: letter.givenName,
    locale: letter.locale,
    timeZone: letter.timeZone,
  }
  const brand = await brandFor({ ...c, db: tx }, letter.personId)
  const template = row.off ? 'checkin-called-off' : told && !told.off ? 'checkin-moved' : 'checkin-planned'
  const words = write(c, house, letter, {
    template,
    facts: factsFor(c, row, reader),
    brand: await letterBrand({ ...c, db: tx }, brand),
  })
  const entry = entryOf(c, row, entryWords(c, row, reader))
  return {
    ...words,
    calendar: {
      method: row.off ? 'CANCEL' : 'REQUEST',
      file: calendarFile(entry, row.off ? 'cancel' : 'request'),
    },
  }
}

export const letters: Letters = {
  checkin_meeting: async (c, batch) => {
    const made = new Map<string, Ready | Broken>()
    const house = await houseOf(c)
    for (const letter of batch)
      made.set(letter.id, await c.db.transaction().execute((tx) => letterFor(tx, c, house, letter)))
    return made
  },
}

/** The meeting as a file, for whoever wants it in a calendar that mail does not reach. */
export async function calendar(c: Context, input: Input<typeof checkins.calendar>): Promise<FileAnswer> {
  return asPerson(c, async (tx) => {
    const row = await meetingRow(tx, c, { checkinId: input.checkinId })
    if (!row || row.off || row.ended_at) throw problem('not_found')
    const mine = row.manager_id === c.viewer.personId
    const { locale, timeZone } = c.viewer
    const reader: Reader = {
      id: c.viewer.personId,
      name: mine ? row.manager_name : row.report_name,
      givenName: null,
      locale,
      timeZone,
    }
    const file = calendarFile(entryOf(c, row, entryWords(c, row, reader)), 'publish')
    return { type: 'text/calendar; charset=utf-8; method=PUBLISH', body: file, fileName: 'check-in.ics' }
  })
}
