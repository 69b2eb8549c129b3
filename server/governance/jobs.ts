import type { Jobs } from '../platform/jobs.ts'
import { freezeNow } from './meetings.ts'
import { nightly } from './triggers.ts'

export const jobs: Jobs = {
  /** A meeting begins: what the data say stays as it is now. */
  'governance.freeze': (c, { subjectId }) => freezeNow(c, subjectId),
  /** Numbers past their marks. */
  'governance.nightly': (c) => nightly(c),
}
