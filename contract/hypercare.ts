/**
 * The first weeks of a wave: close support for at least 60 days, exit criteria with evidence, and a
 * hand-over that is signed.
 */
import * as z from 'zod'
import { chart, metricIds } from './metrics.ts'
import { lineName } from './names.ts'
import { operation } from './operation.ts'

/** Fewer is never enough. */
export const leastDays = 60
/** A question may not wait longer than so many days when a wave is handed over. */
export const oldestDays = 3
/** Numbers that hypercare looks at over time. */
export const watchedMetrics = ['L1', 'L2', 'C1', 'L13'] as const

export const criterionIds = ['activation', 'first_value', 'cadence', 'support', 'questions', 'trained'] as const
export type CriterionId = (typeof criterionIds)[number]

/** Habits that are watched after the hand-over. */
export const watchedHabits = ['C1', 'L3'] as const
/** Days for which a habit that is back stays on the page. */
export const fallDays = 90

const day = z.iso.date()
const instant = z.iso.datetime()
const named = z.object({ id: z.uuid(), name: z.string() })

const waiver = z.object({ id: z.uuid(), by: named, at: instant, reason: z.string(), until: day })

/** What has to hold before the hand-over. The browser has the words for id and reason; `evidence` fills them. */
const criterion = z.object({
  id: z.enum(criterionIds),
  result: z.enum(['pass', 'not_yet', 'unknown']),
  /** `reached`, `short`, `hidden`, `no_number`, `settled`, `old`, `none_waits`, `enough`, `open`, `small_group`, `nobody`, `none_asked`. */
  reason: z.string(),
  metric: z.enum(metricIds).nullable(),
  evidence: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
  /** Holds until its day. */
  waiver: waiver.nullable(),
})
export type Criterion = z.output<typeof criterion>

/** `running`: the days are not over. `due`: they are, and it is not handed over. */
const stage = z.enum(['running', 'due', 'handed_over'])
export type HypercareStage = z.output<typeof stage>

const head = {
  wave: named,
  programId: z.uuid(),
  program: z.string(),
  wentLiveOn: day,
  /** The first day is 1. */
  day: z.int(),
  days: z.int(),
  /** The first day on which it can be handed over. */
  overOn: day,
  stage,
  /** Criteria that pass or are waived, and all. */
  met: z.int(),
  of: z.int(),
  handedOverOn: day.nullable(),
}

const ratio = z.object({ on: day, numerator: z.int(), denominator: z.int() })
/** A part of the company that fell back after its hand-over: begun anew there, until it is back. */
const fall = z.object({
  id: z.uuid(),
  wave: named,
  kind: z.enum(['wave', 'department']),
  key: z.string(),
  label: z.string(),
  metric: z.enum(watchedHabits),
  /** At the hand-over, and when it was found; numbers as they were given out. */
  reference: ratio,
  found: ratio,
  closedOn: day.nullable(),
  /** It ended because no number is given out there any more, not because the habit is back. */
  lost: z.boolean(),
})
export type Fall = z.output<typeof fall>

const whole = z.object({
  ...head,
  today: day,
  criteria: z.array(criterion),
  charts: z.array(chart),
  /** Questions of this wave that wait now, those past their time, and since which day the oldest waits; null: its people are too few to count them. */
  desk: z.object({ waiting: z.int(), late: z.int(), oldestOn: day.nullable() }).nullable(),
  /** Letters to its people that did not leave, in the last seven days. */
  lettersFailed: z.int(),
  floor: z.int(),
  mayManage: z.boolean(),
})

export const handoverParts = ['lead', 'sponsor', 'launcher'] as const
export type HandoverPart = (typeof handoverParts)[number]
/** What is missing before anybody signs. */
export const handoverSteps = ['days', 'criteria', 'check', 'risks'] as const

const risk = z.object({
  id: z.uuid(),
  words: z.string(),
  by: named,
  accepted: z.object({ by: named, at: instant }).nullable(),
})

const handoverState = z.object({
  ...head,
  today: day,
  criteria: z.array(criterion),
  steps: z.array(z.object({ id: z.enum(handoverSteps), done: z.boolean() })),
  /** The knowledge check of the program lead. */
  check: z.object({ passed: z.object({ by: named, at: instant }).nullable(), mine: z.boolean(), questions: z.int() }),
  risks: z.array(risk),
  signatures: z.array(
    z.object({ part: z.enum(handoverParts), person: named, signedAt: instant.nullable(), mine: z.boolean() }),
  ),
  /** Nobody is named for these, so it cannot be signed. */
  unnamed: z.array(z.enum(handoverParts)),
  /** Everything is there, and the viewer has not signed yet. */
  maySign: z.boolean(),
  mayManage: z.boolean(),
  mayAccept: z.boolean(),
})
export type HandoverState = z.output<typeof handoverState>

const slug = z.string().regex(/^[a-z0-9-]{1,40}$/)
const inWave = z.object({ waveId: z.uuid() })
const inRisk = inWave.extend({ riskId: z.uuid() })

export const hypercare = {
  list: operation({
    id: 'hypercare.list',
    method: 'GET',
    path: '/hypercare',
    permission: 'hypercare.read',
    summary: 'Waves that are live: how far their first weeks are, and which were handed over',
    query: z.object({ waveId: z.uuid().optional() }),
    response: z.object({ waves: z.array(z.object(head)), falls: z.array(fall) }),
  }),
  get: operation({
    id: 'hypercare.get',
    method: 'GET',
    path: '/waves/:waveId/hypercare',
    permission: 'hypercare.read',
    summary:
      'One wave in its first weeks: numbers over time, questions, letters, and what has to hold before the hand-over',
    params: inWave,
    response: whole,
    problems: ['hypercare_not_begun'],
  }),
  extend: operation({
    id: 'hypercare.extend',
    method: 'PUT',
    path: '/waves/:waveId/hypercare/length',
    permission: 'hypercare.manage',
    summary: 'How many days it lasts; never fewer than 60',
    params: inWave,
    body: z.object({ days: z.int().min(leastDays).max(365) }),
    response: whole,
    problems: ['hypercare_not_begun', 'handover_done'],
  }),
  waive: operation({
    id: 'hypercare.waive',
    method: 'POST',
    path: '/waves/:waveId/hypercare/waivers',
    permission: 'hypercare.manage',
    summary: 'Let a criterion not stop the hand-over: with a reason, in one’s own name, until a day',
    params: inWave,
    body: z.object({ criterion: z.enum(criterionIds), reason: lineName(500), until: day }),
    response: whole,
    problems: ['hypercare_not_begun', 'handover_done', 'waiver_day'],
  }),
  unwaive: operation({
    id: 'hypercare.unwaive',
    method: 'DELETE',
    path: '/waves/:waveId/hypercare/waivers/:waiverId',
    permission: 'hypercare.manage',
    summary: 'Take such an exception back',
    params: inWave.extend({ waiverId: z.uuid() }),
    response: whole,
    problems: ['hypercare_not_begun', 'handover_done'],
  }),
}

export const handover = {
  get: operation({
    id: 'handover.get',
    method: 'GET',
    path: '/waves/:waveId/handover',
    permission: 'hypercare.read',
    summary: 'What the hand-over of a wave needs, what is there, and who has signed',
    params: inWave,
    response: handoverState,
    problems: ['hypercare_not_begun'],
  }),
  questions: operation({
    id: 'handover.questions',
    method: 'GET',
    path: '/waves/:waveId/handover/check',
    permission: 'hypercare.manage',
    summary: 'The knowledge check, without its right answers',
    params: inWave,
    response: z.object({
      questions: z.array(
        z.object({ id: slug, ask: z.string(), choices: z.array(z.object({ id: slug, words: z.string() })) }),
      ),
      passed: z.boolean(),
    }),
    problems: ['hypercare_not_begun'],
  }),
  answer: operation({
    id: 'handover.answer',
    method: 'POST',
    path: '/waves/:waveId/handover/check',
    permission: 'hypercare.manage',
    summary: 'Answer the knowledge check; what was wrong comes back with what to think of, and can be tried again',
    params: inWave,
    body: z.object({ answers: z.record(slug, slug) }),
    response: z.object({
      passed: z.boolean(),
      answers: z.array(z.object({ id: slug, right: z.boolean(), feedback: z.string() })),
    }),
    problems: ['hypercare_not_begun', 'handover_done'],
  }),
  nameRisk: operation({
    id: 'handover.nameRisk',
    method: 'POST',
    path: '/waves/:waveId/handover/risks',
    permission: 'hypercare.manage',
    summary: 'Name something that stays open',
    params: inWave,
    body: z.object({ words: lineName(500) }),
    response: handoverState,
    problems: ['hypercare_not_begun', 'handover_done'],
  }),
  acceptRisk: operation({
    id: 'handover.acceptRisk',
    method: 'PUT',
    path: '/waves/:waveId/handover/risks/:riskId/accepted',
    permission: 'handover.sign',
    summary: 'Accept an open risk in one’s own name',
    params: inRisk,
    response: handoverState,
    problems: ['hypercare_not_begun', 'handover_done'],
  }),
  removeRisk: operation({
    id: 'handover.removeRisk',
    method: 'DELETE',
    path: '/waves/:waveId/handover/risks/:riskId',
    permission: 'hypercare.manage',
    summary: 'A risk is open no more',
    params: inRisk,
    response: handoverState,
    problems: ['hypercare_not_begun', 'handover_done'],
  }),
  sign: operation({
    id: 'handover.sign',
    method: 'POST',
    path: '/waves/:waveId/handover/signature',
    permission: 'handover.sign',
    summary: 'Sign as the lead, the sponsor or whoever launched the wave; with the last signature it is handed over',
    params: inWave,
    response: handoverState,
    problems: ['hypercare_not_begun', 'handover_done', 'handover_open', 'handover_not_yours'],
  }),
  record: operation({
    id: 'handover.record',
    method: 'GET',
    path: '/waves/:waveId/handover/record',
    permission: 'hypercare.read',
    summary: 'The hand-over as a PDF, as it stood on its day',
    params: inWave,
    response: z.unknown(),
    rawResponse: true,
    problems: ['hypercare_not_begun'],
  }),
}
