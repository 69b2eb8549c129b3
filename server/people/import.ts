/**
 * The import of a people file: survey, staging, plan, and, unless only looked
 * at, the writing, all in one transaction. A process that dies in the middle
 * leaves nothing behind.
 */
import { Kysely, PostgresDialect, sql } from 'kysely'
import type { DB } from '../db/schema.ts'
import type { Field } from '../../contract/people.ts'
import { type Context, nobody } from '../platform/context.ts'
import type { Day } from '../platform/clock.ts'
import type { Tx } from '../platform/db.ts'
import { record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { applyPlan } from './apply.ts'
import { type Mapping, noMapping } from './columns.ts'
import type { Source } from './encoding.ts'
import { type Finding, keepable, messageOf, refusedCodes, refuses, survey, type Survey } from './file.ts'
import { forgetNamed, keepNamed, type Named, namePeople, readNamed } from './named.ts'
import { type Counts, planImport, type Terms } from './plan.ts'
import { refreshRoster, today } from './roster.ts'
import { readRows } from './rows.ts'
import { createStaging, stage } from './staging.ts'
import { spellingKey } from './values.ts'

export type Options = {
  dryRun: boolean
  mapping?: Mapping
  encoding?: string | undefined
  /** The day the file speaks about; today unless told. */
  asOf?: Day | undefined
  /** The file corrects what was known on its day; newer files stay as they are from their day on. */
  restate?: boolean
  acceptGoodRows?: boolean
  confirmLeavers?: number | undefined
  /** Hand back the findings themselves. */
  collect?: boolean
  /** Hand back whom it names: the first of each kind, or everyone. */
  name?: { most: number | null }
  /** Rows taken in so far, of all; may throw to stop. */
  told?: (rows: number, of: number) => Promise<void>
}

export type Outcome = {
  /** Null when the file was only looked at and nobody asked to keep what was seen. */
  importId: string | null
  asOf: Day
  applied: boolean
  counts: Counts & { rows: number; refused: number; warnings: number }
  survey: Survey
  /** Everything the file was told, in its order; only when asked for. */
  findings: Finding[]
  /** Who joins, leaves or changes; only when asked for. */
  named: Named[]
}

/**
 * Takes in a people file. `importId` is the row of `people_import` that stands
 * for it; one is made when there is none. Throws `people_rows_refused`,
 * `people_leavers_unconfirmed` and `people_file_older` with nothing written but
 * the findings, which `findingsOf` reads.
 */
export async function importFile(c: Context, source: Source, options: Options, importId?: string): Promise<Outcome> {
  const mapping = options.mapping ?? noMapping
  const s = await survey(source, mapping, options.encoding)
  demandColumns(s)
  const client = await c.database.connect(c.organizationId)
  // One connection for statements and COPY alike, so that both are in the one transaction.
  const connection = new Kysely<DB>({
    dialect: new PostgresDialect({
      pool: { connect: async () => ({ query: client.query, release() {} }), end: async () => {} } as never,
    }),
  })
  let broken = false
  try {
    const day = options.asOf ?? (await today(c, connection))
    const id = importId ?? (options.dryRun ? null : await startImport(c, connection, source.name, day, options))
    const now = c.clock.now()
    const outcome = await connection.transaction().execute(async (tx): Promise<Outcome> => {
      await sql`set local statement_timeout = '30min'`.execute(tx)
      // Whole tables meet here; without fresh statistics the planner would walk them once per row.
      await sql`set local enable_nestloop = off`.execute(tx)
      await sql`set local work_mem = '96MB'`.execute(tx)
      const lock = await sql<{
        mine: boolean
      }>`select pg_try_advisory_xact_lock(hashtextextended('people import ' || ${c.organizationId}, 0)) as mine`.execute(
        tx,
      )
      if (!lock.rows[0]!.mine) throw problem('people_import_running')
      const newest = await sql<{ newest: Day | null; next: Day | null }>`
        select max(as_of) as newest, min(as_of) filter (where as_of > ${day}) as next from people_import where organization_id = ${c.organizationId} and applied_at is not null`.execute(
        tx,
      )
      const { next } = newest.rows[0]!
      await createStaging(tx)
      await stage(
        client,
        readRows(source, s, mapping, day, await knownSpellings(tx, c.organizationId, s)),
        async (rows) => options.told?.(rows, s.rows),
      )
      const terms: Terms = { organizationId: c.organizationId, day, until: next, headers: headersOf(s) }
      const counts = await planImport(tx, terms)
      if (next !== null && !options.restate) {
        await sql`insert into pg_temp.found values (1, null, null, 'file_older', ${JSON.stringify({ newest: newest.rows[0]!.newest, asOf: day })}::jsonb)`.execute(
          tx,
        )
      }
      const all = { ...counts, rows: s.rows, ...(await countFindings(tx)) }
      const outcome: Outcome = {
        importId: id,
        asOf: day,
        applied: false,
        counts: all,
        survey: s,
        findings: options.collect ? await readFindings(tx) : [],
        named: [],
      }
      if (options.name || (options.dryRun && id !== null)) await namePeople(tx, terms)
      if (options.name) outcome.named = await readNamed(tx, options.name.most)
      if (id !== null) {
        await keepFindings(tx, c.organizationId, id)
        if (options.dryRun) await keepNamed(tx, c.organizationId, id)
        await keepReport(tx, c, outcome, now)
      }
      if (options.dryRun || id === null) return outcome
      if (next !== null && !options.restate)
        throw new Refusal(
          'people_file_older',
          { newest: newest.rows[0]!.newest!, asOf: day },
          await readFindings(tx),
          outcome,
        )
      if (all.refused > 0 && !options.acceptGoodRows)
        throw new Refusal(
          'people_rows_refused',
          { refused: all.refused, rows: all.rows },
          await readFindings(tx),
          outcome,
        )
      await demandConfirmation(tx, c, outcome, options.confirmLeavers)
      const changes = counts.added + counts.changed + counts.rehired + counts.left + counts.silent
      if (changes > 0) {
        await applyPlan(tx, c, terms, id, now)
        await analyzeAfter(tx, changes)
        await refreshRoster(tx, c.organizationId, await today(c, tx))
        await analyzeAfter(tx, changes)
      }
      await forgetNamed(tx, c.organizationId)
      await sql`update people_import set applied_at = ${now} where organization_id = ${c.organizationId} and id = ${id}`.execute(
        tx,
      )
      await record(tx, c, {
        type: 'people.imported',
        subject: { kind: 'people_import', id },
        happenedOn: day,
        data: {
          restated: next !== null,
          counts: { ...told(counts), refused: all.refused, warnings: all.warnings },
        },
      })
      return { ...outcome, applied: true }
    })
    return outcome
  } catch (error) {
    broken = !(error instanceof Refusal)
    if (error instanceof Refusal) await keepRefusal(c, connection, error)
    throw error
  } finally {
    // A connection on which something failed in mid-air may not be in a state to be lent again.
    client.release(broken)
  }
}

async function analyzeAfter(tx: Tx, changes: number): Promise<void> {
  if (changes > 500) await sql`select analyze_people()`.execute(tx)
}

/** Why nothing was written, with everything that the file was told. */
export class Refusal extends Error {
  readonly code: 'people_rows_refused' | 'people_leavers_unconfirmed' | 'people_file_older'
  readonly params: Record<string, string | number>
  readonly findings: Finding[]
  readonly outcome: Outcome
  constructor(code: Refusal['code'], params: Record<string, string | number>, findings: Finding[], outcome: Outcome) {
    super(problem(code, params).message)
    this.code = code
    this.params = params
    this.findings = findings
    this.outcome = outcome
  }
}

function demandColumns(s: Survey): void {
  const { at } = s.layout
  const known = at.number || at.email
  const named = at.fullName || at.givenName || at.familyName
  if (known && named) return
  const columns = s.header
    .filter(Boolean)
    .map((h) => `“${keepable(h.trim(), 40)}”`)
    .slice(0, 40)
    .join(', ')
  throw problem(
    known ? 'people_name_column_missing' : named ? 'people_number_column_missing' : 'people_columns_missing',
    { columns: columns || '–' },
  )
}

function headersOf(s: Survey): Partial<Record<Field, string>> {
  return Object.fromEntries(Object.entries(s.layout.at).map(([field, column]) => [field, column.header]))
}

/** How the record spells what the file's columns group people by. */
async function knownSpellings(
  tx: Tx,
  organizationId: string,
  s: Survey,
): Promise<Partial<Record<Field, ReadonlyMap<string, string>>>> {
  const known: Partial<Record<Field, ReadonlyMap<string, string>>> = {}
  for (const [field, column] of [
    ['department', 'department'],
    ['division', 'division'],
    ['location', 'location'],
    ['employmentType', 'employment_type'],
  ] as const) {
    // Only where the file itself has several spellings is there anything to choose.
    if (![...(s.spellings[field]?.values() ?? [])].some((forms) => forms.size > 1)) continue
    const { rows } = await sql<{ value: string }>`
      select ${sql.ref(column)} as value from roster where organization_id = ${organizationId} and employed group by 1 order by count(*), 1`.execute(
      tx,
    )
    known[field] = new Map(rows.map(({ value }) => [spellingKey(value), value]))
  }
  return known
}

async function startImport(c: Context, db: Kysely<DB>, fileName: string, day: Day, options: Options): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into people_import (organization_id, file_name, as_of, options, created_by, created_at, started_at)
    values (${c.organizationId}, ${fileName.slice(-300)}, ${day}, ${JSON.stringify({ restate: options.restate ?? false, acceptGoodRows: options.acceptGoodRows ?? false })}::jsonb, ${c.viewer.personId === nobody ? null : c.viewer.personId}, ${c.clock.now()}, ${c.clock.now()})
    returning id`.execute(db)
  return rows[0]!.id
}

async function demandConfirmation(tx: Tx, c: Context, outcome: Outcome, confirmed: number | undefined): Promise<void> {
  const { left, present } = outcome.counts
  const { rows } = await sql<{
    percent: number
  }>`select leaver_limit_percent as percent from organization where id = ${c.organizationId}`.execute(tx)
  const limit = rows[0]!.percent
  const many = left * 100 > present * limit
  if (confirmed === undefined ? many : confirmed !== left) {
    throw new Refusal('people_leavers_unconfirmed', { leavers: left, present, limit }, await readFindings(tx), outcome)
  }
}

// --- findings

async function countFindings(tx: Tx): Promise<{ refused: number; warnings: number }> {
  const { rows } = await sql<{ refused: number; all: number }>`
    select (select count(*) from pg_temp.staged where kind = 'row' and fate in ('refused', 'conflict')) as refused, (select count(*) from pg_temp.found) as "all"`.execute(
    tx,
  )
  const { rows: reasons } = await sql<{
    n: number
  }>`select count(*) as n from pg_temp.found where code = any(${refusedCodes})`.execute(tx)
  return { refused: rows[0]!.refused, warnings: rows[0]!.all - reasons[0]!.n }
}

type FoundRow = {
  line: number
  id: string | null
  column: string | null
  code: Finding['code']
  params: Finding['params']
}
const inOrder = sql.raw('order by line, code, header nulls first, number nulls first, params::text')

async function readFindings(tx: Tx): Promise<Finding[]> {
  const { rows } =
    await sql<FoundRow>`select line, number as id, header as column, code, params from pg_temp.found ${inOrder}`.execute(
      tx,
    )
  return rows
}

async function keepFindings(tx: Tx, organizationId: string, importId: string): Promise<void> {
  await sql`delete from people_import_finding where organization_id = ${organizationId} and import_id = ${importId}`.execute(
    tx,
  )
  await sql`insert into people_import_finding (organization_id, import_id, position, severity, code, line, employee_number, column_name, params)
    select ${organizationId}, ${importId}, row_number() over (${inOrder}), case when code = any(${refusedCodes}) then 'refused' else 'warning' end, code, line, number, header, params
    from pg_temp.found`.execute(tx)
}

async function keepReport(tx: Tx | Kysely<DB>, c: Context, outcome: Outcome, now: string): Promise<void> {
  await sql`update people_import set finished_at = ${now}, rows = ${outcome.counts.rows}, progress = ${outcome.counts.rows}, as_of = ${outcome.asOf}, failed_with = null,
      report = ${JSON.stringify({ ...outcome.counts, skipped: outcome.survey.skipped, encoding: outcome.survey.encoding, delimiter: outcome.survey.delimiter })}::jsonb
    where organization_id = ${c.organizationId} and id = ${outcome.importId}`.execute(tx)
}

async function keepRefusal(c: Context, db: Kysely<DB>, refusal: Refusal): Promise<void> {
  await keepReport(db, c, refusal.outcome, c.clock.now())
  await sql`update people_import set failed_with = ${JSON.stringify({ code: refusal.code, params: refusal.params })}::jsonb
    where organization_id = ${c.organizationId} and id = ${refusal.outcome.importId}`.execute(db)
}

/** What an import told about its file, in the file's order. */
export async function findingsOf(c: Context, importId: string): Promise<Finding[]> {
  const { rows } = await sql<FoundRow>`
    select line, employee_number as id, column_name as column, code, params from people_import_finding
    where organization_id = ${c.organizationId} and import_id = ${importId} order by position`.execute(c.db)
  return rows
}

/** The counts that reports and the log tell. */
const told = ({ added, changed, moved, titleChanged, managerChanged, left, rehired, unchanged }: Counts) => ({
  added,
  changed,
  moved,
  titleChanged,
  managerChanged,
  left,
  rehired,
  unchanged,
})

export type Report = { rows: number } & ReturnType<typeof told> & { refused: Told[]; warnings: Told[] }
type Told = { line: number; id: string | null; column: string | null; code: string; message: string }

/** The report that scripts read. */
export function reportOf({ counts }: Outcome, found: readonly Finding[]): Report {
  const saying = (list: readonly Finding[]) =>
    list.map(({ line, id, column, code, params }): Told => ({
      line,
      id,
      column,
      code,
      message: messageOf({ code, params }),
    }))
  return {
    rows: counts.rows,
    ...told(counts),
    refused: saying(found.filter((f) => refuses(f.code))),
    warnings: saying(found.filter((f) => !refuses(f.code))),
  }
}
