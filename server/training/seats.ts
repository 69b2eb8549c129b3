/** What people are required to take because they are trainers or on the way there. */
import { sql } from 'kysely'
import type { Language } from '../../contract/library.ts'
import { allCourses } from '../packages/packages.ts'
import type { Day } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { curricula } from '../program/program.ts'
import { standing } from './queries.ts'

type Taken = { courseId: string; title: string; done: boolean; dueOn: Day | null }

/** By person, in the order of the shelf. Whichever role they were given it for: it is the same course. */
export async function trainerCourses(
  db: Db | Tx,
  c: Context,
  people: readonly string[],
  language: Language = 'en',
): Promise<Map<string, Taken[]>> {
  const asked = (await curricula(db, c)).flatMap((wave) =>
    wave.training.courses
      .filter((one) => one.required.includes('trainers'))
      .map((one) => [wave.waveId, one.id] as const),
  )
  const taken = new Map<string, Taken[]>()
  if (asked.length === 0 || people.length === 0) return taken
  const { rows } = await sql<{ person_id: string; course_id: string; done: boolean; due_on: Day | null }>`
    select a.person_id, a.course_id, bool_or(k.completed_on is not null) as done, min(a.due_on) as due_on from training_assignment a
    join unnest(${asked.map(([wave]) => wave)}::uuid[], ${asked.map(([, course]) => course)}::text[]) as g (wave_id, course_id)
      on g.wave_id = a.wave_id and g.course_id = a.course_id
    left join training_work k on k.organization_id = a.organization_id and k.person_id = a.person_id and k.course_id = a.course_id
    where a.organization_id = ${c.organizationId} and a.person_id = any(${people as string[]}::uuid[]) and a.need = 'required' and ${standing(c)}
    group by a.person_id, a.course_id`.execute(db)
  for (const course of await allCourses(db, c, language))
    for (const row of rows)
      if (row.course_id === course.id)
        taken.set(row.person_id, [
          ...(taken.get(row.person_id) ?? []),
          { courseId: course.id, title: course.title, done: row.done, dueOn: row.due_on },
        ])
  return taken
}
