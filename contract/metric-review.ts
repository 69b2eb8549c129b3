/**
 * After 6 and 12 months, then every year, each success metric is looked at: is it still the right one?
 * Keep it, change its aim, or retire it; with the reason, and for everybody to read afterwards.
 */
import * as z from 'zod'
import { languages } from './library.ts'
import { definition, metricIds, standing } from './metrics.ts'
import { operation } from './operation.ts'

const day = z.iso.date()
const at = z.iso.datetime()
const named = z.object({ id: z.uuid(), name: z.string() })
const metricId = z.enum(metricIds)
const words = (most: number) => z.string().trim().max(most)

/** Months after the first go-live; after these once a year. */
export const firstReviews = [6, 12] as const
/** So many days before its day a review can be prepared and held. */
export const openBefore = 30
export const reviewChoices = ['keep', 'change', 'retire'] as const
export type ReviewChoice = (typeof reviewChoices)[number]

/** `ahead`: not open yet. `open`: can be held. `due`: its day has come. */
const state = z.enum(['ahead', 'open', 'due', 'held'])
export type ReviewState = z.output<typeof state>

const head = {
  id: z.uuid(),
  programId: z.uuid(),
  months: z.int(),
  dueOn: day,
  state,
  heldOn: day.nullable(),
  heldBy: named.nullable(),
  counts: z.object({ keep: z.int(), change: z.int(), retire: z.int(), metrics: z.int() }),
}

/** How a metric stands, or stood when the review was held. */
const stood = z.object({
  now: standing.nullable(),
  course: z.enum(['reached', 'on', 'off', 'over', 'unaimed', 'not_yet']),
  baseline: z.number().nullable(),
  target: z.number().nullable(),
  by: day.nullable(),
  /** Where the straight line to the target was. */
  expected: z.number().nullable(),
  series: z.array(z.object({ asOf: day, numerator: z.int(), denominator: z.int(), value: z.number().nullable() })),
})
export type Stood = z.output<typeof stood>

const looked = z.object({
  definition,
  stood,
  choice: z
    .object({
      choice: z.enum(reviewChoices),
      target: z.number().nullable(),
      by: day.nullable(),
      why: z.string(),
      replacedBy: z.object({ id: metricId, name: z.string() }).nullable(),
      chosenBy: named,
      chosenAt: at,
    })
    .nullable(),
})
export type LookedAt = z.output<typeof looked>

const whole = z.object({
  ...head,
  program: z.string(),
  today: day,
  revision: z.int(),
  metrics: z.array(looked),
  /** What success may be measured by instead. */
  others: z.array(z.object({ id: metricId, name: z.string(), layer: z.string() })),
  meeting: z.object({ id: z.uuid(), startsAt: at }).nullable(),
  /** Meetings of the last weeks at which it may have been decided. */
  meetings: z.array(z.object({ id: z.uuid(), startsAt: at })),
  /** The draft differs from the newest version in its metrics: what was decided holds once it is published. */
  unpublished: z.boolean(),
  mayDecide: z.boolean(),
})
export type MetricReview = z.output<typeof whole>

const one = z.object({ reviewId: z.uuid() })
const revision = z.int().min(0)

export const metricReviews = {
  list: operation({
    id: 'metricReviews.list',
    method: 'GET',
    path: '/metric-reviews',
    permission: 'business_review.read',
    summary: 'When each success metric is looked at, and which reviews were held',
    response: z.object({ today: day, reviews: z.array(z.object({ ...head, program: z.string() })) }),
  }),
  get: operation({
    id: 'metricReviews.get',
    method: 'GET',
    path: '/metric-reviews/:reviewId',
    permission: 'business_review.read',
    summary: 'One review: how each success metric stands, and what was chosen for it and why',
    params: one,
    query: z.object({ language: z.enum(languages).optional() }),
    response: whole,
  }),
  choose: operation({
    id: 'metricReviews.choose',
    method: 'PUT',
    path: '/metric-reviews/:reviewId/metrics/:metric',
    permission: 'business_review.write',
    summary: 'Keep a metric, give it another aim, or retire it; until the review is held it can be chosen anew',
    params: one.extend({ metric: metricId }),
    /** `revision`: of the review when the editor read it. A change has a target and a day, a retirement may name what comes instead; both say why. */
    body: z.object({
      revision,
      choice: z.enum(reviewChoices),
      target: z.number().min(-100).max(100_000).nullable().default(null),
      by: day.nullable().default(null),
      why: words(2000).default(''),
      replacedBy: metricId.nullable().default(null),
    }),
    response: whole,
    problems: ['conflict', 'metric_review_held', 'metric_review_not_open', 'metric_review_choice'],
  }),
  hold: operation({
    id: 'metricReviews.hold',
    method: 'PUT',
    path: '/metric-reviews/:reviewId/held',
    permission: 'business_review.write',
    summary:
      'The review was held: what was chosen goes into the draft of the program, and how each metric stood is kept',
    params: one,
    body: z.object({ revision, meetingId: z.uuid().nullable().default(null) }),
    response: whole,
    problems: ['conflict', 'metric_review_held', 'metric_review_not_open', 'metric_review_open'],
  }),
}
