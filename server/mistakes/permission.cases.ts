import type { mistakes } from '../../contract/mistakes.ts'
import type { CasesFor, World } from '../access/permission-cases.ts'
import { addDays } from '../platform/clock.ts'
import { createProgram, saveDraft } from '../program/draft.ts'
import { checkMistakes } from './mistakes.ts'

/** A draft without a sponsor: that fails, and speaks of nobody. */
async function ownProgram(w: World): Promise<string> {
  const lead = await w.as('lead')
  const { id: programId } = await createProgram(lead, { name: w.unique('Program'), leadId: w.people.lead })
  await saveDraft(lead, {
    programId,
    change: { group: 'people', revision: 0, value: { leadId: w.people.lead, sponsorId: null } },
  })
  await checkMistakes(lead, { programId })
  return programId
}

export const cases: CasesFor<typeof mistakes> = {
  'mistakes.get': { input: async (w) => ({ programId: await ownProgram(w) }) },
  'mistakes.check': { input: async (w) => ({ programId: await ownProgram(w) }) },
  'mistakes.waive': {
    input: async (w) => ({
      programId: await ownProgram(w),
      check: 'sponsor',
      reason: 'The board names one next week.',
      until: addDays(w.base.clock.today('Europe/Berlin'), 14),
    }),
  },
}
