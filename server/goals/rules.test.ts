import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, daysBetween } from '../platform/clock.ts'
import {
  type GoalPeriod,
  hintsOf,
  holders,
  ownedDays,
  paceOf,
  periodFor,
  reachedOf,
  reachedOfGoal,
  shareOut,
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

  it('counts a key result as often as its weight says, and like the plain mean where all weigh the same', () => {
    const weighed = fc.record({
      kind: fc.constant('number' as const),
      start: amount,
      target: amount,
      current: amount,
      weight: fc.integer({ min: 1, max: 12 }),
    })
    fc.assert(
      fc.property(
        fc.array(weighed, { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 100 }),
        (measures, same) => {
          const unrolled = measures.flatMap((m) => Array.from({ length: m.weight }, () => ({ ...m, weight: 1 })))
          expect(reachedOfGoal(measures, 0)).toBeCloseTo(reachedOfGoal(unrolled, 0), 5)
          const even = measures.map((m) => ({ ...m, weight: same }))
          const plain = measures.map(({ weight: _, ...m }) => m)
          expect(reachedOfGoal(even, 0)).toBeCloseTo(reachedOfGoal(plain, 0), 5)
          expect(reachedOfGoal(measures, 0)).toBeGreaterThanOrEqual(0)
          expect(reachedOfGoal(measures, 0)).toBeLessThanOrEqual(1)
        },
      ),
    )
    const done = { kind: 'yes_no' as const, start: 0, target: 1, current: 1 }
    const open = { ...done, current: 0 }
    expect(reachedOfGoal([{ ...done, weight: 3 }, open], 0)).toBe(0.75)
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

describe('time alone', () => {
  it('says nothing against a goal whose owner is away, but what a person said stands', () => {
    const facts = {
      startsOn: '2026-01-01',
      endsOn: '2026-03-31',
      publishedAt: '2026-01-01T00:00:00Z',
      closedAt: null,
      outcome: null,
      reached: 0,
      said: null,
      away: true,
    }
    expect(statusOf(facts, '2026-03-25')).toMatchObject({ going: 'on_track', said: false })
    expect(statusOf({ ...facts, away: false }, '2026-03-25')).toMatchObject({ going: 'off_track' })
    expect(statusOf({ ...facts, said: { confidence: 'at_risk', on: '2026-03-20' } }, '2026-03-25')).toMatchObject({
      going: 'at_risk',
    })
  })
})

describe('hints', () => {
  it('cover measure, start, target and date', () => {
    const goal = {
      hasParent: true,
      hasDescription: true,
      startsOn: '2026-01-01',
      endsOn: '2026-03-31',
      quietDays: 0,
      status: { state: 'active' as const, going: 'on_track' as const, said: false, daysLeft: 9 },
    }
    const measure = { kind: 'number' as const, start: 0, target: 10, current: 0 }
    expect(hintsOf({ ...goal, measures: [measure] })).toEqual([])
    expect(hintsOf({ ...goal, measures: [] })).toContain('no_measure')
    expect(hintsOf({ ...goal, measures: [{ ...measure, start: 10 }] })).toContain('no_distance')
    expect(hintsOf({ ...goal, measures: [measure], endsOn: '2027-06-30' })).toContain('long_period')
    expect(hintsOf({ ...goal, measures: [measure], endsOn: '2026-01-05' })).toContain('short_period')
    expect(hintsOf({ ...goal, measures: [measure], status: { state: 'over', days: 3 } })).toContain('past_date')
    expect(hintsOf({ ...goal, measures: [{ ...measure, current: 10 }] })).toContain('target_reached')
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

describe('owned days dealt to people', () => {
  const span = fc.record({
    personId: fc.constantFrom('a', 'b', 'c'),
    part: fc.constantFrom('goal' as const, 'key_result' as const),
    since: fc.nat(60),
    length: fc.option(fc.nat(40), { nil: null }),
  })
  it('give each person each day once, and only days on which the goal was owned', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(20), fc.integer({ min: 1, max: 20 })), { maxLength: 4 }),
        fc.array(span, { maxLength: 6 }),
        (pieces, drawn) => {
          let n = 0
          const days = pieces.map(([gap, length]) => {
            const from = (n += gap + 1)
            return { from: addDays('2026-01-01', from), until: addDays('2026-01-01', (n += length)) }
          })
          const spans = drawn.map(({ since, length, ...s }) => ({
            ...s,
            since: addDays('2026-01-01', since),
            until: length === null ? null : addDays('2026-01-01', since + length),
          }))
          const beliefs = shareOut(days, spans)
          for (let at = 0; at < 100; at += 1 + (at % 3)) {
            const today = addDays('2026-01-01', at)
            const open = days.some((d) => d.from <= today && today < d.until)
            for (const personId of ['a', 'b', 'c'])
              for (const part of ['goal', 'key_result'] as const) {
                const holds = spans.some(
                  (s) =>
                    s.personId === personId &&
                    s.part === part &&
                    s.since <= today &&
                    (s.until === null || today < s.until),
                )
                const found = beliefs.filter(
                  (b) => b.personId === personId && b.part === part && b.from <= today && today < b.until,
                )
                expect(found).toHaveLength(open && holds ? 1 : 0)
              }
          }
        },
      ),
      { numRuns: 60 },
    )
  })

  it('has exactly one owner on every day, whoever it was handed to', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.nat(10)), { maxLength: 6 }), (turns) => {
        let on = '2026-01-05'
        let from = 'first'
        const handovers = turns.map(([to, days]) => {
          const turn = { from, to, on: (on = addDays(on, days)) }
          from = to
          return turn
        })
        const spans = holders(from, handovers)
        for (let at = 0; at < 90; at++) {
          const today = addDays('2026-01-01', at)
          const holding = spans.filter((s) => s.since <= today && (s.until === null || today < s.until))
          expect(holding).toHaveLength(1)
          expect(holding[0]!.personId).toBe(handovers.findLast((h) => h.on <= today)?.to ?? 'first')
        }
      }),
    )
  })
})
