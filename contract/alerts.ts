/** Numbers that left their course: few, sure, and closed by themselves. */
import * as z from 'zod'
import { definition, segmentKinds } from './metrics.ts'
import { operation } from './operation.ts'

const day = z.iso.date()
/** A number of a day; numerator and denominator where it is their share. */
const told = z.object({
  on: day,
  value: z.number(),
  numerator: z.int().nullable(),
  denominator: z.int().nullable(),
})
/** Where an alert is told; lines and sites would be the same fall again. */
const alertKinds = ['organization', 'wave', 'department'] as const satisfies readonly (typeof segmentKinds)[number][]
export type AlertKind = (typeof alertKinds)[number]
/** An alert that is over is told for so many days. */
export const toldAfter = 60
/** The last day until which one can be quiet. */
export const quietMost = 90

const alert = z.object({
  id: z.uuid(),
  definition,
  segment: z.object({ kind: z.enum(alertKinds), key: z.string(), label: z.string().nullable() }),
  /** `fell`: worse than itself before. `off_course`: behind the way to its target, a month long. */
  reason: z.enum(['fell', 'off_course']),
  grave: z.boolean(),
  since: day,
  /** What it is compared with: itself before, or where the way to the target was. */
  reference: told,
  found: told,
  now: told.nullable(),
  /** How likely so low a number is by chance alone. */
  chance: z.number().nullable(),
  closedOn: day.nullable(),
  quiet: z.object({ until: day, reason: z.string(), by: z.string() }).nullable(),
})
export type Alert = z.output<typeof alert>

export const alerts = {
  list: operation({
    id: 'alerts.list',
    method: 'GET',
    path: '/alerts',
    permission: 'metrics.read',
    summary: 'Numbers that left their course, in the parts of the company that the viewer may look at; open ones first',
    response: z.object({ alerts: z.array(alert), mayQuiet: z.boolean(), today: day }),
  }),
  quiet: operation({
    id: 'alerts.quiet',
    method: 'PUT',
    path: '/alerts/:alertId/quiet',
    permission: 'alerts.quiet',
    summary: 'Show an alert as known until a day, with a reason; it still closes by itself',
    params: z.object({ alertId: z.uuid() }),
    body: z.object({ until: day, reason: z.string().trim().min(1).max(500) }),
    response: z.object({ alertId: z.uuid() }),
    problems: ['not_found', 'alert_quiet_until'],
  }),
  loud: operation({
    id: 'alerts.loud',
    method: 'DELETE',
    path: '/alerts/:alertId/quiet',
    permission: 'alerts.quiet',
    summary: 'Show a quiet alert as news again',
    params: z.object({ alertId: z.uuid() }),
    response: z.object({ alertId: z.uuid() }),
    problems: ['not_found'],
  }),
}
