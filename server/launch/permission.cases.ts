import type { launch, waivableChecks } from '../../contract/launch.ts'
import type { CasesFor, World } from '../access/permission-cases.ts'
import { create as createAudience } from '../directory/audiences.ts'
import { addDays } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { createProgram, getProgram, saveDraft } from '../program/draft.ts'
import { publish } from '../program/publish.ts'
import { createWave } from '../program/waves.ts'
import { launchWave, readChecks, waiveGate } from './launch.ts'

/** A wave that nothing stops: its own program, its own audience of one person. */
export async function readyWave(w: World): Promise<string> {
  const lead = await w.as('lead')
  const { id: programId } = await createProgram(lead, { name: w.unique('Program'), leadId: w.people.lead })
  const save = (change: Parameters<typeof saveDraft>[1]['change']) => saveDraft(lead, { programId, change })
  await save({ group: 'reasons', revision: 0, value: { why: 'To talk more.', whyNow: 'We grew.' } })
  await save({
    group: 'objectives',
    revision: 0,
    value: [{ id: crypto.randomUUID(), text: 'Everybody knows what matters.' }],
  })
  await save({
    group: 'metrics',
    revision: 0,
    value: [{ id: 'L1', baseline: null, baselineSource: '', target: 90, by: '2027-01-01' }],
  })
  await save({ group: 'people', revision: 0, value: { leadId: w.people.lead, sponsorId: w.people.sponsor } })
  const { draft } = await getProgram(lead, { programId })
  await publish(lead, { programId, revision: draft.revision, note: '' })
  const audience = await createAudience(lead, { name: w.unique('One'), rule: { people: [w.people.stranger] } })
  const today = w.base.clock.today('Europe/Berlin')
  const wave = await createWave(lead, {
    programId,
    name: w.unique('Wave'),
    audienceId: audience.id,
    preparesOn: addDays(today, 7),
    goesLiveOn: addDays(today, 21),
  })
  await letRedStand(lead, wave.id, until(w))
  return wave.id
}

/** What is red is let stand by whoever looks. */
export async function letRedStand(c: Context, waveId: string, given: { reason: string; until: string }): Promise<void> {
  for (const one of (await readChecks(c, { waveId })).checks)
    if (one.waivable) await waiveGate(c, { waveId, check: one.id as (typeof waivableChecks)[number], ...given })
}

/** A wave whose design was never published: it has no sponsor, and that can be waived. */
async function unpublishedWave(w: World): Promise<string> {
  const lead = await w.as('lead')
  const { id: programId } = await createProgram(lead, { name: w.unique('Program'), leadId: w.people.lead })
  const dates = { audienceId: null, preparesOn: null, goesLiveOn: null }
  return (await createWave(lead, { programId, name: w.unique('Wave'), ...dates })).id
}
const until = (w: World) => ({
  reason: 'The contract is signed next week.',
  until: addDays(w.base.clock.today('Europe/Berlin'), 30),
})

export const cases: CasesFor<typeof launch> = {
  'launch.checks': { input: async (w) => ({ waveId: await readyWave(w) }) },
  'waves.launch': { input: async (w) => ({ waveId: await readyWave(w), when: 'now' }) },
  'launch.waive': {
    input: async (w) => ({ waveId: await unpublishedWave(w), check: 'sponsor', ...until(w) }),
  },
  'waivers.end': {
    async input(w) {
      const waveId = await unpublishedWave(w)
      const { checks } = await waiveGate(await w.as('lead'), { waveId, check: 'sponsor', ...until(w) })
      return { waiverId: checks.find((one) => one.id === 'sponsor')!.waiver!.id }
    },
  },
  'waves.hold': {
    async input(w) {
      const waveId = await readyWave(w)
      await launchWave(await w.as('lead'), { waveId, when: 'on_date' })
      return { waveId }
    },
  },
}
