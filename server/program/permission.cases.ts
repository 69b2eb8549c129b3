import type { policies, program, waves } from '../../contract/program.ts'
import { parts, type CasesFor, type World } from '../access/permission-cases.ts'
import { create as createAudience } from '../directory/audiences.ts'
import { contextFor } from '../platform/context.ts'
import { createProgram, getProgram, saveDraft, setLogo } from './draft.ts'
import { goLive } from './membership.ts'
import { myPolicies } from './policies.ts'
import { publish } from './publish.ts'
import { createWave } from './waves.ts'

/** A PNG of one pixel. */
export const dot = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

type Ready = { programId: string; waveId: string; audienceId: string; logoFileId: string; policyId: string }
const ready = new Map<string, Ready>()

/** A published program with a policy for everyone, and a live wave of the whole company. */
export async function prepare(w: World): Promise<void> {
  const lead = await w.as('lead')
  const { id: programId } = await createProgram(lead, { name: 'Upward', leadId: w.people.lead })
  const logo = await setLogo(lead, { programId, name: 'logo.png', file: dot })
  const policyId = crypto.randomUUID()
  await saveDraft(lead, {
    programId,
    change: {
      group: 'policies',
      revision: 0,
      value: [
        {
          id: policyId,
          from: null,
          audience: 'everyone',
          version: 1,
          acknowledge: true,
          withinDays: 14,
          texts: { en: { title: 'How we talk', body: 'Talk **often**.' } },
        },
      ],
    },
  })
  const { draft: before } = await getProgram(lead, { programId })
  await saveDraft(lead, {
    programId,
    change: {
      group: 'elements',
      revision: before.groups.elements ?? 0,
      value: {
        ...before.design.elements,
        feedback: { ...before.design.elements.feedback, on: true, maxOpen: 20 },
        growth: { ...before.design.elements.growth, on: true },
        recognition: { ...before.design.elements.recognition, on: true },
        reviews: { ...before.design.elements.reviews, on: true },
        pulse: { on: true, most: 6, weeks: 8 },
      },
    },
  })
  await saveDraft(lead, {
    programId,
    change: {
      group: 'training',
      revision: 0,
      value: {
        courses: [{ id: 'first-goals', required: ['employees', 'managers', 'leaders'], offered: [], dueDays: 14 }],
        managersReady: 95,
        letters: true,
      },
    },
  })
  const { draft } = await getProgram(lead, { programId })
  await publish(lead, { programId, revision: draft.revision, note: '' })
  const audience = await createAudience(lead, { name: w.unique('Everyone'), rule: { everyone: true } })
  const wave = await createWave(lead, {
    programId,
    name: w.unique('Wave'),
    audienceId: audience.id,
    preparesOn: null,
    goesLiveOn: null,
  })
  const c = contextFor(w.base, w.organizationId)
  await c.db.transaction().execute((tx) => goLive(tx, c, wave.id))
  ready.set(w.organizationId, {
    programId,
    waveId: wave.id,
    audienceId: audience.id,
    logoFileId: logo.design.brand.logoFileId!,
    policyId,
  })
}

export const liveWave = (w: World): Ready => ready.get(w.organizationId)!

/** A program of its own for each viewer, so that what one changes disturbs nobody. */
async function ownProgram(w: World): Promise<string> {
  return (await createProgram(await w.as('lead'), { name: w.unique('Program'), leadId: w.people.lead })).id
}
async function ownWave(w: World, programId?: string) {
  return createWave(await w.as('lead'), {
    programId: programId ?? liveWave(w).programId,
    name: w.unique('Wave'),
    audienceId: null,
    preparesOn: null,
    goesLiveOn: null,
  })
}

const members = {
  parts: parts.filter((p) => p !== 'admin'),
  because: 'The first administrator stands outside the people file, so no wave holds them and no policy asks them.',
} as const

export const cases: CasesFor<typeof program> & CasesFor<typeof waves> & CasesFor<typeof policies> = {
  'program.list': {},
  'program.create': { input: (w) => ({ name: w.unique('Program'), leadId: w.people.lead }) },
  'program.get': { input: (w) => ({ programId: liveWave(w).programId }) },
  'program.saveDraft': {
    input: async (w) => ({
      programId: await ownProgram(w),
      change: { group: 'reasons', revision: 0, value: { why: 'To talk more.', whyNow: 'We grew.' } },
    }),
  },
  'program.setLogo': { input: async (w) => ({ programId: await ownProgram(w), name: 'logo.png' }), file: () => dot },
  'program.publish': {
    input: async (w) => ({ programId: await ownProgram(w), revision: 0, note: '' }),
  },
  'program.versions': { input: (w) => ({ programId: liveWave(w).programId }) },
  'program.version': { input: (w) => ({ programId: liveWave(w).programId, number: 1 }) },
  'program.difference': { input: (w) => ({ programId: liveWave(w).programId }) },
  'program.languages': { input: (w) => ({ programId: liveWave(w).programId }) },
  'program.brand': { about: 'viewer' },
  'program.logo': { input: (w) => ({ fileId: liveWave(w).logoFileId }) },
  'program.entrance': { input: (w) => ({ organization: w.slug }) },
  'program.entranceLogo': { input: (w) => ({ organization: w.slug, fileId: liveWave(w).logoFileId }) },
  'program.mine': { about: 'viewer' },
  'waves.list': { input: (w) => ({ programId: liveWave(w).programId }) },
  'waves.get': { input: (w) => ({ waveId: liveWave(w).waveId }) },
  'waves.create': { input: (w) => ({ programId: liveWave(w).programId, name: w.unique('Wave') }) },
  'waves.update': { input: async (w) => ({ waveId: (await ownWave(w)).id, name: w.unique('Wave') }) },
  'waves.remove': { input: async (w) => ({ waveId: (await ownWave(w)).id }) },
  'waves.preview': { input: (w) => ({ programId: liveWave(w).programId, audienceId: liveWave(w).audienceId }) },
  'waves.members': { input: (w) => ({ waveId: liveWave(w).waveId }) },
  'waves.move': {
    async input(w) {
      const { programId, waveId } = liveWave(w)
      const lead = await w.as('lead')
      const { draft } = await getProgram(lead, { programId })
      await saveDraft(lead, {
        programId,
        change: { group: 'reasons', revision: draft.groups.reasons, value: { why: w.unique('Why'), whyNow: '' } },
      })
      const { number } = await publish(lead, { programId, revision: draft.revision + 1, note: '' })
      return { waveId, number }
    },
  },
  'policies.mine': { about: 'viewer' },
  'policies.acknowledge': {
    about: 'viewer',
    only: members,
    async input(w, subject) {
      const { policyId } = liveWave(w)
      const mine = await myPolicies(await w.as(subject)).catch(() => null)
      return { policyId, version: mine?.policies[0]?.version ?? 1 }
    },
  },
  'policies.status': { input: (w) => ({ programId: liveWave(w).programId }) },
}
