import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { goals } from '../../contract/goals.ts'
import type { ShownPeriod } from '../../contract/goal.ts'
import type { Request } from '../../contract/operation.ts'
import { permissionWorld } from '../access/permission-world.ts'
import type { World } from '../access/permission-cases.ts'
import { addDays, daysBetween } from '../platform/clock.ts'
import { type TestBase, testBase } from '../platform/testing.ts'
import { aligned, tree } from './alignment.ts'
import { makeWave } from './live-wave.ts'
import { list } from './read.ts'
import { calendarPeriod, periodFor } from './rules.ts'
import { create } from './write.ts'

let base: TestBase
let w: World

beforeAll(async () => {
  base = await testBase({ at: '2026-03-02T09:00:00Z' })
  w = await permissionWorld(base, 'periods')
  const at = { organizationId: w.organizationId, day: '2026-03-01', at: base.clock.now() }
  const db = base.database.for(w.organizationId)
  await makeWave(db, { ...at, elements: { goals: { period: 'quarter' } } })
  const make = async (part: string, body: Request<typeof goals.create>) =>
    create(await w.as(part), goals.create.body!.parse(body))
  const year = await make('top', {
    title: 'The year',
    level: 'company',
    startsOn: '2026-01-01',
    endsOn: '2026-12-31',
  })
  const under = (title: string, startsOn: string, endsOn: string) =>
    make('self', { title, startsOn, endsOn, parentId: year.id })
  await under('Last autumn', '2025-10-01', '2025-12-31')
  await under('This quarter', '2026-01-10', '2026-03-31')
  await under('Both quarters', '2026-03-02', '2026-06-30')
  await under('Next quarter', '2026-04-01', '2026-06-30')
  await under('In autumn', '2026-10-01', '2026-12-31')
})

const titles = {
  all: ['Both quarters', 'In autumn', 'Last autumn', 'Next quarter', 'This quarter'],
  current: ['Both quarters', 'This quarter'],
  next: ['Both quarters', 'Next quarter'],
  earlier: ['Last autumn'],
} satisfies Record<ShownPeriod, string[]>
const which = Object.keys(titles) as ShownPeriod[]

describe('goals of a period', () => {
  it('are those that run in it, in one’s list', async () => {
    const self = await w.as('self')
    for (const period of which) {
      const found = await list(self, goals.list.query!.parse({ period }))
      expect(found.goals.map((g) => g.title).toSorted(), period).toEqual(titles[period])
    }
  })

  it('are those that run in it, in the list of the company and in the tree, counts included', async () => {
    const peer = await w.as('peer')
    for (const period of which) {
      const found = await aligned(peer, goals.aligned.query!.parse({ period, level: 'person' }))
      expect(found.goals.map((g) => g.title).toSorted(), period).toEqual(titles[period])
      const top = await tree(peer, goals.tree.query!.parse({ period }))
      // The year runs in each of its quarters, and had not begun before.
      expect(
        top.nodes.map((n) => [n.title, n.serving]),
        period,
      ).toEqual(period === 'earlier' ? [] : [['The year', titles[period].length]])
      const parentId = (await tree(peer, goals.tree.query!.parse({}))).nodes[0]!.id
      const below = await tree(peer, goals.tree.query!.parse({ period, parentId }))
      expect(below.nodes.map((n) => n.title).toSorted(), period).toEqual(titles[period])
    }
  })

  it('cover every day once, whatever a period is', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 8000 }),
        fc.constantFrom('quarter', 'half_year', 'year'),
        (days, length) => {
          const today = addDays('2020-01-01', days)
          const now = calendarPeriod(today, length)
          const next = calendarPeriod(today, length, 1)
          expect(now.startsOn <= today && today <= now.endsOn).toBe(true)
          expect(addDays(now.endsOn, 1)).toBe(next.startsOn)
          for (const day of [now.startsOn, now.endsOn]) expect(calendarPeriod(day, length)).toEqual(now)
          expect(calendarPeriod(next.startsOn, length)).toEqual(next)
          const fresh = periodFor(today, length)
          expect(daysBetween(today, fresh.endsOn)).toBeGreaterThanOrEqual(21)
          expect([now.endsOn, next.endsOn]).toContain(fresh.endsOn)
        },
      ),
    )
  })
})
