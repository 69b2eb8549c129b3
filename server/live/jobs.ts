import type { Jobs } from '../platform/jobs.ts'
import { countEvaluations } from './evaluation.ts'

export const jobs: Jobs = {
  /** What people thought of sessions whose days for it are over. */
  'live.nightly': (c) => countEvaluations(c),
}
