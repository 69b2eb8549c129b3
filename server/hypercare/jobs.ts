import type { Jobs } from '../platform/jobs.ts'
import { passQuestions, tellOfLate } from './answering.ts'
import { nightly } from './watch.ts'

export const jobs: Jobs = {
  /** A question that nobody answered in time. */
  'hypercare.questionLate': (c, { subjectId }) => tellOfLate(c, subjectId),
  /** Questions of a champion who has gone. */
  'hypercare.passQuestions': (c, { subjectId }) => passQuestions(c, subjectId),
  /** Waves whose first weeks are over, and habits that fell back. */
  'hypercare.nightly': (c) => nightly(c),
}
