/** A running review cycle as whoever leads it or looks after people sees it: how far it is, who is late, who is in it. Never what was written. */
import * as z from 'zod'
import { operation } from './operation.ts'
import { reviewRoles } from './review-form.ts'
import { day, instant, words, named, titled, stageIds, cycleId, reviewId, page, turn } from './review-shapes.ts'

const share = z.object({
  /** Null: written without names, and told only once the stage is over, of reviews with enough writers. */
  done: z.int().nullable(),
  /** Of what is written without names: of those reviews; where nothing is told, how many were asked. */
  of: z.int(),
  late: z.int(),
  /** Written without names. */
  sealed: z.boolean(),
})

const stageShare = share.extend({ stage: z.enum(stageIds) })

const cycleReview = z.object({
  /** Of the review; null: somebody who is not in the cycle. */
  id: z.uuid().nullable(),
  person: titled.extend({ department: z.string() }),
  manager: named.nullable(),
  joinedLate: z.boolean(),
  leftOut: z.object({ because: z.enum(['left', 'decided']), at: instant, words: z.string() }).nullable(),
  onLeave: z.boolean(),
  /** By role, of those who are asked: how many have handed theirs in. */
  roles: z.array(share.extend({ role: z.enum(reviewRoles) })),
  clearedAt: instant.nullable(),
  sharedAt: instant.nullable(),
  acknowledgedAt: instant.nullable(),
})

export const reviewRunning = {
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
    summary:
      'What is past its day and not handed in: who, about whom, since when; nothing that is written without names',
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
      /** `to_clear`: what waits for the look that the viewer takes as an HR partner. */
      show: z.enum(['in', 'left_out', 'no_manager', 'not_in', 'to_clear']).default('in'),
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
    problems: ['review_not_open', 'review_not_running', 'person_unknown'],
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
}
