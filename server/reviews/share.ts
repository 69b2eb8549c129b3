/** From the manager to the person: shared, read, answered. And HR's look at it before. */
import { sql } from 'kysely'
import type { Answer, Input } from '../../contract/operation.ts'
import type { reviews, WholeReview } from '../../contract/reviews.ts'
import { putInInboxes, sendMail } from '../attention/attention.ts'
import { asPerson } from '../checkins/checkins.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { type CycleRow, cycleRow, lockReview, reviewRows, taskRows } from './queries.ts'
import { readable, shareable, wholeReview } from './read.ts'
import { tell } from './sheets.ts'

export async function share(c: Context, input: Input<typeof reviews.share>): Promise<WholeReview> {
  return asPerson(c, async (tx, inside) => {
    await lockReview(tx, inside, input.reviewId)
    const row = await readable(tx, inside, input.reviewId)
    if (row.as !== 'manager') throw problem('forbidden')
    if (row.shared_at) throw problem('review_shared')
    const y = await cycleRow(tx, inside, row.cycle_id)
    const tasks = await taskRows(tx, inside, sql`t.review_id = ${row.id} and t.ended_at is null`)
    const { ready, after } = shareable(y, tasks, row)
    if (!ready) {
      if (y.closed_at) throw problem('review_over')
      if (!after) throw problem('review_not_submitted')
      throw after.on ? problem('review_too_early', { on: after.on }) : problem('review_held')
    }
    await shareEach(tx, c, y, [row.id])
    return wholeReview(tx, inside, row.id)
  })
}

async function shareEach(tx: Tx, c: Context, y: CycleRow, ids: readonly string[]): Promise<void> {
  const now = c.clock.now()
  await sql`update review set shared_by = ${c.viewer.personId}, shared_at = ${now}
    where organization_id = ${c.organizationId} and id = any(${ids as string[]}::uuid[]) and shared_at is null`.execute(
    tx,
  )
  for (const id of ids) {
    const { rows } = await sql<{ person_id: string; by: string }>`select v.person_id, p.full_name as by from review v
      join person p on p.organization_id = v.organization_id and p.id = ${c.viewer.personId}
      where v.organization_id = ${c.organizationId} and v.id = ${id}`.execute(tx)
    const { person_id: personId, by } = rows[0]!
    await putInInboxes(tx, c, sql`select ${personId}::uuid as person_id, ${now}::timestamptz as appears_at`, {
      kind: 'review_shared',
      subject: { kind: 'review_act', id: crypto.randomUUID() },
      params: { by, cycle: y.plan.name, reviewId: id },
    })
    await sendMail(tx, c, {
      personId,
      kind: 'review_shared',
      // Each time anew: a review may be taken back and shared again.
      subject: { kind: 'review_act', id: crypto.randomUUID() },
      params: { reviewId: id },
    })
    await record(tx, c, { type: 'review.shared', subject: { kind: 'review', id }, data: { personId } })
  }
}

/** Every review that the viewer has finished, at once; what is not ready stays. */
export async function shareAll(
  c: Context,
  input: Input<typeof reviews.shareAll>,
): Promise<Answer<typeof reviews.shareAll>> {
  return asPerson(c, async (tx, inside) => {
    const y = await cycleRow(tx, inside, input.cycleId)
    const stage = y.stages.find((s) => s.stage === 'share')
    if (!y.filled_at || !stage) throw problem('not_found')
    const mine = await reviewRows(
      tx,
      inside,
      sql`v.cycle_id = ${y.id} and v.manager_id = ${c.viewer.personId} and v.left_out_at is null and v.shared_at is null`,
    )
    if (mine.length > 0 && y.today < stage.opens_on) throw problem('review_too_early', { on: stage.opens_on })
    const tasks = Map.groupBy(
      await taskRows(tx, inside, sql`t.review_id = any(${mine.map((v) => v.id)}::uuid[]) and t.ended_at is null`),
      (t) => t.review_id,
    )
    const ready = mine.filter((v) => v.as === 'manager' && shareable(y, tasks.get(v.id) ?? [], v).ready)
    if (ready.length > 0)
      await shareEach(
        tx,
        c,
        y,
        ready.map((v) => v.id),
      )
    await record(tx, c, {
      type: 'review_cycle.shared_at_once',
      subject: { kind: 'review_cycle', id: y.id },
      data: { reviews: ready.length },
    })
    return { shared: ready.length }
  })
}

export async function acknowledge(c: Context, input: Input<typeof reviews.acknowledge>): Promise<WholeReview> {
  return asPerson(c, async (tx, inside) => {
    await lockReview(tx, inside, input.reviewId)
    const row = await readable(tx, inside, input.reviewId)
    if (row.as !== 'person') throw problem('forbidden')
    const y = await cycleRow(tx, inside, row.cycle_id)
    if (!row.shared_at || y.closed_at) throw problem('review_not_shared')
    await sql`update review set acknowledged_at = coalesce(acknowledged_at, ${c.clock.now()}), disagrees = ${input.disagrees}, comment = ${input.comment}
      where organization_id = ${c.organizationId} and id = ${row.id}`.execute(tx)
    if (row.manager_id)
      await tell(tx, c, row.manager_id, 'review_acknowledged', {
        id: row.id,
        review_id: row.id,
        cycle_id: y.id,
        cycle_name: y.plan.name,
        subject_name: row.person_name,
      })
    await record(tx, c, {
      type: 'review.acknowledged',
      subject: { kind: 'review', id: row.id },
      data: { changed: [...(input.comment ? ['comment'] : []), ...(input.disagrees ? ['disagrees'] : [])] },
    })
    return wholeReview(tx, inside, row.id)
  })
}

export async function clear(c: Context, input: Input<typeof reviews.clear>): Promise<WholeReview> {
  return asPerson(c, async (tx, inside) => {
    await lockReview(tx, inside, input.reviewId)
    const row = await readable(tx, inside, input.reviewId)
    if (row.as !== 'hr') throw problem('forbidden')
    const y = await cycleRow(tx, inside, row.cycle_id)
    if (y.closed_at || row.left_out_at || !y.stages.some((s) => s.stage === 'hr')) throw problem('review_over')
    const written = await taskRows(
      tx,
      inside,
      sql`t.review_id = ${row.id} and t.role = 'manager' and t.submitted_at is not null and t.ended_at is null`,
    )
    if (written.length === 0) throw problem('review_not_submitted')
    await sql`update review set cleared_by = ${c.viewer.personId}, cleared_at = ${c.clock.now()} where organization_id = ${c.organizationId} and id = ${row.id}`.execute(
      tx,
    )
    await record(tx, c, {
      type: 'review.cleared',
      subject: { kind: 'review', id: row.id },
      data: { personId: row.person_id },
    })
    return wholeReview(tx, inside, row.id)
  })
}
