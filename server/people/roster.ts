/** Today's picture: one row per present person, rebuilt from the dated history whenever that changes. */
import { sql } from 'kysely'
import type { Context } from '../platform/context.ts'
import { addDays, type Day, type Instant, instantAt, dayIn } from '../platform/clock.ts'
import type { Db, Tx } from '../platform/db.ts'
import { numberLine } from './line.ts'

/** Today in the organization's own zone. */
export async function today(c: Pick<Context, 'clock' | 'organizationId'>, db: Db | Tx): Promise<Day> {
  const { rows } = await sql<{
    time_zone: string
  }>`select time_zone from organization where id = ${c.organizationId}`.execute(db)
  return c.clock.today(rows[0]!.time_zone)
}

const columns = [
  'employee_number',
  'full_name',
  'given_name',
  'family_name',
  'sort_name',
  'search',
  'email',
  'title',
  'department',
  'division',
  'location',
  'country',
  'level',
  'employment_type',
  'status',
  'locale',
  'time_zone',
  'hired_on',
  'present_since',
  'manager_id',
  'second_manager_id',
  'seq',
  'last_seq',
  'depth',
  'direct_reports',
  'all_reports',
] as const

/**
 * Rebuilds the roster as of a day, set-wise; writes only rows that differ. A link
 * to somebody who is not present, and the links of a circle, are open here
 * whatever the record says. Outsiders' rows belong to whoever made them.
 */
export async function refreshRoster(tx: Tx, organizationId: string, day: Day): Promise<void> {
  await sql`drop table if exists pg_temp.picture, pg_temp.numbered`.execute(tx)
  // Managers who are outsiders are nodes without being employed.
  await sql`
    create temporary table picture on commit drop as
    select (row_number() over (order by p.sort_name, p.id) - 1)::int as n, p.id as person_id,
      p.employee_number, p.full_name, p.given_name, p.family_name, p.sort_name, p.search, p.email,
      coalesce(l.title, '') as title, coalesce(l.department, '') as department, coalesce(l.division, '') as division, coalesce(l.location, '') as location,
      coalesce(l.country, '') as country, coalesce(l.level, '') as level, coalesce(l.employment_type, '') as employment_type, coalesce(l.status, 'active') as status,
      spoken_locale(p.language, p.locale) as locale, p.time_zone, p.hired_on, lower(s.holds) as present_since, l.manager_id, l.second_manager_id
    from spell s
    join person p on p.organization_id = s.organization_id and p.id = s.person_id
    left join placement l on l.organization_id = s.organization_id and l.person_id = s.person_id and l.superseded is null and l.holds @> ${day}::date
    where s.organization_id = ${organizationId} and s.superseded is null and s.holds @> ${day}::date`.execute(tx)
  await sql`analyze pg_temp.picture`.execute(tx)
  const { rows } = await sql<{ managers: number[] | null }>`
    select array_agg(coalesce(m.n, -1) order by p.n) as managers
    from pg_temp.picture p left join pg_temp.picture m on m.person_id = p.manager_id`.execute(tx)
  const line = numberLine(Int32Array.from(rows[0]?.managers ?? []))
  const opened = line.circles.flat()
  await sql`
    create temporary table numbered on commit drop as
    select (ordinality - 1)::int as n, seq, last_seq, depth, direct_reports, all_reports
    from unnest(${Array.from(line.seq)}::int[], ${Array.from(line.lastSeq)}::int[], ${Array.from(line.depth)}::int[], ${Array.from(line.direct)}::int[], ${Array.from(line.all)}::int[])
      with ordinality as t (seq, last_seq, depth, direct_reports, all_reports, ordinality)`.execute(tx)
  await sql`analyze pg_temp.numbered`.execute(tx)
  await sql`
    delete from roster r where r.organization_id = ${organizationId}
      and (r.employed or exists (select from person p where p.organization_id = r.organization_id and p.id = r.person_id and p.in_file))
      and not exists (select from pg_temp.picture p where p.person_id = r.person_id)`.execute(tx)
  const names = sql.join(columns.map((name) => sql.ref(name)))
  await sql`
    insert into roster (organization_id, person_id, employed, ${names})
    select ${organizationId}, p.person_id, true, p.employee_number, p.full_name, p.given_name, p.family_name, p.sort_name, p.search, p.email,
      p.title, p.department, p.division, p.location, p.country, p.level, p.employment_type, p.status, p.locale, p.time_zone, p.hired_on, p.present_since,
      case when m.person_id is not null and not p.n = any(${opened}::int[]) then p.manager_id end, x.person_id,
      l.seq, l.last_seq, l.depth, l.direct_reports, l.all_reports
    from pg_temp.picture p
    join pg_temp.numbered l on l.n = p.n
    left join pg_temp.picture m on m.person_id = p.manager_id
    left join pg_temp.picture x on x.person_id = p.second_manager_id
    order by l.seq
    on conflict (organization_id, person_id) do update set employed = true, ${sql.join(columns.map((name) => sql`${sql.ref(name)} = excluded.${sql.ref(name)}`))}
    where not roster.employed or (${sql.join(columns.map((name) => sql`roster.${sql.ref(name)}`))}) is distinct from (${sql.join(columns.map((name) => sql`excluded.${sql.ref(name)}`))})`.execute(
    tx,
  )
}

/** Just after midnight in the organization's zone: the moment at which dated starts, ends and moves begin to hold. */
export function nextMidnight(after: Instant, timeZone: string): Instant {
  return instantAt(addDays(dayIn(after, timeZone), 1), '00:05', timeZone)
}
