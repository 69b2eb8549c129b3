/** Numbers as they were given out, looked up by segment. */
import { sql } from 'kysely'
import {
  importedIds,
  metricIds,
  type MetricId,
  type Point,
  type Roster,
  type SegmentKind,
  type Standing,
} from '../../contract/metrics.ts'
import type { Day, Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { isOwn, type Metric } from './metric.ts'
import { intervalOf, valueOf } from './number.ts'
import { metricAs } from './registry.ts'

export type CellRow = {
  metric: MetricId
  key: string
  as_of: Day
  known_at: Instant
  version: number
  numerator: number
  denominator: number
  value: number | null
  shown: string
  people_of: Day | null
  /** Who counts in it today, as the directory would say it too. */
  people: number
}

const imported: readonly string[] = importedIds
export const toPoint = (r: CellRow): Point => {
  const { as_of: asOf, numerator, denominator } = r
  // What a company brings has its value in its own unit.
  if (imported.includes(r.metric)) {
    const value = r.value === null ? null : Math.round(r.value * 100) / 100
    return { asOf, numerator, denominator, value, interval: null }
  }
  const { unit } = metricAs(r.metric, r.version)
  return { asOf, numerator, denominator, value: valueOf(unit, r), interval: intervalOf(unit, r) }
}

/** Numbers as they were given out; a hidden one comes without. */
export const shownColumns = sql`coalesce(shown_numerator, 0) as numerator, coalesce(shown_denominator, 0) as denominator, shown_value as value, shown, people_of, denominator as people`
export const firstOf = (rows: readonly CellRow[]): number | null => {
  const first = rows.find(visible)
  return first ? toPoint(first).value : null
}
export const visible = (r: CellRow) => r.shown === 'shown' || r.shown === 'held'

/**
 * Who counts follows from what people did: had a check-in, wrote a goal. That a number stays with the people of an earlier
 * day would then say of whoever has left since that they had one; so it stays without a word.
 */
const things: readonly Metric['of'][] = ['checkins', 'goals', 'requests', 'forms', 'ratings']
const byActs = (r: CellRow): boolean =>
  !imported.includes(r.metric) && things.includes(metricAs(r.metric, r.version).of)

/** What there is to show, from a segment's rows in order of their days. */
export function standingOf(rows: readonly CellRow[]): Standing | null {
  const newest = rows.at(-1)
  if (!newest) return null
  const last = rows.findLast(visible)
  if (visible(newest)) {
    const number = { point: toPoint(newest), version: newest.version }
    return newest.people_of === null || byActs(newest)
      ? { state: 'shown', ...number }
      : { state: 'held', ...number, peopleOf: newest.people_of }
  }
  return {
    state: 'hidden',
    because: newest.shown === 'floor' ? 'floor' : 'complement',
    asOf: newest.as_of,
    last: last ? toPoint(last) : null,
  }
}

/** The definition that the number in sight was made with; a later one says nothing of it. */
export function madeBy(newest: Metric, rows: readonly CellRow[]): Metric {
  const row = rows.findLast(visible) ?? rows.at(-1)
  if (!row) return newest
  return isOwn(newest) ? (newest.brought.get(row.version) ?? newest) : metricAs(newest.id, row.version)
}

/** A segment's rows: of each week the last day, and all of the last two weeks. */
export async function rowsOf(
  c: Context,
  kind: SegmentKind,
  key: string,
  roster: Roster,
  ids: readonly MetricId[] = metricIds,
): Promise<Map<MetricId, CellRow[]>> {
  const { rows } = await sql<CellRow>`
    select distinct on (metric, as_of) metric, segment_key as key, as_of, known_at, version, ${shownColumns} from metric_cell
    where organization_id = ${c.organizationId} and segment_kind = ${kind} and segment_key = ${key} and roster = ${roster} and metric = any(${ids as string[]}) and shown is not null
    order by metric, as_of, known_at desc`.execute(c.db)
  const found = new Map<MetricId, CellRow[]>(ids.map((id) => [id, []]))
  for (const row of rows) found.get(row.metric)?.push(row)
  return found
}

/** Shown numbers for a line: the last of each week, where there are many. */
export function seriesOf(rows: readonly CellRow[]): Point[] {
  const shown = rows.filter(visible)
  if (shown.length <= 60) return shown.map(toPoint)
  const week = (day: Day) => Math.floor((Date.parse(day) / 86_400_000 + 3) / 7)
  return shown.filter((r, i) => i === shown.length - 1 || week(r.as_of) !== week(shown[i + 1]!.as_of)).map(toPoint)
}
