import type { Jobs } from '../platform/jobs.ts'
import { nightly, openDue } from './rounds.ts'

export const jobs: Jobs = {
  /** When a survey is launched for today. */
  'pulse.open': (c, { subjectId }) => openDue(c, subjectId),
  /** Counts who took part, ends rounds that are over, opens those that are due, reminds once. */
  'pulse.nightly': (c) => nightly(c),
}
