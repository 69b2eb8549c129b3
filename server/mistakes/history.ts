/** What was found on each day, and what follows from it over time. */
import { sql } from 'kysely'
import { mistakeIds } from '../../contract/launch.ts'
import type { AuditCheckId, MistakeFound } from '../../contract/mistakes.ts'
import { addDays, type Day, daysBetween, type Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { record } from '../platform/events.ts'
import type { Found } from './checks.ts'

export const weeksShown = 26
type State = MistakeFound['state']
type MistakeId = (typeof mistakeIds)[number]

/** Keeps what was found as that of the day; a second look on one day replaces the first. */
export async function keepFindings(
  tx: Tx,
  c: Context,
  programId: string,
  today: Day,
  found: readonly Found[],
  waived: { has(check: string): boolean },
): Promise<void> {
  const rows = found.map(({ id, mistake, result, reason, evidence }) => ({
    check_id: id,
    mistake,
    result,
    waived: result === 'fail' && waived.has(id),
    reason,
    evidence,
  }))
  const now = c.clock.now()
  await sql`
    insert into mistake_finding (organization_id, program_id, day, check_id, mistake, result, waived, reason, evidence, checked_at)
    select ${c.organizationId}, ${programId}, ${today}, r.check_id, r.mistake, r.result, r.waived, r.reason, r.evidence, ${now}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (check_id text, mistake text, result text, waived boolean, reason text, evidence jsonb)
    on conflict (organization_id, program_id, day, check_id) do update set mistake = excluded.mistake, result = excluded.result,
      waived = excluded.waived, reason = excluded.reason, evidence = excluded.evidence, checked_at = excluded.checked_at`.execute(
    tx,
  )
  await record(tx, c, {
    type: 'mistakes.checked',
    subject: { kind: 'program', id: programId },
    data: { failing: rows.filter((row) => row.result === 'fail').map((row) => row.check_id) },
  })
}

export type Past = {
  day: Day
  check_id: AuditCheckId
  mistake: MistakeId
  result: 'pass' | 'fail' | 'unknown'
  waived: boolean
}
export type Newest = Past & {
  reason: string
  evidence: Record<string, string | number | null>
  checked_at: Instant
}

/** The last look; nothing where nobody has looked yet. */
export async function newestFindings(c: Context, programId: string): Promise<Newest[]> {
  const { rows } = await sql<Newest>`
    select day, check_id, mistake, result, waived, reason, evidence, checked_at from mistake_finding
    where organization_id = ${c.organizationId} and program_id = ${programId}
      and day = (select max(day) from mistake_finding where organization_id = ${c.organizationId} and program_id = ${programId})`.execute(
    c.db,
  )
  return rows
}

export async function pastFindings(c: Context, programId: string, today: Day): Promise<Past[]> {
  const { rows } = await sql<Past>`
    select day, check_id, mistake, result, waived from mistake_finding
    where organization_id = ${c.organizationId} and program_id = ${programId} and day > ${addDays(today, -7 * weeksShown)}::date
    order by day`.execute(c.db)
  return rows
}

/** The same up to a day, as a look back from it. */
export async function findingsUntil(c: Context, programId: string, asOf: Day): Promise<Past[]> {
  return (await pastFindings(c, programId, asOf)).filter((row) => row.day <= asOf)
}

const order: readonly State[] = ['fail', 'waived', 'pass', 'unknown']
const worstOf = (states: readonly State[]): State | null => order.find((one) => states.includes(one)) ?? null
export const stateOf = (found: readonly Pick<Past, 'result' | 'waived'>[]): State =>
  worstOf(found.map((one) => (one.result === 'fail' && one.waived ? 'waived' : one.result))) ?? 'unknown'

export type Over = { days: number; since: Day | null; weeks: MistakeFound['weeks'] }

/** Each mistake over time. Pure; `past` in order of its days. */
export function overTime(past: readonly Past[], today: Day): Map<MistakeId, Over> {
  const first = addDays(today, -7 * weeksShown + 1)
  return new Map(
    mistakeIds.map((id): [MistakeId, Over] => {
      const days = [...Map.groupBy(past, (row) => row.day)].flatMap(([day, rows]) => {
        const mine = rows.filter((row) => row.mistake === id)
        return mine.length > 0 ? [{ day, state: stateOf(mine) }] : []
      })
      const weeks = Array.from({ length: weeksShown }, (_, i) => ({
        from: addDays(first, 7 * i),
        state: worstOf(days.filter(({ day }) => Math.floor(daysBetween(first, day) / 7) === i).map((one) => one.state)),
      }))
      return [
        id,
        {
          days: days.filter((one) => one.state === 'fail').length,
          since: runOf(days, (d) => d.state === 'fail'),
          weeks,
        },
      ]
    }),
  )
}

/** Since when a check has failed, without a day between that it did not; waived or not. */
export const failingSince = (past: readonly Past[], check: AuditCheckId): Day | null =>
  runOf(
    past.filter((row) => row.check_id === check),
    (row) => row.result === 'fail',
  )

/** The first day of the run of days that ends with the newest. */
function runOf<T extends { day: Day }>(days: readonly T[], holds: (one: T) => boolean): Day | null {
  const last = days.findLastIndex((one) => !holds(one))
  return days[last + 1]?.day ?? null
}
