/** Writing reviews: what somebody has to write, one form, its evidence, and handing in. */
import * as z from 'zod'
import { receivedItem } from './feedback.ts'
import { outcomes } from './goal.ts'
import { operation } from './operation.ts'
import { formAnswer, formAnswers, reviewRoles } from './review-form.ts'
import {
  day,
  instant,
  named,
  titled,
  voiceModes,
  taskState,
  taskId,
  reason,
  sheetQuestion,
  reading,
  voice,
  turn,
} from './review-shapes.ts'

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

export const reviewWriting = {
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
          /** What the person is to it, or was; `with`: who had it before, has it now, or is helped. */
          theirs: z.object({
            part: z.enum(['owns', 'taken_over', 'handed_over', 'helps']),
            with: named.nullable(),
            on: day.nullable(),
          }),
        }),
      ),
      /** Held ones in which the writer took part; of those with other managers only that they were held, without `id`. */
      checkins: z.array(z.object({ id: z.uuid().nullable(), on: day, with: named, topics: z.array(z.string()) })),
      /** Received, as far as the writer may read it; null: without a name. */
      feedback: z.array(receivedItem),
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
    act: true,
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
    problems: ['review_not_open', 'review_over', 'review_submitted', 'person_unknown', 'review_writer'],
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
}
