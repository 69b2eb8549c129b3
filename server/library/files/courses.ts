/** Courses of lessons. */
import * as z from 'zod'
import { fieldNames, type Language } from '../../../contract/library.ts'
import { lesson, suggestion } from '../../../contract/training.ts'
import { eachLanguage, folders, markdown } from './source.ts'

const courseFront = z.strictObject({
  id: z.string(),
  title: z.string(),
  use: z.string(),
  address: z.literal(['formal', 'neutral']),
  fields: z.array(z.enum(fieldNames)),
  version: z.int().min(1),
  suggestion,
  lessons: z.array(lesson).min(1),
})
export type CourseFile = z.output<typeof courseFront> & { minutes: number; intro: string }

export const readCourses = (): ReadonlyMap<Language, readonly CourseFile[]> =>
  eachLanguage((language) =>
    folders('training').map((id) => {
      const { head, body } = markdown(`training/${id}/${language}.md`, courseFront)
      if (head.id !== id) throw new Error(`library/training/${id}/${language}.md says its id is ${head.id}`)
      return { ...head, minutes: head.lessons.reduce((sum, one) => sum + one.minutes, 0), intro: body }
    }),
  )
