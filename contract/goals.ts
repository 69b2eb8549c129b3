/**
 * Goals: what a person wants to achieve by a date, with the numbers that show it.
 * Shares are 0 to 1 and may lie outside where a value ran past its target or behind its start.
 * One file, because its operations share these shapes.
 */
import * as z from 'zod'
import { bringQuery, bringReport, broughtFile, type RowFindings } from './bring.ts'
import { operation } from './operation.ts'

export const visibilities = ['public', 'private'] as const
/** Whose goal it is for: of the company, of its owner's team, of the owner alone. The first two are always public. */
export const goalLevels = ['company', 'team', 'person'] as const
export type GoalLevel = (typeof goalLevels)[number]
/** `leave`: on long leave, nothing is expected of them. `left`: their manager is asked what becomes of it. */
export const ownerStates = ['here', 'leave', 'left'] as const
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

const words = (most: number) => z.string().trim().max(most)
const title = words(300).min(1)
const unit = words(40)
const amount = z.number().min(-1e15).max(1e15)
const named = z.object({ id: z.uuid(), name: z.string() })

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

/** What the alignment tree shows of a goal. */
const goalNode = z.object({
  id: z.uuid(),
  title: z.string(),
  owner: named.extend({ department: z.string() }),
  ownerState: z.enum(ownerStates),
  level: z.enum(goalLevels),
  visibility: z.enum(visibilities),
  parentId: z.uuid().nullable(),
  endsOn: z.iso.date(),
  reached: z.number(),
  status: goalStatus,
  /** Goals that serve it directly, as far as the viewer may see them. */
  serving: z.int(),
})
export type GoalNode = z.output<typeof goalNode>
export const treeStates = ['open', 'closed', 'all'] as const

/** Why a value from outside was not taken. */
export const feedCodes = [
  'key_unknown',
  'goal_closed',
  'goal_not_begun',
  'value_impossible',
  'id_reused',
  'at_ahead',
] as const

/** What a goals file may hold, column by column. */
export const goalFields = [
  'kind',
  'externalId',
  'parentId',
  'title',
  'description',
  'ownerNumber',
  'ownerEmail',
  'level',
  'visibility',
  'startsOn',
  'endsOn',
  'state',
  'progress',
  'unit',
  'start',
  'target',
  'current',
  'weight',
] as const
export type GoalField = (typeof goalFields)[number]
/** What can be said of a row of a goals file. Refused rows are not taken over. */
export const goalFindings = {
  title_missing: { severity: 'refused', message: 'The row has no title.' },
  title_too_long: { severity: 'refused', message: 'The title has {length} characters; {limit} are possible.' },
  owner_missing: { severity: 'refused', message: 'The row names no owner.' },
  owner_unknown: { severity: 'refused', message: 'Nobody here has the number or address “{value}”.' },
  owner_left: { severity: 'refused', message: '“{value}” does not work here any more.' },
  owners_differ: { severity: 'refused', message: 'Number and address name two different people.' },
  id_twice: { severity: 'refused', message: 'The id “{value}” stands in line {other} already.' },
  row_twice: { severity: 'refused', message: 'The same goal stands in line {other} already.' },
  goal_unknown: {
    severity: 'refused',
    message: 'This key result belongs to “{value}”, which is no goal of this file or of an earlier one.',
  },
  goal_refused: { severity: 'refused', message: 'The goal of this key result was refused.' },
  date_missing: { severity: 'refused', message: 'The last day is missing.' },
  dates_reversed: { severity: 'refused', message: 'The last day is before the first.' },
  number_unreadable: { severity: 'refused', message: '“{value}” cannot be read as a number.' },
  state_unknown: { severity: 'refused', message: 'What “{value}” means for a goal is not known.' },
  level_unknown: { severity: 'refused', message: '“{value}” is no level; company, team or person are.' },
  visibility_unknown: { severity: 'refused', message: '“{value}” says neither public nor private.' },
  level_private: { severity: 'refused', message: 'A goal of the company or of a team cannot be private.' },
  kind_unknown: { severity: 'refused', message: '“{value}” is neither a goal nor a key result.' },
  parent_unknown: {
    severity: 'warning',
    message: 'The goal “{value}” that this one serves was not found; it serves none.',
  },
  parent_circle: { severity: 'warning', message: 'This goal would serve itself over others; it serves none.' },
  start_assumed: { severity: 'warning', message: 'The first day is missing; {day} was taken.' },
  value_adjusted: { severity: 'warning', message: '“{value}” was taken over as {used}.' },
  no_target: { severity: 'warning', message: 'This key result has no target, so it is done or not done.' },
  already_here: { severity: 'warning', message: 'This goal was brought over before and stays as it is now.' },
} as const satisfies RowFindings
export type GoalFindingCode = keyof typeof goalFindings
export const goalReport = bringReport(goalFields).extend({ goals: z.int(), keyResults: z.int() })
export type GoalReport = z.output<typeof goalReport>

/** What an act on many goals did, or with `dryRun` would do. */
const together = z.object({
  /** By which it is undone; null for a dry run, or where nothing changed. */
  batchId: z.uuid().nullable(),
  changed: z.int(),
  /** Goals left as they were, and why: a problem code. */
  refused: z.array(z.object({ goalId: z.uuid(), title: z.string(), code: z.string() })),
  /** New goals, for copies. */
  made: z.array(z.uuid()),
})
export type Together = z.output<typeof together>

const goalId = z.object({ goalId: z.uuid() })
const day = z.iso.date()
/** Progress as one act: any number of key results at once, or the goal itself where it has none. */
const progressBody = z.object({
  values: z
    .array(z.object({ keyResultId: z.uuid(), value: amount }))
    .max(50)
    .default([]),
  /** For a goal without key results. */
  reached: z.number().min(0).max(1).optional(),
  confidence: z.enum(confidences).optional(),
  note: words(4000).default(''),
})

export const listScopes = ['mine', 'team', 'person', 'company'] as const
export const listStates = ['open', 'active', 'draft', 'closed', 'all'] as const

export const goals = {
  list: operation({
    id: 'goals.list',
    method: 'GET',
    path: '/goals',
    permission: 'goals.read',
    summary: 'Goals that the viewer may see: their own, their team’s, one person’s, or the company’s',
    query: z.object({
      scope: z.enum(listScopes).default('mine'),
      /** For `person`. */
      ownerId: z.uuid().optional(),
      /** `open`: drafts, upcoming, active and over. */
      state: z.enum(listStates).default('open'),
      search: z.string().max(200).optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
      offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
    }),
    response: z.object({
      goals: z.array(goalSummary),
      /** Offset of the next window; null at the end. */
      next: z.int().nullable(),
      /** The period that a new goal begins with. */
      period: z.object({ startsOn: day, endsOn: day }),
      /** People of the team without an active goal; for `team`. */
      without: z.array(named),
      /** Whether the viewer may add a goal here. */
      mayCreate: z.boolean(),
    }),
    problems: ['element_off'],
  }),
  get: operation({
    id: 'goals.get',
    method: 'GET',
    path: '/goals/:goalId',
    permission: 'goals.read',
    summary: 'One goal with its key results, history and what serves it',
    params: goalId,
    response: goalDetail,
    problems: ['element_off'],
  }),
  create: operation({
    id: 'goals.create',
    method: 'POST',
    path: '/goals',
    permission: 'goals.write',
    summary: 'Write down a goal; a title is enough',
    body: z.object({
      /** Of the caller's choice, so that a repeated request makes no second goal. */
      id: z.uuid().optional(),
      /** Oneself unless told; a manager may write for somebody who reports to them. */
      ownerId: z.uuid().optional(),
      title,
      description: words(10_000).default(''),
      parentId: z.uuid().nullable().default(null),
      visibility: z.enum(visibilities).default('public'),
      level: z.enum(goalLevels).default('person'),
      contributorIds: z.array(z.uuid()).max(30).default([]),
      /** Today unless told. */
      startsOn: day.optional(),
      /** The end of the program's period unless told. */
      endsOn: day.optional(),
      draft: z.boolean().default(false),
      keyResults: z.array(newKeyResult).max(20).default([]),
    }),
    response: goalSummary,
    problems: [
      'element_off',
      'goal_dates',
      'goal_parent',
      'goal_level',
      'goal_level_private',
      'goal_key_taken',
      'person_unknown',
      'conflict',
    ],
  }),
  update: operation({
    id: 'goals.update',
    method: 'PATCH',
    path: '/goals/:goalId',
    permission: 'goals.write',
    summary: 'Change what a goal says; key results come as the whole list in its order',
    params: goalId,
    body: z.object({
      /** As read; another number means somebody changed it in the meantime. */
      revision: z.int().optional(),
      title: title.optional(),
      description: words(10_000).optional(),
      parentId: z.uuid().nullable().optional(),
      visibility: z.enum(visibilities).optional(),
      startsOn: day.optional(),
      endsOn: day.optional(),
      keyResults: z.array(newKeyResult).max(20).optional(),
    }),
    response: goalSummary,
    problems: [
      'element_off',
      'conflict',
      'goal_dates',
      'goal_parent',
      'goal_closed',
      'goal_level_private',
      'goal_key_taken',
      'goal_private_people',
      'person_unknown',
    ],
  }),
  publish: operation({
    id: 'goals.publish',
    method: 'PUT',
    path: '/goals/:goalId/publication',
    permission: 'goals.write',
    summary: 'Turn a draft into a goal that counts and that others may see',
    params: goalId,
    response: goalSummary,
    problems: ['element_off'],
  }),
  progress: operation({
    id: 'goals.progress',
    method: 'POST',
    path: '/goals/:goalId/updates',
    permission: 'goals.write',
    summary: 'Say how a goal goes: values, confidence, a note',
    params: goalId,
    body: progressBody,
    response: z.object({ updateId: z.uuid(), goal: goalSummary }),
    problems: ['element_off', 'goal_closed', 'goal_draft', 'key_result_unknown'],
  }),
  takeBack: operation({
    id: 'goals.takeBack',
    method: 'DELETE',
    path: '/goals/:goalId/updates/:updateId',
    permission: 'goals.write',
    summary: 'Take back one’s own newest progress; the values before it stand again',
    params: goalId.extend({ updateId: z.uuid() }),
    response: goalSummary,
    problems: ['element_off', 'goal_update_old'],
  }),
  close: operation({
    id: 'goals.close',
    method: 'PUT',
    path: '/goals/:goalId/closing',
    permission: 'goals.write',
    summary: 'Close a goal with its outcome and, if wanted, what was learned',
    params: goalId,
    body: z.object({ outcome: z.enum(outcomes), reflection: words(4000).default('') }),
    response: goalSummary,
    problems: ['element_off', 'goal_closed', 'goal_draft'],
  }),
  reopen: operation({
    id: 'goals.reopen',
    method: 'DELETE',
    path: '/goals/:goalId/closing',
    permission: 'goals.write',
    summary: 'Open a closed goal again',
    params: goalId,
    response: goalSummary,
    problems: ['element_off'],
  }),
  remove: operation({
    id: 'goals.remove',
    method: 'DELETE',
    path: '/goals/:goalId',
    permission: 'goals.write',
    summary: 'Remove a draft, or a goal that nobody has reported on and nothing serves',
    params: goalId,
    response: z.object({ removed: z.literal(true) }),
    problems: ['element_off', 'goal_in_use'],
  }),
  restore: operation({
    id: 'goals.restore',
    method: 'PUT',
    path: '/goals/:goalId/presence',
    permission: 'goals.write',
    summary: 'Bring a removed goal back',
    params: goalId,
    response: goalSummary,
    problems: ['element_off'],
  }),
  level: operation({
    id: 'goals.level',
    method: 'PUT',
    path: '/goals/:goalId/level',
    permission: 'goals.level',
    summary: 'Say whom a goal is for: the company, the owner’s team, the owner',
    params: goalId,
    body: z.object({ level: z.enum(goalLevels) }),
    response: goalSummary,
    problems: ['element_off', 'goal_level', 'goal_level_private', 'goal_closed'],
  }),
  contributors: operation({
    id: 'goals.contributors',
    method: 'PUT',
    path: '/goals/:goalId/contributors',
    permission: 'goals.write',
    summary: 'Name the people who help with a goal; they see it among theirs and may record progress',
    params: goalId,
    body: z.object({ personIds: z.array(z.uuid()).max(30) }),
    response: goalSummary,
    problems: ['element_off', 'goal_closed', 'goal_private_people', 'person_unknown'],
  }),
  share: operation({
    id: 'goals.share',
    method: 'PUT',
    path: '/goals/:goalId/readers',
    permission: 'goals.share',
    summary: 'Show one’s own private goal to people by name',
    params: goalId,
    body: z.object({ personIds: z.array(z.uuid()).max(30) }),
    response: goalSummary,
    problems: ['element_off', 'person_unknown'],
  }),
  comment: operation({
    id: 'goals.comment',
    method: 'POST',
    path: '/goals/:goalId/comments',
    permission: 'goals.comment',
    summary: 'Say something to a goal; whoever is mentioned finds it in their inbox',
    params: goalId,
    body: z.object({
      /** Of the caller’s choice, so that a repeated request says it once. */
      id: z.uuid().optional(),
      words: words(4000).min(1),
      mentions: z.array(z.uuid()).max(20).default([]),
    }),
    response: z.object({ commentId: z.uuid() }),
    problems: ['element_off', 'goal_draft', 'goal_mention'],
  }),
  takeBackComment: operation({
    id: 'goals.takeBackComment',
    method: 'DELETE',
    path: '/goals/:goalId/comments/:commentId',
    permission: 'goals.comment',
    summary: 'Take back what one said oneself; its words are gone',
    params: goalId.extend({ commentId: z.uuid() }),
    response: z.object({ takenBack: z.literal(true) }),
    problems: ['element_off'],
  }),
  cheer: operation({
    id: 'goals.cheer',
    method: 'PUT',
    path: '/goals/:goalId/cheers/mine',
    permission: 'goals.comment',
    summary: 'Cheer for a goal, or take the cheer back',
    params: goalId,
    body: z.object({ on: z.boolean() }),
    response: z.object({ on: z.boolean() }),
    problems: ['element_off', 'goal_draft'],
  }),
  tree: operation({
    id: 'goals.tree',
    method: 'GET',
    path: '/goal-tree',
    permission: 'goals.read',
    summary: 'One step of the alignment tree: what serves a goal, or the top',
    query: z.object({
      /** Whose children; unless told, the top. */
      parentId: z.uuid().optional(),
      /** At the top: company goals, then team goals that serve none, or the other goals that serve none. */
      top: z.enum(['shared', 'loose']).default('shared'),
      /** `open`: published and not closed. */
      state: z.enum(treeStates).default('open'),
      limit: z.coerce.number().int().min(1).max(200).default(50),
      offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
    }),
    response: z.object({
      nodes: z.array(goalNode),
      next: z.int().nullable(),
      /** At the top: whether the viewer may set goals of the company. */
      mayCreate: z.boolean(),
    }),
    problems: ['element_off'],
  }),
  aligned: operation({
    id: 'goals.aligned',
    method: 'GET',
    path: '/goal-alignment',
    permission: 'goals.read',
    summary: 'Goals of the company as a list, each with the way up to what it serves',
    query: z.object({
      search: z.string().max(200).optional(),
      department: z.string().max(500).optional(),
      ownerId: z.uuid().optional(),
      level: z.enum(goalLevels).optional(),
      state: z.enum(treeStates).default('open'),
      /** Only goals that serve no other. */
      loose: z.stringbool().optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
      offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
    }),
    response: z.object({
      goals: z.array(goalNode.extend({ path: z.array(z.object({ id: z.uuid(), title: z.string() })) })),
      next: z.int().nullable(),
    }),
    problems: ['element_off'],
  }),
  path: operation({
    id: 'goals.path',
    method: 'GET',
    path: '/goals/:goalId/path',
    permission: 'goals.read',
    summary: 'The way from the top of the alignment tree down to a goal, as far as the viewer may see it',
    params: goalId,
    response: z.object({ path: z.array(z.object({ id: z.uuid(), title: z.string() })) }),
    problems: ['element_off'],
  }),
  handOver: operation({
    id: 'goals.handOver',
    method: 'PUT',
    path: '/goals/:goalId/owner',
    permission: 'goals.write',
    summary: 'Hand a goal to somebody else; its history stays',
    params: goalId,
    body: z.object({ personId: z.uuid() }),
    response: goalSummary,
    problems: ['element_off', 'goal_handover', 'goal_private_people', 'goal_closed', 'person_unknown'],
  }),
  change: operation({
    id: 'goals.change',
    method: 'POST',
    path: '/goal-changes',
    permission: 'goals.write',
    summary: 'Change many goals in one act, or see what it would do',
    body: z.object({
      goalIds: z.array(z.uuid()).min(1).max(500),
      change: z
        .object({
          startsOn: day.optional(),
          endsOn: day.optional(),
          parentId: z.uuid().nullable().optional(),
          visibility: z.enum(visibilities).optional(),
          ownerId: z.uuid().optional(),
          close: z.enum(outcomes).optional(),
        })
        .refine((change) => Object.values(change).some((value) => value !== undefined), 'something to change'),
      dryRun: z.boolean().default(false),
    }),
    response: together,
    problems: ['element_off'],
  }),
  copy: operation({
    id: 'goals.copy',
    method: 'POST',
    path: '/goal-copies',
    permission: 'goals.write',
    summary: 'Carry goals into the next period; each key result begins where it ended',
    body: z.object({
      goalIds: z.array(z.uuid()).min(1).max(200),
      /** The period after each goal’s own unless told. */
      startsOn: day.optional(),
      endsOn: day.optional(),
      /** Which key results come along; all unless told. */
      keyResultIds: z.array(z.uuid()).max(2000).optional(),
      dryRun: z.boolean().default(false),
    }),
    response: together,
    problems: ['element_off', 'goal_dates'],
  }),
  undo: operation({
    id: 'goals.undo',
    method: 'DELETE',
    path: '/goal-batches/:batchId',
    permission: 'goals.write',
    summary: 'Take back an own act on many goals; what was changed since stays',
    params: z.object({ batchId: z.uuid() }),
    response: z.object({ undone: z.int(), kept: z.int() }),
    problems: ['element_off'],
  }),
  feed: operation({
    id: 'goals.feed',
    method: 'POST',
    path: '/goal-feed',
    permission: 'goals.feed',
    summary: 'Send values of key results from another system; each row once by its id',
    body: z.object({
      /** What sends, as the history names it: “Salesforce”. */
      source: words(60).min(1),
      rows: z
        .array(
          z.object({
            /** Of the sender’s choice. The same id again changes nothing. */
            id: z.string().trim().min(1).max(120),
            /** The key result, by its id or by the key that its goal’s owner gave it. */
            keyResultId: z.uuid().optional(),
            key: z.string().trim().min(1).max(120).optional(),
            value: amount,
            /** When it was so; now unless told. An older value than the newest is kept and moves nothing. */
            at: z.iso.datetime().optional(),
          }),
        )
        .min(1)
        .max(1000),
    }),
    response: z.object({
      accepted: z.int(),
      /** Of the accepted: older than what stood there, so the goal did not move. */
      late: z.int(),
      repeated: z.int(),
      refused: z.array(z.object({ index: z.int(), id: z.string(), code: z.enum(feedCodes) })),
    }),
  }),
  import: operation({
    id: 'goals.import',
    method: 'POST',
    path: '/goal-imports',
    permission: 'goals.import',
    summary: 'Bring over the goals of an earlier tool from a CSV file, or see what it would do',
    query: bringQuery,
    rawBody: true,
    body: z.unknown(),
    response: goalReport,
    problems: [
      'people_file_empty',
      'people_mapping_invalid',
      'people_mapping_field_unknown',
      'goal_file_columns',
      'too_large',
    ],
  }),
  imports: operation({
    id: 'goals.imports',
    method: 'GET',
    path: '/goal-imports',
    permission: 'goals.import',
    summary: 'Files of goals that were brought over, the latest first',
    response: z.object({
      imports: z.array(broughtFile.extend({ goals: z.int(), keyResults: z.int() })),
    }),
  }),
}
