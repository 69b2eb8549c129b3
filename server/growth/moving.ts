/** Another manager from a day on, as the people file would say it. For tests only. */
import { sql } from 'kysely'
import type { World } from '../access/permission-cases.ts'
import type { Day } from '../platform/clock.ts'

export async function changeManager(w: World, personId: string, managerId: string | null, day: Day): Promise<void> {
  const db = w.base.database.for(w.organizationId)
  await sql`with closed as (
      update placement set holds = daterange(lower(holds), ${day}::date)
      where organization_id = ${w.organizationId} and person_id = ${personId} and superseded is null and upper_inf(holds) and lower(holds) < ${day}::date
      returning title, department, location, country, second_manager_id)
    insert into placement (organization_id, person_id, holds, title, department, location, country, manager_id, second_manager_id, recorded)
    select ${w.organizationId}, ${personId}, daterange(${day}::date, null), title, department, location, country, ${managerId}::uuid, null, ${w.base.clock.now()} from closed`.execute(
    db,
  )
  await sql`update roster set manager_id = ${managerId}, second_manager_id = null where organization_id = ${w.organizationId} and person_id = ${personId}`.execute(
    db,
  )
}
