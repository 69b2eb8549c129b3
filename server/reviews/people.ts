/** Who is in a running cycle while people join, move and leave; the rules stand in docs/decisions/reviews.md. */
import { sql } from 'kysely'
import type { Answer, Input } from '../../contract/operation.ts'
import type { reviews } from '../../contract/reviews.ts'
import type { ReviewRole } from '../../contract/review-form.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { countRecorded, record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { runningCycle } from './cycles.ts'
import { addTasks } from './launch.ts'
import { type CycleRow, cycleRows, demandReviews, lockReview, presentPerson } from './queries.ts'
import { sealedRolesOf } from './rules.ts'

export async function addPeople(
  c: Context,
  input: Input<typeof reviews.addPeople>,
): Promise<Answer<typeof reviews.addPeople>> {
  return c.db.transaction().execute(async (tx) => {
    const y = await runningCycle(tx, c, input.cycleId)
    await demandReviews(tx, c, input.personIds)
    const { rows } = await sql<{ id: string }>`
      insert into review (organization_id, cycle_id, person_id, manager_id, second_manager_id, department, title, joined_at, joined_by)
      select r.organization_id, ${y.id}, r.person_id, r.manager_id, r.second_manager_id, r.department, r.title, ${c.clock.now()}, ${c.viewer.personId}
      from roster r where r.organization_id = ${c.organizationId} and r.employed and r.person_id = any(${input.personIds}::uuid[])
      on conflict do nothing returning id`.execute(tx)
    if (rows.length === 0) countRecorded(c, 1) // everybody named is in it already, or not here
    else {
      await addTasks(tx, c, y, { reviewIds: rows.map((r) => r.id) })
      await record(tx, c, {
        type: 'review_cycle.people_added',
        subject: { kind: 'review_cycle', id: y.id },
        data: { personIds: input.personIds },
      })
    }
    return { added: rows.length }
  })
}

type Held = { id: string; cycle_id: string; person_id: string; shared_at: string | null }
async function reviewIn(tx: Tx, c: Context, id: string): Promise<{ v: Held; y: CycleRow }> {
  await lockReview(tx, c, id)
  const { rows } =
    await sql<Held>`select id, cycle_id, person_id, shared_at from review where organization_id = ${c.organizationId} and id = ${id}`.execute(
      tx,
    )
  const v = rows[0]
  if (!v) throw problem('not_found')
  return { v, y: await runningCycle(tx, c, v.cycle_id) }
}

export async function leaveOut(c: Context, input: Input<typeof reviews.leaveOut>): Promise<{ leftOut: true }> {
  await c.db.transaction().execute(async (tx) => {
    const { v } = await reviewIn(tx, c, input.reviewId)
    if (v.shared_at) throw problem('review_shared')
    await sql`update review set left_out_at = ${c.clock.now()}, left_out_by = ${c.viewer.personId}, left_out_because = 'decided', left_out_words = ${input.reason}
      where organization_id = ${c.organizationId} and id = ${v.id} and left_out_at is null`.execute(tx)
    await record(tx, c, {
      type: 'review.left_out',
      subject: { kind: 'review', id: v.id },
      data: { personId: v.person_id },
    })
  })
  return { leftOut: true }
}

export async function bringBack(c: Context, input: Input<typeof reviews.bringBack>): Promise<{ leftOut: false }> {
  await c.db.transaction().execute(async (tx) => {
    const { v, y } = await reviewIn(tx, c, input.reviewId)
    await presentPerson(tx, c, v.person_id)
    await sql`update review set left_out_at = null, left_out_by = null, left_out_because = null, left_out_words = ''
      where organization_id = ${c.organizationId} and id = ${v.id}`.execute(tx)
    await followLine(tx, c, y, v.id)
    await record(tx, c, {
      type: 'review.brought_back',
      subject: { kind: 'review', id: v.id },
      data: { personId: v.person_id },
    })
  })
  return { leftOut: false }
}

export async function setManager(
  c: Context,
  input: Input<typeof reviews.setManager>,
): Promise<Answer<typeof reviews.setManager>> {
  return c.db.transaction().execute(async (tx) => {
    const { v, y } = await reviewIn(tx, c, input.reviewId)
    if (v.shared_at) throw problem('review_shared')
    const manager = await presentPerson(tx, c, input.personId)
    if (manager.id === v.person_id) throw problem('review_writer')
    await sql`update review set manager_id = ${manager.id}, manager_set_by = ${c.viewer.personId}, manager_set_at = ${c.clock.now()}
      where organization_id = ${c.organizationId} and id = ${v.id}`.execute(tx)
    await passOn(tx, c, y, v.id)
    await record(tx, c, {
      type: 'review.manager_set',
      subject: { kind: 'review', id: v.id },
      data: { personId: v.person_id, managerId: manager.id },
    })
    return { manager }
  })
}

/** Unwritten tasks of whoever is not (second) manager any more end; the new one gets their own. */
async function passOn(tx: Tx, c: Context, y: CycleRow, reviewId?: string): Promise<void> {
  const some = reviewId ? sql`and v.id = ${reviewId}` : sql``
  await sql`update review_task t set ended_at = ${c.clock.now()}, ended_because = 'manager_changed'
    from review v where v.organization_id = t.organization_id and v.id = t.review_id and t.organization_id = ${c.organizationId} and t.cycle_id = ${y.id}
      and t.submitted_at is null and t.ended_at is null
      and ((t.role = 'manager' and coalesce(t.for_id, t.writer_id) is distinct from v.manager_id)
        or (t.role = 'second' and coalesce(t.for_id, t.writer_id) is distinct from v.second_manager_id)) ${some}`.execute(
    tx,
  )
  await addTasks(tx, c, y, ...(reviewId ? [{ reviewIds: [reviewId] }] : []))
}

/** The reporting line of today, for reviews that are not shared. */
async function followLine(tx: Tx, c: Context, y: CycleRow, reviewId?: string): Promise<void> {
  const some = reviewId ? sql`and v.id = ${reviewId}` : sql``
  await sql`update review v set manager_id = r.manager_id, second_manager_id = r.second_manager_id
    from roster r where r.organization_id = v.organization_id and r.person_id = v.person_id and v.organization_id = ${c.organizationId} and v.cycle_id = ${y.id}
      and v.left_out_at is null and v.shared_at is null and r.manager_id is not null
      and (v.manager_id is distinct from r.manager_id or v.second_manager_id is distinct from r.second_manager_id)
      and v.manager_set_at is null ${some}`.execute(tx)
  await passOn(tx, c, y, reviewId)
}

/** After a people file, and every night: leavers go, whoever came back returns, and managers change. */
export async function followPeople(c: Context): Promise<void> {
  for (const { id } of (await cycleRows(c.db, c)).filter((y) => y.filled_at && !y.closed_at)) {
    await c.db.transaction().execute(async (tx) => {
      const y = await runningCycle(tx, c, id)
      const now = c.clock.now()
      const here = sql`exists (select from roster r where r.organization_id = v.organization_id and r.person_id = v.person_id and r.employed)`
      const left = await sql`update review v set left_out_at = ${now}, left_out_because = 'left'
        where v.organization_id = ${c.organizationId} and v.cycle_id = ${id} and v.left_out_at is null and not ${here}`.execute(
        tx,
      )
      const back = await sql`update review v set left_out_at = null, left_out_because = null
        where v.organization_id = ${c.organizationId} and v.cycle_id = ${id} and v.left_out_because = 'left' and ${here}`.execute(
        tx,
      )
      // What somebody who left had not handed in is not waited for.
      const { rows: ended } = await sql<{
        role: ReviewRole
      }>`update review_task t set ended_at = ${now}, ended_because = 'left'
        where t.organization_id = ${c.organizationId} and t.cycle_id = ${id} and t.submitted_at is null and t.ended_at is null and t.role in ('peer', 'upward')
          and not exists (select from roster r where r.organization_id = t.organization_id and r.person_id = t.writer_id and r.employed)
        returning t.role`.execute(tx)
      await sql`update review v set manager_id = null where v.organization_id = ${c.organizationId} and v.cycle_id = ${id} and v.shared_at is null
        and v.manager_id is not null and not exists (select from roster r where r.organization_id = v.organization_id and r.person_id = v.manager_id and r.employed)`.execute(
        tx,
      )
      await followLine(tx, c, y)
      // Of what is written without names it is not told that somebody who left had not written.
      const sealed = sealedRolesOf(y.plan)
      const changed = [
        Number(left.numAffectedRows ?? 0),
        Number(back.numAffectedRows ?? 0),
        ended.filter((t) => !sealed.includes(t.role)).length,
      ]
      if (changed.some((n) => n > 0))
        await record(tx, c, {
          type: 'review_cycle.followed',
          subject: { kind: 'review_cycle', id },
          data: { left: changed[0], back: changed[1], ended: changed[2] },
        })
    })
  }
}
