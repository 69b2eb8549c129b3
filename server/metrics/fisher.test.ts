import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fisherExact, hypergeometric, rateRatio } from './fisher.ts'
import { besideOthers } from './table.ts'

const counts = fc
  .integer({ min: 1, max: 60 })
  .chain((of) => fc.record({ of: fc.constant(of), met: fc.integer({ min: 0, max: of }) }))

test('published examples', () => {
  // Fisher’s tea: three of four and one of four. R: p-value = 0.4857.
  expect(fisherExact({ met: 3, of: 4 }, { met: 1, of: 4 })).toBeCloseTo(34 / 70, 10)
  // All of five and none of five: two of the 252 ways are as far apart.
  expect(fisherExact({ met: 5, of: 5 }, { met: 0, of: 5 })).toBeCloseTo(2 / 252, 10)
  // R’s convicted twins: 2 of 17 and 10 of 13, p-value = 0.0005367.
  expect(fisherExact({ met: 2, of: 17 }, { met: 10, of: 13 })).toBeCloseTo(0.0005367, 7)
  expect(rateRatio({ met: 3, of: 4 }, { met: 1, of: 4 })).toBe(3)
  expect(rateRatio({ met: 3, of: 4 }, { met: 0, of: 4 })).toBeNull()
})

test('the chances of all tables add up to one', () => {
  fc.assert(
    fc.property(counts, counts, (a, b) => {
      const { chances } = hypergeometric(a.of, a.met + b.met, a.of + b.of)
      expect(chances.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 9)
    }),
  )
})

test('does not ask which group comes first, nor which answer is called the one', () => {
  fc.assert(
    fc.property(counts, counts, (a, b) => {
      const p = fisherExact(a, b)
      expect(p).toBeGreaterThan(0)
      expect(p).toBeLessThanOrEqual(1)
      expect(fisherExact(b, a)).toBeCloseTo(p, 9)
      const not = ({ met, of }: typeof a) => ({ met: of - met, of })
      expect(fisherExact(not(a), not(b))).toBeCloseTo(p, 9)
    }),
  )
})

test('finds nothing between groups that are alike, and the same by counting every way to choose', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 30 }), fc.nat({ max: 30 }), (of, met) => {
      const same = { of, met: Math.min(of, met) }
      expect(fisherExact(same, same)).toBeCloseTo(1, 9)
    }),
  )
  const small = fc
    .integer({ min: 1, max: 5 })
    .chain((of) => fc.record({ of: fc.constant(of), met: fc.integer({ min: 0, max: of }) }))
  fc.assert(
    fc.property(small, small, (a, b) => {
      const all = a.of + b.of
      const met = a.met + b.met
      // Everybody who met it comes first; each way to choose the group is as likely as any other.
      const ways = new Map<number, number>()
      for (let set = 0; set < 1 << all; set++) {
        let size = 0
        let inside = 0
        for (let i = 0; i < all; i++)
          if (set & (1 << i)) {
            size++
            if (i < met) inside++
          }
        if (size === a.of) ways.set(inside, (ways.get(inside) ?? 0) + 1)
      }
      const total = [...ways.values()].reduce((sum, n) => sum + n, 0)
      const ours = ways.get(a.met)!
      const extreme = [...ways.values()].filter((n) => n <= ours).reduce((sum, n) => sum + n, 0)
      expect(fisherExact(a, b)).toBeCloseTo(extreme / total, 9)
    }),
  )
})

test('a group stands beside everybody else only where both are shown, of one day, and large enough', () => {
  const shown = (numerator: number, denominator: number, asOf = '2026-06-30') =>
    ({
      state: 'shown',
      version: 1,
      point: { asOf, numerator, denominator, value: (100 * numerator) / denominator, interval: null },
    }) as const
  // Six of ten, and six of the twenty others: twice as often.
  expect(besideOthers(shown(6, 10), shown(12, 30), 5)).toEqual({
    ratio: 2,
    chance: fisherExact({ met: 6, of: 10 }, { met: 6, of: 20 }),
  })
  expect(besideOthers(shown(6, 10), shown(8, 14), 5)).toBeNull()
  expect(besideOthers(shown(6, 10, '2026-05-31'), shown(12, 30), 5)).toBeNull()
  expect(besideOthers({ ...shown(6, 10), state: 'held', peopleOf: '2026-05-31' }, shown(12, 30), 5)).toBeNull()
  expect(
    besideOthers({ state: 'hidden', because: 'floor', asOf: '2026-06-30', last: null }, shown(12, 30), 5),
  ).toBeNull()
})
