import { sql } from 'kysely'
import type { calibration } from '../../contract/calibration.ts'
import type { CasesFor, World } from '../access/permission-cases.ts'
import { begin, move } from './moving.ts'
import { type Calibrated, ratedCycle, session } from './testing-session.ts'

// program/permission.cases.ts makes the wave in which everybody employed has reviews.
const kept = new Map<string, Promise<unknown>>()
function once<T>(w: World, key: string, make: () => Promise<T>): Promise<T> {
  const name = `${w.organizationId}:${key}`
  const found = (kept.get(name) as Promise<T> | undefined) ?? make()
  kept.set(name, found)
  return found
}

/** The subject and a colleague, both rated by their manager. */
const cycle = (w: World): Promise<Calibrated> => once(w, 'cycle', () => ratedCycle(w, { self: [2, 4], peer: [3, 3] }))
const everyone = (w: World) => ({
  facilitatorIds: [w.people.hr_in],
  participantIds: [w.people.manager, w.people.leader],
})
/** One open session for reads. */
const running = (w: World) =>
  once(w, 'session', async () => {
    const made = await session(w, await cycle(w), everyone(w))
    await begin(await w.as('lead'), { sessionId: made.id })
    return made
  })
/** A session of its own, of the subject alone; anew for whoever changes it. */
async function own(w: World, open = false) {
  const made = await ratedCycle(w, { self: [2, 4] })
  const { id } = await session(w, made, everyone(w))
  if (open) await begin(await w.as('lead'), { sessionId: id })
  return { sessionId: id, cycleId: made.cycleId, reviewId: await made.reviewOf(w.people.self) }
}
/** Refused callers change nothing, so they share one; those who may get a fresh one once it is used. */
const fresh =
  <T extends { sessionId: string }>(key: string, make: (w: World) => Promise<T>, used: string) =>
  async (w: World): Promise<T> => {
    const held = await once(w, key, () => make(w))
    const { db } = await w.as('lead')
    const { rows } = await sql`select 1 from event where type = ${used} and subject_id = ${held.sessionId}`.execute(db)
    if (rows.length === 0) return held
    kept.delete(`${w.organizationId}:${key}`)
    return once(w, key, () => make(w))
  }

const led = {
  parts: ['lead', 'hr_in'],
  because: 'Only whoever leads this session; another HR partner finds none.',
} as const
const seated = {
  parts: ['lead', 'hr_in', 'manager', 'leader'],
  because: 'Whoever leads the session or is invited to it; nobody else finds it.',
} as const

const reaching = {
  parts: ['lead', 'hr_in'],
  because: 'An HR partner who looks after nobody in the cycle has nobody to prepare for.',
} as const

export const cases: CasesFor<typeof calibration> = {
  'calibration.list': {},
  'calibration.options': { input: async (w) => ({ cycleId: (await cycle(w)).cycleId }), only: reaching },
  'calibration.preview': { input: async (w) => ({ cycleId: (await cycle(w)).cycleId, kind: 'all' }), only: reaching },
  'calibration.prepare': {
    async input(w) {
      return {
        cycleId: (await ratedCycle(w, { self: [2, 4] })).cycleId,
        name: w.unique('Works'),
        scope: { kind: 'all' },
        heldOn: '2030-01-01',
        xQuestion: 'results',
      }
    },
    only: reaching,
  },
  'calibration.get': { input: async (w) => ({ sessionId: (await running(w)).id }), only: seated },
  'calibration.update': {
    input: async (w) => ({ sessionId: (await running(w)).id, agenda: w.unique('Agenda') }),
    only: led,
  },
  'calibration.seat': {
    input: async (w) => ({
      sessionId: (await running(w)).id,
      facilitatorIds: [w.people.lead, w.people.hr_in],
      participantIds: [w.people.manager, w.people.leader],
    }),
    only: led,
  },
  'calibration.remove': { input: fresh('remove', (w) => own(w), 'calibration.removed'), only: led },
  'calibration.open': { input: fresh('open', (w) => own(w), 'calibration.opened'), only: led },
  'calibration.point': {
    async input(w, subject) {
      const { id } = await running(w)
      return { sessionId: id, reviewId: await (await cycle(w)).reviewOf(subject), words: w.unique('Words') }
    },
    only: seated,
  },
  'calibration.move': {
    input: fresh(
      'move',
      async (w) => ({ ...(await own(w, true)), x: { from: 2, to: 3 }, reason: 'Compared with others' }),
      'calibration.moved',
    ),
    only: led,
  },
  'calibration.undo': {
    input: fresh(
      'undo',
      async (w) => {
        const made = await own(w, true)
        const { moves } = await move(await w.as('lead'), {
          sessionId: made.sessionId,
          reviewId: made.reviewId,
          x: { from: 2, to: 3 },
          y: null,
          reason: 'Compared with others',
        })
        return { sessionId: made.sessionId, moveId: moves[0]!.id }
      },
      'calibration.move_undone',
    ),
    only: led,
  },
  'calibration.severity': { input: async (w) => ({ sessionId: (await running(w)).id }), only: led },
  'calibration.close': {
    input: fresh(
      'close',
      async (w) => ({ sessionId: (await own(w, true)).sessionId, changed: 0 }),
      'calibration.closed',
    ),
    only: led,
  },
}
