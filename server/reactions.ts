/** When this event is recorded, run these jobs. Effects that go upwards in the module order. */
import type { Reactions } from './platform/jobs.ts'

export const reactions: Reactions = {}
