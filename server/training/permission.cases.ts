import type { certificates } from '../../contract/certificates.ts'
import type { training } from '../../contract/training.ts'
import { type CasesFor, parts, type World } from '../access/permission-cases.ts'
import { contextFor } from '../platform/context.ts'
import { liveWave } from '../program/permission.cases.ts'
import { sql } from 'kysely'
import { bring } from '../packages/bring.ts'
import { filmCourse } from '../courses/testing-course.ts'
import { zipOf } from '../packages/testing-package.ts'
import { assign } from './assign.ts'
import { issue, setRule } from './certificates.ts'
import { openPackage } from './open-package.ts'

const courseId = 'first-goals'
const brought = new Map<string, string>()

const shown = new Map<string, { courseId: string; lessonId: string; filmId: string }>()
const filmed = (w: World) => Promise.resolve(shown.get(w.organizationId)!)

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
  const own = await filmCourse(await w.as('lead'))
  shown.set(w.organizationId, own)
  for (const given of [made.courseId, own.courseId])
    await sql`insert into training_assignment (organization_id, program_id, course_id, person_id, wave_id, role, need, assigned_on, due_on)
      select organization_id, program_id, ${given}, person_id, wave_id, role, need, assigned_on, due_on
      from training_assignment where organization_id = ${w.organizationId} and course_id = ${courseId}`.execute(c.db)
}

const inWave = {
  parts: parts.filter((p) => p !== 'admin'),
  because: 'An administrator outside the people file is in no wave, so nothing is asked of them.',
}

/** A certificate of somebody, given as by a finished course. */
async function certificateOf(w: World, personId: string): Promise<{ id: string; number: string }> {
  const c = await w.as('lead')
  await setRule(c, { courseId, title: 'Good goals', months: 12, strict: false })
  return c.db.transaction().execute(async (tx) => {
    await issue(tx, c, personId, courseId, '2026-03-02')
    const { rows } = await sql<{ id: string; number: string }>`select id, number from training_certificate
      where organization_id = ${w.organizationId} and person_id = ${personId} and revoked_at is null limit 1`.execute(
      tx,
    )
    return rows[0]!
  })
}

export const cases: CasesFor<typeof training> & CasesFor<typeof certificates> = {
  'certificates.mine': { about: 'viewer' },
  'certificates.look': { input: async (w, subject) => ({ number: (await certificateOf(w, subject)).number }) },
  'certificates.paper': {
    about: 'viewer',
    input: async (w, subject) => ({ certificateId: (await certificateOf(w, subject)).id }),
  },
  'certificates.rules': {},
  'certificates.setRule': { input: () => ({ courseId, title: 'Good goals', months: 12, strict: true }) },
  'certificates.dropRule': {
    async input(w) {
      await setRule(await w.as('lead'), { courseId, title: 'Good goals', months: 12, strict: false })
      return { courseId }
    },
  },
  'certificates.list': {},
  'certificates.revoke': {
    input: async (w) => ({
      certificateId: (await certificateOf(w, await w.newPerson())).id,
      reason: 'It was a mistake',
    }),
  },
  'training.courses': {},
  'training.mine': { about: 'viewer' },
  // An administrator reads what the program might choose.
  'training.course': { about: 'viewer', input: () => ({ courseId }) },
  'training.keepPlace': { about: 'viewer', input: () => ({ courseId, lessonId: 'make-it-a-goal' }), only: inWave },
  'training.finishLesson': { about: 'viewer', input: () => ({ courseId, lessonId: 'what-a-goal-says' }), only: inWave },
  'training.watch': {
    about: 'viewer',
    input: async (w) => ({ ...(await filmed(w)), played: [[0, 2]], at: 2 }),
    only: inWave,
  },
  // An administrator may look at what the program might choose, its films too.
  'training.film': { about: 'viewer', input: (w) => filmed(w) },
  'training.filmCaptions': { about: 'viewer', input: async (w) => ({ ...(await filmed(w)), language: 'en' }) },
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
