/**
 * The statements that read and write one goal or a list of them. Reads carry `goalVisibleTo`,
 * the one place that decides who sees a goal; that is why they stand in one file.
 */
import { type RawBuilder, sql } from 'kysely'
import type { Confidence, GoalLevel, KeyResultKind, Outcome, Step, updateKinds } from '../../contract/goal.ts'
import type { Viewer } from '../../contract/permissions.ts'
import { visibleTo } from '../access/access.ts'
import type { Day, Instant } from '../platform/clock.ts'
import { type Context, nobody } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { inPeriod, type Shown } from './periods.ts'
import { practising } from './practice.ts'

/**
 * Whether the viewer sees goal `g` of owner `r` (null where the owner has left): their own; a
 * published one that is public, of somebody who reports to them, that they help with, that
 * was shown to them by name, or whose fate they were asked for; a draft that they wrote for
 * somebody who reports to them, or for the company.
 */
export function goalVisibleTo(viewer: Pick<Viewer, 'personId'>, goal = 'g', owner = 'r'): RawBuilder<boolean> {
  const g = (column: string) => sql.ref(`${goal}.${column}`)
  const r = (column: string) => sql.ref(`${owner}.${column}`)
  const me = viewer.personId
  const leads = sql<boolean>`coalesce(${r('manager_id')} = ${me} or ${r('second_manager_id')} = ${me}, false)`
  const named = (table: 'goal_contributor' | 'goal_reader') =>
    sql<boolean>`exists (select from ${sql.table(table)} x where x.organization_id = ${g('organization_id')} and x.goal_id = ${g('id')} and x.person_id = ${me})`
  return sql<boolean>`(${g('owner_id')} = ${me}
    or (${g('published_at')} is not null and (${g('visibility')} = 'public' or ${leads} or ${named('goal_contributor')} or ${named('goal_reader')}
      or ${askedFor(viewer, goal)}))
    or (${g('created_by')} = ${me} and (${leads} or ${g('level')} = 'company')))`
}

/**
 * The private goals that the viewer sees: they come with an owner, a report, a name or a question, and each of those
 * has an index. `goalVisibleTo` decides; the rest only says where to look.
 */
export function privateGoalsOf(viewer: Viewer): RawBuilder<{ id: string }> {
  const [org, me] = [viewer.organizationId, viewer.personId]
  const owned = (whom: RawBuilder<unknown>) =>
    sql`select id from goal where organization_id = ${org} and removed_at is null and ${whom}`
  return sql<{ id: string }>`
    select q.id from goal q left join roster o on o.organization_id = q.organization_id and o.person_id = q.owner_id
    where q.organization_id = ${org} and q.removed_at is null and q.visibility = 'private' and ${goalVisibleTo(viewer, 'q', 'o')}
      and q.id in (
        ${owned(sql`owner_id = ${me}`)} union ${owned(sql`owner_id in (${reportIds(viewer)})`)}
        union ${owned(sql`created_by = ${me} and visibility = 'private' and level = 'company'`)}
        union select goal_id from goal_contributor where organization_id = ${org} and person_id = ${me}
        union select goal_id from goal_reader where organization_id = ${org} and person_id = ${me}
        union select goal_id from goal_handover where organization_id = ${org} and asked_id = ${me} and ended_at is null
      )`
}

/** Whether the viewer was asked what becomes of goal `g`, whose owner has left. */
export function askedFor(viewer: Pick<Viewer, 'personId'>, goal = 'g'): RawBuilder<boolean> {
  const g = (column: string) => sql.ref(`${goal}.${column}`)
  return sql<boolean>`exists (select from goal_handover h where h.organization_id = ${g('organization_id')} and h.goal_id = ${g('id')}
    and h.asked_id = ${viewer.personId} and h.ended_at is null)`
}

/** The condition for `roster r` of a goal's owner: somebody of the viewer's company, here or gone. */
export function knownOwner(viewer: Viewer): RawBuilder<boolean> {
  return sql<boolean>`(${visibleTo(viewer)} or r.person_id is null)`
}

/** The name of a goal's owner, also after they left. */
export function ownerName(goal = 'g', owner = 'r'): RawBuilder<string> {
  return sql<string>`coalesce(${sql.ref(`${owner}.full_name`)}, (select n.full_name from person n
    where n.organization_id = ${sql.ref(`${goal}.organization_id`)} and n.id = ${sql.ref(`${goal}.owner_id`)}))`
}

export const ownerState = sql<OwnerState>`case when r.person_id is null then 'left' when r.status = 'leave' then 'leave' else 'here' end`
export type OwnerState = 'here' | 'leave' | 'left'

export type KeyResultRow = {
  id: string
  title: string
  kind: KeyResultKind
  unit: string
  start: number
  target: number
  current: number
  weight: number
  steps: Step[]
  owner: Named | null
  externalKey: string | null
  valueAt: Instant | null
}
type Named = { id: string; name: string }
export type GoalRow = {
  id: string
  title: string
  description: string
  owner_id: string
  owner_name: string
  owner_state: OwnerState
  level: GoalLevel
  contributors: Named[]
  contributes: boolean
  copied_from: string | null
  leads: boolean
  /** As it is, also where the viewer may not see that goal. */
  parent_id_kept: string | null
  parent_id: string | null
  parent_title: string | null
  parent_owner_id: string | null
  parent_owner_name: string | null
  visibility: 'public' | 'private'
  starts_on: Day
  ends_on: Day
  said_reached: number
  revision: number
  created_by: string
  created_at: Instant
  published_at: Instant | null
  closed_at: Instant | null
  closed_by: string | null
  outcome: Outcome | null
  reflection: string
  removed_at: Instant | null
  key_results: KeyResultRow[]
  touched_at: Instant
  said: Confidence | null
  said_at: Instant | null
}

const keyResults = sql`coalesce((select jsonb_agg(jsonb_build_object('id', k.id, 'title', k.title, 'kind', k.kind, 'unit', k.unit,
    'start', k.start_value, 'target', k.target_value, 'current', k.current_value, 'weight', k.weight, 'steps', k.steps, 'externalKey', k.external_key,
    'valueAt', to_char(k.value_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    'owner', case when k.owner_id is not null then jsonb_build_object('id', k.owner_id, 'name', (select n.full_name from person n
      where n.organization_id = k.organization_id and n.id = k.owner_id)) end) order by k.position, k.id)
  from key_result k where k.organization_id = g.organization_id and k.goal_id = g.id and k.removed_at is null), '[]')`

const contributors = sql`coalesce((select jsonb_agg(jsonb_build_object('id', n.id, 'name', n.full_name) order by n.sort_name, n.id)
  from goal_contributor x join person n on n.organization_id = x.organization_id and n.id = x.person_id
  where x.organization_id = g.organization_id and x.goal_id = g.id), '[]')`

function goalColumns(viewer: Viewer) {
  return sql`g.id, g.title, g.description, g.owner_id, ${ownerName()} as owner_name, ${ownerState} as owner_state, g.level, g.copied_from,
    ${contributors} as contributors,
    exists (select from goal_contributor x where x.organization_id = g.organization_id and x.goal_id = g.id and x.person_id = ${viewer.personId}) as contributes,
    coalesce(r.manager_id = ${viewer.personId} or r.second_manager_id = ${viewer.personId}, false) or ${askedFor(viewer)} as leads,
    g.parent_id as parent_id_kept, p.id as parent_id, p.title as parent_title, p.owner_id as parent_owner_id, p.owner_name as parent_owner_name,
    g.visibility, g.starts_on, g.ends_on, g.said_reached, g.revision, g.created_by, g.created_at, g.published_at, g.closed_at, g.closed_by,
    g.outcome, g.reflection, g.removed_at, ${keyResults} as key_results,
    coalesce(t.touched_at, g.created_at) as touched_at, s.confidence as said, s.created_at as said_at`
}

/** `p` holds the parent only where the viewer may see it. */
function goalJoins(viewer: Viewer) {
  return sql`
    left join lateral (
      select pg.id, pg.title, pg.owner_id, ${ownerName('pg', 'pr')} as owner_name
      from goal pg left join roster pr on pr.organization_id = pg.organization_id and pr.person_id = pg.owner_id
      where pg.organization_id = g.organization_id and pg.id = g.parent_id and pg.removed_at is null and ${goalVisibleTo(viewer, 'pg', 'pr')}
    ) p on true
    left join lateral (
      select max(u.created_at) as touched_at from goal_update u
      where u.organization_id = g.organization_id and u.goal_id = g.id and u.taken_back_at is null
    ) t on true
    left join lateral (
      select u.confidence, u.created_at from goal_update u
      where u.organization_id = g.organization_id and u.goal_id = g.id and u.taken_back_at is null and u.confidence is not null
      order by u.created_at desc, u.number desc limit 1
    ) s on true`
}

export type GoalFilter = {
  scope: 'mine' | 'team' | 'person' | 'company'
  ownerId?: string | undefined
  state: 'open' | 'active' | 'draft' | 'closed' | 'all'
  search?: string | undefined
  /** Unless told, of any. */
  shown?: Shown
  limit: number
  offset: number
}

/** What a list holds. Reads carry `goalVisibleTo`. */
function parts(viewer: Viewer, filter: Omit<GoalFilter, 'limit' | 'offset'>, today: Day): RawBuilder<unknown>[] {
  const all: RawBuilder<unknown>[] = [
    knownOwner(viewer),
    sql`g.organization_id = ${viewer.organizationId}`,
    sql`g.removed_at is null`,
    goalVisibleTo(viewer),
  ]
  const me = viewer.personId
  // Unions keep the indexes in use; an `or` would read the whole table.
  if (filter.scope === 'mine')
    all.push(sql`g.id in (select id from goal where organization_id = ${viewer.organizationId} and owner_id = ${me} and removed_at is null
      union select goal_id from goal_contributor where organization_id = ${viewer.organizationId} and person_id = ${me})`)
  if (filter.scope === 'team')
    all.push(sql`g.id in (select t.id from goal t where t.organization_id = ${viewer.organizationId} and t.removed_at is null and t.owner_id in (${reportIds(viewer)})
      union select h.goal_id from goal_handover h where h.organization_id = ${viewer.organizationId} and h.asked_id = ${me} and h.ended_at is null)`)
  if (filter.scope === 'person') all.push(sql`g.owner_id = ${filter.ownerId ?? me}`)
  if (filter.state === 'open') all.push(sql`g.closed_at is null`)
  if (filter.state === 'closed') all.push(sql`g.closed_at is not null`)
  if (filter.state === 'draft') all.push(sql`g.published_at is null`)
  if (filter.state === 'active')
    all.push(
      sql`g.published_at is not null and g.closed_at is null and g.starts_on <= ${today}::date and g.ends_on >= ${today}::date`,
    )
  if (filter.shown) all.push(inPeriod(filter.shown))
  // Read in their order until the window is full. A trigram index would stay unused: under
  // row-level security PostgreSQL takes only leakproof operators into an index, and LIKE is none.
  for (const word of wordsOf(filter.search)) all.push(sql`lower(g.title) like ${`%${word}%`}`)
  return all
}

export async function listGoals(db: Db | Tx, viewer: Viewer, filter: GoalFilter, today: Day): Promise<GoalRow[]> {
  const order =
    filter.scope === 'company'
      ? sql`g.created_at desc, g.id`
      : filter.state === 'closed'
        ? sql`g.closed_at desc, g.id`
        : filter.scope === 'team'
          ? sql`r.sort_name, r.person_id, g.published_at is null, g.ends_on, g.created_at, g.id`
          : sql`g.closed_at is not null, g.published_at is null, g.ends_on, g.created_at, g.id`
  const { rows } = await sql<GoalRow>`
    select ${goalColumns(viewer)}
    from goal g left join roster r on r.organization_id = g.organization_id and r.person_id = g.owner_id ${goalJoins(viewer)}
    where ${sql.join(parts(viewer, filter, today), sql` and `)}
    order by ${order} limit ${filter.limit} offset ${filter.offset}`.execute(db)
  return rows
}

/** Ids of a whole list for a file, each owner's together; `goalsOf` reads them a page at a time. */
export async function goalIds(
  db: Db | Tx,
  viewer: Viewer,
  filter: Omit<GoalFilter, 'offset'>,
  today: Day,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select g.id from goal g left join roster r on r.organization_id = g.organization_id and r.person_id = g.owner_id
    where ${sql.join(parts(viewer, filter, today), sql` and `)}
    order by r.sort_name nulls last, g.owner_id, g.starts_on, g.id limit ${filter.limit}`.execute(db)
  return rows.map((r) => r.id)
}

/** Of these goals those that the viewer sees now, in this order, with their owners' addresses. */
export async function goalsOf(
  db: Db | Tx,
  viewer: Viewer,
  ids: readonly string[],
): Promise<(GoalRow & { owner_email: string | null })[]> {
  const { rows } = await sql<GoalRow & { owner_email: string | null }>`
    select ${goalColumns(viewer)}, r.email as owner_email
    from unnest(${ids as string[]}::uuid[]) with ordinality as x (id, place)
    join goal g on g.organization_id = ${viewer.organizationId} and g.id = x.id
    left join roster r on r.organization_id = g.organization_id and r.person_id = g.owner_id ${goalJoins(viewer)}
    where ${knownOwner(viewer)} and g.removed_at is null and ${goalVisibleTo(viewer)} order by x.place`.execute(db)
  return rows
}

/** The people who report to the viewer, directly or in the second line. */
export function reportIds(viewer: Viewer): RawBuilder<unknown> {
  return sql`select person_id from roster where organization_id = ${viewer.organizationId} and manager_id = ${viewer.personId}
    union select person_id from roster where organization_id = ${viewer.organizationId} and second_manager_id = ${viewer.personId}`
}

/** Lower-case words of a query; wildcard characters stand for themselves. */
export function wordsOf(search: string | undefined): string[] {
  return (search ?? '')
    .toLowerCase()
    .split(/\s+/)
    .filter(Boolean)
    .slice(0, 8)
    .map((word) => word.replace(/[\\%_]/g, '\\$&'))
}

/** One goal as the viewer sees it; undefined where they may not, or it is removed. */
export async function goalOf(
  db: Db | Tx,
  viewer: Viewer,
  goalId: string,
  removed = false,
): Promise<GoalRow | undefined> {
  const { rows } = await sql<GoalRow>`
    select ${goalColumns(viewer)}
    from goal g left join roster r on r.organization_id = g.organization_id and r.person_id = g.owner_id ${goalJoins(viewer)}
    where ${knownOwner(viewer)} and g.organization_id = ${viewer.organizationId} and g.id = ${goalId}
      and (g.removed_at is null or ${removed}) and ${goalVisibleTo(viewer)}`.execute(db)
  return rows[0]
}

/** Keeps others from writing to this goal until the transaction ends. */
export async function lockGoal(tx: Tx, organizationId: string, goalId: string): Promise<void> {
  await sql`select 1 from goal where organization_id = ${organizationId} and id = ${goalId} for update`.execute(tx)
}

export type HistoryRow = {
  id: string
  kind: (typeof updateKinds)[number]
  author_id: string | null
  author_name: string | null
  source: string
  to_id: string | null
  to_name: string | null
  created_at: Instant
  confidence: Confidence | null
  note: string
  reached_before: number | null
  reached_after: number | null
  changed: string[]
  outcome: Outcome | null
  values: { keyResultId: string; title: string; kind: KeyResultKind; unit: string; from: number; to: number }[]
}

/** Authors are named from the record: somebody who left still wrote what they wrote. */
export async function historyOf(db: Db | Tx, organizationId: string, goalId: string): Promise<HistoryRow[]> {
  const { rows } = await sql<HistoryRow>`
    select u.id, u.kind, u.author_id, a.full_name as author_name, u.source, u.to_person_id as to_id, t.full_name as to_name, u.created_at, u.confidence, u.note, u.reached_before, u.reached_after, u.changed, u.outcome,
      coalesce((select jsonb_agg(jsonb_build_object('keyResultId', k.id, 'title', k.title, 'kind', k.kind, 'unit', k.unit, 'from', v.from_value, 'to', v.to_value) order by k.position)
        from key_result_value v join key_result k on k.organization_id = v.organization_id and k.id = v.key_result_id
        where v.organization_id = u.organization_id and v.update_id = u.id), '[]') as values
    from goal_update u left join person a on a.organization_id = u.organization_id and a.id = u.author_id
    left join person t on t.organization_id = u.organization_id and t.id = u.to_person_id
    where u.organization_id = ${organizationId} and u.goal_id = ${goalId} and u.taken_back_at is null
    order by u.created_at desc, u.number desc limit 200`.execute(db)
  return rows
}

export async function servingGoals(db: Db | Tx, viewer: Viewer, goalId: string): Promise<GoalRow[]> {
  const { rows } = await sql<GoalRow>`
    select ${goalColumns(viewer)}
    from goal g left join roster r on r.organization_id = g.organization_id and r.person_id = g.owner_id ${goalJoins(viewer)}
    where ${knownOwner(viewer)} and g.organization_id = ${viewer.organizationId} and g.parent_id = ${goalId} and g.removed_at is null
      and g.published_at is not null and ${goalVisibleTo(viewer)}
    order by r.sort_name, g.ends_on, g.id limit 100`.execute(db)
  return rows
}

/** Who besides the owner reads a private goal: today's managers. */
export async function managersOf(db: Db | Tx, viewer: Viewer, personId: string): Promise<Named[]> {
  const { rows } = await sql<Named>`
    select r.person_id as id, r.full_name as name from roster o
    join roster r on r.organization_id = o.organization_id and r.person_id in (o.manager_id, o.second_manager_id)
    where ${visibleTo(viewer)} and o.organization_id = ${viewer.organizationId} and o.person_id = ${personId} order by r.sort_name`.execute(
    db,
  )
  return rows
}

export async function isColleague(db: Db | Tx, viewer: Viewer, personId: string): Promise<boolean> {
  const { rows } = await sql`select 1 from roster r where ${visibleTo(viewer)} and r.person_id = ${personId}`.execute(
    db,
  )
  return rows.length > 0
}

export async function nameOf(db: Db | Tx, organizationId: string, personId: string): Promise<Named> {
  const { rows } =
    await sql<Named>`select id, full_name as name from person where organization_id = ${organizationId} and id = ${personId}`.execute(
      db,
    )
  return rows[0] ?? { id: personId, name: '' }
}

/** Reports of the viewer who have the element and own no active goal. */
export async function reportsWithout(c: Context): Promise<Named[]> {
  const { rows } = await sql<Named>`
    select r.person_id as id, r.full_name as name from roster r
    join ${practising(c, 'goals')} p on p.person_id = r.person_id
    where ${visibleTo(c.viewer)} and r.person_id in (${reportIds(c.viewer)})
      and not exists (select from goal g where g.organization_id = r.organization_id and g.owner_id = r.person_id
        and g.removed_at is null and g.closed_at is null and g.published_at is not null)
    group by r.person_id, r.full_name, r.sort_name order by r.sort_name`.execute(c.db)
  return rows
}

/** Whether `goalId` stands in the chain above `parentId`, or is it. */
export async function wouldCircle(tx: Tx, organizationId: string, goalId: string, parentId: string): Promise<boolean> {
  const { rows } = await sql`
    with recursive above as (
      select g.id, g.parent_id, 1 as step from goal g where g.organization_id = ${organizationId} and g.id = ${parentId}
      union all
      select g.id, g.parent_id, a.step + 1 from above a join goal g on g.organization_id = ${organizationId} and g.id = a.parent_id where a.step < 100
    ) select 1 from above where id = ${goalId} limit 1`.execute(tx)
  return rows.length > 0
}

export async function hasWork(tx: Tx, organizationId: string, goalId: string): Promise<boolean> {
  const { rows } = await sql<{ yes: boolean }>`select
    exists (select from goal_update u where u.organization_id = ${organizationId} and u.goal_id = ${goalId}
      and u.taken_back_at is null and u.kind in ('progressed', 'closed', 'reopened', 'handed_over', 'fed', 'imported'))
    or exists (select from goal_comment m where m.organization_id = ${organizationId} and m.goal_id = ${goalId} and m.taken_back_at is null)
    or exists (select from goal g where g.organization_id = ${organizationId} and g.parent_id = ${goalId} and g.removed_at is null) as yes`.execute(
    tx,
  )
  return rows[0]!.yes
}

export type NewUpdate = {
  id: string
  kind: HistoryRow['kind']
  confidence?: Confidence | undefined
  note?: string
  reachedBefore?: number
  reachedAfter?: number
  changed?: string[]
  outcome?: Outcome
  from?: string
  to?: string
  source?: string
  valueAt?: Instant
}

export async function addUpdate(tx: Tx, c: Context, goalId: string, u: NewUpdate): Promise<void> {
  const author = c.viewer.personId === nobody ? null : c.viewer.personId
  await sql`insert into goal_update (organization_id, id, goal_id, author_id, kind, created_at, confidence, note, reached_before, reached_after, changed, outcome,
      from_person_id, to_person_id, source, value_at)
    values (${c.organizationId}, ${u.id}, ${goalId}, ${author}, ${u.kind}, ${c.clock.now()}, ${u.confidence ?? null}, ${u.note ?? ''},
      ${u.reachedBefore ?? null}, ${u.reachedAfter ?? null}, ${u.changed ?? []}, ${u.outcome ?? null},
      ${u.from ?? null}, ${u.to ?? null}, ${u.source ?? ''}, ${u.valueAt ?? null})`.execute(tx)
}
