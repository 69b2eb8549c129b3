import { sql } from 'kysely'
import { pulse } from '../../contract/pulse.ts'
import { type CasesFor, parts, type World } from '../access/permission-cases.ts'
import { contextFor } from '../platform/context.ts'
import { liveWave } from '../program/permission.cases.ts'
import { openDue } from './rounds.ts'
import { create, get, launch, update } from './surveys.ts'

const inWave = {
  parts: parts.filter((p) => p !== 'admin'),
  because: 'An administrator outside the people file is in no wave, so nobody asks them.',
}
// An HR partner sees groups that lie wholly in their population; theirs here is one person.
const withGroup = {
  parts: parts.filter((p) => !p.startsWith('hr_')),
  because: 'No group of a round lies wholly in a population of one.',
}

/** A draft that could be launched. */
async function draft(w: World, opensOn: string) {
  const lead = await w.as('lead')
  const made = await create(lead, { programId: liveWave(w).programId, from: 'understanding', languages: ['en'] })
  return update(lead, { surveyId: made.id, ...pulse.update.body!.parse({ revision: made.revision, opensOn }) })
}

async function launched(w: World, opensOn: string) {
  const { id: surveyId, revision } = await draft(w, opensOn)
  return launch(await w.as('lead'), { surveyId, revision })
}
const later = '2099-01-01'

const asking = new Map<string, string>()
/** A survey with a round that is open, made anew where the last one was closed. */
async function openRound(w: World): Promise<{ surveyId: string; roundId: string }> {
  const lead = await w.as('lead')
  const kept = asking.get(w.organizationId)
  const found = kept ? (await get(lead, { surveyId: kept })).rounds.find((r) => r.state === 'open') : undefined
  if (kept && found) return { surveyId: kept, roundId: found.id }
  const { id: surveyId } = await launched(w, w.base.clock.today('Europe/Berlin'))
  await openDue(contextFor(w.base, w.organizationId), surveyId)
  asking.set(w.organizationId, surveyId)
  return { surveyId, roundId: (await get(lead, { surveyId })).rounds[0]!.id }
}
const round = async (w: World) => ({ roundId: (await openRound(w)).roundId })

export const cases: CasesFor<typeof pulse> = {
  'pulse.library': {},
  'pulse.list': {},
  'pulse.get': { input: async (w) => ({ surveyId: (await openRound(w)).surveyId }) },
  'pulse.create': { input: (w) => ({ programId: liveWave(w).programId }) },
  'pulse.update': {
    async input(w) {
      const { id: surveyId, revision } = await draft(w, later)
      return { surveyId, revision, openDays: 21 }
    },
  },
  'pulse.remove': { input: async (w) => ({ surveyId: (await draft(w, later)).id }) },
  'pulse.reckon': { input: async (w) => ({ surveyId: (await openRound(w)).surveyId }) },
  'pulse.launch': {
    async input(w) {
      const { id: surveyId, revision } = await draft(w, later)
      return { surveyId, revision }
    },
  },
  'pulse.raiseFloor': { input: async (w) => ({ surveyId: (await launched(w, later)).id, floor: 6 }) },
  'pulse.end': { input: async (w) => ({ surveyId: (await launched(w, later)).id }) },
  'pulse.close': { input: round },
  'pulse.response': { input: round },
  'pulse.results': { input: round, only: withGroup },
  'pulse.table': { input: async (w) => ({ ...(await round(w)), questionId: 'understanding-why', by: 'line' }) },
  'pulse.segments': { input: async (w) => ({ ...(await round(w)), kind: 'line' }) },
  'pulse.export': { input: round },
  'pulse.mine': { about: 'viewer' },
  'pulse.form': { about: 'viewer', input: round, only: inWave },
  'pulse.answer': {
    about: 'viewer',
    only: inWave,
    async input(w) {
      const { roundId } = await round(w)
      // Everybody answers once; the same person comes here several times by different ways in.
      await sql`delete from pulse_mark where organization_id = ${w.organizationId} and round_id = ${roundId}`.execute(
        w.base.database.for(w.organizationId),
      )
      return { roundId, answers: [{ questionId: 'understanding-why', value: 4 }] }
    },
  },
}
