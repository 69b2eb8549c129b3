/** Many goals in one act: changed or carried into the next period, counted before, undone after. */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { goals } from '../../contract/goals.ts'
import type { Together } from '../../contract/goals-together.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import type { Day } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { countRecorded, record } from '../platform/events.ts'
import { Problem, problem } from '../platform/problem.ts'
import { copyIn } from './copy.ts'
import { handOverIn } from './hand-over.ts'
import { goalOf, hasWork } from './queries.ts'
import { demandDates, inTransaction, writable } from './writable.ts'
import { closeIn, removeIn, reopenIn, updateIn } from './write.ts'

type Before = {
  startsOn: Day
  endsOn: Day
  parentId: string | null
  visibility: 'public' | 'private'
  ownerId: string
  closed: boolean
}

/** Ends a dry run: everything was tried, nothing is kept. */
class Tried extends Error {
  readonly outcome: Together
  constructor(outcome: Together) {
    super('tried')
    this.outcome = outcome
  }
}

export async function change(c: Context, input: Input<typeof goals.change>): Promise<Answer<typeof goals.change>> {
  const { startsOn, endsOn, parentId, visibility, ownerId, close } = input.change
  if (startsOn && endsOn) demandDates(startsOn, endsOn)
  return together(c, 'changed', input, async (tx, goalId) => {
    const goal = await writable(tx, c, goalId)
    const before: Before = {
      startsOn: goal.starts_on,
      endsOn: goal.ends_on,
      parentId: goal.parent_id_kept,
      visibility: goal.visibility,
      ownerId: goal.owner_id,
      closed: goal.closed_at !== null,
    }
    let revision = goal.revision
    if (startsOn || endsOn || parentId !== undefined || visibility) {
      const after = await updateIn(tx, c, {
        goalId,
        ...(startsOn ? { startsOn } : {}),
        ...(endsOn ? { endsOn } : {}),
        ...(parentId === undefined ? {} : { parentId }),
        ...(visibility ? { visibility } : {}),
      })
      revision = after.revision
    }
    if (ownerId && ownerId !== goal.owner_id) {
      await handOverIn(tx, c, { goalId, personId: ownerId })
      revision++
    }
    if (close) await closeIn(tx, c, { goalId, outcome: close, reflection: '' })
    return revision !== goal.revision || close ? { goalId, before, revision } : null
  })
}

export async function copy(c: Context, input: Input<typeof goals.copy>): Promise<Answer<typeof goals.copy>> {
  if (input.startsOn && input.endsOn) demandDates(input.startsOn, input.endsOn)
  const chosen = input.keyResultIds && new Set(input.keyResultIds)
  return together(c, 'copied', input, async (tx, goalId) => {
    const made = await copyIn(tx, c, goalId, { startsOn: input.startsOn, endsOn: input.endsOn, chosen })
    return { goalId: made, before: {}, revision: 1 }
  })
}

type Done = { goalId: string; before: Before | Record<string, never>; revision: number }

/**
 * Each goal on its own: one that is refused stays as it was, with the reason, and the others go
 * on. Where none may be written by the viewer, the whole act is refused.
 */
async function together(
  c: Context,
  kind: 'changed' | 'copied',
  { goalIds, dryRun }: { goalIds: readonly string[]; dryRun: boolean },
  act: (tx: Tx, goalId: string) => Promise<Done | null>,
): Promise<Together> {
  const ids = [...new Set(goalIds)]
  try {
    return await inTransaction(c, async (tx) => {
      const done: Done[] = []
      const refused: Together['refused'] = []
      // In one order, so that two such acts wait for each other instead of giving way.
      for (const goalId of ids.toSorted()) {
        await sql`savepoint one_goal`.execute(tx)
        try {
          const one = await act(tx, goalId)
          if (one) done.push(one)
          await sql`release savepoint one_goal`.execute(tx)
        } catch (error) {
          if (!(error instanceof Problem) || error.status >= 500) throw error
          await sql`rollback to savepoint one_goal`.execute(tx)
          const title = (await goalOf(tx, c.viewer, goalId))?.title ?? ''
          refused.push({ goalId, title, code: error.code })
        }
      }
      const closedToViewer = refused.filter((r) => r.code === 'forbidden' || r.code === 'not_found')
      if (closedToViewer.length === ids.length)
        throw problem(closedToViewer[0]!.code === 'not_found' ? 'not_found' : 'forbidden')
      const outcome: Together = {
        batchId: null,
        changed: done.length,
        refused,
        made: kind === 'copied' && !dryRun ? done.map((d) => d.goalId) : [],
      }
      if (dryRun) throw new Tried(outcome)
      if (done.length === 0) {
        countRecorded(c, 1) // nothing was different
        return outcome
      }
      return { ...outcome, batchId: await keepBatch(tx, c, kind, done) }
    })
  } catch (error) {
    if (!(error instanceof Tried)) throw error
    countRecorded(c, 1) // only looked
    return error.outcome
  }
}

async function keepBatch(tx: Tx, c: Context, kind: 'changed' | 'copied', done: readonly Done[]): Promise<string> {
  const id = randomUUID()
  await sql`insert into goal_batch (organization_id, id, kind, made_by, made_at)
    values (${c.organizationId}, ${id}, ${kind}, ${c.viewer.personId}, ${c.clock.now()})`.execute(tx)
  for (const { goalId, before, revision } of done)
    await sql`insert into goal_batch_item (organization_id, batch_id, goal_id, before, revision)
      values (${c.organizationId}, ${id}, ${goalId}, ${JSON.stringify(before)}::jsonb, ${revision})`.execute(tx)
  await record(tx, c, {
    type: kind === 'changed' ? 'goal.changed_together' : 'goal.copied',
    subject: { kind: 'goal_batch', id },
    data: { goals: done.length },
  })
  return id
}

/** Whoever made the act takes it back. A goal that somebody changed since stays as it is. */
export async function undo(c: Context, input: Input<typeof goals.undo>): Promise<Answer<typeof goals.undo>> {
  return inTransaction(c, async (tx) => {
    const found = await sql<{ kind: 'changed' | 'copied'; made_by: string; undone_at: string | null }>`
      select kind, made_by, undone_at from goal_batch where organization_id = ${c.organizationId} and id = ${input.batchId} for update`.execute(
      tx,
    )
    const batch = found.rows[0]
    if (!batch || batch.made_by !== c.viewer.personId) throw problem('not_found')
    if (batch.undone_at) {
      countRecorded(c, 1) // pressed twice
      return { undone: 0, kept: 0 }
    }
    const { rows } = await sql<{ goal_id: string; before: Before; revision: number }>`
      select goal_id, before, revision from goal_batch_item where organization_id = ${c.organizationId} and batch_id = ${input.batchId} order by goal_id`.execute(
      tx,
    )
    let undone = 0
    for (const item of rows) {
      await sql`savepoint one_goal`.execute(tx)
      try {
        if (await takeBack(tx, c, batch.kind, item)) undone++
        await sql`release savepoint one_goal`.execute(tx)
      } catch (error) {
        if (!(error instanceof Problem) || error.status >= 500) throw error
        await sql`rollback to savepoint one_goal`.execute(tx)
      }
    }
    await sql`update goal_batch set undone_at = ${c.clock.now()} where organization_id = ${c.organizationId} and id = ${input.batchId}`.execute(
      tx,
    )
    await record(tx, c, {
      type: 'goal.undone_together',
      subject: { kind: 'goal_batch', id: input.batchId },
      data: { goals: undone, kept: rows.length - undone },
    })
    return { undone, kept: rows.length - undone }
  })
}

async function takeBack(
  tx: Tx,
  c: Context,
  kind: 'changed' | 'copied',
  { goal_id: goalId, before, revision }: { goal_id: string; before: Before; revision: number },
): Promise<boolean> {
  const goal = await writable(tx, c, goalId)
  if (goal.revision !== revision) return false
  if (kind === 'copied') {
    if (await hasWork(tx, c.organizationId, goalId)) return false
    await removeIn(tx, c, { goalId })
    return true
  }
  if (goal.closed_at && !before.closed) await reopenIn(tx, c, { goalId })
  const { startsOn, endsOn, parentId, visibility } = before
  await updateIn(tx, c, { goalId, startsOn, endsOn, parentId, visibility }, true)
  if (goal.owner_id !== before.ownerId) await handOverIn(tx, c, { goalId, personId: before.ownerId }, true)
  return true
}
