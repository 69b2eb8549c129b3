/** The registry of one company: what everybody has, and the numbers that it defined itself. */
import { sql } from 'kysely'
import { type Language, languages } from '../../contract/library.ts'
import { type Definition, type ImportedId, importedIds, type MetricId } from '../../contract/metrics.ts'
import type { ownMetrics } from '../../contract/own-metrics.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import type { Day, Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import type { Metric, MetricVersions, OwnMetric } from './metric.ts'
import { asImported } from './own-words.ts'
import { describe, languageOf, metric, metricAs, registry } from './registry.ts'
import { X7 } from './registry/X7.ts'
import { floorOf } from './release.ts'

export type Registry = {
  all: readonly MetricVersions[]
  metric(id: MetricId): Metric
  as(id: MetricId, version: number): Metric
  describe(id: MetricId, language: Language, version?: number): Definition
}

type Row = {
  id: ImportedId
  number: number
  name: string
  sentence: string
  unit: OwnMetric['unit']
  layer: Definition['layer']
  direction: Definition['direction']
  target: number | null
  floor: number
  ended_on: Day | null
}

async function rowsOf(db: Db | Tx, organizationId: string): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select m.id, v.number, v.name, v.sentence, v.unit, v.layer, v.direction, v.target, v.floor, (m.ended_at at time zone o.time_zone)::date as ended_on
    from own_metric m join own_metric_version v on v.organization_id = m.organization_id and v.metric = m.id
    join organization o on o.id = m.organization_id
    where m.organization_id = ${organizationId} order by m.made_at, m.id, v.number`.execute(db)
  return rows
}

type Own = OwnMetric & { endedOn: Day | null }

/** A company's own numbers, the first defined in front; those not in use any more among them. */
async function ownOf(db: Db | Tx, organizationId: string): Promise<Own[]> {
  const found = Map.groupBy(await rowsOf(db, organizationId), (row) => row.id)
  return [...found.values()].map((rows): Own => {
    const brought = new Map<number, OwnMetric>()
    const made = rows.map((row): Own => {
      const words = { name: row.name, sentence: row.sentence }
      const one: Own = {
        id: row.id,
        version: row.number,
        layer: row.layer,
        unit: row.unit,
        of: 'imported',
        direction: row.direction,
        target: row.target,
        floor: row.floor,
        element: null,
        firstAfterDays: () => 0,
        brought,
        words: asImported(Object.fromEntries(languages.map((l) => [l, words])) as Record<Language, typeof words>),
        endedOn: row.ended_on,
      }
      brought.set(row.number, one)
      return one
    })
    return made.at(-1)!
  })
}

/** A place that nobody has defined anything for, named in a design all the same. */
const isPlace = (id: MetricId): id is ImportedId => id !== 'X7' && (importedIds as readonly string[]).includes(id)
const nameless = (id: ImportedId): OwnMetric => ({
  ...X7,
  id,
  words: asImported(
    Object.fromEntries(languages.map((l) => [l, { name: id, sentence: '' }])) as Parameters<typeof asImported>[0],
  ),
})

/** Its numbers that are in use stand behind those of everybody; productivity stands in its place. */
export async function registryOf(c: { db: Db | Tx; organizationId: string }): Promise<Registry> {
  const own = await ownOf(c.db, c.organizationId)
  const named = new Map<MetricId, Metric>(own.map((m) => [m.id, m]))
  const find = (id: MetricId) => named.get(id) ?? (isPlace(id) ? nameless(id) : metric(id))
  const as = (id: MetricId, version: number) => {
    const mine = own.find((m) => m.id === id)
    return mine ? (mine.brought.get(version) ?? mine) : isPlace(id) ? nameless(id) : metricAs(id, version)
  }
  return {
    all: [
      ...registry.map((m) => ({ ...m, newest: find(m.id) })),
      ...own
        .filter((m) => m.id !== 'X7' && m.endedOn === null)
        .map((newest) => ({ id: newest.id, newest, earlier: [] })),
    ],
    metric: find,
    as,
    describe: (id, language, version) => describe(version === undefined ? find(id) : as(id, version), language),
  }
}

/** One of them, for whoever brings values. */
export async function ownMetric(db: Db | Tx, organizationId: string, id: ImportedId): Promise<OwnMetric> {
  const found = (await ownOf(db, organizationId)).find((m) => m.id === id && m.endedOn === null)
  if (!found) throw problem('not_found')
  return found
}

export async function list(c: Context): Promise<Answer<typeof ownMetrics.list>> {
  const own = await ownOf(c.db, c.organizationId)
  const { rows } = await sql<{ metric: string; n: number; newest: Day }>`
    select metric, count(distinct (segment_kind, segment_key, as_of))::integer as n, max(as_of) as newest from metric_cell
    where organization_id = ${c.organizationId} and metric = any(${own.map((m) => m.id)}::text[]) and segment_kind in ('organization', 'department', 'location', 'country')
    group by metric`.execute(c.db)
  return {
    metrics: own.map((m) => {
      const found = rows.find((row) => row.metric === m.id)
      return {
        definition: describe(m, languageOf(c.viewer)),
        endedOn: m.endedOn,
        values: found?.n ?? 0,
        newest: found?.newest ?? null,
      }
    }),
    room: importedIds.length - 1 - own.filter((m) => m.id !== 'X7').length,
    productivity: own.some((m) => m.id === 'X7' && m.endedOn === null),
  }
}

const lock = (tx: Tx, c: Context) =>
  sql`select pg_advisory_xact_lock(hashtextextended('own metrics ' || ${c.organizationId}::text, 0))`.execute(tx)

type Said = Input<typeof ownMetrics.change>
async function write(
  tx: Tx,
  c: Context,
  id: ImportedId,
  number: number,
  unit: OwnMetric['unit'],
  said: Omit<Said, 'metric'>,
) {
  const floor = await floorOf(tx, c.organizationId)
  if (said.floor !== 1 && said.floor < floor) throw problem('own_metric_floor', { floor })
  await sql`insert into own_metric_version (organization_id, metric, number, name, sentence, unit, layer, direction, target, floor, written_by, written_at)
    values (${c.organizationId}, ${id}, ${number}, ${said.name}, ${said.sentence}, ${unit}, ${said.layer}, ${said.direction}, ${said.target}, ${said.floor},
      ${c.viewer.personId}, ${c.clock.now()})`.execute(tx)
}

export async function define(
  c: Context,
  input: Input<typeof ownMetrics.define>,
): Promise<Answer<typeof ownMetrics.define>> {
  return c.db.transaction().execute(async (tx) => {
    await lock(tx, c)
    const taken = new Set((await rowsOf(tx, c.organizationId)).map((row) => row.id))
    if (input.productivity && taken.has('X7')) throw problem('own_metric_there')
    const id = input.productivity ? 'X7' : importedIds.find((one) => one !== 'X7' && !taken.has(one))
    if (!id) throw problem('own_metrics_full', { most: importedIds.length - 1 })
    await sql`insert into own_metric (organization_id, id, made_by, made_at) values (${c.organizationId}, ${id}, ${c.viewer.personId}, ${c.clock.now()})`.execute(
      tx,
    )
    await write(tx, c, id, 1, input.unit, input)
    await record(tx, c, {
      type: 'metrics.own_defined',
      subject: { kind: 'organization', id: c.organizationId },
      data: { metric: id },
    })
    return { metric: id }
  })
}

export async function change(c: Context, { metric: id, ...said }: Said): Promise<Answer<typeof ownMetrics.change>> {
  return c.db.transaction().execute(async (tx) => {
    await lock(tx, c)
    const before = await ownMetric(tx, c.organizationId, id)
    // What was hidden for its size stays hidden.
    if (said.floor < before.floor) throw problem('own_metric_floor', { floor: before.floor })
    const version = before.version + 1
    await write(tx, c, id, version, before.unit, said)
    await record(tx, c, {
      type: 'metrics.own_changed',
      subject: { kind: 'organization', id: c.organizationId },
      data: { metric: id, version },
    })
    return { metric: id, version }
  })
}

export async function end(
  c: Context,
  { metric: id }: Input<typeof ownMetrics.end>,
): Promise<Answer<typeof ownMetrics.end>> {
  return c.db.transaction().execute(async (tx) => {
    await lock(tx, c)
    await ownMetric(tx, c.organizationId, id)
    await sql`update own_metric set ended_by = ${c.viewer.personId}, ended_at = ${c.clock.now()}
      where organization_id = ${c.organizationId} and id = ${id}`.execute(tx)
    await record(tx, c, {
      type: 'metrics.own_ended',
      subject: { kind: 'organization', id: c.organizationId },
      data: { metric: id },
    })
    return { metric: id }
  })
}

/** Who brought the number that was known at an instant. */
export async function broughtBy(
  c: Context,
  id: MetricId,
  knownAt: Instant,
): Promise<{ by: string; at: Instant; file: string | null } | null> {
  const { rows } = await sql<{ by: string; at: Instant; file: string | null }>`
    select p.full_name as by, i.made_at as at, i.file_name as file from own_metric_import i
    join person p on p.organization_id = i.organization_id and p.id = i.made_by
    where i.organization_id = ${c.organizationId} and i.metric = ${id} and i.made_at <= ${knownAt}::timestamptz order by i.made_at desc limit 1`.execute(
    c.db,
  )
  return rows[0] ?? null
}
