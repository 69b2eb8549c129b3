/**
 * What was shared and answered before a review was opened again. The person's words and what they
 * had read when they said them belong together and stay. Where they had not answered yet, what
 * was withdrawn is withdrawn: only those who decide find it again.
 */
import { sql } from 'kysely'
import type { CyclePlan, WholeReview } from '../../contract/reviews.ts'
import type { FormAnswers } from '../../contract/review-form.ts'
import type { Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import type { Items } from './drawn.ts'
import { ratingsOf, type SheetRow, sheetsOf } from './queries.ts'
import { type ReaderAs, say } from './rules.ts'
import { type Handed, questionFor, readersOf, speech, voicesAt } from './sheet.ts'

/** Keeps what the person of a shared review was shown and said to it; before it is opened. Inside the wall. */
export async function keepBefore(tx: Tx, c: Context, reviewId: string): Promise<void> {
  const sheets = (await sheetsOf(tx, c, [reviewId])).filter((s) => s.role === 'manager' || s.role === 'second')
  const kept = sheets.map((s) => ({ taskId: s.task_id, role: s.role, writerId: s.writer_id, answers: s.answers }))
  const ratings = Object.fromEntries((await ratingsOf(tx, c, [reviewId])).map((g) => [g.question_id, g.value]))
  await sql`insert into review_before (organization_id, review_id, shared_by, shared_at, acknowledged_at, disagrees, comment, sheets, ratings, reopened_by, reopened_at)
    select v.organization_id, v.id, v.shared_by, v.shared_at, v.acknowledged_at, v.disagrees, v.comment, ${JSON.stringify(kept)}::jsonb, ${JSON.stringify(ratings)}::jsonb,
      ${c.viewer.personId}, ${c.clock.now()}
    from review v where v.organization_id = ${c.organizationId} and v.id = ${reviewId} and v.shared_at is not null`.execute(
    tx,
  )
}

export type BeforeRow = {
  review_id: string
  shared_by: string
  shared_name: string
  shared_at: Instant
  acknowledged_at: Instant | null
  disagrees: boolean | null
  comment: string
  sheets: { taskId: string; role: SheetRow['role']; writerId: string; name: string; answers: FormAnswers }[]
  ratings: Record<string, number>
  reopened_by: string
  reopened_name: string
  reopened_at: Instant
}

/** The newest first. */
export async function beforeRows(db: Db | Tx, c: Context, reviewIds: readonly string[]): Promise<BeforeRow[]> {
  const { rows } = await sql<BeforeRow>`
    select b.review_id, b.shared_by, ps.full_name as shared_name, b.shared_at, b.acknowledged_at, b.disagrees, b.comment, b.ratings,
      b.reopened_by, pr.full_name as reopened_name, b.reopened_at,
      coalesce((select jsonb_agg(x.s || jsonb_build_object('name', p.full_name)) from jsonb_array_elements(b.sheets) x (s)
        join person p on p.organization_id = b.organization_id and p.id = (x.s ->> 'writerId')::uuid), '[]') as sheets
    from review_before b
    join person ps on ps.organization_id = b.organization_id and ps.id = b.shared_by
    join person pr on pr.organization_id = b.organization_id and pr.id = b.reopened_by
    where b.organization_id = ${c.organizationId} and b.review_id = any(${reviewIds as string[]}::uuid[])
    order by b.review_id, b.reopened_at desc, b.id`.execute(db)
  return rows
}

/** As a reader of the review may read it. Leaders above read what is shared now, and no answer. */
export async function beforeOf(
  db: Db | Tx,
  c: Context,
  of: { reviewId: string; as: ReaderAs; plan: CyclePlan; items: Items },
): Promise<WholeReview['before']> {
  const { as, plan, items } = of
  if (as === 'leader') return []
  const rows = await beforeRows(db, c, [of.reviewId])
  return rows
    .filter((b) => as !== 'person' || b.acknowledged_at !== null)
    .map((b) => ({
      shared: { by: { id: b.shared_by, name: b.shared_name }, at: b.shared_at },
      acknowledged: b.acknowledged_at
        ? { at: b.acknowledged_at, disagrees: b.disagrees ?? false, comment: b.comment }
        : null,
      reopened: { by: { id: b.reopened_by, name: b.reopened_name }, at: b.reopened_at },
      sections: sectionsRead(
        c,
        as,
        {
          plan,
          shared: true,
          voices: [],
          sheets: b.sheets.map((s) => ({
            review_id: of.reviewId,
            task_id: s.taskId,
            role: s.role,
            writer_id: s.writerId,
            writer_name: s.name,
            answers: s.answers,
          })),
        },
        items,
        new Map(Object.entries(b.ratings)),
      ),
    }))
}

/** Sections of a form with what a reader may read in them, without those in which that is nothing. `holds`: ratings by question. */
export function sectionsRead(
  c: Context,
  as: ReaderAs,
  handed: Handed,
  items: Items,
  holds: ReadonlyMap<string, number>,
): WholeReview['sections'] {
  const { plan } = handed
  const order = speech(c)
  // What holds is what everybody reads; managers and HR find the manager's own beside it.
  const decides = as === 'manager' || as === 'hr'
  return plan.form.sections
    .map((s) => ({
      id: s.id,
      title: say(s.title, order),
      readers: readersOf(s, plan, null),
      questions: s.questions
        .map((q) => {
          const value = holds.get(q.id)
          const answers = voicesAt(as, s, q, handed).map((v) =>
            v.role === 'manager' && value !== undefined && !decides ? { ...v, answer: { ...v.answer, value } } : v,
          )
          const said = answers.map((v) => v.answer)
          return { ...questionFor(c, q, items, said), answers }
        })
        .filter((q) => q.answers.length > 0),
    }))
    .filter((s) => s.questions.length > 0)
}
