/** A people file gave somebody another address: it opens their account from now on. What was sent to the old one ends. */
import { sql } from 'kysely'
import type { Context } from '../platform/context.ts'
import type { Payload } from '../platform/jobs.ts'

/** Set-wise: a whole company may move to another domain. Sessions stay: they belong to whoever signed in before. */
export async function followAddresses(c: Context, { subjectId: importId }: Payload): Promise<void> {
  await c.db.transaction().execute(async (tx) => {
    await sql`update sign_in_key k set revoked_at = ${c.clock.now()} from former_address f
      where f.organization_id = ${c.organizationId} and f.import_id = ${importId}
        and k.organization_id = f.organization_id and k.person_id = f.person_id and k.kind in ('link', 'first_admin')
        and k.created_at <= f.changed_at and k.used_at is null and k.revoked_at is null`.execute(tx)
    await sql`insert into event (organization_id, recorded_at, happened_on, type, actor_id, actor_via, subject_kind, subject_id, data)
      select f.organization_id, ${c.clock.now()}, (f.changed_at at time zone o.time_zone)::date, 'account.address_changed', f.changed_by, f.changed_via,
        'person', f.person_id, jsonb_build_object('importId', f.import_id)
      from former_address f join organization o on o.id = f.organization_id
      join account a on a.organization_id = f.organization_id and a.person_id = f.person_id
      where f.organization_id = ${c.organizationId} and f.import_id = ${importId}
        and not exists (select 1 from event e where e.organization_id = f.organization_id and e.subject_kind = 'person'
          and e.subject_id = f.person_id and e.type = 'account.address_changed' and e.data ->> 'importId' = f.import_id::text)`.execute(
      tx,
    )
  })
}
