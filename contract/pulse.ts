/**
 * Pulse: very short surveys. Who took part is known with the day; what somebody
 * answered is known to nobody. Answers are sealed when they arrive, opened together
 * when the round ends, and kept as counts per published group alone
 * (docs/decisions/pulse.md).
 */
import * as z from 'zod'
import { language } from './library.ts'
import { segmentKinds } from './metrics.ts'
import { operation } from './operation.ts'

export const questionKinds = ['agreement', 'scale', 'choice', 'comment'] as const
export type QuestionKind = (typeof questionKinds)[number]
/** How often a survey is asked again. */
export const rhythms = ['once', 'month', 'quarter', 'half_year', 'year'] as const
export type Rhythm = (typeof rhythms)[number]
/** Whom a program's survey reaches: people of live waves, people whose wave prepares (a baseline), or both. */
export const reaches = ['live', 'preparing', 'both'] as const
export type Reach = (typeof reaches)[number]
/** The share of people who are asked each time, in per cent. */
export const samples = [100, 50, 33, 25] as const
/** The smallest number of comments to one question before any of them is shown. */
export const commentFloor = 10

const day = z.iso.date()
const words = (most: number) => z.string().trim().max(most)
const text = (most: number) => z.partialRecord(language, words(most))
export type Text = z.output<ReturnType<typeof text>>
const named = z.object({ id: z.uuid(), name: z.string() })

export const question = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{1,40}$/),
  /** Which item of the library it is, so that rounds of any survey can be compared; null: one's own. */
  item: z
    .string()
    .regex(/^[a-z-]+\.[a-z-]+$/)
    .nullable(),
  kind: z.enum(questionKinds),
  text: text(300),
  /** For `choice`: two to eight. */
  options: z.array(text(120)).max(8).default([]),
})
export type Question = z.output<typeof question>

const questions = z
  .array(question)
  .max(12)
  .refine((all) => new Set(all.map((q) => q.id)).size === all.length, 'each id once')
const uniqueLanguages = z
  .array(language)
  .min(1)
  .refine((all) => new Set(all).size === all.length, 'each language once')

/** What a draft can be changed in. */
const settings = {
  title: text(120),
  /** A sentence to whoever is asked. */
  intro: text(600),
  languages: uniqueLanguages,
  questions,
  /** Which version of the library's survey it began as, or was last compared with; null: an own one, or not remembered. */
  fromVersion: z.int().min(1).nullable(),
  audienceId: z.uuid().nullable(),
  reach: z.enum(reaches),
  every: z.enum(rhythms),
  opensOn: day.nullable(),
  openDays: z.int().min(3).max(30),
  sample: z.literal(samples),
  floor: z.int().min(5).max(100),
  /** Days after the opening; null: no reminder. */
  reminderAfter: z.int().min(1).max(29).nullable(),
}

/** A question in one language, as somebody reads it. */
const asked = z.object({
  id: z.string(),
  item: z.string().nullable(),
  kind: z.enum(questionKinds),
  text: z.string(),
  options: z.array(z.string()),
})

export const surveyState = z.discriminatedUnion('state', [
  z.object({ state: z.literal('draft') }),
  z.object({ state: z.literal('waiting'), opensOn: day }),
  z.object({ state: z.literal('open'), closesOn: day }),
  /** Between two rounds. */
  z.object({ state: z.literal('resting'), opensOn: day }),
  z.object({ state: z.literal('over') }),
])
export type SurveyState = z.output<typeof surveyState>

const round = z.object({
  id: z.uuid(),
  number: z.int(),
  opensOn: day,
  closesOn: day,
  state: z.enum(['open', 'closed']),
  asked: z.int(),
  /** As of the last night while it is open. */
  answered: z.int(),
  countedOn: day,
  floor: z.int(),
})
export type Round = z.output<typeof round>

/** What keeps a survey from being launched. */
export const gaps = ['title', 'questions', 'words', 'options', 'date', 'people', 'comments_only'] as const

const summary = z.object({
  id: z.uuid(),
  title: z.string(),
  state: surveyState,
  every: z.enum(rhythms),
  questions: z.int(),
  /** Newest first. */
  rounds: z.array(round),
})

const detail = z.object({
  id: z.uuid(),
  programId: z.uuid(),
  programName: z.string(),
  from: z.string().nullable(),
  ...settings,
  audience: named.nullable(),
  state: surveyState,
  missing: z.array(z.enum(gaps)),
  rounds: z.array(round),
  /** The decision: who launched it and when. */
  launched: z.object({ by: named.nullable(), at: z.iso.datetime() }).nullable(),
  ended: z.object({ by: named.nullable(), at: z.iso.datetime() }).nullable(),
  /** The company's own smallest group; a survey's is never lower. */
  leastFloor: z.int(),
  /** Seconds that answering takes, about. */
  seconds: z.int(),
  revision: z.int(),
  mayWrite: z.boolean(),
})
export type Survey = z.output<typeof detail>

const surveyId = z.object({ surveyId: z.uuid() })
const roundId = z.object({ roundId: z.uuid() })

/** One of the published tables' cells. */
export const segment = z.object({
  kind: z.enum(segmentKinds),
  key: z.string(),
  /** Null where the browser has the words. */
  label: z.string().nullable(),
})
const segmentQuery = { kind: z.enum(segmentKinds).optional(), key: z.string().max(400).default('') }

/**
 * Whether a group's answers are shown. `held`: about the round of that day, because too few
 * people differ since. `hidden`: under the floor, or others would follow from it.
 */
export const standing = z.discriminatedUnion('state', [
  z.object({ state: z.literal('shown') }),
  z.object({ state: z.literal('held'), number: z.int(), on: day }),
  z.object({ state: z.literal('hidden'), because: z.enum(['floor', 'complement']) }),
  z.object({ state: z.literal('open'), until: day }),
  z.object({ state: z.literal('nobody') }),
])
export type Standing = z.output<typeof standing>

/** The counts of one question and what follows from them. Shares are over those who gave an answer. */
const score = z.object({
  /** One number an option, in order; for `agreement` 1 to 5, for `scale` 0 to 10. */
  counts: z.array(z.int()),
  /** Who chose not to say. */
  unsaid: z.int(),
  answered: z.int(),
  /** 4 or 5 of 5. */
  favourable: z.int().nullable(),
  mean: z.number().nullable(),
  nps: z
    .object({
      promoters: z.int(),
      passives: z.int(),
      detractors: z.int(),
      score: z.number(),
      /** 95 % interval. */
      low: z.number(),
      high: z.number(),
    })
    .nullable(),
})
export type Score = z.output<typeof score>

const point = z.object({
  number: z.int(),
  on: day,
  answered: z.int(),
  favourable: z.int().nullable(),
  nps: z.number().nullable(),
})

export const pulse = {
  library: operation({
    id: 'pulse.library',
    method: 'GET',
    path: '/pulse/library',
    permission: 'pulse.write',
    summary: 'Surveys that come with Belay, to begin from',
    query: z.object({ language: language.optional() }),
    response: z.object({
      surveys: z.array(
        z.object({
          id: z.string(),
          version: z.int(),
          title: z.string(),
          about: z.string(),
          /** The sentence to whoever is asked. */
          intro: z.string(),
          seconds: z.int(),
          questions: z.array(asked),
        }),
      ),
    }),
  }),
  list: operation({
    id: 'pulse.list',
    method: 'GET',
    path: '/pulse/surveys',
    permission: 'pulse.read',
    summary: 'Surveys with their rounds; drafts for the program lead alone',
    response: z.object({ surveys: z.array(summary), mayCreate: z.boolean() }),
  }),
  get: operation({
    id: 'pulse.get',
    method: 'GET',
    path: '/pulse/surveys/:surveyId',
    permission: 'pulse.read',
    summary: 'One survey: what it asks, whom, how often, and its rounds',
    params: surveyId,
    response: detail,
  }),
  create: operation({
    id: 'pulse.create',
    method: 'POST',
    path: '/pulse/surveys',
    permission: 'pulse.write',
    summary: 'Begin a survey, from the library or from nothing',
    body: z.object({
      programId: z.uuid(),
      from: z
        .string()
        .regex(/^[a-z0-9-]{1,40}$/)
        .nullable()
        .default(null),
      languages: uniqueLanguages.default(['en']),
    }),
    response: detail,
  }),
  update: operation({
    id: 'pulse.update',
    method: 'PATCH',
    path: '/pulse/surveys/:surveyId',
    permission: 'pulse.write',
    summary: 'Change a draft. Nothing changes once it is launched',
    params: surveyId,
    body: z.object({ revision: z.int(), ...z.object(settings).partial().shape }),
    response: detail,
    problems: ['pulse_launched', 'audience_unknown'],
  }),
  remove: operation({
    id: 'pulse.remove',
    method: 'DELETE',
    path: '/pulse/surveys/:surveyId',
    permission: 'pulse.write',
    summary: 'Throw a draft away',
    params: surveyId,
    response: z.object({ removed: z.literal(true) }),
    problems: ['pulse_launched'],
  }),
  reckon: operation({
    id: 'pulse.reckon',
    method: 'GET',
    path: '/pulse/surveys/:surveyId/reckoning',
    permission: 'pulse.write',
    summary: 'How many would be asked if it opened now, and how many rest because they were asked often enough',
    params: surveyId,
    response: z.object({
      people: z.int(),
      /** The audience asks for what is hidden of single people: at most so many. */
      upTo: z.boolean(),
      /** Asked as often lately as the program allows. */
      resting: z.int(),
      asked: z.int(),
      most: z.int(),
      weeks: z.int(),
      /** Departments with fewer people than the floor: their own results can never be shown. */
      tooSmall: z.array(z.string()),
      floor: z.int(),
    }),
  }),
  launch: operation({
    id: 'pulse.launch',
    method: 'POST',
    path: '/pulse/surveys/:surveyId/launch',
    permission: 'pulse.write',
    summary: 'Decide that it is asked. From now on its questions stay and its floor can only rise',
    params: surveyId,
    body: z.object({ revision: z.int() }),
    response: detail,
    problems: ['pulse_launched', 'pulse_incomplete'],
  }),
  raiseFloor: operation({
    id: 'pulse.raiseFloor',
    method: 'PUT',
    path: '/pulse/surveys/:surveyId/floor',
    permission: 'pulse.write',
    summary: 'Raise the smallest group that answers are shown for; it never falls',
    params: surveyId,
    body: z.object({ floor: z.int().min(5).max(100) }),
    response: detail,
    problems: ['floor_falls'],
  }),
  end: operation({
    id: 'pulse.end',
    method: 'POST',
    path: '/pulse/surveys/:surveyId/end',
    permission: 'pulse.write',
    summary: 'Open no further rounds. A round that is open goes on to its last day',
    params: surveyId,
    response: detail,
    problems: ['pulse_not_running'],
  }),
  close: operation({
    id: 'pulse.close',
    method: 'POST',
    path: '/pulse/rounds/:roundId/close',
    permission: 'pulse.write',
    summary: 'End a round before its last day, and open its answers',
    params: roundId,
    response: detail,
    problems: ['pulse_closed'],
  }),
  response: operation({
    id: 'pulse.response',
    method: 'GET',
    path: '/pulse/rounds/:roundId/response',
    permission: 'pulse.read',
    summary: 'How many of those asked have answered, by segment, above the floor',
    params: roundId,
    query: z.object({ by: z.enum(segmentKinds).exclude(['organization']).default('department') }),
    response: z.object({
      by: z.enum(segmentKinds),
      tables: z.array(z.enum(segmentKinds)),
      countedOn: day,
      floor: z.int(),
      total: z.object({ asked: z.int(), answered: z.int() }).nullable(),
      rows: z.array(
        z.object({
          segment,
          counts: z.object({ asked: z.int(), answered: z.int() }).nullable(),
          because: z.enum(['floor', 'complement']).nullable(),
        }),
      ),
    }),
    problems: ['segment_unknown'],
  }),
  results: operation({
    id: 'pulse.results',
    method: 'GET',
    path: '/pulse/rounds/:roundId/results',
    permission: 'pulse.read',
    summary:
      'What a group answered: counts per option, shares with denominators, over the rounds; comments above their own floor',
    params: roundId,
    /** Without a kind: the widest that the viewer may see. */
    query: z.object(segmentQuery),
    response: z.object({
      surveyId: z.uuid(),
      title: z.string(),
      round,
      /** Newest first. */
      rounds: z.array(round),
      segment,
      tables: z.array(z.enum(segmentKinds)),
      standing,
      answered: z.int().nullable(),
      questions: z.array(
        asked.extend({
          score: score.nullable(),
          /** Rounds in which this group was shown, oldest first. */
          trend: z.array(point),
          /** Who leads people against who does not; of the whole company. */
          leaders: z
            .object({
              leaders: z.object({ favourable: z.int(), answered: z.int() }),
              others: z.object({ favourable: z.int(), answered: z.int() }),
              /** Points by which leaders see it better. */
              gap: z.number(),
            })
            .nullable(),
        }),
      ),
      comments: z.array(
        z.object({ questionId: z.string(), text: z.string(), words: z.array(z.string()), hidden: z.boolean() }),
      ),
      commentFloor: z.int(),
      /** Answers that could not be opened because the installation's secret changed in between. */
      unreadable: z.int(),
    }),
    problems: ['segment_unknown'],
  }),
  table: operation({
    id: 'pulse.table',
    method: 'GET',
    path: '/pulse/rounds/:roundId/table',
    permission: 'pulse.read',
    summary: 'One question side by side for every department, country, wave or line',
    params: roundId,
    query: z.object({
      questionId: z.string().max(40),
      by: z.enum(segmentKinds).exclude(['organization']),
      /** For lines: whose direct reports. */
      leaderId: z.uuid().optional(),
    }),
    response: z.object({
      question: asked,
      floor: z.int(),
      rows: z.array(z.object({ segment, standing, score: score.nullable() })),
    }),
    problems: ['segment_unknown'],
  }),
  segments: operation({
    id: 'pulse.segments',
    method: 'GET',
    path: '/pulse/rounds/:roundId/segments',
    permission: 'pulse.read',
    summary: 'Groups of a round that the viewer may look at, by kind and words',
    params: roundId,
    query: z.object({
      kind: z.enum(segmentKinds).exclude(['organization']),
      search: z.string().max(200).default(''),
      limit: z.coerce.number().int().min(1).max(50).default(30),
    }),
    response: z.object({ segments: z.array(segment) }),
  }),
  export: operation({
    id: 'pulse.export',
    method: 'GET',
    path: '/pulse/rounds/:roundId/export',
    permission: 'pulse.read',
    summary: 'The published tables of a round that the viewer may see, as CSV',
    params: roundId,
    response: z.unknown(),
    rawResponse: true,
  }),

  mine: operation({
    id: 'pulse.mine',
    method: 'GET',
    path: '/pulse/mine',
    permission: 'pulse.answer',
    summary: 'What I am asked now, and in what I took part',
    response: z.object({
      open: z.array(z.object({ roundId: z.uuid(), title: z.string(), closesOn: day, seconds: z.int() })),
      past: z.array(z.object({ roundId: z.uuid(), title: z.string(), closedOn: day, took: z.boolean() })),
    }),
  }),
  form: operation({
    id: 'pulse.form',
    method: 'GET',
    path: '/pulse/rounds/:roundId/form',
    permission: 'pulse.answer',
    summary: 'The questions in my language, with who sees what, before I answer',
    params: roundId,
    response: z.object({
      roundId: z.uuid(),
      state: z.enum(['open', 'answered', 'closed']),
      title: z.string(),
      intro: z.string(),
      language,
      programName: z.string(),
      closesOn: day,
      floor: z.int(),
      commentFloor: z.int(),
      seconds: z.int(),
      questions: z.array(asked),
      /** Whether somebody leads this person: then a line above exists. */
      hasManager: z.boolean(),
    }),
  }),
  answer: operation({
    id: 'pulse.answer',
    method: 'POST',
    path: '/pulse/rounds/:roundId/answers',
    permission: 'pulse.answer',
    summary: 'Send my answers, once. They cannot be found again afterwards, so they cannot be changed either',
    params: roundId,
    body: z.object({
      answers: z
        .array(
          z.object({
            questionId: z.string().max(40),
            /** 1 to 5, 0 to 10, or the number of the option from 0; null: rather not say. */
            value: z.int().min(0).max(10).nullable().default(null),
            words: words(2000).default(''),
          }),
        )
        .max(12),
    }),
    response: z.object({ sent: z.literal(true) }),
    problems: ['pulse_answered', 'pulse_closed', 'pulse_answers'],
    leavesNoEvent:
      'Who took part is recorded at night for all of a day together, and that answers exist when the round ends: an event now would stand beside the sealed answer.',
  }),
}
