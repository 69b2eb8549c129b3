/**
 * The door of reviews, for calibration: who is in a cycle with which ratings, and the one way
 * in which a rating changes after the manager gave it.
 */
import { type RawBuilder, sql } from 'kysely'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { ratingsOf } from './queries.ts'

export { formsAhead, type FormsAhead } from './ahead.ts'
export { runningCycle } from './cycles.ts'
export { endHolds, holdReviews } from './hold.ts'
export { drawPaper, type Paper, type PaperAnswer } from './paper.ts'
export { fileOf, stationery } from './pdf.ts'
export { type CycleRow, cycleRow, cycleRows, ownDay, ratingsOf, type RatingRow, sealedRole } from './queries.ts'
export { doableNow, mostToClear, type ReviewToDo, reviewsToDo, type ReviewWaits } from './to-do.ts'
export { ratingQuestions, roleOfStage, say, stageOn, stageState } from './rules.ts'
export { speech } from './sheet.ts'

export type Rated = {
  review_id: string
  person_id: string
  name: string
  title: string
  department: string
  manager_id: string | null
  manager_name: string | null
  shared: boolean
  /** The manager's sheet is handed in. */
  written: boolean
}

/** People of a cycle, narrowed by a condition over `review v` and today's `roster r`, with whether their manager has written. */
export async function participantsOf(
  db: Db | Tx,
  c: Context,
  cycleId: string,
  where: RawBuilder<unknown> = sql`true`,
): Promise<Rated[]> {
  const { rows } = await sql<Rated>`
    select v.id as review_id, v.person_id, p.full_name as name, v.title, v.department, v.manager_id, m.full_name as manager_name, v.shared_at is not null as shared,
      exists (select from review_task t where t.organization_id = v.organization_id and t.review_id = v.id and t.role = 'manager'
        and t.submitted_at is not null and t.ended_at is null) as written
    from review v join person p on p.organization_id = v.organization_id and p.id = v.person_id
    join roster r on r.organization_id = v.organization_id and r.person_id = v.person_id
    left join person m on m.organization_id = v.organization_id and m.id = v.manager_id
    where v.organization_id = ${c.organizationId} and v.cycle_id = ${cycleId} and v.left_out_at is null and ${where}
    order by p.sort_name, v.id`.execute(db)
  return rows
}

export type RatingChange = { reviewId: string; questionId: string; value: number; reason: string }

/**
 * Changes ratings, each with its reason; what the manager gave stays beside it. Refused for a
 * review that is shared. The caller has decided that the viewer may.
 */
export async function changeRatings(
  tx: Tx,
  c: Context,
  changes: readonly RatingChange[],
  source: { kind: string; id: string },
): Promise<number> {
  const ids = [...new Set(changes.map((x) => x.reviewId))]
  const { rows: held } = await sql<{
    id: string
    shared: boolean
  }>`select id, shared_at is not null as shared from review
    where organization_id = ${c.organizationId} and id = any(${ids}::uuid[]) order by id for update`.execute(tx)
  if (held.length !== ids.length) throw problem('not_found')
  if (held.some((v) => v.shared)) throw problem('review_shared')
  const now = await ratingsOf(tx, c, ids)
  let written = 0
  for (const x of changes) {
    const before = now.find((g) => g.review_id === x.reviewId && g.question_id === x.questionId)
    if (!before) throw problem('review_not_submitted')
    if (before.value === x.value) continue
    await sql`insert into review_rating_change (organization_id, review_id, question_id, value_before, value_after, reason, changed_by, changed_at, source_kind, source_id)
      values (${c.organizationId}, ${x.reviewId}, ${x.questionId}, ${before.value}, ${x.value}, ${x.reason}, ${c.viewer.personId}, ${c.clock.now()}, ${source.kind}, ${source.id})`.execute(
      tx,
    )
    before.value = x.value
    written++
    await record(tx, c, {
      type: 'review.rating_changed',
      subject: { kind: 'review', id: x.reviewId },
      data: { questionId: x.questionId, [source.kind]: source.id },
    })
  }
  return written
}
