/**
 * Calibration: managers compare the ratings they gave, in a session for some people of a
 * review cycle. A change holds in the reviews once the session is closed, each with its reason.
 */
import * as z from 'zod'
import { lineName } from './names.ts'
import { operation } from './operation.ts'

const day = z.iso.date()
const instant = z.iso.datetime()
const named = z.object({ id: z.uuid(), name: z.string() })
const titled = named.extend({ title: z.string() })

/** People that one session can hold; more cannot be talked about in a day. */
export const mostPeople = 500
/** Ratings that a manager has given before anything is said about how they rate. */
export const fewestRatings = 5

export const scopeKinds = ['all', 'department', 'leader', 'audience'] as const
/** Whom a session is for. `value`: the department, or the id of the leader or audience. */
export const calibrationScope = z.strictObject({ kind: z.enum(scopeKinds), value: z.string().max(400).default('') })
export type CalibrationScope = z.output<typeof calibrationScope>

export const axes = ['x', 'y'] as const
export type Axis = (typeof axes)[number]

export const sessionState = z.discriminatedUnion('state', [
  z.object({ state: z.literal('prepared') }),
  z.object({ state: z.literal('open'), by: named, at: instant }),
  z.object({ state: z.literal('closed'), by: named, at: instant }),
  /** The cycle was closed before the session was: nothing of it holds. */
  z.object({ state: z.literal('ended') }),
])
export type SessionState = z.output<typeof sessionState>

const summary = z.object({
  id: z.uuid(),
  cycle: named,
  name: z.string(),
  heldOn: day,
  state: sessionState,
  /** What the viewer is in it; null: only that there is one. */
  as: z.enum(['facilitator', 'participant']).nullable(),
  /** People whom the viewer sees in it; for facilitators. */
  people: z.int().nullable(),
  facilitators: z.array(named),
})
export type SessionSummary = z.output<typeof summary>

const change = z.object({ from: z.int(), to: z.int() })
const rating = z.object({
  axis: z.enum(axes),
  /** As the manager gave it. */
  given: z.int(),
  /** As it stood before this session. */
  before: z.int(),
  /** With what the session changed. */
  value: z.int(),
})

const row = z.object({
  reviewId: z.uuid(),
  person: titled,
  department: z.string(),
  manager: named.nullable(),
  /** `unrated`: the manager has not handed theirs in. `shared`: the person has read it; it stays. */
  state: z.enum(['rated', 'unrated', 'shared']),
  /** The viewer leads them. */
  own: z.boolean(),
  /** The viewer may read the whole review. */
  mayOpen: z.boolean(),
  ratings: z.array(rating),
  points: z.array(z.object({ by: named, words: z.string(), at: instant, mine: z.boolean() })),
  /** The newest first. */
  moves: z.array(
    z.object({
      id: z.uuid(),
      x: change.nullable(),
      y: change.nullable(),
      reason: z.string(),
      by: named,
      at: instant,
      undone: z.object({ by: named, at: instant }).nullable(),
      mayUndo: z.boolean(),
    }),
  ),
})
export type CalibrationRow = z.output<typeof row>

const session = summary.extend({
  agenda: z.string(),
  scope: z.object({ kind: z.enum(scopeKinds), value: z.string(), name: z.string() }),
  questions: z.array(
    z.object({
      axis: z.enum(axes),
      id: z.string(),
      ask: z.string(),
      steps: z.array(z.object({ label: z.string(), anchor: z.string() })),
    }),
  ),
  guide: z.array(z.int()).nullable(),
  seats: z.array(
    z.object({
      person: titled,
      facilitates: z.boolean(),
      /** For facilitators: people in the session whose rows this one is not shown: oneself and the leaders above. */
      notShown: z.array(named),
      /** Invited, and leads nobody in it any more: sees nothing. */
      shut: z.boolean(),
    }),
  ),
  rows: z.array(row),
  /** An invited manager sees all rows only while the session is open. */
  onlyOwn: z.boolean(),
  mayPrepare: z.boolean(),
  mayMove: z.boolean(),
  mayWrite: z.boolean(),
})
export type CalibrationSession = z.output<typeof session>

const cycleId = z.object({ cycleId: z.uuid() })
const sessionId = z.object({ sessionId: z.uuid() })
const name = lineName(120)
const agenda = z.string().trim().max(5000)
const question = z.string().min(1).max(40)
const guide = z.array(z.int().min(0).max(100)).min(2).max(10).nullable()

export const calibration = {
  list: operation({
    id: 'calibration.list',
    method: 'GET',
    path: '/calibrations',
    permission: 'calibration.read',
    summary: 'Calibration sessions that the viewer leads or is invited to; the program lead is also told of others',
    query: z.object({ cycleId: z.uuid().optional() }),
    response: z.object({ sessions: z.array(summary), mayPrepare: z.boolean() }),
  }),
  options: operation({
    id: 'calibration.options',
    method: 'GET',
    path: '/review-cycles/:cycleId/calibration-options',
    permission: 'calibration.prepare',
    summary: 'What a session of a cycle can be about: rating questions, departments, audiences, and who may lead it',
    params: cycleId,
    response: z.object({
      questions: z.array(z.object({ id: z.string(), ask: z.string(), steps: z.array(z.string()) })),
      departments: z.array(z.object({ name: z.string(), people: z.int() })),
      audiences: z.array(named),
      facilitators: z.array(titled),
      /** The days of the cycle's calibration. */
      opensOn: day,
      dueOn: day,
    }),
    problems: ['calibration_off'],
  }),
  preview: operation({
    id: 'calibration.preview',
    method: 'GET',
    path: '/review-cycles/:cycleId/calibration-preview',
    permission: 'calibration.prepare',
    summary: 'Whom a session would hold, and which managers it concerns',
    params: cycleId,
    query: z.object({
      kind: z.enum(scopeKinds),
      value: z.string().max(400).default(''),
      /** The session that is being changed: its own people are free for it. */
      sessionId: z.uuid().optional(),
    }),
    response: z.object({
      people: z.int(),
      /** In another session that is not closed: they stay there. */
      taken: z.int(),
      /** Their manager has not handed in yet. */
      unrated: z.int(),
      most: z.int(),
      managers: z.array(titled.extend({ people: z.int(), direct: z.boolean(), inIt: z.boolean() })),
    }),
    problems: ['calibration_off', 'audience_unknown'],
  }),
  prepare: operation({
    id: 'calibration.prepare',
    method: 'POST',
    path: '/review-cycles/:cycleId/calibrations',
    permission: 'calibration.prepare',
    summary: 'Prepare a session; whoever prepares it leads it',
    params: cycleId,
    body: z.object({
      id: z.uuid().optional(),
      name,
      scope: calibrationScope,
      heldOn: day,
      agenda: agenda.default(''),
      xQuestion: question,
      yQuestion: question.nullable().default(null),
      guide: guide.default(null),
      facilitatorIds: z.array(z.uuid()).max(10).default([]),
      participantIds: z.array(z.uuid()).max(200).default([]),
    }),
    response: session,
    problems: [
      'review_not_running',
      'calibration_off',
      'calibration_people',
      'calibration_questions',
      'calibration_guide',
      'calibration_facilitator',
      'calibration_participant',
      'audience_unknown',
    ],
  }),
  get: operation({
    id: 'calibration.get',
    method: 'GET',
    path: '/calibrations/:sessionId',
    permission: 'calibration.read',
    summary: 'A session as the viewer may see it now: never their own row, nor those of leaders above them',
    params: sessionId,
    response: session,
  }),
  update: operation({
    id: 'calibration.update',
    method: 'PATCH',
    path: '/calibrations/:sessionId',
    permission: 'calibration.prepare',
    summary: 'Change a session; its people and questions only before it is opened',
    params: sessionId,
    body: z.object({
      name: name.optional(),
      heldOn: day.optional(),
      agenda: agenda.optional(),
      guide: guide.optional(),
      /** The same scope again: its people of today. */
      scope: calibrationScope.optional(),
      xQuestion: question.optional(),
      yQuestion: question.nullable().optional(),
    }),
    response: session,
    problems: [
      'calibration_state',
      'calibration_people',
      'calibration_questions',
      'calibration_guide',
      'audience_unknown',
    ],
  }),
  seat: operation({
    id: 'calibration.seat',
    method: 'PUT',
    path: '/calibrations/:sessionId/seats',
    permission: 'calibration.prepare',
    summary: 'Say who leads a session and which managers are invited, as whole lists',
    params: sessionId,
    body: z.object({
      facilitatorIds: z.array(z.uuid()).min(1).max(10),
      /** Left out: whoever is invited stays so. */
      participantIds: z.array(z.uuid()).max(200).optional(),
    }),
    response: z.object({ facilitators: z.int(), participants: z.int() }),
    problems: ['calibration_state', 'calibration_facilitator', 'calibration_participant'],
  }),
  remove: operation({
    id: 'calibration.remove',
    method: 'DELETE',
    path: '/calibrations/:sessionId',
    permission: 'calibration.prepare',
    summary: 'Remove a session that was not opened',
    params: sessionId,
    response: z.object({ removed: z.literal(true) }),
    problems: ['calibration_state'],
  }),
  open: operation({
    id: 'calibration.open',
    method: 'PUT',
    path: '/calibrations/:sessionId/opening',
    permission: 'calibration.prepare',
    summary: 'Open a session: its people stay, and their reviews are not shared before it is closed',
    params: sessionId,
    response: session,
    problems: ['calibration_state', 'calibration_people'],
  }),
  point: operation({
    id: 'calibration.point',
    method: 'PUT',
    path: '/calibrations/:sessionId/people/:reviewId/point',
    permission: 'calibration.read',
    summary: 'Note what one wants to say about somebody in the session; deleted when it is closed',
    params: sessionId.extend({ reviewId: z.uuid() }),
    body: z.object({ words: z.string().trim().max(2000) }),
    response: row,
    problems: ['calibration_state'],
  }),
  move: operation({
    id: 'calibration.move',
    method: 'POST',
    path: '/calibrations/:sessionId/moves',
    permission: 'calibration.prepare',
    summary: 'Change somebody’s rating in the session, with a reason',
    params: sessionId,
    body: z.object({
      reviewId: z.uuid(),
      /** As the facilitator saw it, so that two do not overwrite each other unseen. */
      x: change.nullable(),
      y: change.nullable().default(null),
      reason: z.string().trim().min(1).max(2000),
    }),
    response: row,
    problems: ['calibration_state', 'calibration_moved', 'calibration_locked', 'calibration_questions'],
  }),
  undo: operation({
    id: 'calibration.undo',
    method: 'DELETE',
    path: '/calibrations/:sessionId/moves/:moveId',
    permission: 'calibration.prepare',
    summary: 'Undo the newest change of a person; that there was one stays visible in the session',
    params: sessionId.extend({ moveId: z.uuid() }),
    response: row,
    problems: ['calibration_state', 'calibration_undo'],
  }),
  severity: operation({
    id: 'calibration.severity',
    method: 'GET',
    path: '/calibrations/:sessionId/severity',
    permission: 'calibration.prepare',
    summary:
      'How the managers of a session rated beside each other, with intervals; computed on read and kept nowhere. For its facilitators',
    params: sessionId,
    query: z.object({ axis: z.enum(axes).default('x') }),
    response: z.object({
      axis: z.enum(axes),
      fewest: z.int(),
      ratings: z.int(),
      mean: z.number().nullable(),
      managers: z.array(
        z.object({
          person: named,
          ratings: z.int(),
          /** Null: too few ratings to say anything. */
          difference: z.object({ value: z.number(), low: z.number(), high: z.number() }).nullable(),
        }),
      ),
    }),
  }),
  close: operation({
    id: 'calibration.close',
    method: 'PUT',
    path: '/calibrations/:sessionId/closing',
    permission: 'calibration.prepare',
    summary: 'Close a session: its changes hold in the reviews, each with its reason, and what was noted is deleted',
    params: sessionId,
    /** Changed people as the facilitator saw them. */
    body: z.object({ changed: z.int().min(0) }),
    response: session,
    problems: ['calibration_state', 'calibration_changed', 'review_not_running'],
  }),
}
