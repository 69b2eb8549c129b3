import type { home } from '../../contract/home.ts'
import type { mistakes } from '../../contract/mistakes.ts'
import type { CasesFor, World } from '../access/permission-cases.ts'
import { addDays } from '../platform/clock.ts'
import { createProgram, saveDraft } from '../program/draft.ts'
import { checkMistakes } from './mistakes.ts'
import { planAct } from './sponsor.ts'

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

const inTwoWeeks = (w: World) => addDays(w.base.clock.today('Europe/Berlin'), 14)

export const cases: CasesFor<typeof mistakes> & CasesFor<typeof home> = {
  'home.lead': { input: async (w) => ({ programId: await ownProgram(w) }) },
  'home.sponsor': { input: async (w) => ({ programId: await ownProgram(w) }) },
  'home.planAct': {
    input: async (w) => ({ programId: await ownProgram(w), kind: 'session', on: inTwoWeeks(w), note: 'Town hall' }),
  },
  'home.removeAct': {
    async input(w) {
      const programId = await ownProgram(w)
      const act = { kind: 'message' as const, on: inTwoWeeks(w), note: '' }
      const { acts } = await planAct(await w.as('lead'), { programId, ...act })
      return { programId, actId: acts.planned[0]!.id }
    },
  },
  'mistakes.get': { input: async (w) => ({ programId: await ownProgram(w) }) },
  'mistakes.check': { input: async (w) => ({ programId: await ownProgram(w) }) },
  'mistakes.waive': {
    input: async (w) => ({
      programId: await ownProgram(w),
      check: 'sponsor',
      reason: 'The board names one next week.',
      until: inTwoWeeks(w),
    }),
  },
}
