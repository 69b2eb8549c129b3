/** What the owner of a goal and their managers do with it. One file: every verb here begins with `writable`. */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { GoalSummary, Step } from '../../contract/goal.ts'
import type { goals } from '../../contract/goals.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import { demand } from '../access/access.ts'
import { putInInbox } from '../attention/attention.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { countRecorded, record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { joinGoal, tellContributors, toJoin } from './contributors.ts'
import { writeKeyResults } from './key-results.ts'
import { demandLevel, demandPublicLevel, levelsFor } from './level.ts'
import { own, place } from './ownership.ts'
import { dayOf, demandElement } from './practice.ts'
import { addUpdate, goalOf, type GoalRow, hasWork, lockGoal, nameOf } from './queries.ts'
import { summaryOf } from './read.ts'
import { periodFor, reachedOfGoal } from './rules.ts'
import { tick, ticked, untick } from './steps.ts'
import { demandDates, inTransaction, reportable, setParent, writable } from './writable.ts'

export async function create(c: Context, input: Input<typeof goals.create>): Promise<Answer<typeof goals.create>> {
  const ownerId = input.ownerId ?? c.viewer.personId
  // Whoever sets the company's goals writes them also for those who own them.
  if (input.level === 'company') await demandLevel(c, 'company', ownerId)
  else await demand(c, 'goals.write', ownerId)
  if (input.level === 'team') await demandLevel(c, 'team', ownerId)
  demandPublicLevel(input.level, input.visibility)
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
      insert into goal (organization_id, id, owner_id, title, description, visibility, level, starts_on, ends_on, created_by, created_at, published_by, published_at)
      values (${c.organizationId}, ${id}, ${ownerId}, ${input.title}, ${input.description}, ${input.visibility}, ${input.level}, ${startsOn}, ${endsOn},
        ${c.viewer.personId}, ${now}, ${input.draft ? null : c.viewer.personId}, ${input.draft ? null : now})
      on conflict do nothing returning 1`.execute(tx)
    if (made.rows.length === 0) return repeated(tx, c, id)
    if (input.parentId) await setParent(tx, c, id, input.parentId)
    await joinGoal(tx, c, { id, ownerId, visibility: input.visibility, told: !input.draft }, input.contributorIds)
    await writeKeyResults(tx, c, { id, ownerId, visibility: input.visibility, told: !input.draft }, input.keyResults)
    if (!input.draft) {
      await addUpdate(tx, c, id, { id: randomUUID(), kind: 'published' })
      await own(tx, c, id)
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

export async function update(c: Context, input: Input<typeof goals.update>): Promise<Answer<typeof goals.update>> {
  return inTransaction(c, (tx) => updateIn(tx, c, input))
}

export async function updateIn(
  tx: Tx,
  c: Context,
  input: Input<typeof goals.update>,
  undoing = false,
): Promise<GoalSummary> {
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
  demandPublicLevel(goal.level, next.visibility)
  // What somebody keeps private, only they open to everybody.
  const opened = goal.published_at && goal.visibility === 'private' && next.visibility === 'public'
  if (opened && !undoing && goal.owner_id !== c.viewer.personId) throw problem('forbidden')
  const changed: string[] = []
  if (next.title !== goal.title) changed.push('title')
  if (next.description !== goal.description) changed.push('description')
  if (next.visibility !== goal.visibility) changed.push('visibility')
  if (next.startsOn !== goal.starts_on) changed.push('startsOn')
  if (next.endsOn !== goal.ends_on) changed.push('endsOn')
  if (input.parentId !== undefined && input.parentId !== goal.parent_id && input.parentId !== goal.parent_id_kept) {
    await setParent(tx, c, goal.id, input.parentId)
    changed.push('parent')
  }
  if (input.keyResults && (await writeKeyResults(tx, c, toJoin(goal), input.keyResults, goal.key_results)))
    changed.push('keyResults')
  if (changed.length === 0) {
    countRecorded(c, 1) // nothing was different, so there is nothing to tell
    return summaryOf(tx, c, goal.id)
  }
  await sql`update goal set title = ${next.title}, description = ${next.description}, visibility = ${next.visibility},
      starts_on = ${next.startsOn}, ends_on = ${next.endsOn}, revision = revision + 1
    where organization_id = ${c.organizationId} and id = ${goal.id}`.execute(tx)
  if (goal.published_at) {
    await addUpdate(tx, c, goal.id, { id: randomUUID(), kind: 'edited', changed })
    if (changed.some((field) => ['startsOn', 'endsOn', 'keyResults'].includes(field))) await own(tx, c, goal.id)
  }
  await record(tx, c, {
    type: 'goal.updated',
    subject: { kind: 'goal', id: goal.id },
    data: { ownerId: goal.owner_id, changed },
  })
  return summaryOf(tx, c, goal.id)
}

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
    await own(tx, c, goal.id)
    if (goal.owner_id !== c.viewer.personId) await tellOwner(tx, c, goal.id, goal.owner_id)
    await tellContributors(tx, c, goal.id)
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
    const goal = await reportable(tx, c, input.goalId)
    if (goal.closed_at) throw problem('goal_closed')
    if (!goal.published_at) throw problem('goal_draft')
    const values = new Map(input.values.map((v) => [v.keyResultId, v.value]))
    const stepped = goal.key_results.filter((k) => k.steps.length > 0)
    // How far it is, the steps say; a number beside them could only disagree.
    if (stepped.some((k) => values.has(k.id))) throw problem('goal_steps')
    const ticks = new Map(input.steps.map((s) => [s.stepId, s.done]))
    const steps = new Map<string, Step[]>()
    for (const k of stepped) {
      if (!k.steps.some((s) => ticks.has(s.id))) continue
      const next = tick(k.steps, ticks, c.clock.now())
      steps.set(k.id, next)
      values.set(k.id, ticked(next))
    }
    for (const id of ticks.keys())
      if (!stepped.some((k) => k.steps.some((s) => s.id === id))) throw problem('key_result_unknown')
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
      const from = goal.key_results.find((k) => k.id === keyResultId)!
      const next = steps.get(keyResultId)
      await sql`insert into key_result_value (organization_id, update_id, key_result_id, from_value, to_value, from_at, from_steps)
        values (${c.organizationId}, ${updateId}, ${keyResultId}, ${from.current}, ${value}, ${from.valueAt},
          ${next ? JSON.stringify(from.steps) : null}::jsonb)`.execute(tx)
      await sql`update key_result set current_value = ${value}, value_at = ${c.clock.now()}
        ${next ? sql`, steps = ${JSON.stringify(next)}::jsonb` : sql``} where organization_id = ${c.organizationId} and id = ${keyResultId}`.execute(
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
    const goal = await reportable(tx, c, input.goalId)
    const { rows } = await sql<{ id: string; kind: string; reached_before: number | null }>`
      select id, kind, reached_before from goal_update
      where organization_id = ${c.organizationId} and goal_id = ${goal.id} and taken_back_at is null and kind <> 'edited'
      order by created_at desc, number desc limit 1`.execute(tx)
    const newest = rows[0]
    const asked = await sql<{ author_id: string | null }>`select author_id from goal_update
      where organization_id = ${c.organizationId} and goal_id = ${goal.id} and id = ${input.updateId}`.execute(tx)
    if (!asked.rows[0]) throw problem('not_found')
    if (asked.rows[0].author_id !== c.viewer.personId) throw problem('forbidden')
    if (newest?.id !== input.updateId || newest.kind !== 'progressed') throw problem('goal_update_old')
    await sql`update goal_update set taken_back_at = ${c.clock.now()}, taken_back_by = ${c.viewer.personId}
      where organization_id = ${c.organizationId} and id = ${newest.id}`.execute(tx)
    await sql`update key_result k set current_value = v.from_value, value_at = v.from_at from key_result_value v
      where v.organization_id = ${c.organizationId} and v.update_id = ${newest.id} and k.organization_id = v.organization_id and k.id = v.key_result_id`.execute(
      tx,
    )
    await untickSteps(tx, c, goal, newest.id)
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

/**
 * The steps that an act ticked or opened are as they were; others may have been written since. Where the act said a
 * number and steps were named only later, they stay, and say how far it is.
 */
async function untickSteps(tx: Tx, c: Context, goal: GoalRow, updateId: string): Promise<void> {
  const { rows } = await sql<{
    id: string
    steps: Step[] | null
  }>`select key_result_id as id, from_steps as steps from key_result_value
    where organization_id = ${c.organizationId} and update_id = ${updateId}`.execute(tx)
  for (const before of rows) {
    const k = goal.key_results.find((one) => one.id === before.id)
    if (!k || k.steps.length === 0) continue
    const steps = before.steps ? untick(k.steps, before.steps) : k.steps
    await sql`update key_result set steps = ${JSON.stringify(steps)}::jsonb, current_value = ${ticked(steps)}
      where organization_id = ${c.organizationId} and id = ${k.id}`.execute(tx)
  }
}

export async function close(c: Context, input: Input<typeof goals.close>): Promise<Answer<typeof goals.close>> {
  return inTransaction(c, (tx) => closeIn(tx, c, input))
}

export async function closeIn(tx: Tx, c: Context, input: Input<typeof goals.close>): Promise<GoalSummary> {
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
  await own(tx, c, goal.id)
  await record(tx, c, {
    type: 'goal.closed',
    subject: { kind: 'goal', id: goal.id },
    data: { ownerId: goal.owner_id, outcome: input.outcome },
  })
  return summaryOf(tx, c, goal.id)
}

export async function reopen(c: Context, input: Input<typeof goals.reopen>): Promise<Answer<typeof goals.reopen>> {
  return inTransaction(c, (tx) => reopenIn(tx, c, input))
}

export async function reopenIn(tx: Tx, c: Context, input: Input<typeof goals.reopen>): Promise<GoalSummary> {
  const goal = await writable(tx, c, input.goalId)
  if (!goal.closed_at) {
    countRecorded(c, 1) // open already
    return summaryOf(tx, c, goal.id)
  }
  await sql`update goal set closed_at = null, closed_by = null, outcome = null, reflection = ''
    where organization_id = ${c.organizationId} and id = ${goal.id}`.execute(tx)
  await addUpdate(tx, c, goal.id, { id: randomUUID(), kind: 'reopened' })
  await own(tx, c, goal.id)
  await record(tx, c, {
    type: 'goal.reopened',
    subject: { kind: 'goal', id: goal.id },
    data: { ownerId: goal.owner_id },
  })
  return summaryOf(tx, c, goal.id)
}

export async function remove(c: Context, input: Input<typeof goals.remove>): Promise<Answer<typeof goals.remove>> {
  return inTransaction(c, (tx) => removeIn(tx, c, input))
}

export async function removeIn(
  tx: Tx,
  c: Context,
  input: Input<typeof goals.remove>,
): Promise<Answer<typeof goals.remove>> {
  const goal = await writable(tx, c, input.goalId)
  if (await hasWork(tx, c.organizationId, goal.id)) throw problem('goal_in_use')
  await sql`update goal set removed_at = ${c.clock.now()}, removed_by = ${c.viewer.personId}
    where organization_id = ${c.organizationId} and id = ${goal.id}`.execute(tx)
  await own(tx, c, goal.id)
  await record(tx, c, {
    type: 'goal.removed',
    subject: { kind: 'goal', id: goal.id },
    data: { ownerId: goal.owner_id },
  })
  return { removed: true }
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
    await own(tx, c, goal.id)
    await record(tx, c, {
      type: 'goal.restored',
      subject: { kind: 'goal', id: goal.id },
      data: { ownerId: goal.owner_id },
    })
    return summaryOf(tx, c, goal.id)
  })
}

export async function setLevel(c: Context, input: Input<typeof goals.level>): Promise<Answer<typeof goals.level>> {
  return inTransaction(c, async (tx) => {
    await lockGoal(tx, c.organizationId, input.goalId)
    const goal = await goalOf(tx, c.viewer, input.goalId)
    if (!goal) throw problem('not_found')
    if (goal.owner_state !== 'left') await demandElement({ ...c, db: tx }, 'goals', goal.owner_id)
    const levels = await levelsFor(c, tx, goal.owner_id)
    // Taking a company goal down needs the same say as setting it.
    if (!levels.includes(input.level) || !levels.includes(goal.level)) throw problem('goal_level')
    if (goal.closed_at) throw problem('goal_closed')
    demandPublicLevel(input.level, goal.visibility)
    if (goal.level === input.level) {
      countRecorded(c, 1) // as it was
      return summaryOf(tx, c, goal.id)
    }
    await sql`update goal set level = ${input.level}, revision = revision + 1
      where organization_id = ${c.organizationId} and id = ${goal.id}`.execute(tx)
    await place(tx, c, goal.id)
    if (goal.published_at) await addUpdate(tx, c, goal.id, { id: randomUUID(), kind: 'edited', changed: ['level'] })
    await record(tx, c, {
      type: 'goal.updated',
      subject: { kind: 'goal', id: goal.id },
      data: { ownerId: goal.owner_id, changed: ['level'] },
    })
    return summaryOf(tx, c, goal.id)
  })
}
