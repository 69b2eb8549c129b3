import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import { reviews } from '../../contract/reviews.ts'
import { permissionWorld } from '../access/permission-world.ts'
import type { World } from '../access/permission-cases.ts'
import { makeWave } from '../goals/live-wave.ts'
import { type TestBase, testBase } from '../platform/testing.ts'
import { cycle, moveStage } from './cycles.ts'
import { nominate } from './peers.ts'
import { addPeople } from './people.ts'
import { late } from './progress.ts'
import { mine } from './read.ts'
import { delegate, submit } from './sheets.ts'
import { filled, makeCycle } from './testing-cycle.ts'

let base: TestBase
let w: World
beforeEach(async () => {
  base = await testBase({ at: '2026-03-02T09:00:00Z' })
  w = await permissionWorld(base, 'outside')
  await makeWave(base.database.for(w.organizationId), {
    organizationId: w.organizationId,
    day: '2026-03-01',
    at: base.clock.now(),
    elements: { reviews: { on: true } },
  })
})
const db = () => base.database.for(w.organizationId)
const made = () =>
  makeCycle(
    w,
    () => ({
      peers: { least: 1, most: 5, approved: true, mode: 'attributed' },
      upward: { mode: 'attributed' },
    }),
    { off: ['second'], on: ['upward'] },
  )
const joinWave = (personId: string) =>
  sql`insert into wave_member (organization_id, program_id, wave_id, person_id, holds, frozen, recorded)
    select organization_id, program_id, wave_id, ${personId}, holds, frozen, recorded from wave_member
    where person_id = ${w.people.self} limit 1`.execute(db())

describe('somebody outside every running wave', () => {
  it('is drawn into nothing: not reviewed, not asked as a colleague, not made to write for a manager', async () => {
    const outside = await w.newPerson()
    const { rows } = await sql<{ name: string }>`select full_name as name from person where id = ${outside}`.execute(
      db(),
    )
    const refusal = { code: 'review_not_open', params: { name: rows[0]!.name } }
    const y = await made()
    const lead = await w.as('lead')
    await expect(addPeople(lead, { cycleId: y.cycleId, personIds: [outside] })).rejects.toMatchObject(refusal)
    const reviewId = await y.reviewOf(w.people.self)
    await expect(
      nominate(await w.as('manager'), { reviewId, personIds: [w.people.peer, outside] }),
    ).rejects.toMatchObject(refusal)
    const taskId = await y.taskOf(w.people.manager, 'manager', w.people.self)
    await expect(delegate(await w.as('manager'), { taskId, personId: outside, reason: 'Away' })).rejects.toMatchObject(
      refusal,
    )
    // Whoever leads people who have reviews takes part for them.
    await sql`update roster set second_manager_id = ${outside} where person_id = ${w.people.peer}`.execute(db())
    await delegate(await w.as('manager'), { taskId, personId: outside, reason: 'Away' })
    await joinWave(outside)
    expect(await addPeople(lead, { cycleId: y.cycleId, personIds: [outside] })).toEqual({ added: 1 })
    await nominate(await w.as('manager'), { reviewId, personIds: [w.people.peer, outside] })
  })

  it('is not asked about their manager, and the dry run counts so', async () => {
    const outside = await w.newPerson()
    await sql`update roster set manager_id = ${w.people.self} where person_id = ${outside}`.execute(db())
    const y = await made()
    await expect(y.taskOf(outside, 'upward')).rejects.toThrow()
    await y.taskOf(w.people.report, 'upward', w.people.self)
  })
})

describe('a form that is made late', () => {
  const dueOf = async (personId: string) => {
    const task = (await mine(await w.as(personId))).tasks.find((t) => t.role === 'self')!
    return [task.dueOn, task.state]
  }
  const lateOf = async (cycleId: string, personId: string) =>
    (
      await late(await w.as('lead'), {
        cycleId,
        ...(reviews.late.query!.parse({ limit: '200' }) as object),
      } as never)
    ).tasks.filter((t) => t.writer.id === personId && t.role === 'self').length

  it('has at least five days, but not past the end of the next stage', async () => {
    const y = await made()
    const lead = await w.as('lead')
    const last = '2026-03-16'
    const shares = (dueOn: string) =>
      moveStage(lead, { cycleId: y.cycleId, stage: 'share', opensOn: '2026-03-02', dueOn, reason: '' })
    await shares('2026-04-20')
    expect((await cycle(lead, { cycleId: y.cycleId })).stages.find((s) => s.id === 'self')?.dueOn).toBe(last)
    const early = await w.newPerson()
    await joinWave(early)
    base.clock.set('2026-03-09T09:00:00Z')
    await addPeople(lead, { cycleId: y.cycleId, personIds: [early] })
    expect(await dueOf(early)).toEqual([last, 'open'])
    const joiner = await w.newPerson()
    await joinWave(joiner)
    base.clock.set('2026-03-20T09:00:00Z')
    await addPeople(lead, { cycleId: y.cycleId, personIds: [joiner] })
    expect(await dueOf(joiner)).toEqual(['2026-03-25', 'open'])
    expect([await lateOf(y.cycleId, joiner), await lateOf(y.cycleId, early)]).toEqual([0, 1])
    await shares('2026-03-23')
    expect(await dueOf(joiner)).toEqual(['2026-03-23', 'open'])
    await shares('2026-04-20')
    base.clock.set('2026-03-26T09:00:00Z')
    expect(await dueOf(joiner)).toEqual(['2026-03-25', 'late'])
    expect(await lateOf(y.cycleId, joiner)).toBe(1)
    // Late or not, it can still be written.
    await submit(await w.as(joiner), { taskId: await y.taskOf(joiner, 'self'), answers: filled.self })
  })
})
