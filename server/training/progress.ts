/** For managers, who of their reports has not finished; for the lead, how many did, never who. */
import { type RawBuilder, sql } from 'kysely'
import { type TrainingRole, trainingRoles } from '../../contract/design.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import type { training } from '../../contract/training.ts'
import { visibleTo } from '../access/access.ts'
import { keptMarks, markOf, steadyGroup } from '../directory/directory.ts'
import { reportIds } from '../goals/goals.ts'
import { chooseLanguage } from '../library/library.ts'
import { allCourses } from '../packages/packages.ts'
import { languages } from '../../contract/library.ts'
import type { Day } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { problem } from '../platform/problem.ts'
import { today as todayOf, toldOfBoth } from '../program/program.ts'
import { readerOf, standing } from './queries.ts'

export async function shelf(
  c: Context,
  input: Input<typeof training.courses>,
): Promise<Answer<typeof training.courses>> {
  const language = input.language ?? chooseLanguage(languages, c.viewer.locale, null).language
  return {
    courses: (await allCourses(c.db, c, language)).map(
      ({ id, title, use, minutes, version, lessons, suggestion, ...course }) => ({
        id,
        title,
        use,
        minutes,
        version,
        lessons: lessons.map((l) => ({ title: l.title, kind: l.kind, minutes: l.minutes })),
        suggestion,
        package: course.package !== undefined,
        own: course.own !== undefined,
      }),
    ),
  }
}

export async function team(c: Context): Promise<Answer<typeof training.team>> {
  const { language } = await readerOf(c)
  const titles = new Map(
    (await allCourses(c.db, c, language)).map((one, i) => [one.id, { title: one.title, order: i }]),
  )
  const { rows } = await sql<{
    id: string
    name: string
    title: string
    course_id: string
    due_on: Day | null
    done: boolean
  }>`
    select r.person_id as id, r.full_name as name, r.title, a.course_id, min(a.due_on) as due_on, bool_or(k.completed_on is not null) as done
    from roster r
    join training_assignment a on a.organization_id = r.organization_id and a.person_id = r.person_id and a.need = 'required'
    left join training_work k on k.organization_id = a.organization_id and k.person_id = a.person_id and k.course_id = a.course_id
    where ${visibleTo(c.viewer)} and r.employed and r.person_id in (${reportIds(c.viewer)}) and ${standing(c)}
    group by r.person_id, r.full_name, r.title, r.sort_name, a.course_id order by r.sort_name, r.person_id limit 3000`.execute(
    c.db,
  )
  const people = new Map<string, Answer<typeof training.team>['people'][number]>()
  for (const row of rows) {
    const course = titles.get(row.course_id)
    if (!course) continue
    const one = people.get(row.id) ?? { person: { id: row.id, name: row.name, title: row.title }, courses: [] }
    one.courses.push({ courseId: row.course_id, title: course.title, dueOn: row.due_on, done: row.done })
    people.set(row.id, one)
  }
  for (const one of people.values())
    one.courses.sort((a, b) => titles.get(a.courseId)!.order - titles.get(b.courseId)!.order)
  return { today: await todayOf(c.db, c), people: [...people.values()] }
}

type Row = { course_id: string; role: TrainingRole; need: 'required' | 'offered'; assigned: number; completed: number }

export async function progress(
  c: Context,
  input: Input<typeof training.progress>,
): Promise<Answer<typeof training.progress>> {
  const { rows: known } = await sql<{ floor: number }>`select smallest_group(organization_id) as floor from program
    where organization_id = ${c.organizationId} and id = ${input.programId}`.execute(c.db)
  if (!known[0]) throw problem('not_found')
  const { floor } = known[0]
  const { language } = await readerOf(c)
  const rows = await countsOf(c, input.programId)
  const { rows: shown } = await sql<{
    course_id: string
    people: number
    before_sum: number
    after_sum: number
    shown_on: Day
  }>`
    select distinct on (s.course_id) s.course_id, s.people, s.before_sum, s.after_sum, s.shown_on from training_confidence_shown s
    where s.organization_id = ${c.organizationId} order by s.course_id, s.number desc`.execute(c.db)
  const all = await allCourses(c.db, c, language)
  const byCourse = Map.groupBy(rows, (row) => row.course_id)
  const order: readonly TrainingRole[] = trainingRoles
  return {
    today: await todayOf(c.db, c),
    floor,
    courses: all.flatMap((course) => {
      const there = byCourse.get(course.id)
      if (!there) return []
      const said = shown.find((s) => s.course_id === course.id && s.people >= floor)
      return [
        {
          courseId: course.id,
          title: course.title,
          roles: told(there, floor).toSorted((a, b) => order.indexOf(a.role) - order.indexOf(b.role)),
          confidence: said
            ? {
                people: said.people,
                before: said.before_sum / said.people,
                after: said.after_sum / said.people,
                on: said.shown_on,
              }
            : null,
        },
      ]
    }),
  }
}

/** Whom each course is asked or offered of by role, and how many of them have finished it. */
async function countsOf(c: Context, programId: string): Promise<Row[]> {
  // Whoever is on leave is asked when they are back.
  const asked = sql`training_assignment a
    join roster r on r.organization_id = a.organization_id and r.person_id = a.person_id and r.employed and r.status <> 'leave'`
  const here = sql`a.organization_id = ${c.organizationId} and a.program_id = ${programId} and a.ended_on is null`
  const work = (person: RawBuilder<unknown>, course: RawBuilder<unknown>) => sql`training_work k
    on k.organization_id = ${c.organizationId} and k.person_id = ${person} and k.course_id = ${course}`
  const { rows } = await sql<Row & { mark: string }>`
    select a.course_id, a.role, a.need, count(*) as assigned, count(k.completed_on) as completed, (${markOf(sql.ref('a.person_id'))})::text as mark
    from ${asked} left join ${work(sql.ref('a.person_id'), sql.ref('a.course_id'))} where ${here} group by 1, 2, 3`.execute(
    c.db,
  )
  const nameOf = (r: Row) => `training ${programId} ${r.course_id} ${r.role} ${r.need}`
  const kept = await keptMarks(c.db, c, rows.map(nameOf))
  const counts: Row[] = []
  for (const row of rows) {
    if (kept.get(nameOf(row)) === row.mark) counts.push(row)
    else {
      const { course_id, role, need } = row
      const people = await steadyGroup(
        c.db,
        c,
        nameOf(row),
        sql`select a.person_id from ${asked} where ${here} and a.course_id = ${course_id} and a.role = ${role} and a.need = ${need}`,
      )
      const { rows: steady } = await sql<Pick<Row, 'assigned' | 'completed'>>`
        select count(*) as assigned, count(k.completed_on) as completed
        from (${people}) s left join ${work(sql.ref('s.person_id'), sql`${course_id}`)}`.execute(c.db)
      counts.push({ ...row, ...steady[0]! })
    }
  }
  return counts
}

/**
 * The counts of one course that are told. How many have finished all courses is told elsewhere, of everybody together:
 * beside a role of a few stands another that is not told, so that the sum gives neither away.
 */
function told(roles: readonly Row[], floor: number): Answer<typeof training.progress>['courses'][number]['roles'] {
  const few = roles.filter((r) => r.assigned < floor)
  let hidden = few.reduce((sum, r) => sum + r.assigned, 0)
  const silent = new Set(few)
  for (const next of roles.filter((r) => !silent.has(r)).toSorted((a, b) => a.assigned - b.assigned)) {
    if (hidden === 0 || hidden >= floor) break
    silent.add(next)
    hidden += next.assigned
  }
  return roles.map((r) => ({
    role: r.role,
    need: r.need,
    count:
      silent.has(r) || toldOfBoth(r.completed, r.assigned, floor) === null
        ? null
        : { assigned: r.assigned, completed: r.completed },
  }))
}

/** Of a wave's managers, how many have finished everything that is required of them; null where nothing is. */
export async function managersTrained(
  db: Db | Tx,
  c: Context,
  waveId: string,
): Promise<{ asked: number; trained: number; floor: number } | null> {
  const now = sql`select a.person_id from training_assignment a
    join roster r on r.organization_id = a.organization_id and r.person_id = a.person_id and r.employed and r.status <> 'leave' and r.direct_reports > 0
    where a.organization_id = ${c.organizationId} and a.wave_id = ${waveId} and a.need = 'required' and a.role in ('managers', 'leaders') and ${standing(c)}
    group by a.person_id`
  const people = await steadyGroup(db, c, `managers trained ${waveId}`, now)
  // Of whoever is no manager of the wave any more, whatever was required of them there: their going must not tell how far they were.
  const { rows } = await sql<{ asked: number; trained: number; floor: number }>`
    with today as materialized (${now})
    select count(*) as asked, count(*) filter (where open = 0) as trained, smallest_group(${c.organizationId}) as floor from (
      select s.person_id, count(*) filter (where a.person_id is not null and k.completed_on is null) as open
      from (${people}) s
      left join training_assignment a on a.organization_id = ${c.organizationId} and a.person_id = s.person_id and a.need = 'required'
        and a.program_id = (select w.program_id from wave w where w.organization_id = a.organization_id and w.id = ${waveId})
        and ((a.wave_id = ${waveId} and a.role in ('managers', 'leaders') and ${standing(c)})
          or not exists (select from today t where t.person_id = s.person_id))
      left join training_work k on k.organization_id = a.organization_id and k.person_id = a.person_id and k.course_id = a.course_id
      group by s.person_id
    ) m`.execute(db)
  return rows[0]!.asked > 0 ? rows[0]! : null
}

/** Required courses that the viewer should turn to now: due within a week, or late. */
export async function dueFor(
  c: Context,
): Promise<{ courseId: string; title: string; dueOn: Day; minutes: number; started: boolean }[]> {
  const { rows } = await sql<{ course_id: string; due_on: Day; started: boolean }>`
    select a.course_id, min(coalesce(n.due_on, a.due_on)) as due_on, bool_or(k.started_on is not null) as started from training_assignment a
    left join training_work k on k.organization_id = a.organization_id and k.person_id = a.person_id and k.course_id = a.course_id
    left join training_renewal n on n.organization_id = a.organization_id and n.person_id = a.person_id and n.course_id = a.course_id and n.done_on is null
    where a.organization_id = ${c.organizationId} and a.person_id = ${c.viewer.personId}
      and ((a.need = 'required' and k.completed_on is null) or n.due_on is not null)
      and coalesce(n.due_on, a.due_on) <= (${c.clock.today(c.viewer.timeZone)}::date + 7) and ${standing(c)}
    group by 1 order by 2, 1 limit 3`.execute(c.db)
  if (rows.length === 0) return []
  const { language } = await readerOf(c)
  const all = await allCourses(c.db, c, language)
  return rows.flatMap((row) => {
    const course = all.find((one) => one.id === row.course_id)
    return course
      ? [
          {
            courseId: course.id,
            title: course.title,
            dueOn: row.due_on,
            minutes: course.minutes,
            started: row.started,
          },
        ]
      : []
  })
}
