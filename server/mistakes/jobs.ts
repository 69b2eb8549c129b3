import type { Jobs } from '../platform/jobs.ts'
import { nightly } from './mistakes.ts'

export const jobs: Jobs = {
  /** Every night, after the numbers: what the seven mistakes look like on that day. */
  'mistakes.nightly': (c) => nightly(c),
}
