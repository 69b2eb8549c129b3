/** What the committee works with: meetings, decisions and their effects, requests, triggers; the operations are in governance.ts. */
import * as z from 'zod'
import { zone } from './access.ts'
import { languages } from './library.ts'
import { metricIds } from './metrics.ts'

export const day = z.iso.date()
const at = z.iso.datetime()
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)
export const named = z.object({ id: z.uuid(), name: z.string() })
const person = named.extend({ title: z.string() })
const language = z.enum(languages).optional()
export const words = (most: number) => z.string().trim().max(most)
export const metricId = z.enum(metricIds)

export const parts = ['chair', 'member', 'guest'] as const
export type Part = (typeof parts)[number]
/** What is asked at every meeting, in this order. */
export const questionIds = ['working', 'change', 'going', 'problems'] as const
export type QuestionId = (typeof questionIds)[number]
export const priorities = ['high', 'normal', 'low'] as const
export const part = z.enum(parts)
export const questionId = z.enum(questionIds)
export const priority = z.enum(priorities)

/** Usual times and places; a meeting may have others. */
const usual = {
  cadenceWeeks: z.int().min(1).max(26),
  starts: time,
  minutes: z.int().min(15).max(480),
  timeZone: zone,
  place: words(200).default(''),
  link: words(500)
    .regex(/^$|^https:\/\/\S+$/)
    .default(''),
}
export const charter = {
  programId: z.uuid(),
  purpose: words(2000).min(1),
  decides: words(2000).default(''),
  decidesNot: words(2000).default(''),
  ...usual,
}

const member = z.object({ person, part, since: at })

export const meetingHead = z.object({
  id: z.uuid(),
  startsAt: at,
  endsAt: at,
  timeZone: z.string(),
  place: z.string(),
  link: z.string(),
  /** `over`: it has ended and nobody noted who came. */
  state: z.enum(['ahead', 'on', 'over', 'held', 'called_off']),
  reason: z.string().nullable(),
})
export type MeetingHead = z.output<typeof meetingHead>

/** One thing to talk about. */
export const item = z.object({
  id: z.uuid(),
  kind: z.enum(['own', 'request', 'trigger']),
  title: z.string(),
  requestId: z.uuid().nullable(),
  priority: priority.nullable(),
  addedBy: named.nullable(),
  settled: z.enum(['done', 'carried']).nullable(),
})

const published = z.object({ asOf: day, value: z.number(), numerator: z.int(), denominator: z.int(), version: z.int() })
/** A published number as it stood on a day. */
export type NumberThen = z.output<typeof published>

/**
 * What the number of a decision did. It says that something moved, never what moved it.
 * `cannot_tell`: `hidden` (too few people then or now), `missing` (no number near that day), `definition` (it is
 * counted otherwise since), `chance` (the difference is within what chance alone does).
 */
const effect = z.discriminatedUnion('state', [
  z.object({ state: z.literal('none') }),
  z.object({ state: z.literal('waiting'), until: day, before: published.nullable() }),
  z.object({ state: z.literal('moved'), before: published, after: published, change: z.number() }),
  z.object({ state: z.literal('did_not'), before: published, after: published, change: z.number() }),
  z.object({
    state: z.literal('cannot_tell'),
    because: z.enum(['hidden', 'missing', 'definition', 'people', 'chance']),
    before: published.nullable(),
    after: published.nullable(),
    change: z.number().nullable(),
  }),
])
export type Effect = z.output<typeof effect>

/** The number that a decision should move. `said`: in words of the reader. */
const aim = z.object({
  metric: metricId,
  name: z.string(),
  unit: z.string(),
  segment: z.object({ kind: z.enum(['organization', 'wave']), key: z.string(), label: z.string().nullable() }),
  expected: z.number(),
  reviewOn: day,
  said: z.object({
    expected: z.string(),
    before: z.string().nullable(),
    after: z.string().nullable(),
    change: z.string().nullable(),
  }),
})

export const decisionHead = z.object({
  id: z.uuid(),
  number: z.int(),
  question: z.string(),
  decided: z.string(),
  owner: named,
  dueOn: day.nullable(),
  decidedOn: day,
  state: z.enum(['open', 'late', 'done', 'withdrawn']),
  /** The number that it should move. */
  metric: metricId.nullable(),
  effect,
})
export type DecisionHead = z.output<typeof decisionHead>

export const decision = decisionHead.extend({
  meeting: z.object({ id: z.uuid(), startsAt: at }).nullable(),
  request: z.object({ id: z.uuid(), title: z.string() }).nullable(),
  options: z.array(z.string()),
  why: z.string(),
  cost: z.string(),
  decidedBy: named,
  aim: aim.nullable(),
  withdrawn: z.object({ at, by: named, reason: z.string() }).nullable(),
  history: z.array(
    z.object({
      at,
      by: named,
      what: z.enum(['owner', 'due', 'done', 'open_again', 'withdrawn']),
      was: z.string(),
      became: z.string(),
      words: z.string(),
    }),
  ),
  /** What the viewer may do. */
  may: z.object({ change: z.boolean(), finish: z.boolean(), read: z.boolean() }),
})

export const request = z.object({
  id: z.uuid(),
  title: z.string(),
  words: z.string(),
  why: z.string(),
  priority,
  askedBy: named,
  askedAt: at,
  state: z.enum(['open', 'on_agenda', 'accepted', 'declined', 'later', 'taken_back']),
  /** Which meeting it is for; null while none is planned. */
  meeting: z.object({ id: z.uuid(), startsAt: at }).nullable(),
  reason: z.string(),
  until: day.nullable(),
  answeredBy: named.nullable(),
  answeredAt: at.nullable(),
  decision: z.object({ id: z.uuid(), number: z.int() }).nullable(),
  version: z.int().nullable(),
  mine: z.boolean(),
})
export type ChangeRequest = z.output<typeof request>

export const trigger = z.object({
  id: z.uuid(),
  metric: metricId,
  name: z.string(),
  side: z.enum(['below', 'above']),
  /** Mark and newest number in words. */
  mark: z.string(),
  now: z.string().nullable(),
  past: z.boolean(),
  setBy: named,
})

/** One line of evidence, in the reader's words. `to`: what it is about. */
const line = z.object({
  tone: z.enum(['good', 'warn', 'plain']),
  text: z.string(),
  to: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('metric'), id: metricId }),
      z.object({ kind: z.literal('decision'), id: z.uuid() }),
      z.object({ kind: z.literal('request'), id: z.uuid() }),
      z.object({ kind: z.literal('wave'), id: z.uuid() }),
      z.object({ kind: z.literal('messages') }),
      z.object({ kind: z.literal('heard') }),
    ])
    .nullable(),
})

export const meeting = meetingHead.extend({
  plannedBy: named,
  members: z.array(z.object({ person, part, came: z.boolean().nullable() })),
  items: z.array(item),
  questions: z.array(
    z.object({
      id: questionId,
      evidence: z.array(line),
      notes: z.array(z.object({ person: named, words: z.string(), mine: z.boolean() })),
      minutes: z.object({ words: z.string(), by: named, at }).nullable(),
    }),
  ),
  /** The day of the evidence; it is kept from the beginning of the meeting on. */
  evidenceOf: day,
  kept: z.boolean(),
  decisions: z.array(decisionHead),
  heldAt: at.nullable(),
  may: z.object({ note: z.boolean(), run: z.boolean(), hold: z.boolean() }),
})

export const overview = z.object({
  today: day,
  timeZone: z.string(),
  committee: z.object({ ...charter, programName: z.string(), setUpAt: at, members: z.array(member) }).nullable(),
  next: meetingHead.nullable(),
  /** When the next one would be by the cadence; null while one is planned. */
  proposal: z.object({ day, from: time, to: time }).nullable(),
  /** Since when it is overdue by the cadence; null: it is not. */
  late: z.object({ since: day, last: day.nullable() }).nullable(),
  past: z.array(meetingHead),
  /** On the agenda of the next meeting, or waiting for one. */
  agenda: z.array(item),
  programs: z.array(named),
  /** The viewer's own part; null: not on it. */
  part: part.nullable(),
  may: z.object({ run: z.boolean(), shape: z.boolean() }),
})

export const one = z.object({ meetingId: z.uuid() })
export const decisionOf = z.object({ decisionId: z.uuid() })
export const requestOf = z.object({ requestId: z.uuid() })
export const asked = z.object({ language })
export const when = {
  day,
  from: time,
  to: time,
  timeZone: zone,
  place: usual.place,
  link: usual.link,
}
