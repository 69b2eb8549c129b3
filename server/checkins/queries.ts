/**
 * Every statement about check-ins. Those that touch words run inside `asPerson`
 * (wall.ts); the rest reads only who, when and whether.
 */
import { type RawBuilder, sql } from 'kysely'
import type { Cadence, Design, OwnAgenda } from '../../contract/design.ts'
import { visibleTo } from '../access/access.ts'
import { practising } from '../goals/goals.ts'
import type { Day, Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { dayHere } from '../program/program.ts'

type Settings = Design['elements']['checkins']

export type PairRow = {
  manager_id: string
  report_id: string
  manager_name: string
  report_name: string
  /** Of the other one. */
  title: string
  second: boolean
  current: boolean
  settings: Settings | null
  /** What the program asks of these two. */
  cadence: Cadence | null
  /** What they agreed on between themselves. Inside the wall. */
  own_cadence: Cadence | null
  since: Day | null
  last_id: string | null
  disputed_id: string | null
  last_held_on: Day | null
  held: number
  open_id: string | null
  planned_for: Day | null
  starts_at: Instant | null
  today: Day
}

/** Pairs of today's reporting line, as rows `(manager_id, report_id, second)`. */
function pairsToday(c: Context): RawBuilder<unknown> {
  const me = c.viewer.personId
  const org = c.organizationId
  return sql`
    select v.manager_id, v.person_id as report_id, false as second from roster v where v.organization_id = ${org} and v.person_id = ${me} and v.manager_id is not null
    union all
    select v.second_manager_id, v.person_id, true from roster v where v.organization_id = ${org} and v.person_id = ${me} and v.second_manager_id is not null
    union all
    select t.manager_id, t.person_id, false from roster t where t.organization_id = ${org} and t.manager_id = ${me}
    union all
    select t.second_manager_id, t.person_id, true from roster t where t.organization_id = ${org} and t.second_manager_id = ${me}`
}

/** The element of the report `x.report_id`, since when the two are expected to talk, and what they held; for rows `x`. */
function pairFacts(c: Context): RawBuilder<unknown> {
  return sql`
    left join lateral (
      select p.settings, p.since, checkin_cadence(p.settings, q.present_since, ${dayHere(c)}, q.department, q.location, q.country, q.level) as cadence
      from ${practising(c, 'checkins')} p join roster q on q.organization_id = ${c.organizationId} and q.person_id = p.person_id
      where p.person_id = x.report_id order by p.launched_at limit 1
    ) e on true
    left join lateral (
      select max(upper(pl.holds)) as day from placement pl
      where pl.organization_id = ${c.organizationId} and pl.person_id = x.report_id and pl.superseded is null and upper(pl.holds) <= ${dayHere(c)}
        and case when x.second then pl.second_manager_id else pl.manager_id end is distinct from x.manager_id
    ) changed on true
    left join lateral (
      select k.id, k.held_on from checkin k where k.organization_id = ${c.organizationId} and k.manager_id = x.manager_id and k.report_id = x.report_id
        and k.held_on is not null and k.disputed_at is null order by k.held_on desc, k.held_recorded_at desc limit 1
    ) l on true`
}

const since = sql<Day | null>`greatest(e.since, changed.day)`

/** Everybody the viewer has check-ins with: by today's line, or by an earlier one. */
export async function pairRows(
  db: Db | Tx,
  c: Context,
  only?: { managerId: string; reportId: string },
): Promise<PairRow[]> {
  const me = c.viewer.personId
  const one = only ? sql`and x.manager_id = ${only.managerId} and x.report_id = ${only.reportId}` : sql``
  const { rows } = await sql<PairRow>`
    select x.manager_id, x.report_id, pm.full_name as manager_name, pr.full_name as report_name, coalesce(r.title, '') as title, x.second, x.current,
      e.settings, e.cadence, a.cadence as own_cadence, ${since} as since, l.held_on as last_held_on, ${dayHere(c)} as today,
      coalesce((select k.id from checkin k where k.organization_id = ${c.organizationId} and k.manager_id = x.manager_id and k.report_id = x.report_id
        and not x.current and k.ended_at is not null order by k.ended_at desc limit 1), l.id) as last_id,
      (select count(*) from checkin k where k.organization_id = ${c.organizationId} and k.manager_id = x.manager_id and k.report_id = x.report_id
        and k.held_on is not null and k.disputed_at is null) as held,
      (select k.id from checkin k where k.organization_id = ${c.organizationId} and k.manager_id = x.manager_id and k.report_id = x.report_id
        and k.disputed_at is not null order by k.disputed_at desc limit 1) as disputed_id,
      o.id as open_id, o.planned_for, m.starts_at
    from (
      select manager_id, report_id, bool_and(second) as second, bool_or(current) as current, bool_or(not current) as talked from (
        select t.*, true as current from (${pairsToday(c)}) t
        union all
        select k.manager_id, k.report_id, true, false from checkin k where k.organization_id = ${c.organizationId} and k.report_id = ${me}
        union all
        select k.manager_id, k.report_id, true, false from checkin k where k.organization_id = ${c.organizationId} and k.manager_id = ${me}
      ) u group by manager_id, report_id
    ) x
    join person pm on pm.organization_id = ${c.organizationId} and pm.id = x.manager_id
    join person pr on pr.organization_id = ${c.organizationId} and pr.id = x.report_id
    left join roster r on ${visibleTo(c.viewer)} and r.person_id = case when x.manager_id = ${me} then x.report_id else x.manager_id end
    ${pairFacts(c)}
    left join checkin o on o.organization_id = ${c.organizationId} and o.manager_id = x.manager_id and o.report_id = x.report_id and o.held_on is null and o.ended_at is null
    left join lateral (
      select case when not t.off then t.starts_at end as starts_at from checkin_meeting t
      where t.organization_id = ${c.organizationId} and t.checkin_id = o.id order by t.sequence desc limit 1
    ) m on true
    left join checkin_arrangement a on a.organization_id = ${c.organizationId} and a.manager_id = x.manager_id and a.report_id = x.report_id and a.cadence_agreed_at is not null
    where ((x.current and e.settings is not null) or x.talked) ${one}`.execute(db)
  return rows
}

export type Readiness = { checkin_id: string; mine: boolean; theirs: boolean; items: number }

/** Whether each shared their side of these open check-ins, and how many topics wait. Inside the wall. */
export async function readinessOf(tx: Tx, c: Context, ids: readonly string[]): Promise<Map<string, Readiness>> {
  const { rows } = await sql<Readiness>`
    select k.id as checkin_id,
      exists (select from checkin_answer a where a.organization_id = k.organization_id and a.checkin_id = k.id and a.author_id = ${c.viewer.personId} and a.shared_at is not null) as mine,
      exists (select from checkin_answer a where a.organization_id = k.organization_id and a.checkin_id = k.id and a.author_id <> ${c.viewer.personId} and a.shared_at is not null) as theirs,
      (select count(*) from checkin_item i where i.organization_id = k.organization_id and i.checkin_id = k.id and i.done_at is null) as items
    from checkin k where k.organization_id = ${c.organizationId} and k.id = any(${ids as string[]}::uuid[])`.execute(tx)
  return new Map(rows.map((r) => [r.checkin_id, r]))
}

export type CheckinRow = {
  id: string
  manager_id: string
  report_id: string
  manager_name: string
  report_name: string
  planned_for: Day
  template: string
  held_on: Day | null
  held_by: string | null
  held_recorded_at: Instant | null
  seen_at: Instant | null
  disputed_by: string | null
  disputed_at: Instant | null
  ended_at: Instant | null
  agenda: OwnAgenda | null
}

/** A check-in of the viewer; nobody else finds it. */
export async function checkinOf(db: Db | Tx, c: Context, id: string, lock = false): Promise<CheckinRow | undefined> {
  const { rows } = await sql<CheckinRow>`
    select k.id, k.manager_id, k.report_id, pm.full_name as manager_name, pr.full_name as report_name, k.planned_for, k.template,
      k.held_on, k.held_by, k.held_recorded_at, k.seen_at, k.disputed_by, k.disputed_at, k.ended_at, k.agenda
    from checkin k
    join person pm on pm.organization_id = k.organization_id and pm.id = k.manager_id
    join person pr on pr.organization_id = k.organization_id and pr.id = k.report_id
    where k.organization_id = ${c.organizationId} and k.id = ${id} and (k.manager_id = ${c.viewer.personId} or k.report_id = ${c.viewer.personId})
    ${lock ? sql`for update of k` : sql``}`.execute(db)
  return rows[0]
}

export async function openCheckin(
  db: Db | Tx,
  c: Context,
  managerId: string,
  reportId: string,
): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`select id from checkin where organization_id = ${c.organizationId}
    and manager_id = ${managerId} and report_id = ${reportId} and held_on is null and ended_at is null`.execute(db)
  return rows[0]?.id
}

export async function insertCheckin(
  tx: Tx,
  c: Context,
  k: { managerId: string; reportId: string; plannedFor: Day; template: string; agenda: OwnAgenda | null },
): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    insert into checkin (organization_id, manager_id, report_id, planned_for, template, agenda, created_by, created_at)
    values (${c.organizationId}, ${k.managerId}, ${k.reportId}, ${k.plannedFor}, ${k.template},
      ${k.agenda === null ? null : JSON.stringify(k.agenda)}::jsonb, ${c.viewer.personId}, ${c.clock.now()})
    on conflict do nothing returning id`.execute(tx)
  return rows[0]?.id
}

/** Held check-ins of the same two, newest first. */
export async function heldOf(
  db: Db | Tx,
  c: Context,
  managerId: string,
  reportId: string,
): Promise<{ id: string; heldOn: Day }[]> {
  const { rows } = await sql<{ id: string; heldOn: Day }>`select id, held_on as "heldOn" from checkin
    where organization_id = ${c.organizationId} and manager_id = ${managerId} and report_id = ${reportId} and held_on is not null
    order by held_on desc, held_recorded_at desc limit 200`.execute(db)
  return rows
}

/** The last one of the same two that is over, held or not: what stayed open there comes along. */
export async function lastOver(tx: Tx, c: Context, managerId: string, reportId: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`select id from checkin
    where organization_id = ${c.organizationId} and manager_id = ${managerId} and report_id = ${reportId} and (held_on is not null or ended_at is not null)
    order by coalesce(held_on::timestamptz, ended_at) desc, coalesce(held_recorded_at, ended_at) desc limit 1`.execute(
    tx,
  )
  return rows[0]?.id
}

/** Whether the same two recorded another one after this. */
export async function heldSince(tx: Tx, c: Context, k: CheckinRow): Promise<boolean> {
  const { rows } =
    await sql`select 1 from checkin where organization_id = ${c.organizationId} and manager_id = ${k.manager_id} and report_id = ${k.report_id}
    and held_recorded_at > ${k.held_recorded_at} limit 1`.execute(tx)
  return rows.length > 0
}

/** The newest check-in that the report had with somebody who is not their manager any more. */
export async function lastWithEarlierManager(tx: Tx, c: Context, reportId: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select k.id from checkin k join roster r on r.organization_id = k.organization_id and r.person_id = k.report_id
    where k.organization_id = ${c.organizationId} and k.report_id = ${reportId}
      and k.manager_id is distinct from r.manager_id and k.manager_id is distinct from r.second_manager_id
    order by k.created_at desc limit 1`.execute(tx)
  return rows[0]?.id
}

export type ItemRow = {
  id: string
  author_id: string
  author_name: string
  words: string
  shared_at: Instant | null
  done_at: Instant | null
  carried_from: string | null
}

export async function itemsOf(tx: Tx, c: Context, checkinId: string): Promise<ItemRow[]> {
  const { rows } = await sql<ItemRow>`
    select i.id, i.author_id, a.full_name as author_name, i.words, i.shared_at, i.done_at, i.carried_from
    from checkin_item i join person a on a.organization_id = i.organization_id and a.id = i.author_id
    where i.organization_id = ${c.organizationId} and i.checkin_id = ${checkinId} order by i.position, i.created_at, i.id`.execute(
    tx,
  )
  return rows
}

/** Copies topics of an earlier check-in into a new one; on behalf of whom the transaction speaks. */
export async function copyItems(
  tx: Tx,
  c: Context,
  to: string,
  items: readonly { from: string; shared: boolean }[],
): Promise<void> {
  if (items.length === 0) return
  await sql`
    insert into checkin_item (organization_id, checkin_id, author_id, position, words, created_at, shared_at, carried_from)
    select i.organization_id, ${to}::uuid, i.author_id, n.position::integer, i.words, ${c.clock.now()}::timestamptz,
      case when n.shared then ${c.clock.now()}::timestamptz end, i.id
    from unnest(${items.map((i) => i.from)}::uuid[], ${items.map((i) => i.shared)}::boolean[]) with ordinality n (id, shared, position)
    join checkin_item i on i.organization_id = ${c.organizationId} and i.id = n.id`.execute(tx)
}

export async function insertItem(
  tx: Tx,
  c: Context,
  checkinId: string,
  item: { id: string; words: string },
): Promise<boolean> {
  const { rows } = await sql`
    insert into checkin_item (organization_id, id, checkin_id, author_id, position, words, created_at, shared_at)
    select ${c.organizationId}::uuid, ${item.id}::uuid, ${checkinId}::uuid, ${c.viewer.personId}::uuid, coalesce(max(i.position), 0) + 1, ${item.words}::text,
      ${c.clock.now()}::timestamptz, ${c.clock.now()}::timestamptz
    from checkin_item i where i.organization_id = ${c.organizationId} and i.checkin_id = ${checkinId}
    on conflict do nothing returning 1`.execute(tx)
  return rows.length > 0
}

export type AnswerRow = {
  author_id: string
  question_id: string
  asked: string
  words: string
  saved_at: Instant
  shared_at: Instant | null
}

export async function answersOf(tx: Tx, c: Context, checkinId: string): Promise<AnswerRow[]> {
  const { rows } =
    await sql<AnswerRow>`select author_id, question_id, asked, words, saved_at, shared_at from checkin_answer
    where organization_id = ${c.organizationId} and checkin_id = ${checkinId}`.execute(tx)
  return rows
}

/** Saves one's own answer; an empty one goes. What was shared stays shared. */
export async function saveAnswer(
  tx: Tx,
  c: Context,
  checkinId: string,
  a: { questionId: string; asked: string; words: string },
): Promise<void> {
  if (a.words === '') {
    await sql`delete from checkin_answer where organization_id = ${c.organizationId} and checkin_id = ${checkinId}
      and author_id = ${c.viewer.personId} and question_id = ${a.questionId}`.execute(tx)
    return
  }
  await sql`
    insert into checkin_answer (organization_id, checkin_id, author_id, question_id, asked, words, saved_at, shared_at)
    values (${c.organizationId}, ${checkinId}, ${c.viewer.personId}, ${a.questionId}, ${a.asked}, ${a.words}, ${c.clock.now()}, null)
    on conflict (organization_id, checkin_id, author_id, question_id) do update set asked = excluded.asked, words = excluded.words, saved_at = excluded.saved_at`.execute(
    tx,
  )
}

/** Shows the viewer's side to the other. Returns how many answers were not shown before. */
export async function shareAnswers(tx: Tx, c: Context, checkinId: string): Promise<number> {
  const { rows } =
    await sql`update checkin_answer set shared_at = ${c.clock.now()} where organization_id = ${c.organizationId}
    and checkin_id = ${checkinId} and author_id = ${c.viewer.personId} and shared_at is null returning 1`.execute(tx)
  return rows.length
}

export type NoteRow = { words: string; revision: number; saved_by: string; saved_by_name: string; saved_at: Instant }

export async function noteOf(tx: Tx, c: Context, checkinId: string): Promise<NoteRow | undefined> {
  const { rows } = await sql<NoteRow>`
    select n.words, n.revision, n.saved_by, p.full_name as saved_by_name, n.saved_at
    from checkin_note n join person p on p.organization_id = n.organization_id and p.id = n.saved_by
    where n.organization_id = ${c.organizationId} and n.checkin_id = ${checkinId}`.execute(tx)
  return rows[0]
}

/** Saves the shared note over exactly the revision that was read. Undefined: the other one was first. */
export async function saveNote(
  tx: Tx,
  c: Context,
  checkinId: string,
  words: string,
  revision: number,
): Promise<number | undefined> {
  const { rows } = await sql<{ revision: number }>`
    insert into checkin_note (organization_id, checkin_id, words, revision, saved_by, saved_at)
    select ${c.organizationId}::uuid, ${checkinId}::uuid, ${words}::text, 1, ${c.viewer.personId}::uuid, ${c.clock.now()}::timestamptz
    where ${revision}::integer = 0 or exists (select from checkin_note n where n.organization_id = ${c.organizationId} and n.checkin_id = ${checkinId})
    on conflict (organization_id, checkin_id) do update set words = excluded.words, revision = checkin_note.revision + 1, saved_by = excluded.saved_by, saved_at = excluded.saved_at
    where checkin_note.revision = ${revision} returning revision`.execute(tx)
  return rows[0]?.revision
}

export type ActionRow = {
  id: string
  checkin_id: string
  words: string
  owner_id: string
  owner_name: string
  due_on: Day | null
  done_at: Instant | null
}

const actionColumns = sql`a.id, a.checkin_id, a.words, a.owner_id, p.full_name as owner_name, a.due_on, a.done_at`

/** Steps agreed in this check-in, and those of earlier ones of the same two that are open or were done since it was opened. */
export async function actionsOf(tx: Tx, c: Context, k: CheckinRow): Promise<ActionRow[]> {
  const { rows } = await sql<ActionRow>`
    select ${actionColumns} from checkin_action a
    join checkin o on o.organization_id = a.organization_id and o.id = a.checkin_id
    join person p on p.organization_id = a.organization_id and p.id = a.owner_id
    where a.organization_id = ${c.organizationId} and o.manager_id = ${k.manager_id} and o.report_id = ${k.report_id}
      and a.taken_to is null and (o.id = ${k.id} or (${k.held_on === null && k.ended_at === null}
        and (a.done_at is null or a.done_at >= (select t.created_at from checkin t where t.organization_id = a.organization_id and t.id = ${k.id}))))
    order by a.done_at is not null, a.due_on nulls last, a.created_at, a.id limit 200`.execute(tx)
  return rows
}

export async function actionOf(
  tx: Tx,
  c: Context,
  checkinId: string,
  actionId: string,
): Promise<ActionRow | undefined> {
  const { rows } = await sql<ActionRow>`select ${actionColumns} from checkin_action a
    join person p on p.organization_id = a.organization_id and p.id = a.owner_id
    where a.organization_id = ${c.organizationId} and a.checkin_id = ${checkinId} and a.id = ${actionId} and a.taken_to is null`.execute(
    tx,
  )
  return rows[0]
}

export type CadenceRow = {
  manager_id: string
  manager_name: string
  current: boolean
  second: boolean
  settings: Settings | null
  cadence: Cadence | null
  since: Day | null
  held: Day[]
  last_held_on: Day | null
  today: Day
}

/** That somebody's check-ins as a report were held and when: no words, no counts of words. */
export async function cadenceRows(db: Db | Tx, c: Context, reportId: string): Promise<CadenceRow[]> {
  const { rows } = await sql<CadenceRow>`
    select x.manager_id, m.full_name as manager_name, x.current, x.second, e.settings, e.cadence, ${since} as since, l.held_on as last_held_on, ${dayHere(c)} as today,
      coalesce((select array_agg(h.held_on::text order by h.held_on desc) from (
        select k.held_on from checkin k where k.organization_id = ${c.organizationId} and k.manager_id = x.manager_id and k.report_id = x.report_id
          and k.held_on is not null and k.disputed_at is null order by k.held_on desc limit 24) h), '{}') as held
    from (
      select manager_id, report_id, bool_and(second) as second, bool_or(current) as current from (
        select s.manager_id, s.person_id as report_id, false as second, true as current from roster s
          where s.organization_id = ${c.organizationId} and s.person_id = ${reportId} and s.manager_id is not null
        union all
        select s.second_manager_id, s.person_id, true, true from roster s
          where s.organization_id = ${c.organizationId} and s.person_id = ${reportId} and s.second_manager_id is not null
        union all
        select k.manager_id, k.report_id, true, false from checkin k
          where k.organization_id = ${c.organizationId} and k.report_id = ${reportId} and k.held_on is not null and k.disputed_at is null
      ) u group by manager_id, report_id
    ) x
    join person m on m.organization_id = ${c.organizationId} and m.id = x.manager_id
    ${pairFacts(c)}
    order by x.current desc, x.second, l.held_on desc nulls last`.execute(db)
  return rows
}

export async function personNamed(
  db: Db | Tx,
  c: Context,
  personId: string,
): Promise<{ id: string; name: string } | undefined> {
  const { rows } = await sql<{ id: string; name: string }>`select r.person_id as id, r.full_name as name from roster r
    where ${visibleTo(c.viewer)} and r.person_id = ${personId}`.execute(db)
  return rows[0]
}

export type MeetingRow = {
  id: string
  sequence: number
  starts_at: Instant
  minutes: number
  time_zone: string
  place: string
  off: boolean
  set_by: string
  set_by_name: string
  set_at: Instant
}

/** How the meeting of a check-in stands. Inside the wall. */
export async function meetingOf(tx: Tx, c: Context, checkinId: string): Promise<MeetingRow | undefined> {
  const { rows } = await sql<MeetingRow>`
    select m.id, m.sequence, m.starts_at, m.minutes, m.time_zone, m.place, m.off, m.set_by, p.full_name as set_by_name, m.set_at
    from checkin_meeting m join person p on p.organization_id = m.organization_id and p.id = m.set_by
    where m.organization_id = ${c.organizationId} and m.checkin_id = ${checkinId} order by m.sequence desc limit 1`.execute(
    tx,
  )
  return rows[0]
}

export type ArrangementRow = {
  cadence: Cadence | null
  cadence_by: string | null
  cadence_by_name: string | null
  cadence_agreed_at: Instant | null
  weekday: number | null
  at: string | null
  minutes: number | null
  time_zone: string | null
  place: string
}

/** What two people arranged for all their check-ins. Inside the wall. */
export async function arrangementOf(
  tx: Tx,
  c: Context,
  managerId: string,
  reportId: string,
): Promise<ArrangementRow | undefined> {
  const { rows } = await sql<ArrangementRow>`
    select a.cadence, a.cadence_by, p.full_name as cadence_by_name, a.cadence_agreed_at, a.weekday, a.at, a.minutes, a.time_zone, a.place
    from checkin_arrangement a left join person p on p.organization_id = a.organization_id and p.id = a.cadence_by
    where a.organization_id = ${c.organizationId} and a.manager_id = ${managerId} and a.report_id = ${reportId}`.execute(
    tx,
  )
  return rows[0]
}

/** Manager and report, where the viewer and somebody are such today; a second manager counts. */
export async function pairWith(
  db: Db | Tx,
  c: Context,
  personId: string,
): Promise<{ managerId: string; reportId: string; second: boolean } | undefined> {
  const me = c.viewer.personId
  const { rows } = await sql<{ manager_id: string; report_id: string; second: boolean }>`
    select x.* from (
      select ${me}::uuid as manager_id, r.person_id as report_id, r.manager_id is distinct from ${me}::uuid as second from roster r
        where r.organization_id = ${c.organizationId} and r.person_id = ${personId} and ${me} in (r.manager_id, r.second_manager_id)
      union all
      select ${personId}::uuid, r.person_id, r.manager_id is distinct from ${personId}::uuid from roster r
        where r.organization_id = ${c.organizationId} and r.person_id = ${me} and ${personId} in (r.manager_id, r.second_manager_id)
    ) x limit 1`.execute(db)
  const found = rows[0]
  return found && { managerId: found.manager_id, reportId: found.report_id, second: found.second }
}

/** The report's own open steps of managers they do not report to any more. */
export async function stepsToBring(
  tx: Tx,
  c: Context,
  k: CheckinRow,
): Promise<{ id: string; words: string; dueOn: Day | null; with: { id: string; name: string } }[]> {
  if (k.report_id !== c.viewer.personId || k.held_on || k.ended_at) return []
  const { rows } = await sql<{ id: string; words: string; due_on: Day | null; with_id: string; with_name: string }>`
    select a.id, a.words, a.due_on, p.id as with_id, p.full_name as with_name
    from checkin_action a
    join checkin o on o.organization_id = a.organization_id and o.id = a.checkin_id
    join roster r on r.organization_id = o.organization_id and r.person_id = o.report_id
    join person p on p.organization_id = o.organization_id and p.id = o.manager_id
    where a.organization_id = ${c.organizationId} and o.report_id = ${k.report_id} and a.owner_id = ${k.report_id} and a.done_at is null and a.taken_to is null
      and r.manager_id = ${k.manager_id} and o.manager_id is distinct from r.manager_id and o.manager_id is distinct from r.second_manager_id
    order by a.due_on nulls last, a.created_at, a.id limit 50`.execute(tx)
  return rows.map((a) => ({
    id: a.id,
    words: a.words,
    dueOn: a.due_on,
    with: { id: a.with_id, name: a.with_name },
  }))
}

/** Whom somebody reports to today. */
export async function managerNow(tx: Tx, c: Context, reportId: string): Promise<{ id: string; name: string } | null> {
  const { rows } = await sql<{ id: string; name: string }>`
    select m.id, m.full_name as name from roster r join person m on m.organization_id = r.organization_id and m.id = r.manager_id
    where r.organization_id = ${c.organizationId} and r.person_id = ${reportId}`.execute(tx)
  return rows[0] ?? null
}

export type HandOverRow = {
  checkin_id: string
  author_id: string
  author_name: string
  new_manager_id: string | null
  new_manager_name: string | null
  words: string
  written_at: Instant
}

/** Words left by earlier managers of a report that the viewer may read; the wall chooses. */
export async function handOversAbout(tx: Tx, c: Context, reportId: string): Promise<HandOverRow[]> {
  const { rows } = await sql<HandOverRow>`
    select h.checkin_id, h.author_id, a.full_name as author_name, h.new_manager_id, m.full_name as new_manager_name, h.words, h.written_at
    from checkin_hand_over h
    join person a on a.organization_id = h.organization_id and a.id = h.author_id
    left join person m on m.organization_id = h.organization_id and m.id = h.new_manager_id
    where h.organization_id = ${c.organizationId} and h.report_id = ${reportId}
    order by h.written_at desc limit 20`.execute(tx)
  return rows
}
