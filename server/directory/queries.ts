import { type RawBuilder, sql } from 'kysely'
import type * as z from 'zod'
import type { peopleFilter } from '../../contract/directory.ts'
import type { Viewer } from '../../contract/permissions.ts'
import { visibleTo } from '../access/access.ts'
import { foundBy } from '../people/people.ts'
import type { Instant } from '../platform/clock.ts'
import type { Db } from '../platform/db.ts'

export type Filter = z.output<typeof peopleFilter>
const facets = ['department', 'location', 'country', 'level'] as const
type Facet = (typeof facets)[number]

/** A filter whose search was looked up: the rows of `roster r` that it keeps. */
export type Sought = Filter & { found: RawBuilder<boolean> }

export async function lookUp(db: Db, filter: Filter): Promise<Sought> {
  return { ...filter, found: await foundBy(db, filter.search) }
}

/** The rows of `roster r` that the viewer sees and the filter keeps; `except` leaves one facet open. */
export function matching(viewer: Viewer, filter: Sought, except?: Facet): RawBuilder<boolean> {
  const parts: RawBuilder<unknown>[] = [visibleTo(viewer), sql`r.employed`, filter.found]
  for (const facet of facets) {
    const values = filter[facet]
    if (values && facet !== except) parts.push(sql`${sql.ref(`r.${facet}`)} = any(${values})`)
  }
  if (filter.manager) parts.push(sql`r.manager_id = ${filter.manager}`)
  if (filter.managers !== undefined) parts.push(filter.managers ? sql`r.direct_reports > 0` : sql`r.direct_reports = 0`)
  if (filter.under) {
    parts.push(sql`r.seq > (select u.seq from roster u where u.organization_id = r.organization_id and u.person_id = ${filter.under})
      and r.seq <= (select u.last_seq from roster u where u.organization_id = r.organization_id and u.person_id = ${filter.under})`)
  }
  return sql<boolean>`${sql.join(parts, sql` and `)}`
}

export type ListedRow = {
  id: string
  name: string
  title: string
  department: string
  location: string
  country: string
  managerId: string | null
  managerName: string | null
  directReports: number
  onLeave: boolean
}

const listed = sql`r.person_id as id, r.full_name as name, r.title, r.department, r.location, r.country,
  r.manager_id as "managerId", m.full_name as "managerName", r.direct_reports as "directReports", r.status = 'leave' as "onLeave"`

/**
 * One window of the list by name. The page of ids is found first, by the index on names,
 * and only its rows are joined with their managers.
 */
export async function listPeople(
  db: Db,
  viewer: Viewer,
  filter: Sought,
  limit: number,
  offset: number,
): Promise<ListedRow[]> {
  const { rows } = await sql<ListedRow>`
    with page as materialized (
      select r.* from roster r where ${matching(viewer, filter)} order by r.sort_name, r.person_id limit ${limit} offset ${offset}
    )
    select ${listed} from page r
    left join roster m on m.organization_id = r.organization_id and m.person_id = r.manager_id
    order by r.sort_name, r.person_id`.execute(db)
  return rows
}

export async function countPeople(db: Db, viewer: Viewer, filter: Sought): Promise<number> {
  const { rows } = await sql<{
    n: number
  }>`select count(*) as n from roster r where ${matching(viewer, filter)}`.execute(db)
  return rows[0]!.n
}

/** How often each value of each facet is found among the people that the other filters keep, most frequent first. */
export async function facetValues(
  db: Db,
  viewer: Viewer,
  filter: Sought,
): Promise<Record<Facet, [value: string, people: number][]>> {
  const counted: Record<Facet, [string, number][]> = { department: [], location: [], country: [], level: [] }
  // Those that are not filtered by themselves count the same people: all of them in one pass.
  const together = facets.filter((facet) => !filter[facet])
  const passes = [together, ...facets.filter((facet) => filter[facet]).map((facet) => [facet])]
  await Promise.all(
    passes
      .filter((pass) => pass.length > 0)
      .map(async (pass) => {
        const columns = pass.map((facet) => sql.ref(`r.${facet}`))
        const { rows } = await sql<Partial<Record<Facet, string | null>> & { n: number }>`
        select ${sql.join(columns)}, count(*) as n from roster r where ${matching(viewer, filter, pass.length === 1 ? pass[0] : undefined)}
        group by grouping sets (${sql.join(columns.map((column) => sql`(${column})`))}) order by n desc, ${sql.join(columns)}`.execute(
          db,
        )
        for (const { n, ...row } of rows) {
          for (const facet of pass) if (row[facet] && counted[facet].length < 2000) counted[facet].push([row[facet], n])
        }
      }),
  )
  return counted
}

export type ProfileRow = ListedRow & {
  givenName: string
  email: string | null
  division: string
  level: string
  timeZone: string
  allReports: number
  seq: number
  lastSeq: number
  employed: boolean
  secondManagerId: string | null
}

export async function profileOf(db: Db, viewer: Viewer, personId: string): Promise<ProfileRow | undefined> {
  const { rows } = await sql<ProfileRow>`
    select ${listed}, r.given_name as "givenName", r.email, r.division, r.level, r.time_zone as "timeZone", r.all_reports as "allReports",
      r.seq, r.last_seq as "lastSeq", r.employed, r.second_manager_id as "secondManagerId"
    from roster r left join roster m on m.organization_id = r.organization_id and m.person_id = r.manager_id
    where ${visibleTo(viewer)} and r.person_id = ${personId}`.execute(db)
  return rows[0]
}

export type LineRow = { id: string; name: string; title: string; directReports: number }

/** From the top of the line down to the direct manager. */
export async function lineAbove(db: Db, viewer: Viewer, personId: string): Promise<LineRow[]> {
  const { rows } = await sql<LineRow>`
    with recursive above as (
      select r.organization_id, r.manager_id, 0 as step from roster r where ${visibleTo(viewer)} and r.person_id = ${personId}
      union all
      select l.organization_id, l.manager_id, above.step + 1 from above
      join roster l on l.organization_id = above.organization_id and l.person_id = above.manager_id where above.step < 60
    )
    select r.person_id as id, r.full_name as name, r.title, r.direct_reports as "directReports"
    from above join roster r on r.organization_id = above.organization_id and r.person_id = above.manager_id
    where ${visibleTo(viewer)} order by above.step desc`.execute(db)
  return rows
}

export async function onePerson(db: Db, viewer: Viewer, personId: string): Promise<LineRow | undefined> {
  const { rows } =
    await sql<LineRow>`select r.person_id as id, r.full_name as name, r.title, r.direct_reports as "directReports"
    from roster r where ${visibleTo(viewer)} and r.person_id = ${personId}`.execute(db)
  return rows[0]
}

export type PlacementRow = {
  from: string
  until: string | null
  title: string
  department: string
  division: string
  location: string
  country: string
  level: string
  employmentType: string
  onLeave: boolean
  managerId: string | null
  managerName: string | null
  managerNamed: string
  recordedAt: Instant
}

export async function placementsOf(db: Db, organizationId: string, personId: string): Promise<PlacementRow[]> {
  const { rows } = await sql<PlacementRow>`
    select lower(p.holds) as "from", upper(p.holds) as until, p.title, p.department, p.division, p.location, p.country, p.level,
      p.employment_type as "employmentType", p.status = 'leave' as "onLeave", p.manager_id as "managerId", m.full_name as "managerName",
      case when p.manager_id is null then p.manager_named else '' end as "managerNamed", p.recorded as "recordedAt"
    from placement p left join person m on m.organization_id = p.organization_id and m.id = p.manager_id
    where p.organization_id = ${organizationId} and p.person_id = ${personId} and p.superseded is null
    order by lower(p.holds) desc`.execute(db)
  return rows
}

export async function spellsOf(
  db: Db,
  organizationId: string,
  personId: string,
): Promise<{ from: string; until: string | null }[]> {
  const { rows } = await sql<{ from: string; until: string | null }>`
    select lower(holds) as "from", upper(holds) as until from spell
    where organization_id = ${organizationId} and person_id = ${personId} and superseded is null order by lower(holds) desc`.execute(
    db,
  )
  return rows
}

export async function recordOf(
  db: Db,
  organizationId: string,
  personId: string,
): Promise<{ employeeNumber: string | null; hiredOn: string | null } | undefined> {
  const { rows } = await sql<{ employeeNumber: string | null; hiredOn: string | null }>`
    select employee_number as "employeeNumber", hired_on as "hiredOn" from person
    where organization_id = ${organizationId} and id = ${personId}`.execute(db)
  return rows[0]
}
