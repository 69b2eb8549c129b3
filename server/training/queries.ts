/** Reads of assignments and of how far people are. */
import { type RawBuilder, sql } from 'kysely'
import type { Lesson } from '../../contract/training.ts'
import { type Language, languages } from '../../contract/library.ts'
import { asBegun } from '../courses/courses.ts'
import { chooseLanguage, type CourseFile } from '../library/library.ts'
import { allCourses, type Course } from '../packages/packages.ts'
import type { Day } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { dayHere } from '../program/program.ts'

/** Its person is in a wave of that program, or holds the seat that the course is for. */
const here = (c: Context, a: RawBuilder<unknown>): RawBuilder<boolean> =>
  sql<boolean>`(exists (select from wave_member m where m.organization_id = ${a}.organization_id and m.person_id = ${a}.person_id
    and m.program_id = ${a}.program_id and m.superseded is null and m.holds @> ${dayHere(c)})
    or (${a}.role in ('champions', 'trainers') and exists (select from role_grant g where g.organization_id = ${a}.organization_id
      and g.person_id = ${a}.person_id and g.role = rtrim(${a}.role, 's') and g.ended_at is null)))`

/** An assignment counts only while its person is there: what a move ends today is not shown until tonight. */
export const standing = (c: Context, a: RawBuilder<unknown> = sql.ref('a')): RawBuilder<boolean> =>
  sql<boolean>`(${a}.ended_on is null and ${here(c, a)})`

export type MyRow = {
  course_id: string
  program_id: string | null
  need: 'required' | 'offered' | null
  due_on: Day | null
  started_on: Day | null
  at_lesson: string | null
  completed_on: Day | null
  completed_version: number | null
  /** Of a course of the company's own. */
  begun_version: number | null
  done: string[]
}

/**
 * The viewer's courses: what their waves ask or offer, and what they finished before; or one of
 * them. Of two programs that both have a course, the one that requires it and is due first counts.
 */
export async function myRows(db: Db | Tx, c: Context, courseId?: string): Promise<MyRow[]> {
  const { rows } = await sql<MyRow>`
    with asked as (
      select distinct on (a.course_id) a.course_id, a.program_id, a.need, a.due_on from training_assignment a
      where a.organization_id = ${c.organizationId} and a.person_id = ${c.viewer.personId} and ${standing(c)}
      order by a.course_id, a.need desc, a.due_on nulls last, a.program_id
    ),
    worked as (
      select k.* from training_work k where k.organization_id = ${c.organizationId} and k.person_id = ${c.viewer.personId}
        and (exists (select from asked a where a.course_id = k.course_id) or (k.completed_on is not null and exists (
          select from training_assignment b where b.organization_id = k.organization_id and b.person_id = k.person_id
            and b.course_id = k.course_id and ${here(c, sql.ref('b'))})))
    )
    select coalesce(a.course_id, k.course_id) as course_id, a.program_id, case when n.due_on is null then a.need else 'required' end as need, coalesce(n.due_on, a.due_on) as due_on, k.started_on, k.at_lesson, k.begun_version,
      -- What is to be renewed is open again, although it holds until the certificate ends.
      case when n.due_on is null then k.completed_on end as completed_on, case when n.due_on is null then k.completed_version end as completed_version,
      coalesce((select array_agg(l.lesson_id order by l.lesson_id) from training_lesson l where l.organization_id = ${c.organizationId}
        and l.person_id = ${c.viewer.personId} and l.course_id = coalesce(a.course_id, k.course_id) and l.done_on is not null), '{}') as done
    from asked a full join worked k on k.course_id = a.course_id
    left join lateral (select max(r.due_on) as due_on from training_renewal r where r.organization_id = ${c.organizationId} and r.person_id = ${c.viewer.personId}
      and r.course_id = a.course_id and r.done_on is null) n on true
    where ${courseId ?? null}::text is null or coalesce(a.course_id, k.course_id) = ${courseId ?? null}`.execute(db)
  return rows
}

export async function readerOf(c: Context): Promise<{ language: Language; organization: string }> {
  const { rows } = await sql<{
    name: string
    locale: string
  }>`select name, locale from organization where id = ${c.organizationId}`.execute(c.db)
  return {
    language: chooseLanguage(languages, c.viewer.locale, rows[0]!.locale).language,
    organization: rows[0]!.name,
  }
}

export async function nameOf(c: Context): Promise<{ name: string; givenName: string | null }> {
  const { rows } = await sql<{
    name: string
    givenName: string | null
  }>`select full_name as name, given_name as "givenName" from person where organization_id = ${c.organizationId} and id = ${c.viewer.personId}`.execute(
    c.db,
  )
  return rows[0] ?? { name: '', givenName: null }
}

export const courseIn = async (db: Db | Tx, c: Context, language: Language, id: string): Promise<Course | undefined> =>
  (await allCourses(db, c, language)).find((one) => one.id === id)

/** Whoever has begun a course of the company's own goes on with the version they began; whoever has finished finds the newest. */
export async function asTheyHaveIt(
  db: Db | Tx,
  c: Context,
  course: Course,
  row: Pick<MyRow, 'begun_version' | 'completed_on'> | undefined,
  language: Language,
): Promise<Course> {
  if (!course.own || !row || row.completed_on !== null || row.begun_version === null) return course
  return (await asBegun(db, c, course.id, row.begun_version, language)) ?? course
}
export const lessonIn = (course: Pick<CourseFile, 'lessons'>, id: string): Lesson | undefined =>
  course.lessons.find((one) => one.id === id)
