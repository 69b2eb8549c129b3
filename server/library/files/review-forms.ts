/** Forms to begin a review cycle with. */
import * as z from 'zod'
import type { Language } from '../../../contract/library.ts'
import {
  questionKinds,
  reviewForm,
  reviewReaders,
  reviewRoles,
  type ReviewForm,
  type Saying,
} from '../../../contract/review-form.ts'
import { eachLanguage, folders, markdown } from './source.ts'

const reviewFormFront = z.strictObject({
  id: z.string(),
  title: z.string(),
  use: z.string(),
  address: z.literal(['formal', 'neutral']),
  version: z.int(),
  sections: z.array(
    z.strictObject({
      id: z.string(),
      title: z.string(),
      intro: z.string().default(''),
      answeredBy: z.array(z.enum(reviewRoles)),
      readBy: z.array(z.enum(reviewReaders)),
      questions: z.array(
        z.strictObject({
          id: z.string(),
          kind: z.enum(questionKinds),
          ask: z.string(),
          hint: z.string().default(''),
          required: z.boolean().default(false),
          confidential: z.boolean().default(false),
          steps: z
            .array(z.strictObject({ id: z.string(), label: z.string(), anchor: z.string().default('') }))
            .default([]),
        }),
      ),
    }),
  ),
})
export type ReviewFormFile = z.output<typeof reviewFormFront>
export type LibraryForm = { id: string; version: number; title: Saying; use: Saying; form: ReviewForm }

/** By form and language, as the files have them. */
export const readReviewForms = (): ReadonlyMap<string, ReadonlyMap<Language, ReviewFormFile>> =>
  new Map(
    folders('review-forms').map((id) => [
      id,
      eachLanguage((language) => markdown(`review-forms/${id}/${language}.md`, reviewFormFront).head),
    ]),
  )

/** One form in all its languages at once; the English file gives the shape. */
export function inEveryLanguage(id: string, files: ReadonlyMap<Language, ReviewFormFile>): LibraryForm {
  const say = (pick: (file: ReviewFormFile) => string | undefined): Saying =>
    Object.fromEntries([...files].flatMap(([language, file]) => (pick(file) ? [[language, pick(file)!]] : [])))
  const english = files.get('en')!
  return {
    id,
    version: english.version,
    title: say((f) => f.title),
    use: say((f) => f.use),
    form: reviewForm.parse({
      sections: english.sections.map((s, i) => ({
        id: s.id,
        title: say((f) => f.sections[i]?.title),
        intro: say((f) => f.sections[i]?.intro),
        answeredBy: s.answeredBy,
        readBy: s.readBy,
        questions: s.questions.map((q, j) => ({
          id: q.id,
          kind: q.kind,
          ask: say((f) => f.sections[i]?.questions[j]?.ask),
          hint: say((f) => f.sections[i]?.questions[j]?.hint),
          required: q.required,
          confidential: q.confidential,
          steps: q.steps.map((step, k) => ({
            id: step.id,
            label: say((f) => f.sections[i]?.questions[j]?.steps[k]?.label),
            anchor: say((f) => f.sections[i]?.questions[j]?.steps[k]?.anchor),
          })),
        })),
      })),
    }),
  }
}
