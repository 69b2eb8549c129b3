import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays } from '../platform/clock.ts'
import {
  daysBetween,
  type GoalPeriod,
  hintsOf,
  ownedDays,
  paceOf,
  periodFor,
  reachedOf,
  reachedOfGoal,
  statusOf,
  type Turn,
} from './rules.ts'

const day = fc.integer({ min: 0, max: 1500 }).map((n) => addDays('2025-01-01', n))
const amount = fc.integer({ min: -1_000_000, max: 1_000_000 }).map((n) => n / 100)

describe('progress', () => {
  it('is 0 at the start and 1 at the target, whichever way it runs', () => {
    fc.assert(
      fc.property(amount, amount, (start, target) => {
        fc.pre(start !== target)
        expect(reachedOf({ kind: 'number', start, target, current: start })).toBe(0)
        expect(reachedOf({ kind: 'number', start, target, current: target })).toBe(1)
        expect(reachedOf({ kind: 'number', start, target, current: (start + target) / 2 })).toBeCloseTo(0.5)
      }),
    )
  })

  it('never leaves 0 to 1 for a goal, and grows when a key result does', () => {
    const measure = fc.record({ kind: fc.constant('number' as const), start: amount, target: amount, current: amount })
    fc.assert(
      fc.property(fc.array(measure, { minLength: 1, maxLength: 6 }), fc.nat(5), (measures, at) => {
        const reached = reachedOfGoal(measures, 0)
        expect(reached).toBeGreaterThanOrEqual(0)
        expect(reached).toBeLessThanOrEqual(1)
        const better = measures.map((m, i) => (i === at % measures.length ? { ...m, current: m.target } : m))
        expect(reachedOfGoal(better, 0)).toBeGreaterThanOrEqual(reached)
      }),
    )
  })

  it('counts a key result without distance as met or not', () => {
    expect(reachedOf({ kind: 'number', start: 5, target: 5, current: 5 })).toBe(1)
    expect(reachedOf({ kind: 'number', start: 5, target: 5, current: 4 })).toBe(0)
  })
})

describe('how a goal goes', () => {
  const goal = { startsOn: '2026-01-01', endsOn: '2026-03-31' }
  it('says nothing against it in the first fifth of its time', () => {
    expect(paceOf({ ...goal, reached: 0 }, '2026-01-15')).toBe('on_track')
  })
  it('falls behind as time goes', () => {
    expect(paceOf({ ...goal, reached: 0.4 }, '2026-02-14')).toBe('on_track')
    expect(paceOf({ ...goal, reached: 0 }, '2026-02-01')).toBe('at_risk')
    expect(paceOf({ ...goal, reached: 0 }, '2026-03-25')).toBe('off_track')
  })
  it('believes people for four weeks', () => {
    const facts = {
      ...goal,
      publishedAt: '2026-01-01T00:00:00Z',
      closedAt: null,
      outcome: null,
      reached: 0,
      said: { confidence: 'on_track' as const, on: '2026-02-10' },
    }
    expect(statusOf(facts, '2026-03-10')).toMatchObject({ state: 'active', going: 'on_track', said: true })
    expect(statusOf(facts, '2026-03-11')).toMatchObject({ state: 'active', said: false })
    expect(statusOf(facts, '2026-04-02')).toEqual({ state: 'over', days: 2 })
    expect(statusOf(facts, '2025-12-31')).toEqual({ state: 'upcoming' })
  })
  it('gives hints that concern it', () => {
    const base = {
      measures: [],
      hasParent: false,
      hasDescription: false,
      startsOn: '2026-01-01',
      endsOn: '2026-03-31',
      quietDays: 0,
    }
    expect(hintsOf({ ...base, status: { state: 'active', going: 'on_track', said: false, daysLeft: 9 } })).toEqual([
      'no_measure',
      'no_parent',
      'no_description',
    ])
    expect(
      hintsOf({ ...base, quietDays: 22, status: { state: 'active', going: 'on_track', said: false, daysLeft: 9 } }),
    ).toContain('not_touched')
    expect(hintsOf({ ...base, status: { state: 'closed', outcome: 'achieved', on: '2026-03-01T00:00:00Z' } })).toEqual(
      [],
    )
  })
})

describe('the period of a new goal', () => {
  it('ends with a calendar period that leaves three weeks at least, and begins today', () => {
    fc.assert(
      fc.property(day, fc.constantFrom<GoalPeriod>('quarter', 'half_year', 'year'), (today, period) => {
        const { startsOn, endsOn } = periodFor(today, period)
        expect(startsOn).toBe(today)
        expect(daysBetween(today, endsOn)).toBeGreaterThanOrEqual(21)
        expect(addDays(endsOn, 1).slice(8)).toBe('01')
        const months = { quarter: 3, half_year: 6, year: 12 }[period]
        expect((Number(addDays(endsOn, 1).slice(5, 7)) - 1) % months).toBe(0)
      }),
    )
  })
})

describe('owned days', () => {
  const turns = fc.array(fc.tuple(fc.constantFrom('closed' as const, 'reopened' as const), fc.nat(30)), {
    maxLength: 8,
  })
  it('never overlap, never touch, lie within the goal, and are those on which it was open at the day’s end', () => {
    fc.assert(
      fc.property(day, fc.nat(200), fc.nat(60), turns, (startsOn, length, published, steps) => {
        const goal = { startsOn, endsOn: addDays(startsOn, length) }
        let on = addDays(startsOn, published - 30)
        const all: Turn[] = [
          { kind: 'published', on },
          ...steps.map(([kind, days]) => ({ kind, on: (on = addDays(on, days)) })),
        ]
        const days = ownedDays(goal, all)
        for (const [i, d] of days.entries()) {
          expect(d.from < d.until).toBe(true)
          expect(d.from >= startsOn && d.until <= addDays(goal.endsOn, 1)).toBe(true)
          if (i > 0) expect(days[i - 1]!.until < d.from).toBe(true)
        }
        for (let n = -5; n <= length + 5; n++) {
          const today = addDays(startsOn, n)
          const last = all.filter((t) => t.on <= today).at(-1)
          const open = last !== undefined && last.kind !== 'closed' && today >= startsOn && today <= goal.endsOn
          expect(days.some((d) => d.from <= today && today < d.until)).toBe(open)
        }
      }),
      { numRuns: 200 },
    )
  })
})
