import type { Jobs } from '../platform/jobs.ts'
import { followRoles } from './committee.ts'
import { freezeNow } from './meetings.ts'
import { nightly } from './triggers.ts'

export const jobs: Jobs = {
  /** Whoever is on the committee since a role was given or ended. */
  'governance.followRoles': (c) => followRoles(c),
  /** A meeting begins: what the data say stays as it is now. */
  'governance.freeze': (c, { subjectId }) => freezeNow(c, subjectId),
  /** Numbers past their marks. */
  'governance.nightly': (c) => nightly(c),
}
