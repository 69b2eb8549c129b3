/** What every act on a check-in begins and ends with. */
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { problem } from '../platform/problem.ts'
import { type CheckinRow, checkinOf } from './queries.ts'

/** A check-in of the viewer, locked; `open` refuses one that is over. */
export async function mine(tx: Tx, c: Context, id: string, open = false): Promise<CheckinRow> {
  const row = await checkinOf(tx, c, id, true)
  if (!row) throw problem('not_found')
  if (open && (row.held_on || row.ended_at)) throw problem('checkin_over')
  return row
}

type Two = { id: string; manager_id: string; report_id: string }

export const event = (type: string, k: Two, data: Record<string, unknown> = {}) => ({
  type: `checkin.${type}`,
  subject: { kind: 'checkin', id: k.id },
  data: { managerId: k.manager_id, reportId: k.report_id, ...data },
})

export const otherOf = (c: Context, k: Pick<Two, 'manager_id' | 'report_id'>): string =>
  k.manager_id === c.viewer.personId ? k.report_id : k.manager_id

export const nameOf = (k: CheckinRow, personId: string): string =>
  personId === k.manager_id ? k.manager_name : k.report_name
