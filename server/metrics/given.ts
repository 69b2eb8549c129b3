/**
 * Giving numbers out: about whom a release is, and what of each number viewers get, after
 * everything that they were given before.
 */
import { sql } from 'kysely'
import { type MetricId, type Roster, rosters, segmentKinds, type SegmentKind } from '../../contract/metrics.ts'
import type { Day, Instant } from '../platform/clock.ts'
import type { Tx } from '../platform/db.ts'
import { type Grouping, type Judged, judge, type Published, type Verdict } from '../publication/publication.ts'
import { type Cell, cellName, count, type Counted, nameOf } from './count.ts'
import { hideExtremes, type Side, sides } from './extremes.ts'
import { choosePeoples, nameOfPeople, type Peoples } from './peoples.ts'
import { groupings, type Picture } from './picture.ts'
import { asPublished, lastPeoples, ofPeople, shareDefinitions } from './pictures.ts'
import { ofPeopleAs } from './registry.ts'

type Earlier = {
  peoples: Peoples
  releaseId: string
  asOf: Day
  knownAt: Instant
  shown: { kind: SegmentKind; key: string; roster: Roster }[]
  mark: string
  versions: Map<MetricId, number>
}

/** What viewers were given before, by metric: only releases that said something about new sets of people, the oldest first. */
async function earlierOf(
  tx: Tx,
  organizationId: string,
  metrics: readonly MetricId[],
): Promise<Map<MetricId, Earlier[]>> {
  const { rows } = await sql<{
    metric: MetricId
    release_id: string
    kinds: SegmentKind[]
    keys: string[]
    rosters: Roster[]
    mark: string
    version: number
  }>`
    select k.metric, k.release_id, array_agg(k.segment_kind) as kinds, array_agg(k.segment_key) as keys, array_agg(k.roster) as rosters,
      sum(k.shown_population)::text as mark, max(k.version) as version
    from metric_cell k where k.organization_id = ${organizationId} and k.metric = any(${metrics as string[]}) and k.fresh
    group by k.metric, k.release_id`.execute(tx)
  const told = Map.groupBy(rows, (r) => r.release_id)
  const releases = await sql<{ id: string; as_of: Day; known_at: Instant; peoples: Peoples }>`
    select id, as_of, known_at, peoples from metric_release
    where organization_id = ${organizationId} and id = any(${[...told.keys()]}::uuid[]) order by known_at, as_of`.execute(
    tx,
  )
  const earlier = new Map<MetricId, Earlier[]>(metrics.map((metric) => [metric, []]))
  for (const { id, as_of: asOf, known_at: knownAt, peoples } of releases.rows) {
    for (const r of told.get(id)!) {
      earlier.get(r.metric)!.push({
        releaseId: id,
        asOf,
        knownAt,
        peoples,
        mark: r.mark,
        versions: new Map([[r.metric, r.version]]),
        shown: r.kinds.map((kind, i) => ({ kind, key: r.keys[i]!, roster: r.rosters[i]! })),
      })
    }
  }
  return earlier
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

/** In large companies the algebra looks back over this many releases of tables; the comparison with the last number over all. */
const largeLooksBack = 2

/** From so many people on, as in publication. */
const large = 20_000

/**
 * The earlier releases that a verdict in a large company can rest on: of each kind of table the last ones, and for
 * each cell of today the one that it was last shown in. All others say nothing to `judge` that it reads, so they
 * are not loaded, and the work of a night does not grow with the nights before it.
 */
export function stillNeeded<E extends Pick<Earlier, 'shown'>>(
  earlier: readonly E[],
  tables: readonly Pick<Grouping, 'name' | 'roster' | 'keys'>[],
  looksBack: number,
): E[] {
  const needed = new Set<E>()
  for (const kind of segmentKinds) {
    for (const e of earlier.filter(({ shown }) => shown.some((s) => s.kind === kind)).slice(-looksBack)) needed.add(e)
  }
  const open = new Set(tables.flatMap(({ name, roster, keys }) => keys.map((key) => `${roster} ${name} ${key}`)))
  for (const e of earlier.toReversed()) {
    for (const s of e.shown) if (open.delete(`${s.roster} ${s.kind} ${s.key}`)) needed.add(e)
  }
  return earlier.filter((e) => needed.has(e))
}

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
        { cell, met: [] as number[], of: [] as number[], days: [] as number[], waits: [] as number[] },
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
        one.waits.push(...(facts.waits.get(i) ?? []))
      }
    }
    const sum = (numbers: readonly number[]) => numbers.reduce((total, n) => total + n, 0)
    for (const { cell, ...lists } of people.values()) {
      const group = {
        met: Int32Array.from(lists.met),
        of: Int32Array.from(lists.of),
        days: Int32Array.from(lists.days),
        waits: Int32Array.from(lists.waits),
      }
      held.set(cell, {
        numerator: sum(lists.met),
        denominator: sum(lists.of),
        value: value ? value(group) : null,
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
  // In one statement, except where a year of a large company's cells would fill the memory.
  const metrics = [...p.facts.keys()]
  const ofAll = p.people > large ? null : await earlierOf(tx, p.at.organizationId, metrics)
  for (const metric of metrics) {
    const mine = counted.filter((k) => k.metric === metric)
    const all = (ofAll ?? (await earlierOf(tx, p.at.organizationId, [metric]))).get(metric)!
    const earlier =
      p.people > large
        ? stillNeeded(
            all,
            mine.map((k) => k.grouping),
            largeLooksBack,
          )
        : all
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
        people > large ? largeLooksBack : Infinity,
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

/** Ratings of everybody or nobody are hidden, at both ends of the scale together. */
function withoutExtremes(p: Picture, decided: Map<Counted, Decided>, floor: number): void {
  const ends = Map.groupBy(
    [...decided.keys()].filter((k) => sides.includes(k.metric)),
    (k) => `${k.roster} ${k.grouping.name}`,
  )
  const tables = [...ends.values()].map((both): Side & { both: Counted[] } => {
    const all = both.map((k) => decided.get(k)!)
    const verdicts = all[0]!.verdicts.map((_, cell) => {
      const each = all.map((d) => d.verdicts[cell]!)
      return each.find((v) => v === 'held') ?? each.find((v) => v === 'shown') ?? each[0]!
    })
    const told = (cell: number) =>
      all.flatMap(({ held }): [number, number][] => {
        const said = held.get(cell)
        return said ? [[said.numerator, said.denominator]] : []
      })
    return { grouping: both[0]!.grouping, verdicts, told, both }
  })
  if (tables.length === 0) return
  const met = sides.flatMap((id) => p.facts.get(id)?.met ?? [])
  hideExtremes(tables, met, p.people, floor)
  for (const { both, verdicts } of tables) {
    for (const k of both) {
      const own = decided.get(k)!
      const hidden = (cell: number) => verdicts[cell] === 'complement'
      decided.set(k, {
        ...own,
        verdicts: own.verdicts.map((v, cell) => (givenOut(v) && hidden(cell) ? 'complement' : v)),
      })
    }
  }
}
const givenOut = (verdict: Verdict) => verdict === 'shown' || verdict === 'held'

export type Given = {
  shown: 'shown' | 'held' | 'floor' | 'complement'
  /** The number as shown. `since`: the day whose people it is about, where that is not today. */
  said: (Pick<Cell, 'numerator' | 'denominator' | 'value' | 'population'> & { since: Day | null }) | null
  fresh: boolean
}

/** Since when a number is about the same people: the last day on which those of one of its waves changed. Null where all are today's. */
export function sameSince(waves: Peoples[string], roster: Roster, today: Day): Day | null {
  if (waves.every(({ of }) => of.asOf === today && of.roster === roster)) return null
  return waves
    .map(({ of }) => of.asOf)
    .sort()
    .at(-1)!
}

/** What viewers are given of a release: about whom, and each cell's number or why there is none. */
export async function giveOut(
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
  withoutExtremes(shownAbout, decided, floor)
  const last = await lastMarks(tx, picture.at.organizationId, kinds)
  const today = new Map(counted.flatMap((k) => k.cells.map((cell) => [nameOf(cell), cell.population])))
  const cells = new Map<string, Given>()
  for (const k of mine) {
    const { verdicts, held } = decided.get(k)!
    const waves = peoples[nameOfPeople(k.metric, k.roster)]!
    for (const [i, cell] of k.cells.entries()) {
      const verdict = verdicts[k.at[i]!]!
      if (verdict === 'nobody') continue
      const mark = last.get(cellName(cell.kind, cell.key, cell.roster, cell.metric))
      const said =
        verdict === 'shown'
          ? {
              ...cell,
              since:
                today.get(nameOf(cell)) === cell.population
                  ? null
                  : sameSince(
                      cell.kind === 'wave' ? waves.filter((one) => one.wave === cell.key) : waves,
                      k.roster,
                      picture.at.asOf,
                    ),
            }
          : verdict === 'held'
            ? { ...held.get(k.at[i]!)!, population: mark ?? cell.population }
            : null
      cells.set(nameOf(cell), { shown: verdict, said, fresh: verdict === 'shown' && mark !== cell.population })
    }
  }
  return { peoples, cells }
}
