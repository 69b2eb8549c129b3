/** Courses of lessons. */
import { stringify } from 'yaml'
import * as z from 'zod'
import { fieldNames, type Language } from '../../../contract/library.ts'
import { lesson, suggestion } from '../../../contract/training.ts'
import { eachLanguage, folders, fromMarkdown, markdown } from './source.ts'

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
      return whole(head, body)
    }),
  )

const whole = (head: z.output<typeof courseFront>, intro: string): CourseFile => ({
  ...head,
  minutes: head.lessons.reduce((sum, one) => sum + one.minutes, 0),
  intro,
})

/** A course that a company wrote: the same form, the same reader. */
export function courseFrom(markdownText: string): CourseFile {
  const { head, body } = fromMarkdown('a course of the company’s own', markdownText, courseFront)
  return whole(head, body)
}

/** A course as the reader above reads it. */
export function courseText({ minutes: _, intro, ...head }: CourseFile): string {
  return `---\n${stringify(head, { lineWidth: 0 })}---\n${intro.trim()}\n`
}
