/** Many goals in one act. */
import * as z from 'zod'
import { outcomes, visibilities } from './goal.ts'
import { operation } from './operation.ts'

/** What an act on many goals did, or with `dryRun` would do. */
const together = z.object({
  /** By which it is undone; null for a dry run, or where nothing changed. */
  batchId: z.uuid().nullable(),
  changed: z.int(),
  /** Goals left as they were, and why: a problem code. */
  refused: z.array(z.object({ goalId: z.uuid(), title: z.string(), code: z.string() })),
  /** New goals, for copies. */
  made: z.array(z.uuid()),
})
export type Together = z.output<typeof together>

export const goalsTogether = {
  change: operation({
    id: 'goals.change',
    method: 'POST',
    path: '/goal-changes',
    permission: 'goals.write',
    summary: 'Change many goals in one act, or see what it would do',
    body: z.object({
      goalIds: z.array(z.uuid()).min(1).max(500),
      change: z
        .object({
          startsOn: z.iso.date().optional(),
          endsOn: z.iso.date().optional(),
          parentId: z.uuid().nullable().optional(),
          visibility: z.enum(visibilities).optional(),
          ownerId: z.uuid().optional(),
          close: z.enum(outcomes).optional(),
        })
        .refine((change) => Object.values(change).some((value) => value !== undefined), 'something to change'),
      dryRun: z.boolean().default(false),
    }),
    response: together,
    problems: ['element_off'],
  }),
  copy: operation({
    id: 'goals.copy',
    method: 'POST',
    path: '/goal-copies',
    permission: 'goals.write',
    summary: 'Carry goals into the next period; each key result begins where it ended',
    body: z.object({
      goalIds: z.array(z.uuid()).min(1).max(200),
      /** The period after each goal’s own unless told. */
      startsOn: z.iso.date().optional(),
      endsOn: z.iso.date().optional(),
      /** Which key results come along; all unless told. */
      keyResultIds: z.array(z.uuid()).max(2000).optional(),
      dryRun: z.boolean().default(false),
    }),
    response: together,
    problems: ['element_off', 'goal_dates'],
  }),
  undo: operation({
    id: 'goals.undo',
    method: 'DELETE',
    path: '/goal-batches/:batchId',
    permission: 'goals.write',
    summary: 'Take back an own act on many goals; what was changed since stays',
    params: z.object({ batchId: z.uuid() }),
    response: z.object({ undone: z.int(), kept: z.int() }),
    problems: ['element_off'],
  }),
}
