/** A goal changes its owner: by the owner's manager, or by whoever was asked after the owner had left. */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { GoalSummary } from '../../contract/goal.ts'
import type { goals } from '../../contract/goals.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import { putInInbox } from '../attention/attention.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { countRecorded, record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { setsCompanyGoals } from './level.ts'
import { own } from './ownership.ts'
import { demandElement } from './practice.ts'
import { addUpdate, type GoalRow, nameOf } from './queries.ts'
import { summaryOf } from './read.ts'
import { inTransaction, writable } from './writable.ts'

export async function handOver(
  c: Context,
  input: Input<typeof goals.handOver>,
): Promise<Answer<typeof goals.handOver>> {
  return inTransaction(c, (tx) => handOverIn(tx, c, input))
}

export async function handOverIn(
  tx: Tx,
  c: Context,
  input: Input<typeof goals.handOver>,
  undoing = false,
): Promise<GoalSummary> {
  const goal = await writable(tx, c, input.goalId)
  if (goal.closed_at) throw problem('goal_closed')
  const to = input.personId
  if (to === goal.owner_id) {
    countRecorded(c, 1) // theirs already
    return summaryOf(tx, c, goal.id)
  }
  if (!undoing) await demandReceiver(tx, c, goal, to)
  await demandElement({ ...c, db: tx }, 'goals', to)
  const now = c.clock.now()
  await sql`update goal set owner_id = ${to}, revision = revision + 1 where organization_id = ${c.organizationId} and id = ${goal.id}`.execute(
    tx,
  )
  // Whoever answers for the goal looks after all of it; those whom the one before chose as readers go.
  await sql`delete from goal_contributor where organization_id = ${c.organizationId} and goal_id = ${goal.id} and person_id = ${to}`.execute(
    tx,
  )
  await sql`delete from goal_reader where organization_id = ${c.organizationId} and goal_id = ${goal.id}`.execute(tx)
  await sql`update key_result_owner w set until = ${now} from key_result k where k.organization_id = w.organization_id and k.id = w.key_result_id
    and w.organization_id = ${c.organizationId} and k.goal_id = ${goal.id} and w.person_id = ${to} and w.until is null`.execute(
    tx,
  )
  await sql`update key_result set owner_id = null where organization_id = ${c.organizationId} and goal_id = ${goal.id} and owner_id = ${to}`.execute(
    tx,
  )
  await sql`update goal_handover set ended_at = ${now} where organization_id = ${c.organizationId} and goal_id = ${goal.id} and ended_at is null`.execute(
    tx,
  )
  if (goal.published_at) {
    await addUpdate(tx, c, goal.id, { id: randomUUID(), kind: 'handed_over', from: goal.owner_id, to })
    await own(tx, c, goal.id)
    if (to !== c.viewer.personId) {
      const by = await nameOf(tx, c.organizationId, c.viewer.personId)
      await putInInbox(tx, c, to, {
        kind: 'goal_handed',
        subject: { kind: 'goal', id: goal.id },
        params: { by: by.name },
      })
    }
  }
  await record(tx, c, {
    type: 'goal.handed_over',
    subject: { kind: 'goal', id: goal.id },
    data: { ownerId: to, fromId: goal.owner_id },
  })
  return summaryOf(tx, c, goal.id)
}

/**
 * To oneself or somebody who reports to oneself; a company goal, by those who set them, to anybody.
 * A private goal of somebody who is here stays theirs; of somebody who left, it may be taken over
 * by the manager who could read it, and by nobody else.
 */
async function demandReceiver(tx: Tx, c: Context, goal: GoalRow, to: string): Promise<void> {
  const me = c.viewer.personId
  const company = goal.level === 'company' && setsCompanyGoals(c.viewer)
  if (!goal.leads && !company) throw problem('goal_handover')
  if (goal.visibility === 'private' && !(goal.owner_state === 'left' && to === me)) throw problem('goal_private_people')
  if (to === me || company) return
  const { rows } = await sql`select 1 from roster where organization_id = ${c.organizationId} and person_id = ${to}
    and (manager_id = ${me} or second_manager_id = ${me})`.execute(tx)
  if (rows.length === 0) throw problem('goal_handover')
}
