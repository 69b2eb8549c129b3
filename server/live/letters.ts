/**
 * Letters about sessions, made when they leave: with the time on the reader's own clock, and with
 * the entry for their calendar. What was followed by something else before its letter left is not
 * told, and what stands in no calendar needs no cancelling.
 */
import { sql } from 'kysely'
import {
  type Broken,
  each,
  houseOf,
  type Letters,
  pageAddress,
  type Ready,
  type Waiting,
  write,
} from '../attention/attention.ts'
import { letterBrand, type SomeFacts } from '../library/library.ts'
import { calendarFile, type CalendarEntry, type CalendarPerson } from '../platform/calendar.ts'
import type { Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { brandFor } from '../program/program.ts'
import { minutesOf } from './queries.ts'
import type { What } from './telling.ts'
import { trainerLetters } from './trainer-letters.ts'

type Row = {
  session_id: string
  title: string
  about: string
  place: string
  /** For those who have a seat; empty for whoever waits. */
  link: string
  starts_at: Instant
  ends_at: Instant
  called_off_at: Instant | null
  called_off_reason: string | null
  leader: string
  leader_address: string
  what: What
  seated: boolean
  sequence: number
  newest: number
  told_at: Instant
  /** The last letter that left before put it into their calendar, or had it there. */
  in_calendar: boolean
}

const leader = sql`left join lateral (select p.full_name, p.email from training_session_leader l join person p on p.organization_id = l.organization_id and p.id = l.person_id
  where l.organization_id = s.organization_id and l.session_id = s.id order by p.full_name, p.id limit 1) h on true`

async function rowOf(c: Context, letter: Waiting): Promise<Row | undefined> {
  const { rows } = await sql<Row>`
    select s.id as session_id, s.title, s.about, s.place, case when t.seated then s.link else '' end as link, s.starts_at, s.ends_at, s.called_off_at, s.called_off_reason,
      coalesce(h.full_name, '') as leader, coalesce(h.email, '') as leader_address, t.what, t.seated, t.sequence, t.told_at,
      (select max(x.sequence) from training_session_told x where x.organization_id = t.organization_id and x.session_id = t.session_id and x.person_id = t.person_id) as newest,
      coalesce((select o.seated and o.what in ('seated', 'moved') from training_session_told o
        join outgoing_mail l on l.organization_id = o.organization_id and l.subject_id = o.id and l.state in ('sending', 'submitted', 'uncertain')
        where o.organization_id = t.organization_id and o.session_id = t.session_id and o.person_id = t.person_id and o.sequence < t.sequence
        order by o.sequence desc limit 1), false) as in_calendar
    from training_session_told t
    join roster r on r.organization_id = t.organization_id and r.person_id = t.person_id
    join training_session s on s.organization_id = t.organization_id and s.id = t.session_id ${leader}
    where t.organization_id = ${c.organizationId} and t.id = ${letter.subjectId} and t.person_id = ${letter.personId}`.execute(
    c.db,
  )
  return rows[0]
}

const factsOf = (
  row: Pick<Row, 'title' | 'place' | 'link' | 'starts_at' | 'ends_at'>,
): NonNullable<SomeFacts['live']> => ({
  title: row.title,
  starts: row.starts_at,
  minutes: minutesOf(row),
  place: row.place || row.link || null,
})

const pageOf = (c: Context, slug: string, sessionId: string) =>
  `${pageAddress(c, slug, 'learning')}/sessions/${sessionId}`

/** A session in somebody's calendar: a copy of their own, which is booked, moved and cancelled for them alone. */
export function entryOf(
  c: Context,
  slug: string,
  row: Pick<Row, 'title' | 'about' | 'place' | 'link' | 'starts_at' | 'ends_at'> &
    ({ id: string } | { session_id: string }),
  reader: CalendarPerson,
  told: { sequence: number; stampedAt: Instant; organizer: string; organizerAddress?: string },
): CalendarEntry {
  const id = 'id' in row ? row.id : row.session_id
  const url = pageOf(c, slug, id)
  return {
    uid: `session-${id}@belay`,
    sequence: told.sequence,
    startsAt: row.starts_at,
    endsAt: row.ends_at,
    summary: row.title,
    description: [row.about, row.link, url].filter(Boolean).join('\n\n'),
    place: row.place || row.link,
    url,
    stampedAt: told.stampedAt,
    organizer: { name: told.organizer, address: told.organizerAddress ?? '', accepted: true },
    others: [reader],
  }
}

/** How it is told now, or why it is not. Pure. */
export function tellingOf(
  row: Pick<Row, 'what' | 'seated' | 'sequence' | 'newest' | 'in_calendar' | 'ends_at'>,
  now: Instant,
): { template: string; calendar: 'REQUEST' | 'CANCEL' | null } | Broken {
  if (row.sequence < row.newest) return { excluded: 'superseded' }
  if (row.ends_at <= now) return { excluded: 'too_late' }
  switch (row.what) {
    case 'seated':
      return { template: 'live-seated', calendar: 'REQUEST' }
    case 'moved':
      if (!row.seated) return { template: 'live-moved', calendar: null }
      // Whoever heard nothing of the first time hears of this one alone.
      return { template: row.in_calendar ? 'live-moved' : 'live-seated', calendar: 'REQUEST' }
    case 'called_off':
      return { template: 'live-called-off', calendar: row.in_calendar ? 'CANCEL' : null }
    case 'given_back':
      return row.in_calendar ? { template: 'live-given-back', calendar: 'CANCEL' } : { excluded: 'not_needed' }
  }
}

async function seatLetters(c: Context, batch: readonly Waiting[]): Promise<Map<string, Ready | Broken>> {
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
        live: { ...factsOf(row), reason: row.called_off_reason ?? '' },
        action: { url: pageOf(c, house.slug, row.session_id) },
      },
      brand: await letterBrand(c, await brandFor(c, letter.personId)),
    })
    const entry = entryOf(
      c,
      house.slug,
      row,
      { name: letter.fullName, address: letter.address, accepted: true },
      { sequence: row.sequence, stampedAt: row.told_at, organizer: row.leader, organizerAddress: row.leader_address },
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

type Invited = Pick<Row, 'title' | 'place' | 'link' | 'starts_at' | 'ends_at' | 'called_off_at'> & { booked: boolean }

export const letters: Letters = {
  ...trainerLetters,
  live_seat: seatLetters,
  live_invited: each(async (c, letter, { organization }) => {
    const { rows } = await sql<Invited>`select s.title, s.place, '' as link, s.starts_at, s.ends_at, s.called_off_at,
        exists (select from training_booking b where b.organization_id = s.organization_id and b.session_id = s.id and b.person_id = ${letter.personId}) as booked
      from training_session s where s.organization_id = ${c.organizationId} and s.id = ${letter.subjectId}`.execute(
      c.db,
    )
    const row = rows[0]
    if (!row || row.called_off_at || row.booked) return { excluded: 'not_needed' }
    if (row.starts_at <= c.clock.now()) return { excluded: 'too_late' }
    return {
      template: 'live-invited',
      facts: { live: factsOf(row), action: { url: pageOf(c, organization.slug, letter.subjectId!) } },
    }
  }),
}
