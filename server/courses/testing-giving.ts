/** For tests: a course that is required of everybody. */
import { sql } from 'kysely'
import { parts, type World } from '../access/permission-cases.ts'
import { makeWave } from '../goals/live-wave.ts'
import { contextFor } from '../platform/context.ts'
import type { TestBase } from '../platform/testing.ts'
import { assign } from '../training/assign.ts'

/** A wave that has begun, in which a course is required of everybody. */
export async function requireOfAll(base: TestBase, w: World, courseId: string): Promise<{ waveId: string }> {
  const made = await makeWave(base.database.for(w.organizationId), {
    organizationId: w.organizationId,
    day: '2026-03-02',
    at: base.clock.now(),
    people: parts.filter((p) => p !== 'admin' && p !== 'stranger').map((p) => w.people[p]),
    training: { courses: [{ id: courseId, required: ['employees', 'managers', 'leaders'], offered: [], dueDays: 14 }] },
  })
  const job = contextFor(base, w.organizationId)
  await sql`update wave set prepared_at = ${base.clock.now()} where organization_id = ${w.organizationId} and id = ${made.waveId}`.execute(
    job.db,
  )
  await assign(job)
  return made
}
