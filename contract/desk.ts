/**
 * The desk: anyone asks, champions, the program lead and HR partners answer, and what was answered
 * becomes a library that is searched before the next one has to ask.
 */
import * as z from 'zod'
import { faqReaders, fromVersion, language, phases } from './library.ts'
import { lineName } from './names.ts'
import { operation } from './operation.ts'

/** What a question is about, chosen by whoever answers it. */
export const deskTopics = [
  'goals',
  'checkins',
  'feedback',
  'recognition',
  'growth',
  'reviews',
  'pulse',
  'learning',
  'access',
  'letters',
  'privacy',
  'program',
  'other',
] as const
export type DeskTopic = (typeof deskTopics)[number]
export const deskRoles = ['champion', 'lead', 'hr'] as const
export type DeskRole = (typeof deskRoles)[number]

/** Working hours, Monday to Friday from nine to five of the company's zone, in which the desk answers. */
export const answeredWithin = 8
/** Questions of one person that wait at the same time. */
export const mostWaiting = 20
/** Days that the desk looks back on for what is asked most. */
export const topicDays = 90

const named = z.object({ id: z.uuid(), name: z.string() })
const topic = z.enum(deskTopics)
const instant = z.iso.datetime()
const words = z.string().trim().min(1).max(4000)

/** Where a question stands. Taken and answered say by whom. */
const state = z.discriminatedUnion('is', [
  z.object({ is: z.literal('open'), dueAt: instant }),
  z.object({ is: z.literal('taken'), by: named, dueAt: instant }),
  z.object({ is: z.literal('answered'), by: named }),
  z.object({ is: z.literal('closed'), at: instant }),
])
export type DeskState = z.output<typeof state>

const about = {
  id: z.uuid(),
  title: z.string(),
  private: z.boolean(),
  askedAt: instant,
  state,
  topic: topic.nullable(),
}
const message = z.object({
  id: z.uuid(),
  by: named,
  /** As what they answered; null: whoever asked. */
  role: z.enum(deskRoles).nullable(),
  at: instant,
  words: z.string(),
})
const thread = z.object({ ...about, messages: z.array(message) })
export type Thread = z.output<typeof thread>

/** The same as the desk sees it. */
const row = z.object({ ...about, asker: named.extend({ title: z.string() }), late: z.boolean() })
const opened = row.extend({
  messages: z.array(message),
  /** Where in the app it was asked. */
  place: z.string().nullable(),
  /** Whoever asked wrote last by mail, and gets the words of the answer there, unless it is private. */
  byMail: z.boolean(),
  mine: z.boolean(),
})
export type OpenedQuestion = z.output<typeof opened>

const text = z.object({ question: lineName(160), answer: words })
const texts = z.partialRecord(language, text).refine((t) => Object.keys(t).length > 0, 'in one language at least')
export type EntryTexts = z.output<typeof texts>

const entry = z.object({
  id: z.uuid(),
  topic,
  texts: z.partialRecord(language, z.object({ question: z.string(), answer: z.string() })),
  /** Languages of Belay that it does not stand in yet. */
  missing: z.array(language),
  version: z.int(),
  writtenBy: named,
  writtenAt: instant,
  /** The question of Belay that it answers in the company's own words. */
  faq: z.string().nullable(),
  /** Which version of that it was written over, or last compared with; null: not remembered. */
  fromVersion: z.int().min(1).nullable(),
  opened: z.int(),
  helped: z.int(),
  notHelped: z.int(),
})
export type DeskEntry = z.output<typeof entry>

/** A question that comes with Belay. */
const faqId = z.string().regex(/^[a-z0-9-]{1,40}$/)
const use = { opened: z.int(), helped: z.int(), notHelped: z.int() }
const aboutFaq = {
  id: faqId,
  topic,
  /** Whom it usually comes from, and when. */
  for: z.enum(faqReaders),
  phase: z.enum(phases),
  version: z.int(),
  minutes: z.number(),
}
const shipped = z.object({
  ...aboutFaq,
  ...use,
  texts: z.record(language, z.object({ question: z.string(), answer: z.string() })),
  /**
   * `shown`: found by everybody whom it fits; `own`: the company answers it in its own words; `out`: somebody left
   * it out; `off`: it speaks of something that the program does not have, or of somebody not named yet.
   */
  state: z.enum(['shown', 'own', 'out', 'off']),
})
export type ShippedAnswer = z.output<typeof shipped>

const inQuestion = z.object({ questionId: z.uuid() })
const inEntry = z.object({ entryId: z.uuid() })

const deskReaders = z.object({ leads: z.array(named), champions: z.boolean(), hr: z.boolean() })

export const desk = {
  answers: operation({
    id: 'desk.answers',
    method: 'GET',
    path: '/desk/answers',
    permission: 'signed_in',
    summary:
      'Answers that fit what somebody types, the best first: the company’s own and those that come with Belay. Without words by topic, those that helped most first',
    query: z.object({
      search: z.string().max(300).default(''),
      topic: topic.optional(),
      for: z.enum(faqReaders).optional(),
      phase: z.enum(phases).optional(),
      language: language.optional(),
      offset: z.coerce.number().int().min(0).max(2000).default(0),
      limit: z.coerce.number().int().min(1).max(500).default(8),
    }),
    response: z.object({
      total: z.int(),
      answers: z.array(
        z.object({
          id: z.union([z.uuid(), faqId]),
          topic,
          question: z.string(),
          answer: z.string(),
          /** The language it is shown in; the reader's own where there is one. */
          language,
          for: z.enum(faqReaders),
          phase: z.enum(phases),
          version: z.int(),
          /** Of the company's own: when it was written; null: it comes with Belay. */
          writtenAt: instant.nullable(),
          minutes: z.number(),
        }),
      ),
    }),
  }),
  used: operation({
    id: 'desk.used',
    method: 'POST',
    path: '/desk/answers/:entryId/uses',
    permission: 'signed_in',
    summary: 'An answer was opened, or helped, or did not; counted without who',
    params: z.object({ entryId: z.union([z.uuid(), faqId]) }),
    body: z.object({ how: z.enum(['opened', 'helped', 'not_helped']) }),
    response: z.object({ counted: z.literal(true) }),
    leavesNoEvent: 'It is only counted, so that nothing says who read what.',
  }),
  mine: operation({
    id: 'desk.mine',
    method: 'GET',
    path: '/desk/mine',
    permission: 'desk.own',
    summary: 'The viewer’s own questions, the newest first',
    response: z.object({
      questions: z.array(z.object(about)),
      /** Who reads what one asks; and what one asks in private, which nobody above one reads. */
      answered: deskReaders,
      privately: deskReaders,
      /** The address at which one can ask by mail; null: the company has none. */
      mailbox: z.string().nullable(),
    }),
  }),
  ask: operation({
    id: 'desk.ask',
    method: 'POST',
    path: '/desk/mine',
    permission: 'desk.own',
    summary: 'Ask the desk; private: read by the program lead and one’s HR partners alone',
    body: z.object({
      title: lineName(160),
      words: z.string().trim().max(4000).default(''),
      private: z.boolean().default(false),
      /** The place of the app that somebody came from. */
      place: z
        .string()
        .regex(/^[a-z.]{1,40}$/)
        .nullable()
        .default(null),
    }),
    response: thread,
    problems: ['desk_many'],
  }),
  thread: operation({
    id: 'desk.thread',
    method: 'GET',
    path: '/desk/mine/:questionId',
    permission: 'desk.own',
    summary: 'One question of the viewer with everything that was said',
    params: inQuestion,
    response: thread,
  }),
  follow: operation({
    id: 'desk.follow',
    method: 'POST',
    path: '/desk/mine/:questionId/messages',
    permission: 'desk.own',
    summary: 'Say more, or ask again, in one’s own question; it waits for the desk again',
    params: inQuestion,
    body: z.object({ words }),
    response: thread,
  }),
  settle: operation({
    id: 'desk.settle',
    method: 'PUT',
    path: '/desk/mine/:questionId/closed',
    permission: 'desk.own',
    summary: 'One’s own question needs no further answer',
    params: inQuestion,
    response: thread,
  }),

  questions: operation({
    id: 'desk.questions',
    method: 'GET',
    path: '/desk/questions',
    permission: 'desk.work',
    summary:
      'What waits at the desk, what is due first in front; or what was answered or closed. HR partners read of their population, champions nothing private',
    query: z.object({
      show: z.enum(['waiting', 'answered', 'closed']).default('waiting'),
      offset: z.coerce.number().int().min(0).max(100_000).default(0),
      limit: z.coerce.number().int().min(1).max(100).default(50),
    }),
    response: z.object({
      questions: z.array(row),
      total: z.int(),
      counts: z.object({ waiting: z.int(), late: z.int(), answered: z.int(), closed: z.int() }),
    }),
  }),
  question: operation({
    id: 'desk.question',
    method: 'GET',
    path: '/desk/questions/:questionId',
    permission: 'desk.answer',
    summary: 'One question as the desk sees it',
    params: inQuestion,
    response: opened,
  }),
  take: operation({
    id: 'desk.take',
    method: 'PUT',
    path: '/desk/questions/:questionId/taken',
    permission: 'desk.answer',
    summary: 'Take a question, so that nobody else answers it meanwhile; or give it back',
    params: inQuestion,
    body: z.object({
      taken: z.boolean(),
      /** Who holds it as one saw it: what somebody else has taken meanwhile is not taken from them unseen. */
      holder: z.uuid().nullable().default(null),
    }),
    response: opened,
    problems: ['desk_settled', 'conflict'],
  }),
  reply: operation({
    id: 'desk.reply',
    method: 'POST',
    path: '/desk/questions/:questionId/replies',
    permission: 'desk.answer',
    summary: 'Answer a question and say what it is about; whoever asked hears of it',
    params: inQuestion,
    body: z.object({
      words,
      topic,
      /** The last message that one saw (null: none), where the answer is meant for what stood there and nothing newer. */
      seen: z.uuid().nullable().optional(),
    }),
    response: opened,
    problems: ['conflict'],
  }),
  close: operation({
    id: 'desk.close',
    method: 'PUT',
    path: '/desk/questions/:questionId/closed',
    permission: 'desk.answer',
    summary: 'Close a question that was answered; whoever asked can ask again in it',
    params: inQuestion,
    response: opened,
    problems: ['desk_unanswered'],
  }),

  held: operation({
    id: 'desk.held',
    method: 'GET',
    path: '/desk/held',
    permission: 'hypercare.manage',
    summary: 'Who has taken questions that still wait, and how many; what is passed on when somebody leaves the desk',
    response: z.object({ people: z.array(z.object({ personId: z.uuid(), waiting: z.int() })) }),
  }),

  library: operation({
    id: 'desk.library',
    method: 'GET',
    path: '/desk/library',
    permission: 'desk.work',
    summary:
      'The answer library as the desk sees it: every language, what is missing, how often each was opened and helped',
    response: z.object({ entries: z.array(entry), shipped: z.array(shipped) }),
  }),
  keep: operation({
    id: 'desk.keep',
    method: 'POST',
    path: '/desk/library',
    permission: 'desk.work',
    summary: 'Put an answer into the library; from a question, without whoever asked it',
    body: z.object({
      topic,
      texts,
      /** The question that it comes from: refused where it is private or where the texts name whoever asked. */
      questionId: z.uuid().optional(),
      /** A question of Belay that this answers from now on. */
      faq: faqId.optional(),
    }),
    response: entry,
    problems: ['desk_private', 'desk_names', 'not_found', 'conflict'],
  }),
  rewrite: operation({
    id: 'desk.rewrite',
    method: 'PUT',
    path: '/desk/library/:entryId',
    permission: 'desk.work',
    summary: 'Write an answer anew; the version before is kept',
    params: inEntry,
    body: z.object({
      topic,
      texts,
      version: z.int(),
      /** Compared with this version of the question of Belay. With the same words as before nothing is written anew. */
      fromVersion,
    }),
    response: entry,
    problems: ['conflict'],
  }),
  retire: operation({
    id: 'desk.retire',
    method: 'DELETE',
    path: '/desk/library/:entryId',
    permission: 'desk.work',
    summary: 'Take an answer out of the library',
    params: inEntry,
    response: z.object({ retired: z.literal(true) }),
  }),
  restore: operation({
    id: 'desk.restore',
    method: 'PUT',
    path: '/desk/library/:entryId/kept',
    permission: 'desk.work',
    summary: 'Put an answer back that was taken out',
    params: inEntry,
    response: entry,
    problems: ['conflict'],
  }),
  leaveOut: operation({
    id: 'desk.leaveOut',
    method: 'PUT',
    path: '/desk/library/shipped/:faq',
    permission: 'desk.work',
    summary: 'Leave a question that comes with Belay out of what is found here, or bring it back',
    params: z.object({ faq: faqId }),
    body: z.object({ out: z.boolean() }),
    response: z.object({ out: z.boolean() }),
    problems: ['not_found'],
  }),
  topics: operation({
    id: 'desk.topics',
    method: 'GET',
    path: '/desk/topics',
    permission: 'desk.work',
    summary:
      'What is asked most, without private questions; a topic that only a few people asked about stands without a number',
    response: z.object({
      days: z.int(),
      floor: z.int(),
      topics: z.array(
        z.object({
          topic,
          /** Null: fewer people than a group needs. */
          questions: z.int().nullable(),
        }),
      ),
    }),
  }),
}
