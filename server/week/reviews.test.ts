import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { sql } from 'kysely'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Task } from '../../contract/week.ts'
import type { World } from '../access/permission-cases.ts'
import { permissionWorld } from '../access/permission-world.ts'
import { makeWave } from '../goals/live-wave.ts'
import { type TestBase, testBase } from '../platform/testing.ts'
import { people } from '../reviews/progress.ts'
import { mostToClear, type ReviewToDo } from '../reviews/reviews.ts'
import { clear, share } from '../reviews/share.ts'
import { submit } from '../reviews/sheets.ts'
import { filled, makeCycle, type Made } from '../reviews/testing-cycle.ts'
import { nothing } from './testing-facts.ts'
import { tasksOf } from './tasks.ts'
import { get, line } from './week.ts'

let base: TestBase
let w: World

const parts = [
  'self',
  'manager',
  'second_manager',
  'leader',
  'top',
  'peer',
  'report',
  'lead',
  'hr_in',
  'hr_out',
] as const
const tasks = async (part: string): Promise<Task[]> => {
  const page = await get(await w.as(part))
  return [...page.todo, ...page.later]
}
/** Who has a task of a kind. */
async function who(kind: Task['kind']): Promise<string[]> {
  const found: string[] = []
  for (const part of parts) if ((await tasks(part)).some((t) => t.kind === kind)) found.push(part)
  return found
}
const write = async (made: Made) =>
  submit(await w.as('manager'), {
    taskId: await made.taskOf(w.people.manager, 'manager', w.people.self),
    answers: filled.manager,
  })

beforeAll(async () => {
  base = await testBase()
})

beforeEach(async () => {
  base.clock.set('2026-03-02T09:00:00Z')
  w = await permissionWorld(base, `week-reviews-${randomUUID().slice(0, 8)}`)
  await makeWave(base.database.for(w.organizationId), {
    organizationId: w.organizationId,
    day: '2026-03-01',
    at: base.clock.now(),
    elements: { reviews: { on: true } },
  })
})

describe('what waits in a review cycle', () => {
  it('asks HR for its look and then the manager to share, each only while they can', async () => {
    const made = await makeCycle(w, () => ({}), { on: ['hr'], off: ['second'], people: [w.people.self, w.people.peer] })
    const reviewId = await made.reviewOf(w.people.self)
    expect([await who('review_clear'), await who('review_share')]).toEqual([[], []])

    await write(made)
    expect([await who('review_clear'), await who('review_share')]).toEqual([['hr_in'], []])
    expect(await tasks('hr_in')).toContainEqual({
      kind: 'review_clear',
      reviewId,
      cycleId: made.cycleId,
      person: { id: w.people.self, name: expect.any(String) as string },
      cycle: expect.any(String) as string,
      dueOn: '2026-03-16',
      count: 1,
      more: false,
    })
    const hr = await w.as('hr_in')
    const list = { cycleId: made.cycleId, show: 'to_clear' as const, limit: 50, offset: 0 }
    expect((await people(hr, list)).people.map((p) => p.id)).toEqual([reviewId])
    // The lead sees how far a cycle is, and has nothing to look at.
    expect((await people(await w.as('lead'), list)).total).toBe(0)

    await clear(hr, { reviewId })
    expect([await who('review_clear'), await who('review_share')]).toEqual([[], ['manager']])
    expect((await people(hr, list)).total).toBe(0)
    expect(await tasks('manager')).toContainEqual(
      expect.objectContaining({ kind: 'review_share', reviewId, dueOn: '2026-03-16', count: 1 }),
    )

    await share(await w.as('manager'), { reviewId })
    expect(await who('review_share')).toEqual([])
    expect(await who('review_read')).toEqual(['self'])
  })

  it('lets the manager share without HR once the day of its look has passed', async () => {
    const made = await makeCycle(w, () => ({}), { on: ['hr'], off: ['second'], people: [w.people.self] })
    await write(made)
    base.clock.set('2026-03-17T09:00:00Z')
    expect(await who('review_share')).toEqual(['manager'])
    expect(await who('review_clear')).toEqual(['hr_in'])
  })

  it('waits for the second manager, and for the first day of sharing', async () => {
    const made = await makeCycle(
      w,
      (plan) => ({
        stages: plan.stages.map((s) => (s.id === 'share' ? { ...s, opensOn: '2026-03-10', dueOn: '2026-03-20' } : s)),
      }),
      { on: ['second'], people: [w.people.self] },
    )
    await write(made)
    expect(await who('review_share')).toEqual([])
    base.clock.set('2026-03-10T09:00:00Z')
    expect(await who('review_share')).toEqual([])
    base.clock.set('2026-03-17T09:00:00Z')
    expect(await who('review_share')).toEqual(['manager'])
  })

  it('tells a leader that forms of their line come late by the number that was given out, and by no other', async () => {
    await makeCycle(w, () => ({}), { people: [w.people.manager, w.people.self] })
    const leader = await w.as('leader')
    const late = async () => (await line(leader, {})).worth.filter((t) => t.kind === 'line_reviews')
    const give = async (on: string, shown: 'shown' | 'held' | 'floor' | 'complement') => {
      const releaseId = randomUUID()
      await sql`insert into metric_release (organization_id, id, as_of, known_at, scope, published, floor, people)
        values (${w.organizationId}, ${releaseId}, ${on}, ${base.clock.now()}, 'tables', true, 5, 100)`.execute(
        leader.db,
      )
      const seen = shown === 'shown' || shown === 'held'
      await sql`insert into metric_cell (organization_id, segment_kind, segment_key, roster, metric, as_of, known_at, release_id, version, numerator, denominator,
          population, shown, shown_numerator, shown_denominator)
        values (${w.organizationId}, 'line', ${w.people.leader}, 'live', 'V1', ${on}, ${base.clock.now()}, ${releaseId}, 2, 41, 60,
          1, ${shown}, ${seen ? 41 : null}, ${seen ? 60 : null})`.execute(leader.db)
    }
    expect(await late()).toEqual([])
    // Given out before the cycle began: it speaks of an earlier one.
    await give('2026-02-20', 'shown')
    expect(await late()).toEqual([])
    base.clock.set('2026-04-01T09:00:00Z')
    await give('2026-03-20', 'floor')
    expect(await late()).toEqual([])
    await give('2026-03-24', 'complement')
    expect(await late()).toEqual([])
    await give('2026-03-28', 'shown')
    expect(await late()).toEqual([{ kind: 'line_reviews', done: 41, of: 60, asOf: '2026-03-28', target: 90 }])
    // Nobody else's line, and no cycle that they have no part in.
    expect((await line(await w.as('top'), {})).worth.map((t) => t.kind)).not.toContain('line_reviews')
    await sql`update review set manager_id = null where organization_id = ${w.organizationId} and manager_id = ${w.people.leader}`.execute(
      leader.db,
    )
    expect(await late()).toEqual([])
  })

  it('makes one task of many alike, in each cycle', () => {
    const one = (kind: 'share' | 'clear', cycle: number, n: number): ReviewToDo => ({
      kind,
      id: randomUUID(),
      role: null,
      personId: randomUUID(),
      person: `Person ${n}`,
      cycle: 'Half-year',
      cycleId: `cycle-${cycle}`,
      dueOn: '2026-03-20',
    })
    fc.assert(
      fc.property(
        fc.array(fc.record({ kind: fc.constantFrom('share', 'clear'), cycle: fc.nat(2) }), { maxLength: 160 }),
        (drawn) => {
          const reviews = drawn.map((x, n) => one(x.kind, x.cycle, n))
          const { todo, later } = tasksOf({ ...nothing, today: '2026-03-02', reviews })
          const told = [...todo, ...later].filter((t) => t.kind === 'review_share' || t.kind === 'review_clear')
          const groups = Map.groupBy(reviews, (r) => `${r.kind} ${r.cycleId}`)
          expect(told).toHaveLength(groups.size)
          for (const group of groups.values()) {
            const task = told.find((t) => t.reviewId === group[0]!.id)!
            expect(task.kind).toBe(`review_${group[0]!.kind}`)
            if (task.kind === 'review_share') expect(task.count).toBe(group.length)
            else
              expect([task.count, task.more]).toEqual([Math.min(group.length, mostToClear), group.length > mostToClear])
          }
        },
      ),
    )
  })
})
