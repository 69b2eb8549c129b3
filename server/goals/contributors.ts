/** One accountable owner, several who help: they see the goal among theirs and may record progress. */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { goals } from '../../contract/goals.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import { putInInbox } from '../attention/attention.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { countRecorded, record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { own } from './ownership.ts'
import { demandElement } from './practice.ts'
import { addUpdate, type GoalRow, nameOf } from './queries.ts'
import { summaryOf } from './read.ts'
import { inTransaction, writable } from './writable.ts'

/** What of a goal matters for who may join it. `told`: it is published, so whoever joins is told. */
export type Joinable = { id: string; ownerId: string; visibility: 'public' | 'private'; told: boolean }
export const toJoin = (goal: GoalRow): Joinable => ({
  id: goal.id,
  ownerId: goal.owner_id,
  visibility: goal.visibility,
  told: goal.published_at !== null,
})

/** Adds people to those who help. Whoever helps with a private goal reads it, so that is its owner's to say. */
export async function joinGoal(tx: Tx, c: Context, goal: Joinable, personIds: readonly string[]): Promise<number> {
  const there = await contributorsOf(tx, c, goal.id)
  const wanted = [...new Set(personIds)].filter((id) => id !== goal.ownerId && !there.includes(id))
  if (wanted.length === 0) return 0
  if (goal.visibility === 'private' && goal.ownerId !== c.viewer.personId) throw problem('goal_private_people')
  for (const personId of wanted) {
    await demandElement({ ...c, db: tx }, 'goals', personId)
    await sql`insert into goal_contributor (organization_id, goal_id, person_id, added_by, added_at)
      values (${c.organizationId}, ${goal.id}, ${personId}, ${c.viewer.personId}, ${c.clock.now()}) on conflict do nothing`.execute(
      tx,
    )
    if (goal.told && personId !== c.viewer.personId) await tellContributor(tx, c, goal.id, personId)
  }
  return wanted.length
}

async function contributorsOf(tx: Tx, c: Context, goalId: string): Promise<string[]> {
  const { rows } = await sql<{ person_id: string }>`select person_id from goal_contributor
    where organization_id = ${c.organizationId} and goal_id = ${goalId}`.execute(tx)
  return rows.map((r) => r.person_id)
}

async function tellContributor(tx: Tx, c: Context, goalId: string, personId: string): Promise<void> {
  const by = await nameOf(tx, c.organizationId, c.viewer.personId)
  await putInInbox(tx, c, personId, {
    kind: 'goal_joined',
    subject: { kind: 'goal', id: goalId },
    params: { by: by.name },
  })
}

/** Those who wait for a draft to be published learn then that they are to help. */
export async function tellContributors(tx: Tx, c: Context, goalId: string): Promise<void> {
  for (const personId of await contributorsOf(tx, c, goalId))
    if (personId !== c.viewer.personId) await tellContributor(tx, c, goalId, personId)
}

export async function contributors(
  c: Context,
  input: Input<typeof goals.contributors>,
): Promise<Answer<typeof goals.contributors>> {
  return inTransaction(c, async (tx) => {
    const goal = await writable(tx, c, input.goalId)
    if (goal.closed_at) throw problem('goal_closed')
    const before = goal.contributors.map((p) => p.id)
    const wanted = [...new Set(input.personIds)].filter((id) => id !== goal.owner_id)
    const gone = before.filter((id) => !wanted.includes(id))
    const added = await joinGoal(tx, c, toJoin(goal), wanted)
    if (added + gone.length === 0) {
      countRecorded(c, 1) // as it was
      return summaryOf(tx, c, goal.id)
    }
    await sql`delete from goal_contributor where organization_id = ${c.organizationId} and goal_id = ${goal.id}
      and person_id = any(${gone}::uuid[])`.execute(tx)
    // A key result that they looked after falls back to the goal's owner.
    await sql`update key_result_owner w set until = ${c.clock.now()} from key_result k
      where k.organization_id = w.organization_id and k.id = w.key_result_id and w.organization_id = ${c.organizationId}
        and k.goal_id = ${goal.id} and w.until is null and w.person_id = any(${gone}::uuid[])`.execute(tx)
    await sql`update key_result set owner_id = null where organization_id = ${c.organizationId} and goal_id = ${goal.id}
      and owner_id = any(${gone}::uuid[])`.execute(tx)
    if (goal.published_at) {
      await addUpdate(tx, c, goal.id, { id: randomUUID(), kind: 'edited', changed: ['contributors'] })
      await own(tx, c, goal.id)
    }
    await record(tx, c, {
      type: 'goal.updated',
      subject: { kind: 'goal', id: goal.id },
      data: { ownerId: goal.owner_id, changed: ['contributors'] },
    })
    return summaryOf(tx, c, goal.id)
  })
}

/** Only the owner shows a private goal to others; their managers read it anyway. */
export async function share(c: Context, input: Input<typeof goals.share>): Promise<Answer<typeof goals.share>> {
  return inTransaction(c, async (tx) => {
    const goal = await writable(tx, c, input.goalId)
    if (goal.owner_id !== c.viewer.personId) throw problem('forbidden')
    const wanted = [...new Set(input.personIds)].filter((id) => id !== goal.owner_id)
    const { rows } = await sql<{ person_id: string }>`select person_id from goal_reader
      where organization_id = ${c.organizationId} and goal_id = ${goal.id}`.execute(tx)
    const before = rows.map((r) => r.person_id)
    const added = wanted.filter((id) => !before.includes(id))
    const gone = before.filter((id) => !wanted.includes(id))
    if (added.length + gone.length === 0) {
      countRecorded(c, 1) // as it was
      return summaryOf(tx, c, goal.id)
    }
    for (const personId of added) {
      await demandElement({ ...c, db: tx }, 'goals', personId)
      await sql`insert into goal_reader (organization_id, goal_id, person_id, added_at)
        values (${c.organizationId}, ${goal.id}, ${personId}, ${c.clock.now()}) on conflict do nothing`.execute(tx)
      if (goal.published_at) {
        const by = await nameOf(tx, c.organizationId, c.viewer.personId)
        await putInInbox(tx, c, personId, {
          kind: 'goal_shared',
          subject: { kind: 'goal', id: goal.id },
          params: { by: by.name },
        })
      }
    }
    await sql`delete from goal_reader where organization_id = ${c.organizationId} and goal_id = ${goal.id}
      and person_id = any(${gone}::uuid[])`.execute(tx)
    await record(tx, c, {
      type: 'goal.shared',
      subject: { kind: 'goal', id: goal.id },
      data: { ownerId: goal.owner_id, changed: ['readers'] },
    })
    return summaryOf(tx, c, goal.id)
  })
}
