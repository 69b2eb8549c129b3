/** The mistake audit: each of the seven mistakes as checks on live data of a program. */
import * as z from 'zod'
import { mistakeIds, waiver, waiving } from './launch.ts'
import { operation } from './operation.ts'

/** In the order of the mistakes; of one mistake, in the order in which somebody would turn to them. */
export const auditCheckIds = [
  'sponsor',
  'sponsor_acts',
  'reasons',
  'success',
  'elements',
  'talk_length',
  'talks_left',
  'expectations',
  'confirmed',
  'begun_where',
  'communications',
  'preparation',
  'sponsor_message',
  'understanding',
  'trained',
  'champions',
  'renewed',
  'aims_over',
  'lead',
  'lead_acts',
  'committee',
  'decisions',
] as const
export type AuditCheckId = (typeof auditCheckIds)[number]

/** Where the next step is taken. */
export const nextPlaces = [
  'people',
  'reasons',
  'metrics',
  'elements',
  'policies',
  'training',
  'communications',
  'message',
  'waves',
  'surveys',
  'numbers',
  'policies_read',
  'committee',
  'decisions',
  'champions',
] as const
export type NextPlace = (typeof nextPlaces)[number]

const day = z.iso.date()
const named = z.object({ id: z.uuid(), name: z.string() })
export const results = ['pass', 'fail', 'unknown'] as const

const auditCheck = z.object({
  id: z.enum(auditCheckIds),
  result: z.enum(results),
  /** Which sentence says what was found; the browser has it in every language. */
  reason: z.string(),
  evidence: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
  /** Where to mend it; null: somebody else has to, or there is nothing to do yet. */
  next: z.enum(nextPlaces).nullable(),
  owner: named.nullable(),
  /** The first day of the run of days on which it failed. */
  since: day.nullable(),
  waiver: waiver.nullable(),
  /** May be waived by whoever asks. */
  waivable: z.boolean(),
})
export type AuditCheck = z.output<typeof auditCheck>

export const mistakeStates = ['pass', 'fail', 'waived', 'unknown'] as const

const mistake = z.object({
  id: z.enum(mistakeIds),
  /** `waived`: what fails is let stand. `unknown`: nothing of it can be told yet. */
  state: z.enum(mistakeStates),
  owner: named.nullable(),
  since: day.nullable(),
  /** Days in it, of those that were looked at in the last 26 weeks. */
  days: z.int(),
  /** The last 26 weeks, oldest first, each by its worst day; null: not looked at. */
  weeks: z.array(z.object({ from: day, state: z.enum(mistakeStates).nullable() })),
  checks: z.array(auditCheck),
})
export type MistakeFound = z.output<typeof mistake>

const found = z.object({
  programId: z.uuid(),
  today: day,
  /** Null: nobody has looked yet. */
  checkedAt: z.iso.datetime().nullable(),
  /** Of the last 26 weeks, on how many days it was looked at. */
  looked: z.int(),
  mistakes: z.array(mistake),
  mayCheck: z.boolean(),
})
export type MistakesFound = z.output<typeof found>

const programId = z.object({ programId: z.uuid() })

export const mistakes = {
  get: operation({
    id: 'mistakes.get',
    method: 'GET',
    path: '/programs/:programId/mistakes',
    permission: 'program.read',
    summary: 'The seven mistakes as the last look found them, with evidence, next step, owner and days in each',
    params: programId,
    response: found,
  }),
  check: operation({
    id: 'mistakes.check',
    method: 'POST',
    path: '/programs/:programId/mistakes/check',
    permission: 'program.waive',
    summary: 'Look at the seven mistakes now; it happens every night by itself',
    params: programId,
    response: found,
  }),
  waive: operation({
    id: 'mistakes.waive',
    method: 'PUT',
    path: '/programs/:programId/mistakes/:check/waiver',
    permission: 'program.waive',
    summary:
      'Let a check that fails stand until a day, in one’s own name and with a reason; a newer waiver replaces it',
    params: programId.extend({ check: z.enum(auditCheckIds) }),
    body: waiving,
    response: found,
    problems: ['waiver_not_needed', 'waiver_own', 'waiver_until'],
  }),
}
