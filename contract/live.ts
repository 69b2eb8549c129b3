/**
 * Learning together at a time: sessions of a course or of a workshop, who has a seat, who came,
 * and what those who came thought of it. What somebody answers there is anonymous.
 */
import * as z from 'zod'
import { zone } from './access.ts'
import { language } from './library.ts'
import { operation } from './operation.ts'

const day = z.iso.date()
const at = z.iso.datetime()
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)
const slug = z.string().regex(/^[a-z0-9-]{1,60}$/)
const named = z.object({ id: z.uuid(), name: z.string() })
const step = z.int().min(1).max(5)

/** Days after it in which those who came can say what they thought of it. */
export const evaluationDays = 7

const session = z.object({
  id: z.uuid(),
  title: z.string(),
  about: z.string(),
  language,
  course: z.object({ id: slug, title: z.string() }).nullable(),
  workshop: z.object({ id: slug, title: z.string() }).nullable(),
  /** Having come finishes the course. */
  completes: z.boolean(),
  place: z.string(),
  startsAt: at,
  endsAt: at,
  /** Where it takes place; readers see their own time beside it. */
  timeZone: z.string(),
  leaders: z.array(named),
  seats: z.int(),
  /** Seats that are taken. */
  taken: z.int(),
  /** People on the waiting list. */
  waiting: z.int(),
  state: z.enum(['ahead', 'on', 'over', 'called_off']),
  /** Why it does not take place. */
  reason: z.string().nullable(),
})

/** A session as somebody who may book it reads it. */
const own = session.extend({
  seat: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('none') }),
    z.object({ kind: z.literal('seated') }),
    /** How many stand before them, and they. */
    z.object({ kind: z.literal('waiting'), turn: z.int() }),
  ]),
  mayBook: z.boolean(),
  leads: z.boolean(),
  came: z.boolean(),
  evaluation: z.enum(['none', 'open', 'given', 'closed']),
  evaluationClosesOn: day,
})

/** Beside that, what is for those who have a seat. */
const opened = own.extend({ link: z.string(), materials: z.string() })

const results = z.discriminatedUnion('state', [
  /** Nobody has come yet, or it is called off. */
  z.object({ state: z.literal('none') }),
  z.object({ state: z.literal('open'), until: day }),
  z.object({ state: z.literal('few'), floor: z.int() }),
  z.object({
    state: z.literal('shown'),
    people: z.int(),
    /** How many chose each step from 1 to 5. */
    useful: z.array(z.int()),
    before: z.array(z.int()),
    after: z.array(z.int()),
    comments: z.array(z.string()),
    commentFloor: z.int(),
  }),
])

const room = session.extend({
  programId: z.uuid(),
  wave: named.nullable(),
  who: z.enum(['everyone', 'managers']),
  site: z.string(),
  link: z.string(),
  materials: z.string(),
  plannedBy: named,
  /** Whether attendance can be marked by now. */
  mayMark: z.boolean(),
  people: z.array(
    z.object({
      person: named.extend({ title: z.string() }),
      seat: z.enum(['seated', 'waiting', 'none']),
      came: z.object({ at, by: z.string(), how: z.enum(['list', 'code']) }).nullable(),
    }),
  ),
  code: z.object({ code: z.string(), until: at }).nullable(),
  evaluation: results,
})

const about = {
  title: z.string().trim().min(1).max(120),
  about: z.string().trim().max(2000).default(''),
  language,
  courseId: slug.nullable().default(null),
  workshopId: slug.nullable().default(null),
  completes: z.boolean().default(false),
  place: z.string().trim().max(200).default(''),
  link: z
    .string()
    .trim()
    .max(500)
    .regex(/^$|^https:\/\/\S+$/)
    .default(''),
  materials: z.string().trim().max(4000).default(''),
  timeZone: zone,
  day,
  from: time,
  to: time,
  seats: z.int().min(1).max(500),
  leaderIds: z.array(z.uuid()).min(1).max(6),
  /** Who observes those of them who are not signed off. */
  observerId: z.uuid().nullable().default(null),
  /** Where, as the people file names its sites; empty: nowhere in particular. */
  site: z.string().trim().max(200).default(''),
}

const one = z.object({ sessionId: z.uuid() })

/** One part of a workshop: what the slide shows, and what whoever leads it says and does. */
const part = z.object({ title: z.string(), minutes: z.int(), slide: z.string(), guide: z.string() })
const workshopHead = z.object({
  id: slug,
  title: z.string(),
  use: z.string(),
  minutes: z.int(),
  /** Whom it is for. */
  who: z.enum(['everyone', 'managers']),
  /** The course that it teaches. */
  courseId: slug.nullable(),
})

export const live = {
  upcoming: operation({
    id: 'live.upcoming',
    method: 'GET',
    path: '/live/sessions',
    permission: 'live.own',
    summary: 'Sessions that the viewer may book or has a seat in, and those of the last weeks',
    response: z.object({ sessions: z.array(own) }),
  }),
  session: operation({
    id: 'live.session',
    method: 'GET',
    path: '/live/sessions/:sessionId',
    permission: 'live.own',
    summary: 'One session; the link and the materials for those who have a seat',
    params: one,
    response: opened,
  }),
  book: operation({
    id: 'live.book',
    method: 'PUT',
    path: '/live/sessions/:sessionId/seat',
    permission: 'live.own',
    summary: 'A seat for the viewer, or a place on the waiting list',
    params: one,
    response: opened,
    problems: ['live_over'],
  }),
  giveBack: operation({
    id: 'live.giveBack',
    method: 'DELETE',
    path: '/live/sessions/:sessionId/seat',
    permission: 'live.own',
    summary: 'The viewer’s seat goes to whoever waits longest',
    params: one,
    response: opened,
    problems: ['live_over'],
  }),
  come: operation({
    id: 'live.come',
    method: 'PUT',
    path: '/live/sessions/:sessionId/attendance',
    permission: 'live.own',
    summary: 'The viewer is there, by the code that is shown in the room',
    params: one,
    body: z.object({ code: z.string().trim().min(1).max(20) }),
    response: opened,
    problems: ['live_code', 'too_many_requests'],
  }),
  evaluate: operation({
    id: 'live.evaluate',
    method: 'PUT',
    path: '/live/sessions/:sessionId/evaluation',
    permission: 'live.own',
    summary: 'What the viewer thought of it, once and anonymously',
    params: one,
    body: z.object({ useful: step, before: step, after: step, comment: z.string().trim().max(2000).default('') }),
    response: opened,
    problems: ['live_evaluated', 'live_evaluation_closed'],
    leavesNoEvent: 'An event would stand beside the answer with its time. That the answers were counted is recorded.',
  }),
  calendar: operation({
    id: 'live.calendar',
    method: 'GET',
    path: '/live/sessions/:sessionId/calendar',
    permission: 'live.own',
    summary: 'The session as a calendar file',
    params: one,
    response: z.unknown(),
    rawResponse: true,
  }),
  options: operation({
    id: 'live.options',
    method: 'GET',
    path: '/live/options',
    permission: 'live.lead',
    summary: 'What a session can be planned with: waves, courses, workshops and who leads sessions',
    response: z.object({
      today: day,
      timeZone: z.string(),
      programs: z.array(named.extend({ waves: z.array(named.extend({ people: z.int(), managers: z.int() })) })),
      leaders: z.array(
        named.extend({
          /** Signed off today, and until when; null: without end. */
          ready: z.boolean(),
          readyUntil: day.nullable(),
          /** Can deliver under observation. */
          candidate: z.boolean(),
        }),
      ),
      /** Workshops that only a signed-off trainer leads. */
      asking: z.array(slug),
      observers: z.array(named),
      sites: z.array(z.string()),
      courses: z.array(z.object({ id: slug, title: z.string() })),
      workshops: z.array(workshopHead),
    }),
  }),
  list: operation({
    id: 'live.list',
    method: 'GET',
    path: '/live/led',
    permission: 'live.lead',
    summary: 'The sessions that the viewer plans or leads; all of them for a program lead',
    response: z.object({ sessions: z.array(session) }),
  }),
  plan: operation({
    id: 'live.plan',
    method: 'POST',
    path: '/live/led',
    permission: 'live.lead',
    summary: 'A new session; those who may book it are told',
    body: z.object({
      programId: z.uuid(),
      waveId: z.uuid().nullable(),
      who: z.enum(['everyone', 'managers']),
      ...about,
      invite: z.boolean().default(true),
    }),
    response: room,
    problems: ['live_time', 'live_leader'],
  }),
  inviteAudience: operation({
    id: 'live.inviteAudience',
    method: 'POST',
    path: '/live/invitations',
    permission: 'messages.write',
    summary: 'Invite an audience to a series of sessions: each hears of the first that they may book, once',
    body: z.object({ audienceId: z.uuid(), sessionIds: z.array(z.uuid()).min(1).max(20) }),
    response: z.object({ invited: z.int() }),
    problems: ['live_over', 'not_found'],
  }),
  room: operation({
    id: 'live.room',
    method: 'GET',
    path: '/live/led/:sessionId',
    permission: 'live.lead',
    summary: 'A session with who has a seat, who waits and who came',
    params: one,
    response: room,
  }),
  change: operation({
    id: 'live.change',
    method: 'PUT',
    path: '/live/led/:sessionId',
    permission: 'live.lead',
    summary: 'Another time, place, number of seats or other words; everybody concerned is told once',
    params: one,
    body: z.object(about),
    response: room,
    problems: ['live_time', 'live_leader', 'live_seats', 'live_over'],
  }),
  callOff: operation({
    id: 'live.callOff',
    method: 'PUT',
    path: '/live/led/:sessionId/called-off',
    permission: 'live.lead',
    summary: 'The session does not take place; everybody who booked is told why',
    params: one,
    body: z.object({ reason: z.string().trim().min(1).max(300) }),
    response: room,
    problems: ['live_over'],
  }),
  mark: operation({
    id: 'live.mark',
    method: 'PUT',
    path: '/live/led/:sessionId/attendance/:personId',
    permission: 'live.lead',
    summary: 'Somebody came, or did not',
    params: one.extend({ personId: z.uuid() }),
    body: z.object({ came: z.boolean() }),
    response: room,
    problems: ['live_not_yet'],
  }),
  openCode: operation({
    id: 'live.openCode',
    method: 'PUT',
    path: '/live/led/:sessionId/code',
    permission: 'live.lead',
    summary: 'A new code to show in the room, for a few minutes',
    params: one,
    response: room,
    problems: ['live_not_yet'],
  }),
  workshops: operation({
    id: 'live.workshops',
    method: 'GET',
    path: '/live/workshops',
    permission: 'live.lead',
    summary: 'The workshops that come with Belay',
    query: z.object({ language: language.optional() }),
    response: z.object({ workshops: z.array(workshopHead) }),
  }),
  workshop: operation({
    id: 'live.workshop',
    method: 'GET',
    path: '/live/workshops/:workshopId',
    permission: 'live.lead',
    summary: 'One workshop: its slides, and the guide for whoever leads it',
    params: z.object({ workshopId: slug }),
    query: z.object({ language: language.optional() }),
    response: workshopHead.extend({ language, intro: z.string(), parts: z.array(part) }),
  }),
}
