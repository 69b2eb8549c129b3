/** Everything that runs beside requests: jobs, what sets them off, and when they recur. */
import type { Work } from './platform/jobs.ts'
import { jobs } from './modules.ts'
import { reactions } from './reactions.ts'
import { recurring } from './schedule.ts'

export const work: Work = { jobs, reactions, recurring }
