import type { Jobs } from '../platform/jobs.ts'
import { nightly } from './asking.ts'

export const jobs: Jobs = {
  /** Years that can be decided now. */
  'business-review.nightly': (c) => nightly(c),
}
