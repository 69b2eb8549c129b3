import type { Jobs } from '../platform/jobs.ts'
import { followRoster } from './leavers.ts'

export const jobs: Jobs = {
  /** Owners who left or came back. */
  'goals.followRoster': followRoster,
}
