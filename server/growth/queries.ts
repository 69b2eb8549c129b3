/** Reads of looks and plans. All of them inside the wall. */
import { sql } from 'kysely'
import type { GrowthAction, GrowthActionKind, GrowthView } from '../../contract/growth.ts'
import { visibleTo } from '../access/access.ts'
import { practising, reportIds } from '../goals/goals.ts'
import type { Day, Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'

export type Named = { id: string; name: string }
export type PersonRow = {
  id: string
  name: string
  title: string
  manager_id: string | null
  manager_name: string | null
  second_manager_id: string | null
  second_manager_name: string | null
}

/** Somebody of today's roster with their managers. */
export async function personOf(tx: Tx, c: Context, personId: string): Promise<PersonRow | undefined> {
  const { rows } = await sql<PersonRow>`
    select r.person_id as id, r.full_name as name, r.title, r.manager_id, m.full_name as manager_name,
      r.second_manager_id, s.full_name as second_manager_name
    from roster r
    left join roster m on m.organization_id = r.organization_id and m.person_id = r.manager_id
    left join roster s on s.organization_id = r.organization_id and s.person_id = r.second_manager_id
    where ${visibleTo(c.viewer)} and r.person_id = ${personId}`.execute(tx)
  return rows[0]
}

/** Today's managers, the direct one first. */
export function managersOf(row: PersonRow): Named[] {
  const both = [
    { id: row.manager_id, name: row.manager_name },
    { id: row.second_manager_id, name: row.second_manager_name },
  ]
  return both.filter((m): m is Named => m.id !== null && m.name !== null && m.id !== row.id)
}

export type LookRow = {
  id: string
  person_id: string
  person_name: string
  manager_id: string
  manager_name: string
  version: number
  role_id: string | null
  expected: Record<string, string>
  opened_on: Day
  opened_at: Instant
  self_shared_at: Instant | null
  manager_shared_at: Instant | null
  ended_at: Instant | null
}

/**
 * Looks at somebody, newest first: for themself all of them, for a manager their own.
 * Without words; those are behind the wall.
 */
export async function lookRows(tx: Tx, c: Context, personId: string): Promise<LookRow[]> {
  const { rows } = await sql<LookRow>`
    select l.id, l.person_id, p.full_name as person_name, l.manager_id, m.full_name as manager_name, l.version, l.role_id, l.expected,
      l.opened_on, l.opened_at, l.self_shared_at, l.manager_shared_at, l.ended_at
    from growth_look l
    join person p on p.organization_id = l.organization_id and p.id = l.person_id
    join person m on m.organization_id = l.organization_id and m.id = l.manager_id
    where l.organization_id = ${c.organizationId} and l.person_id = ${personId}
      and (l.person_id = ${c.viewer.personId} or l.manager_id = ${c.viewer.personId})
    order by l.opened_at desc, l.id limit 40`.execute(tx)
  return rows
}

export type ViewRow = GrowthView & { look_id: string; author_id: string; saved_at: Instant }

/** The words that the wall lets the viewer see of these looks. */
export async function viewRows(tx: Tx, c: Context, lookIds: readonly string[]): Promise<ViewRow[]> {
  if (lookIds.length === 0) return []
  const { rows } = await sql<ViewRow>`
    select look_id, author_id, competency_id as "competencyId", level_id as "levelId", example, saved_at from growth_view
    where organization_id = ${c.organizationId} and look_id = any(${lookIds as string[]}::uuid[])
    order by competency_id`.execute(tx)
  return rows
}

export type PlanRow = {
  id: string
  person_id: string
  opened_at: Instant
  touched_at: Instant
  closed_at: Instant | null
  reflection: string
  /** The share that holds; all null where there is none. */
  share_id: string | null
  shared_with: string | null
  shared_with_name: string | null
  share_holds: boolean
  manager_id: string | null
  manager_name: string | null
}

/** Somebody's plans that the viewer sees, the open one first. */
export async function planRows(tx: Tx, c: Context, personId: string): Promise<PlanRow[]> {
  const { rows } = await sql<PlanRow>`
    select p.id, p.person_id, p.opened_at, p.touched_at, p.closed_at, coalesce(w.words, '') as reflection,
      s.id as share_id, s.manager_id as shared_with, n.full_name as shared_with_name,
      coalesce(plan_shown_to(p.organization_id, p.id, coalesce(s.manager_id, r.manager_id)), false) as share_holds,
      r.manager_id, m.full_name as manager_name
    from growth_plan p
    left join growth_reflection w on w.organization_id = p.organization_id and w.plan_id = p.id
    left join growth_plan_share s on s.organization_id = p.organization_id and s.plan_id = p.id and s.ended_at is null
    left join person n on n.organization_id = s.organization_id and n.id = s.manager_id
    left join roster r on r.organization_id = p.organization_id and r.person_id = p.person_id
    left join roster m on m.organization_id = r.organization_id and m.person_id = r.manager_id
    where p.organization_id = ${c.organizationId} and p.person_id = ${personId} and sees_plan(p.organization_id, p.id)
    order by p.closed_at desc nulls first, p.opened_at desc limit 20`.execute(tx)
  return rows
}

export type FocusRow = {
  id: string
  plan_id: string
  title: string
  why: string
  competency_id: string | null
  done_at: Instant | null
  reflection: string
}
export type ActionRow = {
  id: string
  plan_id: string
  focus_id: string
  kind: GrowthActionKind
  words: string
  due_on: Day | null
  done_at: Instant | null
}
export type NoteRow = {
  id: string
  focus_id: string
  author_id: string
  author_name: string
  words: string
  created_at: Instant
}

export async function focusRows(tx: Tx, c: Context, planIds: readonly string[]): Promise<FocusRow[]> {
  const { rows } =
    await sql<FocusRow>`select id, plan_id, title, why, competency_id, done_at, reflection from growth_focus
    where organization_id = ${c.organizationId} and plan_id = any(${planIds as string[]}::uuid[]) and removed_at is null
    order by position, created_at, id`.execute(tx)
  return rows
}
export async function actionRows(tx: Tx, c: Context, planIds: readonly string[]): Promise<ActionRow[]> {
  const { rows } = await sql<ActionRow>`select id, plan_id, focus_id, kind, words, due_on, done_at from growth_action
    where organization_id = ${c.organizationId} and plan_id = any(${planIds as string[]}::uuid[])
    order by created_at, id`.execute(tx)
  return rows
}
export async function noteRows(tx: Tx, c: Context, planIds: readonly string[]): Promise<NoteRow[]> {
  const { rows } =
    await sql<NoteRow>`select n.id, n.focus_id, n.author_id, p.full_name as author_name, n.words, n.created_at
    from growth_note n join person p on p.organization_id = n.organization_id and p.id = n.author_id
    where n.organization_id = ${c.organizationId} and n.plan_id = any(${planIds as string[]}::uuid[])
    order by n.created_at, n.id`.execute(tx)
  return rows
}

export type FoundFocus = { plan_id: string; person_id: string; closed_at: Instant | null; removed_at: Instant | null }

/** The plan of a focus that the viewer sees. */
export async function planOfFocus(tx: Tx, c: Context, focusId: string): Promise<FoundFocus | undefined> {
  const { rows } = await sql<FoundFocus>`
    select f.plan_id, p.person_id, p.closed_at, f.removed_at from growth_focus f
    join growth_plan p on p.organization_id = f.organization_id and p.id = f.plan_id
    where f.organization_id = ${c.organizationId} and f.id = ${focusId}`.execute(tx)
  return rows[0]
}

export async function planOfAction(tx: Tx, c: Context, actionId: string): Promise<FoundFocus | undefined> {
  const { rows } = await sql<FoundFocus>`
    select a.plan_id, p.person_id, p.closed_at, f.removed_at from growth_action a
    join growth_focus f on f.organization_id = a.organization_id and f.id = a.focus_id
    join growth_plan p on p.organization_id = a.organization_id and p.id = a.plan_id
    where a.organization_id = ${c.organizationId} and a.id = ${actionId}`.execute(tx)
  return rows[0]
}

/** Open actions of somebody's open plan, what is due first. */
export async function openActions(
  tx: Tx,
  c: Context,
  personId: string,
): Promise<(Omit<GrowthAction, 'doneAt'> & { focus: string })[]> {
  const { rows } = await sql<Omit<GrowthAction, 'doneAt'> & { focus: string }>`
    select a.id, a.focus_id as "focusId", a.kind, a.words, a.due_on as "dueOn", f.title as focus
    from growth_plan p
    join growth_action a on a.organization_id = p.organization_id and a.plan_id = p.id and a.done_at is null
    join growth_focus f on f.organization_id = a.organization_id and f.id = a.focus_id and f.removed_at is null and f.done_at is null
    where p.organization_id = ${c.organizationId} and p.person_id = ${personId} and p.closed_at is null
    order by a.due_on nulls last, a.created_at, a.id limit 50`.execute(tx)
  return rows
}

export type TeamRow = {
  id: string
  name: string
  title: string
  touched_at: Instant | null
  open_actions: number
  mine_shared: boolean | null
  theirs_shared: boolean | null
  compared_at: Instant | null
}

/** The viewer's team by name: that there is a shared plan, and where the two are with looking together. */
export async function teamRows(tx: Tx, c: Context): Promise<TeamRow[]> {
  const me = c.viewer.personId
  const { rows } = await sql<TeamRow>`
    select r.person_id as id, r.full_name as name, r.title, p.touched_at, coalesce(a.open, 0)::integer as open_actions,
      case when l.id is not null then l.manager_shared_at is not null end as mine_shared,
      case when l.id is not null then l.self_shared_at is not null end as theirs_shared, k.compared_at
    from roster r
    left join growth_plan p on p.organization_id = r.organization_id and p.person_id = r.person_id and p.closed_at is null
      and plan_shown_to(p.organization_id, p.id, ${me})
    left join lateral (
      select count(*) as open from growth_action a
      join growth_focus f on f.organization_id = a.organization_id and f.id = a.focus_id and f.removed_at is null and f.done_at is null
      where a.organization_id = p.organization_id and a.plan_id = p.id and a.done_at is null
    ) a on p.id is not null
    left join growth_look l on l.organization_id = r.organization_id and l.person_id = r.person_id and l.manager_id = ${me}
      and l.ended_at is null and (l.self_shared_at is null or l.manager_shared_at is null)
    left join lateral (
      select max(greatest(d.self_shared_at, d.manager_shared_at)) as compared_at from growth_look d
      where d.organization_id = r.organization_id and d.person_id = r.person_id and d.manager_id = ${me}
        and d.self_shared_at is not null and d.manager_shared_at is not null
    ) k on true
    where ${visibleTo(c.viewer)} and r.person_id in (${reportIds(c.viewer)})
      and exists (select from ${practising(c, 'growth')} x where x.person_id = r.person_id)
    order by r.sort_name, r.person_id limit 500`.execute(tx)
  return rows
}

/** The viewer's own open actions with a date that is near, or past for three weeks at most. */
export async function dueActions(
  tx: Tx,
  c: Context,
  today: Day,
): Promise<{ id: string; words: string; due_on: Day }[]> {
  const { rows } = await sql<{ id: string; words: string; due_on: Day }>`
    select a.id, a.words, a.due_on from growth_plan p
    join growth_action a on a.organization_id = p.organization_id and a.plan_id = p.id and a.done_at is null
    join growth_focus f on f.organization_id = a.organization_id and f.id = a.focus_id and f.removed_at is null and f.done_at is null
    where p.organization_id = ${c.organizationId} and p.person_id = ${c.viewer.personId} and p.closed_at is null
      and a.due_on between ${today}::date - 21 and ${today}::date + 3
    order by a.due_on, a.id limit 5`.execute(tx)
  return rows
}

/** Where the other one has shared how they see it, and the viewer has not. */
export async function waitingLooks(
  tx: Tx,
  c: Context,
): Promise<{ person_id: string; side: 'self' | 'manager'; other_id: string; other: string }[]> {
  const me = c.viewer.personId
  const { rows } = await sql<{ person_id: string; side: 'self' | 'manager'; other_id: string; other: string }>`
    select l.person_id, case when l.person_id = ${me} then 'self' else 'manager' end as side, o.id as other_id, o.full_name as other
    from growth_look l
    join roster r on r.organization_id = l.organization_id and r.person_id = l.person_id and r.employed
      and (r.manager_id = l.manager_id or r.second_manager_id = l.manager_id)
    join person o on o.organization_id = l.organization_id and o.id = case when l.person_id = ${me} then l.manager_id else l.person_id end
    where l.organization_id = ${c.organizationId} and l.ended_at is null
      and ((l.person_id = ${me} and l.manager_shared_at is not null and l.self_shared_at is null)
        or (l.manager_id = ${me} and l.self_shared_at is not null and l.manager_shared_at is null))
    order by coalesce(l.self_shared_at, l.manager_shared_at), l.id limit 20`.execute(tx)
  return rows
}

export async function firstPublishedOn(db: Db | Tx, c: Context): Promise<Day | null> {
  const { rows } = await sql<{ day: Day | null }>`select min(published_on) as day from competency_version
    where organization_id = ${c.organizationId}`.execute(db)
  return rows[0]?.day ?? null
}
