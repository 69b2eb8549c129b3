/** Courses whose lessons are open again, because what they gave ends. */
import { sql } from 'kysely'
import { beginAgain } from '../packages/packages.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'

export async function openAgain(
  tx: Tx,
  c: Context,
  rows: readonly { person_id: string; course_id: string }[],
): Promise<void> {
  if (rows.length === 0) return
  const people = rows.map((row) => row.person_id)
  const courses = rows.map((row) => row.course_id)
  await sql`update training_lesson l set done_on = null, ticked = '{}' from unnest(${people}::uuid[], ${courses}::text[]) as x (person_id, course_id)
    where l.organization_id = ${c.organizationId} and l.person_id = x.person_id and l.course_id = x.course_id`.execute(
    tx,
  )
  // Whoever begins anew begins the newest version, and its films.
  await sql`update training_work k set begun_version = null from unnest(${people}::uuid[], ${courses}::text[]) as x (person_id, course_id)
    where k.organization_id = ${c.organizationId} and k.person_id = x.person_id and k.course_id = x.course_id and k.begun_version is not null`.execute(
    tx,
  )
  await sql`delete from training_watching w using unnest(${people}::uuid[], ${courses}::text[]) as x (person_id, course_id)
    where w.organization_id = ${c.organizationId} and w.person_id = x.person_id and w.course_id = x.course_id`.execute(
    tx,
  )
  await beginAgain(tx, c, people, courses)
}
