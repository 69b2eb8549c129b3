import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Cadence, cadenceDays } from '../../contract/design.ts'
import { addDays } from '../platform/clock.ts'
import { carryOver, dueOn, inWindow, mayRecord, nextDue, plannedDay, takeOver } from './cadence.ts'

const day = fc.integer({ min: 0, max: 900 }).map((n) => addDays('2025-06-01', n))
const cadence = fc.constantFrom<Cadence>('weekly', 'biweekly', 'monthly', 'quarterly')
const facts = fc.record({ cadence, since: day, lastHeldOn: fc.option(day) })

describe('the next check-in', () => {
  it('is due one window after the last, or after the two began', () => {
    fc.assert(
      fc.property(facts, (f) => {
        const due = dueOn(f)
        const from = [f.since, f.lastHeldOn ?? f.since].toSorted().at(-1)!
        expect(due).toBe(addDays(from, cadenceDays[f.cadence]))
        expect(inWindow(f, due)).toBe(true)
        expect(inWindow(f, addDays(due, 1))).toBe(false)
      }),
    )
  })

  it('never moves back when another is held', () => {
    fc.assert(
      fc.property(facts, day, (f, heldOn) => {
        const last = f.lastHeldOn !== null && f.lastHeldOn > heldOn ? f.lastHeldOn : heldOn
        expect(dueOn({ ...f, lastHeldOn: last }) >= dueOn(f)).toBe(true)
      }),
    )
  })

  it('says what the day means, and takes the planned one first', () => {
    const f = { cadence: 'weekly' as const, since: '2026-03-02', lastHeldOn: null }
    expect(nextDue(f, null, '2026-03-02')).toEqual({ on: '2026-03-09', days: 7, state: 'later' })
    expect(nextDue(f, null, '2026-03-06')).toMatchObject({ state: 'soon', days: 3 })
    expect(nextDue(f, null, '2026-03-09')).toMatchObject({ state: 'today', days: 0 })
    expect(nextDue(f, null, '2026-03-12')).toMatchObject({ state: 'waiting', days: -3 })
    expect(nextDue(f, '2026-03-20', '2026-03-12')).toEqual({ on: '2026-03-20', days: 8, state: 'later' })
  })

  it('is planned for a working day, not in the past and not after it is due', () => {
    fc.assert(
      fc.property(day, day, (due, today) => {
        const planned = plannedDay(due, today)
        expect(planned >= today).toBe(true)
        if (due > today) expect(planned <= due).toBe(true)
        const weekday = new Date(`${planned}T00:00:00Z`).getUTCDay()
        if (due > addDays(today, 2)) expect([0, 6]).not.toContain(weekday)
      }),
    )
  })

  it('may be recorded for today and sixty days back', () => {
    expect(mayRecord('2026-03-02', '2026-03-02')).toBe(true)
    expect(mayRecord('2026-03-03', '2026-03-02')).toBe(false)
    expect(mayRecord('2026-01-01', '2026-03-02')).toBe(true)
    expect(mayRecord('2025-12-31', '2026-03-02')).toBe(false)
  })
})

describe('what comes along', () => {
  const items = fc.array(
    fc.record({
      id: fc.uuid(),
      authorId: fc.constantFrom('report', 'manager'),
      shared: fc.boolean(),
      done: fc.boolean(),
    }),
    { maxLength: 12 },
  )
  it('is everything open and shared, in its order', () => {
    fc.assert(
      fc.property(items, (list) => {
        expect(carryOver(list).map((i) => i.from)).toEqual(list.filter((i) => i.shared && !i.done).map((i) => i.id))
      }),
    )
  })
  it('is nothing of the earlier manager’s, and nothing is shown to the new one unasked', () => {
    fc.assert(
      fc.property(items, (list) => {
        const taken = takeOver(list, 'report')
        expect(taken.every((i) => i.authorId === 'report' && !i.shared)).toBe(true)
        expect(taken.map((i) => i.from)).toEqual(
          list.filter((i) => i.shared && !i.done && i.authorId === 'report').map((i) => i.id),
        )
      }),
    )
  })
})
