/** When each wave came into a number of the whole company: two numbers with a wave between them are not about the same people. */
import { sql } from 'kysely'
import type { MetricId } from '../../contract/metrics.ts'
import type { Day, Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'

/** `of`: how much of the number's denominator is the wave's, as last shown; null where that is hidden. */
export type Joined = { first: Day; of: number | null }

/** Of each metric the waves that count in it, as given out up to a day and known by an instant. */
export async function wavesIn(
  c: Context,
  metrics: readonly MetricId[],
  known: { asOf: Day; knownAt: Instant } | null = null,
): Promise<Map<MetricId, Joined[]>> {
  if (metrics.length === 0) return new Map()
  const cells = sql`metric_cell k where k.organization_id = w.organization_id and k.segment_kind = 'wave' and k.segment_key = w.id::text
    and k.roster = 'live' and k.metric = x.metric ${known ? sql`and k.as_of <= ${known.asOf}::date and k.known_at <= ${known.knownAt}::timestamptz` : sql``}`
  // Wave by wave, so that a year of nights costs two looks and is not read.
  const { rows } = await sql<Joined & { metric: MetricId }>`
    select x.metric, f.as_of as first, l.of from wave w
    cross join unnest(${metrics as string[]}::text[]) as x (metric)
    join lateral (select k.as_of from ${cells} and k.shown is not null order by k.as_of limit 1) f on true
    left join lateral (select k.shown_denominator as of from ${cells} and k.shown_denominator is not null order by k.as_of desc limit 1) l on true
    where w.organization_id = ${c.organizationId}`.execute(c.db)
  return Map.groupBy(rows, (row) => row.metric)
}

/** So much of a number may be of waves that came in between: more, and it speaks of other people. */
const alike = 0.1

/** Whether waves that came in after one day and until another are more of the later number than leaves the two alike. Pure. */
export function othersCount(waves: readonly Joined[], from: Day, until: Day, denominator: number): boolean {
  const came = waves.filter((wave) => wave.first > from && wave.first <= until)
  // The first numbers ever are about the first waves: nobody came into anything.
  if (came.length === waves.length) return false
  return came.some((w) => w.of === null) || came.reduce((sum, w) => sum + w.of!, 0) > alike * denominator
}

/** The last day on which so many came in that numbers before it are of other people; null: never. Pure. */
export function lastJoin(waves: readonly Joined[], denominator: number): Day | null {
  const days = [...new Set(waves.map((wave) => wave.first))].sort().slice(1)
  return (
    days.findLast((day) => {
      const came = waves.filter((wave) => wave.first === day)
      return came.some((w) => w.of === null) || came.reduce((sum, w) => sum + w.of!, 0) > alike * denominator
    }) ?? null
  )
}
