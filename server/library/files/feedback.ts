/** Templates for giving feedback and asking for it. */
import * as z from 'zod'
import { feedbackTemplate, type FeedbackTemplate } from '../../../contract/feedback.ts'
import type { Language } from '../../../contract/library.ts'
import { eachLanguage, folders, markdown } from './source.ts'

const feedbackFront = feedbackTemplate.omit({ advice: true }).extend({
  address: z.literal(['formal', 'neutral']),
  version: z.int(),
})

export const readFeedback = (): ReadonlyMap<Language, readonly FeedbackTemplate[]> =>
  eachLanguage((language) =>
    folders('feedback').map((id) => {
      const { head, body } = markdown(`feedback/${id}/${language}.md`, feedbackFront)
      return {
        id: head.id,
        title: head.title,
        use: head.use,
        for: head.for,
        questions: head.questions,
        advice: body,
      }
    }),
  )
