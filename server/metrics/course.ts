/** Whether the numbers that a program is measured by are on their way: where each stands, and where it should by now. */
import type { Definition, MetricId, Point, Standing } from '../../contract/metrics.ts'
import { type Day, daysBetween } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { asksAbout, notYet, programOf, today } from './aims.ts'
import { type CellRow, madeBy, rowsOf, standingOf, toPoint, visible } from './cells.ts'
import { registryOf } from './own.ts'
import { describe, languageOf } from './registry.ts'

/**
 * `reached`: at its target or beyond. `on`, `off`: before its day, and where the straight line from the
 * first value to the target would be by now, or behind that. `over`: its day has passed without it.
 * `unaimed`: no target or no day. `not_yet`: there is no number to judge.
 */
export type CourseState = 'reached' | 'on' | 'off' | 'over' | 'unaimed' | 'not_yet'

export type Course = {
  id: MetricId
  definition: Definition
  state: CourseState
  now: Standing
  baseline: number | null
  target: number | null
  by: Day | null
  /** Where the straight line would be today. */
  expected: number | null
}

/** Numbers move from week to week: so much of the whole way behind the line is still on course. */
export const tolerance = 0.1

/** Pure. `from`: where the way begins, a baseline at go-live or the first number there was. */
export function courseAt(
  value: number,
  aim: {
    direction: Definition['direction']
    from: { value: number; on: Day } | null
    target: number | null
    by: Day | null
  },
  now: Day,
): { state: Exclude<CourseState, 'not_yet'>; expected: number | null } {
  const { direction, from, target, by } = aim
  if (target === null) return { state: 'unaimed', expected: null }
  const ahead = (a: number, b: number) => (direction === 'up' ? a >= b : a <= b)
  if (ahead(value, target)) return { state: 'reached', expected: target }
  if (by === null) return { state: 'unaimed', expected: null }
  if (by < now) return { state: 'over', expected: target }
  if (from === null) return { state: 'on', expected: null }
  const whole = daysBetween(from.on, by)
  const gone = whole <= 0 ? 1 : Math.min(1, Math.max(0, daysBetween(from.on, now) / whole))
  const way = target - from.value
  const expected = from.value + way * gone
  // From a beginning that was better than the target there is no way to be on.
  if (!ahead(target, from.value)) return { state: 'off', expected: target }
  return { state: ahead(value, expected - way * tolerance) ? 'on' : 'off', expected }
}

/** Where the way to a target begins: at the baseline when the first wave went live, or with the first number there was. */
export function beginning(
  baseline: number | null,
  firstLive: Day | null,
  rows: readonly CellRow[],
): { value: number; on: Day } | null {
  if (baseline !== null && firstLive !== null) return { value: baseline, on: firstLive }
  const first = rows.find(visible)
  const value = first ? toPoint(first).value : null
  return first && value !== null ? { value, on: first.as_of } : null
}

/** The success metrics of a program, in its own order; none where the numbers are another program's. */
export async function coursesOf(c: Context, programId: string): Promise<Course[]> {
  const program = await programOf(c)
  if (program?.programId !== programId || program.metrics.length === 0) return []
  const now = await today(c)
  const known = await registryOf(c)
  const chosen = program.metrics.filter((m) => asksAbout(program, known.metric(m.id).element))
  const rows = await rowsOf(
    c,
    'organization',
    '',
    'live',
    chosen.map((m) => m.id),
  )
  return chosen.map((m): Course => {
    const mine = rows.get(m.id)!
    const definition = describe(madeBy(known.metric(m.id), mine), languageOf(c.viewer))
    const { direction } = definition
    const standing = standingOf(mine) ?? notYet(program, known.metric(m.id), now, null)
    const from = beginning(m.baseline, program.firstLive, mine)
    const { target, by, baseline } = m
    const point: Point | null = standing.state === 'shown' || standing.state === 'held' ? standing.point : null
    const judged =
      point === null || point.value === null
        ? { state: 'not_yet' as const, expected: null }
        : courseAt(point.value, { direction, from, target, by }, now)
    return { id: m.id, definition, now: standing, baseline, target, by, ...judged }
  })
}

/** What was last given out about the whole company. */
export async function companyNumber(c: Context, id: MetricId): Promise<Standing | null> {
  return standingOf((await rowsOf(c, 'organization', '', 'live', [id])).get(id)!)
}
