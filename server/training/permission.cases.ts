import type { training } from '../../contract/training.ts'
import { type CasesFor, parts, type World } from '../access/permission-cases.ts'
import { contextFor } from '../platform/context.ts'
import { liveWave } from '../program/permission.cases.ts'
import { sql } from 'kysely'
import { bring } from '../packages/bring.ts'
import { zipOf } from '../packages/testing-package.ts'
import { assign } from './assign.ts'
import { openPackage } from './open-package.ts'

const courseId = 'first-goals'
const brought = new Map<string, string>()

/** Courses of the live wave, for everybody in it. */
export async function prepare(w: World): Promise<void> {
  const c = contextFor(w.base, w.organizationId)
  await assign(c)
  const made = await bring(await w.as('lead'), {
    file: await zipOf('Course'),
    minutes: 10,
    language: 'en',
  } as Parameters<typeof bring>[1])
  brought.set(w.organizationId, made.courseId)
  await sql`insert into training_assignment (organization_id, program_id, course_id, person_id, wave_id, role, need, assigned_on, due_on)
    select organization_id, program_id, ${made.courseId}, person_id, wave_id, role, need, assigned_on, due_on
    from training_assignment where organization_id = ${w.organizationId} and course_id = ${courseId}`.execute(c.db)
}

const inWave = {
  parts: parts.filter((p) => p !== 'admin'),
  because: 'An administrator outside the people file is in no wave, so nothing is asked of them.',
}

export const cases: CasesFor<typeof training> = {
  'training.courses': {},
  'training.mine': { about: 'viewer' },
  // An administrator reads what the program might choose.
  'training.course': { about: 'viewer', input: () => ({ courseId }) },
  'training.keepPlace': { about: 'viewer', input: () => ({ courseId, lessonId: 'make-it-a-goal' }), only: inWave },
  'training.finishLesson': { about: 'viewer', input: () => ({ courseId, lessonId: 'what-a-goal-says' }), only: inWave },
  'training.openPackage': {
    about: 'viewer',
    input: (w) => ({ courseId: brought.get(w.organizationId) }),
    only: inWave,
  },
  'training.keepPackage': {
    about: 'viewer',
    async input(w, subject) {
      const made = { courseId: brought.get(w.organizationId)! }
      if (subject === w.people.admin)
        return { ...made, attemptId: w.organizationId, opening: 1, partId: 'one', cmi: {} }
      const { attemptId, opening } = await openPackage(await w.as(subject), made)
      return { ...made, attemptId, opening, partId: 'one', cmi: {} }
    },
    only: inWave,
  },
  'training.confidence': {
    about: 'viewer',
    input: () => ({ courseId, moment: 'before', score: 3 }),
    only: inWave,
  },
  'training.team': { about: 'viewer' },
  'training.progress': { input: (w) => ({ programId: liveWave(w).programId }) },
}
