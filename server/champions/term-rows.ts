/** Reads of invitations and terms. */
import { type RawBuilder, sql } from 'kysely'
import { answerDays, type Area, type Served, type Term, type TermState } from '../../contract/champions.ts'
import { addDays, type Day, dayIn, type Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'

export type TermRow = {
  id: string
  person_id: string
  starts_on: Day
  ends_on: Day
  hours_month: number
  areas: Area[]
  words: string
  asked_by: string
  asker: string
  asked_at: Instant
  withdrawn_at: Instant | null
  accepted_at: Instant | null
  declined_at: Instant | null
  manager_id: string | null
  manager: string | null
  fits: boolean | null
  fits_words: string
  fits_by: string | null
  declined_words: string
  begun_at: Instant | null
  ended_at: Instant | null
  time_zone: string
}

/** Where it stands on a day. Pure. */
export function stateOfTerm(
  row: Pick<
    TermRow,
    'withdrawn_at' | 'declined_at' | 'accepted_at' | 'asked_at' | 'begun_at' | 'ended_at' | 'time_zone'
  >,
  today: Day,
): TermState {
  if (row.withdrawn_at) return { is: 'withdrawn' }
  if (row.declined_at) return { is: 'declined', on: dayIn(row.declined_at, row.time_zone) }
  if (row.ended_at) return { is: 'over' }
  if (row.accepted_at) return row.begun_at ? { is: 'serving' } : { is: 'ahead' }
  const until = addDays(dayIn(row.asked_at, row.time_zone), answerDays)
  return until < today ? { is: 'lapsed' } : { is: 'invited', until }
}

/** `all`: for the night, which is due to everybody of a large network at once. */
export async function termRows(db: Db | Tx, c: Context, where: RawBuilder<unknown>, all = false): Promise<TermRow[]> {
  const { rows } = await sql<TermRow>`
    select t.id, t.person_id, t.starts_on, t.ends_on, t.hours_month, t.areas, t.words, t.asked_by, a.full_name as asker, t.asked_at, t.withdrawn_at,
      t.accepted_at, t.declined_at, t.manager_id, m.full_name as manager, t.fits, t.fits_words, t.fits_by, t.declined_words, t.begun_at, t.ended_at, o.time_zone
    from champion_term t
    join organization o on o.id = t.organization_id
    join person a on a.organization_id = t.organization_id and a.id = t.asked_by
    left join person m on m.organization_id = t.organization_id and m.id = t.manager_id
    where t.organization_id = ${c.organizationId} and ${where} order by t.starts_on desc, t.asked_at desc, t.id limit ${all ? null : 200}::integer`.execute(
    db,
  )
  return rows
}

/** One term, held until the transaction ends. */
export async function lockTerm(tx: Tx, c: Context, id: string): Promise<TermRow | null> {
  await sql`select 1 from champion_term where organization_id = ${c.organizationId} and id = ${id} for update`.execute(
    tx,
  )
  return (await termRows(tx, c, sql`t.id = ${id}`))[0] ?? null
}

/** As it is told; what was said with it stays with those who may read it. */
export const termOf = (
  row: TermRow,
  today: Day,
  reads: { words: boolean; fits: boolean; declined?: boolean },
): Term => ({
  id: row.id,
  state: stateOfTerm(row, today),
  startsOn: row.starts_on,
  endsOn: row.ends_on,
  hoursMonth: row.hours_month,
  areas: row.areas,
  words: reads.words ? row.words : '',
  askedBy: { id: row.asked_by, name: row.asker },
  askedAt: row.asked_at,
  manager: row.manager_id && row.manager ? { id: row.manager_id, name: row.manager } : null,
  fits: reads.fits ? row.fits : null,
  fitsWords: reads.fits ? row.fits_words : '',
  declinedWords: reads.declined ? row.declined_words : '',
})

/** Calendar months that have begun between two days, the first counted in. Pure. */
export function monthsBetween(from: Day, to: Day): number {
  if (to < from) return 0
  const [fy, fm, fd] = from.split('-').map(Number) as [number, number, number]
  const [ty, tm, td] = to.split('-').map(Number) as [number, number, number]
  return (ty - fy) * 12 + (tm - fm) + (td >= fd ? 1 : 0)
}

/** What somebody gave: the months of every term they served until today, and the hours agreed for them. Pure. */
export function servedIn(
  rows: readonly Pick<TermRow, 'starts_on' | 'ends_on' | 'begun_at' | 'ended_at' | 'hours_month' | 'time_zone'>[],
  today: Day,
): Served {
  const begun = rows.flatMap((row) => {
    if (!row.begun_at) return []
    const from = dayIn(row.begun_at, row.time_zone)
    const last = row.ended_at ? dayIn(row.ended_at, row.time_zone) : today
    // The night after the last day ends it.
    const to = last > row.ends_on ? row.ends_on : last
    return [{ from, months: monthsBetween(from, to), hours: row.hours_month }]
  })
  return {
    since: begun.reduce<Day | null>((first, one) => (first === null || one.from < first ? one.from : first), null),
    months: begun.reduce((sum, one) => sum + one.months, 0),
    hours: begun.reduce((sum, one) => sum + one.months * one.hours, 0),
  }
}

export async function invitedNow(db: Db | Tx, c: Context, today: Day): Promise<number> {
  const { rows } = await sql<{
    n: number
  }>`select count(*) as n from champion_term t join organization o on o.id = t.organization_id
    where t.organization_id = ${c.organizationId} and t.accepted_at is null and t.declined_at is null and t.withdrawn_at is null
      and (t.asked_at at time zone o.time_zone)::date >= ${addDays(today, -answerDays)}::date`.execute(db)
  return rows[0]!.n
}
