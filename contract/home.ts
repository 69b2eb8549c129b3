/** What the lead finds when the day begins, and the one page of the sponsor. */
import * as z from 'zod'
import { watchedHabits } from './hypercare.ts'
import { mistakeIds } from './launch.ts'
import { definition, standing } from './metrics.ts'
import { auditCheckIds, mistakeStates } from './mistakes.ts'
import { operation } from './operation.ts'

const day = z.iso.date()
const named = z.object({ id: z.uuid(), name: z.string() })

/** What a sponsor does for all to see, or does themself as everybody else. */
export const sponsorActKinds = ['message', 'session', 'goal', 'checkin'] as const
export type SponsorActKind = (typeof sponsorActKinds)[number]

/** `late`: should have happened. `now`: can be done today. `soon`: goes wrong within days if nobody looks. */
export const urgencies = ['late', 'now', 'soon'] as const

const urgency = z.enum(urgencies)

const line = z.discriminatedUnion('kind', [
  /** A wave whose go-live date has passed. */
  z.object({ urgency, kind: z.literal('launch_past'), waveId: z.uuid(), wave: z.string(), on: day }),
  /** A wave goes live within two weeks, and so many required points neither pass nor are waived. */
  z.object({ urgency, kind: z.literal('gates'), waveId: z.uuid(), wave: z.string(), on: day, points: z.int() }),
  /** A message waits for its sender's word; it should leave on a day that is near or past. */
  z.object({
    urgency,
    kind: z.literal('approval'),
    campaignId: z.uuid(),
    sender: z.string(),
    /** It is the viewer's own word that it waits for. */
    mine: z.boolean(),
    on: day,
  }),
  /** A wave is paused, and somebody has to say when it goes on; `on`: since when. */
  z.object({ urgency, kind: z.literal('paused'), waveId: z.uuid(), wave: z.string(), on: day }),
  /** One of the seven mistakes, by the check that fails first. */
  z.object({
    urgency,
    kind: z.literal('mistake'),
    mistake: z.enum(mistakeIds),
    check: z.enum(auditCheckIds),
    reason: z.string(),
    evidence: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
  }),
  /** A waiver ends within a week: of a wave's gate, or of one of the mistakes. */
  z.object({
    urgency,
    kind: z.literal('waiver_ends'),
    waveId: z.uuid().nullable(),
    mistake: z.enum(mistakeIds).nullable(),
    on: day,
  }),
  /** Tasks of the roadmap whose day has passed: how many, and the first. */
  z.object({ urgency, kind: z.literal('roadmap_late'), tasks: z.int(), title: z.string(), on: day }),
  /** What has to be done before a go-live ends so many working days after it. */
  z.object({ urgency, kind: z.literal('roadmap_risk'), waveId: z.uuid(), wave: z.string(), on: day, days: z.int() }),
  /** The success metrics are to be looked at, one by one. */
  z.object({ urgency, kind: z.literal('metric_review'), reviewId: z.uuid(), on: day }),
  /** Numbers left their course: how many, and the gravest, else the newest. */
  z.object({ urgency, kind: z.literal('alert'), alerts: z.int(), name: z.string(), on: day }),
  /** Questions at the desk that wait longer than a working day. */
  z.object({ urgency, kind: z.literal('questions_late'), questions: z.int() }),
  /** The first weeks of a wave are over, and it is not handed over; `on`: the first day on which it could be. */
  z.object({ urgency, kind: z.literal('hand_over'), waveId: z.uuid(), wave: z.string(), on: day }),
  /** Habits that fell back after the hand-over and are not back: how many, and the newest. */
  z.object({
    urgency,
    kind: z.literal('fell_back'),
    falls: z.int(),
    label: z.string(),
    metric: z.enum(watchedHabits),
    on: day,
  }),
  /** A planned act of the sponsor whose day is past, and nothing was seen of it. */
  z.object({ urgency, kind: z.literal('sponsor_act'), act: z.enum(sponsorActKinds), on: day }),
])
export type LeadLine = z.output<typeof line>
/** More would be a list of everything, and nobody's day. */
export const mostLines = 7

const plannedAct = z.object({
  id: z.uuid(),
  kind: z.enum(sponsorActKinds),
  on: day,
  note: z.string(),
  /** `due`: its day has come and nothing was seen yet. `missed`: so for two weeks. */
  state: z.enum(['done', 'ahead', 'due', 'missed']),
  /** When it was done, where all could see it or the viewer is the sponsor. */
  doneOn: day.nullable(),
})
export type PlannedAct = z.output<typeof plannedAct>

const course = z.object({
  definition,
  state: z.enum(['reached', 'on', 'off', 'over', 'unaimed', 'not_yet']),
  now: standing,
  baseline: z.number().nullable(),
  target: z.number().nullable(),
  by: day.nullable(),
})

const sponsorPage = z.object({
  programId: z.uuid(),
  today: day,
  sponsor: named.nullable(),
  /** Whether the viewer is that sponsor. */
  mine: z.boolean(),
  courses: z.array(course),
  /** Messages that wait for the sponsor's word. */
  approvals: z.array(z.object({ campaignId: z.uuid(), title: z.string(), sendsOn: day.nullable() })),
  acts: z.object({
    planned: z.array(plannedAct),
    /** Whatever they did in so many days, planned or not. */
    lately: z.int(),
    days: z.int(),
    /** The last that all could see. */
    last: day.nullable(),
  }),
  /** The sponsor's own example, told to them alone. */
  own: z
    .object({
      goals: z.int(),
      shown: z.int(),
      lastGoal: day.nullable(),
      reports: z.int(),
      talks: z.int(),
      lastTalk: day.nullable(),
    })
    .nullable(),
  /** P1 as the last look found it. */
  mistake: z.enum(mistakeStates),
})
export type SponsorPage = z.output<typeof sponsorPage>

const programId = z.object({ programId: z.uuid() })

export const home = {
  lead: operation({
    id: 'home.lead',
    method: 'GET',
    path: '/programs/:programId/home',
    permission: 'program.design',
    summary: 'What is late, what can be done now and what is about to go wrong, in at most seven lines',
    params: programId,
    response: z.object({ today: day, lines: z.array(line) }),
  }),
  sponsor: operation({
    id: 'home.sponsor',
    method: 'GET',
    path: '/programs/:programId/sponsor',
    permission: 'sponsor.plan',
    summary: 'Is it working, what is needed of the sponsor, and, to the sponsor alone, their own example',
    params: programId,
    response: sponsorPage,
  }),
  planAct: operation({
    id: 'home.planAct',
    method: 'POST',
    path: '/programs/:programId/sponsor/acts',
    permission: 'sponsor.plan',
    summary: 'Plan an act of the sponsor for a day; whether it was done is seen from what was done',
    params: programId,
    body: z.object({ kind: z.enum(sponsorActKinds), on: day, note: z.string().trim().max(200).default('') }),
    response: sponsorPage,
    problems: ['sponsor_act_date'],
  }),
  removeAct: operation({
    id: 'home.removeAct',
    method: 'DELETE',
    path: '/programs/:programId/sponsor/acts/:actId',
    permission: 'sponsor.plan',
    summary: 'Take an act out of the sponsor’s plan',
    params: programId.extend({ actId: z.uuid() }),
    response: sponsorPage,
    problems: ['sponsor_act_past'],
  }),
}
