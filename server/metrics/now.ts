/**
 * Numbers as they were given out, with where they are heading: for pages that put them beside what was
 * decided. Nothing is counted here; a number that is hidden on the metrics page is hidden here too.
 */
import type { Chart, Definition, MetricId, Standing } from '../../contract/metrics.ts'
import type { Language } from '../../contract/library.ts'
import { type Day, daysBetween } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { aimsOf, asksAbout, programOf } from './aims.ts'
import { firstOf, rowsOf, standingOf, toPoint, visible } from './cells.ts'
import { describe, metric, registry } from './registry.ts'

/** One published number; `version` of the definition that it was made with. */
export type Published = {
  asOf: Day
  value: number
  numerator: number
  denominator: number
  version: number
  /** Half of the width of its 95 % interval; null where none is known. */
  margin: number | null
}

/**
 * `below`: short of a target without a date. `off_course`: behind the straight line from where it began to
 * its target, or the date has passed.
 */
export type Course = 'reached' | 'on_course' | 'off_course' | 'below' | 'no_target' | 'no_number'

export type MetricNow = {
  definition: Definition
  /** Null: nothing was given out yet. */
  now: Standing | null
  /** In order of their days. */
  published: readonly Published[]
  /** Days on which it was hidden. */
  hidden: readonly Day[]
  target: Chart['target']
  course: Course
  /** Where it should be by now to reach its target in time. */
  dueNow: number | null
  chosen: boolean
}

/** Where a number stands on the way to its target. Pure. */
export function courseOf(
  direction: Definition['direction'],
  target: { value: number; by: Day | null } | null,
  from: { on: Day; value: number } | null,
  now: { on: Day; value: number } | null,
): { course: Course; dueNow: number | null } {
  if (!now) return { course: 'no_number', dueNow: null }
  if (!target) return { course: 'no_target', dueNow: null }
  const ahead = (value: number, mark: number) => (direction === 'up' ? value >= mark : value <= mark)
  if (ahead(now.value, target.value)) return { course: 'reached', dueNow: null }
  if (!target.by) return { course: 'below', dueNow: null }
  if (target.by <= now.on) return { course: 'off_course', dueNow: target.value }
  // The first number of all is where the line begins: nothing could have moved before it.
  if (!from || from.on >= now.on) return { course: 'on_course', dueNow: null }
  const share = daysBetween(from.on, now.on) / daysBetween(from.on, target.by)
  const dueNow = from.value + (target.value - from.value) * share
  return { course: ahead(now.value, dueNow) ? 'on_course' : 'off_course', dueNow }
}

/** 1.96 standard errors of a share, in points; of a score half of the interval that is shown with it. */
function marginOf(
  definition: Definition,
  point: {
    numerator: number
    denominator: number
    value: number | null
    interval: { low: number; high: number } | null
  },
): number | null {
  if (point.interval) return (point.interval.high - point.interval.low) / 2
  if (!definition.ratio || point.denominator === 0) return null
  // Agresti and Coull: two of each are added, so that 0 and all have a margin too.
  const n = point.denominator + 4
  const p = (point.numerator + 2) / n
  return 196 * Math.sqrt((p * (1 - p)) / n)
}

/** Where metrics stand for the company or a wave, up to a day. Viewers are those who see all of the company. */
export async function metricsNow(
  c: Context,
  asked: {
    ids: readonly MetricId[] | 'all' | 'chosen'
    language: Language
    wave?: string | undefined
    upTo?: Day | undefined
  },
): Promise<MetricNow[]> {
  const program = await programOf(c)
  const { ids } = asked
  const wanted = registry.filter(({ id, newest }) =>
    ids === 'all'
      ? asksAbout(program, newest.element)
      : ids === 'chosen'
        ? program?.metrics.some((m) => m.id === id)
        : ids.includes(id),
  )
  const rows = await rowsOf(
    c,
    asked.wave ? 'wave' : 'organization',
    asked.wave ?? '',
    'live',
    wanted.map((m) => m.id),
  )
  return wanted.map(({ id }) => {
    const all = rows.get(id)!.filter((r) => !asked.upTo || r.as_of <= asked.upTo)
    const definition = describe(metric(id), asked.language)
    const published = all.filter(visible).flatMap((r): Published[] => {
      const point = toPoint(r)
      return point.value === null
        ? []
        : [
            {
              asOf: point.asOf,
              value: point.value,
              numerator: point.numerator,
              denominator: point.denominator,
              version: r.version,
              margin: marginOf(definition, point),
            },
          ]
    })
    const aims = aimsOf(program, id, firstOf(all))
    const [first, last] = [published[0], published.at(-1)]
    const start = first && { on: first.asOf, value: aims.baseline?.value ?? first.value }
    return {
      definition,
      now: standingOf(all),
      published,
      hidden: all.filter((r) => !visible(r)).map((r) => r.as_of),
      target: aims.target,
      chosen: aims.chosen,
      ...courseOf(definition.direction, aims.target, start ?? null, last ? { on: last.asOf, value: last.value } : null),
    }
  })
}
