/** Goals of the running period, of the next, or of earlier ones, as the viewer's program counts periods. */
import { type RawBuilder, sql } from 'kysely'
import type { ShownPeriod } from '../../contract/goal.ts'
import type { Day } from '../platform/clock.ts'
import { calendarPeriod, type GoalPeriod } from './rules.ts'

export type Shown = { which: ShownPeriod; today: Day; length: GoalPeriod }

/**
 * Whether goal `g` belongs there: one that runs on some day of the period, and earlier those that ended
 * before it. A goal of the year belongs to each of its quarters.
 */
export function inPeriod({ which, today, length }: Shown, goal = 'g'): RawBuilder<boolean> {
  if (which === 'all') return sql<boolean>`true`
  const [starts, ends] = [sql.ref(`${goal}.starts_on`), sql.ref(`${goal}.ends_on`)]
  const { startsOn, endsOn } = calendarPeriod(today, length, which === 'next' ? 1 : 0)
  return which === 'earlier'
    ? sql<boolean>`${ends} < ${startsOn}::date`
    : sql<boolean>`(${starts} <= ${endsOn}::date and ${ends} >= ${startsOn}::date)`
}

/** What lies behind or ahead is read by its last day, for which there is an index; the rest as it was written. */
export const orderIn = (shown: Shown, usual: RawBuilder<unknown>): RawBuilder<unknown> =>
  shown.which === 'earlier' || shown.which === 'next' ? sql`g.ends_on desc, g.created_at desc, g.id` : usual
