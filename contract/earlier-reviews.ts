/** Finished reviews of an earlier tool: brought over from a file, read by whom they concern, changed by nobody. */
import * as z from 'zod'
import { bringQuery, bringReport, broughtFile, type RowFindings } from './bring.ts'
import { operation } from './operation.ts'
import { reviewRoles } from './review-form.ts'

const day = z.iso.date()
const instant = z.iso.datetime()
const named = z.object({ id: z.uuid(), name: z.string() })

/** What a column of the file may hold. `asked`: its title is a question, its cells are the answers. */
export const earlierReviewFields = [
  'personNumber',
  'personEmail',
  'cycle',
  'startsOn',
  'endsOn',
  'managerNumber',
  'managerEmail',
  'managerName',
  'finishedOn',
  'state',
  'rating',
  'role',
  'question',
  'answer',
  'answerRating',
  'asked',
] as const
export type EarlierReviewField = (typeof earlierReviewFields)[number]

/** What can be said of a row. A review of which one row is refused is not taken over at all. */
export const earlierReviewFindings = {
  person_missing: { severity: 'refused', message: 'The row does not say whose review it is.' },
  person_unknown: { severity: 'refused', message: 'Nobody here has the number or address “{value}”.' },
  people_differ: { severity: 'refused', message: 'Number and address name two different people.' },
  cycle_missing: { severity: 'refused', message: 'The row does not say of which round the review is.' },
  date_missing: { severity: 'refused', message: 'The last day of the period is missing.' },
  dates_reversed: { severity: 'refused', message: 'The last day is before the first.' },
  ends_later: { severity: 'refused', message: 'The period ends later than today, so the review is not finished.' },
  not_finished: { severity: 'refused', message: '“{value}” is not finished; only finished reviews are taken over.' },
  state_unknown: { severity: 'refused', message: 'What “{value}” means for a review is not known.' },
  role_unknown: {
    severity: 'refused',
    message: '“{value}” is no role; self, manager, second manager, peer or team member are.',
  },
  nothing_said: { severity: 'refused', message: 'The review has neither a rating nor an answer.' },
  too_many: { severity: 'refused', message: 'The review has more than {limit} answers.' },
  review_refused: { severity: 'refused', message: 'Line {other} of the same review was refused.' },
  manager_unknown: {
    severity: 'warning',
    message: 'The manager “{value}” is nobody here; the name is kept and nobody reads it as manager.',
  },
  value_differs: { severity: 'warning', message: 'Line {other} says something else; what stands there was taken.' },
  end_assumed: { severity: 'warning', message: 'The last day is missing; {day}, when it was finished, was taken.' },
  answer_twice: { severity: 'warning', message: 'The same answer stands in line {other}; it was taken once.' },
  already_here: { severity: 'warning', message: 'This review was brought over before and stays as it is.' },
} as const satisfies RowFindings
export type EarlierReviewFindingCode = keyof typeof earlierReviewFindings

export const earlierReviewReport = bringReport(earlierReviewFields).extend({
  reviews: z.int(),
  answers: z.int(),
  people: z.int(),
})
export type EarlierReviewReport = z.output<typeof earlierReviewReport>

const earlierReview = z.object({
  id: z.uuid(),
  cycle: z.string(),
  startsOn: day.nullable(),
  endsOn: day,
  person: named,
  /** `id` null: somebody who is not here. */
  manager: z.object({ id: z.uuid().nullable(), name: z.string() }).nullable(),
  finishedOn: day.nullable(),
  rating: z.string(),
  as: z.enum(['person', 'manager', 'hr']),
  /** Answers to one question together; without a question, what stood alone. */
  questions: z.array(
    z.object({
      question: z.string(),
      answers: z.array(z.object({ role: z.enum(reviewRoles).nullable(), rating: z.string(), words: z.string() })),
    }),
  ),
  /** Colleagues’ and team members’ answers that stay hidden, because fewer than `floor` said something. */
  hidden: z.boolean(),
  floor: z.int(),
})
export type EarlierReview = z.output<typeof earlierReview>

const aboutSomebody = z.object({
  id: z.uuid(),
  /** From an earlier tool: it opens on a page of its own. */
  earlier: z.boolean(),
  cycle: z.string(),
  endsOn: day,
  manager: z.string(),
  state: z.enum(['running', 'shared', 'acknowledged', 'earlier']),
})

const earlierId = z.object({ earlierId: z.uuid() })

export const earlierReviews = {
  import: operation({
    id: 'reviews.import',
    method: 'POST',
    path: '/review-imports',
    permission: 'reviews.import',
    summary: 'Bring over finished reviews of an earlier tool from a CSV file, or see what it would do',
    query: bringQuery,
    rawBody: true,
    body: z.unknown(),
    response: earlierReviewReport,
    problems: [
      'people_file_empty',
      'people_mapping_invalid',
      'people_mapping_field_unknown',
      'review_file_columns',
      'too_large',
    ],
  }),
  imports: operation({
    id: 'reviews.imports',
    method: 'GET',
    path: '/review-imports',
    permission: 'reviews.import',
    summary: 'Files of reviews that were brought over, the newest first; how many, never what',
    response: z.object({
      imports: z.array(
        broughtFile.extend({
          reviews: z.int(),
          removed: z.object({ at: instant, by: named.nullable() }).nullable(),
        }),
      ),
    }),
  }),
  removeImport: operation({
    id: 'reviews.removeImport',
    method: 'DELETE',
    path: '/review-imports/:importId',
    permission: 'reviews.import',
    summary: 'Take back a file of reviews that was brought over: everything it brought is deleted',
    params: z.object({ importId: z.uuid() }),
    response: z.object({ removed: z.int() }),
  }),
  about: operation({
    id: 'reviews.about',
    method: 'GET',
    path: '/people/:personId/reviews',
    permission: 'signed_in',
    summary: 'Reviews about somebody that the viewer may open, those of an earlier tool included',
    params: z.object({ personId: z.uuid() }),
    response: z.object({ reviews: z.array(aboutSomebody) }),
  }),
  earlier: operation({
    id: 'reviews.earlier',
    method: 'GET',
    path: '/earlier-reviews/:earlierId',
    permission: 'reviews.read',
    summary: 'One review of an earlier tool, as the viewer may read it',
    params: earlierId,
    response: earlierReview,
  }),
  earlierPdf: operation({
    id: 'reviews.earlierPdf',
    method: 'GET',
    path: '/earlier-reviews/:earlierId/pdf',
    permission: 'reviews.read',
    summary: 'One review of an earlier tool as a PDF',
    params: earlierId,
    response: z.unknown(),
    rawResponse: true,
  }),
}
