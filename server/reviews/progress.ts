/**
 * How far a cycle is: that things were written and when, never what. HR partners see their
 * population. Of what is written without names nobody is late, and a number is told only of
 * reviews whose writers may be told (`toldOf`); sums are made of those alone, so that no
 * difference tells another.
 */
import { type RawBuilder, sql } from 'kysely'
import type { Answer, Input } from '../../contract/operation.ts'
import type { reviews, StageId } from '../../contract/reviews.ts'
import type { ReviewRole } from '../../contract/review-form.ts'
import type { Context } from '../platform/context.ts'
import type { Day, Instant } from '../platform/clock.ts'
import { problem } from '../platform/problem.ts'
import { dayHere } from '../program/program.ts'
import { type CycleRow, cycleRow, dueOf, peopleOf, stageOf, toldWhere } from './queries.ts'
import { sealedRolesOf, stageOfRole, toldOf } from './rules.ts'
import { waitsForHr } from './to-do.ts'

/** Of `review v`: the lead sees everybody, an HR partner their population, never themself. */
export function inCare(c: Context): RawBuilder<boolean> {
  if (c.viewer.roles.includes('lead')) return sql<boolean>`true`
  return sql<boolean>`(v.person_id <> ${c.viewer.personId} and exists (select from population_member pm where pm.organization_id = v.organization_id
    and pm.person_id = v.person_id and pm.population_id = any(${c.viewer.populations as string[]}::uuid[])))`
}

export async function progress(
  c: Context,
  input: Input<typeof reviews.progress>,
): Promise<Answer<typeof reviews.progress>> {
  const y = await cycleRow(c.db, c, input.cycleId)
  if (!y.filled_at) throw problem('not_found')
  const acts = sql`
    select v.department, 'share' as stage, v.shared_at is not null as done, true as counts, null::date as own from review v
      where v.organization_id = ${c.organizationId} and v.cycle_id = ${y.id} and v.left_out_at is null and ${inCare(c)}
    union all select v.department, 'acknowledge', v.acknowledged_at is not null, v.shared_at is not null, null from review v
      where v.organization_id = ${c.organizationId} and v.cycle_id = ${y.id} and v.left_out_at is null and ${inCare(c)}
    union all select v.department, 'hr', v.cleared_at is not null, true, null from review v
      where v.organization_id = ${c.organizationId} and v.cycle_id = ${y.id} and v.left_out_at is null and ${inCare(c)}
    union all select v.department, 'nominate', (select count(*) from review_nomination n where n.organization_id = v.organization_id and n.review_id = v.id
        and n.approved is not false) >= ${y.plan.peers.least}, true, null from review v
      where v.organization_id = ${c.organizationId} and v.cycle_id = ${y.id} and v.left_out_at is null and ${inCare(c)}
    union all select v.department, ${stageOf('t.role')}, t.submitted_at is not null, t.declined_at is null, ${dueOf(c)} from review_task t
      join review v on v.organization_id = t.organization_id and v.id = t.review_id
      join review_cycle y on y.organization_id = t.organization_id and y.id = t.cycle_id
      join review_stage s on s.organization_id = t.organization_id and s.cycle_id = t.cycle_id and s.stage = ${stageOf('t.role')}
      where t.organization_id = ${c.organizationId} and t.cycle_id = ${y.id} and t.ended_at is null and v.left_out_at is null and ${inCare(c)}
        and t.role <> all(${sealedRolesOf(y.plan)})`
  const { rows: named } = await sql<Omit<Share, 'sealed'>>`
    select a.department, a.stage, (count(*) filter (where a.done and a.counts))::integer as done, (count(*) filter (where a.counts))::integer as of,
      (count(*) filter (where a.counts and not a.done and coalesce(a.own, s.due_on) < ${dayHere(c)}))::integer as late
    from (${acts}) a join review_stage s on s.organization_id = ${c.organizationId} and s.cycle_id = ${y.id} and s.stage = a.stage
    group by a.department, a.stage`.execute(c.db)
  const rows: Share[] = [...named.map((row) => ({ ...row, sealed: false })), ...(await sealedShares(c, y))]
  const people = await sql<{ department: string; people: number; left_out: number; no_manager: number }>`
    select v.department, (count(*) filter (where v.left_out_at is null))::integer as people, (count(*) filter (where v.left_out_at is not null))::integer as left_out,
      (count(*) filter (where v.left_out_at is null and v.manager_id is null))::integer as no_manager
    from review v where v.organization_id = ${c.organizationId} and v.cycle_id = ${y.id} and ${inCare(c)} group by v.department order by v.department`.execute(
    c.db,
  )
  const order = new Map(y.stages.map((s, at) => [s.stage, at]))
  const stagesOf = (list: readonly Share[]) =>
    [...Map.groupBy(list, (row) => row.stage)]
      .map(([stage, all]) => {
        // Where nothing is told of a department, nothing of it goes into the sum.
        const told = all.filter((row) => row.done !== null)
        const some = told.length > 0 ? told : all
        const sum = (of: (row: Share) => number) => some.reduce((n, row) => n + of(row), 0)
        return {
          stage,
          sealed: all[0]!.sealed,
          done: told.length > 0 ? sum((row) => row.done ?? 0) : null,
          of: sum((row) => row.of),
          late: sum((row) => row.late),
        }
      })
      .toSorted((a, b) => (order.get(a.stage) ?? 0) - (order.get(b.stage) ?? 0))
  const byDepartment = Map.groupBy(rows, (row) => row.department)
  const sum = (key: 'people' | 'left_out' | 'no_manager') => people.rows.reduce((n, row) => n + row[key], 0)
  return {
    asOf: c.clock.now(),
    today: y.today,
    people: sum('people'),
    leftOut: sum('left_out'),
    stages: stagesOf(rows),
    departments: people.rows.map((row) => ({
      department: row.department,
      people: row.people,
      stages: stagesOf(byDepartment.get(row.department) ?? []),
    })),
    notIn: c.viewer.roles.includes('lead') && !y.closed_at ? await notInCount(c, y.id) : 0,
    noManager: sum('no_manager'),
  }
}

type Share = { department: string; stage: StageId; sealed: boolean; done: number | null; of: number; late: number }

/**
 * Of what is written without names, by department: of reviews that are told, else only how many
 * were asked. Whoever declined or left counts as asked, or their going would tell.
 */
async function sealedShares(c: Context, y: CycleRow): Promise<Share[]> {
  const sealed = sealedRolesOf(y.plan)
  if (sealed.length === 0) return []
  const over = sealed.filter((role) => isOver(y, role))
  const { rows } = await sql<{ department: string; role: ReviewRole; done: number | null; of: number }>`
    select department, role, (sum(done) filter (where told))::integer as done, coalesce(sum("of") filter (where told), sum("of"))::integer as of
    from (
      select x.*, ${toldWhere(sql`x.done`, y.plan.floor, sql`x.role = any(${over})`)} as told
      from (
        select v.department, t.role, (count(distinct t.writer_id) filter (where t.submitted_at is not null))::integer as done,
          count(distinct t.writer_id)::integer as of
        from review_task t join review v on v.organization_id = t.organization_id and v.id = t.review_id
        where t.organization_id = ${c.organizationId} and t.cycle_id = ${y.id} and v.left_out_at is null and ${inCare(c)} and t.role = any(${sealed})
        group by v.id, v.department, t.role
      ) x
    ) judged group by department, role`.execute(c.db)
  return rows.map(({ role, ...share }) => ({ ...share, stage: stageOfRole[role], sealed: true, late: 0 }))
}

const isOver = (y: CycleRow, role: ReviewRole) =>
  y.stages.some((s) => s.stage === stageOfRole[role] && s.due_on < y.today)

async function notIn(c: Context, cycleId: string): Promise<RawBuilder<boolean>> {
  const y = await cycleRow(c.db, c, cycleId)
  return sql<boolean>`(${await peopleOf(c.db, c, y.plan)} and not exists (select from review v where v.organization_id = r.organization_id
    and v.cycle_id = ${cycleId} and v.person_id = r.person_id))`
}
async function notInCount(c: Context, cycleId: string): Promise<number> {
  const { rows } = await sql<{
    n: number
  }>`select count(*)::integer as n from roster r where ${await notIn(c, cycleId)}`.execute(c.db)
  return rows[0]!.n
}

const wordsOf = (search: string | undefined) =>
  (search ?? '')
    .toLowerCase()
    .split(/\s+/)
    .filter(Boolean)
    .slice(0, 8)
    .map((word) => `%${word.replace(/[\\%_]/g, '\\$&')}%`)

export async function late(c: Context, input: Input<typeof reviews.late>): Promise<Answer<typeof reviews.late>> {
  const y = await cycleRow(c.db, c, input.cycleId)
  if (!y.filled_at) throw problem('not_found')
  const parts = [
    sql`t.organization_id = ${c.organizationId} and t.cycle_id = ${y.id} and t.submitted_at is null and t.declined_at is null and t.ended_at is null`,
    sql`v.left_out_at is null and ${dueOf(c)} < ${dayHere(c)} and coalesce(rw.status, '') <> 'leave' and ${inCare(c)}`,
    // An HR partner is not told on the way who writes about themself.
    sql`t.subject_id <> ${c.viewer.personId}`,
    // Who did not write without a name tells who did.
    sql`t.role <> all(${sealedRolesOf(y.plan)})`,
  ]
  if (input.role) parts.push(sql`t.role = ${input.role}`)
  if (input.department !== undefined) parts.push(sql`v.department = ${input.department}`)
  for (const word of wordsOf(input.search)) parts.push(sql`lower(pw.full_name || ' ' || ps.full_name) like ${word}`)
  type Row = {
    id: string
    role: ReviewRole
    writer_id: string
    writer_name: string
    subject_id: string
    subject_name: string
    department: string
    due_on: Day
    days: number
    total: number
  }
  const { rows } = await sql<Row>`
    select t.id, t.role, t.writer_id, pw.full_name as writer_name, t.subject_id, ps.full_name as subject_name, v.department, ${dueOf(c)} as due_on,
      (${dayHere(c)} - ${dueOf(c)})::integer as days, count(*) over ()::integer as total
    from review_task t join review v on v.organization_id = t.organization_id and v.id = t.review_id
    join review_cycle y on y.organization_id = t.organization_id and y.id = t.cycle_id
    join review_stage s on s.organization_id = t.organization_id and s.cycle_id = t.cycle_id and s.stage = ${stageOf('t.role')}
    join person pw on pw.organization_id = t.organization_id and pw.id = t.writer_id
    join person ps on ps.organization_id = t.organization_id and ps.id = t.subject_id
    left join roster rw on rw.organization_id = t.organization_id and rw.person_id = t.writer_id
    where ${sql.join(parts, sql` and `)} order by due_on, pw.sort_name, ps.sort_name, t.id limit ${input.limit} offset ${input.offset}`.execute(
    c.db,
  )
  const total = rows[0]?.total ?? 0
  return {
    tasks: rows.map((t) => ({
      id: t.id,
      role: t.role,
      writer: { id: t.writer_id, name: t.writer_name },
      subject: { id: t.subject_id, name: t.subject_name },
      department: t.department,
      dueOn: t.due_on,
      days: t.days,
    })),
    total,
    next: input.offset + rows.length < total ? input.offset + rows.length : null,
  }
}

export async function people(c: Context, input: Input<typeof reviews.people>): Promise<Answer<typeof reviews.people>> {
  const y = await cycleRow(c.db, c, input.cycleId)
  if (!y.filled_at) throw problem('not_found')
  if (input.show === 'not_in') return waitingOutside(c, y.id, input)
  const sealed = sealedRolesOf(y.plan)
  const parts = [sql`v.organization_id = ${c.organizationId} and v.cycle_id = ${y.id} and ${inCare(c)}`]
  parts.push(input.show === 'left_out' ? sql`v.left_out_at is not null` : sql`v.left_out_at is null`)
  if (input.show === 'no_manager') parts.push(sql`v.manager_id is null`)
  if (input.show === 'to_clear')
    parts.push(sql`exists (select from review_cycle y where y.organization_id = v.organization_id and y.id = v.cycle_id and y.closed_at is null
      and ${waitsForHr(c)})`)
  if (input.department !== undefined) parts.push(sql`v.department = ${input.department}`)
  for (const word of wordsOf(input.search)) parts.push(sql`lower(p.full_name) like ${word}`)
  type Row = {
    id: string
    person_id: string
    name: string
    title: string
    department: string
    manager_id: string | null
    manager_name: string | null
    joined_by: string | null
    left_out_at: Instant | null
    left_out_because: 'left' | 'decided' | null
    left_out_words: string
    on_leave: boolean
    cleared_at: Instant | null
    shared_at: Instant | null
    acknowledged_at: Instant | null
    roles: { role: ReviewRole; done: number; of: number; late: number; asked: number }[]
    total: number
  }
  const { rows } = await sql<Row>`
    select v.id, v.person_id, p.full_name as name, v.title, v.department, v.manager_id, m.full_name as manager_name, v.joined_by,
      v.left_out_at, v.left_out_because, v.left_out_words, coalesce(r.status = 'leave', false) as on_leave, v.cleared_at, v.shared_at, v.acknowledged_at,
      coalesce((select jsonb_agg(jsonb_build_object('role', x.role, 'done', x.done, 'of', x.of, 'late', x.late, 'asked', x.asked)) from (
        select t.role, count(distinct t.writer_id) filter (where t.submitted_at is not null) as done, count(distinct t.writer_id) as asked,
          count(*) filter (where t.ended_at is null and t.declined_at is null) as of,
          count(*) filter (where t.submitted_at is null and t.ended_at is null and t.declined_at is null and ${dueOf(c)} < ${dayHere(c)}) as late
        from review_task t join review_stage s on s.organization_id = t.organization_id and s.cycle_id = t.cycle_id and s.stage = ${stageOf('t.role')}
        join review_cycle y on y.organization_id = t.organization_id and y.id = t.cycle_id
        where t.organization_id = v.organization_id and t.review_id = v.id
          and (t.role = any(${sealed}) or (t.ended_at is null and t.declined_at is null)) group by t.role) x), '[]') as roles,
      count(*) over ()::integer as total
    from review v join person p on p.organization_id = v.organization_id and p.id = v.person_id
    left join person m on m.organization_id = v.organization_id and m.id = v.manager_id
    left join roster r on r.organization_id = v.organization_id and r.person_id = v.person_id
    where ${sql.join(parts, sql` and `)} order by p.sort_name, v.id limit ${input.limit} offset ${input.offset}`.execute(
    c.db,
  )
  const total = rows[0]?.total ?? 0
  return {
    people: rows.map((v) => ({
      id: v.id,
      person: { id: v.person_id, name: v.name, title: v.title, department: v.department },
      manager: v.manager_id ? { id: v.manager_id, name: v.manager_name ?? '' } : null,
      joinedLate: v.joined_by !== null,
      leftOut:
        v.left_out_at && v.left_out_because
          ? { because: v.left_out_because, at: v.left_out_at, words: v.left_out_words }
          : null,
      onLeave: v.on_leave,
      roles: v.roles.map(({ role, done, of, late, asked }) =>
        sealed.includes(role)
          ? { role, sealed: true, done: toldOf(done, y.plan.floor, isOver(y, role)), of: asked, late: 0 }
          : { role, sealed: false, done, of, late },
      ),
      clearedAt: v.cleared_at,
      sharedAt: v.shared_at,
      acknowledgedAt: v.acknowledged_at,
    })),
    total,
    next: input.offset + rows.length < total ? input.offset + rows.length : null,
  }
}

/** People whom the plan reaches today and who are not in the cycle; the lead takes them in or not. Their person id stands for a review. */
async function waitingOutside(
  c: Context,
  cycleId: string,
  input: Input<typeof reviews.people>,
): Promise<Answer<typeof reviews.people>> {
  if (!c.viewer.roles.includes('lead')) return { people: [], total: 0, next: null }
  const words = wordsOf(input.search).map((word) => sql`and lower(r.full_name) like ${word}`)
  const { rows } = await sql<{
    id: string
    name: string
    title: string
    department: string
    manager_id: string | null
    manager_name: string | null
    total: number
  }>`
    select r.person_id as id, r.full_name as name, r.title, r.department, r.manager_id, m.full_name as manager_name, count(*) over ()::integer as total
    from roster r left join person m on m.organization_id = r.organization_id and m.id = r.manager_id
    where ${await notIn(c, cycleId)} ${sql.join(words, sql` `)} order by r.sort_name, r.person_id limit ${input.limit} offset ${input.offset}`.execute(
    c.db,
  )
  const total = rows[0]?.total ?? 0
  return {
    people: rows.map((r) => ({
      id: null,
      person: { id: r.id, name: r.name, title: r.title, department: r.department },
      manager: r.manager_id ? { id: r.manager_id, name: r.manager_name ?? '' } : null,
      joinedLate: false,
      leftOut: null,
      onLeave: false,
      roles: [],
      clearedAt: null,
      sharedAt: null,
      acknowledgedAt: null,
    })),
    total,
    next: input.offset + rows.length < total ? input.offset + rows.length : null,
  }
}
