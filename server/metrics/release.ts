/**
 * Computing and keeping numbers: from one picture of the company to rows per metric,
 * roster and segment, judged for what may be shown, stored with the day they are
 * about and the instant we knew them.
 */
import { sql } from 'kysely'
import { type MetricId, type Roster, rosters, segmentKinds, type SegmentKind } from '../../contract/metrics.ts'
import type { Day, Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { type At, type Group, isOfPeople, type Metric, type PeopleMetric } from './metric.ts'
import { graceDays, groupings, type Picture, readPicture } from './picture.ts'
import { choosePeoples, nameOfPeople, type PeopleOf, type Peoples, publishedPicture } from './peoples.ts'
import {
  addUpwards,
  type Grouping,
  type Judged,
  judge,
  type Published,
  sizesOf,
  type Verdict,
} from '../publication/publication.ts'
import { metricAs, ofPeopleAs, registry } from './registry.ts'

export type Scope = 'summary' | 'tables'
export const kindsOf = (scope: Scope): readonly SegmentKind[] =>
  scope === 'tables' ? segmentKinds : segmentKinds.slice(0, 2)

export type Cell = {
  kind: SegmentKind
  key: string
  roster: Roster
  metric: MetricId
  version: number
  numerator: number
  denominator: number
  /** Where the number is not numerator ÷ denominator: a median, a concentration. Null where there is none. */
  value: number | null
  population: number
}
/** Numbers of one metric and roster and the table they stand in; `cells[i]` belongs to `at[i]` of the grouping. */
type Counted = { metric: MetricId; roster: Roster; grouping: Grouping; cells: Cell[]; at: number[] }

/** Every number of a picture. Lines are summed along the tree, so that each person is touched once per level. */
export function count(p: Picture, kinds: readonly SegmentKind[]): Counted[] {
  const high = Int32Array.from(p.ids, (id) => Number.parseInt(id.slice(0, 8), 16) | 0)
  const low = Int32Array.from(p.ids, (id) => Number.parseInt(id.slice(28, 36), 16) | 0)
  const counted: Counted[] = []
  for (const [id, facts] of p.facts) {
    const version = p.versions.get(id)!
    const definition = ofPeopleAs(id, version)
    for (const roster of rosters) {
      for (const grouping of groupings(p, id, roster, kinds)) {
        const sizes = sizesOf(grouping, p.people)
        const sums = Array.from({ length: 4 }, () => new Int32Array(sizes.length)) as [
          Int32Array,
          Int32Array,
          Int32Array,
          Int32Array,
        ]
        const { cellOf } = grouping
        for (let no = 0; no < p.people; no++) {
          const cell = cellOf[no]!
          if (cell < 0) continue
          sums[0][cell]! += facts.met[no]!
          sums[1][cell]! += scramble(high[no]!)
          sums[2][cell]! += scramble(low[no]!)
          sums[3][cell]! += facts.of[no]!
        }
        if (grouping.parent) for (const sum of sums) addUpwards(grouping, sum)
        const values = definition.value ? valuesOf(p, id, grouping, sizes, definition.value) : null
        const cells: Cell[] = []
        const at: number[] = []
        for (let cell = 0; cell < sizes.length; cell++) {
          if (sizes[cell] === 0) continue
          at.push(cell)
          cells.push({
            kind: grouping.name as SegmentKind,
            key: grouping.keys[cell]!,
            roster,
            metric: id,
            version,
            numerator: sums[0][cell]!,
            denominator: sums[3][cell]!,
            value: values ? values[cell]! : null,
            population: (sums[1][cell]! >>> 0) * 2_097_152 + (sums[2][cell]! >>> 11),
          })
        }
        counted.push({ metric: id, roster, grouping, cells, at })
      }
    }
  }
  return counted
}

function scramble(value: number): number {
  let h = value
  h = Math.imul(h ^ (h >>> 16), 0x45d9f3b)
  h = Math.imul(h ^ (h >>> 16), 0x45d9f3b)
  return h ^ (h >>> 16)
}

/** The value of each cell, from the facts of everybody in it. */
function valuesOf(
  p: Picture,
  id: MetricId,
  { cellOf, parent }: Grouping,
  sizes: Int32Array,
  value: (group: Group) => number | null,
): (number | null)[] {
  const facts = p.facts.get(id)!
  const start = new Int32Array(sizes.length + 1)
  for (let cell = 0; cell < sizes.length; cell++) start[cell + 1] = start[cell]! + sizes[cell]!
  const next = start.slice()
  const all = start[sizes.length]!
  const group = { met: new Int32Array(all), of: new Int32Array(all), days: new Int32Array(all) }
  for (let no = 0; no < p.people; no++) {
    for (let cell = cellOf[no]!; cell >= 0; cell = parent?.[cell] ?? -1) {
      const at = next[cell]!++
      group.met[at] = facts.met[no]!
      group.of[at] = facts.of[no]!
      group.days[at] = facts.days[no]!
    }
  }
  return Array.from(sizes, (size, cell) => {
    if (size === 0) return null
    const [from, to] = [start[cell]!, start[cell + 1]!]
    return value({
      met: group.met.subarray(from, to),
      of: group.of.subarray(from, to),
      days: group.days.subarray(from, to),
    })
  })
}

// --- pictures of earlier releases, read again from history and kept for a while

const pictures = new Map<string, Picture>()
async function pictureAt(tx: Tx, at: At, definitions: readonly PeopleMetric[]): Promise<Picture> {
  const key = [at.organizationId, at.asOf, at.knownAt, ...definitions.map((d) => `${d.id}.${d.version}`)].join(' ')
  const kept = pictures.get(key)
  if (kept) {
    pictures.delete(key)
    pictures.set(key, kept)
    return kept
  }
  const picture = await readPicture(tx, at, definitions)
  pictures.set(key, picture)
  let people = 0
  for (const [name, p] of [...pictures].toReversed()) if ((people += p.people) > 600_000) pictures.delete(name)
  return picture
}

type Earlier = {
  peoples: Peoples
  releaseId: string
  asOf: Day
  knownAt: Instant
  shown: { kind: SegmentKind; key: string; roster: Roster }[]
  mark: string
  versions: Map<MetricId, number>
}

/** What viewers were given before, for one metric: only releases that said something about new sets of people. */
async function earlierOf(tx: Tx, organizationId: string, metric: MetricId): Promise<Earlier[]> {
  const { rows } = await sql<{
    release_id: string
    as_of: Day
    known_at: Instant
    kinds: SegmentKind[]
    keys: string[]
    rosters: Roster[]
    mark: string
    version: number
    peoples: Peoples
  }>`
    select r.id as release_id, r.as_of, r.known_at, r.peoples, array_agg(k.segment_kind order by k.segment_kind, k.segment_key, k.roster) as kinds,
      array_agg(k.segment_key order by k.segment_kind, k.segment_key, k.roster) as keys, array_agg(k.roster order by k.segment_kind, k.segment_key, k.roster) as rosters,
      sum(k.shown_population)::text as mark, max(k.version) as version
    from metric_cell k join metric_release r on r.organization_id = k.organization_id and r.id = k.release_id
    where k.organization_id = ${organizationId} and k.metric = ${metric} and k.fresh
    group by r.id, r.as_of, r.known_at, r.peoples order by r.known_at, r.as_of`.execute(tx)
  return rows.map((r) => ({
    releaseId: r.release_id,
    asOf: r.as_of,
    knownAt: r.known_at,
    mark: r.mark,
    peoples: r.peoples,
    versions: new Map([[metric, r.version]]),
    shown: r.kinds.map((kind, i) => ({ kind, key: r.keys[i]!, roster: r.rosters[i]! })),
  }))
}

/** The population that each cell was last shown about. */
async function lastMarks(tx: Tx, organizationId: string, kinds: readonly SegmentKind[]): Promise<Map<string, number>> {
  const { rows } = await sql<{
    segment_kind: string
    segment_key: string
    roster: string
    metric: string
    population: number
  }>`
    select distinct on (segment_kind, segment_key, roster, metric) segment_kind, segment_key, roster, metric, shown_population as population
    from metric_cell where organization_id = ${organizationId} and fresh and segment_kind = any(${kinds as string[]})
    order by segment_kind, segment_key, roster, metric, known_at desc, as_of desc`.execute(tx)
  return new Map(rows.map((r) => [cellName(r.segment_kind, r.segment_key, r.roster, r.metric), r.population]))
}
const cellName = (kind: string, key: string, roster: string, metric: string) => `${metric} ${roster} ${kind} ${key}`

/** In large companies the algebra looks back over this many releases of tables; the comparison with the last number over all. */
const largeLooksBack = 2

/** A table of an earlier release, whose people a held number stays about. */
type Place = { picture: Picture; kind: SegmentKind; roster: Roster }
type Said = Pick<Cell, 'numerator' | 'denominator' | 'value'> & { since: Day }
/** What viewers are given of a table: a verdict for each cell, and the numbers of those that are held. */
type Decided = Judged & { held: Map<number, Said> }

/**
 * What today says about the people of an earlier release: as they stand now, and for
 * those who do not count any more (left, on leave, in no wave) as they stood then.
 */
function heldNumbers(
  p: Picture,
  k: Counted,
  { verdicts, heldFrom }: Judged,
  places: readonly Place[],
): Map<number, Said> {
  const wanted = new Map<number, Map<string, number>>()
  verdicts.forEach((verdict, cell) => {
    if (verdict !== 'held') return
    const from = wanted.get(heldFrom[cell]!) ?? new Map<string, number>()
    from.set(k.grouping.keys[cell]!, cell)
    wanted.set(heldFrom[cell]!, from)
  })
  const held = new Map<number, Said>()
  if (wanted.size === 0) return held
  const now = p.facts.get(k.metric)!
  const numberOf = new Map(p.ids.map((id, no) => [id, no]))
  const { value } = ofPeopleAs(k.metric, p.versions.get(k.metric)!)
  for (const [index, cells] of wanted) {
    const { picture, kind, roster } = places[index]!
    const then = picture.facts.get(k.metric)!
    const [old] = groupings(picture, k.metric, roster, [kind])
    const people = new Map(
      [...cells].map(([key, cell]) => [
        old!.keys.indexOf(key),
        { cell, met: [] as number[], of: [] as number[], days: [] as number[] },
      ]),
    )
    for (let no = 0; no < picture.people; no++) {
      for (let at = old!.cellOf[no]!; at >= 0; at = old!.parent?.[at] ?? -1) {
        const one = people.get(at)
        if (!one) continue
        const here = numberOf.get(picture.ids[no]!) ?? -1
        const [facts, i] = here >= 0 && now.counts[here] === 1 ? [now, here] : [then, no]
        one.met.push(facts.met[i]!)
        one.of.push(facts.of[i]!)
        one.days.push(facts.days[i]!)
      }
    }
    const sum = (numbers: readonly number[]) => numbers.reduce((total, n) => total + n, 0)
    for (const { cell, met, of, days } of people.values()) {
      held.set(cell, {
        numerator: sum(met),
        denominator: sum(of),
        value: value
          ? value({ met: Int32Array.from(met), of: Int32Array.from(of), days: Int32Array.from(days) })
          : null,
        since: picture.at.asOf,
      })
    }
  }
  return held
}

/** Decides, metric by metric, what of a release viewers are given. */
async function judgeAll(
  tx: Tx,
  p: Picture,
  counted: readonly Counted[],
  floor: number,
): Promise<Map<Counted, Decided>> {
  const verdicts = new Map<Counted, Decided>()
  const before = new Map<string, { judged: Judged[]; places: Place[] }>()
  for (const metric of p.facts.keys()) {
    const mine = counted.filter((k) => k.metric === metric)
    const earlier = await earlierOf(tx, p.at.organizationId, metric)
    // Metrics about the same people share one verdict.
    const same = JSON.stringify([
      mine.map((k) => [k.grouping.name, k.roster, k.cells.map((cell) => cell.population)]),
      earlier.map((e) => [e.releaseId, e.mark, e.shown.length]),
    ])
    let decided = before.get(same)
    if (!decided) {
      const number = new Map(p.ids.map((id, no) => [id, no]))
      const olds: { picture: Picture; earlier: Earlier; tables: Grouping[] }[] = []
      for (const e of earlier) {
        const definitions = [ofPeopleAs(metric, e.versions.get(metric)!)]
        const picture = await asPublished(
          tx,
          { ...p.at, asOf: e.asOf, knownAt: e.knownAt },
          shareDefinitions(definitions),
          e.peoples,
        )
        for (const id of picture.ids) if (!number.has(id)) number.set(id, number.size)
        const kinds = segmentKinds.filter((kind) => e.shown.some((s) => s.kind === kind))
        olds.push({
          picture,
          earlier: e,
          tables: rosters.flatMap((roster) => groupings(picture, metric, roster, kinds)),
        })
      }
      const people = number.size
      const spread = (ids: readonly string[], grouping: Grouping): Grouping => {
        const cellOf = new Int32Array(people).fill(-1)
        ids.forEach((id, no) => (cellOf[number.get(id)!] = grouping.cellOf[no]!))
        return { ...grouping, cellOf }
      }
      const published = olds.flatMap(({ picture, earlier: e, tables }) => {
        const shown = new Set(e.shown.map((s) => `${s.roster} ${s.kind} ${s.key}`))
        return tables.map((table): Published => ({
          ...spread(picture.ids, table),
          shown: Uint8Array.from(table.keys, (key) => (shown.has(`${table.roster} ${table.name} ${key}`) ? 1 : 0)),
        }))
      })
      const judged = judge(
        people,
        mine.map((k) => spread(p.ids, k.grouping)),
        published,
        floor,
        people > 20_000 ? largeLooksBack : Infinity,
      )
      const places = olds.flatMap(({ picture, tables }) =>
        tables.map((table): Place => ({ picture, kind: table.name as SegmentKind, roster: table.roster })),
      )
      decided = { judged, places }
      before.set(same, decided)
    }
    for (const [i, k] of mine.entries()) {
      verdicts.set(k, { ...decided.judged[i]!, held: heldNumbers(p, k, decided.judged[i]!, decided.places) })
    }
  }
  return verdicts
}

const published = new Map<string, Picture>()
/** A picture with the people that its numbers were given out about. */
async function asPublished(tx: Tx, at: At, definitions: readonly PeopleMetric[], peoples: Peoples): Promise<Picture> {
  const name = `${at.organizationId} ${at.asOf} ${at.knownAt} ${definitions.map((d) => `${d.id}.${d.version}`).join()} ${JSON.stringify(peoples)}`
  const kept = published.get(name)
  if (kept) {
    published.delete(name)
    published.set(name, kept)
    return kept
  }
  const now = await pictureAt(tx, at, definitions)
  const others = new Map<string, Picture>()
  for (const { of } of Object.values(peoples).flat()) {
    const key = `${of.asOf} ${of.knownAt}`
    if (!others.has(key))
      others.set(key, await pictureAt(tx, { ...at, asOf: of.asOf, knownAt: of.knownAt }, definitions))
  }
  const picture = publishedPicture(now, peoples, (of: PeopleOf) => others.get(`${of.asOf} ${of.knownAt}`)!)
  published.set(name, picture)
  let people = 0
  for (const [key, p] of [...published].toReversed()) if ((people += p.people) > 600_000) published.delete(key)
  return picture
}

/** Whose numbers the last release was about, and the pictures that say who they are. */
async function lastPeoples(
  tx: Tx,
  at: At,
  definitions: readonly PeopleMetric[],
): Promise<{ before: Peoples; pictureOf: (of: PeopleOf) => Picture }> {
  const { rows } = await sql<{ peoples: Peoples }>`
    select peoples from metric_release where organization_id = ${at.organizationId} and published order by known_at desc, as_of desc limit 1`.execute(
    tx,
  )
  const before = rows[0]?.peoples ?? {}
  const found = new Map<string, Picture>()
  for (const { of } of Object.values(before).flat()) {
    const key = `${of.asOf} ${of.knownAt}`
    if (!found.has(key)) found.set(key, await pictureAt(tx, { ...at, asOf: of.asOf, knownAt: of.knownAt }, definitions))
  }
  return { before, pictureOf: (of) => found.get(`${of.asOf} ${of.knownAt}`)! }
}

/** Earlier pictures are read once for all metrics of the same versions. */
function shareDefinitions(wanted: readonly PeopleMetric[]): readonly PeopleMetric[] {
  const all = ofPeople()
  return wanted.every((w) => all.includes(w)) ? all : wanted
}

const ofPeople = (): PeopleMetric[] => registry.map((m) => m.newest).filter(isOfPeople)

/** Numbers of anonymous answers: one for the whole company, whoever looks. */
async function answerCells(tx: Tx, at: At, definitions: readonly Metric[]): Promise<Cell[]> {
  const cells: Cell[] = []
  for (const m of definitions) {
    if (isOfPeople(m)) continue
    const { rows } = await m.answers(at).execute(tx)
    const { numerator, denominator } = rows[0] ?? { numerator: 0, denominator: 0 }
    if (denominator > 0) {
      const whole = { kind: 'organization', key: '', roster: 'live', value: null, population: 0 } as const
      cells.push({ ...whole, metric: m.id, version: m.version, numerator, denominator })
    }
  }
  return cells
}

type Given = {
  shown: 'shown' | 'held' | 'floor' | 'complement'
  /** The number as shown. `since`: the day whose people it is about, where that is not today. */
  said: (Pick<Cell, 'numerator' | 'denominator' | 'value' | 'population'> & { since: Day | null }) | null
  fresh: boolean
}

/** What viewers are given of a release: about whom, and each cell's number or why there is none. */
async function giveOut(
  tx: Tx,
  picture: Picture,
  counted: readonly Counted[],
  kinds: readonly SegmentKind[],
  floor: number,
): Promise<{ peoples: Peoples; cells: Map<string, Given> }> {
  const definitions = ofPeople()
  const { before, pictureOf } = await lastPeoples(tx, picture.at, definitions)
  const peoples = choosePeoples(picture, before, pictureOf, floor)
  const shownAbout = await asPublished(tx, picture.at, definitions, peoples)
  const mine = shownAbout === picture ? counted : count(shownAbout, kinds)
  const decided = await judgeAll(tx, shownAbout, mine, floor)
  const last = await lastMarks(tx, picture.at.organizationId, kinds)
  const today = new Map(counted.flatMap((k) => k.cells.map((cell) => [nameOf(cell), cell.population])))
  const cells = new Map<string, Given>()
  for (const k of mine) {
    const { verdicts, held } = decided.get(k)!
    // The oldest day that some of its people are of.
    const kept = peoples[nameOfPeople(k.metric, k.roster)]!.map(({ of }) => of).filter(
      (of) => of.asOf !== picture.at.asOf || of.roster !== k.roster,
    )
    const since = kept.length === 0 ? null : kept.map((of) => of.asOf).sort()[0]!
    for (const [i, cell] of k.cells.entries()) {
      const verdict = verdicts[k.at[i]!]!
      if (verdict === 'nobody') continue
      const mark = last.get(cellName(cell.kind, cell.key, cell.roster, cell.metric))
      const said =
        verdict === 'shown'
          ? { ...cell, since: today.get(nameOf(cell)) === cell.population ? null : since }
          : verdict === 'held'
            ? { ...held.get(k.at[i]!)!, population: mark ?? cell.population }
            : null
      cells.set(nameOf(cell), { shown: verdict, said, fresh: verdict === 'shown' && mark !== cell.population })
    }
  }
  return { peoples, cells }
}

const nameOf = (k: Pick<Cell, 'metric' | 'roster' | 'kind' | 'key'>) => cellName(k.kind, k.key, k.roster, k.metric)

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
  const anonymous = await answerCells(
    tx,
    at,
    registry.map((m) => m.newest),
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
  for (const k of [...counted, { cells: anonymous }]) {
    for (const cell of k.cells) {
      // Whose people all wait for more has nothing to show yet.
      const out = given
        ? (given.cells.get(nameOf(cell)) ??
          (anonymous.includes(cell) && cell.denominator >= options.floor
            ? { shown: 'shown' as const, said: { ...cell, since: null }, fresh: false }
            : { shown: 'floor' as const, said: null, fresh: false }))
        : null
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
  }
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

/** The numbers of a day as known at an instant, straight from history; nothing is kept. */
export async function recount(
  tx: Tx,
  at: At,
  kinds: readonly SegmentKind[],
  versions: ReadonlyMap<MetricId, number>,
): Promise<Cell[]> {
  const definitions = registry.map((m) => metricAs(m.id, versions.get(m.id) ?? m.newest.version))
  const ofPeoples = count(await readPicture(tx, at, definitions.filter(isOfPeople)), kinds).flatMap((k) => k.cells)
  return [...ofPeoples, ...(await answerCells(tx, at, definitions))]
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
    return (await answerCells(tx, at, [newest])).map((cell) => ({
      cell,
      verdict: cell.denominator >= floor ? 'shown' : 'floor',
    }))
  const picture = await readPicture(tx, at, [newest])
  const counted = count(picture, kinds)
  const judged = judge(
    picture.people,
    counted.map((k) => k.grouping),
    [],
    floor,
  )
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
