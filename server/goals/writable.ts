/** Whether the viewer may change a goal, and the checks that every change shares. */
import { sql } from 'kysely'
import type { Day } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { problem } from '../platform/problem.ts'
import { place } from './ownership.ts'
import { demandElement } from './practice.ts'
import { type GoalRow, goalOf, lockGoal, wouldCircle } from './queries.ts'
import { mayReport, mayWrite } from './read.ts'

export const inTransaction = <T>(c: Context, work: (tx: Tx) => Promise<T>): Promise<T> =>
  c.db.transaction().execute(work)

export function demandDates(startsOn: Day, endsOn: Day): void {
  if (endsOn < startsOn) throw problem('goal_dates')
}

/**
 * A goal to write to: visible, of oneself, of somebody who reports to the viewer, of somebody who
 * left and whose manager the viewer was; of a person who has the element. Locked.
 */
export async function writable(tx: Tx, c: Context, goalId: string, removed = false): Promise<GoalRow> {
  const goal = await locked(tx, c, goalId, removed)
  if (!mayWrite(goal, c.viewer)) throw problem('forbidden')
  return goal
}

/** A goal to record progress on: writable, or one that the viewer helps with. Locked. */
export async function reportable(tx: Tx, c: Context, goalId: string): Promise<GoalRow> {
  const goal = await locked(tx, c, goalId, false)
  if (!mayReport(goal, c.viewer)) throw problem('forbidden')
  return goal
}

async function locked(tx: Tx, c: Context, goalId: string, removed: boolean): Promise<GoalRow> {
  await lockGoal(tx, c.organizationId, goalId)
  const goal = await goalOf(tx, c.viewer, goalId, removed)
  if (!goal) throw problem('not_found')
  const inner = { ...c, db: tx } // on this connection: a second one could wait for ever
  if (goal.owner_state !== 'left' && mayReport(goal, c.viewer)) await demandElement(inner, 'goals', goal.owner_id)
  return goal
}

/** Only a goal that the writer may see, and no circle: a goal cannot serve what serves it. */
export async function setParent(tx: Tx, c: Context, goalId: string, parentId: string | null): Promise<void> {
  if (parentId !== null) {
    const parent = await goalOf(tx, c.viewer, parentId)
    if (
      !parent ||
      !parent.published_at ||
      parentId === goalId ||
      (await wouldCircle(tx, c.organizationId, goalId, parentId))
    )
      throw problem('goal_parent')
  }
  await sql`update goal set parent_id = ${parentId} where organization_id = ${c.organizationId} and id = ${goalId}`.execute(
    tx,
  )
  await place(tx, c, goalId)
}
