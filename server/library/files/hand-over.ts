/** The knowledge check before a hand-over, and the words of its paper. */
import * as z from 'zod'
import type { Language } from '../../../contract/library.ts'
import { eachLanguage, named, slug, yaml } from './source.ts'

/** What is written on the paper of a hand-over. */
const handOverPaper = [
  'title',
  'subtitle',
  'wentLive',
  'lasted',
  'days',
  'handedOver',
  'criteria',
  'activation',
  'first_value',
  'cadence',
  'support',
  'questions',
  'trained',
  'pass',
  'not_yet',
  'unknown',
  'number',
  'waiting',
  'waived',
  'risks',
  'noRisks',
  'accepted',
  'check',
  'checkPassed',
  'signatures',
  'lead',
  'sponsor',
  'launcher',
  'signed',
  'footer',
  'page',
  'unshaped',
] as const
/** The knowledge check of a hand-over, and its paper. */
const handOver = z.strictObject({
  questions: z.array(
    z.strictObject({
      id: slug,
      ask: z.string(),
      choices: z
        .array(z.strictObject({ id: slug, words: z.string(), good: z.boolean().default(false), feedback: z.string() }))
        .min(3),
    }),
  ),
  paper: named(handOverPaper),
})
export type HandOverFile = z.output<typeof handOver>

export const readHandOver = (): ReadonlyMap<Language, HandOverFile> =>
  eachLanguage((language) => yaml(`hand-over/${language}.yaml`, handOver))
