import type { Jobs } from '../platform/jobs.ts'
import { nightly } from './nightly.ts'

export const jobs: Jobs = {
  /** Tasks of the roadmap that are late, and on Mondays those of the week. */
  'roadmap.nightly': (c) => nightly(c),
}
