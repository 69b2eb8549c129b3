/** Planning a review cycle: its stages and form, the check before its launch, the launch, and its days afterwards. */
import * as z from 'zod'
import { draftName, lineName } from './names.ts'
import { operation } from './operation.ts'
import { reviewForm, reviewRoles } from './review-form.ts'
import { day, instant, named, titled, stageIds, voiceModes, cycleId, reason } from './review-shapes.ts'

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
  /** The library's form that it was made from; null: an own one, or made before it was remembered. */
  formFrom: z
    .strictObject({ id: z.string().max(60), version: z.int().min(1) })
    .nullable()
    .default(null),
  /** Which version of the competencies the form asks about; the launch writes it. */
  competencyVersion: z.int().nullable().default(null),
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
  'no_expectations',
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

const stageReminder = z.object({
  /** Who has something to do in the stage and has heard nothing of the cycle today; of what is written without names, whoever was asked. */
  people: z.int(),
  /** Who would be reminded but has heard of the cycle today. */
  today: z.int(),
  /** Written without names: it goes to everybody who was asked. */
  sealed: z.boolean(),
  dueOn: day,
  /** Reminders of this stage that were sent, the newest first. */
  sent: z.array(z.object({ at: instant, people: z.int(), by: named })),
})

export const reviewCycles = {
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
          version: z.int(),
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
  reminder: operation({
    id: 'reviews.reminder',
    method: 'GET',
    path: '/review-cycles/:cycleId/stages/:stage/reminder',
    permission: 'reviews.design',
    summary: 'How many a reminder of a stage would reach now, and which were sent before',
    params: cycleId.extend({ stage: z.enum(stageIds) }),
    response: stageReminder,
    problems: ['review_not_running'],
  }),
  remind: operation({
    id: 'reviews.remind',
    method: 'POST',
    path: '/review-cycles/:cycleId/stages/:stage/reminder',
    permission: 'reviews.design',
    summary: 'Remind everybody who has something to do in a stage and has heard nothing of the cycle today',
    params: cycleId.extend({ stage: z.enum(stageIds) }),
    body: z.object({ /** As told before. */ people: z.int().min(1) }),
    response: stageReminder,
    problems: ['review_not_running', 'review_remind_changed'],
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
}
