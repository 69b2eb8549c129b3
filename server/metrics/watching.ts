/** Ratios that were given out over time, for whoever watches them; nothing that a viewer who sees all was not given. */
import { sql } from 'kysely'
import type { MetricId, SegmentKind } from '../../contract/metrics.ts'
import type { Day } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'

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
