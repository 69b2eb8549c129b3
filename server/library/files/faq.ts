/** Questions that people ask everywhere, with an answer that helps on a bad day. */
import * as z from 'zod'
import { deskTopics } from '../../../contract/desk.ts'
import { elements, faqReaders, fieldNames, phases, type Language } from '../../../contract/library.ts'
import { eachLanguage, folders, markdown, slug } from './source.ts'

const faqFront = z.strictObject({
  id: slug,
  ask: z.string().max(160),
  topic: z.enum(deskTopics),
  /** Whom it usually comes from, and when. */
  for: z.enum(faqReaders),
  phase: z.enum(phases),
  /** What has to be on, so that it makes sense. */
  needs: z.array(z.enum(elements)),
  address: z.enum(['formal', 'neutral']),
  fields: z.array(z.enum(fieldNames)),
  minutes: z.number(),
  version: z.int().min(1),
})
export type FaqFile = z.output<typeof faqFront> & { answer: string }

/** In the order of topics; within one, what everybody asks and what comes first. */
export const readFaq = (): ReadonlyMap<Language, readonly FaqFile[]> =>
  eachLanguage((language) =>
    folders('faq')
      .map((id) => {
        const { head, body } = markdown(`faq/${id}/${language}.md`, faqFront)
        if (head.id !== id) throw new Error(`library/faq/${id}/${language}.md says its id is ${head.id}`)
        return { ...head, answer: body }
      })
      .toSorted(
        (a, b) =>
          deskTopics.indexOf(a.topic) - deskTopics.indexOf(b.topic) ||
          faqReaders.indexOf(a.for) - faqReaders.indexOf(b.for) ||
          phases.indexOf(a.phase) - phases.indexOf(b.phase) ||
          (a.id < b.id ? -1 : 1),
      ),
  )
