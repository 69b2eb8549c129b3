/**
 * Bringing values of an own number. They become cells like any other, so that charts, reviews and packs read
 * them in the same way: known from the instant they were brought, in the version of the definition of then. The
 * same values a second time change nothing.
 */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Answer, Input } from '../../contract/operation.ts'
import { ownKinds, type ownMetrics, type OwnReport } from '../../contract/own-metrics.ts'
import { sentTable } from '../people/people.ts'
import type { Day, Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { countRecorded, record } from '../platform/events.ts'
import { today as todayOf } from './aims.ts'
import type { OwnMetric } from './metric.ts'
import { ownMetric } from './own.ts'
import { type Found, listed, type OwnFile, type OwnRow, readOwnFile, readValue } from './own-file.ts'
import { judgeBrought, type Told } from './own-judge.ts'
import { floorOf } from './release.ts'

export async function bringFile(
  c: Context,
  input: Input<typeof ownMetrics.import> & { file?: unknown },
): Promise<Answer<typeof ownMetrics.import>> {
  const { source, mapping } = sentTable(input)
  const m = await ownMetric(c.db, c.organizationId, input.metric)
  const file = await readOwnFile(source, mapping, m, await todayOf(c))
  return bring(c, m, file, { ...input, fileName: source.name.slice(0, 300) })
}

export async function bringValues(
  c: Context,
  { metric: id, values, dryRun }: Input<typeof ownMetrics.values>,
): Promise<Answer<typeof ownMetrics.values>> {
  const m = await ownMetric(c.db, c.organizationId, id)
  const today = await todayOf(c)
  const findings: Found[] = []
  const rows = values.flatMap((one, i): OwnRow[] => {
    const { numerator = null, denominator = null, value = null, n = null } = one
    const said = readValue(
      m,
      {
        on: one.date,
        parts: ownKinds.map((k) => [k, one[k]?.trim() ?? '']),
        figures: { numerator, denominator, value, n },
      },
      today,
      (code, column, params = {}) => findings.push({ line: i + 1, id: one.date, column, code, params }),
    )
    return said ? [{ line: i + 1, ...said }] : []
  })
  const file = { rows, findings, columns: [], records: values.length }
  return bring(c, m, file, { dryRun, acceptGoodRows: false, fileName: null })
}

type Kept = {
  kind: OwnRow['kind']
  key: string
  on: Day
  numerator: number
  denominator: number
  value: number
  shown: Told
  shown_numerator: number | null
  shown_denominator: number | null
  shown_value: number | null
}

async function bring(
  c: Context,
  m: OwnMetric,
  file: OwnFile,
  options: { dryRun: boolean; acceptGoodRows: boolean; fileName: string | null },
): Promise<OwnReport> {
  const report = await c.db.transaction().execute(async (tx): Promise<OwnReport> => {
    await sql`select pg_advisory_xact_lock(hashtextextended('own metrics ' || ${c.organizationId}::text, 0))`.execute(
      tx,
    )
    const rows = await placed(tx, c, file)
    const kept = await newest(tx, c, m, [...new Set(rows.map((row) => row.on))])
    const floor = m.floor === 1 ? 1 : Math.max(m.floor, await floorOf(tx, c.organizationId))
    const { cells, counts } = judged(rows, kept, floor, file.findings)
    const { refused, warnings } = listed(file.findings)
    const applied = !options.dryRun && (refused.length === 0 || options.acceptGoodRows)
    const told = { ...counts, refused: refused.length }
    if (applied && cells.length > 0) await keep(tx, c, m, cells, floor, told, options.fileName)
    return { rows: file.records, ...counts, refused, warnings, columns: file.columns, applied }
  })
  // Only looked, or there was nothing new.
  if (!report.applied || report.fresh + report.corrected === 0) countRecorded(c, 1)
  return report
}

/** Rows of parts that the people file knows or knew, each once. */
async function placed(tx: Tx, c: Context, { rows, findings }: OwnFile): Promise<OwnRow[]> {
  const known = new Map<string, Set<string>>()
  for (const kind of ownKinds) {
    const keys = [...new Set(rows.filter((row) => row.kind === kind).map((row) => row.key))]
    if (keys.length === 0) continue
    const column = sql.ref(kind)
    const found = await sql<{ key: string }>`select distinct ${column} as key from placement
      where organization_id = ${c.organizationId} and superseded is null and ${column} = any(${keys}::text[])`.execute(
      tx,
    )
    known.set(kind, new Set(found.rows.map((row) => row.key)))
  }
  const lines = new Map<string, number>()
  return rows.filter((row) => {
    const say = (code: Found['code'], params: Found['params'], column: string | null) =>
      findings.push({ line: row.line, id: row.on, column, code, params })
    if (row.kind !== 'organization' && !known.get(row.kind)!.has(row.key)) {
      say('part_unknown', { value: row.key.slice(0, 200) }, row.kind)
      return false
    }
    const place = `${row.on} ${row.kind} ${row.key}`
    const other = lines.get(place)
    if (other !== undefined) say('row_twice', { other }, 'date')
    else lines.set(place, row.line)
    return other === undefined
  })
}

/** What is known of some days now. */
async function newest(tx: Tx, c: Context, m: OwnMetric, days: readonly Day[]): Promise<Kept[]> {
  const { rows } = await sql<Kept>`
    select distinct on (segment_kind, segment_key, as_of) segment_kind as kind, segment_key as key, as_of as on, numerator, denominator, value,
      shown, shown_numerator, shown_denominator, shown_value from metric_cell
    where organization_id = ${c.organizationId} and metric = ${m.id} and roster = 'live' and segment_kind in ('organization', 'department', 'location', 'country')
      and as_of = any(${days as Day[]}::date[]) order by segment_kind, segment_key, as_of, known_at desc`.execute(tx)
  return rows
}

type Counts = Pick<OwnReport, 'fresh' | 'corrected' | 'unchanged'>

/** What is to be kept, with what is shown of it. Pure but for what it adds to the findings. */
function judged(
  rows: readonly OwnRow[],
  kept: readonly Kept[],
  floor: number,
  findings: Found[],
): { cells: Kept[]; counts: Counts } {
  const nameOf = (one: { on: Day; kind: string; key: string }) => `${one.on} ${one.kind} ${one.key}`
  const before = new Map(kept.map((k) => [nameOf(k), k]))
  const counts: Counts = { fresh: 0, corrected: 0, unchanged: 0 }
  for (const row of rows) {
    const k = before.get(nameOf(row))
    const same = k && k.numerator === row.numerator && k.denominator === row.denominator && k.value === row.value
    counts[same ? 'unchanged' : k ? 'corrected' : 'fresh']++
  }
  const sent = new Map(rows.map((row) => [nameOf(row), row]))
  const all = new Map<string, OwnRow | Kept>([...before, ...sent])
  const cells: Kept[] = []
  for (const group of Map.groupBy(all.values(), (one) => `${one.on} ${one.kind}`).values()) {
    const { on, kind } = group[0]!
    const whole = kind === 'organization' ? null : (all.get(`${on} organization `)?.denominator ?? null)
    const told = judgeBrought(
      group.map((one) => ({ key: one.key, n: one.denominator })),
      whole,
      new Map(
        group.flatMap((one) => {
          const k = before.get(nameOf(one))
          return k ? [[one.key, { n: k.shown_denominator ?? k.denominator, shown: k.shown_denominator !== null }]] : []
        }),
      ),
      floor,
    )
    for (const one of group) {
      const shown = told.get(one.key)!
      const k = before.get(nameOf(one))
      const line = sent.get(nameOf(one))?.line
      const said = shown === 'held' ? k! : shown === 'shown' ? one : null
      const cell: Kept = {
        on,
        kind,
        key: one.key,
        numerator: one.numerator,
        denominator: one.denominator,
        value: one.value,
        shown,
        shown_numerator: said ? (shown === 'held' ? k!.shown_numerator : one.numerator) : null,
        shown_denominator: said ? (shown === 'held' ? k!.shown_denominator : one.denominator) : null,
        shown_value: said ? (shown === 'held' ? k!.shown_value : one.value) : null,
      }
      if (line !== undefined && (shown === 'floor' || shown === 'complement'))
        findings.push({ line, id: on, column: null, code: 'hidden', params: { floor } })
      if (line !== undefined && shown === 'held')
        findings.push({ line, id: on, column: null, code: 'stays', params: { floor } })
      const same =
        k &&
        k.numerator === cell.numerator &&
        k.denominator === cell.denominator &&
        k.value === cell.value &&
        (k.shown_denominator === null) === (cell.shown_denominator === null)
      if (!same) cells.push(cell)
    }
  }
  return { cells, counts }
}

async function keep(
  tx: Tx,
  c: Context,
  m: OwnMetric,
  cells: readonly Kept[],
  floor: number,
  counts: Counts & { refused: number },
  fileName: string | null,
): Promise<void> {
  const id = randomUUID()
  const asOf = cells
    .map((cell) => cell.on)
    .sort()
    .at(-1)!
  // Under a clock that stands still two files come at one instant: the later one stands just after.
  const { rows } = await sql<{ at: Instant }>`
    insert into metric_release (organization_id, id, as_of, known_at, scope, published, floor, people)
    select ${c.organizationId}, ${id}, ${asOf}, greatest(${c.clock.now()}::timestamptz, max(r.known_at) + interval '1 millisecond'), 'own', false, ${floor}, 0
    from metric_release r where r.organization_id = ${c.organizationId} and r.scope = 'own' returning known_at as at`.execute(
    tx,
  )
  const { at } = rows[0]!
  const of = <K extends keyof Kept>(field: K) => cells.map((cell) => cell[field])
  await sql`
    insert into metric_cell (organization_id, segment_kind, segment_key, roster, metric, as_of, known_at, release_id, version, numerator, denominator, value,
      population, shown, shown_numerator, shown_denominator, shown_value, people_of)
    select ${c.organizationId}::uuid, k.kind, k.key, 'live', ${m.id}, k.on, ${at}::timestamptz, ${id}::uuid, ${m.version}, k.numerator, k.denominator, k.value,
      0, k.shown, k.shown_numerator, k.shown_denominator, k.shown_value, case when k.shown = 'held' then k.on end
    from unnest(${of('kind')}::text[], ${of('key')}::text[], ${of('on')}::date[], ${of('numerator')}::integer[], ${of('denominator')}::integer[],
      ${of('value')}::double precision[], ${of('shown')}::text[], ${of('shown_numerator')}::integer[], ${of('shown_denominator')}::integer[],
      ${of('shown_value')}::double precision[]) as k (kind, key, "on", numerator, denominator, value, shown, shown_numerator, shown_denominator, shown_value)`.execute(
    tx,
  )
  await sql`insert into own_metric_import (organization_id, id, metric, file_name, made_by, made_at, fresh, corrected, unchanged, refused)
    values (${c.organizationId}, ${id}, ${m.id}, ${fileName}, ${c.viewer.personId}, ${at}::timestamptz, ${counts.fresh}, ${counts.corrected}, ${counts.unchanged}, ${counts.refused})`.execute(
    tx,
  )
  await record(tx, c, {
    type: 'metrics.own_brought',
    subject: { kind: 'metric_release', id },
    data: { metric: m.id, fresh: counts.fresh, corrected: counts.corrected },
  })
}

export async function imports(
  c: Context,
  { metric: id }: Input<typeof ownMetrics.imports>,
): Promise<Answer<typeof ownMetrics.imports>> {
  const { rows } = await sql<Answer<typeof ownMetrics.imports>['imports'][number]>`
    select i.id, coalesce(i.file_name, 'API') as "fileName", i.made_at as at, jsonb_build_object('id', p.id, 'name', p.full_name) as by,
      i.unchanged, i.refused, i.fresh, i.corrected
    from own_metric_import i join person p on p.organization_id = i.organization_id and p.id = i.made_by
    where i.organization_id = ${c.organizationId} and i.metric = ${id} order by i.made_at desc limit 100`.execute(c.db)
  return { imports: rows }
}
