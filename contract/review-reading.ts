/** One review as somebody may read it: sharing it, saying that it was read, and as a file. */
import * as z from 'zod'
import { operation } from './operation.ts'
import { reviewRoles } from './review-form.ts'
import {
  day,
  instant,
  words,
  named,
  titled,
  stageIds,
  cycleId,
  reviewId,
  sheetQuestion,
  reading,
  voice,
  turn,
} from './review-shapes.ts'

const rating = z.object({
  questionId: z.string(),
  value: z.int(),
  /** For managers and HR: what the manager had given, and why it was changed. */
  changed: z.object({ from: z.int(), by: named, reason: z.string(), at: instant }).nullable(),
})

const readSections = z.array(
  z.object({
    id: z.string(),
    title: z.string(),
    readers: z.array(reading),
    questions: z.array(sheetQuestion.extend({ answers: z.array(voice) })),
  }),
)
const acknowledgement = z.object({ at: instant, disagrees: z.boolean(), comment: z.string() })

const wholeReview = z.object({
  id: z.uuid(),
  cycle: named,
  startsOn: day,
  endsOn: day,
  person: titled,
  department: z.string(),
  manager: named.nullable(),
  /** Whoever writes, or wrote, for the manager. */
  writer: named.nullable(),
  /** What the viewer is to it. */
  as: z.enum(['person', 'manager', 'second', 'hr', 'leader']),
  state: z.enum(['running', 'shared', 'acknowledged', 'left_out']),
  shared: z.object({ by: named, at: instant }).nullable(),
  acknowledged: acknowledgement.nullable(),
  cleared: z.object({ by: named, at: instant }).nullable(),
  sections: readSections,
  /** What the managers’ parts said and the person answered before it was opened again, the newest first. */
  before: z.array(
    z.object({
      shared: z.object({ by: named, at: instant }),
      acknowledged: acknowledgement.nullable(),
      reopened: z.object({ by: named, at: instant }),
      sections: readSections,
    }),
  ),
  ratings: z.array(rating),
  /** Too few wrote for theirs to be shown. */
  hidden: z.array(z.enum(reviewRoles)),
  floor: z.int(),
  turns: z.array(turn.extend({ role: z.enum(reviewRoles) })),
  mayShare: z.boolean(),
  /** The stage before it that is not over yet; without a day where it ends when somebody closes it. */
  sharesAfter: z.object({ stage: z.enum(stageIds), on: day.nullable() }).nullable(),
  mayAcknowledge: z.boolean(),
  mayClear: z.boolean(),
  /** The viewer's own task in it. */
  taskId: z.uuid().nullable(),
})
export type WholeReview = z.output<typeof wholeReview>

export const reviewReading = {
  get: operation({
    id: 'reviews.get',
    method: 'GET',
    path: '/reviews/:reviewId',
    permission: 'reviews.read',
    summary: 'One review as the viewer may read it now',
    params: reviewId,
    response: wholeReview,
  }),
  pdf: operation({
    id: 'reviews.pdf',
    method: 'GET',
    path: '/reviews/:reviewId/pdf',
    permission: 'reviews.read',
    summary: 'A shared review as a PDF in the reader’s language, with what they may read of it',
    params: reviewId,
    response: z.unknown(),
    rawResponse: true,
    problems: ['review_not_shared'],
  }),
  share: operation({
    id: 'reviews.share',
    method: 'PUT',
    path: '/reviews/:reviewId/sharing',
    permission: 'reviews.read',
    summary: 'Show a review to its person',
    params: reviewId,
    response: wholeReview,
    problems: ['review_over', 'review_not_submitted', 'review_too_early', 'review_held', 'review_shared'],
  }),
  shareAll: operation({
    id: 'reviews.shareAll',
    method: 'POST',
    path: '/review-cycles/:cycleId/sharing',
    permission: 'reviews.share',
    summary: 'Show every review that the viewer has finished as manager to its person, at once',
    params: cycleId,
    response: z.object({ shared: z.int() }),
    problems: ['review_too_early'],
  }),
  acknowledge: operation({
    id: 'reviews.acknowledge',
    method: 'PUT',
    path: '/reviews/:reviewId/acknowledgement',
    permission: 'reviews.read',
    summary:
      'Say that one has read one’s review, which is not consent; with words, and that one disagrees, where wanted',
    params: reviewId,
    body: z.object({ comment: words(10_000).default(''), disagrees: z.boolean().default(false) }),
    response: wholeReview,
    problems: ['review_not_shared'],
  }),
  clear: operation({
    id: 'reviews.clear',
    method: 'PUT',
    path: '/reviews/:reviewId/clearance',
    permission: 'reviews.clear',
    summary: 'Say, as the HR partner of the person, that one has looked at the review',
    params: reviewId,
    response: wholeReview,
    problems: ['review_over', 'review_not_submitted'],
  }),
}
