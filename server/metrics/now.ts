/**
 * Numbers as they were given out, with where they are heading: for pages that put them beside what was
 * decided. Nothing is counted here; a number that is hidden on the metrics page is hidden here too.
 */
import type { Chart, Definition, MetricId, Standing } from '../../contract/metrics.ts'
import type { Language } from '../../contract/library.ts'
import type { Day } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { aimsOf, asksAbout, programOf, today } from './aims.ts'
import { firstOf, rowsOf, standingOf, toPoint, visible } from './cells.ts'
import { beginning, courseAt, type CourseState } from './course.ts'
import { registryOf } from './own.ts'
import { describe } from './registry.ts'

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

export type MetricNow = {
  definition: Definition
  /** Null: nothing was given out yet. */
  now: Standing | null
  /** In order of their days. */
  published: readonly Published[]
  /** Days on which it was hidden. */
  hidden: readonly Day[]
  target: Chart['target']
  course: CourseState
  /** Where it should be by now to reach its target in time. */
  dueNow: number | null
  chosen: boolean
}

/** 1.96 standard errors of a share, in points; of a score half of the interval that is shown with it. */
export function marginOf(
  definition: Definition,
  point: {
    numerator: number
    denominator: number
    value: number | null
    interval: { low: number; high: number } | null
  },
): number | null {
  if (point.interval) return (point.interval.high - point.interval.low) / 2
  // Of what a company brings, a share with its numerator is one too.
  const share =
    definition.ratio ||
    (definition.of === 'imported' &&
      definition.unit === 'percent' &&
      point.value !== null &&
      Math.abs(point.value - (point.numerator / point.denominator) * 100) < 0.01)
  if (!share || point.denominator === 0) return null
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
  const wanted = (await registryOf(c)).all.filter(({ id, newest }) =>
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
  const day = asked.upTo ?? (await today(c))
  return wanted.map(({ id, newest }) => {
    const all = rows.get(id)!.filter((r) => !asked.upTo || r.as_of <= asked.upTo)
    const definition = describe(newest, asked.language)
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
    const aims = aimsOf(program, newest, firstOf(all))
    const last = published.at(-1)
    const { target } = aims
    const from = beginning(aims.baseline?.value ?? null, program?.firstLive ?? null, all)
    const aim = { direction: definition.direction, from, target: target?.value ?? null, by: target?.by ?? null }
    const judged = last ? courseAt(last.value, aim, day) : { state: 'not_yet' as const, expected: null }
    return {
      definition,
      now: standingOf(all),
      published,
      hidden: all.filter((r) => !visible(r)).map((r) => r.as_of),
      target: aims.target,
      chosen: aims.chosen,
      course: judged.state,
      dueNow: judged.state === 'reached' ? null : judged.expected,
    }
  })
}
