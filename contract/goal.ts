/**
 * A goal: what a person wants to achieve by a date, with the numbers that show it.
 * Shares are 0 to 1 and may lie outside where a value ran past its target or behind its start.
 */
import * as z from 'zod'

export const visibilities = ['public', 'private'] as const
/** Whose goal it is for: of the company, of its owner's team, of the owner alone. The first two are always public. */
export const goalLevels = ['company', 'team', 'person'] as const
export type GoalLevel = (typeof goalLevels)[number]
/** `leave`: on long leave, nothing is expected of them. `left`: their manager is asked what becomes of it. */
export const ownerStates = ['here', 'leave', 'left'] as const
/** Of the running period of the viewer's program, of the next, or of those before. */
export const shownPeriods = ['all', 'current', 'next', 'earlier'] as const
export type ShownPeriod = (typeof shownPeriods)[number]
export const confidences = ['on_track', 'at_risk', 'off_track'] as const
export type Confidence = (typeof confidences)[number]
export const outcomes = ['achieved', 'partly', 'missed', 'dropped'] as const
export type Outcome = (typeof outcomes)[number]
/** `yes_no` runs from 0 to 1; `milestones` counts steps; `currency` has its ISO 4217 code as unit. */
export const keyResultKinds = ['number', 'percent', 'currency', 'yes_no', 'milestones'] as const
export type KeyResultKind = (typeof keyResultKinds)[number]

/** Where a goal stands, derived from its rows and the day, never stored. */
export const goalStatus = z.discriminatedUnion('state', [
  z.object({ state: z.literal('draft') }),
  z.object({ state: z.literal('upcoming') }),
  /** `said`: by a person within four weeks; otherwise worked out from progress and time. */
  z.object({ state: z.literal('active'), going: z.enum(confidences), said: z.boolean(), daysLeft: z.int() }),
  /** Its last day has passed and nobody closed it. */
  z.object({ state: z.literal('over'), days: z.int() }),
  z.object({ state: z.literal('closed'), outcome: z.enum(outcomes), on: z.iso.datetime() }),
])
export type GoalStatus = z.output<typeof goalStatus>

/** What would make a goal clearer. They explain and never block. */
export const hintIds = [
  'no_measure',
  'no_distance',
  'target_reached',
  'past_date',
  'short_period',
  'many_measures',
  'no_parent',
  'long_period',
  'not_touched',
  'no_description',
] as const
export type HintId = (typeof hintIds)[number]

export const words = (most: number) => z.string().trim().max(most)
export const title = words(300).min(1)
const unit = words(40)
export const amount = z.number().min(-1e15).max(1e15)
export const named = z.object({ id: z.uuid(), name: z.string() })
/** A named step of a key result that counts milestones. */
const newStep = z.object({ /** Of an existing one. */ id: z.uuid().optional(), title: words(200).min(1) })
export type NewStep = z.output<typeof newStep>
const step = z.object({ id: z.uuid(), title: z.string(), doneAt: z.iso.datetime().nullable() })
export type Step = z.output<typeof step>

export const newKeyResult = z.object({
  /** Of an existing one when a goal is edited; of the caller's choice for a new one. */
  id: z.uuid().optional(),
  title,
  kind: z.enum(keyResultKinds).default('number'),
  unit: unit.default(''),
  start: amount.default(0),
  target: amount.default(1),
  /** Only read for a new one; `goals.progress` moves it afterwards. */
  current: amount.optional(),
  /** How often it counts beside the others; 1 to 100. As it was unless told. */
  weight: z.int().min(1).max(100).optional(),
  /** Who looks after it; becomes a contributor. Null: the goal's owner. As it was unless told. */
  ownerId: z.uuid().nullable().optional(),
  /** The name under which another system sends its values. As it was unless told. */
  externalKey: words(120).nullable().optional(),
  /** Of `milestones`: its steps in their order, of which as many are to be ticked as there are. As they were unless told; empty: a number alone. */
  steps: z.array(newStep).max(30).optional(),
})
export type NewKeyResult = z.output<typeof newKeyResult>

const keyResult = z.object({
  id: z.uuid(),
  title: z.string(),
  kind: z.enum(keyResultKinds),
  unit: z.string(),
  start: z.number(),
  target: z.number(),
  current: z.number(),
  reached: z.number(),
  /** Empty where milestones are a number alone, and for every other kind. */
  steps: z.array(step),
  weight: z.int(),
  owner: named.nullable(),
  /** Only for those who may change the goal. */
  externalKey: z.string().nullable(),
})

const parent = z.object({ id: z.uuid(), title: z.string(), owner: named })

export const goalSummary = z.object({
  id: z.uuid(),
  title: z.string(),
  owner: named,
  ownerState: z.enum(ownerStates),
  level: z.enum(goalLevels),
  /** People who help with it, by name. */
  contributors: z.array(named),
  /** Null: none, or one that the viewer may not see. */
  parent: parent.nullable(),
  visibility: z.enum(visibilities),
  startsOn: z.iso.date(),
  endsOn: z.iso.date(),
  reached: z.number(),
  status: goalStatus,
  keyResults: z.array(keyResult),
  /** The last time somebody worked on it. */
  touchedAt: z.iso.datetime(),
  hints: z.array(z.enum(hintIds)),
  revision: z.int(),
  mayWrite: z.boolean(),
  /** May record progress: whoever may write, and contributors. */
  mayReport: z.boolean(),
})
export type GoalSummary = z.output<typeof goalSummary>

export const updateKinds = [
  'published',
  'edited',
  'progressed',
  'closed',
  'reopened',
  'handed_over',
  'fed',
  'imported',
] as const
const update = z.object({
  id: z.uuid(),
  kind: z.enum(updateKinds),
  /** Null: nobody here; brought over from another tool. */
  author: named.nullable(),
  /** `fed`: what sent the values, as it calls itself. */
  source: z.string(),
  /** `handed_over`: to whom. */
  to: named.nullable(),
  at: z.iso.datetime(),
  confidence: z.enum(confidences).nullable(),
  note: z.string(),
  reachedBefore: z.number().nullable(),
  reachedAfter: z.number().nullable(),
  values: z.array(
    z.object({
      keyResultId: z.uuid(),
      title: z.string(),
      kind: z.enum(keyResultKinds),
      unit: z.string(),
      from: z.number(),
      to: z.number(),
    }),
  ),
  changed: z.array(z.string()),
  outcome: z.enum(outcomes).nullable(),
  /** Only the newest progress, by its author. */
  mayTakeBack: z.boolean(),
})

export const goalDetail = goalSummary.extend({
  description: z.string(),
  reflection: z.string(),
  /** Who wrote it down, where that was not the owner. */
  writtenBy: named.nullable(),
  createdAt: z.iso.datetime(),
  closedBy: named.nullable(),
  /** Goals that serve this one, as far as the viewer may see them. */
  serving: z.array(
    z.object({ id: z.uuid(), title: z.string(), owner: named, reached: z.number(), status: goalStatus }),
  ),
  history: z.array(update),
  /** Private goals: who else can read this one. */
  readers: z.array(named),
  /** Of these, whom the owner chose by name. */
  chosenReaders: z.array(named),
  /** What people say to it, oldest first; the newest hundred. */
  comments: z.array(
    z.object({
      id: z.uuid(),
      author: named,
      words: z.string(),
      mentions: z.array(named),
      at: z.iso.datetime(),
      mayTakeBack: z.boolean(),
    }),
  ),
  cheers: z.object({ people: z.array(named), mine: z.boolean() }),
  /** Levels that the viewer may give it. */
  mayLevel: z.array(z.enum(goalLevels)),
  /** The owner has left: who was asked to hand it over, take it over or close it. */
  asked: named.nullable(),
  /** The goal of an earlier period that it carries on, where the viewer may see it. */
  copiedFrom: z.object({ id: z.uuid(), title: z.string() }).nullable(),
})
export type GoalDetail = z.output<typeof goalDetail>

export const goalId = z.object({ goalId: z.uuid() })
