/**
 * The business review: a pack for sponsor and committee that says what was promised, where it stands, what
 * was learned and what is asked for, of one day and for ever the same; and what is decided when a year ends.
 */
import * as z from 'zod'
import { languages } from './library.ts'
import { metricIds, units } from './metrics.ts'
import { lineName } from './names.ts'
import { operation } from './operation.ts'

const day = z.iso.date()
const at = z.iso.datetime()
const named = z.object({ id: z.uuid(), name: z.string() })
const language = z.enum(languages)
const words = (most: number) => z.string().trim().max(most)

/** In the order in which they are read. */
export const packSections = ['summary', 'promised', 'standing', 'waves', 'learned', 'risks', 'asked'] as const
export type PackSection = (typeof packSections)[number]
export const mostAsks = 8
/** Is it working? */
export const packAnswers = ['yes', 'partly', 'no', 'too_early'] as const
export type PackAnswer = (typeof packAnswers)[number]
export const courseWords = ['reached', 'on', 'off', 'over', 'unaimed', 'hidden', 'not_yet'] as const
export type CourseWord = (typeof courseWords)[number]
export const yearChoices = ['continue', 'change', 'stop'] as const
export type YearChoice = (typeof yearChoices)[number]

const tone = z.enum(['good', 'warn', 'bad', 'plain'])

const head = {
  id: z.uuid(),
  programId: z.uuid(),
  program: z.string(),
  asOf: day,
  madeAt: at,
  madeBy: named,
  releasedAt: at.nullable(),
  releasedBy: named.nullable(),
  /** A newer one was released since. */
  superseded: z.boolean(),
  answer: z.enum(packAnswers),
}

/** Parts of a section, in the words of the language in which the pack is read. */
const block = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), title: z.string(), text: z.string() }),
  z.object({ kind: z.literal('facts'), facts: z.array(z.object({ label: z.string(), value: z.string() })) }),
  z.object({ kind: z.literal('list'), title: z.string(), items: z.array(z.object({ tone, text: z.string() })) }),
  z.object({
    kind: z.literal('table'),
    title: z.string(),
    head: z.array(z.string()),
    rows: z.array(z.array(z.string())),
    note: z.string(),
  }),
])
export type PackBlock = z.output<typeof block>

const figure = z.object({
  id: z.enum(metricIds),
  name: z.string(),
  layer: z.string(),
  course: z.enum(courseWords),
  courseSaid: z.string(),
  tone,
  /** Null: hidden, or not yet there. */
  value: z.string().nullable(),
  /** What it was taken from, and its day; or why there is none. */
  of: z.string(),
  target: z.string().nullable(),
  baseline: z.string().nullable(),
  /** Where it stands against its aim, in one sentence. */
  sentence: z.string(),
  unit: z.enum(units),
  points: z.array(z.object({ on: day, onSaid: z.string(), value: z.number(), said: z.string(), of: z.string() })),
  targetValue: z.number().nullable(),
  by: day.nullable(),
  baselineValue: z.number().nullable(),
  /** Where the number comes from. */
  definition: z.object({
    sentence: z.string(),
    formula: z.string(),
    numerator: z.string(),
    denominator: z.string(),
    version: z.int(),
    asOf: day.nullable(),
    said: z.string(),
  }),
})
export type PackFigure = z.output<typeof figure>

const pack = z.object({
  ...head,
  knownAt: at,
  revision: z.int(),
  language,
  title: z.string(),
  subtitle: z.string(),
  house: z.string(),
  brand: z.object({ name: z.string(), accent: z.string(), logoFileId: z.uuid().nullable() }),
  verdict: z.object({
    question: z.string(),
    word: z.string(),
    tone,
    sentence: z.string(),
    rule: z.string(),
    layers: z.array(
      z.object({ name: z.string(), said: z.string(), onCourse: z.int(), behind: z.int(), unknown: z.int() }),
    ),
  }),
  figures: z.array(figure),
  events: z.array(z.object({ on: day, label: z.string() })),
  sections: z.array(
    z.object({
      id: z.enum(packSections),
      title: z.string(),
      /** What the lead says to it. */
      comment: z.string(),
      blocks: z.array(block),
    }),
  ),
  asks: z.array(
    z.object({
      id: z.uuid(),
      title: z.string(),
      why: z.string(),
      cost: z.string(),
      person: named.nullable(),
      request: z
        .object({
          id: z.uuid(),
          state: z.enum(['open', 'on_agenda', 'accepted', 'declined', 'later', 'taken_back']),
          decisionId: z.uuid().nullable(),
        })
        .nullable(),
    }),
  ),
  /** What stands at the foot of every page. */
  source: z.string(),
  labels: z.record(z.string(), z.string()),
  mayWrite: z.boolean(),
  mayRelease: z.boolean(),
  mayRun: z.boolean(),
})
export type Pack = z.output<typeof pack>

const evidence = z.object({ tone, text: z.string() })
const yearEnd = z.object({
  programId: z.uuid(),
  program: z.string(),
  today: day,
  year: z.int(),
  endsOn: day,
  /** `ahead`: the year has more than a month to go. `open`: it can be decided. `decided`: the sponsor has not signed. */
  state: z.enum(['ahead', 'open', 'decided', 'signed']),
  /** What it rests on: the newest pack that was released, or the one it was decided with. */
  pack: z.object({ id: z.uuid(), asOf: day, answer: z.enum(packAnswers) }).nullable(),
  evidence: z.array(z.object({ choice: z.enum(yearChoices), lines: z.array(evidence) })),
  /** What the numbers do not tell. */
  open: z.array(evidence),
  decision: z
    .object({
      id: z.uuid(),
      number: z.int(),
      choice: z.enum(yearChoices),
      why: z.string(),
      decidedBy: named,
      decidedAt: at,
      signedBy: named.nullable(),
      signedAt: at.nullable(),
    })
    .nullable(),
  sponsor: named.nullable(),
  before: z.array(z.object({ year: z.int(), choice: z.enum(yearChoices), decisionId: z.uuid(), signedAt: at })),
  committee: z.boolean(),
  mayDecide: z.boolean(),
  maySign: z.boolean(),
})
export type YearEnd = z.output<typeof yearEnd>

const one = z.object({ packId: z.uuid() })
const asked = z.object({ language: language.optional() })
const programId = z.object({ programId: z.uuid() })
const revision = z.int().min(0)

export const businessReviews = {
  list: operation({
    id: 'businessReviews.list',
    method: 'GET',
    path: '/business-reviews',
    permission: 'business_review.read',
    summary: 'Packs, the newest first; a draft is the lead’s alone',
    response: z.object({
      today: day,
      packs: z.array(z.object(head)),
      /** Programs with a published number, with the newest day that a pack can be of. */
      programs: z.array(named.extend({ newest: day.nullable() })),
      years: z.array(
        z.object({ programId: z.uuid(), program: z.string(), year: z.int(), endsOn: day, state: yearEnd.shape.state }),
      ),
      mayWrite: z.boolean(),
    }),
  }),
  make: operation({
    id: 'businessReviews.make',
    method: 'POST',
    path: '/business-reviews',
    permission: 'business_review.write',
    summary: 'A draft of a day whose numbers were given out, the newest unless told; its inputs are frozen with it',
    body: z.object({ programId: z.uuid(), asOf: day.nullable().default(null) }),
    response: z.object({ id: z.uuid() }),
    problems: ['pack_no_numbers', 'pack_day', 'pack_draft'],
  }),
  get: operation({
    id: 'businessReviews.get',
    method: 'GET',
    path: '/business-reviews/:packId',
    permission: 'business_review.read',
    summary: 'One pack in a language',
    params: one,
    query: asked,
    response: pack,
  }),
  takeAnew: operation({
    id: 'businessReviews.takeAnew',
    method: 'PUT',
    path: '/business-reviews/:packId/inputs',
    permission: 'business_review.write',
    summary: 'Take the inputs of a draft anew, of the same or another day; what was written for it stays',
    params: one,
    body: z.object({ revision, asOf: day.nullable().default(null) }),
    response: z.object({ revision: z.int() }),
    problems: ['conflict', 'pack_released', 'pack_no_numbers', 'pack_day'],
  }),
  comment: operation({
    id: 'businessReviews.comment',
    method: 'PUT',
    path: '/business-reviews/:packId/comments/:section',
    permission: 'business_review.write',
    summary: 'What the lead says to a section of a draft; empty takes it away',
    params: one.extend({ section: z.enum(packSections) }),
    body: z.object({
      revision,
      words: words(2000),
      /** What stood there when one began to write; then it is this that is compared, and not the revision of all. */
      seen: z.string().max(2000).optional(),
    }),
    response: z.object({ revision: z.int() }),
    problems: ['conflict', 'pack_released'],
  }),
  setAsks: operation({
    id: 'businessReviews.setAsks',
    method: 'PUT',
    path: '/business-reviews/:packId/asks',
    permission: 'business_review.write',
    summary: 'What a draft asks for: what, why, what it costs, whose it would be',
    params: one,
    body: z.object({
      revision,
      asks: z
        .array(
          z.object({
            title: lineName(160),
            why: words(2000).default(''),
            cost: words(200).default(''),
            personId: z.uuid().nullable().default(null),
          }),
        )
        .max(mostAsks),
    }),
    response: z.object({ revision: z.int() }),
    problems: ['conflict', 'pack_released', 'person_unknown'],
  }),
  release: operation({
    id: 'businessReviews.release',
    method: 'POST',
    path: '/business-reviews/:packId/release',
    permission: 'business_review.write',
    summary:
      'For sponsor and committee to read; nothing of it changes any more, and it takes the place of the one before',
    params: one,
    body: z.object({ revision }),
    response: z.object({ revision: z.int() }),
    problems: ['conflict', 'pack_released', 'pack_summary'],
  }),
  remove: operation({
    id: 'businessReviews.remove',
    method: 'DELETE',
    path: '/business-reviews/:packId',
    permission: 'business_review.write',
    summary: 'Throw a draft away',
    params: one,
    response: z.object({ removed: z.literal(true) }),
    problems: ['pack_released'],
  }),
  verify: operation({
    id: 'businessReviews.verify',
    method: 'GET',
    path: '/business-reviews/:packId/verification',
    permission: 'business_review.read',
    summary: 'Computes the numbers of a pack again, of its day and as known then, and compares',
    params: one,
    response: z.object({
      checkedAt: at,
      numbers: z.int(),
      same: z.boolean(),
      /** What came out otherwise, as a path. */
      differs: z.array(z.string()),
      fingerprint: z.string(),
    }),
  }),
  bring: operation({
    id: 'businessReviews.bring',
    method: 'POST',
    path: '/business-reviews/:packId/asks/:askId/request',
    permission: 'business_review.decide',
    summary: 'Brings what is asked for before the committee: a change request on its next agenda',
    params: one.extend({ askId: z.uuid() }),
    response: z.object({ requestId: z.uuid() }),
    problems: ['pack_not_released', 'committee_missing'],
  }),
  pdf: operation({
    id: 'businessReviews.pdf',
    method: 'GET',
    path: '/business-reviews/:packId/pdf',
    permission: 'business_review.read',
    summary: 'The pack as a PDF with drawn charts',
    params: one,
    query: asked,
    response: z.unknown(),
    rawResponse: true,
  }),
  slides: operation({
    id: 'businessReviews.slides',
    method: 'GET',
    path: '/business-reviews/:packId/slides',
    permission: 'business_review.read',
    summary: 'The pack as slides (PPTX) with charts that can be edited, definitions in the speaker notes',
    params: one,
    query: asked,
    response: z.unknown(),
    rawResponse: true,
  }),
}

export const yearEnds = {
  get: operation({
    id: 'yearEnds.get',
    method: 'GET',
    path: '/programs/:programId/year-end',
    permission: 'business_review.read',
    summary: 'Whether a program goes on when its year ends: what speaks for each choice, what was decided, who signed',
    params: programId,
    query: asked,
    response: yearEnd,
    problems: ['year_end_not_begun'],
  }),
  decide: operation({
    id: 'yearEnds.decide',
    method: 'POST',
    path: '/programs/:programId/year-end/decision',
    permission: 'business_review.decide',
    summary: 'Continue, change or stop, as a decision of the committee that rests on a released pack',
    params: programId,
    body: z.object({
      packId: z.uuid(),
      choice: z.enum(yearChoices),
      /** What exactly: what goes on, what changes, or how it ends. */
      decided: words(4000).min(1),
      why: words(4000).min(1),
      meetingId: z.uuid().nullable().default(null),
      ownerId: z.uuid(),
      dueOn: day.nullable().default(null),
      language: language.optional(),
    }),
    response: yearEnd,
    problems: [
      'year_end_not_begun',
      'year_end_not_open',
      'year_end_pack',
      'year_end_decided',
      'committee_missing',
      'committee_guest',
      'person_unknown',
    ],
  }),
  sign: operation({
    id: 'yearEnds.sign',
    method: 'POST',
    path: '/programs/:programId/year-end/signature',
    permission: 'business_review.sign',
    summary: 'The sponsor signs what was decided, in their own name',
    params: programId,
    /** The decision that was read: another one since is not signed with it. */
    body: z.object({ decisionId: z.uuid() }),
    response: yearEnd,
    problems: ['year_end_not_begun', 'year_end_nothing', 'year_end_not_yours'],
  }),
}
