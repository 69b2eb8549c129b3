/** What happened to the parts of a review, for those who look after it: who, when, why, and never what was written. */
import { sql } from 'kysely'
import type { Answer, Input } from '../../contract/operation.ts'
import type { reviews } from '../../contract/reviews.ts'
import type { Context } from '../platform/context.ts'
import { problem } from '../platform/problem.ts'
import { inCare } from './progress.ts'
import { cycleRow, taskRows, turnsOf } from './queries.ts'
import { modeOf } from './rules.ts'
import { toTurn } from './sheet.ts'

export async function trace(c: Context, input: Input<typeof reviews.trace>): Promise<Answer<typeof reviews.trace>> {
  const { rows } = await sql<{ cycle_id: string; person_id: string; name: string; shared: boolean; out: boolean }>`
    select v.cycle_id, v.person_id, p.full_name as name, v.shared_at is not null as shared, v.left_out_at is not null as out
    from review v join person p on p.organization_id = v.organization_id and p.id = v.person_id
    where v.organization_id = ${c.organizationId} and v.id = ${input.reviewId} and ${inCare(c)}`.execute(c.db)
  const v = rows[0]
  // Nobody looks after their own.
  if (!v || v.person_id === c.viewer.personId) throw problem('not_found')
  const { plan, closed_at: closed } = await cycleRow(c.db, c, v.cycle_id)
  const shown = (['self', 'peer', 'upward', 'manager', 'second'] as const).filter(
    (role) => modeOf(plan, role) === 'attributed',
  )
  const tasks = await taskRows(
    c.db,
    c,
    sql`t.review_id = ${input.reviewId} and t.ended_at is null and t.declined_at is null and t.role = any(${shown})`,
    { order: sql`array_position(${shown}::text[], t.role), pw.sort_name, t.id` },
  )
  return {
    reviewId: input.reviewId,
    person: { id: v.person_id, name: v.name },
    shared: v.shared,
    parts: tasks.map((t) => ({
      taskId: t.id,
      role: t.role,
      writer: { id: t.writer_id, name: t.writer_name },
      for: t.for_id ? { id: t.for_id, name: t.for_name ?? '' } : null,
      submittedAt: t.submitted_at,
      mayReopen: t.submitted_at !== null && !closed && !v.out,
    })),
    turns: (await turnsOf(c.db, c, sql`t.review_id = ${input.reviewId} and t.role = any(${shown})`)).map((n) => ({
      ...toTurn(n),
      role: n.role,
    })),
  }
}
