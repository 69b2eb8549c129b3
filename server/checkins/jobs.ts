import type { Jobs } from '../platform/jobs.ts'
import { followLine } from './hand-over.ts'

export const jobs: Jobs = {
  'checkins.followLine': (c) => followLine(c),
}
