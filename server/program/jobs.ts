import type { Jobs } from '../platform/jobs.ts'
import { refreshMembers } from './membership.ts'

export const jobs: Jobs = {
  /** Every night: joiners, movers and leavers of all waves. Also after each people file. */
  'program.refresh': (c) => refreshMembers(c),
  /** On a wave's preparation date: its people are in it from now on. */
  'program.prepare': (c) => refreshMembers(c),
}
