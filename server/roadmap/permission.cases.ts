import type { halts } from '../../contract/halts.ts'
import { roadmap } from '../../contract/roadmap.ts'
import { type CasesFor, parts, type World } from '../access/permission-cases.ts'
import { makeWave } from '../goals/live-wave.ts'
import { addDays } from '../platform/clock.ts'
import { contextFor } from '../platform/context.ts'
import { createProgram } from '../program/draft.ts'
import { pause } from './halts.ts'
import { add, get, make } from './making.ts'

/** A live wave of nobody. */
async function live(w: World): Promise<{ waveId: string }> {
  const c = contextFor(w.base, w.organizationId)
  const day = addDays(w.base.clock.today('Europe/Berlin'), -3)
  const named = { leadId: w.people.lead, sponsorId: w.people.sponsor }
  const made = { organizationId: w.organizationId, day, at: `${day}T08:00:00Z`, people: [], named }
  const { waveId } = await makeWave(c.db, made)
  return { waveId }
}

/** A roadmap of one task, which is somebody's. */
async function task(w: World, ownerId: string | null = null): Promise<{ programId: string; taskId: string }> {
  const lead = await w.as('lead')
  const programId = await ownProgram(w)
  const made = await make(lead, { programId })
  if (!made.made) throw new Error('no roadmap was made')
  const input = roadmap.add.body!.parse({ title: w.unique('Task'), phase: 'prepare', ownerId })
  const { id: taskId } = await add(lead, { programId, ...input })
  return { programId, taskId }
}

const reason = 'The move takes all the time there is.'
const owner = {
  parts: parts.filter((p) => p !== 'admin'),
  because: 'The first administrator stands outside the people file, so nothing is theirs.',
} as const

export const cases: CasesFor<typeof halts> & CasesFor<typeof roadmap> = {
  'halts.get': { input: live },
  'halts.pause': { input: async (w) => ({ ...(await live(w)), reason }) },
  'halts.resume': {
    async input(w) {
      const wave = await live(w)
      await pause(await w.as('lead'), { ...wave, reason, letter: null })
      return wave
    },
  },
  'halts.rollBack': { input: async (w) => ({ ...(await live(w)), reason }) },
  'roadmap.get': { input: async (w) => ({ programId: (await task(w)).programId }) },
  'roadmap.make': { input: async (w) => ({ programId: await ownProgram(w) }) },
  'roadmap.settle': {
    input: async (w) => ({
      programId: (await task(w)).programId,
      workDays: [7, 1, 2, 3, 4],
      startsOn: w.base.clock.today('UTC'),
    }),
  },
  'roadmap.keepDates': { input: async (w) => ({ programId: (await task(w)).programId }) },
  'roadmap.add': {
    input: async (w) => ({ programId: (await task(w)).programId, title: w.unique('Task'), phase: 'evolve' }),
  },
  'roadmap.preview': { input: async (w) => ({ taskId: (await task(w)).taskId, change: { days: 3 } }) },
  'roadmap.change': { input: async (w) => ({ taskId: (await task(w)).taskId, revision: 0, change: { days: 3 } }) },
  'roadmap.assign': { input: async (w) => ({ taskId: (await task(w)).taskId, ownerId: w.people.peer }) },
  'roadmap.handOver': {
    input: async (w) => ({
      programId: (await task(w, w.people.peer)).programId,
      fromId: w.people.peer,
      toId: w.people.report,
    }),
  },
  'roadmap.leaveOut': { input: async (w) => ({ taskId: (await task(w)).taskId, out: true }) },
  'roadmap.tick': {
    about: 'viewer',
    input: async (w, subject) => ({
      taskId: (await task(w, subject === w.people.admin ? null : subject)).taskId,
      done: true,
      note: 'Done.',
    }),
    only: owner,
  },
  'roadmap.mine': { about: 'viewer' },
  'roadmap.file': { input: async (w) => ({ programId: (await task(w)).programId }) },
}

/** A program of its own, so that nobody else's roadmap changes under the test. */
async function ownProgram(w: World): Promise<string> {
  const { id } = await createProgram(await w.as('lead'), { name: w.unique('Program'), leadId: w.people.lead })
  await get(await w.as('lead'), { programId: id })
  return id
}
