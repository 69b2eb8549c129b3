/** What happens by the calendar alone: starts that were ahead, last days, dated moves. */
import { sql } from 'kysely'
import { addMs } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { countRecorded } from '../platform/events.ts'
import { forgetNamedBefore } from './named.ts'
import { refreshRoster, today } from './roster.ts'

/** Brings the roster to the day that has begun, and records who came and who left with it. */
export async function passMidnight(c: Context): Promise<void> {
  await c.db.transaction().execute(async (tx) => {
    const day = await today(c, tx)
    await sql`create temporary table yesterday on commit drop as select person_id from roster where organization_id = ${c.organizationId} and employed`.execute(
      tx,
    )
    await refreshRoster(tx, c.organizationId, day)
    const { numAffectedRows } = await sql`
      insert into event (organization_id, recorded_at, happened_on, type, actor_via, subject_kind, subject_id)
      select ${c.organizationId}, ${c.clock.now()}, ${day}, type, 'job', 'person', person_id from (
        select y.person_id, 'person.left' as type from pg_temp.yesterday y where not exists (select from roster r where r.organization_id = ${c.organizationId} and r.employed and r.person_id = y.person_id)
        union all
        select r.person_id, 'person.started' from roster r where r.organization_id = ${c.organizationId} and r.employed and not exists (select from pg_temp.yesterday y where y.person_id = r.person_id)) x`.execute(
      tx,
    )
    countRecorded(c, Number(numAffectedRows ?? 0))
    // Whom a file would have changed that nobody applied; the names of people who may never have come.
    await forgetNamedBefore(tx, c.organizationId, addMs(c.clock.now(), -14 * 24 * 3_600_000))
    // Whoever lost an address was told long ago.
    await sql`delete from former_address where organization_id = ${c.organizationId} and changed_at < ${addMs(c.clock.now(), -30 * 24 * 3_600_000)}`.execute(
      tx,
    )
  })
}
