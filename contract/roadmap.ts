/**
 * The roadmap: what has to be done by whom until when, from the first decision to the hand-over and after;
 * what slipped, and what that moves.
 */
import * as z from 'zod'
import { lineName } from './names.ts'
import { operation } from './operation.ts'

export const roadmapPhases = ['design', 'prepare', 'launch', 'hypercare', 'handover', 'evolve'] as const
export type RoadmapPhase = (typeof roadmapPhases)[number]

/** Whom a template asks for a task; a person is named for it. */
export const ownerRoles = ['lead', 'sponsor', 'hr', 'it', 'champions', 'trainer'] as const
export type OwnerRole = (typeof ownerRoles)[number]

/** What the product knows by itself. Nobody ticks it. */
export const watchedFacts = [
  'published',
  'policies_published',
  'sponsor_acted',
  'committee_met',
  'message_sent',
  'prepared',
  'live',
  'hypercare_over',
  'handed_over',
] as const
export type WatchedFact = (typeof watchedFacts)[number]

/** What a task's first day is counted from. */
export const anchors = [
  'start',
  'first_prepares',
  'first_goes_live',
  'last_goes_live',
  'prepares',
  'goes_live',
] as const
export type Anchor = (typeof anchors)[number]

export const mostTasks = 1500
/** Nobody waits for more. */
export const mostAfter = 20

const day = z.iso.date()
/** A year that was mistyped would stretch the chart over centuries. */
const planned = day.refine((one) => one >= '2000-01-01' && one <= '2099-12-31', 'a day between 2000 and 2099')
const named = z.object({ id: z.uuid(), name: z.string() })

/** `waiting`: something before it is not done. `late`: its day has passed. */
export const taskStates = ['done', 'late', 'running', 'waiting', 'ahead'] as const
export type TaskState = (typeof taskStates)[number]

const task = z.object({
  id: z.uuid(),
  kind: z.enum(['task', 'milestone']),
  /** What the product knows by itself; null: somebody ticks it. */
  watches: z.enum(watchedFacts).nullable(),
  title: z.string(),
  about: z.string(),
  phase: z.enum(roadmapPhases),
  wave: named.nullable(),
  owner: named.extend({ here: z.boolean() }).nullable(),
  /** Whom the template asks. */
  ownerRole: z.enum(ownerRoles).nullable(),
  mine: z.boolean(),
  /** Working days; a milestone has none. */
  days: z.int(),
  startsOn: day,
  /** The last day as planned. */
  dueOn: day,
  /** The last day as it looks now: an open task cannot end in the past. */
  expectedOn: day,
  /** Set by hand: not before. */
  notBefore: day.nullable(),
  /** Held on its day, whatever comes before it. */
  held: z.boolean(),
  /** Days in it on which its owner does not work, as their country or location has them off. */
  ownerOff: z.array(day),
  after: z.array(z.uuid()),
  state: z.enum(taskStates),
  done: z.object({ on: day, by: named.nullable(), note: z.string() }).nullable(),
  /** Working days it may slip before it moves something that is held, such as a go-live; null: nothing of that kind waits. */
  slack: z.int().nullable(),
  /** A day later here is a day less before a go-live. */
  critical: z.boolean(),
  /** Working days by which what it waits for ends too late; 0: none. */
  conflict: z.int(),
  /** As it was when the dates were kept. */
  kept: z.object({ startsOn: day, dueOn: day }).nullable(),
  /** Working days later (or earlier, below 0) than it was then. */
  slipped: z.int().nullable(),
  /** Left out: in no plan until it is brought back. */
  leftOut: z.boolean(),
  /** The design asks for it no more. */
  unneeded: z.boolean(),
  /** Made by the template, and in the reader’s language until somebody renames it. */
  fromTemplate: z.boolean(),
  revision: z.int(),
})
export type RoadmapTask = z.output<typeof task>

const goLive = z.object({
  wave: named,
  goesLiveOn: day.nullable(),
  live: z.boolean(),
  /** Working days between the last task before it and the go-live; null: no date, or nothing comes before it. */
  buffer: z.int().nullable(),
  /** Working days that are missing; 0: none. */
  overBy: z.int(),
})

const roadmapAnswer = z.object({
  program: named,
  made: z.object({ at: z.iso.datetime(), by: named.nullable() }).nullable(),
  today: day,
  startsOn: day,
  /** 1 is Monday. */
  workDays: z.array(z.int().min(1).max(7)),
  /** When the dates were kept to be compared with. */
  kept: z.object({ on: day, by: named.nullable() }).nullable(),
  mayPlan: z.boolean(),
  goLives: z.array(goLive),
  tasks: z.array(task),
  /** What the design asks for now that is not there yet, so that pressing again would add it. */
  missing: z.int(),
})
export type RoadmapAnswer = z.output<typeof roadmapAnswer>

/** What a change would do to everything else. */
const effect = z.object({
  moves: z.array(
    z.object({
      id: z.uuid(),
      title: z.string(),
      wave: z.string().nullable(),
      from: day,
      to: day,
      /** Working days; below 0: earlier. */
      days: z.int(),
    }),
  ),
  /** Go-lives that it brings into danger, or out of it. */
  goLives: z.array(z.object({ wave: named, goesLiveOn: day, before: z.int(), after: z.int() })),
})
export type RoadmapEffect = z.output<typeof effect>

const change = z
  .object({
    title: lineName(160),
    about: z.string().trim().max(2000),
    phase: z.enum(roadmapPhases),
    days: z.int().min(0).max(260),
    /** Not before that day; null: as its template and what it waits for say. */
    startsOn: planned.nullable(),
    /** The day by which it should be done: its first day follows. */
    dueOn: planned,
    /** Hold it on its day, or let it move again. */
    held: z.boolean(),
    after: z.array(z.uuid()).max(mostAfter),
  })
  .partial()
export type RoadmapChange = z.output<typeof change>

const programId = z.object({ programId: z.uuid() })
const taskId = z.object({ taskId: z.uuid() })
/** What was seen when it was changed. */
const revision = z.int().min(0)

export const roadmap = {
  get: operation({
    id: 'roadmap.get',
    method: 'GET',
    path: '/programs/:programId/roadmap',
    permission: 'program.read',
    summary: 'The roadmap of a program: tasks and milestones with their dates as they look today',
    params: programId,
    response: roadmapAnswer,
  }),
  make: operation({
    id: 'roadmap.make',
    method: 'POST',
    path: '/programs/:programId/roadmap',
    permission: 'roadmap.plan',
    summary:
      'Make the roadmap from the design, or bring it up to date: it only adds, and pressing twice changes nothing',
    params: programId,
    body: z.object({ /** Today unless told; only the first time. */ startsOn: planned.optional() }),
    response: roadmapAnswer.extend({
      /** Tasks that were added, and those that the design asks for no more. */
      added: z.int(),
      unneeded: z.int(),
    }),
    problems: ['roadmap_full'],
  }),
  settle: operation({
    id: 'roadmap.settle',
    method: 'PUT',
    path: '/programs/:programId/roadmap/calendar',
    permission: 'roadmap.plan',
    summary: 'On which days of a week the company works, and when the program begins',
    params: programId,
    body: z.object({ workDays: z.array(z.int().min(1).max(7)).min(1).max(7), startsOn: planned }),
    response: roadmapAnswer,
    problems: ['roadmap_none'],
  }),
  keepDates: operation({
    id: 'roadmap.keepDates',
    method: 'POST',
    path: '/programs/:programId/roadmap/dates',
    permission: 'roadmap.plan',
    summary: 'Keep today’s dates to compare with: from now on the roadmap says what slipped',
    params: programId,
    response: roadmapAnswer,
    problems: ['roadmap_none'],
  }),
  add: operation({
    id: 'roadmap.add',
    method: 'POST',
    path: '/programs/:programId/roadmap/tasks',
    permission: 'roadmap.plan',
    summary: 'Add a task or a milestone of one’s own',
    params: programId,
    body: z.object({
      title: lineName(160),
      about: z.string().trim().max(2000).default(''),
      phase: z.enum(roadmapPhases),
      waveId: z.uuid().nullable().default(null),
      days: z.int().min(0).max(260).default(1),
      /** Today unless told; later where what it waits for ends later. */
      startsOn: planned.nullable().default(null),
      after: z.array(z.uuid()).max(mostAfter).default([]),
      ownerId: z.uuid().nullable().default(null),
    }),
    response: z.object({ id: z.uuid() }),
    problems: ['roadmap_none', 'roadmap_full', 'roadmap_wave', 'roadmap_task', 'person_unknown'],
  }),
  preview: operation({
    id: 'roadmap.preview',
    method: 'POST',
    path: '/roadmap-tasks/:taskId/preview',
    permission: 'roadmap.plan',
    summary: 'What a change would move, and which go-live it would reach, before it is saved',
    params: taskId,
    body: z.object({ change }),
    response: effect,
    leavesNoEvent: 'It only looks.',
    problems: ['roadmap_cycle', 'roadmap_task', 'roadmap_known'],
  }),
  change: operation({
    id: 'roadmap.change',
    method: 'PATCH',
    path: '/roadmap-tasks/:taskId',
    permission: 'roadmap.plan',
    summary: 'Change a task: what waits for it moves along, or stays on its days and the conflict is marked',
    params: taskId,
    body: z.object({ revision, change, others: z.enum(['move', 'stay']).default('move') }),
    response: roadmapAnswer,
    problems: ['roadmap_cycle', 'roadmap_task', 'roadmap_known', 'conflict'],
  }),
  assign: operation({
    id: 'roadmap.assign',
    method: 'PUT',
    path: '/roadmap-tasks/:taskId/owner',
    permission: 'roadmap.plan',
    summary: 'Name who sees to a task; they are told',
    params: taskId,
    body: z.object({ ownerId: z.uuid().nullable() }),
    response: roadmapAnswer,
    problems: ['person_unknown', 'roadmap_known'],
  }),
  handOver: operation({
    id: 'roadmap.handOver',
    method: 'POST',
    path: '/programs/:programId/roadmap/owners',
    permission: 'roadmap.plan',
    summary: 'Hand all open tasks of somebody, who may have left, to somebody else',
    params: programId,
    body: z.object({ fromId: z.uuid(), toId: z.uuid() }),
    response: roadmapAnswer,
    problems: ['person_unknown', 'roadmap_none'],
  }),
  leaveOut: operation({
    id: 'roadmap.leaveOut',
    method: 'PUT',
    path: '/roadmap-tasks/:taskId/left-out',
    permission: 'roadmap.plan',
    summary: 'Leave a task out, or bring it back; what it waited for is waited for by what comes after it',
    params: taskId,
    body: z.object({ out: z.boolean() }),
    response: roadmapAnswer,
    problems: ['roadmap_known', 'roadmap_cycle'],
  }),
  tick: operation({
    id: 'roadmap.tick',
    method: 'PUT',
    path: '/roadmap-tasks/:taskId/done',
    permission: 'roadmap.own',
    summary: 'Say that a task is done, with a word for whoever comes next, or open it again; its owner or the lead',
    params: taskId,
    body: z.object({ done: z.boolean(), note: z.string().trim().max(1000).default(''), on: planned.optional() }),
    response: z.object({ done: z.boolean() }),
    problems: ['roadmap_known', 'roadmap_day', 'conflict'],
  }),
  mine: operation({
    id: 'roadmap.mine',
    method: 'GET',
    path: '/roadmap/mine',
    permission: 'roadmap.own',
    summary: 'The tasks that the viewer owns, those that are open first',
    response: z.object({
      today: day,
      tasks: z.array(
        task
          .pick({
            id: true,
            title: true,
            about: true,
            phase: true,
            wave: true,
            dueOn: true,
            startsOn: true,
            state: true,
            done: true,
            slack: true,
          })
          .extend({
            program: named,
            /** What waits for it, by name. */
            before: z.array(z.string()),
            /** What it waits for and is not done, by name. */
            waitsFor: z.array(z.string()),
          }),
      ),
    }),
  }),
  file: operation({
    id: 'roadmap.file',
    method: 'GET',
    path: '/programs/:programId/roadmap/file',
    permission: 'program.read',
    summary: 'The roadmap as a table for a spreadsheet',
    params: programId,
    response: z.unknown(),
    rawResponse: true,
  }),
}
