/** A company whose people come in files. For tests only. */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { expect } from 'vitest'
import { type Context, contextFor } from '../platform/context.ts'
import type { TestBase } from '../platform/testing.ts'
import { csvLine } from './csv.ts'
import { type Source, sourceOf } from './encoding.ts'
import { headcount } from './headcount.ts'
import { findingsOf, importFile, type Options, reportOf, type Report } from './import.ts'

export async function company(base: TestBase): Promise<Context> {
  const id = randomUUID()
  await sql`insert into organization (id, slug, name, created_at) values (${id}, ${'c' + id.slice(0, 8)}, 'Test', ${base.clock.now()})`.execute(
    base.database.for(id),
  )
  return contextFor(base, id, 'operator')
}

export type Person = Partial<
  Record<'id' | 'first' | 'last' | 'email' | 'status' | 'title' | 'department' | 'manager' | 'hired' | 'left', string>
>

export const header = [
  'Employee #',
  'First Name',
  'Last Name',
  'Work Email',
  'Status',
  'Job Title',
  'Department',
  'Supervisor EID',
  'Hire Date',
  'Termination Date',
]

export function file(people: readonly Person[]): Source {
  const rows = people.map((p) => [
    p.id ?? '',
    p.first ?? 'First',
    p.last ?? `Last${p.id}`,
    p.email ?? (p.id ? `p${p.id}@x.example` : ''),
    p.status ?? 'Active',
    p.title ?? 'Clerk',
    p.department ?? 'Sales',
    p.manager ?? '',
    p.hired ?? '2001-02-03',
    p.left ?? '',
  ])
  return sourceOf('people.csv', Buffer.from([header, ...rows].map((r) => csvLine(r, 'as_is')).join('')))
}

export async function take(c: Context, source: Source, options: Partial<Options> = {}): Promise<Report> {
  const outcome = await importFile(c, source, { dryRun: false, collect: true, ...options })
  if (outcome.importId !== null) expect(await findingsOf(c, outcome.importId)).toEqual(outcome.findings)
  return reportOf(outcome, outcome.findings)
}

export const counts = ({ refused, warnings, ...rest }: Report) => ({
  ...rest,
  refused: refused.length,
  warnings: warnings.length,
})

export const told = (found: Report['warnings']) => found.map((f) => [f.line, f.id, f.code])
export const people = async (c: Context, day: string) => (await headcount(c.db, c.organizationId, day))[0]!.people

export async function rosterOf(c: Context) {
  const { rows } = await sql<{
    number: string
    name: string
    manager: string | null
    seq: number
    last_seq: number
    depth: number
    direct_reports: number
    all_reports: number
    email: string | null
    status: string
    department: string
    title: string
  }>`
    select r.employee_number as number, r.full_name as name, m.employee_number as manager, r.seq, r.last_seq, r.depth, r.direct_reports, r.all_reports, r.email, r.status, r.department, r.title
    from roster r left join roster m on m.organization_id = r.organization_id and m.person_id = r.manager_id
    where r.organization_id = ${c.organizationId} and r.employed order by r.employee_number`.execute(c.db)
  return rows
}

/** The nested intervals against the managers they were made from, by a recursive walk. */
export async function checkLine(c: Context): Promise<void> {
  const { rows } = await sql<{ wrong: number }>`
    with recursive below as (
      select person_id as leader, person_id, 0 as distance from roster where organization_id = ${c.organizationId} and employed
      union all
      select b.leader, r.person_id, b.distance + 1 from below b join roster r on r.organization_id = ${c.organizationId} and r.manager_id = b.person_id)
    select count(*) as wrong from (
      select leader, person_id from below where distance > 0
      except all
      select l.person_id, x.person_id from roster l join roster x on x.organization_id = l.organization_id and l.seq < x.seq and x.seq <= l.last_seq
      where l.organization_id = ${c.organizationId} and l.employed and x.employed) d`.execute(c.db)
  const { rows: sums } = await sql<{ wrong: number }>`
    select count(*) as wrong from roster l where organization_id = ${c.organizationId} and employed
      and (all_reports <> last_seq - seq or direct_reports <> (select count(*) from roster x where x.organization_id = l.organization_id and x.manager_id = l.person_id))`.execute(
    c.db,
  )
  expect([rows[0]!.wrong, sums[0]!.wrong]).toEqual([0, 0])
}

/** Everything that an import may write about people, without what differs by nature. */
export async function state(c: Context) {
  const persons =
    await sql`select employee_number, full_name, email, email_key, hired_on, locale, time_zone, search from person where organization_id = ${c.organizationId} order by employee_number, full_name`.execute(
      c.db,
    )
  const spells =
    await sql`select p.employee_number, p.full_name, s.holds, s.hired_on, s.left_on from spell s join person p on p.organization_id = s.organization_id and p.id = s.person_id where s.organization_id = ${c.organizationId} and superseded is null order by 1, 2, 3, 4`.execute(
      c.db,
    )
  const placements =
    await sql`select p.employee_number, p.full_name, s.holds, s.title, s.department, s.manager_named, m.employee_number as manager, s.status from placement s join person p on p.organization_id = s.organization_id and p.id = s.person_id
    left join person m on m.organization_id = s.organization_id and m.id = s.manager_id where s.organization_id = ${c.organizationId} and superseded is null order by 1, 2, 3`.execute(
      c.db,
    )
  return { persons: persons.rows, spells: spells.rows, placements: placements.rows, roster: await rosterOf(c) }
}
