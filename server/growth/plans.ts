/** What a person wants to learn: theirs to write, and seen by whom they say. */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { growth, GrowthPlan } from '../../contract/growth.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import { demand } from '../access/access.ts'
import { putInInbox, takeFromInboxes } from '../attention/attention.ts'
import { dayOf, demandElement } from '../goals/goals.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { countRecorded, record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { versionOn } from './expectations.ts'
import { planIn } from './plan-seen.ts'
import { type FoundFocus, managersOf, personOf, planOfAction, planOfFocus, planRows } from './queries.ts'
import { behindWall } from './wall.ts'

type Plan = GrowthPlan

const touch = (tx: Tx, c: Context, planId: string) =>
  sql`update growth_plan set touched_at = ${c.clock.now()} where organization_id = ${c.organizationId} and id = ${planId}`.execute(
    tx,
  )

/** The viewer's own open plan, with a write in it. */
async function inPlan(
  c: Context,
  find: (tx: Tx) => Promise<FoundFocus | undefined>,
  work: (tx: Tx, planId: string, inside: Context) => Promise<{ type: string; id: string; changed?: string[] } | null>,
  removed = false,
): Promise<Plan> {
  return behindWall(c, async (tx, inside) => {
    const found = await find(tx)
    if (!found || found.closed_at || (found.removed_at && !removed)) throw problem('not_found')
    if (found.person_id !== c.viewer.personId) throw problem('forbidden')
    await demandElement(inside, 'growth', c.viewer.personId)
    const done = await work(tx, found.plan_id, inside)
    if (done) {
      await touch(tx, c, found.plan_id)
      await record(tx, c, {
        type: done.type,
        subject: { kind: 'growth_plan', id: found.plan_id },
        data: { itemId: done.id, ...(done.changed ? { changed: done.changed } : {}) },
      })
    } else countRecorded(c, 1) // nothing was different, so there is nothing to tell
    return planIn(tx, inside, c.viewer.personId, found.plan_id)
  })
}

async function demandCompetency(tx: Tx, c: Context, competencyId: string | null | undefined): Promise<void> {
  if (!competencyId) return
  const published = await versionOn(tx, c, await dayOf(c))
  if (!published?.framework.competencies.some((k) => k.id === competencyId)) throw problem('growth_unknown')
}

export async function addFocus(c: Context, input: Input<typeof growth.addFocus>): Promise<Plan> {
  return behindWall(c, async (tx, inside) => {
    await demandElement(inside, 'growth', c.viewer.personId)
    await demandCompetency(tx, inside, input.competencyId)
    const now = c.clock.now()
    const id = input.id ?? randomUUID()
    const there = await planOfFocus(tx, c, id)
    if (there) {
      if (there.person_id !== c.viewer.personId) throw problem('conflict')
      countRecorded(c, 1) // the first request left the event
      return planIn(tx, inside, c.viewer.personId, there.plan_id)
    }
    await sql`insert into growth_plan (organization_id, person_id, opened_at, touched_at)
      values (${c.organizationId}, ${c.viewer.personId}, ${now}, ${now}) on conflict do nothing`.execute(tx)
    const { rows } = await sql<{ id: string }>`select id from growth_plan
      where organization_id = ${c.organizationId} and person_id = ${c.viewer.personId} and closed_at is null for update`.execute(
      tx,
    )
    const planId = rows[0]!.id
    const made =
      await sql`insert into growth_focus (organization_id, id, plan_id, position, competency_id, title, why, created_at)
      values (${c.organizationId}, ${id}, ${planId}, (select coalesce(max(position), 0) + 1 from growth_focus
        where organization_id = ${c.organizationId} and plan_id = ${planId}), ${input.competencyId}, ${input.title}, ${input.why}, ${now})
      on conflict do nothing`.execute(tx)
    if (Number(made.numAffectedRows ?? 0) === 0) throw problem('conflict')
    await touch(tx, c, planId)
    await record(tx, c, {
      type: 'growth.focus_added',
      subject: { kind: 'growth_plan', id: planId },
      data: { itemId: id },
    })
    return planIn(tx, inside, c.viewer.personId, planId)
  })
}

export async function updateFocus(c: Context, input: Input<typeof growth.updateFocus>): Promise<Plan> {
  return inPlan(
    c,
    (tx) => planOfFocus(tx, c, input.focusId),
    async (tx, _planId, inside) => {
      await demandCompetency(tx, inside, input.competencyId)
      const { focusId, done, ...words } = input
      const changed = [
        ...Object.entries(words).flatMap(([field, value]) => (value === undefined ? [] : [field])),
        ...(done === undefined ? [] : ['done']),
      ]
      if (changed.length === 0) return null
      await sql`update growth_focus set
          title = coalesce(${input.title ?? null}, title), why = coalesce(${input.why ?? null}, why),
          competency_id = case when ${input.competencyId !== undefined} then ${input.competencyId ?? null}::uuid else competency_id end,
          reflection = coalesce(${input.reflection ?? null}, reflection),
          done_at = case when ${done === undefined} then done_at when ${done === true} then coalesce(done_at, ${c.clock.now()}::timestamptz) end
        where organization_id = ${c.organizationId} and id = ${focusId}`.execute(tx)
      return { type: 'growth.focus_updated', id: focusId, changed }
    },
  )
}

async function setRemoved(c: Context, focusId: string, removed: boolean): Promise<Plan> {
  return inPlan(
    c,
    (tx) => planOfFocus(tx, c, focusId),
    async (tx) => {
      await sql`update growth_focus set removed_at = ${removed ? c.clock.now() : null}
        where organization_id = ${c.organizationId} and id = ${focusId}`.execute(tx)
      return { type: removed ? 'growth.focus_removed' : 'growth.focus_restored', id: focusId }
    },
    true,
  )
}
export const removeFocus = (c: Context, input: Input<typeof growth.removeFocus>) => setRemoved(c, input.focusId, true)
export const restoreFocus = (c: Context, input: Input<typeof growth.restoreFocus>) =>
  setRemoved(c, input.focusId, false)

export async function addAction(c: Context, input: Input<typeof growth.addAction>): Promise<Plan> {
  const id = input.id ?? randomUUID()
  return inPlan(
    c,
    (tx) => planOfFocus(tx, c, input.focusId),
    async (tx, planId) => {
      const there = await planOfAction(tx, c, id)
      if (there) {
        if (there.plan_id !== planId) throw problem('conflict')
        return null // the first request made it
      }
      const made =
        await sql`insert into growth_action (organization_id, id, plan_id, focus_id, kind, words, due_on, created_at)
        values (${c.organizationId}, ${id}, ${planId}, ${input.focusId}, ${input.kind}, ${input.words}, ${input.dueOn}, ${c.clock.now()})
        on conflict do nothing`.execute(tx)
      if (Number(made.numAffectedRows ?? 0) === 0) throw problem('conflict')
      return { type: 'growth.action_added', id }
    },
  )
}

export async function updateAction(c: Context, input: Input<typeof growth.updateAction>): Promise<Plan> {
  return inPlan(
    c,
    (tx) => planOfAction(tx, c, input.actionId),
    async (tx) => {
      const { actionId, ...fields } = input
      const changed = Object.entries(fields).flatMap(([field, value]) => (value === undefined ? [] : [field]))
      if (changed.length === 0) return null
      await sql`update growth_action set kind = coalesce(${input.kind ?? null}, kind), words = coalesce(${input.words ?? null}, words),
          due_on = case when ${input.dueOn !== undefined} then ${input.dueOn ?? null}::date else due_on end,
          done_at = case when ${input.done === undefined} then done_at when ${input.done === true} then coalesce(done_at, ${c.clock.now()}::timestamptz) end
        where organization_id = ${c.organizationId} and id = ${actionId}`.execute(tx)
      return { type: 'growth.action_updated', id: actionId, changed }
    },
  )
}

export async function removeAction(c: Context, input: Input<typeof growth.removeAction>): Promise<Plan> {
  return inPlan(
    c,
    (tx) => planOfAction(tx, c, input.actionId),
    async (tx) => {
      await sql`delete from growth_action where organization_id = ${c.organizationId} and id = ${input.actionId}`.execute(
        tx,
      )
      return { type: 'growth.action_removed', id: input.actionId }
    },
  )
}

/** A plan that the viewer sees, theirs or shared with them; anything else is not there. */
async function seenFocus(tx: Tx, c: Context, focusId: string): Promise<FoundFocus> {
  const found = await planOfFocus(tx, c, focusId)
  if (!found || found.closed_at || found.removed_at) throw problem('not_found')
  await demand(c, 'growth.write', found.person_id)
  await demandElement(c, 'growth', found.person_id)
  return found
}

export async function addNote(c: Context, input: Input<typeof growth.addNote>): Promise<Plan> {
  return behindWall(c, async (tx, inside) => {
    const { plan_id, person_id } = await seenFocus(tx, inside, input.focusId)
    const id = input.id ?? randomUUID()
    const made =
      await sql`insert into growth_note (organization_id, id, plan_id, focus_id, author_id, words, created_at)
      values (${c.organizationId}, ${id}, ${plan_id}, ${input.focusId}, ${c.viewer.personId}, ${input.words}, ${c.clock.now()})
      on conflict do nothing`.execute(tx)
    if (Number(made.numAffectedRows ?? 0) === 0) {
      const mine =
        await sql`select 1 from growth_note where organization_id = ${c.organizationId} and id = ${id} and author_id = ${c.viewer.personId}`.execute(
          tx,
        )
      if (mine.rows.length === 0) throw problem('conflict')
      countRecorded(c, 1) // the first request left the event
      return planIn(tx, inside, person_id, plan_id)
    }
    const own = person_id === c.viewer.personId
    if (own) await touch(tx, c, plan_id)
    else {
      const by = await personOf(tx, c, c.viewer.personId)
      await putInInbox(tx, c, person_id, {
        kind: 'growth_note',
        subject: { kind: 'growth_note', id },
        params: { by: by?.name ?? '' },
      })
    }
    await record(tx, c, { type: 'growth.noted', subject: { kind: 'growth_plan', id: plan_id }, data: { itemId: id } })
    return planIn(tx, inside, person_id, plan_id)
  })
}

export async function removeNote(c: Context, input: Input<typeof growth.removeNote>): Promise<Plan> {
  return behindWall(c, async (tx, inside) => {
    const { plan_id, person_id } = await seenFocus(tx, inside, input.focusId)
    const gone = await sql`delete from growth_note where organization_id = ${c.organizationId} and id = ${input.noteId}
      and focus_id = ${input.focusId} and author_id = ${c.viewer.personId} returning 1`.execute(tx)
    if (gone.rows.length === 0) throw problem('not_found')
    await takeFromInboxes(tx, c, { kind: 'growth_note', id: input.noteId })
    await record(tx, c, {
      type: 'growth.note_taken_back',
      subject: { kind: 'growth_plan', id: plan_id },
      data: { itemId: input.noteId },
    })
    return planIn(tx, inside, person_id, plan_id)
  })
}

/** Sharing with nobody ends every share, of closed plans too: what was said stays the person's. */
export async function share(c: Context, input: Input<typeof growth.share>): Promise<Plan> {
  return behindWall(c, async (tx, inside) => {
    await demandElement(inside, 'growth', c.viewer.personId)
    const [plan] = await planRows(tx, c, c.viewer.personId)
    if (!plan || (plan.closed_at && input.with !== 'nobody')) throw problem('not_found')
    const me = (await personOf(tx, c, c.viewer.personId))!
    const managers = managersOf(me)
    const manager = input.managerId ? managers.find((m) => m.id === input.managerId) : managers[0]
    if (input.with === 'manager' && !manager) throw problem('growth_pair')
    const now = c.clock.now()
    await sql`update growth_plan_share s set ended_at = ${now} from growth_plan p
      where s.organization_id = ${c.organizationId} and p.organization_id = s.organization_id and p.id = s.plan_id
        and p.person_id = ${c.viewer.personId} and s.ended_at is null and (${input.with === 'nobody'} or p.id = ${plan.id})`.execute(
      tx,
    )
    if (input.with === 'nobody') await takeFromInboxes(tx, c, { kind: 'growth_plan', id: plan.id })
    else {
      await sql`insert into growth_plan_share (organization_id, plan_id, manager_id, shared_on, shared_at)
        values (${c.organizationId}, ${plan.id}, ${input.with === 'manager' ? manager!.id : null}, ${await dayOf(inside)}, ${now})`.execute(
        tx,
      )
      if (manager)
        await putInInbox(tx, c, manager.id, {
          kind: 'growth_plan_shared',
          subject: { kind: 'growth_plan', id: plan.id },
          params: { by: me.name, personId: me.id },
        })
    }
    await record(tx, c, {
      type: 'growth.plan_shared',
      subject: { kind: 'growth_plan', id: plan.id },
      data: { with: input.with, ...(input.with === 'manager' ? { managerId: manager!.id } : {}) },
    })
    return planIn(tx, inside, c.viewer.personId, plan.id)
  })
}

export async function closePlan(
  c: Context,
  input: Input<typeof growth.closePlan>,
): Promise<Answer<typeof growth.closePlan>> {
  return behindWall(c, async (tx, inside) => {
    await demandElement(inside, 'growth', c.viewer.personId)
    const now = c.clock.now()
    const { rows } = await sql<{ id: string }>`update growth_plan set closed_at = ${now}, touched_at = ${now}
      where organization_id = ${c.organizationId} and person_id = ${c.viewer.personId} and closed_at is null returning id`.execute(
      tx,
    )
    if (!rows[0]) throw problem('not_found')
    await sql`insert into growth_reflection (organization_id, plan_id, words) values (${c.organizationId}, ${rows[0].id}, ${input.reflection})
      on conflict (organization_id, plan_id) do update set words = excluded.words`.execute(tx)
    await record(tx, c, { type: 'growth.plan_closed', subject: { kind: 'growth_plan', id: rows[0].id } })
    return planIn(tx, inside, c.viewer.personId, rows[0].id)
  })
}

export async function reopenPlan(c: Context): Promise<Answer<typeof growth.reopenPlan>> {
  return behindWall(c, async (tx, inside) => {
    await demandElement(inside, 'growth', c.viewer.personId)
    const [newest] = await planRows(tx, c, c.viewer.personId)
    if (!newest) throw problem('not_found')
    if (!newest.closed_at) throw problem('growth_plan_open')
    await sql`update growth_plan set closed_at = null, touched_at = ${c.clock.now()}
      where organization_id = ${c.organizationId} and id = ${newest.id}`.execute(tx)
    await record(tx, c, { type: 'growth.plan_reopened', subject: { kind: 'growth_plan', id: newest.id } })
    return planIn(tx, inside, c.viewer.personId, newest.id)
  })
}
