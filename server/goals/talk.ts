/** Comments and cheers: from whoever may see a goal, for whoever may see it. */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { goals } from '../../contract/goals.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import { putInInbox, takeFromInboxes } from '../attention/attention.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { countRecorded, record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { elementOf } from '../program/program.ts'
import { demandOpen, practiceOf } from './practice.ts'
import { type GoalRow, goalOf, nameOf } from './queries.ts'
import { seesGoal } from './talk-queries.ts'
import { inTransaction } from './writable.ts'

/** A published goal that the viewer may see. */
async function seen(tx: Tx, c: Context, goalId: string): Promise<GoalRow> {
  const goal = await goalOf(tx, c.viewer, goalId)
  if (!goal) throw problem('not_found')
  if (!goal.published_at) throw problem('goal_draft')
  return goal
}

export async function comment(c: Context, input: Input<typeof goals.comment>): Promise<Answer<typeof goals.comment>> {
  demandOpen(await practiceOf(c, 'goals'), 'goals')
  return inTransaction(c, async (tx) => {
    const goal = await seen(tx, c, input.goalId)
    const mentions = [...new Set(input.mentions)].filter((id) => id !== c.viewer.personId)
    for (const personId of mentions) {
      const may =
        (await seesGoal(tx, c.organizationId, goal.id, personId)) &&
        (await elementOf({ ...c, db: tx }, personId, 'goals')) !== null
      if (!may) throw problem('goal_mention', { name: (await nameOf(tx, c.organizationId, personId)).name })
    }
    const id = input.id ?? randomUUID()
    const said =
      await sql`insert into goal_comment (organization_id, id, goal_id, author_id, words, mentions, created_at)
      values (${c.organizationId}, ${id}, ${goal.id}, ${c.viewer.personId}, ${input.words}, ${mentions}, ${c.clock.now()})
      on conflict do nothing returning 1`.execute(tx)
    if (said.rows.length === 0) {
      countRecorded(c, 1) // the first request said it
      return { commentId: id }
    }
    const by = (await nameOf(tx, c.organizationId, c.viewer.personId)).name
    const involved = [goal.owner_id, ...goal.contributors.map((p) => p.id)]
    const tell = async (personId: string, kind: 'goal_mentioned' | 'goal_commented') =>
      putInInbox(tx, c, personId, { kind, subject: { kind: 'goal_comment', id }, params: { by, goalId: goal.id } })
    for (const personId of mentions) await tell(personId, 'goal_mentioned')
    for (const personId of new Set(involved))
      if (personId !== c.viewer.personId && !mentions.includes(personId)) await tell(personId, 'goal_commented')
    await record(tx, c, {
      type: 'goal.commented',
      subject: { kind: 'goal', id: goal.id },
      data: { ownerId: goal.owner_id, commentId: id, mentions },
    })
    return { commentId: id }
  })
}

/** The words are gone, and so are the notices that led to them. */
export async function takeBackComment(
  c: Context,
  input: Input<typeof goals.takeBackComment>,
): Promise<Answer<typeof goals.takeBackComment>> {
  demandOpen(await practiceOf(c, 'goals'), 'goals')
  return inTransaction(c, async (tx) => {
    const goal = await seen(tx, c, input.goalId)
    const { rows } = await sql<{ author_id: string }>`select author_id from goal_comment
      where organization_id = ${c.organizationId} and id = ${input.commentId} and goal_id = ${goal.id} and taken_back_at is null for update`.execute(
      tx,
    )
    if (!rows[0]) throw problem('not_found')
    if (rows[0].author_id !== c.viewer.personId) throw problem('forbidden')
    await sql`update goal_comment set taken_back_at = ${c.clock.now()}, words = '', mentions = '{}'
      where organization_id = ${c.organizationId} and id = ${input.commentId}`.execute(tx)
    await takeFromInboxes(tx, c, { kind: 'goal_comment', id: input.commentId })
    await record(tx, c, {
      type: 'goal.comment_taken_back',
      subject: { kind: 'goal', id: goal.id },
      data: { ownerId: goal.owner_id, commentId: input.commentId },
    })
    return { takenBack: true }
  })
}

export async function cheer(c: Context, input: Input<typeof goals.cheer>): Promise<Answer<typeof goals.cheer>> {
  demandOpen(await practiceOf(c, 'goals'), 'goals')
  return inTransaction(c, async (tx) => {
    const goal = await seen(tx, c, input.goalId)
    const changed = input.on
      ? await sql`insert into goal_cheer (organization_id, goal_id, person_id, at)
          values (${c.organizationId}, ${goal.id}, ${c.viewer.personId}, ${c.clock.now()}) on conflict do nothing returning 1`.execute(
          tx,
        )
      : await sql`delete from goal_cheer where organization_id = ${c.organizationId} and goal_id = ${goal.id}
          and person_id = ${c.viewer.personId} returning 1`.execute(tx)
    if (changed.rows.length === 0) countRecorded(c, 1) // as it was
    else
      await record(tx, c, {
        type: input.on ? 'goal.cheered' : 'goal.cheer_taken_back',
        subject: { kind: 'goal', id: goal.id },
        data: { ownerId: goal.owner_id },
      })
    return { on: input.on }
  })
}
