import type { Jobs } from '../platform/jobs.ts'
import { nightly } from './nightly.ts'

export const jobs: Jobs = {
  /** Every night: the numbers of the day that ended; in the first night of a month also the tables. */
  'metrics.nightly': (c) => nightly(c),
}
