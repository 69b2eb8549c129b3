/**
 * Computing and keeping a day: rows per metric, roster and segment, stored with the day they
 * are about, the instant we knew them and what viewers are given of them.
 */
import { sql } from 'kysely'
import type { MetricId, SegmentKind } from '../../contract/metrics.ts'
import type { Day, Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { judge, type Verdict } from '../publication/publication.ts'
import { answerCells } from './answers.ts'
import { type Cell, count, kindsOf, nameOf, type Scope } from './count.ts'
import { hideExtremes, sides } from './extremes.ts'
import { type Given, giveOut } from './given.ts'
import { type At, isOfPeople } from './metric.ts'
import { graceDays, readPicture } from './picture.ts'
import { ofPeople, pictureAt } from './pictures.ts'
import { metric as metricOf, metricAs, registry } from './registry.ts'

export type Release = { id: string; asOf: Day; knownAt: Instant; scope: Scope; cells: number; people: number }

/**
 * Computes a day and keeps it. `publish` gives it to viewers; without, the rows are for
 * operators. Returns null where nobody counts yet.
 */
export async function release(
  tx: Tx,
  at: At,
  options: { scope: Scope; publish: boolean; restated: boolean; floor: number },
): Promise<Release | null> {
  const picture = await pictureAt(tx, at, ofPeople())
  const kinds = kindsOf(options.scope)
  const counted = count(picture, kinds)
  if (counted.every((k) => k.cells.length === 0)) return null
  const answers = await answerCells(
    tx,
    at,
    registry.map((m) => m.newest),
    kinds,
    options.floor,
  )
  const given = options.publish ? await giveOut(tx, picture, counted, kinds, options.floor) : null
  const { rows } = await sql<{ id: string }>`
    insert into metric_release (organization_id, as_of, known_at, scope, restated, published, floor, people, peoples)
    values (${at.organizationId}, ${at.asOf}, ${at.knownAt}, ${options.scope}, ${options.restated}, ${options.publish}, ${options.floor}, ${picture.people}, ${JSON.stringify(given?.peoples ?? {})}::jsonb)
    returning id`.execute(tx)
  const id = rows[0]!.id
  let cells = 0
  let batch = newBatch()
  const flush = async () => {
    if (batch.kind.length === 0) return
    await sql`
      insert into metric_cell (organization_id, segment_kind, segment_key, roster, metric, as_of, known_at, release_id, version, numerator, denominator, value, population, shown, shown_numerator, shown_denominator, shown_value, shown_population, people_of, fresh)
      select ${at.organizationId}::uuid, k.kind, k.key, k.roster, k.metric, ${at.asOf}::date, ${at.knownAt}::timestamptz, ${id}::uuid, k.version, k.numerator, k.denominator, k.value, k.population, k.shown, k.shown_numerator, k.shown_denominator, k.shown_value, k.shown_population, k.people_of, k.fresh
      from unnest(${batch.kind}::text[], ${batch.key}::text[], ${batch.roster}::text[], ${batch.metric}::text[], ${batch.version}::smallint[], ${batch.numerator}::integer[],
        ${batch.denominator}::integer[], ${batch.value}::double precision[], ${batch.population}::bigint[], ${batch.shown}::text[],
        ${batch.shown_numerator}::integer[], ${batch.shown_denominator}::integer[], ${batch.shown_value}::double precision[], ${batch.shown_population}::bigint[], ${batch.people_of}::date[], ${batch.fresh}::boolean[])
        as k(kind, key, roster, metric, version, numerator, denominator, value, population, shown, shown_numerator, shown_denominator, shown_value, shown_population, people_of, fresh)
      on conflict do nothing`.execute(tx)
    batch = newBatch()
  }
  const add = async (cell: Cell, out: Given | null) => {
    batch.kind.push(cell.kind)
    batch.key.push(cell.key)
    batch.roster.push(cell.roster)
    batch.metric.push(cell.metric)
    batch.version.push(cell.version)
    batch.numerator.push(cell.numerator)
    batch.denominator.push(cell.denominator)
    batch.value.push(cell.value)
    batch.population.push(cell.population)
    batch.shown.push(out?.shown ?? null)
    batch.shown_numerator.push(out?.said?.numerator ?? null)
    batch.shown_denominator.push(out?.said?.denominator ?? null)
    batch.shown_value.push(out?.said?.value ?? null)
    batch.shown_population.push(out?.said?.population ?? null)
    batch.people_of.push(out?.said?.since ?? null)
    batch.fresh.push(out?.fresh ?? false)
    cells++
    if (batch.kind.length >= 20_000) await flush()
  }
  // Whose people all wait for more has nothing to show yet.
  const waiting: Given = { shown: 'floor', said: null, fresh: false }
  for (const k of counted)
    for (const cell of k.cells) await add(cell, given ? (given.cells.get(nameOf(cell)) ?? waiting) : null)
  for (const { cell, out } of answers) await add(cell, given ? out : null)
  await flush()
  return { id, asOf: at.asOf, knownAt: at.knownAt, scope: options.scope, cells, people: picture.people }
}

function newBatch() {
  return {
    kind: [] as string[],
    key: [] as string[],
    roster: [] as string[],
    metric: [] as string[],
    version: [] as number[],
    numerator: [] as number[],
    denominator: [] as number[],
    value: [] as (number | null)[],
    population: [] as number[],
    shown: [] as (string | null)[],
    shown_numerator: [] as (number | null)[],
    shown_denominator: [] as (number | null)[],
    shown_value: [] as (number | null)[],
    shown_population: [] as (number | null)[],
    people_of: [] as (Day | null)[],
    fresh: [] as boolean[],
  }
}

/** The numbers of a day as known at an instant, straight from history; nothing is kept. `only`: of these metrics. */
export async function recount(
  tx: Tx,
  at: At,
  kinds: readonly SegmentKind[],
  versions: ReadonlyMap<MetricId, number>,
  only: ReadonlyMap<MetricId, unknown> | null = null,
): Promise<Cell[]> {
  const definitions = registry
    .filter((m) => only === null || only.has(m.id))
    .map((m) => metricAs(m.id, versions.get(m.id) ?? m.newest.version))
  const ofPeoples = count(await readPicture(tx, at, definitions.filter(isOfPeople)), kinds).flatMap((k) => k.cells)
  return [...ofPeoples, ...(await answerCells(tx, at, definitions, kinds, 0)).map(({ cell }) => cell)]
}

/** The same, judged as one release on its own: for operators who ask about a day that has none. */
export async function recountJudged(
  tx: Tx,
  at: At,
  kinds: readonly SegmentKind[],
  metric: MetricId,
  floor: number,
): Promise<{ cell: Cell; verdict: Verdict }[]> {
  const { newest } = registry.find((m) => m.id === metric)!
  if (!isOfPeople(newest))
    return (await answerCells(tx, at, [newest], kinds, floor)).map(({ cell, out }) => ({ cell, verdict: out.shown }))
  // Both ends of a scale of ratings are judged together.
  const together = sides.includes(metric) ? sides.map((id) => metricOf(id)).filter(isOfPeople) : [newest]
  const picture = await readPicture(tx, at, together)
  const counted = count(picture, kinds).filter((k) => k.metric === metric)
  const judged = judge(
    picture.people,
    counted.map((k) => k.grouping),
    [],
    floor,
  )
  if (together.length > 1) {
    const tables = counted.map(({ grouping }, i) => ({ grouping, verdicts: [...judged[i]!.verdicts] }))
    const met = together.map(({ id }) => picture.facts.get(id)!.met)
    hideExtremes(tables, met, picture.people, floor)
    tables.forEach(({ verdicts }, i) => (judged[i] = { ...judged[i]!, verdicts }))
  }
  return counted.flatMap((k, i) => k.cells.map((cell, j) => ({ cell, verdict: judged[i]!.verdicts[k.at[j]!]! })))
}

export async function floorOf(tx: Tx | Context['db'], organizationId: string): Promise<number> {
  const { rows } = await sql<{
    people: number
  }>`select people from metric_floor where organization_id = ${organizationId} order by set_at desc limit 1`.execute(tx)
  return rows[0]?.people ?? 5
}

export const atOf = (c: Context, asOf: Day, knownAt: Instant = c.clock.now()): At => ({
  organizationId: c.organizationId,
  asOf,
  knownAt,
  graceDays,
})
