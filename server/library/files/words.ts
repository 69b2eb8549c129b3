/** The small words: of letters, of formatters, of papers. */
import * as z from 'zod'
import { cadences } from '../../../contract/design.ts'
import {
  correctableFields,
  elements,
  endReasons,
  fieldNames,
  type Language,
  mailLeftOut,
  mailRefusals,
} from '../../../contract/library.ts'
import { roles } from '../../../contract/permissions.ts'
import { businessReviewKeys } from './business-review-words.ts'
import { committeeKeys } from './committee-words.ts'
import { metricsPaperKeys } from './metrics-paper-words.ts'
import { eachLanguage, named, yaml } from './source.ts'

/** The fixed words of a review as a file. */
const paperWords = [
  'review',
  'period',
  'manager',
  'department',
  'shared',
  'read',
  'by',
  'notRead',
  'self',
  'peer',
  'upward',
  'managers',
  'second',
  'noName',
  'step',
  'expected',
  'holds',
  'hidden',
  'answer',
  'before',
  'saidRead',
  'disagrees',
  'notConsent',
  'madeFor',
  'page',
  'missing',
  'rating',
  'answers',
  'earlier',
  'nobody',
] as const

const frame = z.strictObject({
  linkBelow: z.string(),
  getLess: z.string(),
  chooseLess: z.string(),
  cannotBeFewer: z.string(),
  decidedHere: z.string(),
  fromTheHouse: z.string(),
})
const words = z.strictObject({
  direction: z.enum(['ltr', 'rtl']),
  frame,
  /** The same to readers who are addressed as friends do. */
  informalFrame: frame.optional(),
  operator: z.string(),
  noPlace: z.string(),
  nobody: z.string(),
  elements: named(elements),
  cadences: named(cadences),
  roles: named(roles),
  endReasons: named(endReasons),
  mailLeftOut: named(mailLeftOut),
  mailRefusals: named(mailRefusals),
  reviewPaper: named(paperWords),
  committee: named(committeeKeys),
  metricsPaper: named(metricsPaperKeys),
  businessReview: named(businessReviewKeys),
  // What is named in a correction, and how one is said.
  facts: named([...correctableFields, 'line']),
  fields: named(fieldNames),
})
export type LibraryWords = z.output<typeof words>

export const readWords = (): ReadonlyMap<Language, LibraryWords> =>
  eachLanguage((language) => yaml(`words/${language}.yaml`, words))
