/** How goals serve each other: the tree one step at a time, and the list with the way up. */
import { type RawBuilder, sql } from 'kysely'
import type { Confidence, GoalLevel, Outcome, ShownPeriod } from '../../contract/goal.ts'
import type { GoalNode } from '../../contract/goal-tree.ts'
import type { goals } from '../../contract/goals.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import type { Viewer } from '../../contract/permissions.ts'
import { dayIn, type Day, type Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { problem } from '../platform/problem.ts'
import { levelsFor, setsCompanyGoals } from './level.ts'
import { inPeriod, orderIn, type Shown } from './periods.ts'
import { demandOpen, openTo, practiceOf } from './practice.ts'
import { periodOf } from './read.ts'
import {
  goalVisibleTo,
  knownOwner,
  ownerName,
  ownerState,
  type OwnerState,
  privateGoalsOf,
  wordsOf,
} from './queries.ts'
import { type Measure, reachedOfGoal, statusOf } from './rules.ts'

type NodeRow = {
  id: string
  title: string
  owner_id: string
  owner_name: string
  department: string
  owner_state: OwnerState
  level: GoalLevel
  visibility: 'public' | 'private'
  parent_id: string | null
  starts_on: Day
  ends_on: Day
  said_reached: number
  published_at: Instant | null
  closed_at: Instant | null
  outcome: Outcome | null
  measures: Measure[]
  said: Confidence | null
  said_at: Instant | null
  serving: number
}

const stateOf = (state: 'open' | 'closed' | 'all', g = 'g'): RawBuilder<boolean> =>
  state === 'all'
    ? sql<boolean>`true`
    : state === 'open'
      ? sql<boolean>`${sql.ref(`${g}.closed_at`)} is null`
      : sql<boolean>`${sql.ref(`${g}.closed_at`)} is not null`

const columns = sql.raw(
  [
    'organization_id id title owner_id level visibility parent_id starts_on ends_on said_reached',
    'published_at closed_at outcome created_at created_by',
  ]
    .flatMap((line) => line.split(' '))
    .map((name) => `g.${name}`)
    .join(', '),
)

/**
 * The nodes that a condition chooses, in their order, within a window. First the window is
 * chosen by plain columns; only its rows are then filled with owners, measures, words and counts.
 * Private goals that the viewer sees are few, so they are found once and not asked for row by row.
 * The limit stands in the text: with an unknown one PostgreSQL plans the statement anew each time.
 */
async function nodes(
  db: Db | Tx,
  viewer: Viewer,
  /** `byOwner`: the condition speaks of the owner's row of the roster, `r`. */
  chosen: { from?: RawBuilder<unknown>; where: RawBuilder<boolean>; order: RawBuilder<unknown>; byOwner?: boolean },
  window: { state: 'open' | 'closed' | 'all'; shown: Shown; limit: number; offset: number },
): Promise<NodeRow[]> {
  const owner = sql`left join roster r on r.organization_id = g.organization_id and r.person_id = g.owner_id`
  const { rows } = await sql<NodeRow>`
    with mine as materialized (${privateGoalsOf(viewer)}),
    at as materialized (
      select ${columns} from ${chosen.from ?? sql`goal g`} ${chosen.byOwner ? owner : sql``}
      where g.organization_id = ${viewer.organizationId} and g.removed_at is null and g.published_at is not null and ${stateOf(window.state)}
        and ${inPeriod(window.shown)} and ${chosen.where} and (g.visibility = 'public' or g.id in (select id from mine))
      order by ${chosen.order} limit ${sql.lit(window.limit)} ${window.offset > 0 ? sql`offset ${window.offset}` : sql``}
    )
    select g.id, g.title, g.owner_id, ${ownerName()} as owner_name, coalesce(r.department, '') as department, ${ownerState} as owner_state,
      g.level, g.visibility, g.parent_id, g.starts_on, g.ends_on,
      g.said_reached, g.published_at, g.closed_at, g.outcome, s.confidence as said, s.created_at as said_at,
      coalesce((select jsonb_agg(jsonb_build_object('kind', k.kind, 'start', k.start_value, 'target', k.target_value, 'current', k.current_value, 'weight', k.weight))
        from key_result k where k.organization_id = g.organization_id and k.goal_id = g.id and k.removed_at is null), '[]') as measures,
      (select count(*) from goal b
        where b.organization_id = g.organization_id and b.parent_id = g.id and b.removed_at is null and b.published_at is not null
          and ${stateOf(window.state, 'b')} and ${inPeriod(window.shown, 'b')} and (b.visibility = 'public' or b.id in (select id from mine))) as serving
    from at g ${owner}
    left join lateral (
      select u.confidence, u.created_at from goal_update u
      where u.organization_id = g.organization_id and u.goal_id = g.id and u.taken_back_at is null and u.confidence is not null
      order by u.created_at desc, u.number desc limit 1
    ) s on true
    where ${knownOwner(viewer)}
    order by ${chosen.order}`.execute(db)
  return rows
}

function toNode(row: NodeRow, viewer: Viewer, today: Day, parents: 'kept' | 'hidden' = 'kept'): GoalNode {
  const reached = reachedOfGoal(row.measures, row.said_reached)
  return {
    id: row.id,
    title: row.title,
    owner: { id: row.owner_id, name: row.owner_name, department: row.department },
    ownerState: row.owner_state,
    level: row.level,
    visibility: row.visibility,
    parentId: parents === 'kept' ? row.parent_id : null,
    endsOn: row.ends_on,
    reached,
    status: statusOf(
      {
        startsOn: row.starts_on,
        endsOn: row.ends_on,
        publishedAt: row.published_at,
        closedAt: row.closed_at,
        outcome: row.outcome,
        reached,
        away: row.owner_state === 'leave',
        said: row.said && row.said_at ? { confidence: row.said, on: dayIn(row.said_at, viewer.timeZone) } : null,
      },
      today,
    ),
    serving: row.serving,
  }
}

/** Company first, then teams, then people; what began first stands first. */
const inOrder = sql`case g.level when 'company' then 0 when 'team' then 1 else 2 end, g.created_at, g.id`

/** Goals that hang under one that the viewer may not see: for them these serve none. */
const hidden = (viewer: Viewer) => sql`(
  select c.* from goal c where c.organization_id = ${viewer.organizationId} and c.under_private and c.removed_at is null and c.published_at is not null
    and not exists (select from goal p left join roster pr on pr.organization_id = p.organization_id and pr.person_id = p.owner_id
      where p.organization_id = c.organization_id and p.id = c.parent_id and ${goalVisibleTo(viewer, 'p', 'pr')})
) g`

export async function tree(c: Context, input: Input<typeof goals.tree>): Promise<Answer<typeof goals.tree>> {
  const { parentId, state } = input
  const today = c.clock.today(c.viewer.timeZone)
  const shown = await shownTo(c, input.period, today)
  const window = { state, shown, limit: input.limit + 1, offset: input.offset }
  // A step is opened often: whether goals are open to the viewer is asked in the same statement.
  const open = openTo(c, 'goals')
  const demandPractice = async () => demandOpen(await practiceOf(c, 'goals'), 'goals')
  if (parentId !== undefined) {
    const where = sql<boolean>`g.parent_id = ${parentId} and ${open} and (${seen(c.viewer, parentId)})`
    const found = await nodes(c.db, c.viewer, { where, order: inOrder }, window)
    if (found.length === 0) {
      await demandPractice()
      if (!(await seenGoal(c, parentId))) throw problem('not_found')
    }
    return { ...windowOf(found, c.viewer, today, input), mayCreate: false }
  }
  if (input.top === 'shared') {
    const where = sql<boolean>`g.parent_id is null and g.level in ('company', 'team') and ${open}`
    const [found, mayCreate] = await Promise.all([
      nodes(c.db, c.viewer, { where, order: orderIn(shown, inOrder) }, window),
      maySetCompany(c),
    ])
    if (found.length === 0) await demandPractice()
    return { ...windowOf(found, c.viewer, today, input), mayCreate }
  }
  const where = sql<boolean>`g.parent_id is null and g.level = 'person' and ${open}`
  const order = orderIn(shown, sql`g.created_at desc, g.id`)
  const [found, under] = await Promise.all([
    nodes(c.db, c.viewer, { where, order }, window),
    input.offset === 0
      ? nodes(c.db, c.viewer, { from: hidden(c.viewer), where: open, order }, { ...window, limit: 20 })
      : [],
  ])
  if (found.length + under.length === 0) await demandPractice()
  const here = windowOf(found, c.viewer, today, input)
  return {
    nodes: [...under.map((row) => toNode(row, c.viewer, today, 'hidden')), ...here.nodes],
    next: here.next,
    mayCreate: false,
  }
}

/** Which period is meant; how long one is the viewer's program says, which is asked only where it matters. */
async function shownTo(c: Context, which: ShownPeriod, today: Day): Promise<Shown> {
  return { which, today, length: which === 'all' ? 'quarter' : periodOf(await practiceOf(c, 'goals')) }
}

/** One more than asked tells whether there is a next window. */
function windowOf(found: NodeRow[], viewer: Viewer, today: Day, { limit, offset }: { limit: number; offset: number }) {
  return {
    nodes: found.slice(0, limit).map((row) => toNode(row, viewer, today)),
    next: found.length > limit ? offset + limit : null,
  }
}

/** Most people lead nobody, so most are answered without a question. */
async function maySetCompany(c: Context): Promise<boolean> {
  if (setsCompanyGoals(c.viewer)) return true
  if (!c.viewer.roles.includes('manager')) return false
  return (await levelsFor(c, c.db, c.viewer.personId)).includes('company')
}

/** Whether the viewer sees a goal, as one value in a statement. */
const seen = (viewer: Viewer, goalId: string) =>
  sql<boolean>`select exists (select from goal p left join roster pr on pr.organization_id = p.organization_id and pr.person_id = p.owner_id
    where p.organization_id = ${viewer.organizationId} and p.id = ${goalId} and p.removed_at is null and ${goalVisibleTo(viewer, 'p', 'pr')})`

async function seenGoal(c: Context, goalId: string): Promise<boolean> {
  const { rows } = await sql<{ yes: boolean }>`select (${seen(c.viewer, goalId)}) as yes`.execute(c.db)
  return rows[0]!.yes
}

export async function aligned(c: Context, input: Input<typeof goals.aligned>): Promise<Answer<typeof goals.aligned>> {
  const practice = await practiceOf(c, 'goals')
  demandOpen(practice, 'goals')
  const today = c.clock.today(c.viewer.timeZone)
  const shown: Shown = { which: input.period, today, length: periodOf(practice) }
  const parts: RawBuilder<boolean>[] = [sql<boolean>`true`]
  if (input.department) parts.push(sql<boolean>`r.department = ${input.department}`)
  if (input.ownerId) parts.push(sql<boolean>`g.owner_id = ${input.ownerId}`)
  if (input.level) parts.push(sql<boolean>`g.level = ${input.level}`)
  if (input.loose) parts.push(sql<boolean>`g.parent_id is null`)
  for (const word of wordsOf(input.search)) parts.push(sql<boolean>`lower(g.title) like ${`%${word}%`}`)
  const found = await nodes(
    c.db,
    c.viewer,
    {
      where: sql<boolean>`${sql.join(parts, sql` and `)}`,
      order: orderIn(shown, sql`g.created_at desc, g.id`),
      byOwner: input.department !== undefined,
    },
    { state: input.state, shown, limit: input.limit + 1, offset: input.offset },
  )
  const here = found.slice(0, input.limit)
  const paths = await pathsOf(
    c,
    here.map((row) => row.id),
  )
  return {
    goals: here.map((row) => {
      const path = paths.get(row.id) ?? []
      return { ...toNode(row, c.viewer, today, path.at(-1)?.id === row.parent_id ? 'kept' : 'hidden'), path }
    }),
    next: found.length > input.limit ? input.offset + input.limit : null,
  }
}

export async function path(c: Context, input: Input<typeof goals.path>): Promise<Answer<typeof goals.path>> {
  demandOpen(await practiceOf(c, 'goals'), 'goals')
  if (!(await seenGoal(c, input.goalId))) throw problem('not_found')
  return { path: (await pathsOf(c, [input.goalId])).get(input.goalId) ?? [] }
}

/** The way up from each goal, from the top down; it ends below a goal that the viewer may not see. */
async function pathsOf(c: Context, goalIds: readonly string[]): Promise<Map<string, { id: string; title: string }[]>> {
  const { rows } = await sql<{ of: string; id: string; title: string }>`
    with recursive up as (
      select g.id as of, g.parent_id, 0 as step from goal g where g.organization_id = ${c.organizationId} and g.id = any(${goalIds as string[]}::uuid[])
      union all
      select up.of, g.parent_id, up.step + 1 from up
      join goal g on g.organization_id = ${c.organizationId} and g.id = up.parent_id and g.removed_at is null
      left join roster r on r.organization_id = g.organization_id and r.person_id = g.owner_id
      where up.step < 100 and ${goalVisibleTo(c.viewer)}
    )
    select up.of, g.id, g.title from up
    join goal g on g.organization_id = ${c.organizationId} and g.id = up.parent_id and g.removed_at is null
    left join roster r on r.organization_id = g.organization_id and r.person_id = g.owner_id
    where ${goalVisibleTo(c.viewer)}
    order by up.of, up.step desc`.execute(c.db)
  const paths = new Map<string, { id: string; title: string }[]>()
  for (const { of, id, title } of rows) {
    const there = paths.get(of)
    if (there) there.push({ id, title })
    else paths.set(of, [{ id, title }])
  }
  return paths
}
