/** When this event is recorded, run these jobs. Effects that go upwards in the module order. */
import type { Reactions } from './platform/jobs.ts'

export const reactions: Reactions = {
  /** Whoever joined, moved or left with this file joins, changes or leaves their wave. */
  'people.imported': ['access.followRoster', 'program.refresh'],
}
