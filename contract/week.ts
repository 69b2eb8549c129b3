/** This week: the two or three things worth doing now, then what is new. And a manager's team at a glance. */
import * as z from 'zod'
import { due } from './checkin-shapes.ts'
import { cadences } from './design.ts'
import { operation } from './operation.ts'
import { haltKinds } from './program.ts'
import { reviewRoles } from './review-form.ts'

const day = z.iso.date()
const named = z.object({ id: z.uuid(), name: z.string() })

/** A session that the viewer leads or is invited to: its day is near, or past while it is not closed. */
const session = z.object({
  kind: z.literal('calibration'),
  sessionId: z.uuid(),
  name: z.string(),
  cycle: z.string(),
  heldOn: day,
  as: z.enum(['facilitator', 'participant']),
  open: z.boolean(),
})

/** One thing to do. The browser has the words. */
export const task = z.discriminatedUnion('kind', [
  /** A check-in that is due or close. `ready`: the viewer has shared their side. */
  z.object({
    kind: z.literal('checkin'),
    person: named,
    side: z.enum(['manager', 'report']),
    checkinId: z.uuid().nullable(),
    due,
    ready: z.boolean(),
    theirsReady: z.boolean(),
    lastHeldOn: day.nullable(),
  }),
  /** A message that goes out in the viewer's name once they say so. */
  z.object({
    kind: z.literal('message_approve'),
    campaignId: z.uuid(),
    title: z.string(),
    askedBy: named.nullable(),
    people: z.int(),
    /** At most so many: how many exactly is known when it is sent. */
    upTo: z.boolean(),
    sendsOn: day.nullable(),
  }),
  z.object({
    kind: z.literal('policy'),
    programId: z.uuid(),
    policyId: z.uuid(),
    title: z.string(),
    dueOn: day.nullable(),
  }),
  /** An unread message of the program. */
  z.object({
    kind: z.literal('message'),
    itemId: z.uuid(),
    campaignId: z.uuid(),
    subject: z.string(),
    sender: z.string(),
  }),
  z.object({ kind: z.literal('first_goal'), by: day }),
  /** Their goals are all closed. */
  z.object({ kind: z.literal('next_goal') }),
  z.object({ kind: z.literal('goal_quiet'), goalId: z.uuid(), title: z.string(), days: z.int() }),
  z.object({ kind: z.literal('goal_over'), goalId: z.uuid(), title: z.string(), days: z.int() }),
  /** An agreed next step of the viewer. */
  z.object({
    kind: z.literal('step'),
    checkinId: z.uuid(),
    actionId: z.uuid(),
    words: z.string(),
    dueOn: day,
    with: named,
  }),
  /** A check-in of which the viewer is asked how useful it was; anonymous. */
  z.object({ kind: z.literal('useful'), checkinId: z.uuid(), with: named, heldOn: day }),
  /** Something to write in a review cycle; `count`: so many alike, as a manager has for a team. */
  z.object({
    kind: z.literal('review_write'),
    taskId: z.uuid(),
    role: z.enum(reviewRoles),
    subject: named,
    cycle: z.string(),
    dueOn: day,
    count: z.int(),
  }),
  /** The viewer's own review was shared and waits to be read. */
  z.object({ kind: z.literal('review_read'), reviewId: z.uuid(), cycle: z.string(), manager: z.string() }),
  /** A review that the viewer, as its manager, can show to its person; `count`: so many alike. */
  z.object({
    kind: z.literal('review_share'),
    reviewId: z.uuid(),
    person: named,
    cycle: z.string(),
    dueOn: day,
    count: z.int(),
  }),
  /** A review that waits for the look that HR takes before it is shared; `more`: than are counted. */
  z.object({
    kind: z.literal('review_clear'),
    reviewId: z.uuid(),
    cycleId: z.uuid(),
    person: named,
    cycle: z.string(),
    dueOn: day,
    count: z.int(),
    more: z.boolean(),
  }),
  /** Colleagues to be chosen for the viewer's own review. */
  z.object({ kind: z.literal('review_colleagues'), reviewId: z.uuid(), cycle: z.string(), dueOn: day }),
  session,
  /** A request for feedback to answer. */
  z.object({
    kind: z.literal('feedback_asked'),
    requestId: z.uuid(),
    about: named,
    askedBy: named,
    dueOn: day,
  }),
  /** Whom a 360 asks, to approve. */
  z.object({ kind: z.literal('feedback_approve'), requestId: z.uuid(), about: named, dueOn: day }),
  /** Feedback that the viewer has not read. Null: its author is not named to them. */
  z.object({ kind: z.literal('feedback_new'), itemId: z.uuid(), author: named.nullable() }),
  /** Somebody who reports to the viewer and has had no feedback from them for a long time. */
  z.object({ kind: z.literal('feedback_idea'), person: named }),
  /** A survey that the viewer is asked and has not answered. */
  z.object({ kind: z.literal('pulse'), roundId: z.uuid(), title: z.string(), closesOn: day, seconds: z.int() }),
  /** An action of the viewer’s development plan whose day is near. */
  z.object({ kind: z.literal('growth_action'), actionId: z.uuid(), words: z.string(), dueOn: day }),
  /** Somebody shared how they see where the viewer, or where they themself, stand, and waits for the other side. */
  z.object({
    kind: z.literal('growth_look'),
    personId: z.uuid(),
    side: z.enum(['self', 'manager']),
    other: named,
  }),
  /** A required course that is due within a week, or was. */
  z.object({
    kind: z.literal('training'),
    courseId: z.string(),
    title: z.string(),
    dueOn: day,
    minutes: z.int(),
    started: z.boolean(),
  }),
  /** A session of the next days: the viewer has a seat, waits for one, or was invited and can still book. */
  z.object({
    kind: z.literal('session'),
    sessionId: z.uuid(),
    title: z.string(),
    startsAt: z.iso.datetime(),
    endsAt: z.iso.datetime(),
    place: z.string(),
    seat: z.enum(['seated', 'waiting', 'invited']),
  }),
  /** A meeting of the committee: to prepare, or to note who came. */
  z.object({ kind: z.literal('committee'), meetingId: z.uuid(), on: day, what: z.enum(['prepare', 'hold']) }),
  /** A decision of the committee that the viewer sees to. */
  z.object({ kind: z.literal('decision'), decisionId: z.uuid(), question: z.string(), dueOn: day }),
  /** Questions that wait at the desk, for whoever answers there; `late`: longer than they should. */
  z.object({ kind: z.literal('desk'), waiting: z.int(), late: z.int() }),
  /** An invitation to be a champion. */
  z.object({ kind: z.literal('champion_invited'), termId: z.uuid(), by: z.string(), until: day }),
  /** Somebody who reports to the viewer was asked to be a champion: does it fit? */
  z.object({ kind: z.literal('champion_fits'), termId: z.uuid(), person: named }),
  /** What champions who have gone left, for the lead to hand over. */
  z.object({ kind: z.literal('champion_left'), count: z.int() }),
  /** A hand-over that others have signed and that waits for the viewer. */
  z.object({ kind: z.literal('handover'), waveId: z.uuid(), wave: z.string() }),
  /** Scripts to try before a wave goes live; `retests`: what the viewer found and is said to be fixed. */
  z.object({
    kind: z.literal('test_try'),
    waveId: z.uuid(),
    wave: z.string(),
    scripts: z.int(),
    minutes: z.int(),
    retests: z.int(),
    dueOn: day,
  }),
  /** Findings of tests that the viewer sees to. */
  z.object({ kind: z.literal('test_fix'), count: z.int(), blockers: z.int() }),
  /** A test plan that the lead has signed and that waits for the viewer. */
  z.object({ kind: z.literal('test_sign'), waveId: z.uuid(), wave: z.string() }),
  /** A task of the roadmap that the viewer owns: late, or due within a week. */
  z.object({
    kind: z.literal('roadmap'),
    taskId: z.uuid(),
    title: z.string(),
    dueOn: day,
    wave: z.string().nullable(),
  }),
  /** Success metrics that are to be looked at, for whoever leads the program. */
  z.object({ kind: z.literal('metric_review'), reviewId: z.uuid(), program: z.string(), dueOn: day }),
  /** What was decided about a year, for the sponsor to sign. */
  z.object({ kind: z.literal('year_end'), programId: z.uuid(), program: z.string(), year: z.int() }),
  /** People who report to the viewer and own no goal yet. */
  z.object({ kind: z.literal('team_goals'), people: z.array(named), count: z.int() }),
])
export type Task = z.output<typeof task>

/** One thing worth doing for somebody whose reports lead people: of their line, and nothing that its pages do not show. */
export const lineTask = z.discriminatedUnion('kind', [
  /** Leaders in whose lines no check-in was held within its rhythm; `pairs`: of all of them. */
  z.object({ kind: z.literal('line_quiet'), leaders: z.array(named), count: z.int(), pairs: z.int() }),
  /** The line that talks least, where fewer than half of its pairs are in time. */
  z.object({ kind: z.literal('line_slow'), leader: named, inWindow: z.int(), pairs: z.int() }),
  /** A cycle runs and forms of the line come in late: the number that was given out since it began, above its floor. */
  z.object({
    kind: z.literal('line_reviews'),
    done: z.int(),
    of: z.int(),
    asOf: day,
    target: z.number(),
  }),
  session,
])
export type LineTask = z.output<typeof lineTask>

/** Whether the practice is open to the viewer. */
export const opening = z.discriminatedUnion('state', [
  z.object({ state: z.literal('open') }),
  /** Their wave prepares. */
  z.object({ state: z.literal('soon'), startsOn: day }),
  /** In no wave that has begun, or a program without these elements. */
  z.object({ state: z.literal('closed') }),
])
export type Opening = z.output<typeof opening>

const newItem = z.object({
  id: z.uuid(),
  kind: z.string(),
  subject: z.object({ kind: z.string(), id: z.uuid() }),
  params: z.record(z.string(), z.unknown()),
  at: z.iso.datetime(),
  readAt: z.iso.datetime().nullable(),
})

const teamMember = z.object({
  person: named.extend({ title: z.string() }),
  second: z.boolean(),
  onLeave: z.boolean(),
  checkin: z
    .object({
      id: z.uuid().nullable(),
      cadence: z.enum(cadences),
      due: due.nullable(),
      lastHeldOn: day.nullable(),
      ready: z.boolean(),
      theirsReady: z.boolean(),
    })
    .nullable(),
  /** Active goals that the viewer may see; null: goals are not on for them. */
  goals: z.object({ active: z.int(), quiet: z.int(), attention: z.int(), reached: z.number() }).nullable(),
  /** When it begins for them, where it has not. */
  startsOn: day.nullable(),
  /** They lead people themselves. */
  reports: z.int(),
})
export type TeamMember = z.output<typeof teamMember>

/** A step that the viewer and the person agreed on and that is open, of any of their check-ins. */
const openStep = z.object({
  checkinId: z.uuid(),
  actionId: z.uuid(),
  words: z.string(),
  ownerId: z.uuid(),
  dueOn: day.nullable(),
})
export type OpenStep = z.output<typeof openStep>

/** Pairs of a leader's line with a check-in in their window, of those whose check-ins are on. */
const cadenceOf = z.object({ inWindow: z.int(), pairs: z.int() })

export const week = {
  get: operation({
    id: 'week.get',
    method: 'GET',
    path: '/week',
    permission: 'signed_in',
    summary: 'What is worth doing now and what is new, in one read',
    response: z.object({
      givenName: z.string(),
      today: day,
      goals: opening,
      checkins: opening,
      /** The viewer's wave is paused, so that nothing asks them, or was taken back; with what they were told. */
      halt: z
        .object({
          kind: z.enum(haltKinds),
          on: day,
          program: z.string(),
          by: z.string(),
          words: z.string().nullable(),
        })
        .nullable(),
      hasManager: z.boolean(),
      /** The most useful first, three at most. */
      todo: z.array(task),
      /** What can wait: how many, and the first of them in their order. */
      more: z.int(),
      later: z.array(task),
      /** Check-ins that the other one recorded as held and the viewer has not seen yet. */
      toConfirm: z.array(z.object({ checkinId: z.uuid(), by: named, heldOn: day })),
      inbox: z.object({ items: z.array(newItem), unread: z.int() }),
      /** For managers: who is due, the most pressing first. */
      team: z.object({ people: z.array(teamMember), count: z.int(), cadence: cadenceOf }).nullable(),
    }),
  }),
  team: operation({
    id: 'week.team',
    method: 'GET',
    path: '/team',
    permission: 'team.read',
    summary: 'One row for everybody who reports to the viewer: last check-in, goals, what needs the viewer',
    response: z.object({
      today: day,
      people: z.array(
        teamMember.extend({
          steps: z.array(openStep),
          /** Feedback is on for them, so that the viewer can write to them. */
          feedback: z.boolean(),
        }),
      ),
      cadence: cadenceOf,
      /** Some of them lead people themselves: `week.line` tells how it goes there. */
      leads: z.boolean(),
    }),
  }),
  line: operation({
    id: 'week.line',
    method: 'GET',
    path: '/team/line',
    permission: 'team.read',
    summary:
      'The check-in cadence below the viewer, or below one manager of their line: that check-ins are held, nothing of what was said',
    query: z.object({ /** Oneself unless told. */ managerId: z.uuid().optional() }),
    response: z.object({
      manager: named.extend({ title: z.string() }),
      /** From just below the viewer down to this manager. */
      path: z.array(named),
      people: z.array(
        z.object({
          person: named.extend({ title: z.string() }),
          lastHeldOn: day.nullable(),
          due: due.nullable(),
          reports: z.int(),
          cadence: cadenceOf.nullable(),
        }),
      ),
      /** What is worth doing for the viewer's own line, three things at most; of another's, nothing. */
      worth: z.array(lineTask),
    }),
  }),
}
