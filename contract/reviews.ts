/**
 * Reviews: a written look back on a period, in a cycle that the lead plans and launches.
 * Words are read by whom the form and the cycle say, and by nobody before their time.
 */
import * as z from 'zod'
import { earlierReviews } from './earlier-reviews.ts'
import { outcomes } from './goals.ts'
import { draftName, lineName } from './names.ts'
import { operation } from './operation.ts'
import { formAnswer, formAnswers, questionKinds, reviewForm, reviewReaders, reviewRoles } from './review-form.ts'

const day = z.iso.date()
const instant = z.iso.datetime()
const words = (most: number) => z.string().trim().max(most)
const named = z.object({ id: z.uuid(), name: z.string() })
const titled = named.extend({ title: z.string() })

/** In the order in which they come. */
export const stageIds = [
  'nominate',
  'self',
  'peers',
  'upward',
  'manager',
  'second',
  'hr',
  'calibration',
  'share',
  'acknowledge',
] as const
export type StageId = (typeof stageIds)[number]

/** How answers of peers and team members reach the person; shown to the writer before the first word. */
export const voiceModes = ['attributed', 'confidential', 'anonymous'] as const
export type VoiceMode = (typeof voiceModes)[number]

export const planStage = z.strictObject({
  id: z.enum(stageIds),
  on: z.boolean(),
  opensOn: day.nullable(),
  dueOn: day.nullable(),
  /** Opens for a person only when what stands before it is done or past its day. */
  waits: z.boolean(),
})

export const cyclePlan = z.strictObject({
  name: draftName(120),
  /** What is looked back on. */
  startsOn: day,
  endsOn: day,
  /** Null: everybody whose program has reviews on. */
  audienceId: z.uuid().nullable(),
  alsoIds: z.array(z.uuid()).max(500),
  exceptIds: z.array(z.uuid()).max(500),
  stages: z.array(planStage).length(stageIds.length),
  peers: z.strictObject({
    least: z.int().min(0).max(10),
    most: z.int().min(1).max(10),
    /** The manager says yes before anybody is asked. */
    approved: z.boolean(),
    mode: z.enum(voiceModes),
  }),
  upward: z.strictObject({ mode: z.enum(voiceModes) }),
  /** Voices that have to come together before confidential or anonymous ones are shown. */
  floor: z.int().min(3).max(20),
  /** Leaders above the manager read what was shared with the person. */
  leadersRead: z.boolean(),
  /** A manager who writes more than this is named in the check before the launch. */
  manyReviews: z.int().min(1).max(200),
  form: reviewForm,
})
export type CyclePlan = z.output<typeof cyclePlan>

export const cycleState = z.discriminatedUnion('state', [
  z.object({ state: z.literal('draft') }),
  /** Launched; reviews and tasks are being written. */
  z.object({ state: z.literal('launching') }),
  /** `now`: stages whose days include today. */
  z.object({ state: z.literal('running'), now: z.array(z.enum(stageIds)) }),
  z.object({ state: z.literal('closed'), on: instant }),
])
export type CycleState = z.output<typeof cycleState>

const stageDates = z.object({
  id: z.enum(stageIds),
  opensOn: day,
  dueOn: day,
  waits: z.boolean(),
  state: z.enum(['ahead', 'open', 'over']),
})

const cycleSummary = z.object({
  id: z.uuid(),
  name: z.string(),
  startsOn: day,
  endsOn: day,
  state: cycleState,
  /** Reviews in it; null while it is a draft. */
  people: z.int().nullable(),
  /** The stages that are on, with the dates that hold; of a draft those with dates. */
  stages: z.array(stageDates),
  createdAt: instant,
})
export type CycleSummary = z.output<typeof cycleSummary>

/** What a plan lacks before it can be launched; the browser has the words. */
export const missingCodes = [
  'name',
  'period',
  'stage_none',
  'stage_dates',
  'stage_order',
  'stage_past',
  'stage_needs_manager',
  'form_empty',
  'form_role',
  'form_words',
  'form_steps',
  'form_rating',
  'peers_counts',
  'people_none',
] as const
const missing = z.object({
  code: z.enum(missingCodes),
  stage: z.enum(stageIds).nullable(),
  role: z.enum(reviewRoles).nullable(),
  sectionId: z.string().nullable(),
})

const cycle = cycleSummary.extend({
  plan: cyclePlan,
  revision: z.int(),
  missing: z.array(missing),
  launched: z.object({ by: named, at: instant }).nullable(),
  /** What the launch wrote. */
  filled: z.object({ at: instant, reviews: z.int(), tasks: z.int() }).nullable(),
  closed: z.object({ by: named, at: instant }).nullable(),
  moves: z.array(
    z.object({
      stage: z.enum(stageIds),
      from: z.object({ opensOn: day, dueOn: day }),
      to: z.object({ opensOn: day, dueOn: day }),
      reason: z.string(),
      by: named,
      at: instant,
    }),
  ),
  /** Names of the people whom the plan names. */
  names: z.record(z.string(), z.string()),
  audience: named.nullable(),
  mayDesign: z.boolean(),
})
export type Cycle = z.output<typeof cycle>

/** What the check before a launch finds; `stops`: the launch is refused while it stands. */
export const findingCodes = [
  'not_open',
  'no_manager',
  'no_second_manager',
  'on_leave',
  'many_reviews',
  'two_cycles',
  'no_email',
  'joined_late',
] as const
const check = z.object({
  today: day,
  /** Who would be in it. */
  people: z.int(),
  /** Whom the audience selects, before exceptions. */
  audience: z.int(),
  /** Who writes at least one. */
  writers: z.int(),
  roles: z.array(
    z.object({
      role: z.enum(reviewRoles),
      stage: z.enum(stageIds),
      tasks: z.int(),
      writers: z.int(),
      /** For one, from what the form asks. */
      minutes: z.int(),
      opensOn: day.nullable(),
      dueOn: day.nullable(),
      /** Peers are not known yet: as many as may be asked. */
      atMost: z.boolean(),
    }),
  ),
  /** Of everybody together. */
  minutes: z.int(),
  busiest: z.array(z.object({ person: titled, tasks: z.int(), minutes: z.int() })),
  findings: z.array(
    z.object({
      code: z.enum(findingCodes),
      count: z.int(),
      /** Some of them, by name. */
      people: z.array(named.extend({ detail: z.string() })),
    }),
  ),
  missing: z.array(missing),
  /** What will be sent and when; letters go out in each reader's morning. */
  notices: z.array(
    z.object({ stage: z.enum(stageIds), kind: z.enum(['opens', 'before', 'after']), on: day, people: z.int() }),
  ),
})
export type Check = z.output<typeof check>

const share = z.object({ done: z.int(), of: z.int(), late: z.int() })
const stageShare = share.extend({ stage: z.enum(stageIds) })

/** Where one writer's task stands, derived from its rows, its stage and the day. */
export const taskState = z.enum(['ahead', 'waiting', 'open', 'late', 'over', 'done', 'declined', 'ended'])
export type TaskState = z.output<typeof taskState>

const myTask = z.object({
  id: z.uuid(),
  reviewId: z.uuid(),
  cycle: named,
  role: z.enum(reviewRoles),
  subject: titled,
  /** The manager for whom the viewer writes. */
  for: named.nullable(),
  state: taskState,
  opensOn: day,
  dueOn: day,
  minutes: z.int(),
  started: z.boolean(),
  submittedAt: instant.nullable(),
})
export type MyTask = z.output<typeof myTask>

const myReview = z.object({
  id: z.uuid(),
  cycle: named,
  startsOn: day,
  endsOn: day,
  manager: named.nullable(),
  /** Whoever writes for the manager. */
  writer: named.nullable(),
  /** Colleagues to be asked; null: nobody is, in this cycle. */
  nominations: z
    .object({
      state: z.enum(['ahead', 'open', 'over']),
      dueOn: day,
      least: z.int(),
      most: z.int(),
      named: z.int(),
      approved: z.int(),
      needsApproval: z.boolean(),
    })
    .nullable(),
  sharedAt: instant.nullable(),
  acknowledgedAt: instant.nullable(),
  /** The last day to say that one has read it; null: nobody is asked to. */
  acknowledgeBy: day.nullable(),
})

const teamReview = z.object({
  id: z.uuid(),
  cycle: named,
  person: titled,
  onLeave: z.boolean(),
  /** The viewer is the second manager. */
  second: z.boolean(),
  self: taskState.nullable(),
  voices: z.object({ done: z.int(), of: z.int() }).nullable(),
  /** The viewer's own, or their delegate's. */
  task: z.object({ id: z.uuid(), state: taskState, writer: named, started: z.boolean(), dueOn: day }).nullable(),
  /** Colleagues whom the person named and the manager has not decided about. */
  toDecide: z.int(),
  mayShare: z.boolean(),
  sharedAt: instant.nullable(),
  acknowledgedAt: instant.nullable(),
  disagrees: z.boolean().nullable(),
})

const cycleId = z.object({ cycleId: z.uuid() })
const reviewId = z.object({ reviewId: z.uuid() })
const taskId = z.object({ taskId: z.uuid() })
const reason = words(1000)

const sheetItem = z.object({ id: z.uuid(), title: z.string(), detail: z.string() })
const sheetQuestion = z.object({
  id: z.string(),
  kind: z.enum(questionKinds),
  ask: z.string(),
  hint: z.string(),
  required: z.boolean(),
  confidential: z.boolean(),
  steps: z.array(z.object({ id: z.string(), label: z.string(), anchor: z.string() })),
  /** Goals that it asks about. */
  items: z.array(sheetItem),
})
export type SheetQuestion = z.output<typeof sheetQuestion>

/** Who reads a section, and when. */
const reading = z.object({ who: z.enum([...reviewReaders, 'hr', 'leaders']), when: z.enum(['submitted', 'shared']) })

const voice = z.object({
  role: z.enum(reviewRoles),
  /** Null: without a name, by the cycle's setting. */
  from: named.nullable(),
  answer: formAnswer,
})
export type Voice = z.output<typeof voice>

const turn = z.object({
  kind: z.enum(['submitted', 'reopened', 'declined', 'asked_again', 'delegated', 'taken_back', 'handed_over']),
  by: named,
  to: named.nullable(),
  reason: z.string(),
  at: instant,
})

const sheet = z.object({
  id: z.uuid(),
  reviewId: z.uuid(),
  cycle: named,
  startsOn: day,
  endsOn: day,
  role: z.enum(reviewRoles),
  subject: titled,
  writer: named,
  for: named.nullable(),
  state: taskState,
  opensOn: day,
  dueOn: day,
  minutes: z.int(),
  /** How answers of peers and team members reach the person. */
  mode: z.enum(voiceModes),
  floor: z.int(),
  sections: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      intro: z.string(),
      readers: z.array(reading),
      questions: z.array(
        sheetQuestion.extend({
          answer: formAnswer.nullable(),
          /** What others wrote to the same question, as far as the writer may read it now. */
          others: z.array(voice),
        }),
      ),
    }),
  ),
  /** Sections that the writer reads and does not answer. */
  beside: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      questions: z.array(sheetQuestion.extend({ others: z.array(voice) })),
    }),
  ),
  revision: z.int(),
  savedAt: instant.nullable(),
  submittedAt: instant.nullable(),
  mayWrite: z.boolean(),
  mayReopen: z.boolean(),
  mayDecline: z.boolean(),
  mayDelegate: z.boolean(),
  /** Whoever writes for the manager may say that they would rather not. */
  mayGiveBack: z.boolean(),
  /** Written by the earlier manager, who may hand the draft over. */
  mayHandOver: z.boolean(),
  turns: z.array(turn),
})
export type Sheet = z.output<typeof sheet>

const rating = z.object({
  questionId: z.string(),
  value: z.int(),
  /** For managers and HR: what the manager had given, and why it was changed. */
  changed: z.object({ from: z.int(), by: named, reason: z.string(), at: instant }).nullable(),
})

const wholeReview = z.object({
  id: z.uuid(),
  cycle: named,
  startsOn: day,
  endsOn: day,
  person: titled,
  department: z.string(),
  manager: named.nullable(),
  /** Whoever writes, or wrote, for the manager. */
  writer: named.nullable(),
  /** What the viewer is to it. */
  as: z.enum(['person', 'manager', 'second', 'hr', 'leader']),
  state: z.enum(['running', 'shared', 'acknowledged', 'left_out']),
  shared: z.object({ by: named, at: instant }).nullable(),
  acknowledged: z.object({ at: instant, disagrees: z.boolean(), comment: z.string() }).nullable(),
  cleared: z.object({ by: named, at: instant }).nullable(),
  sections: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      readers: z.array(reading),
      questions: z.array(sheetQuestion.extend({ answers: z.array(voice) })),
    }),
  ),
  ratings: z.array(rating),
  /** Too few wrote for theirs to be shown. */
  hidden: z.array(z.enum(reviewRoles)),
  floor: z.int(),
  turns: z.array(turn.extend({ role: z.enum(reviewRoles) })),
  mayShare: z.boolean(),
  /** The stage before it that is not over yet; without a day where it ends when somebody closes it. */
  sharesAfter: z.object({ stage: z.enum(stageIds), on: day.nullable() }).nullable(),
  mayAcknowledge: z.boolean(),
  mayClear: z.boolean(),
  /** The viewer's own task in it. */
  taskId: z.uuid().nullable(),
})
export type WholeReview = z.output<typeof wholeReview>

const nominated = z.object({
  person: titled.extend({ department: z.string() }),
  by: named,
  decision: z.enum(['approved', 'refused']).nullable(),
  /** Whether they have answered is for the manager alone, and not where answers are anonymous. */
  answered: z.boolean().nullable(),
  declined: z.boolean(),
})
const nominations = z.object({
  reviewId: z.uuid(),
  cycle: named,
  person: titled,
  as: z.enum(['person', 'manager']),
  state: z.enum(['ahead', 'open', 'over']),
  dueOn: day,
  least: z.int(),
  most: z.int(),
  needsApproval: z.boolean(),
  mode: z.enum(voiceModes),
  peers: z.array(nominated),
  mayName: z.boolean(),
  mayDecide: z.boolean(),
})
export type Nominations = z.output<typeof nominations>

const cycleReview = z.object({
  /** Of the review; null: somebody who is not in the cycle. */
  id: z.uuid().nullable(),
  person: titled.extend({ department: z.string() }),
  manager: named.nullable(),
  joinedLate: z.boolean(),
  leftOut: z.object({ because: z.enum(['left', 'decided']), at: instant, words: z.string() }).nullable(),
  onLeave: z.boolean(),
  /** By role, of those who are asked: how many have handed theirs in. */
  roles: z.array(z.object({ role: z.enum(reviewRoles), done: z.int(), of: z.int(), late: z.int() })),
  clearedAt: instant.nullable(),
  sharedAt: instant.nullable(),
  acknowledgedAt: instant.nullable(),
})

const page = {
  search: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
}

export const reviews = {
  ...earlierReviews,
  cycles: operation({
    id: 'reviews.cycles',
    method: 'GET',
    path: '/review-cycles',
    permission: 'reviews.progress',
    summary: 'Review cycles, the newest first',
    response: z.object({ cycles: z.array(cycleSummary), mayDesign: z.boolean() }),
  }),
  forms: operation({
    id: 'reviews.forms',
    method: 'GET',
    path: '/review-forms',
    permission: 'reviews.design',
    summary: 'Review forms that come with Belay, to begin with',
    response: z.object({
      forms: z.array(
        z.object({
          id: z.string(),
          title: z.string(),
          use: z.string(),
          minutes: z.record(z.string(), z.int()),
          form: reviewForm,
        }),
      ),
    }),
  }),
  createCycle: operation({
    id: 'reviews.createCycle',
    method: 'POST',
    path: '/review-cycles',
    permission: 'reviews.design',
    summary: 'Begin the plan of a review cycle, from a form of the library or an earlier cycle',
    body: z.object({
      id: z.uuid().optional(),
      name: lineName(120),
      /** A form of the library. */
      formId: z.string().max(60).optional(),
      /** An earlier cycle: its stages, settings and form. */
      likeCycleId: z.uuid().optional(),
    }),
    response: cycle,
  }),
  cycle: operation({
    id: 'reviews.cycle',
    method: 'GET',
    path: '/review-cycles/:cycleId',
    permission: 'reviews.progress',
    summary: 'One review cycle: its plan, dates, and what is still missing',
    params: cycleId,
    response: cycle,
  }),
  savePlan: operation({
    id: 'reviews.savePlan',
    method: 'PUT',
    path: '/review-cycles/:cycleId/plan',
    permission: 'reviews.design',
    summary: 'Save the plan of a cycle that is not launched',
    params: cycleId,
    body: z.object({ /** As read. */ revision: z.int(), plan: cyclePlan }),
    response: cycle,
    problems: ['conflict', 'review_launched'],
  }),
  removeCycle: operation({
    id: 'reviews.removeCycle',
    method: 'DELETE',
    path: '/review-cycles/:cycleId',
    permission: 'reviews.design',
    summary: 'Remove a cycle that was never launched',
    params: cycleId,
    response: z.object({ removed: z.literal(true) }),
    problems: ['review_launched'],
  }),
  check: operation({
    id: 'reviews.check',
    method: 'GET',
    path: '/review-cycles/:cycleId/check',
    permission: 'reviews.design',
    summary: 'The dry run before a launch: who is in, who writes how much and when, and what to look at first',
    params: cycleId,
    response: check,
    problems: ['review_launched'],
  }),
  launch: operation({
    id: 'reviews.launch',
    method: 'POST',
    path: '/review-cycles/:cycleId/launch',
    permission: 'reviews.design',
    summary: 'Launch a cycle: plan and form freeze, and everybody in it gets their review and tasks',
    params: cycleId,
    /** Both as the dry run showed them. */
    body: z.object({ revision: z.int(), people: z.int().min(1) }),
    response: cycle,
    problems: ['conflict', 'review_launched', 'review_incomplete', 'review_people_changed'],
  }),
  moveStage: operation({
    id: 'reviews.moveStage',
    method: 'PUT',
    path: '/review-cycles/:cycleId/stages/:stage',
    permission: 'reviews.design',
    summary: 'Move the days of a stage of a running cycle',
    params: cycleId.extend({ stage: z.enum(stageIds) }),
    body: z.object({ opensOn: day, dueOn: day, reason }),
    response: cycle,
    problems: ['review_not_running', 'review_dates', 'review_released'],
  }),
  closeCycle: operation({
    id: 'reviews.closeCycle',
    method: 'PUT',
    path: '/review-cycles/:cycleId/closing',
    permission: 'reviews.design',
    summary: 'Close a running cycle: nothing more is written, what was shared stays readable',
    params: cycleId,
    response: cycle,
    problems: ['review_not_running'],
  }),
  progress: operation({
    id: 'reviews.progress',
    method: 'GET',
    path: '/review-cycles/:cycleId/progress',
    permission: 'reviews.progress',
    summary: 'How far a cycle is, by stage and department; HR partners see their population',
    params: cycleId,
    response: z.object({
      asOf: instant,
      today: day,
      people: z.int(),
      leftOut: z.int(),
      stages: z.array(stageShare),
      departments: z.array(z.object({ department: z.string(), people: z.int(), stages: z.array(stageShare) })),
      /** People whom the cycle is for and who are not in it: joined since, or reached since. */
      notIn: z.int(),
      /** Reviews without a manager. */
      noManager: z.int(),
    }),
  }),
  late: operation({
    id: 'reviews.late',
    method: 'GET',
    path: '/review-cycles/:cycleId/late',
    permission: 'reviews.progress',
    summary: 'What is past its day and not handed in: who, about whom, since when',
    params: cycleId,
    query: z.object({ role: z.enum(reviewRoles).optional(), department: z.string().max(400).optional(), ...page }),
    response: z.object({
      tasks: z.array(
        z.object({
          id: z.uuid(),
          role: z.enum(reviewRoles),
          writer: named,
          subject: named,
          department: z.string(),
          dueOn: day,
          days: z.int(),
        }),
      ),
      total: z.int(),
      next: z.int().nullable(),
    }),
  }),
  people: operation({
    id: 'reviews.people',
    method: 'GET',
    path: '/review-cycles/:cycleId/people',
    permission: 'reviews.progress',
    summary: 'Everybody in a cycle and how far theirs is; nothing of what was written',
    params: cycleId,
    query: z.object({
      department: z.string().max(400).optional(),
      show: z.enum(['in', 'left_out', 'no_manager', 'not_in']).default('in'),
      ...page,
    }),
    response: z.object({ people: z.array(cycleReview), total: z.int(), next: z.int().nullable() }),
  }),
  trace: operation({
    id: 'reviews.trace',
    method: 'GET',
    path: '/reviews/:reviewId/trace',
    permission: 'reviews.trace',
    summary:
      'Who handed what in, opened it again, passed it on, when and why; which parts can be opened again. Never what was written',
    params: reviewId,
    response: z.object({
      reviewId: z.uuid(),
      person: named,
      shared: z.boolean(),
      /** Nothing of colleagues and team members but where they write under their names. */
      parts: z.array(
        z.object({
          taskId: z.uuid(),
          role: z.enum(reviewRoles),
          writer: named,
          for: named.nullable(),
          submittedAt: instant.nullable(),
          mayReopen: z.boolean(),
        }),
      ),
      turns: z.array(turn.extend({ role: z.enum(reviewRoles) })),
    }),
  }),
  addPeople: operation({
    id: 'reviews.addPeople',
    method: 'POST',
    path: '/review-cycles/:cycleId/people',
    permission: 'reviews.design',
    summary: 'Take people into a running cycle who joined or were reached since its launch',
    params: cycleId,
    body: z.object({ personIds: z.array(z.uuid()).min(1).max(500) }),
    response: z.object({ added: z.int() }),
    problems: ['review_not_running', 'person_unknown'],
  }),
  leaveOut: operation({
    id: 'reviews.leaveOut',
    method: 'PUT',
    path: '/reviews/:reviewId/leaving-out',
    permission: 'reviews.design',
    summary: 'Take somebody out of a running cycle; what was written stays closed and can come back',
    params: reviewId,
    body: z.object({ reason: words(1000).min(1) }),
    response: z.object({ leftOut: z.literal(true) }),
    problems: ['review_not_running', 'review_shared'],
  }),
  bringBack: operation({
    id: 'reviews.bringBack',
    method: 'DELETE',
    path: '/reviews/:reviewId/leaving-out',
    permission: 'reviews.design',
    summary: 'Take somebody into a running cycle again',
    params: reviewId,
    response: z.object({ leftOut: z.literal(false) }),
    problems: ['review_not_running', 'person_unknown'],
  }),
  setManager: operation({
    id: 'reviews.setManager',
    method: 'PUT',
    path: '/reviews/:reviewId/manager',
    permission: 'reviews.design',
    summary: 'Say who writes as the manager where the people file names nobody, or somebody else has to',
    params: reviewId,
    body: z.object({ personId: z.uuid(), reason: words(1000).min(1) }),
    response: z.object({ manager: named }),
    problems: ['review_not_running', 'review_shared', 'person_unknown', 'review_writer'],
  }),

  export: operation({
    id: 'reviews.export',
    method: 'GET',
    path: '/review-cycles/:cycleId/export',
    permission: 'reviews.export',
    summary: 'What was handed in, as a table, for the population of an HR partner; no names beside anonymous voices',
    params: cycleId,
    response: z.unknown(),
    rawResponse: true,
  }),

  mine: operation({
    id: 'reviews.mine',
    method: 'GET',
    path: '/reviews',
    permission: 'signed_in',
    summary: 'What the viewer writes, their own reviews, and those of the people they write for as manager',
    response: z.object({
      today: day,
      tasks: z.array(myTask),
      own: z.array(myReview),
      team: z.array(teamReview),
      /** When it begins for the viewer, where it has not. */
      startsOn: day.nullable(),
      open: z.boolean(),
    }),
  }),
  sheet: operation({
    id: 'reviews.sheet',
    method: 'GET',
    path: '/review-tasks/:taskId',
    permission: 'reviews.write',
    summary:
      'One form to fill in: what it asks, what the writer wrote, who will read it, and what others wrote as far as the writer may read it',
    params: taskId,
    response: sheet,
  }),
  evidence: operation({
    id: 'reviews.evidence',
    method: 'GET',
    path: '/review-tasks/:taskId/evidence',
    permission: 'reviews.write',
    summary:
      'What happened in the whole period, as far as the writer may see it: goals, check-ins, feedback, the last review',
    params: taskId,
    response: z.object({
      startsOn: day,
      endsOn: day,
      goals: z.array(
        z.object({
          id: z.uuid(),
          title: z.string(),
          startsOn: day,
          endsOn: day,
          reached: z.number(),
          outcome: z.enum(outcomes).nullable(),
        }),
      ),
      /** Held ones in which the writer took part. */
      checkins: z.array(z.object({ id: z.uuid(), on: day, with: named, topics: z.array(z.string()) })),
      /** Received, as far as the writer may read it; null: without a name. */
      feedback: z.array(z.object({ id: z.uuid(), on: day, from: named.nullable(), begins: z.string() })),
      lastReview: z
        .object({
          id: z.uuid(),
          cycle: z.object({ name: z.string() }),
          endsOn: day,
          ratings: z.array(z.object({ ask: z.string(), label: z.string() })),
          /** Of an earlier tool: it opens on a page of its own. */
          earlier: z.boolean(),
        })
        .nullable(),
      /** One row per month of the period, so that the last weeks do not hide the rest. */
      months: z.array(z.object({ month: z.string(), goals: z.int(), checkins: z.int(), feedback: z.int() })),
    }),
  }),
  save: operation({
    id: 'reviews.save',
    method: 'PATCH',
    path: '/review-tasks/:taskId/answers',
    permission: 'reviews.write',
    summary: 'Save answers while writing; only the writer sees them until they are handed in',
    params: taskId,
    body: z.object({ answers: formAnswers }),
    response: z.object({ savedAt: instant, revision: z.int() }),
    problems: ['review_over', 'review_submitted', 'review_question'],
    leavesNoEvent: 'A draft is its writer’s own affair; handing it in records review.submitted.',
  }),
  submit: operation({
    id: 'reviews.submit',
    method: 'PUT',
    path: '/review-tasks/:taskId/submission',
    permission: 'reviews.write',
    summary: 'Hand in what was written',
    params: taskId,
    body: z.object({ answers: formAnswers.default({}) }),
    response: sheet,
    problems: ['review_over', 'review_submitted', 'review_question', 'review_unanswered'],
  }),
  reopen: operation({
    id: 'reviews.reopen',
    method: 'DELETE',
    path: '/review-tasks/:taskId/submission',
    permission: 'reviews.write',
    summary:
      'Open what was handed in again: one’s own while nobody builds on it, somebody else’s by the lead with a reason',
    params: taskId,
    body: z.object({ reason: reason.default('') }),
    response: z.object({ reopened: z.literal(true) }),
    problems: ['review_over', 'review_not_submitted', 'review_shared', 'review_reason'],
  }),
  decline: operation({
    id: 'reviews.decline',
    method: 'PUT',
    path: '/review-tasks/:taskId/declining',
    permission: 'reviews.write',
    summary: 'Say, as a peer or team member, that one would rather not write; no reason is needed',
    params: taskId,
    body: z.object({ words: reason.default('') }),
    response: z.object({ declined: z.literal(true) }),
    problems: ['review_over', 'review_submitted'],
  }),
  delegate: operation({
    id: 'reviews.delegate',
    method: 'PUT',
    path: '/review-tasks/:taskId/writer',
    permission: 'reviews.write',
    summary: 'Let somebody else write for the manager, take it back, or give it back; the person is told',
    params: taskId,
    /** Oneself: taken back. The manager, by whoever writes for them: given back. */
    body: z.object({ personId: z.uuid(), reason: reason.default('') }),
    response: z.object({ writer: named }),
    problems: ['review_over', 'review_submitted', 'person_unknown', 'review_writer'],
  }),
  handOver: operation({
    id: 'reviews.handOver',
    method: 'PUT',
    path: '/review-tasks/:taskId/handing-over',
    permission: 'reviews.write',
    summary: 'Give the draft that one began as the earlier manager to the new one',
    params: taskId,
    response: z.object({ to: named }),
    problems: ['review_over', 'review_nothing_to_hand_over'],
  }),
  nominations: operation({
    id: 'reviews.nominations',
    method: 'GET',
    path: '/reviews/:reviewId/peers',
    permission: 'reviews.read',
    summary: 'Which colleagues are asked for a review',
    params: reviewId,
    response: nominations,
  }),
  nominate: operation({
    id: 'reviews.nominate',
    method: 'PUT',
    path: '/reviews/:reviewId/peers',
    permission: 'reviews.read',
    summary: 'Name the colleagues to be asked, as a whole list; by the person, or the manager for them',
    params: reviewId,
    body: z.object({ personIds: z.array(z.uuid()).max(10) }),
    response: nominations,
    problems: ['review_over', 'review_peers', 'person_unknown'],
  }),
  decide: operation({
    id: 'reviews.decide',
    method: 'PUT',
    path: '/reviews/:reviewId/peers/decision',
    permission: 'reviews.read',
    summary: 'Say yes or no to colleagues whom somebody named; whoever is approved is asked',
    params: reviewId,
    body: z.object({ approve: z.array(z.uuid()).max(20), refuse: z.array(z.uuid()).max(20).default([]) }),
    response: nominations,
    problems: ['review_over', 'review_peers'],
  }),
  get: operation({
    id: 'reviews.get',
    method: 'GET',
    path: '/reviews/:reviewId',
    permission: 'reviews.read',
    summary: 'One review as the viewer may read it now',
    params: reviewId,
    response: wholeReview,
  }),
  pdf: operation({
    id: 'reviews.pdf',
    method: 'GET',
    path: '/reviews/:reviewId/pdf',
    permission: 'reviews.read',
    summary: 'A shared review as a PDF in the reader’s language, with what they may read of it',
    params: reviewId,
    response: z.unknown(),
    rawResponse: true,
    problems: ['review_not_shared'],
  }),
  share: operation({
    id: 'reviews.share',
    method: 'PUT',
    path: '/reviews/:reviewId/sharing',
    permission: 'reviews.read',
    summary: 'Show a review to its person',
    params: reviewId,
    response: wholeReview,
    problems: ['review_over', 'review_not_submitted', 'review_too_early', 'review_held', 'review_shared'],
  }),
  shareAll: operation({
    id: 'reviews.shareAll',
    method: 'POST',
    path: '/review-cycles/:cycleId/sharing',
    permission: 'reviews.share',
    summary: 'Show every review that the viewer has finished as manager to its person, at once',
    params: cycleId,
    response: z.object({ shared: z.int() }),
    problems: ['review_too_early'],
  }),
  acknowledge: operation({
    id: 'reviews.acknowledge',
    method: 'PUT',
    path: '/reviews/:reviewId/acknowledgement',
    permission: 'reviews.read',
    summary:
      'Say that one has read one’s review, which is not consent; with words, and that one disagrees, where wanted',
    params: reviewId,
    body: z.object({ comment: words(10_000).default(''), disagrees: z.boolean().default(false) }),
    response: wholeReview,
    problems: ['review_not_shared'],
  }),
  clear: operation({
    id: 'reviews.clear',
    method: 'PUT',
    path: '/reviews/:reviewId/clearance',
    permission: 'reviews.clear',
    summary: 'Say, as the HR partner of the person, that one has looked at the review',
    params: reviewId,
    response: wholeReview,
    problems: ['review_over', 'review_not_submitted'],
  }),
}
