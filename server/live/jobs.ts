import type { Jobs } from '../platform/jobs.ts'
import { countEvaluations } from './evaluation.ts'
import { followRoster } from './leavers.ts'
import { followTrainers, tellOfRenewals } from './trainer-leaving.ts'

export const jobs: Jobs = {
  /** Seats of people who left. */
  'live.followRoster': followRoster,
  /** What people thought of sessions whose days for it are over. */
  'live.nightly': async (c) => {
    await countEvaluations(c)
    await followTrainers(c)
    await tellOfRenewals(c)
  },
  /** Somebody is no trainer any more, wherever that was said. */
  'live.followTrainers': followTrainers,
}
