/** Plans as far as the viewer sees them. */
import type { GrowthPlan } from '../../contract/growth.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { actionRows, focusRows, noteRows, type PlanRow, planRows } from './queries.ts'

/** Somebody's plans as far as the viewer sees them, the open one first. */
export async function plansOf(tx: Tx, c: Context, personId: string): Promise<GrowthPlan[]> {
  const rows = await planRows(tx, c, personId)
  const ids = rows.map((row) => row.id)
  if (ids.length === 0) return []
  const [focuses, actions, notes] = [
    await focusRows(tx, c, ids),
    await actionRows(tx, c, ids),
    await noteRows(tx, c, ids),
  ]
  return rows.map((row) => ({
    id: row.id,
    openedAt: row.opened_at,
    touchedAt: row.touched_at,
    closedAt: row.closed_at,
    reflection: row.reflection,
    focuses: focuses
      .filter((f) => f.plan_id === row.id)
      .map((f) => ({
        id: f.id,
        title: f.title,
        why: f.why,
        competencyId: f.competency_id,
        doneAt: f.done_at,
        reflection: f.reflection,
        actions: actions
          .filter((a) => a.focus_id === f.id)
          .map((a) => ({
            id: a.id,
            focusId: f.id,
            kind: a.kind,
            words: a.words,
            dueOn: a.due_on,
            doneAt: a.done_at,
          })),
        notes: notes
          .filter((n) => n.focus_id === f.id)
          .map((n) => ({
            id: n.id,
            author: { id: n.author_id, name: n.author_name },
            words: n.words,
            at: n.created_at,
            mine: n.author_id === c.viewer.personId,
          })),
      })),
    sharing: row.person_id === c.viewer.personId ? sharingOf(row) : null,
  }))
}

export function sharingOf(row: PlanRow): NonNullable<GrowthPlan['sharing']> {
  if (row.share_id === null) return { with: 'nobody' }
  if (row.shared_with !== null)
    return {
      with: 'manager',
      manager: { id: row.shared_with, name: row.shared_with_name ?? '' },
      ended: !row.share_holds,
    }
  const now = row.share_holds && row.manager_id !== null && row.manager_name !== null
  return { with: 'whoever', manager: now ? { id: row.manager_id!, name: row.manager_name! } : null }
}

export const planIn = async (tx: Tx, c: Context, personId: string, planId: string): Promise<GrowthPlan> =>
  (await plansOf(tx, c, personId)).find((p) => p.id === planId)!
