import type { Jobs } from '../platform/jobs.ts'
import { nightly } from './due.ts'

export const jobs: Jobs = {
  /** Success metrics that are to be looked at. */
  'metric-review.nightly': (c) => nightly(c),
}
