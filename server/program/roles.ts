/** Naming somebody lead or sponsor lets them in: the grant leaves a trace of who did it. */
import { sql } from 'kysely'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { record } from '../platform/events.ts'

/** Grants the role unless the person holds it already. True when it was granted now. */
export async function nameAs(tx: Tx, c: Context, role: 'lead' | 'sponsor', personId: string): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`
    insert into role_grant (organization_id, person_id, role, granted_by, granted_at)
    select ${c.organizationId}, ${personId}, ${role}, ${c.viewer.personId}, ${c.clock.now()}
    where not exists (select 1 from role_grant where organization_id = ${c.organizationId} and person_id = ${personId} and role = ${role} and ended_at is null)
    on conflict do nothing returning id`.execute(tx)
  if (!rows[0]) return false
  await record(tx, c, { type: 'role.granted', subject: { kind: 'person', id: personId }, data: { grantId: rows[0].id, role } })
  return true
}
