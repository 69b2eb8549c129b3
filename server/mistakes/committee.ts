import type { Context } from '../platform/context.ts'
import type { Day } from '../platform/clock.ts'

/** What the audit asks about the governance committee. */
export type CommitteeFacts = {
  members: number
  lastMeeting: Day | null
  nextMeeting: Day | null
  cadenceDays: number
  overdueDecisions: number
}

/** Undefined: there is no committee. */
export async function committeeOf(_c: Context, _today: Day): Promise<CommitteeFacts | undefined> {
  return undefined
}
