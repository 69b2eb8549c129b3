/** What happened in the whole period, beside the form: each part under its own rule of who sees it. */
import { sql } from 'kysely'
import type { Answer, Input } from '../../contract/operation.ts'
import type { reviews } from '../../contract/reviews.ts'
import { may } from '../access/access.ts'
import { asPerson } from '../checkins/checkins.ts'
import { receivedIn } from '../feedback/feedback.ts'
import { goalVisibleTo, reachedOfGoal } from '../goals/goals.ts'
import type { Day } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { problem } from '../platform/problem.ts'
import { earlierRows } from './earlier.ts'
import { cycleRow, ratingsOf, reviewRows, type TaskRow, taskRows } from './queries.ts'
import { mayRead, say } from './rules.ts'
import { speech } from './sheet.ts'

type Found = Answer<typeof reviews.evidence>

export async function evidence(c: Context, input: Input<typeof reviews.evidence>): Promise<Found> {
  return asPerson(c, async (tx, inside) => {
    const [task] = await taskRows(tx, inside, sql`t.id = ${input.taskId} and t.writer_id = ${c.viewer.personId}`)
    // Colleagues and team members write from what they saw themselves.
    if (!task || task.left_out_at || task.role === 'peer' || task.role === 'upward') throw problem('not_found')
    const goals = await goalsIn(tx, inside, task)
    const checkins = await checkinsIn(tx, inside, task)
    const feedback = await receivedIn(tx, inside, task.subject_id, { from: task.starts_on, to: task.ends_on })
    const touched = await goalDays(
      tx,
      inside,
      task,
      goals.map((g) => g.id),
    )
    return {
      startsOn: task.starts_on,
      endsOn: task.ends_on,
      goals,
      checkins,
      feedback,
      lastReview: await lastReview(tx, inside, task),
      months: monthsOf(task.starts_on, task.ends_on).map((month) => ({
        month,
        goals: touched.filter((day) => day.startsWith(month)).length,
        checkins: checkins.filter((k) => k.on.startsWith(month)).length,
        feedback: feedback.filter((f) => f.on.startsWith(month)).length,
      })),
    }
  })
}

/** `2026-01`, … for every month that a period touches. */
export function monthsOf(from: Day, to: Day): string[] {
  const out: string[] = []
  let [year, month] = [Number(from.slice(0, 4)), Number(from.slice(5, 7))]
  for (; ; month === 12 ? ((year += 1), (month = 1)) : (month += 1)) {
    const name = `${year}-${String(month).padStart(2, '0')}`
    if (name > to.slice(0, 7) || out.length === 36) return out
    out.push(name)
  }
}

/**
 * Goals that were the person's on some day of the period, those that they took over or handed over in
 * it, and those that they help with; each as far as the writer may see the goal itself.
 */
async function goalsIn(tx: Tx, c: Context, task: TaskRow): Promise<Found['goals']> {
  type Row = {
    id: string
    title: string
    starts_on: Day
    ends_on: Day
    outcome: Found['goals'][number]['outcome']
    said: number
    measures: { kind: 'number'; start: number; target: number; current: number; weight: number }[]
    owns: boolean
    owner_id: string
    owner_name: string
    helps: boolean
    handed: { on: Day; id: string; name: string; away: boolean } | null
  }
  const subject = task.subject_id
  const period = sql`daterange(${task.starts_on}::date, ${task.ends_on}::date, '[]')`
  const { rows } = await sql<Row>`
    with theirs as (
      select g.id, false as helps from goal g where g.organization_id = ${c.organizationId} and g.owner_id = ${subject}
      union all
      select o.goal_id, o.part = 'key_result' from goal_ownership o
        where o.organization_id = ${c.organizationId} and o.person_id = ${subject} and o.holds && ${period}
          -- Written and handed over on one day, it was believed theirs for a moment.
          and (o.superseded is null or exists (select from goal_update u where u.organization_id = o.organization_id and u.goal_id = o.goal_id
            and u.kind = 'handed_over' and u.from_person_id = ${subject} and u.taken_back_at is null))
      union all
      select h.goal_id, true from goal_contributor h where h.organization_id = ${c.organizationId} and h.person_id = ${subject}
    ),
    each as (select id, bool_and(helps) as helps from theirs group by id)
    select g.id, g.title, g.starts_on, g.ends_on, g.outcome, g.said_reached::float8 as said,
      coalesce((select jsonb_agg(jsonb_build_object('kind', k.kind, 'start', k.start_value, 'target', k.target_value, 'current', k.current_value, 'weight', k.weight))
        from key_result k where k.organization_id = g.organization_id and k.goal_id = g.id and k.removed_at is null), '[]') as measures,
      g.owner_id = ${subject} as owns, g.owner_id, po.full_name as owner_name, e.helps, (
        select jsonb_build_object('on', (u.created_at at time zone z.time_zone)::date, 'id', p.id, 'name', p.full_name, 'away', u.from_person_id = ${subject})
        from goal_update u join organization z on z.id = u.organization_id
        join person p on p.organization_id = u.organization_id and p.id = case when u.from_person_id = ${subject} then u.to_person_id else u.from_person_id end
        where u.organization_id = g.organization_id and u.goal_id = g.id and u.kind = 'handed_over' and u.taken_back_at is null
          and (u.from_person_id = ${subject} or u.to_person_id = ${subject}) and ${period} @> (u.created_at at time zone z.time_zone)::date
        order by u.created_at desc, u.number desc limit 1
      ) as handed
    from each e join goal g on g.organization_id = ${c.organizationId} and g.id = e.id
    join person po on po.organization_id = g.organization_id and po.id = g.owner_id
    left join roster r on r.organization_id = g.organization_id and r.person_id = g.owner_id
    where g.removed_at is null and g.published_at is not null
      and g.starts_on <= ${task.ends_on} and g.ends_on >= ${task.starts_on} and ${goalVisibleTo(c.viewer)}
    order by g.owner_id <> ${subject}, g.ends_on, g.created_at, g.id limit 30`.execute(tx)
  return rows.map((g) => ({
    id: g.id,
    title: g.title,
    startsOn: g.starts_on,
    endsOn: g.ends_on,
    reached: reachedOfGoal(g.measures, g.said),
    outcome: g.outcome,
    theirs: partOf(g),
  }))
}

/** What somebody is, or was, to a goal. */
function partOf(g: {
  owns: boolean
  owner_id: string
  owner_name: string
  helps: boolean
  handed: { on: Day; id: string; name: string; away: boolean } | null
}): Found['goals'][number]['theirs'] {
  const { handed } = g
  if (handed && handed.away !== g.owns)
    return {
      part: handed.away ? 'handed_over' : 'taken_over',
      with: { id: handed.id, name: handed.name },
      on: handed.on,
    }
  if (g.owns) return { part: 'owns', with: null, on: null }
  // Owned for a part of the period, and handed on by others since.
  const owner = { id: g.owner_id, name: g.owner_name }
  return { part: g.helps ? 'helps' : 'handed_over', with: owner, on: null }
}

/** Days of the period on which somebody worked on the person's own goals, or they themself on others. */
async function goalDays(tx: Tx, c: Context, task: TaskRow, ids: readonly string[]): Promise<Day[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<{ on: Day }>`
    select (u.created_at at time zone o.time_zone)::date as on from goal_update u join organization o on o.id = u.organization_id
    join goal g on g.organization_id = u.organization_id and g.id = u.goal_id and (g.owner_id = ${task.subject_id} or u.author_id = ${task.subject_id})
    where u.organization_id = ${c.organizationId} and u.goal_id = any(${ids as string[]}::uuid[]) and u.taken_back_at is null
      and (u.created_at at time zone o.time_zone)::date between ${task.starts_on} and ${task.ends_on} limit 2000`.execute(
    tx,
  )
  return rows.map((r) => r.on)
}

/**
 * Held check-ins of the person: those in which the writer took part, with the topics that both saw. Of
 * those with other managers whoever may see the person's cadence learns the day, and nothing that was said.
 */
async function checkinsIn(tx: Tx, c: Context, task: TaskRow): Promise<Found['checkins']> {
  const me = c.viewer.personId
  const days = me !== task.subject_id && (await may(c, 'checkins.cadence', task.subject_id))
  const { rows } = await sql<{
    id: string
    on: Day
    with_id: string
    with_name: string
    topics: string[]
    own: boolean
  }>`
    select k.id, k.held_on as on, p.id as with_id, p.full_name as with_name, me.own,
      case when me.own then coalesce((select array_agg(i.words order by i.position) from (select i.words, i.position from checkin_item i
        where i.organization_id = k.organization_id and i.checkin_id = k.id and i.shared_at is not null order by i.position limit 4) i), '{}') else '{}' end as topics
    from checkin k
    cross join lateral (select k.manager_id = ${me} or k.report_id = ${me} as own) me
    join person p on p.organization_id = k.organization_id and p.id = case when k.manager_id = ${me} then k.report_id else k.manager_id end
    where k.organization_id = ${c.organizationId} and k.report_id = ${task.subject_id} and (me.own or ${days}) and k.disputed_at is null
      and k.held_on between ${task.starts_on} and ${task.ends_on}
    order by k.held_on desc, k.id limit 60`.execute(tx)
  return rows.map((k) => ({
    id: k.own ? k.id : null,
    on: k.on,
    with: { id: k.with_id, name: k.with_name },
    topics: k.topics,
  }))
}

/** The newest finished review of the person that the writer may read, of an earlier tool too, with its ratings. */
async function lastReview(tx: Tx, c: Context, task: TaskRow): Promise<Found['lastReview']> {
  const earlier = await reviewRows(
    tx,
    c,
    sql`v.person_id = ${task.subject_id} and v.id <> ${task.review_id} and v.shared_at is not null and v.left_out_at is null`,
  )
  const last = earlier.toSorted((a, b) => (a.shared_at! < b.shared_at! ? 1 : -1))[0]
  const plan = last ? (await cycleRow(tx, c, last.cycle_id)).plan : null
  const before = (await earlierRows(tx, c, sql`e.person_id = ${task.subject_id}`))[0]
  if (before && (!plan || before.ends_on > plan.endsOn))
    return {
      id: before.id,
      cycle: { name: before.cycle },
      endsOn: before.ends_on,
      ratings: before.rating ? [{ ask: '', label: before.rating }] : [],
      earlier: true,
    }
  if (!last?.as || !plan) return null
  const rated = await ratingsOf(tx, c, [last.id])
  const order = speech(c)
  const as = last.as
  return {
    id: last.id,
    cycle: { name: plan.name },
    earlier: false,
    endsOn: plan.endsOn,
    ratings: plan.form.sections.flatMap((section) =>
      section.questions.flatMap((question) => {
        const found = rated.find((g) => g.question_id === question.id)
        const read = { shared: true, leadersRead: plan.leadersRead }
        if (!found || !mayRead(as, { section, question, role: 'manager' }, read)) return []
        const step = question.steps[found.value - 1]
        return [{ ask: say(question.ask, order), label: step ? say(step.label, order) : String(found.value) }]
      }),
    ),
  }
}
