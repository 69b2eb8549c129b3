import { sql } from 'kysely'
import type { Design } from '../../contract/design.ts'
import { organizationDay } from '../directory/directory.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'

/** The published design that a wave's people know: the version it runs on, or the newest one before it is live. */
export async function designOfWave(
  db: Db | Tx,
  c: Context,
  programId: string,
  waveId: string,
): Promise<{ number: number; design: Design } | null> {
  const today = await organizationDay(c)
  const { rows } = await sql<{ number: number; design: Design }>`
    select v.number, v.design from program_version v
    where v.organization_id = ${c.organizationId} and v.program_id = ${programId} and v.number = coalesce(
      (select wv.number from wave_version wv where wv.organization_id = v.organization_id and wv.wave_id = ${waveId} and wv.superseded is null and wv.holds @> ${today}::date),
      (select max(n.number) from program_version n where n.organization_id = v.organization_id and n.program_id = v.program_id))`.execute(
    db,
  )
  return rows[0] ?? null
}
