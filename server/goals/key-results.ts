/** The key results of a goal as one list: what is new, what changed, what is gone. */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { NewKeyResult, Step } from '../../contract/goal.ts'
import type { Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { problem } from '../platform/problem.ts'
import { joinGoal, type Joinable } from './contributors.ts'
import type { KeyResultRow } from './queries.ts'
import { sameSteps, stepsAs, ticked } from './steps.ts'

/** Makes the goal's key results this list, in this order. True when that changed anything. */
export async function writeKeyResults(
  tx: Tx,
  c: Context,
  goal: Joinable,
  list: readonly NewKeyResult[],
  before: readonly KeyResultRow[] = [],
): Promise<boolean> {
  const now = c.clock.now()
  let changed = false
  const keep: string[] = []
  const helpers = list.flatMap((k) => (k.ownerId && k.ownerId !== goal.ownerId ? [k.ownerId] : []))
  await joinGoal(tx, c, goal, helpers)
  // Gone first: a key may move from a key result that is taken out to a new one.
  const ids = list.map((k) => k.id ?? randomUUID())
  const gone = await sql`update key_result set removed_at = ${now}
    where organization_id = ${c.organizationId} and goal_id = ${goal.id} and removed_at is null and not (id = any(${ids}::uuid[])) returning 1`.execute(
    tx,
  )
  for (const [position, wanted] of list.entries()) {
    const id = ids[position]!
    if (keep.includes(id)) throw problem('key_result_unknown')
    keep.push(id)
    const old = before[position]?.id === id ? before[position] : undefined
    const k = settled(
      wanted,
      before.find((b) => b.id === id),
      now,
    )
    if (
      old &&
      old.title === k.title &&
      old.kind === k.kind &&
      old.unit === k.unit &&
      old.start === k.start &&
      old.target === k.target &&
      old.weight === k.weight &&
      old.externalKey === k.externalKey &&
      sameSteps(old.steps, k.steps) &&
      (old.owner?.id ?? null) === k.ownerId
    )
      continue
    changed = true
    // Of one that comes back nothing is known here; its steps come back with it.
    const kept = wanted.steps === undefined && wanted.kind === 'milestones'
    if (k.externalKey) await demandFreeKey(tx, c, id, k.externalKey)
    // One taken out a moment ago comes back with the value it had.
    const written = await sql<{ owner_id: string | null }>`
      insert into key_result (organization_id, id, goal_id, position, title, kind, unit, start_value, target_value, current_value, weight, owner_id, external_key, steps)
      values (${c.organizationId}, ${id}, ${goal.id}, ${position}, ${k.title}, ${k.kind}, ${k.unit}, ${k.start}, ${k.target}, ${k.current}, ${k.weight},
        ${k.ownerId}, ${k.externalKey}, ${JSON.stringify(k.steps)}::jsonb)
      on conflict (organization_id, id) do update set position = excluded.position, title = excluded.title, kind = excluded.kind, unit = excluded.unit,
        start_value = excluded.start_value,
        target_value = case when ${kept} and jsonb_array_length(key_result.steps) > 0 then jsonb_array_length(key_result.steps) else excluded.target_value end, weight = excluded.weight, owner_id = excluded.owner_id,
        external_key = excluded.external_key, removed_at = null,
        steps = case when ${kept} then key_result.steps else excluded.steps end,
        current_value = case when not ${kept} and jsonb_array_length(excluded.steps) > 0 then excluded.current_value
          when key_result.kind = 'yes_no' or excluded.kind <> 'yes_no' then key_result.current_value else 0 end
      where key_result.goal_id = excluded.goal_id returning owner_id`.execute(tx)
    if (written.rows.length === 0) throw problem('key_result_unknown')
    await handKeyResult(tx, c, id, k.ownerId)
  }
  return changed || gone.rows.length > 0
}

/** Who looks after a key result, from now on. */
async function handKeyResult(tx: Tx, c: Context, id: string, ownerId: string | null): Promise<void> {
  const now = c.clock.now()
  await sql`update key_result_owner set until = ${now} where organization_id = ${c.organizationId} and key_result_id = ${id}
    and until is null and person_id is distinct from ${ownerId}`.execute(tx)
  if (ownerId)
    await sql`insert into key_result_owner (organization_id, key_result_id, person_id, since)
      select ${c.organizationId}::uuid, ${id}::uuid, ${ownerId}::uuid, ${now}::timestamptz
      where not exists (select from key_result_owner where organization_id = ${c.organizationId} and key_result_id = ${id} and until is null)`.execute(
      tx,
    )
}

/** A key leads to one key result of the company, or a value would not know where to go. */
async function demandFreeKey(tx: Tx, c: Context, id: string, key: string): Promise<void> {
  const { rows } =
    await sql`select 1 from key_result where organization_id = ${c.organizationId} and external_key = ${key}
    and removed_at is null and id <> ${id}`.execute(tx)
  if (rows.length > 0) throw problem('goal_key_taken', { key })
}

type Settled = Required<Omit<NewKeyResult, 'id' | 'steps'>> & { steps: Step[] }

/** What the kind of a key result says about its numbers; what was not told stays as it was. */
function settled(told: NewKeyResult, old: KeyResultRow | undefined, now: Instant): Settled {
  const k = {
    ...told,
    weight: told.weight ?? old?.weight ?? 1,
    ownerId: told.ownerId === undefined ? (old?.owner?.id ?? null) : told.ownerId,
    externalKey: told.externalKey === undefined ? (old?.externalKey ?? null) : told.externalKey || null,
    steps: [],
  }
  if (k.kind === 'yes_no') return { ...k, unit: '', start: 0, target: 1, current: k.current ? 1 : 0 }
  if (k.kind === 'milestones') {
    const current = Math.max(0, Math.round(k.current ?? 0))
    const counted = old?.kind === 'milestones' ? { steps: old.steps, current: old.current } : { steps: [], current: 0 }
    const steps = told.steps ? stepsAs(told.steps, old ? counted : { steps: [], current }, now) : counted.steps
    return steps.length > 0
      ? { ...k, steps, start: 0, target: steps.length, current: ticked(steps) }
      : { ...k, start: 0, target: Math.max(1, Math.round(k.target)), current }
  }
  if (k.kind === 'currency') return { ...k, unit: k.unit.toUpperCase(), current: k.current ?? k.start }
  return { ...k, unit: k.kind === 'percent' ? '%' : k.unit, current: k.current ?? k.start }
}
