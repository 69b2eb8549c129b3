import { viewerFor } from '../server/access/access.ts'
import { startSession } from '../server/access/sessions.ts'
import { sql } from 'kysely'
import type { Context } from '../server/platform/context.ts'

/** Signs somebody in; answers the cookie's value. */
export async function startSessionFor(c: Context, personId: string): Promise<string> {
  await sql`insert into account (organization_id, person_id, created_at) values (${c.organizationId}, ${personId}, ${c.clock.now()}) on conflict do nothing`.execute(
    c.db,
  )
  const viewer = await viewerFor(c.db, c.organizationId, personId)
  const session = await c.db
    .transaction()
    .execute((tx) => startSession(tx, { ...c, viewer: viewer! }, { method: 'link', shared: false }))
  return session!.cookie
}
