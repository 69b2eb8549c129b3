import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Given, quantile, severity } from './severity.ts'

const raters = ['a', 'b', 'c', 'd']
const givenBy = (list: readonly (readonly [number, number])[]): Given[] =>
  list.map(([rater, value]) => ({ raterId: raters[rater]!, value }))
const given = fc.array(fc.tuple(fc.nat({ max: 3 }), fc.integer({ min: 1, max: 5 })), { maxLength: 80 }).map(givenBy)
const shown = (list: readonly Given[]) => severity(list, 5).raters.flatMap((r) => (r.difference ? [r.difference] : []))

describe('how managers rated beside each other', () => {
  it('says nothing of whoever gave fewer than five ratings, nor of one manager alone', () => {
    fc.assert(
      fc.property(given, (list) => {
        const { raters: found } = severity(list, 5)
        const enough = found.filter((r) => r.ratings >= 5).length
        for (const r of found) expect(r.difference !== null).toBe(r.ratings >= 5 && enough >= 2)
        expect(found.reduce((n, r) => n + r.ratings, 0)).toBe(list.length)
      }),
    )
  })

  it('finds no difference where all gave the same, and does not claim to know it exactly', () => {
    fc.assert(
      fc.property(given, fc.integer({ min: 1, max: 5 }), (list, value) => {
        for (const d of shown(list.map((g) => ({ ...g, value })))) {
          expect(d.value).toBeCloseTo(0, 10)
          expect(d.low).toBeLessThan(0)
          expect(d.high).toBeGreaterThan(0)
        }
      }),
    )
  })

  it('is narrower the more was given', () => {
    fc.assert(
      fc.property(given, fc.integer({ min: 2, max: 4 }), (list, times) => {
        const once = severity(list, 5).raters
        const more = severity(Array.from({ length: times }, () => list).flat(), 5).raters
        for (const [at, r] of once.entries()) {
          const again = more[at]!.difference
          if (
            !r.difference ||
            !again ||
            more.filter((m) => m.difference).length !== once.filter((o) => o.difference).length
          )
            continue
          expect(again.value).toBeCloseTo(r.difference.value, 9)
          const width = r.difference.high - r.difference.low
          expect(again.high - again.low).toBeLessThan(width)
        }
      }),
    )
  })

  it('moves with the ratings, and differences cancel out over all of them', () => {
    fc.assert(
      fc.property(given, (list) => {
        const lifted = shown(list.map((g) => ({ ...g, value: g.value + 1 })))
        for (const [at, d] of shown(list).entries()) expect(lifted[at]!.value).toBeCloseTo(d.value, 9)
        const { raters: found } = severity(list, 1)
        if (found.every((r) => r.difference))
          expect(found.reduce((sum, r) => sum + r.ratings * r.difference!.value, 0)).toBeCloseTo(0, 8)
      }),
    )
  })

  it('covers no difference where there is none, for all managers together, about as often as it says', () => {
    // A fixed sequence: the test says the same every time.
    let seed = 7
    const next = () => (seed = (seed * 48271) % 2147483647) / 2147483647
    let covered = 0
    const rounds = 400
    for (let round = 0; round < rounds; round++) {
      const list = givenBy(
        Array.from(
          { length: 4 * 8 },
          (_, at) => [at % 4, 1 + Math.min(4, Math.floor(((next() + next() + next()) * 5) / 3))] as const,
        ),
      )
      if (shown(list).every((d) => d.low <= 0 && d.high >= 0)) covered++
    }
    expect(covered / rounds).toBeGreaterThan(0.92)
  })

  it('uses the t distribution that the tables have', () => {
    for (const [probability, freedom, value] of [
      [0.975, 1, 12.706],
      [0.975, 10, 2.228],
      [0.95, 5, 2.015],
      [0.995, 30, 2.75],
      [0.9875, 200, 2.258],
    ] as const)
      expect(quantile(probability, freedom)).toBeCloseTo(value, 3)
  })
})
