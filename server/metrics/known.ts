/**
 * Numbers of the whole company or a wave as they were known at an instant: what stood on a page then is
 * the same whenever it is asked for. Nothing is counted here; a number that was hidden then is hidden.
 */
import { sql } from 'kysely'
import type { Definition, MetricId, Point, Standing } from '../../contract/metrics.ts'
import type { Day, Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { programOf } from './aims.ts'
import { type CellRow, madeBy, seriesOf, shownColumns, standingOf, toPoint, visible } from './cells.ts'
import { beginning, courseAt, type CourseState } from './course.ts'
import { marginOf, type Published } from './now.ts'
import { registryOf } from './own.ts'
import { describe } from './registry.ts'

export type Known = {
  id: MetricId
  /** The version of the definition that the number in sight was made with. */
  version: number
  direction: Definition['direction']
  /** Null: nothing was given out by then. */
  now: Standing | null
  /** Shown numbers, thinned out to one a week where there are many. */
  series: Point[]
  published: Published[]
  hidden: Day[]
  rows: readonly CellRow[]
}

/** A day of a release is of the day; known at: what came later is not in it. */
export async function numbersKnown(
  c: Context,
  asked: { ids: readonly MetricId[]; wave?: string | null; asOf: Day; knownAt: Instant },
): Promise<Known[]> {
  const { ids, wave, asOf, knownAt } = asked
  const { rows } = await sql<CellRow>`
    select distinct on (metric, as_of) metric, segment_key as key, as_of, known_at, version, ${shownColumns} from metric_cell
    where organization_id = ${c.organizationId} and segment_kind = ${wave ? 'wave' : 'organization'} and segment_key = ${wave ?? ''} and roster = 'live'
      and metric = any(${ids as string[]}::text[]) and shown is not null and as_of <= ${asOf}::date and known_at <= ${knownAt}::timestamptz
    order by metric, as_of, known_at desc`.execute(c.db)
  const registry = await registryOf(c)
  return ids.map((id): Known => {
    const mine = rows.filter((row) => row.metric === id)
    const definition = describe(madeBy(registry.metric(id), mine), 'en')
    return {
      id,
      version: definition.version,
      direction: definition.direction,
      now: standingOf(mine),
      series: seriesOf(mine),
      published: mine.filter(visible).flatMap((row): Published[] => {
        const { value, ...point } = toPoint(row)
        if (value === null) return []
        const { asOf: on, numerator, denominator } = point
        return [
          {
            asOf: on,
            value,
            numerator,
            denominator,
            version: row.version,
            margin: marginOf(definition, { ...point, value }),
          },
        ]
      }),
      hidden: mine.filter((row) => !visible(row)).map((row) => row.as_of),
      rows: mine,
    }
  })
}

/** Where a known number stands against an aim on a day. */
export function courseKnown(
  known: Known,
  aim: { baseline: number | null; target: number | null; by: Day | null; firstLive: Day | null },
  on: Day,
): { course: CourseState; expected: number | null } {
  const { now } = known
  const point = now?.state === 'shown' || now?.state === 'held' ? now.point : null
  if (point === null || point.value === null) return { course: 'not_yet', expected: null }
  const from = beginning(aim.baseline, aim.firstLive, known.rows)
  const { state, expected } = courseAt(
    point.value,
    { direction: known.direction, from, target: aim.target, by: aim.by },
    on,
  )
  return { course: state, expected: state === 'reached' || expected === null ? null : Math.round(expected * 10) / 10 }
}

/** The last day that was given out by an instant, and whether a day was. */
export async function givenDays(c: Context, knownAt: Instant): Promise<{ newest: Day | null; has(day: Day): boolean }> {
  const { rows } = await sql<{ day: Day }>`select distinct as_of as day from metric_release
    where organization_id = ${c.organizationId} and published and known_at <= ${knownAt}::timestamptz order by 1 desc`.execute(
    c.db,
  )
  const days = new Set(rows.map((row) => row.day))
  return { newest: rows[0]?.day ?? null, has: (day) => days.has(day) }
}

/** The program whose people the numbers of the company are about: the one that went live first. */
export const programMeasured = async (c: Context): Promise<string | null> => (await programOf(c))?.programId ?? null
