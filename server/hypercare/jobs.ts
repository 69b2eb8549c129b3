import type { Jobs } from '../platform/jobs.ts'
import { tellOfLate } from './answering.ts'

export const jobs: Jobs = {
  /** A question that nobody answered in time. */
  'hypercare.questionLate': (c, { subjectId }) => tellOfLate(c, subjectId),
}
