/**
 * Values from other systems. A row counts once by the sender's own id; a value that is older than
 * what stands there is kept in the history and moves nothing; what cannot be taken is named.
 */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { feedCodes } from '../../contract/goal-updates.ts'
import type { goals } from '../../contract/goals.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import { addMs, type Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { countRecorded, record } from '../platform/events.ts'
import { addUpdate, goalVisibleTo, lockGoal } from './queries.ts'
import { reachedOfGoal } from './rules.ts'
import { inTransaction } from './writable.ts'

type Row = Input<typeof goals.feed>['rows'][number]
type Refusal = (typeof feedCodes)[number]
/** Clocks differ a little. */
const aheadMs = 5 * 60_000

type Target = {
  id: string
  goalId: string
  ownerId: string
  kind: string
  stepped: boolean
  closed: boolean
  published: boolean
}
type Value = { row: Row; target: Target; at: Instant }

export async function feed(c: Context, input: Input<typeof goals.feed>): Promise<Answer<typeof goals.feed>> {
  return inTransaction(c, async (tx) => {
    const refused: Answer<typeof goals.feed>['refused'] = []
    const taken: Value[] = []
    let repeated = 0
    const now = c.clock.now()
    const sent = await sentBefore(tx, c, input.rows)
    const targets = await targetsOf(tx, c, input.rows)
    const inThis = new Map<string, Row>()
    for (const [index, row] of input.rows.entries()) {
      const refuse = (code: Refusal) => refused.push({ index, id: row.id, code })
      const target = targets.get(row.keyResultId ? `id:${row.keyResultId}` : `key:${row.key ?? ''}`)
      const before = sent.get(row.id)
      const twin = inThis.get(row.id)
      const at = row.at ?? now
      if (before && target && before.keyResultId === target.id && before.value === row.value) repeated++
      else if (before) refuse('id_reused')
      else if (twin) {
        if (twin.value === row.value && twin.key === row.key && twin.keyResultId === row.keyResultId) repeated++
        else refuse('id_reused')
      } else if (!target) refuse('key_unknown')
      else if (!target.published) refuse('goal_not_begun')
      else if (target.closed) refuse('goal_closed')
      else if (target.stepped || !possible(target.kind, row.value)) refuse('value_impossible')
      else if (at > addMs(now, aheadMs)) refuse('at_ahead')
      else {
        inThis.set(row.id, row)
        taken.push({ row, target, at })
      }
    }
    let late = 0
    const byGoal = Map.groupBy(taken, (v) => v.target.goalId)
    for (const [goalId, values] of [...byGoal].toSorted(([a], [b]) => (a < b ? -1 : 1)))
      late += await takeIn(tx, c, goalId, input.source, values)
    if (taken.length === 0) countRecorded(c, 1) // nothing was new
    return { accepted: taken.length, late, repeated, refused }
  })
}

const possible = (kind: string, value: number) =>
  kind === 'yes_no' ? value === 0 || value === 1 : kind === 'milestones' ? Number.isInteger(value) && value >= 0 : true

async function sentBefore(tx: Tx, c: Context, rows: readonly Row[]) {
  const { rows: found } = await sql<{ id: string; keyResultId: string; value: number }>`
    select sent_id as id, key_result_id as "keyResultId", value from key_result_feed where organization_id = ${c.organizationId}
      and sender_id = ${c.viewer.personId} and sent_id = any(${rows.map((r) => r.id)}::text[])`.execute(tx)
  return new Map(found.map((f) => [f.id, f]))
}

/**
 * The key results that the sender may move: of goals that they may report on; an administrator's or
 * lead's system also those that the goal's owner opened to other systems by giving them a key. One
 * that is not there and one that may not be moved look the same.
 */
async function targetsOf(tx: Tx, c: Context, rows: readonly Row[]): Promise<Map<string, Target>> {
  const me = c.viewer.personId
  const system = c.viewer.roles.includes('admin') || c.viewer.roles.includes('lead')
  const { rows: found } = await sql<Target & { key: string | null; mine: boolean }>`
    select k.id, k.external_key as key, k.goal_id as "goalId", g.owner_id as "ownerId", k.kind, jsonb_array_length(k.steps) > 0 as stepped, g.closed_at is not null as closed,
      g.published_at is not null as published,
      ${goalVisibleTo(c.viewer)} and (g.owner_id = ${me} or coalesce(r.manager_id = ${me} or r.second_manager_id = ${me}, false)
        or exists (select from goal_contributor x where x.organization_id = g.organization_id and x.goal_id = g.id and x.person_id = ${me})) as mine
    from key_result k join goal g on g.organization_id = k.organization_id and g.id = k.goal_id and g.removed_at is null
    left join roster r on r.organization_id = g.organization_id and r.person_id = g.owner_id
    where k.organization_id = ${c.organizationId} and k.removed_at is null
      and (k.id = any(${rows.flatMap((r) => r.keyResultId ?? [])}::uuid[]) or k.external_key = any(${rows.flatMap((r) => r.key ?? [])}::text[]))`.execute(
    tx,
  )
  const targets = new Map<string, Target>()
  for (const { key, mine, ...target } of found) {
    if (mine) targets.set(`id:${target.id}`, target)
    if (key !== null && (mine || system)) targets.set(`key:${key}`, target)
  }
  return targets
}

/** The values of one goal as one line of its history. Returns how many came late. */
async function takeIn(tx: Tx, c: Context, goalId: string, source: string, values: readonly Value[]): Promise<number> {
  await lockGoal(tx, c.organizationId, goalId)
  const { rows: results } = await sql<{
    id: string
    kind: 'number'
    start: number
    target: number
    current: number
    weight: number
    valueAt: Instant | null
  }>`select id, kind, start_value as start, target_value as target, current_value as current, weight, value_at as "valueAt"
    from key_result where organization_id = ${c.organizationId} and goal_id = ${goalId} and removed_at is null`.execute(
    tx,
  )
  const before = reachedOfGoal(results, 0)
  const updateId = randomUUID()
  const moved = new Map<string, { from: number; fromAt: Instant | null; to: number; at: Instant }>()
  let late = 0
  for (const { row, target, at } of values.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))) {
    const k = results.find((one) => one.id === target.id)
    if (!k) continue
    if (k.valueAt !== null && at < k.valueAt) late++
    else {
      const first = moved.get(k.id)
      moved.set(k.id, { from: first?.from ?? k.current, fromAt: first ? first.fromAt : k.valueAt, to: row.value, at })
      k.current = row.value
      k.valueAt = at
    }
  }
  await addUpdate(tx, c, goalId, {
    id: updateId,
    kind: 'fed',
    source,
    reachedBefore: before,
    reachedAfter: reachedOfGoal(results, 0),
    valueAt: values.reduce((newest, v) => (v.at > newest ? v.at : newest), values[0]!.at),
  })
  for (const [id, m] of moved) {
    await sql`insert into key_result_value (organization_id, update_id, key_result_id, from_value, to_value, from_at)
      values (${c.organizationId}, ${updateId}, ${id}, ${m.from}, ${m.to}, ${m.fromAt})`.execute(tx)
    await sql`update key_result set current_value = ${m.to}, value_at = ${m.at} where organization_id = ${c.organizationId} and id = ${id}`.execute(
      tx,
    )
  }
  for (const { row, target, at } of values)
    await sql`insert into key_result_feed (organization_id, sender_id, sent_id, key_result_id, value, value_at, received_at, update_id)
      values (${c.organizationId}, ${c.viewer.personId}, ${row.id}, ${target.id}, ${row.value}, ${at}, ${c.clock.now()}, ${updateId})`.execute(
      tx,
    )
  await record(tx, c, {
    type: 'goal.fed',
    subject: { kind: 'goal', id: goalId },
    data: { ownerId: values[0]!.target.ownerId, updateId, values: values.length },
  })
  return late
}
