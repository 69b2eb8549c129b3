/** The reads behind This week and Team: few statements, each on the indexes of one person or one team. */
import { type RawBuilder, sql } from 'kysely'
import { type Cadence, cadenceDays, type Design, type ElementId } from '../../contract/design.ts'
import type { Language } from '../../contract/library.ts'
import { visibleTo } from '../access/access.ts'
import { heldNotice } from '../attention/attention.ts'
import { goalVisibleTo, practising, reportIds, startsOnOf } from '../goals/goals.ts'
import type { Day, Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { dayHere } from '../program/program.ts'
import { reviewsToDo, type ReviewWaits } from '../reviews/reviews.ts'

type Elements = Design['elements']
export type MyPolicy = {
  programId: string
  waveId: string
  live: boolean
  policyId: string
  version: number
  titles: Partial<Record<Language, string>>
  since: Day
  preparesOn: Day | null
  withinDays: number
}
export type MyItem = {
  id: string
  kind: string
  subjectKind: string
  subjectId: string
  params: Record<string, unknown>
  at: Instant
  readAt: Instant | null
}
export type MeRow = {
  given_name: string
  locale: string
  today: Day
  has_manager: boolean
  leads: boolean
  goals: Elements['goals'] | null
  goals_since: Day | null
  checkins: Elements['checkins'] | null
  goals_led: boolean
  checkins_led: boolean
  /** On for the viewer, or for somebody who reports to them. */
  feedback: boolean
  growth: boolean
  starts_on: Day | null
  policies: MyPolicy[]
  to_confirm: { checkinId: string; by: { id: string; name: string }; heldOn: Day }[]
  reviews: ReviewWaits[]
  items: MyItem[]
  /** Unread ones of the program that still are news, however much else has come since. */
  messages: MyItem[]
  unread: number
}

/** So long an unread message of the program stands among what to do. */
export const messageDays = 14

const toldItem = sql`jsonb_build_object('id', i.id, 'kind', i.kind, 'subjectKind', i.subject_kind, 'subjectId', i.subject_id, 'params', i.params,
  'at', to_char(i.appears_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
  'readAt', to_char(i.read_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))`

/** Who the viewer is in the program, what they have not acknowledged, and what reached them. */
export async function meRow(db: Db | Tx, c: Context): Promise<MeRow | undefined> {
  const me = c.viewer.personId
  const now = c.clock.now()
  const leads = (
    element: 'goals' | 'checkins' | 'feedback' | 'growth',
  ) => sql`exists (select from roster t join ${practising(c, element)} p on p.person_id = t.person_id
    where t.organization_id = r.organization_id and (t.manager_id = ${me} or t.second_manager_id = ${me}))`
  const { rows } = await sql<MeRow>`
    select r.given_name, o.locale, ${dayHere(c)} as today, r.manager_id is not null as has_manager, r.direct_reports > 0 as leads,
      g.settings as goals, g.since as goals_since, k.settings as checkins, ${leads('goals')} as goals_led, ${leads('checkins')} as checkins_led,
      (f.person_id is not null or ${leads('feedback')}) as feedback,
      (d.person_id is not null or ${leads('growth')}) as growth,
      ${startsOnOf(c, sql`r.person_id`)} as starts_on,
      coalesce((
        select jsonb_agg(jsonb_build_object('programId', wm.program_id, 'waveId', w.id, 'live', w.launched_at is not null,
          'policyId', q ->> 'id', 'version', (q ->> 'version')::integer, 'withinDays', (q ->> 'withinDays')::integer,
          'since', lower(wm.holds), 'preparesOn', w.prepares_on, 'titles', (select jsonb_object_agg(t.key, t.value ->> 'title') from jsonb_each(q -> 'texts') t)))
        from wave_member wm
        join wave w on w.organization_id = wm.organization_id and w.id = wm.wave_id
        left join wave_version wv on wv.organization_id = w.organization_id and wv.wave_id = w.id and wv.superseded is null and wv.holds @> ${dayHere(c)}
        join lateral (
          select v.design -> 'policies' as policies from program_version v
          where v.organization_id = wm.organization_id and v.program_id = wm.program_id and v.number = coalesce(wv.number, v.number) order by v.number desc limit 1
        ) v on true
        cross join lateral jsonb_array_elements(v.policies) q
        where wm.organization_id = r.organization_id and wm.person_id = r.person_id and wm.superseded is null and wm.holds @> ${dayHere(c)}
          and (w.launched_at is not null or w.prepares_on <= ${dayHere(c)})
          and (q ->> 'acknowledge')::boolean and q -> 'texts' <> '{}'::jsonb
          and (q ->> 'audience' = 'everyone' or (q ->> 'audience' = 'managers') = (r.direct_reports > 0))
          and not exists (select from policy_acknowledgement a where a.organization_id = r.organization_id and a.person_id = r.person_id
            and a.program_id = wm.program_id and a.policy_id = (q ->> 'id')::uuid and a.version = (q ->> 'version')::integer)
      ), '[]') as policies,
      coalesce((
        select jsonb_agg(jsonb_build_object('checkinId', k.id, 'by', jsonb_build_object('id', p.id, 'name', p.full_name), 'heldOn', k.held_on) order by k.held_on desc, k.id)
        from (
          select * from checkin a where a.organization_id = r.organization_id and a.report_id = r.person_id and a.held_on >= ${dayHere(c)} - 14
          union all
          select * from checkin b where b.organization_id = r.organization_id and b.manager_id = r.person_id and b.held_on >= ${dayHere(c)} - 14
        ) k join person p on p.organization_id = k.organization_id and p.id = k.held_by
        where k.held_by <> r.person_id and k.seen_at is null and k.disputed_at is null
      ), '[]') as to_confirm,
      ${reviewsToDo(c)} as reviews,
      coalesce((
        select jsonb_agg(${toldItem} order by i.read_at is not null, i.appears_at desc, i.id)
        from (select * from inbox_item i where i.organization_id = r.organization_id and i.person_id = r.person_id and i.appears_at <= ${now}::timestamptz and not ${heldNotice(c)}
          order by i.read_at is not null, i.appears_at desc, i.id limit 6) i
      ), '[]') as items,
      coalesce((
        select jsonb_agg(${toldItem} order by i.appears_at desc, i.id)
        from (select * from inbox_item i where i.organization_id = r.organization_id and i.person_id = r.person_id and i.kind = 'message' and i.read_at is null
          and i.appears_at <= ${now}::timestamptz and i.appears_at > ${now}::timestamptz - make_interval(days => ${messageDays + 1}) and not ${heldNotice(c)}
          order by i.appears_at desc, i.id limit 20) i
      ), '[]') as messages,
      (select count(*) from inbox_item i where i.organization_id = r.organization_id and i.person_id = r.person_id and i.read_at is null and i.appears_at <= ${now}::timestamptz and not ${heldNotice(c)}) as unread
    from roster r join organization o on o.id = r.organization_id
    left join lateral (select p.settings, p.since from ${practising(c, 'goals')} p where p.person_id = r.person_id order by p.launched_at limit 1) g on true
    left join lateral (select p.settings from ${practising(c, 'checkins')} p where p.person_id = r.person_id order by p.launched_at limit 1) k on true
    left join lateral (select p.person_id from ${practising(c, 'feedback')} p where p.person_id = r.person_id limit 1) f on true
    left join lateral (select p.person_id from ${practising(c, 'growth')} p where p.person_id = r.person_id limit 1) d on true
    where ${visibleTo(c.viewer)} and r.person_id = ${me}`.execute(db)
  return rows[0]
}

export type MyGoal = {
  id: string
  title: string
  ends_on: Day
  published: boolean
  closed: boolean
  touched_at: Instant
}

/** The viewer's goals that are open, and whether they ever had one. */
export async function myGoals(db: Db | Tx, c: Context): Promise<MyGoal[]> {
  const { rows } = await sql<MyGoal>`
    select g.id, g.title, g.ends_on, g.published_at is not null as published, g.closed_at is not null as closed,
      coalesce((select max(u.created_at) from goal_update u where u.organization_id = g.organization_id and u.goal_id = g.id and u.taken_back_at is null), g.created_at) as touched_at
    from goal g where g.organization_id = ${c.organizationId} and g.owner_id = ${c.viewer.personId} and g.removed_at is null
    order by g.closed_at is not null, g.ends_on, g.id limit 100`.execute(db)
  return rows
}

export type StepRow = { checkin_id: string; id: string; words: string; due_on: Day; with_id: string; with_name: string }

/** Agreed next steps of the viewer with a date that is near, or past for three weeks at most; older ones wait in the check-in. Inside the wall. */
export async function mySteps(tx: Tx, c: Context): Promise<StepRow[]> {
  const { rows } = await sql<StepRow>`
    select a.checkin_id, a.id, a.words, a.due_on, p.id as with_id, p.full_name as with_name
    from checkin_action a join checkin k on k.organization_id = a.organization_id and k.id = a.checkin_id
    join person p on p.organization_id = k.organization_id and p.id = case when k.manager_id = ${c.viewer.personId} then k.report_id else k.manager_id end
    where a.organization_id = ${c.organizationId} and a.owner_id = ${c.viewer.personId} and a.done_at is null and a.taken_to is null
      and a.due_on between ${dayHere(c)} - 21 and ${dayHere(c)} + 3
    order by a.due_on, a.id limit 5`.execute(tx)
  return rows
}

export type AskRow = { checkin_id: string; with_id: string; with_name: string; held_on: Day }

/** The check-in of which the viewer is asked how useful it was. Inside the wall. */
export async function myAsk(tx: Tx, c: Context): Promise<AskRow | undefined> {
  const { rows } = await sql<AskRow>`
    select a.checkin_id, p.id as with_id, p.full_name as with_name, k.held_on
    from checkin_ask a join checkin k on k.organization_id = a.organization_id and k.id = a.checkin_id
    join person p on p.organization_id = k.organization_id and p.id = k.manager_id
    where a.organization_id = ${c.organizationId} and a.person_id = ${c.viewer.personId} and a.closed_on is null
      and k.held_on is not null and k.disputed_at is null
    order by a.asked_on desc limit 1`.execute(tx)
  return rows[0]
}

export type TeamStepRow = {
  report_id: string
  checkin_id: string
  id: string
  words: string
  owner_id: string
  due_on: Day | null
}

/** Open steps between the viewer and those who report to them, of any of their check-ins. Inside the wall. */
export async function teamSteps(tx: Tx, c: Context): Promise<TeamStepRow[]> {
  const { rows } = await sql<TeamStepRow>`
    select k.report_id, a.checkin_id, a.id, a.words, a.owner_id, a.due_on
    from checkin_action a join checkin k on k.organization_id = a.organization_id and k.id = a.checkin_id
    where a.organization_id = ${c.organizationId} and k.manager_id = ${c.viewer.personId} and k.report_id in (${reportIds(c.viewer)})
      and a.done_at is null and a.taken_to is null
    order by a.due_on nulls last, a.created_at, a.id limit 500`.execute(tx)
  return rows
}

/** Of those who report to the viewer: who has an element today. */
export async function teamWith(db: Db | Tx, c: Context, element: ElementId): Promise<Set<string>> {
  const { rows } = await sql<{ person_id: string }>`select p.person_id from ${practising(c, element)} p
    where p.person_id in (${reportIds(c.viewer)})`.execute(db)
  return new Set(rows.map((r) => r.person_id))
}

export type TeamRow = {
  id: string
  name: string
  title: string
  second: boolean
  on_leave: boolean
  reports: number
  starts_on: Day | null
  goals_on: boolean
  first_by: Day | null
  goals: {
    endsOn: Day
    startsOn: Day
    touchedAt: Instant
    said: string | null
    saidAt: Instant | null
    saidReached: number
    measures: { start: number; target: number; current: number }[]
  }[]
}

const instant = (column: string) => sql`to_char(${sql.ref(column)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

/** Everybody who reports to the viewer, with the facts of their open goals. */
export async function teamRows(db: Db | Tx, c: Context): Promise<TeamRow[]> {
  const { rows } = await sql<TeamRow>`
    select r.person_id as id, r.full_name as name, r.title, r.manager_id is distinct from ${c.viewer.personId} as second, r.status = 'leave' as on_leave,
      r.direct_reports as reports, e.since is not null as goals_on, e.since + (e.settings ->> 'firstWithinDays')::integer as first_by,
      case when e.since is null then ${startsOnOf(c, sql`r.person_id`)} end as starts_on,
      coalesce((
        select jsonb_agg(jsonb_build_object('startsOn', g.starts_on, 'endsOn', g.ends_on, 'saidReached', g.said_reached,
          'touchedAt', ${instant('g.touched_at')}, 'said', g.confidence, 'saidAt', ${instant('g.said_at')},
          'measures', (select coalesce(jsonb_agg(jsonb_build_object('start', m.start_value, 'target', m.target_value, 'current', m.current_value, 'weight', m.weight)), '[]') from key_result m
            where m.organization_id = ${c.organizationId} and m.goal_id = g.id and m.removed_at is null)))
        from (
          select g.id, g.starts_on, g.ends_on, g.said_reached, coalesce(t.touched_at, g.created_at) as touched_at, s.confidence, s.created_at as said_at
          from goal g
          left join lateral (select max(u.created_at) as touched_at from goal_update u where u.organization_id = g.organization_id and u.goal_id = g.id and u.taken_back_at is null) t on true
          left join lateral (select u.confidence, u.created_at from goal_update u where u.organization_id = g.organization_id and u.goal_id = g.id
            and u.taken_back_at is null and u.confidence is not null order by u.created_at desc, u.number desc limit 1) s on true
          where g.organization_id = r.organization_id and g.owner_id = r.person_id and g.removed_at is null and g.closed_at is null and g.published_at is not null
            and g.starts_on <= ${dayHere(c)} and ${goalVisibleTo(c.viewer)}
        ) g
      ), '[]') as goals
    from roster r
    left join lateral (select p.settings, p.since from ${practising(c, 'goals')} p where p.person_id = r.person_id order by p.launched_at limit 1) e on true
    where ${visibleTo(c.viewer)} and r.person_id in (${reportIds(c.viewer)})
    order by r.sort_name, r.person_id limit 500`.execute(db)
  return rows
}

/** The day on which the newest running review cycle began in which the viewer writes as a manager. */
export async function cycleAsManager(db: Db | Tx, c: Context): Promise<Day | null> {
  const { rows } = await sql<{
    since: Day
  }>`select (y.filled_at at time zone o.time_zone)::date as since from review_cycle y join organization o on o.id = y.organization_id
    where y.organization_id = ${c.organizationId} and y.filled_at is not null and y.closed_at is null
      and exists (select from review v where v.organization_id = y.organization_id and v.manager_id = ${c.viewer.personId} and v.cycle_id = y.id
        and v.left_out_at is null)
    order by y.filled_at desc, y.id limit 1`.execute(db)
  return rows[0]?.since ?? null
}

export type LineRow = {
  id: string
  name: string
  title: string
  reports: number
  cadence: Cadence | null
  since: Day | null
  last_held_on: Day | null
  pairs: number
  in_window: number
  has_line: boolean
}

/**
 * Below one manager: each report's own cadence, and for those who lead, how many pairs
 * of their whole line talked within their window. Who, when and how many; no words.
 * The lines of these reports lie side by side in the order of `seq`, so everybody below is
 * dealt to one of them by looking between their numbers, and all are counted in one pass.
 */
export async function lineRows(db: Db, c: Context, managerId: string, leadersOnly: boolean): Promise<LineRow[]> {
  const { rows: found } = await sql<{
    seq: number
    last_seq: number
    today: Day
    longest: number
  }>`select r.seq, r.last_seq, ${dayHere(c)} as today, coalesce((select max(longest) from (${liveCheckins(c, dayHere(c))}) live), 0) as longest
    from roster r where ${visibleTo(c.viewer, 'line')} and r.person_id = ${managerId}`.execute(db)
  const at = found[0]
  if (!at) return []
  const day = sql`${at.today}::date`
  const large = at.last_seq - at.seq > 2000
  const rowsOf = sql<LineRow>`
    with live as materialized (${liveCheckins(c, day)}),
    shown as materialized (
      select r.person_id, r.seq, r.last_seq from roster r where ${visibleTo(c.viewer, 'line')} and r.manager_id = ${managerId}
    ),
    -- Nobody's window is longer; earlier talks are no longer in any.
    talked as materialized (
      select k.report_id, k.manager_id, max(k.held_on) as held_on from checkin k ${
        large
          ? sql``
          : sql`join roster r on r.organization_id = k.organization_id and r.person_id = k.report_id and r.seq > ${at.seq} and r.seq <= ${at.last_seq}`
      }
      where k.organization_id = ${c.organizationId} and k.held_on >= ${day} - ${at.longest}::integer and k.disputed_at is null group by 1, 2
    ),
    below as (
      select width_bucket(r.seq, (select array_agg(s.seq order by s.seq) from shown s)) as nth,
        count(*) as pairs, count(*) filter (where greatest(t.held_on, e.goes_live_on, lower(m.holds)) + ${daysOf(cadenceOf(day))} >= ${day}) as in_window
      from roster r
      join wave_member m on m.organization_id = r.organization_id and m.person_id = r.person_id and m.superseded is null and m.holds @> ${day}
      join live e on e.id = m.wave_id
      left join talked t on t.report_id = r.person_id and t.manager_id = r.manager_id
      where ${visibleTo(c.viewer, 'line')} and r.seq > ${at.seq} and r.seq <= ${at.last_seq} and r.status = 'active'
        and r.manager_id is distinct from ${managerId}
      group by 1
    ),
    numbered as (select s.*, row_number() over (order by s.seq) as nth from shown s)
    select r.person_id as id, r.full_name as name, r.title, r.direct_reports as reports, r.direct_reports > 0 as has_line,
      o.cadence, o.since, (
        select max(k.held_on) from checkin k
        where k.organization_id = r.organization_id and k.report_id = r.person_id and k.manager_id = r.manager_id and k.held_on >= ${day} - 400 and k.disputed_at is null
      ) as last_held_on, coalesce(b.pairs, 0) as pairs, coalesce(b.in_window, 0) as in_window
    from numbered n
    join roster r on r.organization_id = ${c.organizationId} and r.person_id = n.person_id
    left join below b on b.nth = n.nth
    left join lateral (
      select ${cadenceOf(day)} as cadence, greatest(e.goes_live_on, lower(m.holds)) as since from wave_member m join live e on e.id = m.wave_id
      where m.organization_id = r.organization_id and m.person_id = r.person_id and m.superseded is null and m.holds @> ${day}
    ) o on true
    where ${leadersOnly ? sql`r.direct_reports > 0` : sql`true`}
    order by r.sort_name, r.person_id limit 500`
  if (!large) return (await rowsOf.execute(db)).rows
  // Whole tables meet here, which the planner does not see coming: it would walk them once per person.
  return await db.transaction().execute(async (tx) => {
    await sql`set local enable_nestloop = off`.execute(tx)
    return (await rowsOf.execute(tx)).rows
  })
}

/** Live waves whose version has check-ins on a day: everybody's cadence, the rules for some, and the most days that any of them gives a pair. */
function liveCheckins(c: Context, day: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    select w.id, w.goes_live_on, k.cadence, case when jsonb_array_length(k.others) > 0 then v.elements -> 'checkins' end as rules,
      (select max(${daysOf(sql`x.cadence`)}) from (select k.cadence union all select o.value ->> 'cadence' from jsonb_array_elements(k.others) o) x (cadence)) as longest
    from wave w
    join wave_version wv on wv.organization_id = w.organization_id and wv.wave_id = w.id and wv.superseded is null and wv.holds @> ${day}
    join program_version v on v.organization_id = wv.organization_id and v.program_id = wv.program_id and v.number = wv.number
    cross join lateral (select v.elements -> 'checkins' ->> 'cadence' as cadence, coalesce(v.elements -> 'checkins' -> 'others', '[]') as others) k
    where w.organization_id = ${c.organizationId} and w.launched_at is not null and (v.elements -> 'checkins' ->> 'on')::boolean`
}

/** The cadence that a live wave `e` asks of a person `r`. */
const cadenceOf = (day: RawBuilder<unknown>) =>
  sql`case when e.rules is null then e.cadence else checkin_cadence(e.rules, r.present_since, ${day}, r.department, r.location, r.country, r.level) end`

const daysOf = (cadence: RawBuilder<unknown>) =>
  sql`case ${cadence} ${sql.join(
    Object.entries(cadenceDays).map(([id, days]) => sql`when ${sql.lit(id)} then ${sql.lit(days)}`),
    sql` `,
  )} end`

/** Somebody in the viewer's line, with the way down to them. */
export async function pathTo(
  db: Db | Tx,
  c: Context,
  personId: string,
): Promise<{ id: string; name: string; title: string }[]> {
  const { rows } = await sql<{ id: string; name: string; title: string }>`
    select r.person_id as id, r.full_name as name, r.title from roster r
    join roster x on x.organization_id = r.organization_id and x.person_id = ${personId} and r.seq <= x.seq and x.seq <= r.last_seq
    where ${visibleTo(c.viewer, 'line')} order by r.depth`.execute(db)
  return rows
}
