import type { Jobs } from '../platform/jobs.ts'
import { tellOfLate } from './answering.ts'
import { nightly } from './watch.ts'

export const jobs: Jobs = {
  /** A question that nobody answered in time. */
  'hypercare.questionLate': (c, { subjectId }) => tellOfLate(c, subjectId),
  /** Waves whose first weeks are over, and habits that fell back. */
  'hypercare.nightly': (c) => nightly(c),
}
