import type { training } from '../../contract/training.ts'
import { type CasesFor, parts, type World } from '../access/permission-cases.ts'
import { contextFor } from '../platform/context.ts'
import { liveWave } from '../program/permission.cases.ts'
import { assign } from './assign.ts'

/** Courses of the live wave, for everybody in it. */
export async function prepare(w: World): Promise<void> {
  await assign(contextFor(w.base, w.organizationId))
}

const inWave = {
  parts: parts.filter((p) => p !== 'admin'),
  because: 'An administrator outside the people file is in no wave, so nothing is asked of them.',
}
const courseId = 'first-goals'

export const cases: CasesFor<typeof training> = {
  'training.courses': {},
  'training.mine': { about: 'viewer' },
  // An administrator reads what the program might choose.
  'training.course': { about: 'viewer', input: () => ({ courseId }) },
  'training.keepPlace': { about: 'viewer', input: () => ({ courseId, lessonId: 'make-it-a-goal' }), only: inWave },
  'training.finishLesson': { about: 'viewer', input: () => ({ courseId, lessonId: 'what-a-goal-says' }), only: inWave },
  'training.confidence': {
    about: 'viewer',
    input: () => ({ courseId, moment: 'before', score: 3 }),
    only: inWave,
  },
  'training.team': { about: 'viewer' },
  'training.progress': { input: (w) => ({ programId: liveWave(w).programId }) },
}
