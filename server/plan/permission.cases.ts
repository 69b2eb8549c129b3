import type { communications } from '../../contract/plan.ts'
import { usualCaps } from '../../contract/plan.ts'
import type { CasesFor, World } from '../access/permission-cases.ts'
import { createProgram } from '../program/draft.ts'
import { liveWave } from '../program/permission.cases.ts'
import { createWave } from '../program/waves.ts'
import { add, leaveOut } from './planning.ts'

/** A wave of its own with one planned message. */
async function planned(w: World): Promise<{ waveId: string; messageId: string }> {
  const lead = await w.as('lead')
  const { id: waveId } = await createWave(lead, {
    programId: liveWave(w).programId,
    name: w.unique('Wave'),
    audienceId: null,
    preparesOn: null,
    goesLiveOn: null,
  })
  const { messageId } = await add(lead, { waveId, template: 'hand-over', day: 63 })
  return { waveId, messageId }
}
const program = (w: World) => ({ programId: liveWave(w).programId })
const message = async (w: World) => ({ messageId: (await planned(w)).messageId })

export const cases: CasesFor<typeof communications> = {
  'plan.get': { input: program },
  'plan.bill': { input: program },
  'plan.generate': { input: async (w) => ({ ...program(w), waveId: (await planned(w)).waveId }) },
  'plan.add': { input: async (w) => ({ waveId: (await planned(w)).waveId, template: 'success-story', day: 45 }) },
  'plan.change': { input: async (w) => ({ ...(await message(w)), day: 62 }) },
  'plan.leaveOut': { input: message },
  'plan.bringBack': {
    async input(w) {
      const one = await message(w)
      await leaveOut(await w.as('lead'), one)
      return one
    },
  },
  'plan.begin': { input: message },
  // Of a program of its own: what earlier cases left in the common one would all be mended, each time.
  'plan.fix': {
    input: async (w) => ({
      programId: (await createProgram(await w.as('lead'), { name: w.unique('Program'), leadId: w.people.lead })).id,
    }),
  },
  'plan.limits': { input: (w) => ({ ...program(w), caps: usualCaps }) },
  'plan.ask': { input: async (w) => ({ waveId: (await planned(w)).waveId }) },
  'plan.schedule': { input: async (w) => ({ waveId: (await planned(w)).waveId }) },
}
