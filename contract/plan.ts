/**
 * The communications plan: what the people of each wave hear, from whom and when, planned from
 * the program's own design before anything is written. See docs/decisions/communications-plan.md.
 */
import * as z from 'zod'
import { budgetCap, budgetRoles } from './budget.ts'
import { campaignStates, readerKinds } from './campaigns.ts'
import { language, phases, senderKinds } from './library.ts'
import { operation } from './operation.ts'

/** What everyone has to have heard by go-live. */
export const heard = ['why', 'what', 'how', 'whats-in-it', 'what-to-do-now'] as const
export type Heard = (typeof heard)[number]

/** Whose weeks are counted. Everyone is of the first or the second; the others read more besides. */
export const hearers = ['employees', 'managers', 'leaders', 'hr', 'champions'] as const
export type Hearer = (typeof hearers)[number]

/** Where a planned message stands: its campaign’s state, once it has one. */
export const plannedStates = ['planned', ...campaignStates, 'removed'] as const
export type PlannedState = (typeof plannedStates)[number]

/** Letters and minutes of reading that somebody gets in one week, at most. */
const cap = z.strictObject({ letters: z.int().min(1).max(20), minutes: z.number().min(1).max(120) })
export const caps = z.strictObject({
  /** Managers and the leaders above them. */
  managers: cap,
  others: cap,
})
export type Caps = z.output<typeof caps>
export const usualCaps: Caps = { managers: { letters: 3, minutes: 15 }, others: { letters: 2, minutes: 8 } }

export const planChecks = [
  'unpublished',
  'unplanned',
  'go_live_missing',
  'go_live_past',
  'preparation_missing',
  'sender_missing',
  'sender_left',
  'date_missing',
  'moved',
  'past',
  'before_preparation',
  'late_approval',
  'after_hand_over',
  'languages',
  'gap',
  'one_voice',
  'overload',
] as const
export type PlanCheck = (typeof planChecks)[number]

/** What one button does about a failing check; `go`: it is mended on another page. */
export const planFix = z.discriminatedUnion('act', [
  z.object({ act: z.literal('generate'), waveId: z.uuid() }),
  z.object({ act: z.literal('add'), waveId: z.uuid(), template: z.string(), day: z.int() }),
  z.object({ act: z.literal('bring_back'), messageId: z.uuid(), day: z.int() }),
  z.object({ act: z.literal('move'), messageId: z.uuid(), day: z.int() }),
  z.object({ act: z.literal('leave_out'), messageId: z.uuid() }),
  z.object({ act: z.literal('lead_signs'), messageId: z.uuid() }),
  /** Another go-live date: the message goes out as many days from it as before. */
  z.object({ act: z.literal('follow'), messageId: z.uuid() }),
  /** The full week stays as it is. */
  z.object({ act: z.literal('accept'), key: z.string() }),
  z.object({ act: z.literal('go'), to: z.enum(['waves', 'people', 'publish', 'message', 'new']) }),
])
export type PlanFix = z.output<typeof planFix>

const check = z.object({
  /** The same as long as the fault is. */
  key: z.string(),
  code: z.enum(planChecks),
  waveId: z.uuid().nullable(),
  messageId: z.uuid().nullable(),
  hearer: z.enum(hearers).nullable(),
  heard: z.enum(heard).nullable(),
  /** Monday of the week; where the wave has no date, weeks from go-live. */
  week: z.union([z.iso.date(), z.int()]).nullable(),
  letters: z.int().nullable(),
  minutes: z.number().nullable(),
  /** What it is about, such as the last day on which an approval comes in time. */
  on: z.iso.date().nullable(),
  fix: planFix,
  /** Of a fix: the text that it speaks of, and its new date. */
  title: z.string().nullable(),
  fixedOn: z.iso.date().nullable(),
})

const named = z.object({ id: z.uuid(), name: z.string(), title: z.string() })

const message = z.object({
  id: z.uuid(),
  waveId: z.uuid(),
  campaignId: z.uuid().nullable(),
  /** False: a message that was begun outside the plan; it counts all the same. */
  planned: z.boolean(),
  /** Somebody changed what generating had made. */
  changed: z.boolean(),
  /** Generating put it here; otherwise somebody did. */
  generated: z.boolean(),
  template: z.string(),
  title: z.string(),
  tells: z.array(z.enum(heard)),
  /** Managers get talking points and pass them on in their own words. */
  kit: z.boolean(),
  phase: z.enum(phases),
  day: z.int().nullable(),
  on: z.iso.date().nullable(),
  usualDay: z.int().nullable(),
  /** Null: a part of the wave that an audience selects. */
  readers: z.enum(readerKinds).nullable(),
  audience: z.string().nullable(),
  senderKind: z.enum(senderKinds),
  sender: named.nullable(),
  minutes: z.number(),
  languages: z.array(language),
  /** Places where nobody works on its day: readers there get it on their next working day. */
  offIn: z.array(z.string()),
  state: z.enum(plannedStates),
})

const bill = z.object({
  waveId: z.uuid(),
  hearer: z.enum(hearers),
  letters: z.int(),
  minutes: z.number(),
  weeks: z.array(
    z.object({
      week: z.union([z.iso.date(), z.int()]),
      letters: z.int(),
      minutes: z.number(),
      over: z.boolean(),
    }),
  ),
})

/** What asks for time, beside reminders. */
export const billParts = ['messages', 'training', 'surveys', 'reviews'] as const
export type BillPart = (typeof billParts)[number]
const sums = z.object({ asks: z.int(), minutes: z.number() })
const partSums = z.object({ messages: sums, training: sums, surveys: sums, reviews: sums })
const wholeBill = z.object({
  today: z.iso.date(),
  /** `dated`: false where a wave has no go-live date, so that nothing of it can be put into a week. */
  waves: z.array(z.object({ id: z.uuid(), name: z.string(), dated: z.boolean() })),
  /** What weeks are held against: the limits, or what is proposed where none is set. */
  caps: z.object({ employees: budgetCap, managers: budgetCap, hr: budgetCap, lead: budgetCap }),
  /** Whether a limit is in force, so that letters wait. */
  set: z.boolean(),
  rows: z.array(
    sums.extend({
      waveId: z.uuid(),
      hearer: z.enum(hearers),
      role: z.enum(budgetRoles),
      parts: partSums,
      weeks: z.array(sums.extend({ week: z.iso.date(), over: z.boolean(), parts: partSums })),
    }),
  ),
})

const plan = z.object({
  programId: z.uuid(),
  today: z.iso.date(),
  waves: z.array(
    z.object({
      id: z.uuid(),
      name: z.string(),
      preparesOn: z.iso.date().nullable(),
      goesLiveOn: z.iso.date().nullable(),
      live: z.boolean(),
      people: z.int(),
      upTo: z.boolean(),
      /** Messages whose senders could be asked now, and who could be scheduled. */
      toAsk: z.int(),
      toSchedule: z.int(),
    }),
  ),
  messages: z.array(message),
  checks: z.array(check),
  /** Which messages tell whom what in time, until go-live. */
  coverage: z.array(
    z.object({
      waveId: z.uuid(),
      hearer: z.enum(hearers),
      heard: z.enum(heard),
      messages: z.array(z.uuid()),
    }),
  ),
  bill: z.array(bill),
  caps,
  accepted: z.int(),
})
export type Plan = z.output<typeof plan>

const programId = z.object({ programId: z.uuid() })
const messageId = z.object({ messageId: z.uuid() })
const day = z.int().min(-400).max(800)
const choice = {
  template: z.string().regex(/^[a-z0-9-]{1,60}$/),
  readers: z.enum(readerKinds),
  sender: z.enum(['sponsor', 'hr', 'lead', 'manager', 'champion']),
  senderId: z.uuid().nullable(),
}

export const communications = {
  get: operation({
    id: 'plan.get',
    method: 'GET',
    path: '/programs/:programId/communications',
    permission: 'messages.read',
    summary: 'The communications plan: messages, who hears what, what it asks of people, and what is wrong with it',
    params: programId,
    query: z.object({ language: language.optional() }),
    response: plan,
    problems: ['not_found'],
  }),
  bill: operation({
    id: 'plan.bill',
    method: 'GET',
    path: '/programs/:programId/bill',
    permission: 'messages.read',
    summary: 'What the weeks to come ask of each kind of person: messages, courses, surveys and reviews together',
    params: programId,
    query: z.object({
      /** The design whose courses are counted: as people know it, or as it would be published now. */
      of: z.enum(['published', 'draft']).default('published'),
    }),
    response: wholeBill,
    problems: ['not_found'],
  }),
  generate: operation({
    id: 'plan.generate',
    method: 'POST',
    path: '/programs/:programId/communications',
    permission: 'messages.write',
    summary: 'Plan what the design asks for; adds what is new and touches nothing that is there',
    params: programId,
    body: z.object({ waveId: z.uuid().nullable().default(null) }),
    response: z.object({ added: z.int() }),
    problems: ['not_found'],
  }),
  add: operation({
    id: 'plan.add',
    method: 'POST',
    path: '/waves/:waveId/planned-messages',
    permission: 'messages.write',
    summary: 'Put a text of the library into the plan of a wave',
    params: z.object({ waveId: z.uuid() }),
    body: z.object({ template: choice.template, day }),
    response: z.object({ messageId: z.uuid() }),
    problems: ['not_found'],
  }),
  change: operation({
    id: 'plan.change',
    method: 'PATCH',
    path: '/planned-messages/:messageId',
    permission: 'messages.write',
    summary: 'Move a planned message, or change its text, readers or sender; its campaign follows',
    params: messageId,
    body: z.object({ day, ...choice }).partial(),
    response: z.object({ changed: z.literal(true) }),
    problems: ['not_found', 'campaign_started', 'plan_no_date'],
  }),
  leaveOut: operation({
    id: 'plan.leaveOut',
    method: 'DELETE',
    path: '/planned-messages/:messageId',
    permission: 'messages.write',
    summary: 'Leave a message out of the plan; generating does not bring it back',
    params: messageId,
    response: z.object({ leftOut: z.literal(true) }),
    problems: ['not_found', 'campaign_started'],
  }),
  bringBack: operation({
    id: 'plan.bringBack',
    method: 'PUT',
    path: '/planned-messages/:messageId/place',
    permission: 'messages.write',
    summary: 'Bring a message that was left out back into the plan',
    params: messageId,
    response: z.object({ back: z.literal(true) }),
    problems: ['not_found'],
  }),
  begin: operation({
    id: 'plan.begin',
    method: 'PUT',
    path: '/planned-messages/:messageId/campaign',
    permission: 'messages.write',
    summary: 'The campaign of a planned message, made from the plan where there is none yet',
    params: messageId,
    response: z.object({ campaignId: z.uuid() }),
    problems: ['not_found'],
    leavesNoEvent: 'Answers the campaign that is there; making one records it.',
  }),
  fix: operation({
    id: 'plan.fix',
    method: 'POST',
    path: '/programs/:programId/communications/fixes',
    permission: 'messages.write',
    summary: 'Do what is proposed about one failing check, or about all of them one after the other',
    params: programId,
    body: z.object({ key: z.string().max(200).nullable().default(null) }),
    response: z.object({ fixed: z.int() }),
    problems: ['not_found', 'conflict'],
    leavesNoEvent: 'What is done about a check records it.',
  }),
  limits: operation({
    id: 'plan.limits',
    method: 'PUT',
    path: '/programs/:programId/communications/limits',
    permission: 'messages.write',
    summary: 'How much reading a week is too much; full weeks that were let stand are checked again',
    params: programId,
    body: z.object({ caps }),
    response: z.object({ caps }),
    problems: ['not_found'],
  }),
  ask: operation({
    id: 'plan.ask',
    method: 'POST',
    path: '/waves/:waveId/approval-requests',
    permission: 'messages.write',
    summary: 'Ask each sender of a wave’s messages once, with all of theirs in one letter',
    params: z.object({ waveId: z.uuid() }),
    response: z.object({
      senders: z.array(z.object({ id: z.uuid(), name: z.string(), messages: z.int() })),
      /** What could not be asked for, and why. */
      left: z.array(z.object({ messageId: z.uuid(), title: z.string(), missing: z.array(z.string()) })),
    }),
    problems: ['not_found'],
    leavesNoEvent: 'Each message that is asked for records it.',
  }),
  schedule: operation({
    id: 'plan.schedule',
    method: 'POST',
    path: '/waves/:waveId/schedules',
    permission: 'messages.write',
    summary: 'Schedule every approved message of a wave on its date',
    params: z.object({ waveId: z.uuid() }),
    response: z.object({
      scheduled: z.int(),
      left: z.array(z.object({ messageId: z.uuid(), title: z.string(), missing: z.array(z.string()) })),
    }),
    problems: ['not_found'],
    leavesNoEvent: 'Each message that is scheduled records it.',
  }),
}
