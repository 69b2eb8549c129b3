/**
 * Check-ins: the short regular talk of a manager and somebody who reports to them.
 * Its words are for these two. Others may learn that it was held and when.
 */
import * as z from 'zod'
import { checkinAgenda } from './checkin-agenda.ts'
import { checkinMeetings } from './checkin-meetings.ts'
import { actionBody, answers, checkinId, conversation, day, pair, words } from './checkin-shapes.ts'
import { operation } from './operation.ts'

export type { Conversation, Due, Pair, Side } from './checkin-shapes.ts'
export { notes, type PrivateNote } from './private-notes.ts'

export const checkins = {
  ...checkinMeetings,
  ...checkinAgenda,
  list: operation({
    id: 'checkins.list',
    method: 'GET',
    path: '/checkins',
    permission: 'checkins.read',
    summary: 'With whom the viewer has check-ins, when the next one is due, and when the last one was',
    response: z.object({ pairs: z.array(pair), today: day }),
    problems: ['element_off'],
  }),
  get: operation({
    id: 'checkins.get',
    method: 'GET',
    path: '/checkins/:checkinId',
    permission: 'checkins.read',
    summary: 'One check-in of the viewer: both voices, agenda, shared note, next steps',
    params: checkinId,
    response: conversation,
  }),
  create: operation({
    id: 'checkins.create',
    method: 'POST',
    path: '/checkins',
    permission: 'checkins.write',
    summary: 'Open the next check-in with somebody; the one that is open already, if there is',
    body: z.object({
      /** The manager or report to talk with. */
      personId: z.uuid(),
      /** By cadence unless told. */
      plannedFor: day.optional(),
      /** At the time at which the two usually meet, with an invitation to both. */
      usual: z.boolean().optional(),
    }),
    response: conversation,
    problems: ['element_off', 'checkin_pair'],
  }),
  prepare: operation({
    id: 'checkins.prepare',
    method: 'PUT',
    path: '/checkins/:checkinId/voice',
    permission: 'checkins.write',
    summary: 'Save one’s own side; only the writer sees it until it is shared. Once it was held, it can only be shared',
    params: checkinId,
    body: z.object({ answers, share: z.boolean().default(false) }),
    response: z.object({ savedAt: z.iso.datetime(), shared: z.boolean() }),
    problems: ['checkin_over', 'checkin_question'],
    leavesNoEvent: 'A draft is its writer’s own affair; sharing it records checkin.prepared.',
  }),
  hold: operation({
    id: 'checkins.hold',
    act: true,
    method: 'PUT',
    path: '/checkins/:checkinId/holding',
    permission: 'checkins.write',
    summary: 'Record that it was held, in one act with one’s own side of it',
    params: checkinId,
    body: z.object({
      /** Today unless told; up to 60 days back. */
      heldOn: day.optional(),
      answers: answers.default([]),
      actions: z
        .array(z.object({ ...actionBody, dueOn: actionBody.dueOn.default(null) }))
        .max(20)
        .default([]),
    }),
    response: conversation,
    problems: ['element_off', 'checkin_date', 'checkin_question', 'checkin_pair'],
  }),
  seen: operation({
    id: 'checkins.seen',
    act: true,
    method: 'PUT',
    path: '/checkins/:checkinId/sight',
    permission: 'checkins.write',
    summary: 'Confirm what the other recorded as held, or take back that one did not talk',
    params: checkinId,
    response: conversation,
  }),
  dispute: operation({
    id: 'checkins.dispute',
    method: 'PUT',
    path: '/checkins/:checkinId/dispute',
    permission: 'checkins.write',
    summary: 'Say that the two did not talk; it counts nowhere until they agree',
    params: checkinId,
    response: conversation,
    problems: ['checkin_open'],
  }),
  reopen: operation({
    id: 'checkins.reopen',
    method: 'DELETE',
    path: '/checkins/:checkinId/holding',
    permission: 'checkins.write',
    summary:
      'Take back that it was held: by whoever recorded it, within a short time; later by agreeing that the two did not talk',
    params: checkinId,
    response: conversation,
    problems: ['checkin_next', 'checkin_undo_over'],
  }),
  handOver: operation({
    id: 'checkins.handOver',
    method: 'PUT',
    path: '/checkins/:checkinId/hand-over',
    permission: 'checkins.write',
    summary: 'As an earlier manager, leave a word: to the report alone, or to the report and their new manager',
    params: checkinId,
    body: z.object({
      /** Empty: taken back. */
      words: words(4000),
      /** The new manager reads it too; the report always does. */
      forManager: z.boolean().default(false),
    }),
    response: conversation,
    problems: ['checkin_current'],
  }),
  rate: operation({
    id: 'checkins.rate',
    method: 'PUT',
    path: '/checkins/:checkinId/usefulness',
    permission: 'checkins.write',
    summary: 'Answer how useful it was, anonymously, or pass',
    params: checkinId,
    body: z.object({ /** Null: pass. */ score: z.int().min(1).max(5).nullable() }),
    response: z.object({ thanks: z.literal(true) }),
    leavesNoEvent: 'An event would tell who answered or when; the answer is kept apart from both.',
  }),
}
