/**
 * Whom a dry run would add, change or end: kept beside its report until a file is
 * applied, looked at again or discarded, at most 14 days, read a page at a time, or as one table.
 */
import { sql } from 'kysely'
import type { Language } from '../../contract/library.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import { type imports, namedKinds, type NamedKind } from '../../contract/people.ts'
import type { Day, Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import type { FileAnswer } from '../platform/http.ts'
import { problem } from '../platform/problem.ts'
import { csvLine } from './csv.ts'
import { namedHeadings, wordsForField, wordsForKind } from './named-words.ts'
import type { Terms } from './plan.ts'
import { searchable } from './search.ts'

export type Named = {
  kind: NamedKind
  personId: string | null
  number: string | null
  name: string
  day: Day
  was: string | null
  becomes: string | null
  fields: string[]
}

const told = sql.raw(
  'kind, person_id as "personId", employee_number as number, name, day::text as day, was, becomes, fields',
)

/** `pg_temp.named`: one row a person and kind, by the numbers that `planImport` counted. */
export async function namePeople(tx: Tx, t: Terms): Promise<void> {
  const known = sql`case when is_new then null else person_id end`
  await sql`create temporary table named on commit drop as
    with changing as materialized (
      select p.*, p.outcome = 'starts' or (p.outcome = 'kept' and (p.end_moved or p.person_changed <> '{}' or p.place_changed <> '{}')) as changes,
        c.department as old_department, c.title as old_title, coalesce(om.full_name, nullif(c.manager_named, '')) as old_manager,
        coalesce(np.full_name, nm.full_name, nullif(p.manager_named, '')) as new_manager
      from pg_temp.plan p
      left join placement c on c.organization_id = ${t.organizationId} and c.id = p.placement_id
      left join person om on om.organization_id = ${t.organizationId} and om.id = c.manager_id
      left join person nm on nm.organization_id = ${t.organizationId} and nm.id = p.manager_id
      left join pg_temp.plan np on np.person_id = p.manager_id),
    listed as (
      select 'added' as kind, null::uuid as person_id, number as employee_number, full_name as name, sort_name, search, e as day, null::text as was, nullif(department, '') as becomes, '{}'::text[] as fields
        from changing where outcome = 'added'
      union all
      select 'rehired', person_id, number, full_name, sort_name, search, e, null, nullif(department, ''), '{}' from changing where outcome = 'rehired'
      union all
      select 'moved', ${known}, number, full_name, sort_name, search, e, nullif(old_department, ''), nullif(department, ''), '{}' from changing where changes and moved
      union all
      select 'titleChanged', ${known}, number, full_name, sort_name, search, e, nullif(old_title, ''), nullif(title, ''), '{}' from changing where changes and 'title' = any(place_changed)
      union all
      select 'managerChanged', ${known}, number, full_name, sort_name, search, e, old_manager, new_manager, '{}' from changing where changes and 'manager' = any(place_changed)
      union all
      select 'changed', ${known}, number, full_name, sort_name, search, e, null, null,
        person_changed || place_changed || case when end_moved then '{lastDay}'::text[] else '{}' end || case when outcome = 'starts' then '{start}'::text[] else '{}' end
        from changing where changes
      union all
      select 'left', q.id, q.employee_number, q.full_name, q.sort_name, q.search, l.gone_on, nullif(c.department, ''), null, '{}'
        from pg_temp.leaver l join person q on q.organization_id = ${t.organizationId} and q.id = l.person_id
        left join placement c on c.organization_id = ${t.organizationId} and c.person_id = l.person_id and c.superseded is null and c.holds @> ${t.day}::date)
    select row_number() over (partition by kind order by sort_name, employee_number nulls last, person_id)::integer as position, * from listed`.execute(
    tx,
  )
}

/** The first of each kind, or all of them. */
export async function readNamed(tx: Tx, most: number | null): Promise<Named[]> {
  const { rows } =
    await sql<Named>`select ${told} from pg_temp.named where ${most === null ? sql`true` : sql`position <= ${most}`}
    order by array_position(${sql.val(namedKinds)}::text[], kind), position`.execute(tx)
  return rows
}

export async function keepNamed(tx: Tx, organizationId: string, importId: string): Promise<void> {
  await forgetNamed(tx, organizationId, importId)
  await sql`insert into people_import_person (organization_id, import_id, kind, position, person_id, employee_number, name, search, day, was, becomes, fields)
    select ${organizationId}, ${importId}, kind, position, person_id, employee_number, name, search, day, was, becomes, fields from pg_temp.named`.execute(
    tx,
  )
}

/** Without `importId`, of every file: what was compared with the record before does not hold any more. */
export async function forgetNamed(tx: Tx, organizationId: string, importId?: string): Promise<void> {
  await sql`delete from people_import_person where organization_id = ${organizationId} and ${importId === undefined ? sql`true` : sql`import_id = ${importId}`}`.execute(
    tx,
  )
}

export async function people(c: Context, input: Input<typeof imports.people>): Promise<Answer<typeof imports.people>> {
  await demandImport(c, input.id)
  const words = searchable(input.q ?? '')
    .split(' ')
    .filter(Boolean)
  const those = sql`organization_id = ${c.organizationId} and import_id = ${input.id} and kind = ${input.kind}
    and ${
      words.length === 0
        ? sql`true`
        : sql.join(
            words.map((word) => sql`strpos(search, ${' ' + word}) > 0`),
            sql` and `,
          )
    }`
  const [page, total] = await Promise.all([
    sql<Named>`select ${told} from people_import_person where ${those} order by position limit ${input.limit} offset ${input.offset}`.execute(
      c.db,
    ),
    sql<{ n: number }>`select count(*) as n from people_import_person where ${those}`.execute(c.db),
  ])
  return { people: page.rows, total: total.rows[0]!.n }
}

export async function peopleFile(
  c: Context,
  { id, kind, language }: Input<typeof imports.peopleFile>,
): Promise<FileAnswer> {
  const fileName = await demandImport(c, id)
  const { rows } =
    await sql<Named>`select ${told} from people_import_person where organization_id = ${c.organizationId} and import_id = ${id}
    and ${kind === undefined ? sql`true` : sql`kind = ${kind}`} order by array_position(${sql.val(namedKinds)}::text[], kind), position`.execute(
      c.db,
    )
  return {
    type: 'text/csv; charset=utf-8',
    body: namedTable(rows, language),
    fileName: `${fileName.replace(/(\.csv|\.txt)?(\.gz)?$/i, '')}-${kind ?? 'people'}.csv`,
  }
}

/** As a spreadsheet opens it. */
export function namedTable(rows: readonly Named[], language: Language): string {
  const lines = ['\uFEFF' + csvLine(namedHeadings(language))]
  for (const { kind, number, name, day, was, becomes, fields } of rows) {
    const what = fields.map((field) => wordsForField(language, field)).join(', ')
    lines.push(csvLine([wordsForKind(language, kind), number, name, day, was, becomes, what]))
  }
  return lines.join('')
}

async function demandImport(c: Context, id: string): Promise<string> {
  const { rows } = await sql<{ name: string }>`
    select file_name as name from people_import where organization_id = ${c.organizationId} and id = ${id}`.execute(
    c.db,
  )
  if (!rows[0]) throw problem('not_found')
  return rows[0].name
}

/** Forgets the names of files that were looked at before an instant and are still not applied. */
export async function forgetNamedBefore(tx: Tx, organizationId: string, before: Instant): Promise<void> {
  await sql`delete from people_import_person n using people_import i
    where n.organization_id = ${organizationId} and i.organization_id = n.organization_id and i.id = n.import_id and i.created_at < ${before}`.execute(
    tx,
  )
}
