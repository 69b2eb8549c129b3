import type { Jobs } from '../platform/jobs.ts'
import { nightly } from './look.ts'

export const jobs: Jobs = {
  /** What left its course, in the numbers that were just given out. */
  'alerts.nightly': (c) => nightly(c),
}
