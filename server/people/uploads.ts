/**
 * People files through the browser: uploaded, looked at by a job that anyone may
 * leave and find again, mapped, applied by a job, or cancelled.
 */
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Answer, Input } from '../../contract/operation.ts'
import {
  type Field,
  type FindingCode,
  type imports,
  type ImportState,
  mapping as mappingShape,
} from '../../contract/people.ts'
import type { ProblemCode } from '../../contract/problems.ts'
import type { Context } from '../platform/context.ts'
import { addMs, type Day, type Instant } from '../platform/clock.ts'
import type { Tx } from '../platform/db.ts'
import { record } from '../platform/events.ts'
import type { FileAnswer } from '../platform/http.ts'
import { enqueue, type Payload, schedule } from '../platform/jobs.ts'
import { Problem, problem, sentence } from '../platform/problem.ts'
import { readMapping, recognise } from './columns.ts'
import { csvLine, recordsOf } from './csv.ts'
import { encodingNamed, type Source, sourceOf } from './encoding.ts'
import { messageOf, survey } from './file.ts'
import { importFile, Refusal } from './import.ts'
import { forgetNamed } from './named.ts'
import { headingsIn, sentenceIn } from './refused-words.ts'
import { today } from './roster.ts'

type Stored = {
  mapping: unknown
  options: {
    encoding?: string | null
    acceptGoodRows?: boolean
    restate?: boolean
    confirmLeavers?: number
    apply?: boolean
  }
}
type Counts = NonNullable<Answer<typeof imports.get>['import']['counts']>
type Row = Stored & {
  id: string
  file_id: string | null
  file_name: string
  as_of: Day
  created_at: Instant
  created_by: string | null
  started_at: Instant | null
  finished_at: Instant | null
  applied_at: Instant | null
  cancelled_at: Instant | null
  failed_with: { code: string; params: Record<string, string | number> } | null
  progress: number
  rows: number | null
  report:
    | (Counts & {
        encoding: string
        delimiter: string
        skipped: { blank: number; repeatedHeader: number; total: number; beforeHeader: number }
        columns?: Columns
      })
    | null
}
type Columns = { header: string; field: Field | null; samples: string[] }[]

/** What a row of `people_import` means. */
export function stateOf(
  row: Pick<
    Row,
    'applied_at' | 'cancelled_at' | 'failed_with' | 'started_at' | 'finished_at' | 'progress' | 'rows' | 'options'
  >,
): ImportState {
  if (row.applied_at) return { state: 'applied', at: row.applied_at }
  if (row.cancelled_at) return { state: 'cancelled', at: row.cancelled_at }
  if (!row.started_at) return { state: 'waiting', next: row.options.apply ? 'apply' : 'look' }
  if (!row.finished_at) return { state: row.options.apply ? 'applying' : 'looking', rows: row.progress, of: row.rows }
  if (row.failed_with)
    return {
      state: 'refused',
      ...row.failed_with,
      message: sentence(row.failed_with.code as ProblemCode, row.failed_with.params),
    }
  return { state: 'looked' }
}

export async function upload(
  c: Context,
  input: Input<typeof imports.upload> & { file?: unknown },
): Promise<Answer<typeof imports.upload>> {
  const bytes = Buffer.isBuffer(input.file) ? input.file : Buffer.alloc(0)
  if (bytes.length === 0) throw problem('people_file_empty')
  demandEncoding(input.encoding)
  return c.db.transaction().execute(async (tx) => {
    const now = c.clock.now()
    const file = await sql<{ id: string }>`
      insert into stored_file (organization_id, name, media_type, bytes, sha256, created_by, created_at)
      values (${c.organizationId}, ${input.name}, ${bytes[0] === 0x1f && bytes[1] === 0x8b ? 'application/gzip' : 'text/csv'}, ${bytes}, ${createHash('sha256').update(bytes).digest('hex')}, ${c.viewer.personId}, ${now})
      returning id`.execute(tx)
    const { rows } = await sql<{ id: string }>`
      insert into people_import (organization_id, file_id, file_name, as_of, options, created_by, created_at)
      values (${c.organizationId}, ${file.rows[0]!.id}, ${input.name}, ${input.asOf ?? (await today(c, tx))}, ${JSON.stringify({ encoding: input.encoding ?? null })}::jsonb, ${c.viewer.personId}, ${now})
      returning id`.execute(tx)
    const id = rows[0]!.id
    await record(tx, c, { type: 'people_file.uploaded', subject: { kind: 'people_import', id } })
    await enqueue(tx, 'people.lookAtFile', { organizationId: c.organizationId, subjectId: id })
    return { id }
  })
}

const selected = sql`i.id, i.file_id, i.file_name, i.as_of, i.mapping, i.options, i.report, i.created_at, i.created_by, i.started_at, i.finished_at, i.applied_at, i.cancelled_at, i.failed_with, i.progress, i.rows`

async function find(c: Context, id: string, tx?: Tx): Promise<Row> {
  const { rows } =
    await sql<Row>`select ${selected} from people_import i where i.organization_id = ${c.organizationId} and i.id = ${id} ${tx ? sql`for update` : sql``}`.execute(
      tx ?? c.db,
    )
  if (!rows[0]) throw problem('not_found')
  return rows[0]
}

function listed(row: Row & { creator?: string | null }): Answer<typeof imports.get>['import'] {
  const r = row.report
  return {
    id: row.id,
    fileName: row.file_name,
    asOf: row.as_of,
    createdAt: row.created_at,
    createdBy: row.creator ?? null,
    counts:
      r && row.finished_at
        ? {
            rows: r.rows,
            added: r.added,
            changed: r.changed,
            moved: r.moved,
            titleChanged: r.titleChanged,
            managerChanged: r.managerChanged,
            left: r.left,
            rehired: r.rehired,
            unchanged: r.unchanged,
            refused: r.refused,
            warnings: r.warnings,
            present: r.present,
          }
        : null,
    ...stateOf(row),
  }
}

export async function list(c: Context, input: Input<typeof imports.list>): Promise<Answer<typeof imports.list>> {
  const { rows } = await sql<Row & { creator: string | null }>`
    select ${selected}, p.full_name as creator from people_import i left join person p on p.organization_id = i.organization_id and p.id = i.created_by
    where i.organization_id = ${c.organizationId}
      and ${input.before ? sql`(i.created_at, i.id) < (select b.created_at, b.id from people_import b where b.organization_id = i.organization_id and b.id = ${input.before})` : sql`true`}
    order by i.created_at desc, i.id desc limit ${input.limit}`.execute(c.db)
  return { imports: rows.map(listed) }
}

export async function get(c: Context, { id }: Input<typeof imports.get>): Promise<Answer<typeof imports.get>> {
  const row = await find(c, id)
  const [creator, kinds, facts] = await Promise.all([
    sql<{
      name: string
    }>`select full_name as name from person where organization_id = ${c.organizationId} and id = ${row.created_by}`.execute(
      c.db,
    ),
    sql<{
      code: FindingCode
      severity: 'refused' | 'warning'
      count: number
    }>`select code, severity, count(*) as count from people_import_finding
      where organization_id = ${c.organizationId} and import_id = ${id} group by 1, 2 order by 2, 3 desc, 1`.execute(
      c.db,
    ),
    sql<{ percent: number; newest: Day | null; named: boolean }>`select o.leaver_limit_percent as percent,
      exists (select from people_import_person n where n.organization_id = o.id and n.import_id = ${id}) as named,
      (select max(as_of) from people_import where organization_id = o.id and applied_at is not null and as_of > ${row.as_of}) as newest
      from organization o where o.id = ${c.organizationId}`.execute(c.db),
  ])
  const { percent, newest, named } = facts.rows[0]!
  const r = row.report
  return {
    import: listed({ ...row, creator: creator.rows[0]?.name ?? null }),
    kinds: kinds.rows,
    named,
    leaverLimit: { percent, exceeded: r !== null && r.left * 100 > r.present * percent },
    newerAsOf: newest,
    file: r?.columns
      ? {
          encoding: r.encoding,
          delimiter: r.delimiter,
          skipped: r.skipped,
          columns: r.columns.map((column) => ({ ...column, recognised: recognise(column.header) ?? null })),
        }
      : null,
    mapping: mappingShape.parse(row.mapping ?? {}),
  }
}

export async function findings(
  c: Context,
  input: Input<typeof imports.findings>,
): Promise<Answer<typeof imports.findings>> {
  await find(c, input.id)
  const those = sql`organization_id = ${c.organizationId} and import_id = ${input.id}
    and ${input.code ? sql`code = ${input.code}` : sql`true`} and ${input.severity ? sql`severity = ${input.severity}` : sql`true`}`
  const [page, total] = await Promise.all([
    sql<{
      line: number
      id: string | null
      column: string | null
      severity: 'refused' | 'warning'
      code: FindingCode
      params: Record<string, string | number>
    }>`
      select line, employee_number as id, column_name as column, severity, code, params from people_import_finding where ${those} order by position limit ${input.limit} offset ${input.offset}`.execute(
      c.db,
    ),
    sql<{ n: number }>`select count(*) as n from people_import_finding where ${those}`.execute(c.db),
  ])
  return { findings: page.rows.map((f) => ({ ...f, message: messageOf(f) })), total: total.rows[0]!.n }
}

export async function settle(
  c: Context,
  { id, asOf, encoding, ...mapping }: Input<typeof imports.settle>,
): Promise<Answer<typeof imports.settle>> {
  readMapping(mapping)
  demandEncoding(encoding)
  return again(c, id, 'people.lookAtFile', 'people_file.mapped', (row) => ({
    asOf: asOf ?? row.as_of,
    mapping,
    options: { encoding: encoding === undefined ? (row.options.encoding ?? null) : encoding },
  }))
}

export async function apply(
  c: Context,
  { id, ...wanted }: Input<typeof imports.apply>,
): Promise<Answer<typeof imports.apply>> {
  return again(c, id, 'people.applyFile', 'people_file.confirmed', (row, newer) => {
    if (stateOf(row).state !== 'looked' && stateOf(row).state !== 'refused') throw problem('people_import_running')
    if (newer) throw problem('people_import_changed')
    return {
      asOf: row.as_of,
      mapping: row.mapping,
      options: { encoding: row.options.encoding ?? null, ...wanted, apply: true },
    }
  })
}

/** Sets an import back to waiting, with a job that does what is wanted now. */
async function again(
  c: Context,
  id: string,
  job: string,
  type: string,
  change: (row: Row, changedSince: boolean) => { asOf: Day; mapping: unknown; options: Stored['options'] },
): Promise<{ id: string }> {
  return c.db.transaction().execute(async (tx) => {
    const row = await find(c, id, tx)
    const { state } = stateOf(row)
    if (state === 'applied' || state === 'cancelled') throw problem('people_import_done')
    if (state === 'applying') throw problem('people_import_running')
    const since = await sql<{
      n: number
    }>`select count(*) as n from people_import where organization_id = ${c.organizationId} and applied_at > ${row.finished_at ?? row.created_at}`.execute(
      tx,
    )
    const next = change(row, since.rows[0]!.n > 0)
    await sql`update people_import set as_of = ${next.asOf}, mapping = ${next.mapping === null ? null : JSON.stringify(next.mapping)}::jsonb, options = ${JSON.stringify(next.options)}::jsonb,
        started_at = null, finished_at = null, failed_with = null, progress = 0
      where organization_id = ${c.organizationId} and id = ${id}`.execute(tx)
    // What is read in another way names other people; what is applied is what was seen.
    if (job === 'people.lookAtFile') await forgetNamed(tx, c.organizationId, id)
    await record(tx, c, { type, subject: { kind: 'people_import', id } })
    await enqueue(tx, job, { organizationId: c.organizationId, subjectId: id })
    return { id }
  })
}

export async function cancel(c: Context, { id }: Input<typeof imports.cancel>): Promise<Answer<typeof imports.cancel>> {
  return c.db.transaction().execute(async (tx) => {
    // An import that is being written holds this row until it is done; then it is too late.
    const row = await find(c, id, tx)
    if (row.applied_at || row.cancelled_at) throw problem('people_import_done')
    await sql`update people_import set cancelled_at = ${c.clock.now()} where organization_id = ${c.organizationId} and id = ${id}`.execute(
      tx,
    )
    await forgetNamed(tx, c.organizationId, id)
    await record(tx, c, { type: 'people_file.cancelled', subject: { kind: 'people_import', id } })
    return { id }
  })
}

export async function refusedRows(
  c: Context,
  { id, language }: Input<typeof imports.refusedRows>,
): Promise<FileAnswer> {
  const row = await find(c, id)
  const { rows } = await sql<{ line: number; code: FindingCode; params: Record<string, string | number> }>`
    select line, code, params from people_import_finding where organization_id = ${c.organizationId} and import_id = ${id} and severity = 'refused' order by position`.execute(
    c.db,
  )
  const reasons = new Map<number, string[]>()
  for (const finding of rows) {
    const reason = messageOf(finding, sentenceIn(language, finding.code))
    reasons.set(finding.line, [...(reasons.get(finding.line) ?? []), reason])
  }
  const source = await sourceFrom(c, row)
  const s = await survey(source, readMapping(row.mapping), row.options.encoding ?? undefined)
  let body = '\uFEFF' + csvLine([...headingsIn(language), ...s.header])
  for await (const batch of recordsOf(source, s.encoding, s.delimiter)) {
    for (const { line, cells } of batch) {
      const why = reasons.get(line)
      if (why) body += csvLine([line, why.join(' '), ...cells])
    }
  }
  return {
    type: 'text/csv; charset=utf-8',
    body,
    fileName: row.file_name.replace(/(\.csv|\.txt)?(\.gz)?$/i, '') + '-refused.csv',
  }
}

// --- jobs

/** Looks at an uploaded file; what it would do is kept for whoever comes back. */
export async function lookAtFile(c: Context, { subjectId }: Payload): Promise<void> {
  await process(c, subjectId, true)
}

/** Writes an uploaded file. */
export async function applyFile(c: Context, { subjectId }: Payload): Promise<void> {
  await process(c, subjectId, false)
}

class Cancelled extends Error {}

const unmapped = new Set<string>([
  'people_columns_missing',
  'people_name_column_missing',
  'people_number_column_missing',
] satisfies ProblemCode[])

async function process(c: Context, id: string, dryRun: boolean): Promise<void> {
  const row = await find(c, id)
  // The job of an import that was cancelled, done or set to something else in the meantime.
  if (row.cancelled_at || row.applied_at || row.finished_at || (row.options.apply ?? false) === dryRun) return
  await sql`update people_import set started_at = ${c.clock.now()}, rows = null where organization_id = ${c.organizationId} and id = ${id}`.execute(
    c.db,
  )
  let next = 0
  try {
    const source = await sourceFrom(c, row)
    const outcome = await importFile(
      actingFor(c, row),
      source,
      {
        dryRun,
        mapping: readMapping(row.mapping),
        encoding: row.options.encoding ?? undefined,
        asOf: row.as_of,
        acceptGoodRows: row.options.acceptGoodRows ?? false,
        restate: row.options.restate ?? false,
        confirmLeavers: row.options.confirmLeavers,
        async told(rows, of) {
          if (rows < next && rows < of) return
          next = rows + Math.max(1000, of / 50)
          const still = await sql<{ cancelled: boolean }>`update people_import set progress = ${rows}, rows = ${of}
          where organization_id = ${c.organizationId} and id = ${id} returning cancelled_at is not null as cancelled`.execute(
            c.db,
          )
          if (still.rows[0]!.cancelled) throw new Cancelled()
        },
      },
      id,
    )
    await keepColumns(
      c,
      id,
      outcome.survey.layout.columns.map(({ header, field, index }) => ({
        header,
        field,
        samples: [...(outcome.survey.samples[index] ?? [])],
      })),
    )
  } catch (error) {
    if (error instanceof Cancelled) return
    if (error instanceof Refusal) return // kept with its report
    // Only looking may wait: what is applied must be what was seen, and the other file may change that.
    if (dryRun && error instanceof Problem && error.code === 'people_import_running') return waitInTurn(c, id)
    const failed =
      error instanceof Problem
        ? { code: error.code, params: error.params }
        : { code: 'internal', params: { reference: id } }
    if (!(error instanceof Problem)) c.log.error({ err: error, reference: id }, 'a people file could not be taken in')
    await sql`update people_import set finished_at = ${c.clock.now()}, failed_with = ${JSON.stringify(failed)}::jsonb where organization_id = ${c.organizationId} and id = ${id}`.execute(
      c.db,
    )
    // Without the columns nobody could map what was not recognised.
    if (unmapped.has(failed.code)) await keepSurvey(c, id, row)
  }
}

/** A company's files are read one after the other. */
async function waitInTurn(c: Context, id: string): Promise<void> {
  await c.db.transaction().execute(async (tx) => {
    await sql`update people_import set started_at = null, progress = 0 where organization_id = ${c.organizationId} and id = ${id}`.execute(
      tx,
    )
    await schedule(tx, {
      organizationId: c.organizationId,
      kind: 'people.lookAtFile',
      subjectId: id,
      dueAt: addMs(c.clock.now(), 5000),
    })
  })
}

/** The job acts for whoever uploaded the file. */
function actingFor(c: Context, row: Row): Context {
  return row.created_by ? { ...c, viewer: { ...c.viewer, personId: row.created_by } } : c
}

async function keepColumns(c: Context, id: string, columns: Columns): Promise<void> {
  await sql`update people_import set report = report || ${JSON.stringify({ columns })}::jsonb where organization_id = ${c.organizationId} and id = ${id}`.execute(
    c.db,
  )
}

async function keepSurvey(c: Context, id: string, row: Row): Promise<void> {
  const s = await survey(await sourceFrom(c, row), readMapping(row.mapping), row.options.encoding ?? undefined)
  const columns = s.layout.columns.map(({ header, field, index }) => ({
    header,
    field,
    samples: [...(s.samples[index] ?? [])],
  }))
  const none = {
    added: 0,
    changed: 0,
    moved: 0,
    titleChanged: 0,
    managerChanged: 0,
    left: 0,
    rehired: 0,
    unchanged: 0,
    refused: 0,
    warnings: 0,
    present: 0,
  }
  await sql`update people_import set report = ${JSON.stringify({ ...none, rows: s.rows, encoding: s.encoding, delimiter: s.delimiter, skipped: s.skipped, columns })}::jsonb
    where organization_id = ${c.organizationId} and id = ${id}`.execute(c.db)
}

async function sourceFrom(c: Context, row: Row): Promise<Source> {
  const { rows } = await sql<{
    bytes: Buffer
  }>`select bytes from stored_file where organization_id = ${c.organizationId} and id = ${row.file_id}`.execute(c.db)
  if (!rows[0]) throw problem('not_found')
  return sourceOf(row.file_name, rows[0].bytes)
}

function demandEncoding(encoding: string | null | undefined): void {
  if (encoding && !encodingNamed(encoding)) throw problem('people_encoding_unknown', { encoding })
}
