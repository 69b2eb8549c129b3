/**
 * Letters about meetings, made when they leave: with the time on the reader's own clock, and with the
 * entry for their calendar. What was followed by something else before its letter left is not told,
 * and what stands in no calendar needs no cancelling.
 */
import { sql } from 'kysely'
import { languages } from '../../contract/library.ts'
import {
  type Broken,
  houseOf,
  type Letters,
  pageAddress,
  type Ready,
  type Waiting,
  write,
} from '../attention/attention.ts'
import { committeeWords, letterBrand } from '../library/library.ts'
import { calendarFile, type CalendarEntry, type CalendarPerson } from '../platform/calendar.ts'
import type { Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { brandFor } from '../program/program.ts'
import { fill } from './saying.ts'
import type { What } from './telling.ts'

type Row = {
  meeting_id: string
  program: string
  place: string
  link: string
  starts_at: Instant
  ends_at: Instant
  called_off_reason: string | null
  planner: string
  planner_address: string
  what: What
  sequence: number
  newest: number
  told_at: Instant
  /** The last letter that left before put it into their calendar, or had it there. */
  in_calendar: boolean
}

async function rowOf(c: Context, letter: Waiting): Promise<Row | undefined> {
  const { rows } = await sql<Row>`
    select m.id as meeting_id, coalesce(v.brand ->> 'name', '') as program, m.place, m.link, m.starts_at, m.ends_at, m.called_off_reason,
      p.full_name as planner, coalesce(p.email, '') as planner_address, t.what, t.sequence, t.told_at,
      (select max(x.sequence) from committee_told x where x.organization_id = t.organization_id and x.meeting_id = t.meeting_id and x.person_id = t.person_id) as newest,
      coalesce((select o.what in ('planned', 'moved') from committee_told o
        join outgoing_mail l on l.organization_id = o.organization_id and l.subject_id = o.id and l.state in ('sending', 'submitted', 'uncertain')
        where o.organization_id = t.organization_id and o.meeting_id = t.meeting_id and o.person_id = t.person_id and o.sequence < t.sequence
        order by o.sequence desc limit 1), false) as in_calendar
    from committee_told t
    join roster r on r.organization_id = t.organization_id and r.person_id = t.person_id
    join committee_meeting m on m.organization_id = t.organization_id and m.id = t.meeting_id
    join person p on p.organization_id = m.organization_id and p.id = m.planned_by
    left join lateral (select brand from program_version v where v.organization_id = m.organization_id and v.program_id = m.program_id
      order by v.number desc limit 1) v on true
    where t.organization_id = ${c.organizationId} and t.id = ${letter.subjectId} and t.person_id = ${letter.personId}`.execute(
    c.db,
  )
  return rows[0]
}

type Entry = Pick<Row, 'meeting_id' | 'place' | 'link' | 'starts_at' | 'ends_at'>

/** The entry of one person alone: each has their own, with one UID a meeting. */
export function entryOf(
  c: Context,
  slug: string,
  row: Entry,
  reader: CalendarPerson,
  told: { summary: string; sequence: number; stampedAt: Instant; organizer: string; organizerAddress?: string },
): CalendarEntry {
  const url = pageOf(c, slug, row.meeting_id)
  return {
    uid: `committee-${row.meeting_id}@belay`,
    sequence: told.sequence,
    startsAt: row.starts_at,
    endsAt: row.ends_at,
    summary: told.summary,
    description: [row.link, url].filter(Boolean).join('\n\n'),
    place: row.place || row.link,
    url,
    stampedAt: told.stampedAt,
    organizer: { name: told.organizer, address: told.organizerAddress ?? '', accepted: true },
    others: [reader],
  }
}

/** What stands in the calendar; the same for ever, however it moves. */
export const entryTitle = (language: string, program: string): string =>
  fill(committeeWords(languages.find((l) => l === language) ?? 'en').entry, { program })

const pageOf = (c: Context, slug: string, meetingId: string) =>
  `${pageAddress(c, slug, 'governance')}/meetings/${meetingId}`

/** How it is told now, or why it is not. Pure. */
export function tellingOf(
  row: Pick<Row, 'what' | 'sequence' | 'newest' | 'in_calendar' | 'ends_at'>,
  now: Instant,
): { template: string; calendar: 'REQUEST' | 'CANCEL' | null } | Broken {
  if (row.sequence < row.newest) return { excluded: 'superseded' }
  if (row.ends_at <= now) return { excluded: 'too_late' }
  switch (row.what) {
    case 'planned':
      return { template: 'committee-planned', calendar: 'REQUEST' }
    case 'moved':
      // Whoever heard nothing of the first time hears of this one alone.
      return { template: row.in_calendar ? 'committee-moved' : 'committee-planned', calendar: 'REQUEST' }
    case 'called_off':
      return row.in_calendar ? { template: 'committee-called-off', calendar: 'CANCEL' } : { excluded: 'not_needed' }
    case 'released':
      return row.in_calendar ? { template: 'committee-released', calendar: 'CANCEL' } : { excluded: 'not_needed' }
  }
}

async function meetingLetters(c: Context, batch: readonly Waiting[]): Promise<Map<string, Ready | Broken>> {
  const house = await houseOf(c)
  const made = new Map<string, Ready | Broken>()
  for (const letter of batch) {
    const row = await rowOf(c, letter)
    const how = row ? tellingOf(row, c.clock.now()) : { excluded: 'not_needed' }
    if (!row || 'excluded' in how) {
      made.set(letter.id, 'excluded' in how ? how : { excluded: 'not_needed' })
      continue
    }
    const words = write(c, house, letter, {
      template: how.template,
      facts: {
        program: { name: row.program || house.name },
        meeting: {
          starts: row.starts_at,
          minutes: Math.round((Date.parse(row.ends_at) - Date.parse(row.starts_at)) / 60_000),
          place: row.place || row.link || null,
          reason: row.called_off_reason ?? '',
        },
        ...(row.what === 'released' ? {} : { action: { url: pageOf(c, house.slug, row.meeting_id) } }),
      },
      brand: await letterBrand(c, await brandFor(c, letter.personId)),
    })
    const entry = entryOf(
      c,
      house.slug,
      row,
      { name: letter.fullName, address: letter.address, accepted: true },
      {
        summary: entryTitle(words.language, row.program || house.name),
        sequence: row.sequence,
        stampedAt: row.told_at,
        organizer: row.planner,
        organizerAddress: row.planner_address,
      },
    )
    made.set(letter.id, {
      ...words,
      ...(how.calendar
        ? {
            calendar: {
              method: how.calendar,
              file: calendarFile(entry, how.calendar === 'CANCEL' ? 'cancel' : 'request'),
            },
          }
        : {}),
    })
  }
  return made
}

export const letters: Letters = { committee_meeting: meetingLetters }
