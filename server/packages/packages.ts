/** The door of packages: the courses that there are, how far somebody is in one, and the origin that serves them. */
import type { Language } from '../../contract/library.ts'
import { ownCourses } from '../courses/courses.ts'
import { type CourseFile, courses } from '../library/library.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { newest } from './queries.ts'

export { beginAgain, keep, open, type PartState, stateIn } from './attempts.ts'
export { contentOrigin, keepApart } from './content.ts'

/** A course of the library or of the company's own, or one of another maker: that has parts of its own and no lessons. */
export type Course = Omit<CourseFile, 'address' | 'fields'> & {
  package?: { language: Language }
  own?: { language: Language }
}

/** Every course that a program can give: those that come with Belay, those that were written here, then those that were brought. */
export async function allCourses(
  db: Db | Tx,
  c: Pick<Context, 'organizationId'>,
  language: Language,
): Promise<Course[]> {
  const written = await ownCourses(db, c, language)
  const brought = await newest(db, c)
  return [
    ...courses(language),
    ...written,
    ...brought.map((row): Course => ({
      id: row.course_id,
      title: row.title,
      use: row.about,
      intro: '',
      minutes: row.minutes,
      version: row.version,
      lessons: [],
      suggestion: { required: [], offered: [], dueDays: 14 },
      package: { language: row.language },
    })),
  ]
}
