/** The rules of time on a roadmap, for any tasks: who waits for whom, what slips, what is critical. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, type Day, daysBetween } from '../platform/clock.ts'
import { calendarOf } from './calendar.ts'
import { circleIn, type Item, movesBetween, place, startFor } from './schedule.ts'

const week = [1, 2, 3, 4, 5]
const monday: Day = '2026-03-02'
const usual = calendarOf(week)
const item = (given: Partial<Item> & { id: string }): Item => ({
  name: `Task ${given.id}`,
  days: 1,
  off: new Set(),
  notBefore: null,
  fixed: null,
  after: [],
  doneOn: null,
  guarded: false,
  ...given,
})
const at = (items: readonly Item[], today: Day = monday) => place(items, { calendar: usual, today, from: monday })

const aDay = fc.integer({ min: 0, max: 200 }).map((n) => addDays('2026-01-01', n))
const someDays = fc
  .uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 7 })
  .map((days) => days.toSorted((a, b) => a - b))

/** Tasks that wait only for earlier ones, so that there is no circle; some are done, some fixed. */
const plans = fc
  .array(
    fc.record({
      days: fc.integer({ min: 0, max: 12 }),
      notBefore: fc.option(aDay, { nil: null }),
      fixed: fc.option(aDay, { nil: null, freq: 5 }),
      doneOn: fc.option(aDay, { nil: null, freq: 6 }),
      after: fc.array(fc.nat(), { maxLength: 3 }),
    }),
    { minLength: 1, maxLength: 14 },
  )
  .map((rows) =>
    rows.map((row, i) =>
      item({
        id: `t${String(i).padStart(2, '0')}`,
        ...row,
        after: i === 0 ? [] : [...new Set(row.after.map((n) => `t${String(n % i).padStart(2, '0')}`))],
      }),
    ),
  )

/** Days off around a day: how far from it each lies. */
const daysOff = fc.uniqueArray(fc.integer({ min: -60, max: 60 }), { maxLength: 15 })

describe('working days', () => {
  it('count up by one from each day that is worked to the next, whatever the week', () => {
    fc.assert(
      fc.property(someDays, aDay, fc.integer({ min: -300, max: 300 }), daysOff, (days, day, n, gone) => {
        const c = calendarOf(days, new Set(gone.map((from) => addDays(day, from))))
        const number = c.number(day)
        // A day that is not worked has the number of the next one that is.
        const snapped = c.day(number)
        expect(snapped >= day).toBe(true)
        expect(c.works(snapped)).toBe(true)
        expect(snapped === day).toBe(c.works(day))
        expect(c.number(snapped)).toBe(number)
        expect(c.number(c.day(number + n))).toBe(number + n)
        // Counted one by one it is the same.
        let counted = 0
        for (let d = day; d < addDays(day, 40); d = addDays(d, 1)) if (c.works(d)) counted++
        expect(c.number(addDays(day, 40)) - number).toBe(counted)
      }),
    )
  })
  it('leave out the weekend that the company has', () => {
    const gulf = calendarOf([7, 1, 2, 3, 4])
    expect(gulf.works('2026-03-06')).toBe(false)
    expect(gulf.works('2026-03-08')).toBe(true)
    expect(
      place([item({ id: 'a', days: 5, notBefore: '2026-03-05' })], { calendar: gulf, today: monday, from: monday }).get(
        'a',
      ),
    ).toMatchObject({
      startsOn: '2026-03-05',
      dueOn: '2026-03-11',
    })
  })
})

describe('dates', () => {
  it('follow from what a task waits for', () => {
    const p = at([
      item({ id: 'a', days: 3 }),
      item({ id: 'b', days: 5, after: ['a'] }),
      item({ id: 'c', days: 0, after: ['b'] }),
    ])
    expect(p.get('a')).toMatchObject({ startsOn: '2026-03-02', dueOn: '2026-03-04' })
    expect(p.get('b')).toMatchObject({ startsOn: '2026-03-05', dueOn: '2026-03-11' })
    expect(p.get('c')).toMatchObject({ startsOn: '2026-03-12', dueOn: '2026-03-12' })
  })

  it('keep every task behind everything that it waits for, and begin as early as that allows', () => {
    fc.assert(
      fc.property(plans, aDay, (items, today) => {
        const p = at(items, today)
        for (const one of items) {
          const me = p.get(one.id)!
          const ends = one.after.map((id) => p.get(id)!.finish)
          expect(me.due).toBe(me.start + one.days)
          if (one.doneOn !== null) continue
          // Nothing that is open ends in the past.
          expect(me.expectedOn >= today || (one.days === 0 && me.expectedOn === one.fixed)).toBe(true)
          if (one.fixed !== null) {
            expect(me.start).toBe(usual.number(one.fixed))
            expect(me.conflict).toBe(Math.max(0, ...ends.map((end) => end - me.start)))
            continue
          }
          expect(me.conflict).toBe(0)
          const floor = usual.number(one.notBefore ?? monday)
          expect(me.start).toBe(Math.max(floor, ...ends))
        }
      }),
    )
  })

  it('pass over what an owner has off: each task has its days of work, and begins and ends on one', () => {
    const numbers = fc
      .uniqueArray(fc.integer({ min: -10, max: 150 }), { maxLength: 20 })
      .map((some): ReadonlySet<number> => new Set(some.map((n) => usual.number(monday) + n)))
    fc.assert(
      fc.property(plans, fc.array(numbers, { minLength: 1, maxLength: 4 }), (rows, offs) => {
        const items = rows.map((one, i) => ({ ...one, fixed: null, off: offs[i % offs.length]! }))
        const p = at(items, '2025-01-01')
        for (const one of items.filter((x) => x.doneOn === null && x.days > 0)) {
          const { start, due } = p.get(one.id)!
          const worked = Array.from({ length: due - start }, (_, i) => start + i).filter((n) => !one.off.has(n))
          expect(worked).toHaveLength(one.days)
          expect([worked[0], worked.at(-1)]).toEqual([start, due - 1])
          // The last start of which it ends there is that one, as no later one does.
          expect(startFor(one, due)).toBe(start)
          for (const before of one.after) expect(start).toBeGreaterThanOrEqual(p.get(before)!.finish)
        }
      }),
    )
  })

  it('are the same in whatever order the tasks are told', () => {
    fc.assert(
      fc.property(plans, aDay, fc.integer(), (items, today, seed) => {
        const mixed = items
          .map((one, i) => ({ one, key: Math.imul(i + 1, seed | 1) }))
          .toSorted((a, b) => a.key - b.key)
          .map(({ one }) => ({ ...one, after: one.after.toReversed() }))
        const [a, b] = [at(items, today), at(mixed, today)]
        for (const { id } of items) expect(b.get(id)).toEqual(a.get(id))
      }),
    )
  })

  it('of a late task push on what waits for it, and only that', () => {
    const items = [
      item({ id: 'a', days: 2 }),
      item({ id: 'b', days: 2, after: ['a'] }),
      item({ id: 'c', days: 2, notBefore: '2026-03-04' }),
    ]
    const p = at(items, '2026-03-06')
    expect(p.get('a')).toMatchObject({ late: true, dueOn: '2026-03-03', expectedOn: '2026-03-06' })
    expect(p.get('b')).toMatchObject({ late: false, startsOn: '2026-03-09' })
    const moves = movesBetween(items, at(items, '2026-03-03'), p)
    expect(moves.map((m) => [m.id, m.days])).toEqual([
      ['a', 3],
      ['c', 1],
      ['b', 3],
    ])
  })
})

describe('slack', () => {
  it('is what a task may slip: within it nothing fixed is in conflict, one day more and something is', () => {
    fc.assert(
      fc.property(plans, fc.nat(), fc.integer({ min: 1, max: 10 }), (items, pick, more) => {
        const before = at(items, '2025-01-01')
        const free = items.filter(
          (one) => one.doneOn === null && one.fixed === null && before.get(one.id)!.slack !== null,
        )
        fc.pre(free.length > 0)
        const one = free[pick % free.length]!
        const { slack, start } = before.get(one.id)!
        const conflicts = (delay: number) => {
          const moved = items.map((other) =>
            other.id === one.id ? { ...other, notBefore: usual.day(start + delay) } : other,
          )
          const after = at(moved, '2025-01-01')
          const worse = items.filter((other) => after.get(other.id)!.conflict > before.get(other.id)!.conflict)
          return { worse: worse.length, any: items.some((other) => after.get(other.id)!.conflict > 0) }
        }
        if (slack! >= 0) expect(conflicts(slack!).worse).toBe(0)
        expect(conflicts(Math.max(0, slack!) + more).any).toBe(true)
      }),
      { numRuns: 300 },
    )
  })

  it('is nobody’s who has nothing fixed behind them', () => {
    const p = at([item({ id: 'a' }), item({ id: 'b', after: ['a'] })])
    expect(p.get('a')!.slack).toBeNull()
  })
})

describe('the critical path', () => {
  const launch = (items: Item[], days: number, after: string[]) => [
    ...items,
    item({ id: 'go', days: 0, fixed: usual.day(usual.number(monday) + days), after, guarded: true }),
  ]
  it('is those tasks of which a day more takes a day from what is left before a go-live', () => {
    fc.assert(
      fc.property(plans, fc.integer({ min: 40, max: 400 }), (rows, days) => {
        const open = rows.map((one) => ({ ...one, fixed: null, doneOn: null }))
        const items = launch(open, days, [open.at(-1)!.id, open[0]!.id])
        const before = at(items, '2025-01-01')
        const left = before.get('go')!.buffer!
        let some = false
        for (const one of open) {
          const longer = items.map((other) => (other.id === one.id ? { ...other, days: other.days + 1 } : other))
          const now = at(longer, '2025-01-01').get('go')!.buffer!
          expect(before.get(one.id)!.critical).toBe(now === left - 1)
          expect(now === left || now === left - 1).toBe(true)
          some ||= before.get(one.id)!.critical
        }
        expect(some).toBe(true)
      }),
      { numRuns: 200 },
    )
  })

  it('tells by how many working days a go-live is missed', () => {
    const p = at(launch([item({ id: 'a', days: 12 })], 9, ['a']))
    expect(p.get('go')).toMatchObject({ conflict: 3, buffer: -3, dueOn: '2026-03-13' })
    expect(p.get('a')).toMatchObject({ critical: true, slack: -3 })
  })

  it('leaves a go-live on a day on which nobody works where it is', () => {
    const p = at([
      item({ id: 'a', days: 5 }),
      item({ id: 'go', days: 0, fixed: '2026-03-08', after: ['a'], guarded: true }),
    ])
    expect(p.get('go')).toMatchObject({ dueOn: '2026-03-08', conflict: 0, buffer: 0 })
  })
})

describe('circles', () => {
  it('are found wherever there is one, by the names of those in it', () => {
    expect(
      circleIn([item({ id: 'a', after: ['c'] }), item({ id: 'b', after: ['a'] }), item({ id: 'c', after: ['b'] })]),
    ).toEqual(['Task a', 'Task b', 'Task c'])
    fc.assert(
      fc.property(plans, (items) => {
        expect(circleIn(items)).toBeNull()
        const [first, last] = [items[0]!, items.at(-1)!]
        const closed = items.map((one) => (one.id === first.id ? { ...one, after: [last.id] } : one))
        // There is a circle exactly where the last one waits for the first, over whatever way.
        const reaches = (id: string): boolean =>
          id === first.id || items.find((one) => one.id === id)!.after.some((before) => reaches(before))
        const names = circleIn(closed)
        expect(names !== null).toBe(reaches(last.id))
        if (names) {
          const ids = names.map((name) => closed.find((one) => one.name === name)!)
          // Each is waited for by the next, and the last by the first.
          ids.forEach((one, i) => expect(ids[(i + 1) % ids.length]!.after).toContain(one.id))
        }
      }),
    )
  })
  it('of very long chains are walked without a deep stack', () => {
    const long = Array.from({ length: 20_000 }, (_, i) =>
      item({ id: `n${i}`, after: i > 0 ? [`n${i - 1}`] : ['n19999'] }),
    )
    expect(circleIn(long)).toHaveLength(20_000)
  })
})

it('days between are calendar days, working days are not', () => {
  expect(daysBetween('2026-03-06', '2026-03-09')).toBe(3)
  expect(usual.number('2026-03-09') - usual.number('2026-03-06')).toBe(1)
})
