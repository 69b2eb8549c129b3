import type { Jobs } from '../platform/jobs.ts'
import { countEvaluations } from './evaluation.ts'
import { followRoster } from './leavers.ts'

export const jobs: Jobs = {
  /** Seats of people who left. */
  'live.followRoster': followRoster,
  /** What people thought of sessions whose days for it are over. */
  'live.nightly': (c) => countEvaluations(c),
}
