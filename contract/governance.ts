/**
 * The committee that steers the program: charter, members, meetings with four standing questions,
 * decisions and what came of them, and what others ask it to change.
 */
import * as z from 'zod'
import { zone } from './access.ts'
import { languages } from './library.ts'
import { metricIds } from './metrics.ts'
import { operation } from './operation.ts'

const day = z.iso.date()
const at = z.iso.datetime()
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)
const named = z.object({ id: z.uuid(), name: z.string() })
const person = named.extend({ title: z.string() })
const language = z.enum(languages).optional()
const words = (most: number) => z.string().trim().max(most)
const metricId = z.enum(metricIds)

export const parts = ['chair', 'member', 'guest'] as const
export type Part = (typeof parts)[number]
/** What is asked at every meeting, in this order. */
export const questionIds = ['working', 'change', 'going', 'problems'] as const
export type QuestionId = (typeof questionIds)[number]
export const priorities = ['high', 'normal', 'low'] as const
const part = z.enum(parts)
const questionId = z.enum(questionIds)
const priority = z.enum(priorities)

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
const charter = {
  programId: z.uuid(),
  purpose: words(2000).min(1),
  decides: words(2000).default(''),
  decidesNot: words(2000).default(''),
  ...usual,
}

const member = z.object({ person, part, since: at })

const meetingHead = z.object({
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
const item = z.object({
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

const decisionHead = z.object({
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

const decision = decisionHead.extend({
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

const request = z.object({
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

const trigger = z.object({
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

const meeting = meetingHead.extend({
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

const overview = z.object({
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

const one = z.object({ meetingId: z.uuid() })
const decisionOf = z.object({ decisionId: z.uuid() })
const requestOf = z.object({ requestId: z.uuid() })
const asked = z.object({ language })
const when = {
  day,
  from: time,
  to: time,
  timeZone: zone,
  place: usual.place,
  link: usual.link,
}

export const governance = {
  get: operation({
    id: 'governance.get',
    method: 'GET',
    path: '/governance',
    permission: 'governance.read',
    summary: 'The committee, its next meeting and what waits for it',
    response: overview,
  }),
  setCharter: operation({
    id: 'governance.setCharter',
    method: 'PUT',
    path: '/governance/charter',
    permission: 'governance.shape',
    summary: 'What the committee is for, what it decides and what not, and how often it meets',
    body: z.object(charter),
    response: overview,
  }),
  name: operation({
    id: 'governance.name',
    method: 'PUT',
    path: '/governance/members/:personId',
    permission: 'governance.name',
    summary: 'Somebody is on the committee, as chair, member or guest; they get the role with it',
    params: z.object({ personId: z.uuid() }),
    body: z.object({ part }),
    response: overview,
    problems: ['committee_missing', 'person_unknown'],
  }),
  release: operation({
    id: 'governance.release',
    method: 'DELETE',
    path: '/governance/members/:personId',
    permission: 'governance.name',
    summary: 'Somebody is not on the committee any more; the role ends with it',
    params: z.object({ personId: z.uuid() }),
    response: overview,
  }),
  plan: operation({
    id: 'governance.plan',
    method: 'POST',
    path: '/governance/meetings',
    permission: 'governance.run',
    summary: 'A meeting; everybody on the committee gets an invitation for their calendar',
    body: z.object(when),
    response: meetingHead,
    problems: ['committee_missing', 'committee_time', 'committee_planned', 'committee_guest'],
  }),
  move: operation({
    id: 'governance.move',
    method: 'PUT',
    path: '/governance/meetings/:meetingId',
    permission: 'governance.run',
    summary: 'Another time or place; everybody is told once, and calendars follow',
    params: one,
    body: z.object(when),
    response: meetingHead,
    problems: ['committee_time', 'committee_over', 'committee_guest'],
  }),
  callOff: operation({
    id: 'governance.callOff',
    method: 'PUT',
    path: '/governance/meetings/:meetingId/called-off',
    permission: 'governance.run',
    summary: 'The meeting does not take place; its agenda is for the next one',
    params: one,
    body: z.object({ reason: words(300).min(1) }),
    response: meetingHead,
    problems: ['committee_over', 'committee_guest'],
  }),
  meeting: operation({
    id: 'governance.meeting',
    method: 'GET',
    path: '/governance/meetings/:meetingId',
    permission: 'governance.read',
    summary: 'One meeting: agenda, the four questions with evidence and notes, minutes, decisions',
    params: one,
    query: asked,
    response: meeting,
  }),
  calendar: operation({
    id: 'governance.calendar',
    method: 'GET',
    path: '/governance/meetings/:meetingId/calendar',
    permission: 'governance.read',
    summary: 'The meeting as a calendar file',
    params: one,
    response: z.unknown(),
    rawResponse: true,
  }),
  minutes: operation({
    id: 'governance.minutes',
    method: 'GET',
    path: '/governance/meetings/:meetingId/minutes',
    permission: 'governance.read',
    summary: 'The minutes as a PDF in the reader’s language',
    params: one,
    response: z.unknown(),
    rawResponse: true,
  }),
  note: operation({
    id: 'governance.note',
    method: 'PUT',
    path: '/governance/meetings/:meetingId/notes/:question',
    permission: 'governance.note',
    summary: 'What the viewer wants to say to a question, for the others to read beforehand; empty takes it away',
    params: one.extend({ question: questionId }),
    body: z.object({ words: words(2000) }),
    response: z.object({ words: z.string() }),
    problems: ['committee_over'],
  }),
  write: operation({
    id: 'governance.write',
    method: 'PUT',
    path: '/governance/meetings/:meetingId/minutes/:question',
    permission: 'governance.run',
    summary: 'What was said to a question in the meeting',
    params: one.extend({ question: questionId }),
    body: z.object({
      words: words(8000),
      /** What stood there when one began to write; where somebody else has saved other words since, nothing is written. */
      seen: z.string().max(8000).optional(),
    }),
    response: z.object({ words: z.string() }),
    problems: ['conflict', 'committee_over', 'committee_not_yet', 'committee_guest'],
  }),
  addItem: operation({
    id: 'governance.addItem',
    method: 'POST',
    path: '/governance/items',
    permission: 'governance.run',
    summary: 'Something to talk about, at the named meeting or the next one',
    body: z.object({ title: words(200).min(1), meetingId: z.uuid().nullable().default(null) }),
    response: item,
    problems: ['committee_missing', 'committee_over', 'committee_guest'],
  }),
  settleItem: operation({
    id: 'governance.settleItem',
    method: 'PUT',
    path: '/governance/items/:itemId/settled',
    permission: 'governance.run',
    summary: 'The committee came to it, or not yet',
    params: z.object({ itemId: z.uuid() }),
    body: z.object({ done: z.boolean() }),
    response: item,
    problems: ['committee_over', 'committee_guest'],
  }),
  hold: operation({
    id: 'governance.hold',
    method: 'PUT',
    path: '/governance/meetings/:meetingId/held',
    permission: 'governance.run',
    summary: 'The meeting was held, with who came; the minutes stand from here on',
    params: one,
    body: z.object({ came: z.array(z.uuid()).max(100) }),
    response: meetingHead,
    problems: ['committee_over', 'committee_not_yet', 'committee_guest'],
  }),
  decisions: operation({
    id: 'governance.decisions',
    method: 'GET',
    path: '/governance/decisions',
    permission: 'governance.read',
    summary: 'All decisions, the newest first',
    response: z.object({ today: day, decisions: z.array(decisionHead) }),
  }),
  options: operation({
    id: 'governance.options',
    method: 'GET',
    path: '/governance/options',
    permission: 'governance.run',
    summary: 'What a decision or a mark can be about: numbers with where they stand, and waves',
    query: asked,
    response: z.object({
      today: day,
      metrics: z.array(
        z.object({
          id: metricId,
          name: z.string(),
          unit: z.string(),
          direction: z.enum(['up', 'down']),
          /** Newest number for the whole company, in words; null: none is shown. */
          now: z.string().nullable(),
          value: z.number().nullable(),
          chosen: z.boolean(),
        }),
      ),
      waves: z.array(named),
    }),
  }),
  decide: operation({
    id: 'governance.decide',
    method: 'POST',
    path: '/governance/decisions',
    permission: 'governance.run',
    summary: 'What was decided and why, who sees to it until when, and what it should move',
    body: z.object({
      meetingId: z.uuid().nullable().default(null),
      requestId: z.uuid().nullable().default(null),
      question: words(300).min(1),
      options: z.array(words(500).min(1)).max(8).default([]),
      decided: words(4000).min(1),
      why: words(4000).default(''),
      cost: words(500).default(''),
      ownerId: z.uuid(),
      dueOn: day.nullable().default(null),
      aim: z
        .object({
          metric: metricId,
          /** A wave that is live; without one: the whole company. */
          waveId: z.uuid().nullable().default(null),
          /** In the metric's unit, with its sign: points for shares and scores. */
          expected: z.number().min(-10_000).max(10_000),
          reviewOn: day,
        })
        .nullable()
        .default(null),
    }),
    response: decision,
    problems: ['committee_missing', 'committee_guest', 'decision_aim', 'person_unknown', 'request_answered'],
  }),
  decision: operation({
    id: 'governance.decision',
    method: 'GET',
    path: '/governance/decisions/:decisionId',
    permission: 'governance.own',
    summary: 'One decision with its history and what the number did; also for whoever sees to it',
    params: decisionOf,
    query: asked,
    response: decision,
  }),
  changeDecision: operation({
    id: 'governance.changeDecision',
    method: 'PUT',
    path: '/governance/decisions/:decisionId',
    permission: 'governance.run',
    summary: 'Somebody else sees to it, or until another day; with the reason',
    params: decisionOf,
    body: z.object({ ownerId: z.uuid(), dueOn: day.nullable(), reason: words(2000).min(1) }),
    response: decision,
    problems: ['decision_closed', 'committee_guest', 'person_unknown'],
  }),
  finish: operation({
    id: 'governance.finish',
    method: 'PUT',
    path: '/governance/decisions/:decisionId/done',
    permission: 'governance.own',
    summary: 'It is done, or open again; by whoever sees to it or runs the meetings',
    params: decisionOf,
    body: z.object({ done: z.boolean(), words: words(2000).default('') }),
    response: decision,
    problems: ['decision_closed'],
  }),
  withdraw: operation({
    id: 'governance.withdraw',
    method: 'PUT',
    path: '/governance/decisions/:decisionId/withdrawn',
    permission: 'governance.run',
    summary: 'It does not hold any more; it stays in the list with the reason',
    params: decisionOf,
    body: z.object({ reason: words(2000).min(1) }),
    response: decision,
    problems: ['decision_closed', 'committee_guest'],
  }),
  requests: operation({
    id: 'governance.requests',
    method: 'GET',
    path: '/governance/requests',
    permission: 'governance.ask',
    summary: 'Change requests: all of them for the committee, the sponsor and the lead, one’s own for others',
    response: z.object({
      today: day,
      requests: z.array(request),
      all: z.boolean(),
      may: z.object({ run: z.boolean() }),
      versions: z.array(z.int()),
    }),
  }),
  ask: operation({
    id: 'governance.ask',
    method: 'POST',
    path: '/governance/requests',
    permission: 'governance.ask',
    summary: 'Something that should change about the program',
    body: z.object({
      title: words(160).min(1),
      words: words(4000).default(''),
      why: words(2000).default(''),
      priority,
    }),
    response: request,
  }),
  takeBack: operation({
    id: 'governance.takeBack',
    method: 'DELETE',
    path: '/governance/requests/:requestId',
    permission: 'governance.ask',
    summary: 'One’s own request, while it is not answered',
    params: requestOf,
    response: request,
    problems: ['request_answered'],
  }),
  putOnAgenda: operation({
    id: 'governance.putOnAgenda',
    method: 'PUT',
    path: '/governance/requests/:requestId/agenda',
    permission: 'governance.run',
    summary: 'The request is for the next meeting, or not',
    params: requestOf,
    body: z.object({ on: z.boolean() }),
    response: request,
    problems: ['committee_missing', 'request_answered', 'committee_guest'],
  }),
  answer: operation({
    id: 'governance.answer',
    method: 'PUT',
    path: '/governance/requests/:requestId/answer',
    permission: 'governance.run',
    summary: 'Declined with a reason, later with a day, or accepted with a version of the program',
    params: requestOf,
    /** `until` belongs to later, `version` to accepted; whoever declines says why. */
    body: z.object({
      outcome: z.enum(['accepted', 'declined', 'later']),
      reason: words(2000).default(''),
      until: day.nullable().default(null),
      version: z.int().min(1).nullable().default(null),
    }),
    response: request,
    problems: ['request_answered', 'request_until', 'committee_guest', 'committee_missing'],
  }),
  triggers: operation({
    id: 'governance.triggers',
    method: 'GET',
    path: '/governance/triggers',
    permission: 'governance.read',
    summary: 'Numbers that put themselves on the agenda when they pass a mark',
    query: asked,
    response: z.object({ triggers: z.array(trigger), may: z.object({ run: z.boolean() }) }),
  }),
  watch: operation({
    id: 'governance.watch',
    method: 'POST',
    path: '/governance/triggers',
    permission: 'governance.run',
    summary: 'A number of the whole company that is past this mark stands on the next agenda',
    body: z.object({ metric: metricId, side: z.enum(['below', 'above']), mark: z.number().min(-10_000).max(10_000) }),
    response: z.object({ triggerId: z.uuid() }),
    problems: ['committee_missing', 'committee_guest'],
  }),
  unwatch: operation({
    id: 'governance.unwatch',
    method: 'DELETE',
    path: '/governance/triggers/:triggerId',
    permission: 'governance.run',
    summary: 'The mark is not watched any more',
    params: z.object({ triggerId: z.uuid() }),
    response: z.object({ triggerId: z.uuid() }),
    problems: ['committee_guest'],
  }),
}
