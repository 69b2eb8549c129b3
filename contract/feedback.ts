/**
 * Feedback: what people tell each other about their work, asked for or not. Each piece has
 * a mode, shown before the first word and never changed afterwards:
 * `attributed` (the reader sees who wrote it), `confidential` (one named person besides the
 * author sees who wrote it, never the person it is about), `anonymous` (nobody, above a floor).
 */
import * as z from 'zod'
import { feedbackModes, feedbackSharings } from './design.ts'
import { languages } from './library.ts'
import { operation } from './operation.ts'

export type FeedbackMode = (typeof feedbackModes)[number]
/** About oneself; a manager about a report; a manager about themself, of the team; 360 degrees. */
export const requestKinds = ['self', 'about', 'upward', 'round'] as const
export type RequestKind = (typeof requestKinds)[number]
/** What somebody who is asked is to the person it is about. */
export const raterCategories = ['self', 'manager', 'peer', 'report'] as const
export type RaterCategory = (typeof raterCategories)[number]
/** Under what anonymous words stand: a category, several merged, or everybody. */
export const answerGroups = ['peer', 'report', 'others'] as const
export type AnswerGroup = (typeof answerGroups)[number]

const named = z.object({ id: z.uuid(), name: z.string() })
const day = z.iso.date()
const words = (most: number) => z.string().trim().max(most)
const mode = z.enum(feedbackModes)
const itemId = z.object({ itemId: z.uuid() })
const requestId = z.object({ requestId: z.uuid() })

/** One question; the hint says what helps. */
const question = z.object({ id: z.string().regex(/^[a-z0-9-]{1,60}$/), ask: words(300).min(1), hint: words(300) })
const questions = z
  .array(question)
  .min(1)
  .max(8)
  .refine((all) => new Set(all.map((q) => q.id)).size === all.length, 'each id once')
const said = z.object({ ask: z.string(), words: z.string() })
const answers = z
  .array(z.object({ questionId: z.string().max(60), words: words(4000).min(1) }))
  .min(1)
  .max(8)
  .refine((all) => new Set(all.map((a) => a.questionId)).size === all.length, 'each question once')

export const templateUses = ['give', 'self', 'about', 'upward', 'round'] as const
/** Questions to begin with, as the library has them. */
export const feedbackTemplate = z.object({
  id: z.string(),
  title: z.string(),
  use: z.string(),
  for: z.array(z.enum(templateUses)),
  questions: z.array(question),
  advice: z.string(),
})
export type FeedbackTemplate = z.output<typeof feedbackTemplate>

const itemSummary = z.object({
  id: z.uuid(),
  /** Null: the viewer may not know who wrote it. */
  author: named.nullable(),
  about: named,
  mode,
  /** Where it came from; null: nobody asked for it. */
  request: z.object({ id: z.uuid(), kind: z.enum(requestKinds) }).nullable(),
  /** The first words, for a list. */
  begins: z.string(),
  /** The day it reached its reader; of a draft, the day it was saved. */
  on: day,
  draft: z.boolean(),
  /** Whether the person it is about has read it. */
  read: z.boolean(),
  thanked: z.boolean(),
  withManager: z.boolean(),
})
export type FeedbackSummary = z.output<typeof itemSummary>

const itemDetail = itemSummary.extend({
  answers: z.array(said),
  /** Of a draft: with what it was begun. */
  template: z.string().nullable(),
  /** The only one besides the author who sees who wrote confidential words. */
  namesTo: named.nullable(),
  /** Why the viewer reads it. */
  as: z.enum(['author', 'person', 'manager', 'asker']),
  reply: z.object({ words: z.string(), on: day }).nullable(),
  /** The person asked to talk about it. */
  talk: z.boolean(),
  /** Until when its author can take it back; null: not any more, or not theirs. */
  takeBackUntil: z.iso.datetime().nullable(),
  /** What the viewer can do with it. */
  may: z.object({ respond: z.boolean(), share: z.boolean(), passOn: z.boolean() }),
  /** Passed on to the person by whoever asked about them. */
  passedOn: z.boolean(),
})
export type FeedbackDetail = z.output<typeof itemDetail>

/** As it stands beside something else. */
export const receivedItem = z.object({
  id: z.uuid(),
  on: day,
  /** Null: not named to the viewer. */
  from: named.nullable(),
  answers: z.array(said),
})
export type ReceivedItem = z.output<typeof receivedItem>

export const requestStates = ['nominating', 'open', 'closed'] as const
const requestSummary = z.object({
  id: z.uuid(),
  kind: z.enum(requestKinds),
  about: named,
  askedBy: named,
  mode,
  state: z.enum(requestStates),
  dueOn: day,
  askedOn: day,
  asked: z.int(),
  /** Null while it cannot be told without telling about somebody: anonymous, and not closed. */
  answered: z.int().nullable(),
  /** What the viewer has to do with it. */
  mine: z.enum(['none', 'answer', 'answered', 'declined', 'approve', 'missed']),
  unread: z.int(),
})
export type RequestSummary = z.output<typeof requestSummary>

const rater = named.extend({
  category: z.enum(raterCategories),
  /** Null where nobody may know who answered. */
  state: z.enum(['asked', 'answered', 'declined']).nullable(),
})

const requestDetail = requestSummary.extend({
  note: z.string(),
  questions,
  /** People, so that whoever answers knows among how many. */
  floor: z.int(),
  namesTo: named.nullable(),
  /** Whether the person it is about sees that it was asked. */
  known: z.boolean(),
  /** Of those who may see it: whoever asked, the person of a round, the approving manager. */
  raters: z.array(rater).nullable(),
  closedOn: day.nullable(),
  /** Attributed and confidential answers that the viewer may read. */
  items: z.array(itemSummary.extend({ answers: z.array(said), category: z.enum(raterCategories) })),
  /** Anonymous answers, once let out; `hidden`: fewer than the floor answered. */
  anonymous: z
    .discriminatedUnion('state', [
      z.object({ state: z.literal('waiting') }),
      z.object({ state: z.literal('mixing') }),
      z.object({ state: z.literal('hidden') }),
      z.object({
        state: z.literal('shown'),
        groups: z.array(
          z.object({
            group: z.enum(answerGroups),
            answers: z.array(z.object({ questionId: z.string(), words: z.array(z.string()) })),
          }),
        ),
      }),
    ])
    .nullable(),
  may: z.object({
    answer: z.boolean(),
    close: z.boolean(),
    approve: z.boolean(),
    nominate: z.boolean(),
    /** Reads what was answered. */
    read: z.boolean(),
  }),
  /** Whoever approves a round. */
  approver: named.nullable(),
})
export type RequestDetail = z.output<typeof requestDetail>

export const boxes = ['received', 'given', 'drafts', 'team'] as const
export const requestBoxes = ['asked', 'to_answer', 'about_me'] as const
const page = {
  search: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
}

export const feedback = {
  terms: operation({
    id: 'feedback.terms',
    method: 'GET',
    path: '/feedback/terms',
    permission: 'feedback.give',
    summary: 'What holds before one writes or asks: modes, who would see what, floor, the program’s own questions',
    query: z.object({
      /** Whom it would be about; oneself for `self`, `upward` and `round` unless told. */
      aboutId: z.uuid().optional(),
      kind: z.enum([...requestKinds, 'give']).default('give'),
    }),
    response: z.object({
      about: named.nullable(),
      modes: z.array(mode),
      /** Who would see the names of confidential authors. */
      namesTo: named.nullable(),
      manager: named.nullable(),
      floor: z.int(),
      aboutKnown: z.boolean(),
      sharing: z.enum(feedbackSharings),
      maxOpen: z.int(),
      rounds: z.boolean(),
      /** The program's own questions. */
      questions: z.array(z.string()),
      /** What the company stands for, in the reader's language: one prompt each. */
      values: z.array(z.object({ id: z.uuid(), name: z.string(), sentence: z.string() })),
      /** Who can be asked upward: the viewer's team with feedback on. */
      team: z.array(named),
    }),
    problems: ['element_off', 'person_unknown'],
  }),
  templates: operation({
    id: 'feedback.templates',
    method: 'GET',
    path: '/feedback/templates',
    permission: 'signed_in',
    summary: 'Questions to begin with, in one language',
    query: z.object({ language: z.enum(languages).optional() }),
    response: z.object({ templates: z.array(feedbackTemplate) }),
  }),
  list: operation({
    id: 'feedback.list',
    method: 'GET',
    path: '/feedback',
    permission: 'feedback.own',
    summary: 'Feedback that the viewer received, gave, has in drafts, or may read of their team',
    query: z.object({
      box: z.enum(boxes).default('received'),
      mode: mode.optional(),
      unread: z.stringbool().optional(),
      ...page,
    }),
    response: z.object({ items: z.array(itemSummary), next: z.int().nullable(), unread: z.int() }),
    problems: ['element_off'],
  }),
  export: operation({
    id: 'feedback.export',
    method: 'GET',
    path: '/feedback.csv',
    permission: 'feedback.own',
    summary:
      'What one of the lists holds, with all words, as a file for a spreadsheet; names where the viewer knows them; at most 200,000 pieces',
    query: z.object({
      box: z.enum(['received', 'given', 'team']).default('received'),
      mode: mode.optional(),
      search: z.string().max(200).optional(),
    }),
    response: z.unknown(),
    rawResponse: true,
    problems: ['element_off'],
  }),
  about: operation({
    id: 'feedback.about',
    method: 'GET',
    path: '/people/:personId/feedback',
    permission: 'feedback.read',
    summary:
      'Feedback that reached somebody in some days, as far as the viewer may read it, the newest first; to stand beside a talk or a review',
    params: z.object({ personId: z.uuid() }),
    query: z.object({
      /** Three months before the last day unless told. */
      from: day.optional(),
      /** Today unless told. */
      to: day.optional(),
    }),
    response: z.object({ from: day, to: day, items: z.array(receivedItem) }),
  }),
  get: operation({
    id: 'feedback.get',
    method: 'GET',
    path: '/feedback/items/:itemId',
    permission: 'feedback.read',
    summary: 'One piece of feedback that the viewer may read',
    params: itemId,
    response: itemDetail,
  }),
  give: operation({
    id: 'feedback.give',
    act: true,
    method: 'POST',
    path: '/feedback',
    permission: 'feedback.give',
    summary: 'Tell a colleague something about their work, unasked; or keep it as a draft that only its author sees',
    body: z.object({
      /** Of the caller's choice; of an own draft, to write it anew or to send it. */
      id: z.uuid().optional(),
      aboutId: z.uuid(),
      mode: z.enum(['attributed', 'confidential']).default('attributed'),
      template: z
        .string()
        .regex(/^[a-z0-9-]{1,60}$/)
        .nullable()
        .default(null),
      answers: z
        .array(z.object({ ask: words(300), words: words(4000) }))
        .min(1)
        .max(8),
      /** Their manager may read it too; only where the program lets authors say so. */
      withManager: z.boolean().default(false),
      draft: z.boolean().default(false),
    }),
    response: itemDetail,
    problems: [
      'element_off',
      'person_unknown',
      'feedback_mode',
      'feedback_self',
      'feedback_sent',
      'feedback_empty',
      'conflict',
    ],
  }),
  takeBack: operation({
    id: 'feedback.takeBack',
    method: 'DELETE',
    path: '/feedback/items/:itemId',
    permission: 'feedback.own',
    summary: 'Take back what was not read yet, within an hour; or throw a draft away. The words are gone',
    params: itemId,
    response: z.object({ takenBack: z.literal(true) }),
    problems: ['feedback_too_late'],
  }),
  read: operation({
    id: 'feedback.read',
    method: 'PUT',
    path: '/feedback/items/:itemId/reading',
    permission: 'feedback.own',
    summary: 'The person it is about has read it',
    params: itemId,
    response: z.object({ read: z.literal(true) }),
  }),
  respond: operation({
    id: 'feedback.respond',
    method: 'POST',
    path: '/feedback/items/:itemId/response',
    permission: 'feedback.own',
    summary: 'Thank for it, reply to it, or ask to talk about it; the author is told, whoever it is',
    params: itemId,
    body: z.object({
      thanks: z.boolean().default(false),
      talk: z.boolean().default(false),
      reply: words(4000).default(''),
    }),
    response: itemDetail,
    problems: ['feedback_replied'],
  }),
  share: operation({
    id: 'feedback.share',
    method: 'PUT',
    path: '/feedback/items/:itemId/sharing',
    permission: 'feedback.own',
    summary: 'Let one’s manager read it, or not any more; for whoever asked about a report: pass it on to them',
    params: itemId,
    body: z.object({ withManager: z.boolean().optional(), passOn: z.literal(true).optional() }),
    response: itemDetail,
  }),
  requests: operation({
    id: 'feedback.requests',
    method: 'GET',
    path: '/feedback/requests',
    permission: 'feedback.own',
    summary: 'Requests that the viewer made or approves, has to answer, or that are about them',
    query: z.object({ box: z.enum(requestBoxes).default('asked'), open: z.stringbool().optional(), ...page }),
    response: z.object({ requests: z.array(requestSummary), next: z.int().nullable() }),
    problems: ['element_off'],
  }),
  request: operation({
    id: 'feedback.request',
    method: 'GET',
    path: '/feedback/requests/:requestId',
    permission: 'feedback.ask',
    summary: 'One request as the viewer may see it, with what was answered',
    params: requestId,
    response: requestDetail,
  }),
  ask: operation({
    id: 'feedback.ask',
    method: 'POST',
    path: '/feedback/requests',
    permission: 'feedback.ask',
    summary: 'Ask several people for feedback by a date: about oneself, about a report, of one’s team, or as a 360',
    body: z.object({
      /** Of the caller's choice, so that a repeated request asks nobody twice. */
      id: z.uuid().optional(),
      kind: z.enum(requestKinds),
      /** Oneself unless told. */
      aboutId: z.uuid().optional(),
      mode,
      raters: z.array(z.uuid()).max(40),
      template: z
        .string()
        .regex(/^[a-z0-9-]{1,60}$/)
        .nullable()
        .default(null),
      questions,
      note: words(1000).default(''),
      dueOn: day,
    }),
    response: requestDetail,
    problems: [
      'element_off',
      'person_unknown',
      'feedback_mode',
      'feedback_raters',
      'feedback_few',
      'feedback_busy',
      'feedback_date',
      'feedback_rounds_off',
      'conflict',
    ],
  }),
  nominate: operation({
    id: 'feedback.nominate',
    method: 'PUT',
    path: '/feedback/requests/:requestId/raters',
    permission: 'feedback.ask',
    summary: 'Change who is nominated for a 360, before it is approved',
    params: requestId,
    body: z.object({ raters: z.array(z.uuid()).min(1).max(40) }),
    response: requestDetail,
    problems: ['feedback_raters', 'feedback_few', 'feedback_busy', 'feedback_begun', 'element_off'],
  }),
  approve: operation({
    id: 'feedback.approve',
    method: 'PUT',
    path: '/feedback/requests/:requestId/approval',
    permission: 'feedback.ask',
    summary: 'The manager approves who is asked in a 360; the questions go out',
    params: requestId,
    response: requestDetail,
    problems: ['feedback_few', 'feedback_date'],
  }),
  answer: operation({
    id: 'feedback.answer',
    method: 'POST',
    path: '/feedback/requests/:requestId/answers',
    permission: 'feedback.give',
    summary: 'Answer a request. Anonymous answers are sealed and cannot be found, read or changed again',
    params: requestId,
    body: z.object({ answers }),
    response: z.object({ answered: z.literal(true) }),
    problems: ['feedback_answered', 'feedback_closed', 'feedback_question'],
  }),
  decline: operation({
    id: 'feedback.decline',
    method: 'PUT',
    path: '/feedback/requests/:requestId/refusal',
    permission: 'feedback.give',
    summary: 'Not answer a request; no reason is asked for',
    params: requestId,
    response: z.object({ declined: z.literal(true) }),
    problems: ['feedback_answered', 'feedback_closed'],
  }),
  close: operation({
    id: 'feedback.close',
    method: 'PUT',
    path: '/feedback/requests/:requestId/closing',
    permission: 'feedback.ask',
    summary: 'End a request before its date',
    params: requestId,
    response: requestDetail,
    problems: ['feedback_closed'],
  }),
}
