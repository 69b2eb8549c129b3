/** When the two talk: planned, in both calendars, in which rhythm, and that it was held. */
import * as z from 'zod'
import { checkinId, clockTime, conversation, day, due, minutes, named, words } from './checkin-shapes.ts'
import { cadences } from './design.ts'
import { operation } from './operation.ts'

export const checkinMeetings = {
  plan: operation({
    id: 'checkins.plan',
    method: 'PUT',
    path: '/checkins/:checkinId/plan',
    permission: 'checkins.write',
    summary: 'Move an open check-in to another day; a meeting that is set moves along',
    params: checkinId,
    body: z.object({ plannedFor: day }),
    response: conversation,
    problems: ['checkin_over', 'checkin_past'],
  }),
  meet: operation({
    id: 'checkins.meet',
    method: 'PUT',
    path: '/checkins/:checkinId/meeting',
    permission: 'checkins.write',
    summary: 'Set or move the meeting; both get an invitation by mail that their calendar understands',
    params: checkinId,
    body: z.object({
      day,
      at: clockTime,
      minutes: minutes.default(30),
      /** A room, a telephone, a link. */
      place: words(300).default(''),
      /** Of the wall clock; the viewer’s unless told. */
      timeZone: z.string().max(60).optional(),
      /** Also the time at which the two usually meet from now on. */
      usual: z.boolean().default(false),
    }),
    response: conversation,
    problems: ['checkin_over', 'checkin_past'],
  }),
  callOff: operation({
    id: 'checkins.callOff',
    method: 'DELETE',
    path: '/checkins/:checkinId/meeting',
    permission: 'checkins.write',
    summary: 'Call the meeting off; the check-in stays open, the calendar entry goes',
    params: checkinId,
    response: conversation,
    problems: ['checkin_over'],
  }),
  calendar: operation({
    id: 'checkins.calendar',
    method: 'GET',
    path: '/checkins/:checkinId/calendar',
    permission: 'checkins.read',
    summary: 'The meeting as a calendar file (RFC 5545)',
    params: checkinId,
    response: z.unknown(),
    rawResponse: true,
  }),
  arrange: operation({
    id: 'checkins.arrange',
    method: 'PUT',
    path: '/people/:personId/checkin-rhythm',
    permission: 'checkins.write',
    summary:
      'Propose to talk more often than the program asks; it holds once the other agrees. Null: as the program asks',
    params: z.object({ personId: z.uuid() }),
    body: z.object({ cadence: z.enum(cadences).nullable() }),
    response: z.object({ own: conversation.shape.rhythm.shape.own }),
    problems: ['element_off', 'checkin_pair', 'checkin_rarer'],
  }),
  agree: operation({
    id: 'checkins.agree',
    method: 'PUT',
    path: '/people/:personId/checkin-rhythm/agreement',
    permission: 'checkins.write',
    summary: 'Agree to the rhythm that the other one proposed',
    params: z.object({ personId: z.uuid() }),
    response: z.object({ own: conversation.shape.rhythm.shape.own }),
    problems: ['element_off', 'checkin_pair'],
  }),
  cadence: operation({
    id: 'checkins.cadence',
    method: 'GET',
    path: '/people/:personId/checkin-cadence',
    permission: 'checkins.cadence',
    summary: 'That somebody’s check-ins as a report were held and when; nothing of what was said',
    params: z.object({ personId: z.uuid() }),
    response: z.object({
      person: named,
      pairs: z.array(
        z.object({
          manager: named,
          current: z.boolean(),
          cadence: z.enum(cadences).nullable(),
          heldOn: z.array(day),
          due: due.nullable(),
        }),
      ),
    }),
  }),
}
