/**
 * What viewers read: numbers of releases, looked up by segment. Nothing is counted
 * here, so a page costs the same in a company of any size.
 */
import { type RawBuilder, sql } from 'kysely'
import type { Design } from '../../contract/design.ts'
import { cadenceDays } from '../../contract/design.ts'
import { type Language, languages } from '../../contract/library.ts'
import {
  type Chart,
  type metrics,
  metricIds,
  type MetricId,
  type Point,
  type Roster,
  type Segment,
  type SegmentKind,
  type Standing,
} from '../../contract/metrics.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import { programCadence } from '../checkins/checkins.ts'
import { addDays, type Day, type Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { isId } from '../platform/id.ts'
import { record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { elementOfEach } from '../program/program.ts'
import { foundBy } from '../people/people.ts'
import { valueOf } from './number.ts'
import { isOfPeople, type Metric } from './metric.ts'
import { columnOf, kindsFor, mayLook, seesAll, withinReach } from '../publication/publication.ts'
import { describe, metric, metricAs, registry } from './registry.ts'
import { floorOf } from './release.ts'

const languageOf = (c: Context, asked?: Language): Language =>
  asked ?? languages.find((l) => c.viewer.locale.toLowerCase().startsWith(l)) ?? 'en'

type CellRow = {
  metric: MetricId
  key: string
  as_of: Day
  known_at: Instant
  version: number
  numerator: number
  denominator: number
  value: number | null
  shown: string
  people_of: Day | null
  /** Who counts in it today, as the directory would say it too. */
  people: number
}

const toPoint = (r: CellRow): Point => ({
  asOf: r.as_of,
  numerator: r.numerator,
  denominator: r.denominator,
  value: valueOf(metricAs(r.metric, r.version).unit, r),
})

/** Numbers as they were given out; a hidden one comes without. */
const shownColumns = sql`coalesce(shown_numerator, 0) as numerator, coalesce(shown_denominator, 0) as denominator, shown_value as value, shown, people_of, denominator as people`
const visible = (r: CellRow) => r.shown === 'shown' || r.shown === 'held'

/** What there is to show, from a segment's rows in order of their days. */
function standingOf(rows: readonly CellRow[]): Standing | null {
  const newest = rows.at(-1)
  if (!newest) return null
  const last = rows.findLast(visible)
  if (visible(newest)) {
    const number = { point: toPoint(newest), version: newest.version }
    return newest.people_of === null
      ? { state: 'shown', ...number }
      : { state: 'held', ...number, peopleOf: newest.people_of }
  }
  return {
    state: 'hidden',
    because: newest.shown === 'floor' ? 'floor' : 'complement',
    asOf: newest.as_of,
    last: last ? toPoint(last) : null,
  }
}

/** The definition that the number in sight was made with; a later one says nothing of it. */
function madeBy(newest: Metric, rows: readonly CellRow[]): Metric {
  const row = rows.findLast(visible) ?? rows.at(-1)
  return row ? metricAs(newest.id, row.version) : newest
}

/** A segment's rows: of each week the last day, and all of the last two weeks. */
async function rowsOf(c: Context, kind: SegmentKind, key: string, roster: Roster): Promise<Map<MetricId, CellRow[]>> {
  const { rows } = await sql<CellRow>`
    select distinct on (metric, as_of) metric, segment_key as key, as_of, known_at, version, ${shownColumns} from metric_cell
    where organization_id = ${c.organizationId} and segment_kind = ${kind} and segment_key = ${key} and roster = ${roster} and metric = any(${metricIds as unknown as string[]}) and shown is not null
    order by metric, as_of, known_at desc`.execute(c.db)
  const found = new Map<MetricId, CellRow[]>(metricIds.map((id) => [id, []]))
  for (const row of rows) found.get(row.metric)?.push(row)
  return found
}

/** Shown numbers for a line: the last of each week, where there are many. */
function seriesOf(rows: readonly CellRow[]): Point[] {
  const shown = rows.filter(visible)
  if (shown.length <= 60) return shown.map(toPoint)
  const week = (day: Day) => Math.floor((Date.parse(day) / 86_400_000 + 3) / 7)
  return shown.filter((r, i) => i === shown.length - 1 || week(r.as_of) !== week(shown[i + 1]!.as_of)).map(toPoint)
}

type Program = {
  programId: string
  metrics: Design['metrics']
  cadence: number | null
  firstLive: Day | null
  /** The elements that its newest version has on. */
  elements: readonly string[]
  /** Since when a wave has had recognition; null: none has. */
  recognitionFrom: Day | null
}

/** What the program says about its success, and when the first wave goes or went live. */
async function programOf(c: Context): Promise<Program | null> {
  const { rows } = await sql<{
    program_id: string
    metrics: Design['metrics'] | null
    cadence: Design['elements']['checkins']['cadence'] | null
    first_live: Day | null
    elements: string[]
    recognition_from: Day | null
  }>`
    select v.program_id, v.design -> 'metrics' as metrics, v.elements -> 'checkins' ->> 'cadence' as cadence, w.first_live,
      array(select e.key from jsonb_each(v.elements) e where (e.value ->> 'on')::boolean) as elements,
      (select min(lower(x.holds)) from wave_version x
        join program_version xv on xv.organization_id = x.organization_id and xv.program_id = x.program_id and xv.number = x.number
        where x.organization_id = p.organization_id and x.program_id = p.id and x.superseded is null
          and (xv.elements -> 'recognition' ->> 'on')::boolean) as recognition_from
    from program p
    join lateral (select v.program_id, v.design, v.elements from program_version v where v.organization_id = p.organization_id and v.program_id = p.id order by v.number desc limit 1) v on true
    left join lateral (
      select coalesce(min(w.goes_live_on) filter (where w.launched_at is not null), min(w.goes_live_on)) as first_live, min(w.launched_at) as launched
      from wave w where w.organization_id = p.organization_id and w.program_id = p.id
    ) w on true
    where p.organization_id = ${c.organizationId} order by w.launched nulls last, p.created_at limit 1`.execute(c.db)
  const row = rows[0]
  return row
    ? {
        programId: row.program_id,
        metrics: row.metrics ?? [],
        cadence: row.cadence ? cadenceDays[row.cadence] : null,
        firstLive: row.first_live,
        elements: row.elements,
        recognitionFrom: row.recognition_from,
      }
    : null
}

async function today(c: Context): Promise<Day> {
  const { rows } = await sql<{
    time_zone: string
  }>`select time_zone from organization where id = ${c.organizationId}`.execute(c.db)
  return c.clock.today(rows[0]!.time_zone)
}

function notYet(program: Program | null, id: MetricId, now: Day, own: Own | null): Standing {
  if (!program?.firstLive) return { state: 'not_yet', from: null, reason: 'no_wave' }
  const wait = metric(id).firstAfterDays(program.cadence)
  const waitsFor = isOfPeople(metric(id)) ? 'release' : 'answers'
  // Others have numbers: what counts is when the people of this segment began or will begin.
  if (own) {
    if (own.firstLive === null) return { state: 'not_yet', from: null, reason: 'nobody' }
    const from = addDays(own.firstLive, wait)
    return { state: 'not_yet', from, reason: from < now ? waitsFor : 'nobody' }
  }
  // What a later version switched on begins on that day.
  const first = (metric(id).element === 'recognition' && program.recognitionFrom) || program.firstLive
  const from = addDays(first, wait)
  return { state: 'not_yet', from, reason: from < now ? waitsFor : 'window' }
}

/** The first go-live, past or planned, of today's people of a segment. */
type Own = { firstLive: Day | null }
async function ownOf(c: Context, segment: Segment): Promise<Own | null> {
  const { rows: given } =
    await sql`select 1 from metric_release where organization_id = ${c.organizationId} and published limit 1`.execute(
      c.db,
    )
  if (given.length === 0) return null
  if (segment.kind === 'wave') {
    const { rows } = await sql<{
      on: Day | null
    }>`select goes_live_on as on from wave where organization_id = ${c.organizationId} and id = any(${idsIn([segment.key])}::uuid[])`.execute(
      c.db,
    )
    return { firstLive: rows[0]?.on ?? null }
  }
  const column = columnOf[segment.kind]
  if (segment.kind !== 'line' && !column) return null
  const inside = column ? sql`${sql.ref(column)} = ${segment.key}` : await insideLine(c, segment.key)
  if (!inside) return { firstLive: null }
  // Wave by wave, so that the first of its people that stands inside is enough.
  const { rows } = await sql<{ on: Day | null }>`
    select min(w.goes_live_on) as on from wave w
    where w.organization_id = ${c.organizationId} and exists (
      select from roster r
      join wave_member m on m.organization_id = r.organization_id and m.person_id = r.person_id and m.wave_id = w.id and m.superseded is null and upper_inf(m.holds)
      where r.organization_id = w.organization_id and r.employed and ${inside}
    )`.execute(c.db)
  return { firstLive: rows[0]?.on ?? null }
}

/** Everybody from a leader down, by numbers known beforehand: the plan then begins at them. */
async function insideLine(c: Context, leaderId: string): Promise<RawBuilder<boolean> | null> {
  const { rows } = await sql<{ seq: number; last_seq: number }>`
    select seq, last_seq from roster where organization_id = ${c.organizationId} and person_id = any(${idsIn([leaderId])}::uuid[])`.execute(
    c.db,
  )
  return rows[0] ? sql<boolean>`r.seq between ${rows[0].seq} and ${rows[0].last_seq}` : null
}

function aimsOf(program: Program | null, id: MetricId): Pick<Chart, 'target' | 'baseline'> {
  const set = program?.metrics.find((m) => m.id === id)
  return {
    target:
      set?.target === null || set?.target === undefined
        ? { value: metric(id).target, by: null, source: 'ours' }
        : { value: set.target, by: set.by, source: 'program' },
    baseline:
      set?.baseline === null || set?.baseline === undefined
        ? null
        : { value: set.baseline, source: set.baselineSource },
  }
}

const idsIn = (keys: readonly string[]): string[] => keys.filter(isId)

async function labelsOf(c: Context, kind: SegmentKind, keys: readonly string[]): Promise<Map<string, string>> {
  if (kind === 'wave') {
    const { rows } = await sql<{
      id: string
      name: string
    }>`select id, name from wave where organization_id = ${c.organizationId} and id = any(${idsIn(keys)}::uuid[])`.execute(
      c.db,
    )
    return new Map(rows.map((r) => [r.id, r.name]))
  }
  if (kind === 'line') {
    const { rows } = await sql<{
      id: string
      name: string
    }>`select id, full_name as name from person where organization_id = ${c.organizationId} and id = any(${idsIn(keys)}::uuid[])`.execute(
      c.db,
    )
    return new Map(rows.map((r) => [r.id, r.name]))
  }
  return new Map()
}

function segmentOf(kind: SegmentKind, key: string, labels: ReadonlyMap<string, string>): Segment {
  const words = kind === 'organization' || kind === 'manager' || kind === 'tenure' || key === ''
  return { kind, key, label: words ? null : (labels.get(key) ?? key) }
}

async function segmentNamed(c: Context, kind: SegmentKind, key: string): Promise<Segment> {
  const labels = await labelsOf(c, kind, [key])
  if ((kind === 'wave' || kind === 'line') && !labels.has(key)) throw problem('segment_unknown')
  return segmentOf(kind, key, labels)
}

/** The widest segment that a viewer may see. */
async function widest(c: Context): Promise<{ kind: SegmentKind; key: string }> {
  if (seesAll(c.viewer) || (c.viewer.roles.includes('hr') && (await mayLook(c, 'organization', ''))))
    return { kind: 'organization', key: '' }
  if (c.viewer.roles.includes('manager')) return { kind: 'line', key: c.viewer.personId }
  for (const kind of ['country', 'location', 'department'] as const) {
    const own = await keysWithinReach(c, kind, '', 1)
    if (own[0]) return { kind, key: own[0].key }
  }
  throw problem('segment_unknown')
}

async function wanted(c: Context, kind: SegmentKind | undefined, key: string): Promise<Segment> {
  const place = kind === undefined ? await widest(c) : { kind, key: kind === 'organization' ? '' : key }
  if (!(await mayLook(c, place.kind, place.key))) throw problem('segment_unknown')
  return segmentNamed(c, place.kind, place.key)
}

export async function dashboard(
  c: Context,
  input: Input<typeof metrics.dashboard>,
): Promise<Answer<typeof metrics.dashboard>> {
  const segment = await wanted(c, input.kind, input.key)
  const [rows, program, now, floor] = [
    await rowsOf(c, segment.kind, segment.key, input.roster),
    await programOf(c),
    await today(c),
    await floorOf(c.db, c.organizationId),
  ]
  const own = [...rows.values()].some((r) => r.length === 0) ? await ownOf(c, segment) : null
  const whole = segment.kind === 'organization' && input.roster === 'live'
  const charts = registry
    .filter(({ newest }) => whole || isOfPeople(newest))
    // What comes with a part of the practice that the program does not have is no question there.
    .filter(
      ({ id, newest: { element } }) =>
        element !== 'recognition' || rows.get(id)!.length > 0 || program?.elements.includes(element),
    )
    .map(({ id, newest }): Chart => {
      const mine = rows.get(id)!
      return {
        definition: describe(madeBy(newest, mine), languageOf(c, input.language)),
        now: standingOf(mine) ?? notYet(program, id, now, own),
        series: seriesOf(mine),
        ...aimsOf(program, id),
      }
    })
  const asOf =
    [...rows.values()]
      .flatMap((r) => r.at(-1)?.as_of ?? [])
      .sort()
      .at(-1) ?? null
  const mine = segment.kind === 'line' && segment.key === c.viewer.personId
  return {
    segment,
    roster: input.roster,
    charts,
    asOf,
    floor,
    tables: kindsFor(c.viewer),
    annotations: await annotationsOf(c, program, segment),
    team: mine ? await ownTeam(c, now) : null,
  }
}

async function annotationsOf(
  c: Context,
  program: Program | null,
  segment: Segment,
): Promise<Answer<typeof metrics.dashboard>['annotations']> {
  if (!program) return []
  const { rows } = await sql<{ on: Day; kind: 'go_live' | 'version'; label: string }>`
    select w.goes_live_on::text as on, 'go_live' as kind, w.name as label from wave w
    where w.organization_id = ${c.organizationId} and w.program_id = ${program.programId} and w.launched_at is not null and (${segment.kind !== 'wave'} or w.id::text = ${segment.key})
    union all
    select (v.published_at at time zone o.time_zone)::date::text, 'version', v.number::text from program_version v join organization o on o.id = v.organization_id
    where v.organization_id = ${c.organizationId} and v.program_id = ${program.programId} and v.number > 1
    order by 1`.execute(c.db)
  return rows.map(({ on, kind, label }) => ({ on, kind, label }))
}

/** The viewer's own pairs: that a check-in was held they know anyway, so there is no floor. */
async function ownTeam(c: Context, now: Day): Promise<Answer<typeof metrics.dashboard>['team']> {
  const { rows: reports } = await sql<{
    id: string
    held: Day | null
    since: Day | null
    joined: Day | null
    department: string
    location: string
    country: string
    level: string
  }>`
    select r.person_id as id, r.present_since as joined, r.department, r.location, r.country, r.level, (select max(k.held_on) from checkin k where k.organization_id = r.organization_id and k.report_id = r.person_id and k.manager_id = r.manager_id and k.disputed_at is null) as held,
      (select max(lower(p.holds)) from placement p where p.organization_id = r.organization_id and p.person_id = r.person_id and p.superseded is null and lower(p.holds) <= ${now}::date
        and not exists (select from placement q where q.organization_id = p.organization_id and q.person_id = p.person_id and q.superseded is null and upper(q.holds) = lower(p.holds) and q.manager_id = p.manager_id)) as since
    from roster r where r.organization_id = ${c.organizationId} and r.manager_id = ${c.viewer.personId} and r.status = 'active'`.execute(
    c.db,
  )
  const elements = await elementOfEach(
    c,
    reports.map((r) => r.id),
    'checkins',
  )
  let [held, pairs] = [0, 0]
  for (const r of reports) {
    const element = elements.get(r.id)
    if (!element) continue
    const days = cadenceDays[programCadence(element.settings, r, now)]
    const since = r.since !== null && r.since > element.since ? r.since : element.since
    if (addDays(since, days) > now) continue
    pairs++
    if (r.held !== null && addDays(r.held, days) >= now) held++
  }
  return pairs === 0 ? null : { held, pairs, asOf: now }
}

export async function table(c: Context, input: Input<typeof metrics.table>): Promise<Answer<typeof metrics.table>> {
  const newest = metric(input.metric)
  if (!kindsFor(c.viewer).includes(input.by) || !isOfPeople(newest)) throw problem('segment_unknown')
  const [program, now, floor] = [await programOf(c), await today(c), await floorOf(c.db, c.organizationId)]
  const { rows: released } = await sql<{ as_of: Day }>`
    select distinct as_of from metric_release where organization_id = ${c.organizationId} and published and (scope = 'tables' or ${input.by === 'wave'}) order by as_of desc limit 60`.execute(
    c.db,
  )
  const days = released.map((r) => r.as_of)
  const asOf = input.asOf && days.includes(input.asOf) ? input.asOf : (days[0] ?? null)
  const base = {
    definition: describe(newest, languageOf(c, input.language)),
    asOf,
    days,
    floor,
    target: aimsOf(program, input.metric).target,
    unknown: null,
  }
  if (asOf === null) return { ...base, total: null, rows: [] }
  const around = await tableKeys(c, input)
  const read = async (kind: SegmentKind, keys: readonly string[] | null) => {
    const { rows } = await sql<CellRow>`
      select distinct on (segment_key, as_of) metric, segment_key as key, as_of, known_at, version, ${shownColumns} from metric_cell
      where organization_id = ${c.organizationId} and segment_kind = ${kind} and roster = ${input.roster} and metric = ${input.metric} and shown is not null and as_of <= ${asOf}::date
        and as_of >= ${days.at(-1)!}::date ${keys === null ? sql`` : sql`and segment_key = any(${keys as string[]})`}
      order by segment_key, as_of, known_at desc`.execute(c.db)
    const found = new Map<string, CellRow[]>()
    for (const row of rows) {
      const list = found.get(row.key)
      if (list) list.push(row)
      else found.set(row.key, [row])
    }
    // Who is not in this release any more is not in its table.
    for (const [key, list] of found) if (list.at(-1)!.as_of !== asOf) found.delete(key)
    return found
  }
  const cells = await read(input.by, around.keys)
  const labels = await labelsOf(c, input.by, [...cells.keys()])
  const totals = around.total ? await read(around.total.kind, [around.total.key]) : new Map<string, CellRow[]>()
  // A release counts all its groups by one definition.
  const [sample] = [...cells.values(), ...totals.values()]
  const told = madeBy(newest, sample?.slice(-1) ?? [])
  const made = { ...base, definition: describe(told, languageOf(c, input.language)) }
  const total = around.total
    ? {
        segment: await segmentNamed(c, around.total.kind, around.total.key),
        now: standingOf(totals.get(around.total.key) ?? []) ?? notYet(program, input.metric, now, null),
      }
    : null
  if (cells.size > 0 && [...cells.keys()].every((key) => key === ''))
    return { ...made, total, rows: [], unknown: { column: input.by } }
  const rows = [...cells].map(([key, list]) => ({
    segment: segmentOf(input.by, key, labels),
    now: standingOf(list)!,
    people: told.of === 'checkins' || told.of === 'forms' ? sizeShown(list.at(-1)!) : list.at(-1)!.people,
  }))
  return {
    ...made,
    total,
    rows: rows.sort((a, b) => b.people - a.people || (a.segment.label ?? '').localeCompare(b.segment.label ?? '')),
  }
}

/** Where acts tell who counts, how many do is told only with the number itself. */
const sizeShown = (r: CellRow) => (visible(r) ? r.denominator : 0)

/** Which cells a table lists for the viewer, and what it adds up to. `keys` null: all. */
async function tableKeys(
  c: Context,
  input: Input<typeof metrics.table>,
): Promise<{ keys: string[] | null; total: { kind: SegmentKind; key: string } | null }> {
  if (input.by === 'line') {
    const leader =
      input.leaderId ?? (seesAll(c.viewer) ? null : c.viewer.roles.includes('manager') ? c.viewer.personId : null)
    if (leader !== null && !(await mayLook(c, 'line', leader))) throw problem('segment_unknown')
    if (leader === null && !seesAll(c.viewer))
      return { keys: (await leadersOf(c, '', 200)).map((l) => l.key), total: null }
    const { rows } = await sql<{ id: string }>`select r.person_id as id from roster r
      where r.organization_id = ${c.organizationId} and r.direct_reports > 0 and r.employed and ${leader === null ? sql`r.manager_id is null` : sql`r.manager_id = ${leader}`} limit 500`.execute(
      c.db,
    )
    return {
      keys: rows.map((r) => r.id),
      total: leader === null ? { kind: 'organization', key: '' } : { kind: 'line', key: leader },
    }
  }
  if (seesAll(c.viewer)) return { keys: null, total: { kind: 'organization', key: '' } }
  const whole = await mayLook(c, 'organization', '')
  return {
    keys: (await keysWithinReach(c, input.by, '', 5000)).map((k) => k.key),
    total: whole ? { kind: 'organization', key: '' } : null,
  }
}

export async function explain(
  c: Context,
  input: Input<typeof metrics.explain>,
): Promise<Answer<typeof metrics.explain>> {
  const segment = await wanted(c, input.kind, input.key)
  if (!isOfPeople(metric(input.metric)) && segment.kind !== 'organization') throw problem('segment_unknown')
  const [program, floor] = [await programOf(c), await floorOf(c.db, c.organizationId)]
  const all = (await rowsOf(c, segment.kind, segment.key, input.roster)).get(input.metric)!
  const rows = input.asOf ? all.filter((r) => r.as_of <= input.asOf!) : all
  const standing = standingOf(rows) ?? notYet(program, input.metric, await today(c), await ownOf(c, segment))
  const at =
    standing.state === 'shown' || standing.state === 'held'
      ? rows.find((r) => r.as_of === standing.point.asOf)
      : rows.at(-1)
  return {
    definition: describe(at ? metricAs(input.metric, at.version) : metric(input.metric), languageOf(c, input.language)),
    segment,
    roster: input.roster,
    now: standing,
    knownAt: at?.known_at ?? null,
    floor,
    ...aimsOf(program, input.metric),
    history: rows.filter(visible).toReversed().slice(0, 26).map(toPoint),
  }
}

type Found = { key: string; label: string | null; detail: string; people: number }

export async function segments(
  c: Context,
  input: Input<typeof metrics.segments>,
): Promise<Answer<typeof metrics.segments>> {
  const kinds = kindsFor(c.viewer)
  if (!kinds.includes(input.kind)) return { segments: [], kinds }
  const found =
    input.kind === 'line'
      ? await leadersOf(c, input.search, input.limit)
      : input.kind === 'wave'
        ? await wavesNamed(c, input.search, input.limit)
        : await keysWithinReach(c, input.kind, input.search, input.limit)
  return { segments: found.map((f) => ({ ...f, kind: input.kind })), kinds }
}

async function leadersOf(c: Context, search: string, limit: number): Promise<Found[]> {
  const found = await foundBy(c.db, search)
  const { rows } = await sql<Found>`
    select r.person_id as key, r.full_name as label, r.title as detail, r.all_reports as people from roster r
    where ${withinReach(c.viewer)} and r.employed and r.direct_reports > 0
      and ${found}
      ${
        seesAll(c.viewer)
          ? sql``
          : sql`and (r.person_id = ${c.viewer.personId} or not exists (
        select from roster x where x.organization_id = r.organization_id and x.seq > r.seq and x.seq <= r.last_seq and x.employed and not ${reachOf(c)}))`
      }
    order by r.all_reports desc, r.sort_name limit ${limit}`.execute(c.db)
  return rows
}

/** The same reach for rows under the alias `x`. */
function reachOf(c: Context) {
  return sql`(x.person_id = ${c.viewer.personId} or (x.seq > ${c.viewer.seq ?? 0} and x.seq <= ${c.viewer.lastSeq ?? 0}) or exists (
    select from population_member pm where pm.organization_id = x.organization_id and pm.person_id = x.person_id and pm.population_id = any(${c.viewer.populations as string[]}::uuid[])))`
}

async function wavesNamed(c: Context, search: string, limit: number): Promise<Found[]> {
  const { rows } =
    await sql<Found>`select w.id as key, w.name as label, coalesce(w.goes_live_on::text, '') as detail, coalesce(w.launched_people, 0) as people from wave w
    where w.organization_id = ${c.organizationId} and w.launched_at is not null and strpos(lower(w.name), lower(${search})) > 0 order by w.goes_live_on, w.name limit ${limit}`.execute(
      c.db,
    )
  return rows
}

/** Departments, places and the like that hold nobody beyond the viewer's reach. */
async function keysWithinReach(c: Context, kind: SegmentKind, search: string, limit: number): Promise<Found[]> {
  if (kind === 'manager') return ['yes', 'no'].map((key) => ({ key, label: null, detail: '', people: 0 }))
  if (kind === 'tenure')
    return ['under_1', '1_to_3', '3_to_5', '5_to_10', '10_and_more'].map((key) => ({
      key,
      label: null,
      detail: '',
      people: 0,
    }))
  const column = columnOf[kind]
  if (!column) return []
  const { rows } = await sql<Found>`
    select ${sql.ref(column)} as key, nullif(${sql.ref(column)}, '') as label, '' as detail, count(*)::int as people from roster r
    where r.organization_id = ${c.organizationId} and r.employed and strpos(lower(${sql.ref(column)}), lower(${search})) > 0
    group by 1 ${seesAll(c.viewer) ? sql`` : sql`having bool_and(${withinReach(c.viewer)})`}
    order by people desc, 1 limit ${limit}`.execute(c.db)
  return rows
}

export async function listRegistry(
  c: Context,
  input: Input<typeof metrics.registry>,
): Promise<Answer<typeof metrics.registry>> {
  return {
    metrics: registry.map((m) => describe(m.newest, languageOf(c, input.language))),
    floor: await floorOf(c.db, c.organizationId),
  }
}

/** Raises the floor; before the first launch it may also come down again, never under five. */
export async function setFloor(
  c: Context,
  { people }: Input<typeof metrics.setFloor>,
): Promise<Answer<typeof metrics.setFloor>> {
  return c.db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended('belay.floor:' || ${c.organizationId}, 0))`.execute(tx)
    const floor = await floorOf(tx, c.organizationId)
    const { rows } =
      await sql`select 1 from wave where organization_id = ${c.organizationId} and launched_at is not null limit 1`.execute(
        tx,
      )
    if (people < floor && rows.length > 0) throw problem('floor_falls', { floor })
    // Under a clock that stands still two floors may be set at one instant: the later one stands just after.
    await sql`insert into metric_floor (organization_id, set_at, people, set_by)
      select ${c.organizationId}, greatest(${c.clock.now()}::timestamptz, max(f.set_at) + interval '1 millisecond'), ${people}, ${c.viewer.personId}
      from metric_floor f where f.organization_id = ${c.organizationId}`.execute(tx)
    await record(tx, c, {
      type: 'metrics.floor-set',
      subject: { kind: 'organization', id: c.organizationId },
      data: { people },
    })
    return { floor: people }
  })
}
