/**
 * Every read that more than one part of reviews shares. Statements that touch what people
 * wrote run inside `asPerson`; the database itself shows drafts to nobody but their writer.
 */
import { type RawBuilder, sql } from 'kysely'
import { cyclePlan, type CyclePlan, type StageId } from '../../contract/reviews.ts'
import type { FormAnswers, ReviewRole } from '../../contract/review-form.ts'
import { audienceCondition, organizationDay, ruleOf } from '../directory/directory.ts'
import { practising } from '../goals/goals.ts'
import type { Day, Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { problem } from '../platform/problem.ts'
import { dayHere } from '../program/program.ts'
import { type Holding, holding } from './hold.ts'

export type CycleRow = {
  id: string
  plan: CyclePlan
  revision: number
  created_at: Instant
  launched_by: string | null
  launched_at: Instant | null
  launched_name: string | null
  filled_at: Instant | null
  filled: { reviews: number; tasks: number } | null
  closed_by: string | null
  closed_at: Instant | null
  closed_name: string | null
  today: Day
  stages: StageRow[]
}
export type StageRow = { stage: StageId; opens_on: Day; due_on: Day; waits: boolean }

/** Cycles with their stages, the newest first; some of them where ids are named. */
export async function cycleRows(db: Db | Tx, c: Context, ids?: RawBuilder<unknown>, lock = false): Promise<CycleRow[]> {
  const { rows } = await sql<CycleRow>`
    select y.id, y.plan, y.revision, y.created_at, y.launched_by, y.launched_at, pl.full_name as launched_name, y.filled_at, y.filled,
      y.closed_by, y.closed_at, pc.full_name as closed_name, ${dayHere(c)} as today,
      coalesce((select jsonb_agg(jsonb_build_object('stage', s.stage, 'opens_on', s.opens_on, 'due_on', s.due_on, 'waits', s.waits) order by s.position)
        from review_stage s where s.organization_id = y.organization_id and s.cycle_id = y.id), '[]') as stages
    from review_cycle y
    left join person pl on pl.organization_id = y.organization_id and pl.id = y.launched_by
    left join person pc on pc.organization_id = y.organization_id and pc.id = y.closed_by
    where y.organization_id = ${c.organizationId} ${ids ? sql`and y.id in (${ids})` : sql``}
    order by coalesce(y.launched_at, y.created_at) desc, y.id ${lock ? sql`for update of y` : sql``}`.execute(db)
  return rows.map((row) => ({ ...row, plan: planOf(row) }))
}

/** Plans that are frozen, read through their schema once; nobody changes what they are handed. */
const frozen = new Map<string, CyclePlan>()
const mostFrozen = 100

function planOf(row: { id: string; plan: unknown; revision: number; launched_at: Instant | null }): CyclePlan {
  const key = `${row.id}:${row.revision}`
  const known = row.launched_at ? frozen.get(key) : undefined
  if (known) return known
  const plan = cyclePlan.parse(row.plan)
  if (row.launched_at) {
    if (frozen.size >= mostFrozen) frozen.clear()
    frozen.set(key, plan)
  }
  return plan
}

/** The plan behind a task. One that is known frozen is not sent again: with its whole form it is the largest thing on a form's page. */
export async function planBehind(db: Db | Tx, c: Context, task: TaskRow): Promise<CyclePlan> {
  return frozen.get(`${task.cycle_id}:${task.cycle_revision}`) ?? (await cycleRow(db, c, task.cycle_id)).plan
}

export async function cycleRow(db: Db | Tx, c: Context, id: string, lock = false): Promise<CycleRow> {
  const [row] = await cycleRows(db, c, sql`${id}`, lock)
  if (!row) throw problem('not_found')
  return row
}

/** Who a plan is for today, as a condition over `roster r`: its audience and additions, without exceptions, whose program has reviews on. */
export async function peopleOf(db: Db | Tx, c: Context, plan: CyclePlan): Promise<RawBuilder<boolean>> {
  return sql<boolean>`(${await chosenBy(db, c, plan)} and ${reviewsOn(c)})`
}

export async function chosenBy(db: Db | Tx, c: Context, plan: CyclePlan): Promise<RawBuilder<boolean>> {
  const today = await organizationDay({ ...c, db: db as Db })
  const rule = plan.audienceId ? await ruleOf(db, c.organizationId, plan.audienceId) : ({ everyone: true } as const)
  return sql<boolean>`(r.organization_id = ${c.organizationId} and r.employed
    and (${audienceCondition(rule, today)} or r.person_id = any(${plan.alsoIds}::uuid[])) and r.person_id <> all(${plan.exceptIds}::uuid[]))`
}

/** Reviews are on for a row of the roster. */
export const reviewsOn = (c: Context, roster = 'r'): RawBuilder<boolean> =>
  sql<boolean>`${sql.ref(roster)}.person_id in (select p.person_id from ${practising(c, 'reviews')} p)`

/**
 * Refuses to draw people into reviews who see nothing of them. `orLeads`: whoever leads somebody
 * who has them takes part as well.
 */
export async function demandReviews(db: Db | Tx, c: Context, ids: readonly string[], orLeads = false): Promise<void> {
  const { rows } = await sql<{ name: string }>`select r.full_name as name from roster r
    where r.organization_id = ${c.organizationId} and r.employed and r.person_id = any(${ids as string[]}::uuid[]) and not ${reviewsOn(c)}
      and not (${orLeads} and exists (select from roster t where t.organization_id = r.organization_id
        and (t.manager_id = r.person_id or t.second_manager_id = r.person_id) and ${reviewsOn(c, 't')}))
    order by r.sort_name, r.person_id limit 1`.execute(db)
  if (rows[0]) throw problem('review_not_open', { name: rows[0].name })
}

/** Days that somebody has at least for a form, however late it was made. */
const leastDays = 5

/**
 * The last day of a form: of its stage, or so many days after it was made, but not past the end
 * of the stage that comes next, which builds on it.
 */
export const ownDay = (
  due: RawBuilder<Day>,
  made: RawBuilder<Day>,
  next: (due: RawBuilder<Day>, made: RawBuilder<Day>) => RawBuilder<Day | null>,
): RawBuilder<Day> =>
  sql<Day>`(case when ${made} + ${sql.lit(leastDays)} <= ${due} then ${due}
    else greatest(${due}, least(${made} + ${sql.lit(leastDays)}, coalesce(${next(due, made)}, ${due}))) end)`

/** The last day of task `t` in stage `s` of cycle `y`. What is written without names comes out all at once, so it has its stage's. */
export function dueOf(c: Context): RawBuilder<Day> {
  const made = sql<Day>`(t.created_at at time zone (select z.time_zone from organization z where z.id = ${c.organizationId}))::date`
  return sql<Day>`(case when ${sealedRole('t.role')} then s.due_on else ${ownDay(
    sql<Day>`s.due_on`,
    made,
    (
      due,
      day,
    ) => sql`(select min(x.due_on) from review_stage x where x.organization_id = s.organization_id and x.cycle_id = s.cycle_id
      and x.due_on > ${due} and x.due_on >= ${day})`,
  )} end)`
}

/** What `toldOf` in rules says of one review, asked of the database for many at once. */
export const toldWhere = (done: RawBuilder<number>, floor: number, over: RawBuilder<boolean>): RawBuilder<boolean> =>
  sql<boolean>`(${over} and ${done} >= ${floor})`

/** The stage in which a task's role writes. */
export const stageOf = (role: string): RawBuilder<string> =>
  sql<string>`case ${sql.ref(role)} when 'peer' then 'peers' else ${sql.ref(role)} end`

/** Anonymous roles of a cycle `y`, or of one under another name. */
export const sealedRole = (role: string, plan = 'y.plan'): RawBuilder<boolean> =>
  sql<boolean>`coalesce(case ${sql.ref(role)} when 'peer' then ${sql.ref(plan)} -> 'peers' ->> 'mode' when 'upward' then ${sql.ref(plan)} -> 'upward' ->> 'mode' end = 'anonymous', false)`

/**
 * Whether task `t` in stage `s` has to wait for what stands before it in the same review. What is
 * written without names is waited for to its last day: opening sooner would tell that all have written.
 */
export const waitingNow = (c: Context): RawBuilder<boolean> => sql<boolean>`(s.waits and exists (
  select from review_task e join review_stage es on es.organization_id = e.organization_id and es.cycle_id = e.cycle_id and es.stage = ${stageOf('e.role')}
  join review_cycle ey on ey.organization_id = e.organization_id and ey.id = e.cycle_id
  where e.organization_id = t.organization_id and e.review_id = t.review_id and es.position < s.position and es.due_on >= ${dayHere(c)}
    and (${sealedRole('e.role', 'ey.plan')} or (e.submitted_at is null and e.declined_at is null and e.ended_at is null))))`

export type TaskRow = {
  id: string
  review_id: string
  cycle_id: string
  cycle_name: string
  cycle_revision: number
  starts_on: Day
  ends_on: Day
  role: ReviewRole
  subject_id: string
  subject_name: string
  subject_title: string
  writer_id: string
  writer_name: string
  for_id: string | null
  for_name: string | null
  submitted_at: Instant | null
  declined_at: Instant | null
  ended_at: Instant | null
  ended_because: string | null
  closed_at: Instant | null
  opens_on: Day
  due_on: Day
  waiting: boolean
  sealed: boolean
  started: boolean
  revision: number | null
  saved_at: Instant | null
  today: Day
  manager_id: string | null
  second_manager_id: string | null
  shared_at: Instant | null
  left_out_at: Instant | null
  joined_at: Instant
}

/** Tasks by a condition over `review_task t`, `review v`, `review_cycle y`; of filled cycles only. Inside the wall `started` is true of one's own. `more`: columns beside, of sheet `h` too. */
export async function taskRows<More = unknown>(
  db: Db | Tx,
  c: Context,
  where: RawBuilder<unknown>,
  { order = sql`due_on, ps.sort_name, t.id`, more }: { order?: RawBuilder<unknown>; more?: RawBuilder<More> } = {},
): Promise<(TaskRow & More)[]> {
  const { rows } = await sql<TaskRow & More>`
    select t.id, t.review_id, t.cycle_id, y.plan ->> 'name' as cycle_name, y.revision as cycle_revision, (y.plan ->> 'startsOn')::date as starts_on, (y.plan ->> 'endsOn')::date as ends_on,
      t.role, t.subject_id, ps.full_name as subject_name, v.title as subject_title, t.writer_id, pw.full_name as writer_name,
      t.for_id, pf.full_name as for_name, t.submitted_at, t.declined_at, t.ended_at, t.ended_because, y.closed_at, s.opens_on, ${dueOf(c)} as due_on,
      ${waitingNow(c)} as waiting, ${sealedRole('t.role')} as sealed, h.task_id is not null as started, h.revision, h.saved_at, ${dayHere(c)} as today,
      v.manager_id, v.second_manager_id, v.shared_at, v.left_out_at, v.joined_at${more ? sql`, ${more}` : sql``}
    from review_task t
    join review v on v.organization_id = t.organization_id and v.id = t.review_id
    join review_cycle y on y.organization_id = t.organization_id and y.id = t.cycle_id and y.filled_at is not null
    join review_stage s on s.organization_id = t.organization_id and s.cycle_id = t.cycle_id and s.stage = ${stageOf('t.role')}
    join person ps on ps.organization_id = t.organization_id and ps.id = t.subject_id
    join person pw on pw.organization_id = t.organization_id and pw.id = t.writer_id
    left join person pf on pf.organization_id = t.organization_id and pf.id = t.for_id
    left join review_sheet h on h.organization_id = t.organization_id and h.task_id = t.id
    where t.organization_id = ${c.organizationId} and ${where}
    order by ${order}`.execute(db)
  return rows
}

export type ReviewRow = Holding & {
  id: string
  cycle_id: string
  person_id: string
  person_name: string
  title: string
  department: string
  manager_id: string | null
  manager_name: string | null
  second_manager_id: string | null
  joined_at: Instant
  left_out_at: Instant | null
  left_out_because: 'left' | 'decided' | null
  cleared_by: string | null
  cleared_at: Instant | null
  cleared_name: string | null
  shared_by: string | null
  shared_at: Instant | null
  shared_name: string | null
  acknowledged_at: Instant | null
  disagrees: boolean | null
  comment: string
  /** What the viewer is to it; null: nothing that opens it. */
  as: 'person' | 'manager' | 'second' | 'hr' | 'leader' | null
}

/**
 * What the viewer is to `review v`, the one place that decides it. Second managers have a place
 * only where the cycle asks them. HR partners do not read reviews of themselves or of their own
 * leaders; leaders only what was shared, where the cycle says so.
 */
export function viewerIs(c: Context): RawBuilder<ReviewRow['as']> {
  const { personId, populations, roles, seq, lastSeq } = c.viewer
  const cares = roles.includes('hr') && populations.length > 0
  return sql<ReviewRow['as']>`case
    when v.person_id = ${personId} then 'person'
    when v.manager_id = ${personId} then 'manager'
    when v.second_manager_id = ${personId} and exists (select from review_stage s where s.organization_id = v.organization_id
      and s.cycle_id = v.cycle_id and s.stage = 'second') then 'second'
    when ${cares} and exists (select from population_member pm where pm.organization_id = v.organization_id and pm.person_id = v.person_id
        and pm.population_id = any(${populations as string[]}::uuid[]))
      and not exists (select from roster a where a.organization_id = v.organization_id and a.person_id = v.person_id
        and a.seq < ${seq ?? 0} and a.last_seq >= ${seq ?? 0}) then 'hr'
    when v.shared_at is not null and (y.plan ->> 'leadersRead')::boolean and exists (select from roster b
      where b.organization_id = v.organization_id and b.person_id = v.person_id and b.seq > ${seq ?? 0} and b.seq <= ${lastSeq ?? 0}) then 'leader'
    end`
}

/** Reviews in filled cycles that are open to the viewer in some way. `where` speaks of `v` and `y`. */
export async function reviewRows(db: Db | Tx, c: Context, where: RawBuilder<unknown>): Promise<ReviewRow[]> {
  const { rows } = await sql<ReviewRow>`
    select * from (
      select v.id, v.cycle_id, v.person_id, p.full_name as person_name, p.sort_name, v.title, v.department, v.manager_id, pm.full_name as manager_name, v.second_manager_id,
        v.joined_at, v.left_out_at, v.left_out_because, v.cleared_by, v.cleared_at, pc.full_name as cleared_name,
        v.shared_by, v.shared_at, ps.full_name as shared_name, v.acknowledged_at, v.disagrees, v.comment, ${holding}, ${viewerIs(c)} as as
      from review v
      join review_cycle y on y.organization_id = v.organization_id and y.id = v.cycle_id and y.filled_at is not null
      join person p on p.organization_id = v.organization_id and p.id = v.person_id
      left join person pm on pm.organization_id = v.organization_id and pm.id = v.manager_id
      left join person pc on pc.organization_id = v.organization_id and pc.id = v.cleared_by
      left join person ps on ps.organization_id = v.organization_id and ps.id = v.shared_by
      where v.organization_id = ${c.organizationId} and ${where}
    ) found where "as" is not null order by sort_name, id`.execute(db)
  return rows
}

/** Ids of reviews of a cycle that the viewer looks after, by name. What somebody has a part in otherwise is read on its own page. */
export async function reviewIdsForHr(db: Db | Tx, c: Context, cycleId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from (
      select v.id, p.sort_name, ${viewerIs(c)} as as from review v
      join review_cycle y on y.organization_id = v.organization_id and y.id = v.cycle_id and y.filled_at is not null
      join person p on p.organization_id = v.organization_id and p.id = v.person_id
      where v.organization_id = ${c.organizationId} and v.cycle_id = ${cycleId} and v.left_out_at is null
    ) found where "as" = 'hr' order by sort_name, id`.execute(db)
  return rows.map((r) => r.id)
}

/** One review that the viewer may open; nobody else finds it. */
export async function reviewRow(db: Db | Tx, c: Context, id: string): Promise<ReviewRow> {
  const [row] = await reviewRows(db, c, sql`v.id = ${id}`)
  if (!row) throw problem('not_found')
  return row
}

/** Keeps others from changing this review until the transaction ends. */
export async function lockReview(tx: Tx, c: Context, id: string): Promise<void> {
  await sql`select 1 from review where organization_id = ${c.organizationId} and id = ${id} for update`.execute(tx)
}

export type SheetRow = {
  review_id: string
  task_id: string
  role: ReviewRole
  writer_id: string
  writer_name: string
  answers: FormAnswers
}

/** What was handed in for reviews and is not kept closed. Inside the wall. */
export async function sheetsOf(tx: Tx, c: Context, reviewIds: readonly string[]): Promise<SheetRow[]> {
  const { rows } = await sql<SheetRow>`
    select t.review_id, t.id as task_id, t.role, t.writer_id, p.full_name as writer_name, h.answers
    from review_task t
    join review_sheet h on h.organization_id = t.organization_id and h.task_id = t.id and h.submitted_at is not null and not h.sealed
    join person p on p.organization_id = t.organization_id and p.id = t.writer_id
    where t.organization_id = ${c.organizationId} and t.review_id = any(${reviewIds as string[]}::uuid[]) and t.submitted_at is not null
      and t.ended_at is null
    order by p.sort_name, t.id`.execute(tx)
  return rows
}

export type VoiceRow = {
  review_id: string
  id: string
  role: 'peer' | 'upward'
  question_id: string
  answer: FormAnswers[string]
}

/** Anonymous answers that were released. */
export async function voicesOf(tx: Db | Tx, c: Context, reviewIds: readonly string[]): Promise<VoiceRow[]> {
  const { rows } = await sql<VoiceRow>`select review_id, id, role, question_id, answer from review_voice
    where organization_id = ${c.organizationId} and review_id = any(${reviewIds as string[]}::uuid[]) order by id`.execute(
    tx,
  )
  return rows
}

export type TurnRow = {
  task_id: string
  role: ReviewRole
  kind: 'submitted' | 'reopened' | 'declined' | 'asked_again' | 'delegated' | 'taken_back' | 'handed_over'
  author_id: string
  author_name: string
  to_id: string | null
  to_name: string | null
  reason: string
  created_at: Instant
}

export async function turnsOf(db: Db | Tx, c: Context, where: RawBuilder<unknown>): Promise<TurnRow[]> {
  const { rows } = await sql<TurnRow>`
    select n.task_id, t.role, n.kind, n.author_id, a.full_name as author_name, n.to_id, b.full_name as to_name, n.reason, n.created_at
    from review_turn n join review_task t on t.organization_id = n.organization_id and t.id = n.task_id
    join person a on a.organization_id = n.organization_id and a.id = n.author_id
    left join person b on b.organization_id = n.organization_id and b.id = n.to_id
    where n.organization_id = ${c.organizationId} and ${where} order by n.number limit 200`.execute(db)
  return rows
}

export type RatingRow = {
  review_id: string
  question_id: string
  value: number
  original: number
  changed_by: string | null
  changed_name: string | null
  changed_at: Instant | null
  reason: string | null
}

/** The manager's ratings and what holds now. */
export async function ratingsOf(db: Db | Tx, c: Context, reviewIds: readonly string[]): Promise<RatingRow[]> {
  const { rows } = await sql<RatingRow>`
    select g.review_id, g.question_id, coalesce(n.value_after, g.value) as value, g.value as original, n.changed_by, p.full_name as changed_name, n.changed_at, n.reason
    from review_rating g
    left join lateral (select * from review_rating_change n where n.organization_id = g.organization_id and n.review_id = g.review_id
      and n.question_id = g.question_id order by n.number desc limit 1) n on true
    left join person p on p.organization_id = g.organization_id and p.id = n.changed_by
    where g.organization_id = ${c.organizationId} and g.review_id = any(${reviewIds as string[]}::uuid[])
    order by g.review_id, g.question_id`.execute(db)
  return rows
}

export async function namesOf(db: Db | Tx, c: Context, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{ id: string; full_name: string }>`select id, full_name from person
    where organization_id = ${c.organizationId} and id = any(${ids as string[]}::uuid[])`.execute(db)
  return new Map(rows.map((row) => [row.id, row.full_name]))
}

/** Somebody who works here today, by id. */
export async function presentPerson(db: Db | Tx, c: Context, id: string): Promise<{ id: string; name: string }> {
  const { rows } = await sql<{ id: string; name: string }>`select r.person_id as id, r.full_name as name from roster r
    where r.organization_id = ${c.organizationId} and r.person_id = ${id} and r.employed`.execute(db)
  if (!rows[0]) throw problem('person_unknown')
  return rows[0]
}
