/** How many people were here on a day, from the dated history. */
import { sql } from 'kysely'
import type { Day, Instant } from '../platform/clock.ts'
import type { Db } from '../platform/db.ts'

export type Segment = { segment: string | null; people: number }

/**
 * People present on a day, as known now or as known at an instant. One row
 * "all", or one per department (null: those without one).
 */
export async function headcount(
  db: Db,
  organizationId: string,
  day: Day,
  by?: 'department' | 'location' | 'country',
  knownAt?: Instant,
): Promise<Segment[]> {
  const believed = (table: string) =>
    knownAt === undefined
      ? sql`${sql.ref(`${table}.superseded`)} is null`
      : sql`${sql.ref(`${table}.recorded`)} <= ${knownAt} and (${sql.ref(`${table}.superseded`)} is null or ${sql.ref(`${table}.superseded`)} > ${knownAt})`
  const segment = by ? sql`nullif(c.${sql.ref(by)}, '')` : sql`'all'::text`
  const { rows } = await sql<Segment>`
    select ${segment} as segment, count(*) as people
    from spell s
    left join placement c on c.organization_id = s.organization_id and c.person_id = s.person_id and c.holds @> ${day}::date and ${believed('c')}
    where s.organization_id = ${organizationId} and s.holds @> ${day}::date and ${believed('s')}
    group by 1 order by 1 nulls last`.execute(db)
  return rows.length > 0 || by ? rows : [{ segment: 'all', people: 0 }]
}
