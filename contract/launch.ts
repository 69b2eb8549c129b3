/** Is a wave ready, and letting it go live. */
import * as z from 'zod'
import { designGroups } from './design.ts'
import { operation } from './operation.ts'
import { wave } from './program.ts'

export const checkIds = [
  'version',
  'lead',
  'sponsor',
  'committee',
  'reasons',
  'elements',
  'metrics',
  'policies',
  'dates',
  'audience',
  'managers',
  'reachable',
  'preparation',
  'message',
  'delivered',
  'understood',
  'mail',
  'changes',
  'acknowledged',
  'trained',
  'tested',
  'champions',
  'overlap',
] as const
export type CheckId = (typeof checkIds)[number]

/** The seven mistakes of library/playbook that a check guards against. */
export const mistakeIds = ['P1', 'P2', 'P3', 'P4', 'I1', 'I2', 'I3'] as const

export const check = z.object({
  id: z.enum(checkIds),
  mistake: z.enum(mistakeIds),
  /** A gate, which can stop a wave; the others only advise. */
  gate: z.boolean(),
  /** A wave cannot go live while a required check does not pass. A gate that fails in a small way, or that nobody can answer yet, is not. */
  required: z.boolean(),
  result: z.enum(['pass', 'fail', 'unknown']),
  /** Which sentence says what was found; the browser has it in every language. */
  reason: z.string(),
  evidence: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
  /** Where to mend it. */
  fix: z.discriminatedUnion('place', [
    z.object({ place: z.literal('design'), group: z.enum(designGroups) }),
    z.object({ place: z.literal('wave') }),
    z.object({ place: z.literal('versions') }),
    z.object({ place: z.literal('people') }),
    z.object({ place: z.literal('codes') }),
    z.object({ place: z.literal('communications') }),
    z.object({ place: z.literal('mail') }),
    z.object({ place: z.literal('training') }),
    z.object({ place: z.literal('tests') }),
    z.object({ place: z.literal('champions') }),
    z.object({ place: z.literal('committee') }),
    z.object({ place: z.literal('surveys') }),
    z.object({ place: z.literal('outgoing') }),
  ]),
})
export type Check = z.output<typeof check>

/** A check that fails is let stand until a day, by name and with a reason. */
export const waiver = z.object({
  id: z.uuid(),
  by: z.object({ id: z.uuid(), name: z.string() }),
  reason: z.string(),
  givenOn: z.iso.date(),
  /** The last day on which it holds. */
  until: z.iso.date(),
})
export type Waiver = z.output<typeof waiver>
/** Whoever waives says again after a quarter why it still has to be so. */
export const mostWaiverDays = 90
/** What whoever waives says. */
export const waiving = z.object({ reason: z.string().trim().min(3).max(500), until: z.iso.date() })

/**
 * Gates that can be waived. Without a version, something to do, people and a date there is nothing that
 * could go live.
 */
export const waivableChecks = [
  'lead',
  'sponsor',
  'committee',
  'reasons',
  'metrics',
  'policies',
  'managers',
  'reachable',
  'message',
  'delivered',
  'understood',
  'trained',
  'tested',
  'champions',
] as const

const shownCheck = check.extend({
  /** Holds today; also one that ends before the wave goes live. */
  waiver: waiver.nullable(),
  /** May be waived by whoever asks. */
  waivable: z.boolean(),
  /** Keeps the wave from going live. */
  blocks: z.boolean(),
})

const readiness = z.object({
  wave,
  checks: z.array(shownCheck),
  /** Required checks that neither pass nor are waived. */
  blocking: z.int(),
  /** May be launched now. */
  ready: z.boolean(),
  today: z.iso.date(),
  /** Who looks after the people file and prints codes: whom the lead asks for what only they can do. */
  administrators: z.array(z.object({ id: z.uuid(), name: z.string() })),
  attempts: z.array(
    z.object({
      at: z.iso.datetime(),
      by: z.string().nullable(),
      outcome: z.enum(['launched', 'scheduled', 'refused']),
      failed: z.array(z.enum(checkIds)),
      /** Required, failing and waived at that time. */
      waived: z.array(z.enum(checkIds)),
    }),
  ),
})

const waveId = z.object({ waveId: z.uuid() })

export const launch = {
  checks: operation({
    id: 'launch.checks',
    method: 'GET',
    path: '/waves/:waveId/checks',
    permission: 'program.read',
    summary: 'What a wave needs before it can go live, each with what was found and where to mend it',
    params: waveId,
    response: readiness,
  }),
  now: operation({
    id: 'waves.launch',
    method: 'POST',
    path: '/waves/:waveId/launch',
    permission: 'program.launch',
    summary: 'Let a wave go live: now, or by itself on its go-live date',
    params: waveId,
    body: z.object({ when: z.enum(['now', 'on_date']).default('now') }),
    response: readiness,
    problems: ['wave_not_ready', 'wave_live', 'wave_date_past'],
  }),
  hold: operation({
    id: 'waves.hold',
    method: 'DELETE',
    path: '/waves/:waveId/launch',
    permission: 'program.launch',
    summary: 'Take back a scheduled launch',
    params: waveId,
    response: readiness,
    problems: ['wave_live', 'wave_not_scheduled'],
  }),
  waive: operation({
    id: 'launch.waive',
    method: 'PUT',
    path: '/waves/:waveId/checks/:check/waiver',
    permission: 'program.waive',
    summary: 'Let a gate that fails stand until a day, in one’s own name and with a reason; a newer waiver replaces it',
    params: waveId.extend({ check: z.enum(waivableChecks) }),
    body: waiving,
    response: readiness,
    problems: ['waiver_not_needed', 'waiver_own', 'waiver_until'],
  }),
  endWaiver: operation({
    id: 'waivers.end',
    method: 'DELETE',
    path: '/waivers/:waiverId',
    permission: 'program.waive',
    summary: 'Take back a waiver, of a gate or of the mistake audit',
    params: z.object({ waiverId: z.uuid() }),
    response: z.object({ ended: z.literal(true) }),
  }),
}
