/**
 * Recognition: thanks for good work, to one or several people, for everybody in the program
 * to read or, more quietly, for them and whoever they report to. A feed without counts of
 * who got how much: nothing here ranks anybody.
 */
import * as z from 'zod'
import { operation } from './operation.ts'

/** A small set that says something; in the order in which it is offered. */
export const reactionKinds = ['thanks', 'well_done', 'learned', 'saw_it'] as const
export type ReactionKind = (typeof reactionKinds)[number]
export const feedScopes = ['team', 'department', 'company', 'received', 'given'] as const
export type FeedScope = (typeof feedScopes)[number]
/** Hours in which an author may change or take back what they wrote. */
export const changeHours = 24

const named = z.object({ id: z.uuid(), name: z.string() })
const words = (most: number) => z.string().trim().max(most)
const recognitionId = z.object({ recognitionId: z.uuid() })
const commentId = recognitionId.extend({ commentId: z.uuid() })
/** Where the last page ended. */
const cursor = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
  .refine((at) => Number.isFinite(Date.parse(at.split('_')[0]!)), 'a time and an id')

const value = z.object({ id: z.uuid(), name: z.string(), sentence: z.string() })
export type Value = z.output<typeof value>

const hidden = z.object({ because: z.string(), by: named, at: z.iso.datetime() })

const piece = z.object({
  id: z.uuid(),
  author: named,
  people: z.array(named),
  /** As written; a mention stands in them as `@` and the name. */
  words: z.string(),
  mentions: z.array(named),
  value: value.nullable(),
  /** Where the viewer may see that goal. */
  goal: z.object({ id: z.uuid(), title: z.string() }).nullable(),
  quiet: z.boolean(),
  at: z.iso.datetime(),
  editedAt: z.iso.datetime().nullable(),
  /** `people`: the first few, in the order of time; never more important ones first. */
  reactions: z.array(
    z.object({ kind: z.enum(reactionKinds), count: z.int(), mine: z.boolean(), people: z.array(named) }),
  ),
  comments: z.int(),
  /** For its author and for whoever looks after it. */
  hidden: hidden.nullable(),
  /** Until when its author may change it; null: not any more, or not theirs. */
  changeUntil: z.iso.datetime().nullable(),
  may: z.object({ respond: z.boolean(), report: z.boolean(), decide: z.boolean() }),
})
export type Recognition = z.output<typeof piece>

const comment = z.object({
  id: z.uuid(),
  author: named,
  words: z.string(),
  at: z.iso.datetime(),
  hidden: hidden.nullable(),
  may: z.object({ takeBack: z.boolean(), report: z.boolean(), decide: z.boolean() }),
})
export type RecognitionComment = z.output<typeof comment>

const detail = piece.extend({ talk: z.array(comment) })
export type RecognitionDetail = z.output<typeof detail>

const report = z.object({
  id: z.uuid(),
  reporter: named,
  because: z.string(),
  at: z.iso.datetime(),
  recognition: piece,
  /** Set where it is about something said to it. */
  comment: comment.nullable(),
})
export type RecognitionReport = z.output<typeof report>

const written = {
  words: words(1000).min(1),
  mentions: z.array(z.uuid()).max(20).default([]),
  valueId: z.uuid().nullable().default(null),
  goalId: z.uuid().nullable().default(null),
}

export const recognition = {
  terms: operation({
    id: 'recognition.terms',
    method: 'GET',
    path: '/recognition/terms',
    permission: 'recognition.give',
    summary:
      'What holds for me: values to choose from, whether quiet thanks are possible, whether a weekly letter is sent',
    response: z.object({
      values: z.array(value),
      quiet: z.boolean(),
      changeHours: z.int(),
      department: z.string(),
      /** Whether the program sends a weekly letter about recognition around me. */
      weekly: z.boolean(),
      /** Reports that wait for the viewer; null: not theirs to look at. */
      reports: z.int().nullable(),
    }),
    problems: ['element_off'],
  }),
  feed: operation({
    id: 'recognition.feed',
    method: 'GET',
    path: '/recognitions',
    permission: 'recognition.read',
    summary: 'Recognition that I may read, newest first, page by page',
    query: z.object({
      scope: z.enum(feedScopes).default('company'),
      /** With scope department; the viewer's own unless told. */
      department: z.string().max(200).optional(),
      /** Received by this person. */
      personId: z.uuid().optional(),
      valueId: z.uuid().optional(),
      search: z.string().max(200).optional(),
      after: cursor.optional(),
      limit: z.coerce.number().int().min(1).max(50).default(20),
    }),
    response: z.object({ items: z.array(piece), next: z.string().nullable() }),
    problems: ['element_off'],
  }),
  export: operation({
    id: 'recognition.export',
    method: 'GET',
    path: '/recognitions.csv',
    permission: 'recognition.read',
    summary:
      'What I received or gave as a file for a spreadsheet; for the program lead also the company’s; without counts, at most 500,000 pieces',
    query: z.object({
      scope: z.enum(['company', 'received', 'given']).default('received'),
      valueId: z.uuid().optional(),
      search: z.string().max(200).optional(),
    }),
    response: z.unknown(),
    rawResponse: true,
    problems: ['element_off'],
  }),
  get: operation({
    id: 'recognition.get',
    method: 'GET',
    path: '/recognitions/:recognitionId',
    permission: 'recognition.read',
    summary: 'One piece of recognition with what was said to it',
    params: recognitionId,
    response: detail,
    problems: ['element_off'],
  }),
  give: operation({
    id: 'recognition.give',
    act: true,
    method: 'POST',
    path: '/recognitions',
    permission: 'recognition.give',
    summary: 'Recognise one or several colleagues',
    body: z.object({
      /** Of the caller’s choice, so that a repeated request gives it once. */
      id: z.uuid().optional(),
      people: z
        .array(z.uuid())
        .min(1)
        .max(20)
        .refine((all) => new Set(all).size === all.length, 'each person once'),
      ...written,
      quiet: z.boolean().default(false),
    }),
    response: piece,
    problems: [
      'element_off',
      'recognition_self',
      'recognition_people',
      'recognition_value',
      'recognition_goal',
      'recognition_quiet',
    ],
  }),
  edit: operation({
    id: 'recognition.edit',
    method: 'PUT',
    path: '/recognitions/:recognitionId',
    permission: 'recognition.give',
    summary: 'Change the words of what one gave, within a day; readers see that it was changed',
    params: recognitionId,
    body: z.object(written),
    response: piece,
    problems: ['element_off', 'recognition_late', 'recognition_people', 'recognition_value', 'recognition_goal'],
  }),
  takeBack: operation({
    id: 'recognition.takeBack',
    method: 'DELETE',
    path: '/recognitions/:recognitionId',
    permission: 'recognition.give',
    summary: 'Take back what one gave, within a day; its words are gone',
    params: recognitionId,
    response: z.object({ takenBack: z.literal(true) }),
    problems: ['element_off', 'recognition_late'],
  }),
  react: operation({
    id: 'recognition.react',
    method: 'PUT',
    path: '/recognitions/:recognitionId/reaction',
    permission: 'recognition.read',
    summary: 'Join in with one of a few words, or take that away again',
    params: recognitionId,
    body: z.object({ kind: z.enum(reactionKinds).nullable() }),
    response: piece,
    problems: ['element_off'],
  }),
  comment: operation({
    id: 'recognition.comment',
    method: 'POST',
    path: '/recognitions/:recognitionId/comments',
    permission: 'recognition.read',
    summary: 'Say a sentence to it',
    params: recognitionId,
    body: z.object({ id: z.uuid().optional(), words: words(300).min(1) }),
    response: detail,
    problems: ['element_off'],
  }),
  takeBackComment: operation({
    id: 'recognition.takeBackComment',
    method: 'DELETE',
    path: '/recognitions/:recognitionId/comments/:commentId',
    permission: 'recognition.read',
    summary: 'Take back what one said oneself; its words are gone',
    params: commentId,
    response: detail,
    problems: ['element_off'],
  }),
  report: operation({
    id: 'recognition.report',
    method: 'POST',
    path: '/recognitions/:recognitionId/reports',
    permission: 'recognition.read',
    summary: 'Ask those who look after the program to look at it, with a reason',
    params: recognitionId,
    body: z.object({ commentId: z.uuid().optional(), because: words(500).min(1) }),
    response: z.object({ reported: z.literal(true) }),
    problems: ['element_off'],
  }),
  reports: operation({
    id: 'recognition.reports',
    method: 'GET',
    path: '/recognition-reports',
    permission: 'recognition.reports',
    summary: 'What was reported and waits for a decision; an HR partner sees what people of their population wrote',
    response: z.object({ reports: z.array(report) }),
  }),
  decide: operation({
    id: 'recognition.decide',
    method: 'PUT',
    path: '/recognitions/:recognitionId/decision',
    permission: 'recognition.decide',
    summary: 'Hide it with a reason that its author reads, or leave it (show it again)',
    params: recognitionId,
    body: z
      .object({ commentId: z.uuid().optional(), hide: z.boolean(), because: words(500).default('') })
      .refine((d) => !d.hide || d.because !== '', 'a reason'),
    response: z.object({ hidden: z.boolean() }),
  }),
}
