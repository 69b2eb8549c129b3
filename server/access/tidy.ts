/** Every night: what nobody needs any more about ways in. The event log keeps what happened. */
import { sql } from 'kysely'
import type { Context } from '../platform/context.ts'
import { addMs } from '../platform/clock.ts'

const day = 24 * 3_600_000

export async function tidy(c: Context): Promise<void> {
  const now = c.clock.now()
  await sql`delete from sign_in_failure where organization_id = ${c.organizationId} and last_failed_at < ${addMs(now, -2 * day)}`.execute(
    c.db,
  )
  await sql`delete from sign_in_key where organization_id = ${c.organizationId} and expires_at < ${addMs(now, -30 * day)}`.execute(
    c.db,
  )
  // Addresses and devices of sessions long over are nobody's business.
  await sql`delete from session where organization_id = ${c.organizationId} and expires_at < ${addMs(now, -180 * day)}`.execute(
    c.db,
  )
  await sql`delete from api_token where organization_id = ${c.organizationId} and expires_at < ${addMs(now, -180 * day)}`.execute(
    c.db,
  )
  // Of days long past the newest says enough: that somebody has been here since.
  await sql`delete from use_day u where organization_id = ${c.organizationId} and day < ${addMs(now, -100 * day).slice(0, 10)}::date
    and exists (select from use_day n where n.organization_id = u.organization_id and n.person_id = u.person_id and n.day > u.day
      and n.day < ${addMs(now, -100 * day).slice(0, 10)}::date)`.execute(c.db)
}
