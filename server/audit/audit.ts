/** The audit trail: reads the event log for administrators, in pages that cost the same however long it is. */
import { type RawBuilder, sql } from 'kysely'
import { practiceSubjects, type audit } from '../../contract/audit.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import { csvPages, type CsvRow } from '../people/people.ts'
import type { Context } from '../platform/context.ts'
import { addDays, instantAt, type Day, type Instant } from '../platform/clock.ts'
import type { FileAnswer } from '../platform/http.ts'
import { problem } from '../platform/problem.ts'

type Event = Answer<typeof audit.list>['events'][number]
type Filters = Input<typeof audit.export>
type Row = {
  id: number
  place: string
  recorded_at: Instant
  happened_on: Day
  type: string
  actor_via: Event['via']
  actor_id: string | null
  subject_kind: string
  subject_id: string | null
  data: Record<string, unknown>
}

const exported = 100_000
/** Events that one read fetches for the file. */
const atOnce = 5000
const practice = practiceSubjects as readonly string[]
const isPractice = (type: string, subjectKind: string) =>
  practice.includes(subjectKind) || practice.includes(type.split('.')[0]!)

export async function list(c: Context, input: Input<typeof audit.list>): Promise<Answer<typeof audit.list>> {
  const person = input.person ? await nameOf(c, input.person) : null
  const rows = await read(c, input, input.limit + 1, input.before)
  const page = rows.slice(0, input.limit)
  const events = await told(c, page)
  return {
    events,
    next: rows.length > input.limit ? Buffer.from(page.at(-1)!.place).toString('base64url') : null,
    person,
  }
}

export async function types(c: Context): Promise<Answer<typeof audit.types>> {
  // One step of the index for each type, instead of a walk over every event.
  const { rows } = await sql<{ type: string }>`
    with recursive t as (
      (select type from event where organization_id = ${c.organizationId} order by type limit 1)
      union all
      select (select e.type from event e where e.organization_id = ${c.organizationId} and e.type > t.type order by e.type limit 1) from t where t.type is not null
    )
    select type from t where type is not null`.execute(c.db)
  return { types: rows.map((row) => row.type) }
}

export async function exportFile(c: Context, input: Filters): Promise<FileAnswer> {
  const header = [
    'recorded_at',
    'happened_on',
    'type',
    'via',
    'actor',
    'actor_id',
    'subject_kind',
    'subject',
    'subject_id',
    'data',
  ]
  return {
    type: 'text/csv; charset=utf-8',
    body: await csvPages(header, pages(c, input)),
    fileName: `audit-${c.clock.today('UTC')}.csv`,
  }
}

async function* pages(c: Context, input: Filters): AsyncGenerator<CsvRow[]> {
  let before: string | undefined
  for (let left = exported; left > 0; left -= atOnce) {
    const rows = await read(c, input, Math.min(atOnce, left), before)
    yield (await told(c, rows)).map((e) => [
      e.at,
      e.happenedOn,
      e.type,
      e.via,
      e.actor?.name ?? '',
      e.actor?.id ?? '',
      e.subject.kind,
      e.subject.name ?? '',
      e.subject.id ?? '',
      Object.keys(e.data).length > 0 ? JSON.stringify(e.data) : '',
    ])
    if (rows.length < atOnce) return
    before = Buffer.from(rows.at(-1)!.place).toString('base64url')
  }
}

/**
 * A page of the log. Each branch walks one index from the newest end and stops at
 * `limit`; the branches together are then cut to the page. So a page of a rare type
 * or person costs no more than a page of everything.
 */
async function read(c: Context, filters: Filters, limit: number, before: string | undefined): Promise<Row[]> {
  const common = [sql<boolean>`e.organization_id = ${c.organizationId}`]
  if (filters.via) common.push(sql`e.actor_via = ${filters.via}`)
  if (filters.from || filters.to) {
    const { rows } = await sql<{
      time_zone: string
    }>`select time_zone from organization where id = ${c.organizationId}`.execute(c.db)
    const zone = rows[0]!.time_zone
    if (filters.from) common.push(sql`e.recorded_at >= ${instantAt(filters.from, '00:00', zone)}`)
    if (filters.to) common.push(sql`e.recorded_at < ${instantAt(addDays(filters.to, 1), '00:00', zone)}`)
  }
  if (before) {
    const { at, id } = placeOf(before)
    common.push(sql`(e.recorded_at, e.id) < (${at}::timestamptz, ${id}::bigint)`)
  }
  const wanted = filters.type === undefined ? [] : [filters.type].flat()
  let branches: RawBuilder<boolean>[][]
  if (filters.person) {
    const theirs = [
      sql<boolean>`split_part(e.type, '.', 1) <> all(${practice as string[]})`,
      sql<boolean>`e.subject_kind <> all(${practice as string[]})`,
    ]
    if (wanted.length > 0) theirs.push(sql`e.type = any(${wanted})`)
    branches = [
      [sql`e.actor_id = ${filters.person}`, ...theirs],
      [sql`e.subject_kind = 'person'`, sql`e.subject_id = ${filters.person}`, ...theirs],
    ]
  } else branches = wanted.length > 0 ? [...new Set(wanted)].map((type) => [sql<boolean>`e.type = ${type}`]) : [[]]
  const parts = branches.map(
    (conditions) => sql`(
    select e.recorded_at, e.id, e.happened_on, e.type, e.actor_id, e.actor_via, e.subject_kind, e.subject_id, e.data
    from event e where ${sql.join([...common, ...conditions], sql` and `)}
    order by e.recorded_at desc, e.id desc limit ${limit})`,
  )
  const { rows } = await sql<Row>`
    select distinct on (recorded_at, id) id, recorded_at::text || '|' || id as place, recorded_at, happened_on, type, actor_via, actor_id, subject_kind, subject_id, data
    from (${sql.join(parts, sql` union all `)}) x order by recorded_at desc, id desc limit ${limit}`.execute(c.db)
  return rows
}

function placeOf(cursor: string): { at: string; id: number } {
  const [at, id] = Buffer.from(cursor, 'base64url').toString('utf8').split('|')
  if (!at || !/^\d{4}-\d\d-\d\d [\d:.]+[+-][\d:]+$/.test(at) || !/^\d{1,18}$/.test(id ?? ''))
    throw problem('invalid_request', { issues: 'before: is not a place in this list' })
  return { at, id: Number(id) }
}

/** Names of what events are about, where a table keeps one. Goals have none here: their titles are people's own words. */
const namesBy: Record<string, RawBuilder<unknown>> = {
  person: sql`select id, full_name as name from person`,
  audience: sql`select id, name from audience`,
  wave: sql`select id, name from wave`,
  people_import: sql`select id, file_name as name from people_import`,
  organization: sql`select id, name, id as organization_id from organization`,
}

/** Rows with names instead of ids, as far as an administrator may know them. */
async function told(c: Context, rows: readonly Row[]): Promise<Event[]> {
  const ids = new Map<string, Set<string>>()
  const want = (kind: string, id: string | null) => {
    if (id && kind in namesBy) ids.set(kind, (ids.get(kind) ?? new Set()).add(id))
  }
  for (const row of rows) {
    if (isPractice(row.type, row.subject_kind)) continue
    want('person', row.actor_id)
    want(row.subject_kind, row.subject_id)
  }
  const names = new Map<string, string>()
  await Promise.all(
    [...ids].map(async ([kind, wanted]) => {
      const found = await sql<{
        id: string
        name: string
      }>`select x.id, x.name from (${namesBy[kind]!} where ${kind === 'organization' ? sql`id` : sql`organization_id`} = ${c.organizationId}) x
        where x.id = any(${[...wanted]}::uuid[])`.execute(c.db)
      for (const row of found.rows) names.set(`${kind} ${row.id}`, row.name)
    }),
  )
  return rows.map((row) => {
    const withheld = isPractice(row.type, row.subject_kind)
    const actor =
      row.actor_id && !withheld ? { id: row.actor_id, name: names.get(`person ${row.actor_id}`) ?? '' } : null
    return {
      id: `${row.id}`,
      type: row.type,
      at: row.recorded_at,
      happenedOn: row.happened_on,
      via: row.actor_via,
      actor,
      withheld,
      subject: withheld
        ? { kind: row.subject_kind, id: null, name: null }
        : {
            kind: row.subject_kind,
            id: row.subject_id,
            name: names.get(`${row.subject_kind} ${row.subject_id}`) ?? null,
          },
      data: withheld ? {} : row.data,
    }
  })
}

async function nameOf(c: Context, id: string): Promise<{ id: string; name: string }> {
  const { rows } = await sql<{
    name: string
  }>`select full_name as name from person where organization_id = ${c.organizationId} and id = ${id}`.execute(c.db)
  if (!rows[0]) throw problem('not_found')
  return { id, name: rows[0].name }
}
