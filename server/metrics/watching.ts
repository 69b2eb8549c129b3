/** Ratios that were given out over time, for whoever watches them; nothing that a viewer who sees all was not given. */
import { sql } from 'kysely'
import { importedIds, type MetricId, type SegmentKind } from '../../contract/metrics.ts'
import type { Day } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { type CellRow, shownColumns, toPoint } from './cells.ts'

/** The last day that was given out for a kind of segment: waves every night, tables once a month. */
export async function lastGiven(c: Context, kind: SegmentKind): Promise<Day | null> {
  const { rows } = await sql<{ day: Day | null }>`select max(as_of) as day from metric_release
    where organization_id = ${c.organizationId} and published and (scope = 'tables' or ${kind === 'wave' || kind === 'organization'})`.execute(
    c.db,
  )
  return rows[0]!.day
}

export type GivenRatio = { key: string; metric: MetricId; asOf: Day; met: number; of: number }

/** Numbers of these segments from a day on, as shown, in the order of their days; people of today's roster. */
export async function givenRatios(
  c: Context,
  kind: SegmentKind,
  keys: readonly string[],
  metrics: readonly MetricId[],
  since: Day,
): Promise<GivenRatio[]> {
  const { rows } = await sql<GivenRatio>`
    select distinct on (segment_key, metric, as_of) segment_key as key, metric, as_of as "asOf", shown_numerator as met, shown_denominator as of
    from metric_cell where organization_id = ${c.organizationId} and segment_kind = ${kind} and segment_key = any(${keys as string[]}::text[])
      and roster = 'live' and metric = any(${metrics as string[]}::text[]) and as_of >= ${since}::date and shown in ('shown', 'held')
    order by segment_key, metric, as_of, known_at desc`.execute(c.db)
  return rows
}

/** One number as shown; `value` in its unit. */
export type GivenNumber = {
  key: string
  metric: MetricId
  version: number
  asOf: Day
  met: number
  of: number
  value: number
}

/** Numbers of one kind of segment, in the order of their days. `keys` null: all. `weekly`: every seventh day back from the last; what is brought has its own days. */
export async function givenSeries(
  c: Context,
  kind: SegmentKind,
  keys: readonly string[] | null,
  metrics: readonly MetricId[],
  until: Day,
  options: { days: number; weekly: boolean },
): Promise<GivenNumber[]> {
  const { rows } = await sql<CellRow>`
    select distinct on (segment_key, metric, as_of) metric, segment_key as key, as_of, known_at, version, ${shownColumns}
    from metric_cell where organization_id = ${c.organizationId} and segment_kind = ${kind} and roster = 'live' and metric = any(${metrics as string[]}::text[])
      ${keys === null ? sql`` : sql`and segment_key = any(${keys as string[]}::text[])`}
      and as_of <= ${until}::date and as_of > ${until}::date - ${options.days}::integer and shown in ('shown', 'held')
      and (${!options.weekly} or metric = any(${importedIds as readonly string[] as string[]}::text[]) or (${until}::date - as_of) % 7 = 0)
    order by segment_key, metric, as_of, known_at desc`.execute(c.db)
  return rows.flatMap((row): GivenNumber[] => {
    const { asOf, numerator, denominator, value } = toPoint(row)
    return value === null
      ? []
      : [{ key: row.key, metric: row.metric, version: row.version, asOf, met: numerator, of: denominator, value }]
  })
}
