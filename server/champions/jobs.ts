import type { Jobs } from '../platform/jobs.ts'
import { followRoles, nightly } from './exits.ts'
import { nightlyHeard } from './heard.ts'

export const jobs: Jobs = {
  /** Somebody is no champion any more, wherever that was said. */
  'champions.followRoles': (c) => followRoles(c),
  /** Terms that begin, end or end soon. */
  'champions.nightly': (c) => nightly(c),
  /** What champions heard, once a week. */
  'champions.heard': (c) => nightlyHeard(c),
}
