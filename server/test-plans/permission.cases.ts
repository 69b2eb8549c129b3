import type { testPlans, tests } from '../../contract/test-plans.ts'
import type { CasesFor, World } from '../access/permission-cases.ts'
import { create as createAudience } from '../directory/audiences.ts'
import { addDays } from '../platform/clock.ts'
import { createProgram, saveDraft } from '../program/draft.ts'
import { createWave } from '../program/waves.ts'
import { accept, findings, fixed } from './findings.ts'
import { addPicture } from './pictures.ts'
import { change, get, invite, make, setTesters } from './plan.ts'
import { sign } from './signing.ts'
import { again, handIn } from './trying.ts'

/** A picture of one dot. */
export const dot = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
export const good = { result: 'passed', words: '', severity: null } as const

/** A wave of one person that has not begun. */
export async function plannedWave(w: World): Promise<{ waveId: string }> {
  const lead = await w.as('lead')
  const { id: programId } = await createProgram(lead, { name: w.unique('Program'), leadId: w.people.lead })
  const value = { leadId: w.people.lead, sponsorId: w.people.sponsor }
  await saveDraft(lead, { programId, change: { group: 'people', revision: 0, value } })
  const audience = await createAudience(lead, { name: w.unique('One'), rule: { people: [w.people.stranger] } })
  const today = w.base.clock.today('Europe/Berlin')
  const dates = { preparesOn: addDays(today, 7), goesLiveOn: addDays(today, 21) }
  const { id } = await createWave(lead, { programId, name: w.unique('Wave'), audienceId: audience.id, ...dates })
  return { waveId: id }
}

export async function planned(w: World): Promise<{ waveId: string }> {
  const wave = await plannedWave(w)
  await make(await w.as('lead'), wave)
  return wave
}

type Asked = { waveId: string; scriptId: string }
/** Somebody is asked to test as an employee; the first script of theirs. */
export async function asked(w: World, subject: string): Promise<Asked> {
  const [wave, lead] = [await planned(w), await w.as('lead')]
  await setTesters(lead, {
    ...wave,
    revision: 1,
    testers: [{ personId: subject, roles: ['employee'], device: 'phone' }],
  })
  const { scriptRows } = await invite(lead, wave)
  return { ...wave, scriptId: scriptRows.find((one) => one.role === 'employee')!.id }
}
const stepsOf = async (w: World, { waveId, scriptId }: Asked) =>
  (await get(await w.as('lead'), { waveId })).scriptRows.find((one) => one.id === scriptId)!.steps

const saying = async (w: World, where: Asked, bad = false) => ({
  ...where,
  version: 1,
  device: 'phone' as const,
  seen: 0,
  answers: Array.from({ length: await stepsOf(w, where) }, (_, i) =>
    bad && i === 0 ? { result: 'failed' as const, words: 'It does not.', severity: 'major' as const } : good,
  ),
})

/** What somebody found; the lead sees to it that it can be spoken of. */
async function found(w: World, subject: string): Promise<{ waveId: string; findingId: string }> {
  const where = await asked(w, subject)
  await handIn(await w.as(subject), await saying(w, where, true))
  const page = { show: 'all', offset: 0, limit: 1 } as const
  const { findings: all } = await findings(await w.as('lead'), { waveId: where.waveId, ...page })
  return { waveId: where.waveId, findingId: all[0]!.id }
}
const ofLead = (w: World) => found(w, w.people.lead)
async function repaired(w: World, subject: string) {
  const finding = await found(w, subject)
  await fixed(await w.as('lead'), { ...finding, words: 'Mended.' })
  return finding
}

/** Everything is tried, and the lead, an HR partner and an administrator are to sign. */
async function toSign(w: World, subject?: string): Promise<{ waveId: string }> {
  const [wave, lead] = [await planned(w), await w.as('lead')]
  const { scriptRows, revision, dueOn } = await get(lead, wave)
  const roles = [...new Set(scriptRows.map((one) => one.role))]
  await setTesters(lead, { ...wave, revision, testers: [{ personId: w.people.lead, roles, device: 'computer' }] })
  await invite(lead, wave)
  for (const one of scriptRows) await handIn(lead, await saying(w, { ...wave, scriptId: one.id }))
  const hrId = subject === w.people.hr_in || subject === w.people.hr_out ? subject : null
  const itId = subject === w.people.admin ? subject : null
  await change(lead, { ...wave, dueOn, hrId, itId, revision: revision + 1 })
  return wave
}

const texts = { en: { title: 'Single sign-on', steps: [{ do: 'Press it.', expect: 'You are in.' }] } }
const ofPlan = { input: planned } as const
const inPlan = async (w: World) => {
  const wave = await planned(w)
  return { ...wave, scriptId: (await get(await w.as('lead'), wave)).scriptRows[0]!.id }
}
const mine = { about: 'viewer', input: asked } as const

export const cases: CasesFor<typeof testPlans> & CasesFor<typeof tests> = {
  'testPlans.list': {},
  'testPlans.make': { input: plannedWave },
  'testPlans.get': ofPlan,
  'testPlans.change': {
    async input(w) {
      const wave = await planned(w)
      const { dueOn } = await get(await w.as('lead'), wave)
      return { ...wave, dueOn, hrId: w.people.hr_in, itId: null, revision: 1 }
    },
  },
  'testPlans.propose': ofPlan,
  'testPlans.setTesters': {
    input: async (w) => ({
      ...(await planned(w)),
      testers: [{ personId: w.people.self, roles: ['employee'], device: 'phone' }],
      revision: 1,
    }),
  },
  'testPlans.invite': {
    async input(w) {
      const wave = await planned(w)
      const testers = [{ personId: w.people.self, roles: ['employee' as const], device: 'phone' as const }]
      await setTesters(await w.as('lead'), { ...wave, testers, revision: 1 })
      return wave
    },
  },
  'testPlans.addScript': {
    input: async (w) => ({ ...(await planned(w)), role: 'employee', must: true, minutes: 3, texts }),
  },
  'testPlans.script': { input: inPlan },
  'testPlans.editScript': {
    input: async (w) => ({ ...(await inPlan(w)), must: true, minutes: 3, texts, version: 1 }),
  },
  'testPlans.removeScript': { input: inPlan },
  'testPlans.run': {
    async input(w, subject) {
      const where = await asked(w, subject)
      await handIn(await w.as(subject), await saying(w, where))
      const { rows } = await w.base.database
        .for(w.organizationId)
        .selectFrom('test_run')
        .select('id')
        .where('script_id', '=', where.scriptId)
        .execute()
        .then((all) => ({ rows: all }))
      return { waveId: where.waveId, runId: rows[0]!.id }
    },
  },
  'testPlans.findings': ofPlan,
  'testPlans.finding': { about: 'viewer', input: found },
  'testPlans.grade': { input: async (w) => ({ ...(await ofLead(w)), severity: 'minor', reason: 'It has a detour.' }) },
  'testPlans.own': { input: async (w) => ({ ...(await ofLead(w)), ownerId: w.people.admin }) },
  'testPlans.fixed': {
    input: async (w) => ({ ...(await ofLead(w)), words: 'Mended.' }),
    only: { parts: ['lead'], because: 'Whoever neither leads the program nor sees to the finding says nothing of it.' },
  },
  'testPlans.accept': { input: async (w) => ({ ...(await ofLead(w)), reason: 'We live with it.' }) },
  'testPlans.reopen': {
    async input(w) {
      const finding = await ofLead(w)
      await accept(await w.as('lead'), { ...finding, reason: 'We live with it.' })
      return { ...finding, reason: 'We do not.' }
    },
  },
  'testPlans.retest': {
    about: 'viewer',
    input: async (w, subject) => ({ ...(await repaired(w, subject)), works: true }),
  },
  'testPlans.sign': { about: 'viewer', input: toSign },
  'testPlans.openAgain': {
    async input(w) {
      const wave = await toSign(w)
      await sign(await w.as('lead'), wave)
      return { ...wave, reason: 'One more page.' }
    },
  },
  'testPlans.export': ofPlan,
  'testPlans.picture': {
    about: 'viewer',
    async input(w, subject) {
      const { id } = await addPicture(await w.as(subject), { ...(await asked(w, subject)), step: 0, file: dot })
      return { pictureId: id }
    },
  },

  'tests.mine': { about: 'viewer' },
  'tests.open': mine,
  'tests.keep': { about: 'viewer', input: async (w, subject) => saying(w, await asked(w, subject)) },
  'tests.handIn': { about: 'viewer', input: async (w, subject) => saying(w, await asked(w, subject)) },
  'tests.again': mine,
  'tests.addPicture': {
    about: 'viewer',
    input: async (w, subject) => ({ ...(await asked(w, subject)), step: 0 }),
    file: () => dot,
  },
  'tests.removePicture': {
    about: 'viewer',
    async input(w, subject) {
      const where = await asked(w, subject)
      await again(await w.as(subject), where)
      const { id } = await addPicture(await w.as(subject), { ...where, step: 0, file: dot })
      return { ...where, pictureId: id }
    },
  },
}
