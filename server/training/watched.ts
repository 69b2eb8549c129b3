/** How much of a film somebody has watched. */
import { sql } from 'kysely'
import { watchedShare } from '../../contract/training.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'

const playedSeconds = sql<number>`coalesce((select sum(upper(r) - lower(r)) from unnest(w.played) r), 0)::integer`

export async function watchedIn(
  db: Db | Tx,
  c: Context,
  courseId: string,
): Promise<Record<string, { seconds: number; at: number }>> {
  const { rows } = await sql<{ film_id: string; seconds: number; at_second: number }>`
    select w.film_id, ${playedSeconds} as seconds, w.at_second from training_watching w
    where w.organization_id = ${c.organizationId} and w.person_id = ${c.viewer.personId} and w.course_id = ${courseId}`.execute(
    db,
  )
  return Object.fromEntries(rows.map((r) => [r.film_id, { seconds: r.seconds, at: r.at_second }]))
}

export async function watchedWhole(tx: Tx, c: Context, courseId: string, filmId: string): Promise<boolean> {
  const { rows } = await sql<{ whole: boolean }>`
    select ${playedSeconds} >= floor(f.seconds * ${watchedShare}::numeric) as whole from training_watching w
    join film f on f.organization_id = w.organization_id and f.id = w.film_id
    where w.organization_id = ${c.organizationId} and w.person_id = ${c.viewer.personId} and w.course_id = ${courseId} and w.film_id = ${filmId}`.execute(
    tx,
  )
  return rows[0]?.whole ?? false
}
