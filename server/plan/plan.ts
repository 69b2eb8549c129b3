/** The door of plan: what is wrong with a program's messages as they are planned. */
import { checksOf } from './checks.ts'
import { wholePlan } from './queries.ts'
import type { Check } from './checks.ts'
import type { Context } from '../platform/context.ts'

export { actSlack, matchActs, type Planned, type SponsorAct } from './sponsor-acts.ts'

export type PlanFault = Pick<Check, 'code' | 'waveId' | 'messageId' | 'on'>

/** In the order in which somebody would turn to them. */
export async function faultsOf(c: Context, programId: string): Promise<PlanFault[]> {
  return checksOf((await wholePlan(c, programId)).plan)
}
