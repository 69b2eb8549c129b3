/**
 * The company as of a day, as known at an instant: who was there, where, for whom,
 * in which live wave, and who had done what. Everything from dated rows recorded by
 * then and from the event log, never from today's roster, so that the same question
 * always has the same answer.
 */
import { sql } from 'kysely'
import { cadenceDays } from '../../contract/design.ts'
import type { MetricId, Roster, SegmentKind } from '../../contract/metrics.ts'
import type { Tx } from '../platform/db.ts'
import type { At, PeopleMetric } from './metric.ts'
import type { Grouping } from '../publication/publication.ts'

export const graceDays = 30

/** Numbers of each person who counts; `counts[no]` is 0 for everybody else. `of`: how many things they stand for, mostly one; `waits`: the times of each, mostly none. */
export type Facts = {
  counts: Uint8Array
  met: Int32Array
  of: Int32Array
  days: Int32Array
  waits: Map<number, readonly number[]>
}

export type Picture = {
  at: At
  people: number
  ids: string[]
  /** In the live roster, in the frozen one. */
  live: Uint8Array
  frozen: Uint8Array
  /** Cells of each table: person → cell, cell → key. Lines are built from `manager`. */
  columns: Record<Exclude<SegmentKind, 'organization' | 'wave' | 'line'>, Column> & { wave: Column; frozenWave: Column }
  /** Person → number of their manager, or -1. */
  manager: Int32Array
  facts: Map<MetricId, Facts>
  versions: Map<MetricId, number>
  /** Who is in, by metric and roster, where that is not simply who counts (peoples.ts). */
  members?: ReadonlyMap<string, Uint8Array>
}
export type Column = { of: Int32Array; keys: string[] }

const known = (alias: string, at: At) =>
  sql`${sql.ref(`${alias}.recorded`)} <= ${at.knownAt} and (${sql.ref(`${alias}.superseded`)} is null or ${sql.ref(`${alias}.superseded`)} > ${at.knownAt})`

type Later = 'feedback' | 'recognition'
/** The first day on which a wave had a part of the practice: a later version may have switched it on. */
const firstWith = (element: Later, at: At) => sql`(select min(lower(o.holds)) from wave_version o
  join program_version ov on ov.organization_id = o.organization_id and ov.program_id = o.program_id and ov.number = o.number
  where o.organization_id = w.organization_id and o.wave_id = w.id and lower(o.holds) <= ${at.asOf}::date and ${known('o', at)}
    and (ov.elements -> ${sql.lit(element)} ->> 'on')::boolean)`
/** Since when somebody has had it; null: not now. */
const since = (element: Later) => {
  const from = sql.ref(`${element}_from`)
  return sql`case when (coalesce(n.elements, f.elements) -> ${sql.lit(element)} ->> 'on')::boolean
    then greatest(b.began, here.since, coalesce(n.${from}, f.${from})) end`
}

/** Fills the tables that the metrics' SQL reads. They go with the transaction. */
export async function openPicture(tx: Tx, at: At): Promise<void> {
  // Sorting and joining everybody stays in memory; the setting goes with the transaction.
  await sql`select set_config('work_mem', '128MB', true)`.execute(tx)
  await sql`create temporary table if not exists metric_person_at (
    no integer not null, person_id uuid not null, manager_id uuid, wave_id uuid, frozen_wave_id uuid, began date, past_grace boolean not null,
    goals_on boolean not null, feedback_since date, recognition_since date, checkin_days integer, pair_since date, manager_works boolean not null, works boolean not null,
    department text not null, location text not null, country text not null, level text not null, tenure text not null) on commit drop`.execute(
    tx,
  )
  await sql`create temporary table if not exists metric_act_at (person_id uuid not null, day date not null) on commit drop`.execute(
    tx,
  )
  await sql`create temporary table if not exists metric_feedback_at (person_id uuid not null, day date not null) on commit drop`.execute(
    tx,
  )
  await sql`create temporary table if not exists metric_held_at (manager_id uuid not null, report_id uuid not null, day date not null, both_voices boolean) on commit drop`.execute(
    tx,
  )
  await sql`create temporary table if not exists metric_recognised_at (person_id uuid not null, day date not null) on commit drop`.execute(
    tx,
  )
  await sql`create temporary table if not exists metric_goal_at (goal_id uuid not null, person_id uuid not null, parent_id uuid, level text not null) on commit drop`.execute(
    tx,
  )
  await sql`truncate metric_person_at, metric_act_at, metric_feedback_at, metric_held_at, metric_recognised_at, metric_goal_at`.execute(
    tx,
  )
  const { organizationId: org, asOf } = at
  await sql`
    insert into metric_person_at
    with launch as (
      select w.organization_id, w.id, w.program_id, w.goes_live_on, w.launched_at from wave w
      where w.organization_id = ${org} and w.launched_at <= ${at.knownAt} and w.goes_live_on <= ${asOf}::date
      union all
      -- Launches that were taken back: of days before that, and of everything that was known before it.
      select w.organization_id, w.id, w.program_id, h.went_live_on, h.launched_at
      from wave_halt h join wave w on w.organization_id = h.organization_id and w.id = h.wave_id
      where h.organization_id = ${org} and h.kind = 'rollback' and h.launched_at <= ${at.knownAt} and h.went_live_on <= ${asOf}::date
        and (h.began_at > ${at.knownAt} or h.began_on > ${asOf}::date)
    ), live_wave as (
      select w.id, w.program_id, w.goes_live_on, w.launched_at, v.elements,
        ${firstWith('feedback', at)} as feedback_from, ${firstWith('recognition', at)} as recognition_from
      from launch w
      left join wave_version wv on wv.organization_id = w.organization_id and wv.wave_id = w.id and wv.holds @> ${asOf}::date and ${known('wv', at)}
      left join program_version v on v.organization_id = w.organization_id and v.program_id = w.program_id and v.number = wv.number
    ), member as (
      select m.person_id, m.holds, m.frozen, w.*
      from wave_member m join live_wave w on w.id = m.wave_id
      where m.organization_id = ${org} and ${known('m', at)}
    ), now_in as (
      -- In waves of two programs at once: the one that went live first counts.
      select distinct on (person_id) person_id, id as wave_id, elements, feedback_from, recognition_from from member where holds @> ${asOf}::date order by person_id, launched_at, id
    ), froze_in as (
      select distinct on (person_id) person_id, id as wave_id, elements, feedback_from, recognition_from from member where frozen order by person_id, launched_at, id
    ), began as (
      select person_id, min(greatest(goes_live_on, lower(holds))) as began from member
      where greatest(goes_live_on, lower(holds)) <= ${asOf}::date and (upper_inf(holds) or upper(holds) > goes_live_on) group by person_id
    ), here as (
      select s.person_id, lower(s.holds) as since from spell s where s.organization_id = ${org} and s.holds @> ${asOf}::date and ${known('s', at)}
    ), placed as (
      select p.* from placement p where p.organization_id = ${org} and p.holds @> ${asOf}::date and ${known('p', at)}
    ), changed as (
      -- The last day on which the person had another manager, or none.
      select p.person_id, max(upper(o.holds)) as since
      from placed p join placement o on o.organization_id = p.organization_id and o.person_id = p.person_id
        and o.manager_id is distinct from p.manager_id and upper(o.holds) <= ${asOf}::date and ${known('o', at)}
      group by p.person_id
    ), hired as (
      select h.person_id, h.hired_on from metric_hire_date h where h.organization_id = ${org} and ${known('h', at)}
    )
    select row_number() over (order by here.person_id) - 1, here.person_id, boss.person_id,
      n.wave_id, f.wave_id, greatest(b.began, here.since),
      coalesce(p.status = 'active' and (n.wave_id is not null or f.wave_id is not null) and ${asOf}::date >= greatest(b.began, here.since) + ${at.graceDays}::integer, false),
      coalesce((coalesce(n.elements, f.elements) -> 'goals' ->> 'on')::boolean, false),
      ${since('feedback')}, ${since('recognition')},
      case when (coalesce(n.elements, f.elements) -> 'checkins' ->> 'on')::boolean then case checkin_cadence(coalesce(n.elements, f.elements) -> 'checkins',
          here.since, ${asOf}::date, coalesce(p.department, ''), coalesce(p.location, ''), coalesce(p.country, ''), coalesce(p.level, ''))
        when 'weekly' then ${sql.lit(cadenceDays.weekly)} when 'biweekly' then ${sql.lit(cadenceDays.biweekly)}
        when 'monthly' then ${sql.lit(cadenceDays.monthly)} when 'quarterly' then ${sql.lit(cadenceDays.quarterly)} end end,
      greatest(here.since, boss.since, c.since),
      coalesce(bp.status = 'active', false), coalesce(p.status = 'active', false),
      coalesce(p.department, ''), coalesce(p.location, ''), coalesce(p.country, ''), coalesce(p.level, ''),
      case when ${asOf}::date < coalesce(h.hired_on, here.since) + interval '1 year' then 'under_1'
        when ${asOf}::date < coalesce(h.hired_on, here.since) + interval '3 years' then '1_to_3'
        when ${asOf}::date < coalesce(h.hired_on, here.since) + interval '5 years' then '3_to_5'
        when ${asOf}::date < coalesce(h.hired_on, here.since) + interval '10 years' then '5_to_10' else '10_and_more' end
    from here
    left join placed p on p.person_id = here.person_id
    left join here boss on boss.person_id = p.manager_id
    left join placed bp on bp.person_id = boss.person_id
    left join changed c on c.person_id = here.person_id
    left join hired h on h.person_id = here.person_id
    left join now_in n on n.person_id = here.person_id
    left join froze_in f on f.person_id = here.person_id
    left join began b on b.person_id = here.person_id`.execute(tx)
  await sql`analyze metric_person_at`.execute(tx)
  // What was recorded and taken back was not held.
  await sql`
    insert into metric_held_at
    with disputed as materialized (
      select distinct on (d.subject_id) d.subject_id, d.type, d.id from event d
      where d.organization_id = ${org} and d.type in ('checkin.disputed', 'checkin.dispute_withdrawn') and d.recorded_at <= ${at.knownAt}
      order by d.subject_id, d.id desc
    ), voiced as materialized (
      -- Words may come after it was recorded: with the confirmation, or later.
      select distinct v.subject_id from event v
      where v.organization_id = ${org} and v.type in ('checkin.seen', 'checkin.words_added') and v.recorded_at <= ${at.knownAt}
        and v.data -> 'voices' @> '["manager", "report"]'
    )
    -- Whether words of both stand in it: unknown for those of a release that did not write it down.
    select (e.data ->> 'managerId')::uuid, (e.data ->> 'reportId')::uuid, e.happened_on,
      case when e.data ? 'voices' then e.data -> 'voices' @> '["manager", "report"]' or e.subject_id in (select subject_id from voiced) end
    from event e
    where e.organization_id = ${org} and e.type = 'checkin.held' and e.happened_on <= ${asOf}::date and e.recorded_at <= ${at.knownAt}
      and e.happened_on >= (select min(began) from metric_person_at)
      and not exists (
        select from event back where back.organization_id = e.organization_id and back.type = 'checkin.reopened'
          and back.subject_kind = e.subject_kind and back.subject_id = e.subject_id
          and back.recorded_at <= ${at.knownAt} and back.recorded_at >= e.recorded_at and back.id > e.id)
      -- One of the two says that they did not talk: until they take it back, it counts nowhere.
      and not exists (select from disputed d where d.subject_id = e.subject_id and d.type = 'checkin.disputed' and d.id > e.id)`.execute(
    tx,
  )
  await sql`
    insert into metric_act_at
    select e.actor_id, e.happened_on from event e
    where e.organization_id = ${org} and e.type in ('goal.created', 'goal.updated', 'goal.progressed')
      and e.happened_on <= ${asOf}::date and e.recorded_at <= ${at.knownAt}
      and e.happened_on >= (select min(began) from metric_person_at)
      and e.actor_id::text = e.data ->> 'ownerId'
    union select manager_id, day from metric_held_at
    union select report_id, day from metric_held_at`.execute(tx)
  // By name while it stands; confidential and anonymous acts by the trace that somebody took part on a day.
  await sql`
    insert into metric_feedback_at
    select e.actor_id, e.happened_on from event e
    where e.organization_id = ${org} and e.type in ('feedback.given', 'feedback.took_part') and e.actor_id is not null
      and e.happened_on <= ${asOf}::date and e.recorded_at <= ${at.knownAt}
      and e.happened_on >= (select min(began) from metric_person_at)
      and not exists (
        select from event back where back.organization_id = e.organization_id and back.type = 'feedback.taken_back'
          and back.subject_kind = e.subject_kind and back.subject_id = e.subject_id and back.recorded_at <= ${at.knownAt})`.execute(
    tx,
  )
  // Once for each person recognised and each piece that stands: not taken back, not hidden by then. Nobody reads further back than 90 days.
  await sql`
    insert into metric_recognised_at
    with undone as materialized (
      select distinct on (d.subject_id) d.subject_id, d.type from event d
      where d.organization_id = ${org} and d.type in ('recognition.taken_back', 'recognition.hidden', 'recognition.shown')
        and d.recorded_at <= ${at.knownAt} and d.happened_on > ${asOf}::date - 90
      order by d.subject_id, d.recorded_at desc, d.id desc
    )
    select x.person_id::uuid, e.happened_on from event e
    cross join lateral jsonb_array_elements_text(e.data -> 'personIds') as x (person_id)
    where e.organization_id = ${org} and e.type = 'recognition.given' and e.happened_on <= ${asOf}::date and e.happened_on > ${asOf}::date - 90
      and e.recorded_at <= ${at.knownAt}
      and not exists (select from undone u where u.subject_id = e.subject_id and u.type <> 'recognition.shown')`.execute(
    tx,
  )
  // The goals that are active on the day, each with whoever owns it and what it serves.
  await sql`
    insert into metric_goal_at
    select o.goal_id, o.person_id, l.parent_id, coalesce(l.level, 'person') from goal_ownership o
    left join goal_place l on l.organization_id = o.organization_id and l.goal_id = o.goal_id and l.holds @> ${asOf}::date and ${known('l', at)}
    where o.organization_id = ${org} and o.part = 'goal' and o.holds @> ${asOf}::date and ${known('o', at)}`.execute(tx)
  await sql`analyze metric_act_at, metric_feedback_at, metric_held_at, metric_recognised_at, metric_goal_at`.execute(tx)
}

/** Hire dates as they stand now, kept from now on, so that a tenure band can be told again later. */
export async function keepHireDates(tx: Tx, organizationId: string, now: string): Promise<void> {
  await sql`
    with differs as (
      update metric_hire_date h set superseded = ${now}
      from person p
      where h.organization_id = ${organizationId} and p.organization_id = h.organization_id and p.id = h.person_id
        and h.superseded is null and p.hired_on is distinct from h.hired_on returning h.person_id
    )
    insert into metric_hire_date (organization_id, person_id, hired_on, recorded)
    select p.organization_id, p.id, p.hired_on, ${now} from person p
    left join differs d on d.person_id = p.id
    where p.organization_id = ${organizationId} and p.hired_on is not null
      and (d.person_id is not null or not exists (
        select from metric_hire_date h where h.organization_id = p.organization_id and h.person_id = p.id and h.superseded is null))`.execute(
    tx,
  )
}

type Row = {
  person_id: string
  manager_no: number | null
  wave_id: string | null
  frozen_wave_id: string | null
  works: boolean
  department: string
  location: string
  country: string
  level: string
  tenure: string
}

/** Reads the day, with every person's facts for the given definitions. */
export async function readPicture(tx: Tx, at: At, definitions: readonly PeopleMetric[]): Promise<Picture> {
  await openPicture(tx, at)
  const { rows } = await sql<Row>`
    select p.person_id, b.no as manager_no, p.wave_id, p.frozen_wave_id, p.works, p.department, p.location, p.country, p.level, p.tenure
    from metric_person_at p left join metric_person_at b on b.person_id = p.manager_id order by p.no`.execute(tx)
  const n = rows.length
  const manager = Int32Array.from(rows, (r) => r.manager_no ?? -1)
  openCircles(manager)
  const leads = new Uint8Array(n)
  for (const boss of manager) if (boss >= 0) leads[boss] = 1
  const picture: Picture = {
    at,
    people: n,
    ids: rows.map((r) => r.person_id),
    live: Uint8Array.from(rows, (r) => (r.works && r.wave_id !== null ? 1 : 0)),
    frozen: Uint8Array.from(rows, (r) => (r.works && r.frozen_wave_id !== null ? 1 : 0)),
    manager,
    columns: {
      department: column(rows, (r) => r.department),
      location: column(rows, (r) => r.location),
      country: column(rows, (r) => r.country),
      level: column(rows, (r) => r.level),
      tenure: column(rows, (r) => r.tenure),
      manager: column(rows, (_, no) => (leads[no] ? 'yes' : 'no')),
      wave: column(rows, (r) => r.wave_id),
      frozenWave: column(rows, (r) => r.frozen_wave_id),
    },
    facts: new Map(),
    versions: new Map(),
  }
  for (const definition of definitions) {
    const found = await definition.facts(at).execute(tx)
    const facts: Facts = {
      counts: new Uint8Array(n),
      met: new Int32Array(n),
      of: new Int32Array(n),
      days: new Int32Array(n),
      waits: new Map(),
    }
    for (const row of found.rows) {
      facts.counts[row.no] = 1
      facts.met[row.no] = Number(row.met)
      facts.of[row.no] = row.of ?? 1
      facts.days[row.no] = row.days ?? 0
      if (row.waits) facts.waits.set(row.no, row.waits)
    }
    picture.facts.set(definition.id, facts)
    picture.versions.set(definition.id, definition.version)
  }
  return picture
}

function column(rows: readonly Row[], key: (row: Row, no: number) => string | null): Column {
  const numbers = new Map<string, number>()
  const of = Int32Array.from(rows, (row, no) => {
    const k = key(row, no)
    if (k === null) return -1
    let cell = numbers.get(k)
    if (cell === undefined) numbers.set(k, (cell = numbers.size))
    return cell
  })
  return { of, keys: [...numbers.keys()] }
}

/** People who report to each other in a circle stand at the top; the record warns of it, here nothing may hang. */
export function openCircles(manager: Int32Array): void {
  const state = new Uint8Array(manager.length)
  for (let start = 0; start < manager.length; start++) {
    const path: number[] = []
    let at = start
    while (at >= 0 && state[at] === 0) {
      state[at] = 1
      path.push(at)
      at = manager[at]!
    }
    if (at >= 0 && state[at] === 1) {
      for (let again = at; ;) {
        const next = manager[again]!
        manager[again] = -1
        if (next === at || next < 0) break
        again = next
      }
    }
    for (const p of path) state[p] = 2
  }
}

/** Lines: each leader a cell that holds them and everybody below. */
function lines(p: Picture): { of: Int32Array; keys: string[]; parent: Int32Array } {
  const number = new Int32Array(p.people).fill(-1)
  const leaders: number[] = []
  for (const boss of p.manager) {
    if (boss >= 0 && number[boss] === -1) {
      number[boss] = leaders.length
      leaders.push(boss)
    }
  }
  return {
    of: Int32Array.from(p.manager, (boss, no) => (number[no]! >= 0 ? number[no]! : boss >= 0 ? number[boss]! : -1)),
    keys: leaders.map((no) => p.ids[no]!),
    parent: Int32Array.from(leaders, (no) => (p.manager[no]! >= 0 ? number[p.manager[no]!]! : -1)),
  }
}

/** The tables of one metric: every person who counts, in their cell. */
export function groupings(p: Picture, id: MetricId, roster: Roster, kinds: readonly SegmentKind[]): Grouping[] {
  const facts = p.facts.get(id)!
  const chosen = p.members?.get(`${id} ${roster}`)
  const inside = roster === 'live' ? p.live : p.frozen
  const isIn = (no: number) => (chosen ? chosen[no] === 1 : facts.counts[no] === 1 && inside[no] === 1)
  const only = (of: Int32Array) => of.map((cell, no) => (isIn(no) ? cell : -1))
  return kinds.map((name): Grouping => {
    if (name === 'organization') return { name, roster, keys: [''], cellOf: only(new Int32Array(p.people)) }
    if (name === 'line') {
      const { of, keys, parent } = lines(p)
      return { name, roster, keys, parent, cellOf: only(of) }
    }
    const { of, keys } = name === 'wave' ? (roster === 'live' ? p.columns.wave : p.columns.frozenWave) : p.columns[name]
    return { name, roster, keys, cellOf: only(of) }
  })
}
