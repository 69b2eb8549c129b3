import type { Jobs } from '../platform/jobs.ts'
import { followAddresses } from './addresses.ts'
import { followRoster } from './people-access.ts'
import { tidy } from './tidy.ts'

export const jobs: Jobs = {
  /** After a people file, and every night for dates that came. */
  'access.followRoster': followRoster,
  /** After a people file that gave people other addresses. */
  'access.followAddresses': followAddresses,
  'access.tidy': tidy,
}
