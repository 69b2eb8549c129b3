import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { goals } from '../../contract/goals.ts'
import { permissionWorld } from '../access/permission-world.ts'
import type { World } from '../access/permission-cases.ts'
import { contributors } from '../goals/contributors.ts'
import { handOver } from '../goals/hand-over.ts'
import { makeWave } from '../goals/live-wave.ts'
import { create } from '../goals/write.ts'
import { type TestBase, testBase } from '../platform/testing.ts'
import { evidence } from './evidence.ts'
import { delegate } from './sheets.ts'
import { makeCycle, type Made } from './testing-cycle.ts'

let base: TestBase
let w: World
let made: Made
const goal = async (part: 'self' | 'peer' | 'manager', title: string, more: object = {}) => {
  base.clock.forward({ minutes: 1 })
  return create(await w.as(part), goals.create.body!.parse({ title, endsOn: '2026-06-30', ...more }))
}
const seenBy = async (part: 'self' | 'peer' | 'manager', role: string, subject: 'self' | 'peer' = 'self') =>
  evidence(await w.as(part), { taskId: await made.taskOf(w.people[part], role, w.people[subject]) })

beforeAll(async () => {
  base = await testBase({ at: '2026-03-02T09:00:00Z' })
  w = await permissionWorld(base, 'evidence')
  await makeWave(base.database.for(w.organizationId), {
    organizationId: w.organizationId,
    day: '2026-03-01',
    at: base.clock.now(),
    elements: { reviews: { on: true } },
  })
  made = await makeCycle(w, () => ({}), { off: ['second'], people: [w.people.self, w.people.peer] })
}, 60_000)

describe('the evidence of a period', () => {
  it('has goals that were handed over with both who had them, and those that somebody helps with', async () => {
    await goal('self', 'Kept all along')
    const handed = await goal('self', 'Passed on')
    const helped = await goal('manager', 'Theirs to lead')
    await goal('manager', 'Nothing to do with it')
    await handOver(await w.as('manager'), { goalId: handed.id, personId: w.people.peer })
    await contributors(await w.as('manager'), { goalId: helped.id, personIds: [w.people.self] })
    for (const [part, role] of [
      ['self', 'self'],
      ['manager', 'manager'],
    ] as const) {
      const e = await seenBy(part, role)
      expect(e.goals.map((g) => [g.title, g.theirs.part, g.theirs.with?.id ?? null, g.theirs.on])).toEqual([
        ['Kept all along', 'owns', null, null],
        ['Passed on', 'handed_over', w.people.peer, '2026-03-02'],
        ['Theirs to lead', 'helps', w.people.manager, null],
      ])
    }
    const theirs = await seenBy('peer', 'self', 'peer')
    expect(theirs.goals.map((g) => [g.title, g.theirs.part, g.theirs.with?.id])).toEqual([
      ['Passed on', 'taken_over', w.people.self],
    ])
  })

  it('shows of a goal that was handed on nothing that its reader may not open', async () => {
    const before = (await seenBy('manager', 'manager')).goals.length
    const quiet = await goal('self', 'Between us', { visibility: 'private' })
    expect((await seenBy('manager', 'manager')).goals).toHaveLength(before + 1)
    await sql`update goal set owner_id = ${w.people.stranger} where id = ${quiet.id}`.execute((await w.as('lead')).db)
    expect((await seenBy('self', 'self')).goals.map((g) => g.title)).not.toContain('Between us')
    expect((await seenBy('manager', 'manager')).goals.map((g) => g.title)).not.toContain('Between us')
  })

  it('gives over the days of check-ins with an earlier manager, and no word of them', async () => {
    const at = base.clock.now()
    const talk = async (managerId: string, on: string, disputed = false) => {
      const id = randomUUID()
      await base.database.owner.query(
        `insert into checkin (organization_id, id, manager_id, report_id, planned_for, template, created_by, created_at, held_on, held_by, held_recorded_at, disputed_at, disputed_by)
         values ($1, $2, $3, $4, $5, 'two-way', $4, $6, $5, $4, $6, $7, $8)`,
        [w.organizationId, id, managerId, w.people.self, on, at, disputed ? at : null, disputed ? managerId : null],
      )
      await base.database.owner.query(
        `insert into checkin_item (organization_id, checkin_id, author_id, position, words, created_at, shared_at)
         values ($1, $2, $3, 1, 'Numbat topic', $4, $4)`,
        [w.organizationId, id, w.people.self, at],
      )
      return id
    }
    const own = await talk(w.people.manager, '2026-02-20')
    await talk(w.people.stranger, '2026-01-15')
    await talk(w.people.stranger, '2026-01-22', true)
    const manager = await seenBy('manager', 'manager')
    expect(manager.checkins).toEqual([
      {
        id: own,
        on: '2026-02-20',
        with: { id: w.people.self, name: expect.any(String) as string },
        topics: ['Numbat topic'],
      },
      { id: null, on: '2026-01-15', with: { id: w.people.stranger, name: expect.any(String) as string }, topics: [] },
    ])
    expect(manager.months.reduce((sum, m) => sum + m.checkins, 0)).toBe(2)
    // The person took part in both.
    expect((await seenBy('self', 'self')).checkins.map((k) => k.topics)).toEqual([['Numbat topic'], ['Numbat topic']])
    // Whoever writes for the manager learns neither.
    const taskId = await made.taskOf(w.people.manager, 'manager', w.people.self)
    await delegate(await w.as('manager'), { taskId, personId: w.people.peer, reason: '' })
    const passed = await seenBy('peer', 'manager')
    expect(passed.checkins).toEqual([])
    expect(JSON.stringify(passed)).not.toContain('Numbat')
    // What they were given to write asks for their time like any other form.
    const { rows } = await sql<{ minutes: number }>`select minutes from time_asked
      where organization_id = ${w.organizationId} and person_id = ${w.people.peer} and kind = 'review_delegated'`.execute(
      base.database.for(w.organizationId),
    )
    expect(rows).toHaveLength(1)
    expect(rows[0]!.minutes).toBeGreaterThan(1)
  })
})
