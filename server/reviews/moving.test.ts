import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { permissionWorld } from '../access/permission-world.ts'
import type { World } from '../access/permission-cases.ts'
import { makeWave } from '../goals/live-wave.ts'
import { contextFor } from '../platform/context.ts'
import { type TestBase, testBase } from '../platform/testing.ts'
import { tell } from './notices.ts'
import { followPeople, setManager } from './people.ts'
import { progress } from './progress.ts'
import { get, mine } from './read.ts'
import { share } from './share.ts'
import { submit } from './sheets.ts'
import { filled, makeCycle, type Made } from './testing-cycle.ts'

let base: TestBase
let w: World

beforeAll(async () => {
  base = await testBase({ at: '2026-03-02T09:00:00Z' })
  w = await permissionWorld(base, 'moving')
  await makeWave(base.database.for(w.organizationId), {
    organizationId: w.organizationId,
    day: '2026-03-01',
    at: base.clock.now(),
    elements: { reviews: { on: true } },
  })
}, 60_000)

const job = () => contextFor(base, w.organizationId)
const db = () => base.database.for(w.organizationId)
const change = (personId: string, set: ReturnType<typeof sql>) =>
  sql`update roster set ${set} where organization_id = ${w.organizationId} and person_id = ${personId}`.execute(db())
const cycle = () => makeCycle(w, () => ({ upward: { mode: 'attributed' } }), { off: ['second'], on: ['upward'] })
const managerOf = async (made: Made, personId: string) => {
  const { rows } = await sql<{ manager_id: string | null }>`select manager_id from review
    where cycle_id = ${made.cycleId} and person_id = ${personId}`.execute(db())
  return rows[0]!.manager_id
}

describe('while a cycle runs', () => {
  it('a transfer leaves the review in it and counts it where it began', async () => {
    const made = await cycle()
    await change(w.people.self, sql`department = 'Elsewhere'`)
    await followPeople(job())
    const seen = await progress(await w.as('lead'), { cycleId: made.cycleId })
    expect(seen.departments.map((d) => d.department)).toEqual(['Works'])
    const v = await get(await w.as('manager'), { reviewId: await made.reviewOf(w.people.self) })
    expect([v.state, v.department]).toEqual(['running', 'Works'])
    await change(w.people.self, sql`department = 'Works'`)
  })

  it('whom the lead named stays, whatever the reporting line does, and the line is followed for all others', async () => {
    const made = await cycle()
    await setManager(await w.as('lead'), {
      reviewId: await made.reviewOf(w.people.self),
      personId: w.people.champion,
      reason: 'Knows the work',
    })
    await change(w.people.self, sql`manager_id = ${w.people.stranger}`)
    await change(w.people.peer, sql`manager_id = ${w.people.stranger}`)
    await followPeople(job())
    expect(await managerOf(made, w.people.self)).toBe(w.people.champion)
    expect(await managerOf(made, w.people.peer)).toBe(w.people.stranger)
    // Whoever is named writes, with a task of their own; the earlier one is not waited for.
    const tasks = (await mine(await w.as('champion'))).tasks.filter((t) => t.subject.id === w.people.self)
    expect(tasks.map((t) => [t.role, t.state])).toEqual([['manager', 'open']])
    expect(
      (await mine(await w.as('manager'))).tasks.filter((t) => t.cycle.id === made.cycleId && t.role === 'manager'),
    ).toEqual([])
    await change(w.people.self, sql`manager_id = ${w.people.manager}`)
    await change(w.people.peer, sql`manager_id = ${w.people.manager}`)
  })

  it('is named by the lead: that stands in the review with who and when, and is not looked up in the log', async () => {
    const made = await cycle()
    const reviewId = await made.reviewOf(w.people.self)
    await setManager(await w.as('lead'), { reviewId, personId: w.people.champion, reason: 'Knows the work' })
    const { rows } = await sql`select manager_set_by, manager_set_at from review where id = ${reviewId}`.execute(db())
    expect(rows).toEqual([{ manager_set_by: w.people.lead, manager_set_at: base.clock.now() }])
    // The row alone decides: without it the line is followed again.
    await sql`update review set manager_set_by = null, manager_set_at = null where id = ${reviewId}`.execute(db())
    await followPeople(job())
    expect(await managerOf(made, w.people.self)).toBe(w.people.manager)
  })

  it('nothing of its line changes once it is shared', async () => {
    const made = await cycle()
    await submit(await w.as('manager'), {
      taskId: await made.taskOf(w.people.manager, 'manager', w.people.self),
      answers: filled.manager,
    })
    await share(await w.as('manager'), { reviewId: await made.reviewOf(w.people.self) })
    await change(w.people.self, sql`manager_id = ${w.people.stranger}`)
    await followPeople(job())
    expect(await managerOf(made, w.people.self)).toBe(w.people.manager)
    const v = await get(await w.as('manager'), { reviewId: await made.reviewOf(w.people.self) })
    expect(v.as).toBe('manager')
    await expect(get(await w.as('stranger'), { reviewId: await made.reviewOf(w.people.self) })).rejects.toMatchObject({
      code: 'not_found',
    })
    await change(w.people.self, sql`manager_id = ${w.people.manager}`)
  })

  it('who is on leave is told nothing, by mail neither, and who is back is told the next time', async () => {
    const made = await cycle()
    const noticeOf = async (kind: string) =>
      (
        await sql<{ id: string }>`select id from review_notice
          where cycle_id = ${made.cycleId} and stage = 'self' and kind = ${kind}`.execute(db())
      ).rows[0]!.id
    const told = async (id: string) =>
      (
        await sql<{ person_id: string }>`select person_id from inbox_item where subject_id = ${id}
          union all select person_id from outgoing_mail where subject_id = ${id}`.execute(db())
      ).rows.filter((r) => r.person_id === w.people.peer).length
    await change(w.people.peer, sql`status = 'leave'`)
    await tell(job(), await noticeOf('opens'))
    expect(await told(await noticeOf('opens'))).toBe(0)
    await change(w.people.peer, sql`status = 'active'`)
    await tell(job(), await noticeOf('before'))
    expect(await told(await noticeOf('before'))).toBe(2)
  })
})
