/** What happens to a goal: progress, what people say to it, values from other systems. */
import * as z from 'zod'
import { amount, confidences, goalId, goalSummary, words } from './goal.ts'
import { operation } from './operation.ts'

/** Why a value from outside was not taken. */
export const feedCodes = [
  'key_unknown',
  'goal_closed',
  'goal_not_begun',
  'value_impossible',
  'id_reused',
  'at_ahead',
] as const

/** Progress as one act: any number of key results at once, or the goal itself where it has none. */
const progressBody = z.object({
  values: z
    .array(z.object({ keyResultId: z.uuid(), value: amount }))
    .max(50)
    .default([]),
  /** Steps to tick, or to open again; the value of their key result follows. */
  steps: z
    .array(z.object({ stepId: z.uuid(), done: z.boolean() }))
    .max(50)
    .default([]),
  /** For a goal without key results. */
  reached: z.number().min(0).max(1).optional(),
  confidence: z.enum(confidences).optional(),
  note: words(4000).default(''),
})

export const goalUpdates = {
  progress: operation({
    id: 'goals.progress',
    act: true,
    method: 'POST',
    path: '/goals/:goalId/updates',
    permission: 'goals.write',
    summary: 'Say how a goal goes: values, confidence, a note',
    params: goalId,
    body: progressBody,
    response: z.object({ updateId: z.uuid(), goal: goalSummary }),
    problems: ['element_off', 'goal_closed', 'goal_draft', 'key_result_unknown', 'goal_steps'],
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
}
