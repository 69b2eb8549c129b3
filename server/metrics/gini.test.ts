import fc from 'fast-check'
import { expect, test } from 'vitest'
import { gini } from './gini.ts'

const amounts = fc
  .array(fc.nat({ max: 500 }), { minLength: 2, maxLength: 60 })
  .filter((a) => a.some((x) => x > 0))
  .map((a) => Int32Array.from(a))

test('a small case by hand', () => {
  // The six pairs of 1, 2, 3 and 6 lie 16 apart in all: 16 ÷ (3 × 12).
  expect(gini(Int32Array.of(2, 6, 1, 3))).toBeCloseTo(16 / 36, 12)
})

test('is 0 where everybody has the same, and there is none where nobody has anything', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 200 }), fc.nat({ max: 100 }), (n, each) => {
      expect(gini(new Int32Array(n).fill(each))).toBe(each === 0 ? null : 0)
    }),
  )
  expect(gini(Int32Array.of(3))).toBeNull()
})

test('is 1 where one has everything, in a group of any size', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 200 }), fc.integer({ min: 1, max: 100 }), (n, all) => {
      const one = new Int32Array(n)
      one[n >> 1] = all
      expect(gini(one)).toBeCloseTo(1, 12)
    }),
  )
})

test('lies between the two, and knows neither scale nor order', () => {
  fc.assert(
    fc.property(amounts, fc.integer({ min: 2, max: 9 }), (a, times) => {
      const g = gini(a)!
      expect(g).toBeGreaterThanOrEqual(0)
      expect(g).toBeLessThanOrEqual(1 + 1e-12)
      expect(gini(a.map((x) => x * times))).toBeCloseTo(g, 10)
      expect(gini(a.toReversed())).toBe(g)
      // The definition: half the mean distance of two different people, by the mean.
      let apart = 0
      for (const x of a) for (const y of a) apart += Math.abs(x - y)
      const total = a.reduce((sum, x) => sum + x, 0)
      expect(g).toBeCloseTo(apart / (2 * (a.length - 1) * total), 10)
    }),
  )
})

test('falls when somebody with more shares with somebody with less', () => {
  fc.assert(
    fc.property(amounts, (a) => {
      const high = a.indexOf(Math.max(...a))
      const low = a.indexOf(Math.min(...a))
      if (a[high]! - a[low]! < 2) return
      const shared = a.slice()
      shared[high]!--
      shared[low]!++
      expect(gini(shared)!).toBeLessThan(gini(a)!)
    }),
  )
})
