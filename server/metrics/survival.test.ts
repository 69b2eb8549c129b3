import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import { curve, histogram, median, medianOfWaitsFollowed, medianWaitFollowed } from './survival.ts'

// Miller 1981, acute myelogenous leukemia, as published with R's `survival` package.
const maintained = [
  [9, 1],
  [13, 1],
  [13, 0],
  [18, 1],
  [23, 1],
  [28, 0],
  [31, 1],
  [34, 1],
  [45, 0],
  [48, 1],
  [161, 0],
] as const
const other = [
  [5, 1],
  [5, 1],
  [8, 1],
  [8, 1],
  [12, 1],
  [16, 0],
  [23, 1],
  [27, 1],
  [30, 1],
  [33, 1],
  [43, 1],
  [45, 1],
] as const
const people = (rows: readonly (readonly [number, number])[]) =>
  histogram(rows.map(([days, happened]) => ({ days, happened: happened === 1 })))

describe('time until something happens', () => {
  test('gives the published medians', () => {
    expect(median(people(maintained))).toBe(31)
    expect(median(people(other))).toBe(23)
  })

  test('gives the published curve', () => {
    const steps = curve(people(maintained))
    expect(steps.slice(0, 3).map((s) => [s.day, s.atRisk])).toEqual([
      [9, 11],
      [13, 10],
      [18, 8],
    ])
    expect(steps[0]!.stillWaiting).toBeCloseTo(0.9090909090909, 12)
    expect(steps[1]!.stillWaiting).toBeCloseTo(0.8181818181818, 12)
    expect(steps[2]!.stillWaiting).toBeCloseTo(0.7159090909091, 12)
  })

  test('has no median while fewer than half have begun', () => {
    expect(
      median(
        people([
          [3, 1],
          [10, 0],
          [10, 0],
        ]),
      ),
    ).toBeNull()
    expect(median(histogram([]))).toBeNull()
  })

  test('is not the day of one who was followed for long, where all others began later', () => {
    const group = (long: number, short: number) => ({
      met: Int32Array.from({ length: long + short }, (_, i) => (i < long ? 1 : 0)),
      days: Int32Array.from({ length: long + short }, (_, i) => (i < long ? 24 : 10)),
    })
    expect(medianWaitFollowed(group(1, 110))).toBeNull()
    expect(medianWaitFollowed(group(4, 110))).toBeNull()
    expect(medianWaitFollowed(group(5, 110))).toBe(24)
    // Of five who were all followed, the middle one; also where some still wait.
    expect(medianWaitFollowed(group(5, 0))).toBe(24)
    expect(
      medianWaitFollowed({ met: Int32Array.from([1, 1, 1, 0, 0]), days: Int32Array.from([3, 5, 8, 20, 20]) }),
    ).toBe(8)
    const waits = (long: number) => Int32Array.from({ length: 50 }, (_, i) => (i < long ? 24 : -11))
    expect(medianOfWaitsFollowed({ waits: waits(1) })).toBeNull()
    expect(medianOfWaitsFollowed({ waits: waits(5) })).toBe(24)
  })

  test('is the ordinary median where nobody is still waiting', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 40 }), (days) => {
        const sorted = [...days].sort((a, b) => a - b)
        const middle = (sorted[Math.floor((sorted.length - 1) / 2)]! + sorted[Math.floor(sorted.length / 2)]!) / 2
        expect(median(histogram(days.map((d) => ({ days: d, happened: true }))))).toBeCloseTo(middle, 9)
      }),
    )
  })

  test('comes no earlier when more people are still waiting', () => {
    const group = fc.array(fc.record({ days: fc.integer({ min: 0, max: 90 }), happened: fc.boolean() }), {
      minLength: 1,
      maxLength: 40,
    })
    fc.assert(
      fc.property(group, (waiting) => {
        const before = median(histogram(waiting)) ?? Infinity
        const after = median(histogram([...waiting, { days: 90, happened: false }])) ?? Infinity
        expect(after).toBeGreaterThanOrEqual(before)
      }),
    )
  })
})
