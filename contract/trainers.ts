/**
 * Trainers: who may lead live sessions. A candidate takes the courses for trainers, delivers a session while
 * somebody watches, and is signed off by name, or hears what to work on. What an observer writes is read by
 * the candidate, the observer and the program lead, by nobody else.
 */
import * as z from 'zod'
import { language } from './library.ts'
import { operation } from './operation.ts'

const day = z.iso.date()
const at = z.iso.datetime()
const named = z.object({ id: z.uuid(), name: z.string() })
const slug = z.string().regex(/^[a-z0-9-]{1,60}$/)
const words = (most: number) => z.string().trim().max(most).default('')

/** Days before its end in which a sign-off can be renewed, and its holder and the lead hear of it. */
export const trainerRenewalDays = 60

export const trainerStates = ['asked', 'learning', 'ready', 'ended'] as const
export const seenSteps = ['seen', 'partly', 'missing'] as const

/** What the observer looks at, each with what good looks like. */
export const observationSheet = z.strictObject({
  title: z.string(),
  intro: z.string(),
  groups: z.array(
    z.strictObject({
      title: z.string(),
      items: z.array(z.strictObject({ id: slug, words: z.string(), good: z.string() })).min(1),
    }),
  ),
})
export type ObservationSheet = z.output<typeof observationSheet>

const state = z.discriminatedUnion('is', [
  z.object({ is: z.literal('asked') }),
  /** Said no, or stopped, or was stopped. */
  z.object({ is: z.literal('declined') }),
  z.object({ is: z.literal('ended'), on: day, because: z.enum(['own', 'lead', 'role', 'left']) }),
  /** On the way: courses, then a delivery; `by`: the day by which the next one should be. */
  z.object({ is: z.literal('learning'), by: day.nullable() }),
  z.object({ is: z.literal('ready'), until: day.nullable(), ending: z.boolean() }),
  /** Was signed off, and it was not renewed. */
  z.object({ is: z.literal('expired'), on: day }),
])

const delivery = z.object({
  id: z.uuid(),
  session: z.object({
    id: z.uuid(),
    title: z.string(),
    startsAt: at,
    timeZone: z.string(),
    place: z.string(),
    language,
    workshopId: slug.nullable(),
  }),
  candidate: named,
  observer: named,
  state: z.enum(['ahead', 'to_write', 'ready', 'not_yet', 'called_off', 'withdrawn']),
  observedOn: day.nullable(),
})
const observed = delivery.extend({
  seen: z.record(slug, z.enum(seenSteps)),
  well: z.string(),
  workOn: z.string(),
  nextBy: day.nullable(),
  readyUntil: day.nullable(),
})

const trainer = z.object({
  person: named.extend({ title: z.string(), site: z.string() }),
  languages: z.array(language),
  state,
  /** Courses for trainers: how many are finished, of how many. */
  courses: z.object({ done: z.int(), of: z.int() }),
  next: delivery.nullable(),
})
const detail = trainer.extend({
  words: z.string(),
  namedBy: named,
  namedOn: day,
  deliveries: z.array(observed),
})
export type TrainerDetail = z.output<typeof detail>

const rule = z.object({
  renewMonths: z.int().min(3).max(60).nullable(),
  /** Workshops that only a signed-off trainer leads. */
  workshops: z.array(slug).max(60),
})
const one = z.object({ personId: z.uuid() })

export const trainers = {
  list: operation({
    id: 'trainers.list',
    method: 'GET',
    path: '/trainers',
    permission: 'trainers.read',
    summary: 'Trainers and candidates, where each stands, a page at a time',
    query: z.object({
      q: z.string().trim().max(100).optional(),
      state: z.enum(trainerStates).optional(),
      language: language.optional(),
      offset: z.coerce.number().int().min(0).max(2_000_000).default(0),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    response: z.object({ today: day, total: z.int(), trainers: z.array(trainer) }),
  }),
  readiness: operation({
    id: 'trainers.readiness',
    method: 'GET',
    path: '/trainers/readiness',
    permission: 'trainers.read',
    summary: 'Who is ready by language and site beside the sessions that are planned there, and what was left behind',
    response: z.object({
      rows: z.array(
        z.object({
          language,
          /** Empty: no site in particular. */
          site: z.string(),
          sessions: z.int(),
          ready: z.int(),
          learning: z.int(),
        }),
      ),
      /** Sessions ahead that ask for a signed-off trainer and have none on their day. */
      open: z.array(
        z.object({ id: z.uuid(), title: z.string(), startsAt: at, timeZone: z.string(), language, site: z.string() }),
      ),
      /** Whoever may not lead or observe any more, and what waits for somebody else. */
      left: z.array(z.object({ person: named, sessions: z.int(), observations: z.int() })),
      rule: rule,
      workshops: z.array(z.object({ id: slug, title: z.string() })),
    }),
  }),
  proposals: operation({
    id: 'trainers.proposals',
    method: 'GET',
    path: '/trainers/proposals',
    permission: 'trainers.read',
    summary: 'Champions, HR partners and people who lead a team and could be asked',
    query: z.object({ q: z.string().trim().max(100).optional() }),
    response: z.object({
      people: z.array(
        named.extend({
          title: z.string(),
          site: z.string(),
          language: language.nullable(),
          as: z.enum(['trainer', 'champion', 'hr', 'manager']),
        }),
      ),
    }),
  }),
  get: operation({
    id: 'trainers.get',
    method: 'GET',
    path: '/trainers/people/:personId',
    permission: 'trainers.read',
    summary: 'One trainer or candidate with their deliveries, and with whom and when the next can be',
    params: one,
    response: z.object({
      trainer: detail,
      sessions: z.array(z.object({ id: z.uuid(), title: z.string(), startsAt: at, timeZone: z.string(), language })),
      observers: z.array(named),
    }),
  }),
  name: operation({
    id: 'trainers.name',
    method: 'POST',
    path: '/trainers',
    permission: 'trainers.manage',
    summary: 'Somebody is asked to become a trainer; nothing begins before they say yes',
    body: z.object({ personId: z.uuid(), languages: z.array(language).min(1).max(4), words: words(1000) }),
    response: detail,
    problems: ['trainer_person', 'trainer_named'],
  }),
  setRule: operation({
    id: 'trainers.setRule',
    method: 'PUT',
    path: '/trainers/rule',
    permission: 'trainers.manage',
    summary: 'Which workshops ask for a signed-off trainer, and after how many months a sign-off is renewed',
    body: rule,
    response: rule,
  }),
  arrange: operation({
    id: 'trainers.arrange',
    method: 'PUT',
    path: '/trainers/people/:personId/delivery',
    permission: 'trainers.manage',
    summary:
      'The next session that a candidate delivers, and who observes it; one that was arranged before is taken back',
    params: one,
    body: z.object({ sessionId: z.uuid(), observerId: z.uuid() }),
    response: detail,
    problems: ['trainer_none', 'trainer_observer', 'live_over'],
  }),
  end: operation({
    id: 'trainers.end',
    method: 'DELETE',
    path: '/trainers/people/:personId',
    permission: 'trainers.manage',
    summary: 'Somebody is no trainer or candidate any more',
    params: one,
    response: z.object({ ended: z.literal(true) }),
    problems: ['trainer_none'],
  }),
  handOver: operation({
    id: 'trainers.handOver',
    method: 'POST',
    path: '/trainers/people/:personId/successor',
    permission: 'trainers.manage',
    summary: 'Sessions and observations of whoever may not do them any more go to somebody else',
    params: one,
    body: z.object({ toId: z.uuid() }),
    response: z.object({ sessions: z.int(), observations: z.int() }),
    problems: ['live_leader', 'live_trainer', 'trainer_observer'],
  }),
  mine: operation({
    id: 'trainers.mine',
    method: 'GET',
    path: '/trainers/mine',
    permission: 'trainers.own',
    summary: 'The viewer as a trainer or candidate: what is next, what was observed, what they observe',
    response: z.object({
      today: day,
      trainer: detail.nullable(),
      courses: z.array(z.object({ courseId: slug, title: z.string(), done: z.boolean(), dueOn: day.nullable() })),
      observes: z.array(delivery),
    }),
  }),
  answer: operation({
    id: 'trainers.answer',
    method: 'PUT',
    path: '/trainers/mine/answer',
    permission: 'trainers.answer',
    summary: 'The viewer says whether they want to become a trainer',
    body: z.object({ accepts: z.boolean() }),
    response: z.object({ trainer: z.boolean() }),
    problems: ['trainer_answered'],
  }),
  stepDown: operation({
    id: 'trainers.stepDown',
    method: 'DELETE',
    path: '/trainers/mine',
    permission: 'trainers.answer',
    summary: 'The viewer is no trainer or candidate any more',
    response: z.object({ trainer: z.literal(false) }),
    problems: ['trainer_none'],
  }),
  delivery: operation({
    id: 'trainers.delivery',
    method: 'GET',
    path: '/trainers/deliveries/:deliveryId',
    permission: 'trainers.observe',
    summary: 'An observed delivery with the sheet; for its candidate, its observer and the program lead',
    params: z.object({ deliveryId: z.uuid() }),
    response: z.object({
      delivery: observed,
      sheet: observationSheet,
      /** The viewer observes it, and it has begun. */
      mayWrite: z.boolean(),
      courses: z.object({ done: z.int(), of: z.int() }),
      /** When the next could be, where it is not yet. */
      sessions: z.array(z.object({ id: z.uuid(), title: z.string(), startsAt: at, timeZone: z.string(), language })),
    }),
  }),
  observe: operation({
    id: 'trainers.observe',
    method: 'PUT',
    path: '/trainers/deliveries/:deliveryId/observation',
    permission: 'trainers.observe',
    summary: 'The observer signs the candidate off, or says what to work on and when the next delivery is; once',
    params: z.object({ deliveryId: z.uuid() }),
    body: z.object({
      verdict: z.enum(['ready', 'not_yet']),
      seen: z.record(slug, z.enum(seenSteps)),
      well: words(4000),
      workOn: words(4000),
      nextSessionId: z.uuid().nullable().default(null),
      nextBy: day.nullable().default(null),
    }),
    response: observed,
    problems: ['trainer_early', 'trainer_over', 'trainer_sheet', 'trainer_courses', 'trainer_not_yet', 'live_over'],
  }),
  sheet: operation({
    id: 'trainers.sheet',
    method: 'GET',
    path: '/trainers/sheet',
    permission: 'trainers.observe',
    summary: 'The observation sheet: what is looked at, and what good looks like',
    response: observationSheet,
  }),
}
