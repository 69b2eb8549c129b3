import type { Jobs } from '../platform/jobs.ts'
import { followLine } from './hand-over.ts'
import { settleUsefulness } from './usefulness.ts'

export const jobs: Jobs = {
  'checkins.followLine': (c) => followLine(c),
  'checkins.settleUsefulness': (c) => settleUsefulness(c),
}
