/** Reads of meetings: one row each. */
import { sql } from 'kysely'
import type { MeetingHead } from '../../contract/governance-shapes.ts'
import type { Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { problem } from '../platform/problem.ts'
import type { Evidence } from './evidence.ts'

export type MeetingRow = {
  id: string
  program_id: string
  starts_at: Instant
  ends_at: Instant
  time_zone: string
  place: string
  link: string
  planned_by: string
  planner: string
  called_off_at: Instant | null
  called_off_reason: string | null
  evidence: Evidence | null
  held_at: Instant | null
}

const select = sql`select m.id, m.program_id, m.starts_at, m.ends_at, m.time_zone, m.place, m.link, m.planned_by, p.full_name as planner,
    m.called_off_at, m.called_off_reason, m.evidence, m.held_at
  from committee_meeting m join person p on p.organization_id = m.organization_id and p.id = m.planned_by`

/** The newest first; of one company a few hundred in ten years. */
export async function meetingRows(db: Db | Tx, c: Pick<Context, 'organizationId'>): Promise<MeetingRow[]> {
  const { rows } = await sql<MeetingRow>`${select} where m.organization_id = ${c.organizationId}
    order by m.starts_at desc, m.id limit 200`.execute(db)
  return rows
}

export async function meetingRow(db: Db | Tx, c: Pick<Context, 'organizationId'>, id: string): Promise<MeetingRow> {
  const { rows } =
    await sql<MeetingRow>`${select} where m.organization_id = ${c.organizationId} and m.id = ${id}`.execute(db)
  if (!rows[0]) throw problem('not_found')
  return rows[0]
}

export function stateOf(
  row: Pick<MeetingRow, 'starts_at' | 'ends_at' | 'called_off_at' | 'held_at'>,
  now: Instant,
): MeetingHead['state'] {
  if (row.called_off_at) return 'called_off'
  if (row.held_at) return 'held'
  return now < row.starts_at ? 'ahead' : now < row.ends_at ? 'on' : 'over'
}

export const headOf = (row: MeetingRow, now: Instant): MeetingHead => ({
  id: row.id,
  startsAt: row.starts_at,
  endsAt: row.ends_at,
  timeZone: row.time_zone,
  place: row.place,
  link: row.link,
  state: stateOf(row, now),
  reason: row.called_off_reason,
})
