import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { goals, GoalSummary, NewKeyResult } from '../../contract/goals.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import { demand } from '../access/access.ts'
import { putInInbox } from '../attention/attention.ts'
import type { Day } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { countRecorded, record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { dayOf, demandElement } from './practice.ts'
import {
  addUpdate,
  believeOwnership,
  type GoalRow,
  goalOf,
  hasWork,
  lockGoal,
  nameOf,
  turnsOf,
  wouldCircle,
} from './queries.ts'
import { summaryOf } from './read.ts'
import { ownedDays, periodFor, reachedOfGoal } from './rules.ts'

export async function create(c: Context, input: Input<typeof goals.create>): Promise<Answer<typeof goals.create>> {
  const ownerId = input.ownerId ?? c.viewer.personId
  await demand(c, 'goals.write', ownerId)
  const { settings } = await demandElement(c, 'goals', ownerId)
  const today = await dayOf(c)
  const period = periodFor(today, settings.period)
  const startsOn = input.startsOn ?? (input.endsOn && input.endsOn < period.startsOn ? input.endsOn : period.startsOn)
  const endsOn =
    input.endsOn ?? (period.endsOn > startsOn ? period.endsOn : periodFor(startsOn, settings.period).endsOn)
  demandDates(startsOn, endsOn)
  const id = input.id ?? randomUUID()
  return c.db.transaction().execute(async (tx) => {
    const now = c.clock.now()
    const made = await sql`
      insert into goal (organization_id, id, owner_id, title, description, visibility, starts_on, ends_on, created_by, created_at, published_by, published_at)
      values (${c.organizationId}, ${id}, ${ownerId}, ${input.title}, ${input.description}, ${input.visibility}, ${startsOn}, ${endsOn},
        ${c.viewer.personId}, ${now}, ${input.draft ? null : c.viewer.personId}, ${input.draft ? null : now})
      on conflict do nothing returning 1`.execute(tx)
    if (made.rows.length === 0) return repeated(tx, c, id)
    if (input.parentId) await setParent(tx, c, id, input.parentId)
    await writeKeyResults(tx, c, id, input.keyResults)
    if (!input.draft) {
      await addUpdate(tx, c, id, { id: randomUUID(), kind: 'published' })
      await own(tx, c, { id, ownerId, startsOn, endsOn })
      if (ownerId !== c.viewer.personId) await tellOwner(tx, c, id, ownerId)
    }
    await record(tx, c, {
      type: 'goal.created',
      subject: { kind: 'goal', id },
      data: { ownerId, ...(input.draft ? { draft: true } : {}) },
    })
    return summaryOf(tx, c, id)
  })
}

/** Somebody who finds a new goal among their own learns who wrote it. */
async function tellOwner(tx: Tx, c: Context, goalId: string, ownerId: string): Promise<void> {
  const by = await nameOf(tx, c.organizationId, c.viewer.personId)
  await putInInbox(tx, c, ownerId, {
    kind: 'goal_written',
    subject: { kind: 'goal', id: goalId },
    params: { by: by.name },
  })
}

/** The same request a second time, after its answer was lost: the goal it made the first time. */
async function repeated(tx: Tx, c: Context, id: string): Promise<GoalSummary> {
  const there = await goalOf(tx, c.viewer, id)
  if (!there || there.created_by !== c.viewer.personId) throw problem('conflict')
  countRecorded(c, 1) // the first request left the event
  return summaryOf(tx, c, id)
}

function demandDates(startsOn: Day, endsOn: Day): void {
  if (endsOn < startsOn) throw problem('goal_dates')
}

/** A goal to write to: visible, of oneself or somebody who reports to the viewer, of a person who has the element. Locked. */
async function writable(tx: Tx, c: Context, goalId: string, removed = false): Promise<GoalRow> {
  await lockGoal(tx, c.organizationId, goalId)
  const goal = await goalOf(tx, c.viewer, goalId, removed)
  if (!goal) throw problem('not_found')
  if (goal.owner_id !== c.viewer.personId && !goal.leads) throw problem('forbidden')
  await demandElement({ ...c, db: tx }, 'goals', goal.owner_id) // on this connection: a second one could wait for ever
  return goal
}

const inTransaction = <T>(c: Context, work: (tx: Tx) => Promise<T>): Promise<T> => c.db.transaction().execute(work)

export async function update(c: Context, input: Input<typeof goals.update>): Promise<Answer<typeof goals.update>> {
  return inTransaction(c, async (tx) => {
    const goal = await writable(tx, c, input.goalId)
    if (input.revision !== undefined && input.revision !== goal.revision) throw problem('conflict')
    if (goal.closed_at) throw problem('goal_closed')
    const next = {
      title: input.title ?? goal.title,
      description: input.description ?? goal.description,
      visibility: input.visibility ?? goal.visibility,
      startsOn: input.startsOn ?? goal.starts_on,
      endsOn: input.endsOn ?? goal.ends_on,
    }
    demandDates(next.startsOn, next.endsOn)
    // What somebody keeps private, only they open to everybody.
    const opened = goal.published_at && goal.visibility === 'private' && next.visibility === 'public'
    if (opened && goal.owner_id !== c.viewer.personId) throw problem('forbidden')
    const changed: string[] = []
    if (next.title !== goal.title) changed.push('title')
    if (next.description !== goal.description) changed.push('description')
    if (next.visibility !== goal.visibility) changed.push('visibility')
    if (next.startsOn !== goal.starts_on) changed.push('startsOn')
    if (next.endsOn !== goal.ends_on) changed.push('endsOn')
    if (input.parentId !== undefined && input.parentId !== goal.parent_id) {
      await setParent(tx, c, goal.id, input.parentId)
      changed.push('parent')
    }
    if (input.keyResults && (await writeKeyResults(tx, c, goal.id, input.keyResults, goal))) changed.push('keyResults')
    if (changed.length === 0) {
      countRecorded(c, 1) // nothing was different, so there is nothing to tell
      return summaryOf(tx, c, goal.id)
    }
    await sql`update goal set title = ${next.title}, description = ${next.description}, visibility = ${next.visibility},
        starts_on = ${next.startsOn}, ends_on = ${next.endsOn}, revision = revision + 1
      where organization_id = ${c.organizationId} and id = ${goal.id}`.execute(tx)
    if (goal.published_at) {
      await addUpdate(tx, c, goal.id, { id: randomUUID(), kind: 'edited', changed })
      if (changed.includes('startsOn') || changed.includes('endsOn'))
        await own(tx, c, { id: goal.id, ownerId: goal.owner_id, ...next })
    }
    await record(tx, c, {
      type: 'goal.updated',
      subject: { kind: 'goal', id: goal.id },
      data: { ownerId: goal.owner_id, changed },
    })
    return summaryOf(tx, c, goal.id)
  })
}

/** Only a goal that the writer may see, and no circle: a goal cannot serve what serves it. */
async function setParent(tx: Tx, c: Context, goalId: string, parentId: string | null): Promise<void> {
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
}

/** Makes the goal's key results this list, in this order. True when that changed anything. */
async function writeKeyResults(
  tx: Tx,
  c: Context,
  goalId: string,
  list: readonly NewKeyResult[],
  before?: GoalRow,
): Promise<boolean> {
  const now = c.clock.now()
  let changed = false
  const keep: string[] = []
  for (const [position, wanted] of list.entries()) {
    const k = settled(wanted)
    const id = wanted.id ?? randomUUID()
    keep.push(id)
    const there = before?.key_results.findIndex((old) => old.id === id) ?? -1
    const old = before?.key_results[there]
    if (
      old &&
      there === position &&
      old.title === k.title &&
      old.kind === k.kind &&
      old.unit === k.unit &&
      old.start === k.start &&
      old.target === k.target
    )
      continue
    changed = true
    // One taken out a moment ago comes back with the value it had.
    const written = await sql`
      insert into key_result (organization_id, id, goal_id, position, title, kind, unit, start_value, target_value, current_value)
      values (${c.organizationId}, ${id}, ${goalId}, ${position}, ${k.title}, ${k.kind}, ${k.unit}, ${k.start}, ${k.target}, ${k.current})
      on conflict (organization_id, id) do update set position = excluded.position, title = excluded.title, kind = excluded.kind, unit = excluded.unit,
        start_value = excluded.start_value, target_value = excluded.target_value, removed_at = null,
        current_value = case when key_result.kind = 'yes_no' or excluded.kind <> 'yes_no' then key_result.current_value else 0 end
      where key_result.goal_id = excluded.goal_id returning 1`.execute(tx)
    if (written.rows.length === 0) throw problem('key_result_unknown')
  }
  const gone = await sql`update key_result set removed_at = ${now}
    where organization_id = ${c.organizationId} and goal_id = ${goalId} and removed_at is null and not (id = any(${keep}::uuid[])) returning 1`.execute(
    tx,
  )
  return changed || gone.rows.length > 0
}

/** What the kind of a key result says about its numbers. */
function settled(k: NewKeyResult): Required<Omit<NewKeyResult, 'id'>> {
  if (k.kind === 'yes_no') return { ...k, unit: '', start: 0, target: 1, current: k.current ? 1 : 0 }
  if (k.kind === 'milestones')
    return {
      ...k,
      start: 0,
      target: Math.max(1, Math.round(k.target)),
      current: Math.max(0, Math.round(k.current ?? 0)),
    }
  if (k.kind === 'currency') return { ...k, unit: k.unit.toUpperCase(), current: k.current ?? k.start }
  return { ...k, unit: k.kind === 'percent' ? '%' : k.unit, current: k.current ?? k.start }
}

/** Brings the dated ownership up to what publishing, closing and the dates now say. */
async function own(
  tx: Tx,
  c: Context,
  goal: { id: string; ownerId: string; startsOn: Day; endsOn: Day },
): Promise<void> {
  const days = ownedDays(goal, await turnsOf(tx, c.organizationId, goal.id))
  await believeOwnership(
    tx,
    { organizationId: c.organizationId, id: goal.id, ownerId: goal.ownerId },
    days,
    c.clock.now(),
  )
}
const ownAgain = (tx: Tx, c: Context, goal: GoalRow) =>
  own(tx, c, { id: goal.id, ownerId: goal.owner_id, startsOn: goal.starts_on, endsOn: goal.ends_on })

export async function publish(c: Context, input: Input<typeof goals.publish>): Promise<Answer<typeof goals.publish>> {
  return inTransaction(c, async (tx) => {
    const goal = await writable(tx, c, input.goalId)
    if (goal.published_at) {
      countRecorded(c, 1) // pressed twice
      return summaryOf(tx, c, goal.id)
    }
    await sql`update goal set published_at = ${c.clock.now()}, published_by = ${c.viewer.personId}
      where organization_id = ${c.organizationId} and id = ${goal.id}`.execute(tx)
    await addUpdate(tx, c, goal.id, { id: randomUUID(), kind: 'published' })
    await ownAgain(tx, c, goal)
    if (goal.owner_id !== c.viewer.personId) await tellOwner(tx, c, goal.id, goal.owner_id)
    await record(tx, c, {
      type: 'goal.published',
      subject: { kind: 'goal', id: goal.id },
      data: { ownerId: goal.owner_id },
    })
    return summaryOf(tx, c, goal.id)
  })
}

export async function progress(
  c: Context,
  input: Input<typeof goals.progress>,
): Promise<Answer<typeof goals.progress>> {
  return inTransaction(c, async (tx) => {
    const goal = await writable(tx, c, input.goalId)
    if (goal.closed_at) throw problem('goal_closed')
    if (!goal.published_at) throw problem('goal_draft')
    const values = new Map(input.values.map((v) => [v.keyResultId, v.value]))
    for (const id of values.keys()) if (!goal.key_results.some((k) => k.id === id)) throw problem('key_result_unknown')
    const after = goal.key_results.map((k) => ({ ...k, current: values.get(k.id) ?? k.current }))
    const said = goal.key_results.length === 0 ? (input.reached ?? goal.said_reached) : goal.said_reached
    const updateId = randomUUID()
    await addUpdate(tx, c, goal.id, {
      id: updateId,
      kind: 'progressed',
      confidence: input.confidence,
      note: input.note,
      reachedBefore: reachedOfGoal(goal.key_results, goal.said_reached),
      reachedAfter: reachedOfGoal(after, said),
    })
    for (const [keyResultId, value] of values) {
      const from = goal.key_results.find((k) => k.id === keyResultId)!.current
      await sql`insert into key_result_value (organization_id, update_id, key_result_id, from_value, to_value)
        values (${c.organizationId}, ${updateId}, ${keyResultId}, ${from}, ${value})`.execute(tx)
      await sql`update key_result set current_value = ${value} where organization_id = ${c.organizationId} and id = ${keyResultId}`.execute(
        tx,
      )
    }
    if (said !== goal.said_reached)
      await sql`update goal set said_reached = ${said} where organization_id = ${c.organizationId} and id = ${goal.id}`.execute(
        tx,
      )
    const changed = [
      ...(values.size > 0 || input.reached !== undefined ? ['values'] : []),
      ...(input.confidence ? ['confidence'] : []),
      ...(input.note ? ['note'] : []),
    ]
    await record(tx, c, {
      type: 'goal.progressed',
      subject: { kind: 'goal', id: goal.id },
      data: { ownerId: goal.owner_id, updateId, changed },
    })
    return { updateId, goal: await summaryOf(tx, c, goal.id) }
  })
}

export async function takeBack(
  c: Context,
  input: Input<typeof goals.takeBack>,
): Promise<Answer<typeof goals.takeBack>> {
  return inTransaction(c, async (tx) => {
    const goal = await writable(tx, c, input.goalId)
    const { rows } = await sql<{ id: string; kind: string; reached_before: number | null }>`
      select id, kind, reached_before from goal_update
      where organization_id = ${c.organizationId} and goal_id = ${goal.id} and taken_back_at is null and kind <> 'edited'
      order by created_at desc, number desc limit 1`.execute(tx)
    const newest = rows[0]
    const asked = await sql<{ author_id: string }>`select author_id from goal_update
      where organization_id = ${c.organizationId} and goal_id = ${goal.id} and id = ${input.updateId}`.execute(tx)
    if (!asked.rows[0]) throw problem('not_found')
    if (asked.rows[0].author_id !== c.viewer.personId) throw problem('forbidden')
    if (newest?.id !== input.updateId || newest.kind !== 'progressed') throw problem('goal_update_old')
    await sql`update goal_update set taken_back_at = ${c.clock.now()}, taken_back_by = ${c.viewer.personId}
      where organization_id = ${c.organizationId} and id = ${newest.id}`.execute(tx)
    await sql`update key_result k set current_value = v.from_value from key_result_value v
      where v.organization_id = ${c.organizationId} and v.update_id = ${newest.id} and k.organization_id = v.organization_id and k.id = v.key_result_id`.execute(
      tx,
    )
    if (goal.key_results.length === 0 && newest.reached_before !== null) {
      await sql`update goal set said_reached = ${newest.reached_before} where organization_id = ${c.organizationId} and id = ${goal.id}`.execute(
        tx,
      )
    }
    await record(tx, c, {
      type: 'goal.progress_taken_back',
      subject: { kind: 'goal', id: goal.id },
      data: { ownerId: goal.owner_id, updateId: newest.id },
    })
    return summaryOf(tx, c, goal.id)
  })
}

export async function close(c: Context, input: Input<typeof goals.close>): Promise<Answer<typeof goals.close>> {
  return inTransaction(c, async (tx) => {
    const goal = await writable(tx, c, input.goalId)
    if (goal.closed_at) throw problem('goal_closed')
    if (!goal.published_at) throw problem('goal_draft')
    await sql`update goal set closed_at = ${c.clock.now()}, closed_by = ${c.viewer.personId}, outcome = ${input.outcome}, reflection = ${input.reflection}
      where organization_id = ${c.organizationId} and id = ${goal.id}`.execute(tx)
    const reached = reachedOfGoal(goal.key_results, goal.said_reached)
    await addUpdate(tx, c, goal.id, {
      id: randomUUID(),
      kind: 'closed',
      outcome: input.outcome,
      note: input.reflection,
      reachedBefore: reached,
      reachedAfter: reached,
    })
    await ownAgain(tx, c, goal)
    await record(tx, c, {
      type: 'goal.closed',
      subject: { kind: 'goal', id: goal.id },
      data: { ownerId: goal.owner_id, outcome: input.outcome },
    })
    return summaryOf(tx, c, goal.id)
  })
}

export async function reopen(c: Context, input: Input<typeof goals.reopen>): Promise<Answer<typeof goals.reopen>> {
  return inTransaction(c, async (tx) => {
    const goal = await writable(tx, c, input.goalId)
    if (!goal.closed_at) {
      countRecorded(c, 1) // open already
      return summaryOf(tx, c, goal.id)
    }
    await sql`update goal set closed_at = null, closed_by = null, outcome = null, reflection = ''
      where organization_id = ${c.organizationId} and id = ${goal.id}`.execute(tx)
    await addUpdate(tx, c, goal.id, { id: randomUUID(), kind: 'reopened' })
    await ownAgain(tx, c, goal)
    await record(tx, c, {
      type: 'goal.reopened',
      subject: { kind: 'goal', id: goal.id },
      data: { ownerId: goal.owner_id },
    })
    return summaryOf(tx, c, goal.id)
  })
}

export async function remove(c: Context, input: Input<typeof goals.remove>): Promise<Answer<typeof goals.remove>> {
  return inTransaction(c, async (tx) => {
    const goal = await writable(tx, c, input.goalId)
    if (await hasWork(tx, c.organizationId, goal.id)) throw problem('goal_in_use')
    await sql`update goal set removed_at = ${c.clock.now()}, removed_by = ${c.viewer.personId}
      where organization_id = ${c.organizationId} and id = ${goal.id}`.execute(tx)
    await believeOwnership(
      tx,
      { organizationId: c.organizationId, id: goal.id, ownerId: goal.owner_id },
      [],
      c.clock.now(),
    )
    await record(tx, c, {
      type: 'goal.removed',
      subject: { kind: 'goal', id: goal.id },
      data: { ownerId: goal.owner_id },
    })
    return { removed: true }
  })
}

export async function restore(c: Context, input: Input<typeof goals.restore>): Promise<Answer<typeof goals.restore>> {
  return inTransaction(c, async (tx) => {
    const goal = await writable(tx, c, input.goalId, true)
    if (!goal.removed_at) {
      countRecorded(c, 1) // there already
      return summaryOf(tx, c, goal.id)
    }
    await sql`update goal set removed_at = null, removed_by = null where organization_id = ${c.organizationId} and id = ${goal.id}`.execute(
      tx,
    )
    await ownAgain(tx, c, goal)
    await record(tx, c, {
      type: 'goal.restored',
      subject: { kind: 'goal', id: goal.id },
      data: { ownerId: goal.owner_id },
    })
    return summaryOf(tx, c, goal.id)
  })
}
