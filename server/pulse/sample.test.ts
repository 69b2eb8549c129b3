import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays } from '../platform/clock.ts'
import { type Candidate, sampleOf, wanted } from './sample.ts'

const floor = 5
const shares = fc.constantFrom(100, 50, 33, 25)
const sizes = fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 5 })

/** A company that lives through rounds, a survey a round, as the product keeps them. */
function live(
  sizes: readonly number[],
  rounds: readonly { survey: number; share: number; after: number }[],
  most: number,
  weeks: number,
) {
  const people = sizes.flatMap((n, s) => Array.from({ length: n }, (_, i) => ({ id: `${s}.${i}`, segment: `${s}` })))
  const asks: { id: string; survey: number; on: string; round: number }[] = []
  let today = '2026-01-05'
  const chosen = rounds.map(({ survey, share, after }, round) => {
    today = addDays(today, after)
    const since = addDays(today, -7 * weeks)
    const newest = (days: string[]) => days.sort().at(-1) ?? null
    const candidates: Candidate[] = people.map((p) => {
      const mine = asks.filter((a) => a.id === p.id)
      return {
        ...p,
        asked: mine.filter((a) => a.on > since).length,
        most,
        last: newest(mine.filter((a) => a.survey === survey).map((a) => a.on)),
        times: mine.filter((a) => a.survey === survey).length,
        lastAny: newest(mine.map((a) => a.on)),
      }
    })
    const ids = sampleOf(candidates, { share, floor })
    asks.push(...ids.map((id) => ({ id, survey, on: today, round })))
    return ids
  })
  return { people, asks, chosen }
}

describe('the sample', () => {
  test('never asks anybody more often than the program allows, across all surveys', () => {
    fc.assert(
      fc.property(
        sizes,
        fc.array(fc.record({ survey: fc.nat(3), share: shares, after: fc.integer({ min: 0, max: 40 }) }), {
          minLength: 1,
          maxLength: 10,
        }),
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 2, max: 12 }),
        (company, rounds, most, weeks) => {
          const { people, asks } = live(company, rounds, most, weeks)
          for (const p of people) {
            const days = asks.filter((a) => a.id === p.id).map((a) => a.on)
            for (const day of days)
              expect(days.filter((d) => d <= day && d > addDays(day, -7 * weeks)).length).toBeLessThanOrEqual(most)
          }
        },
      ),
      { numRuns: 150 },
    )
  })

  test('asks each person at most once a round, and as many of a segment as it takes', () => {
    fc.assert(
      fc.property(sizes, shares, (company, share) => {
        const { people, chosen } = live(company, [{ survey: 0, share, after: 0 }], 1, 8)
        expect(new Set(chosen[0]).size).toBe(chosen[0]!.length)
        for (const [s, size] of company.entries()) {
          const n = chosen[0]!.filter((id) => people.find((p) => p.id === id)!.segment === `${s}`).length
          expect(n).toBe(wanted(size, { share, floor }))
          expect(n).toBeGreaterThanOrEqual(Math.min(size, floor * 2))
          expect(n).toBeGreaterThanOrEqual(Math.ceil((size * share) / 100))
        }
      }),
    )
  })

  test('asks everyone in turn: nobody again before everybody of their segment was asked', () => {
    fc.assert(
      fc.property(sizes, shares, (company, share) => {
        const rounds = Array.from({ length: 6 }, () => ({ survey: 0, share, after: 60 }))
        const { people, asks } = live(company, rounds, 6, 2)
        for (const segment of new Set(people.map((p) => p.segment))) {
          const mine = people.filter((p) => p.segment === segment)
          for (let round = 0; round < 6; round++) {
            const times = mine.map((p) => asks.filter((a) => a.id === p.id && a.round <= round).length)
            expect(Math.max(...times) - Math.min(...times)).toBeLessThanOrEqual(1)
          }
        }
      }),
    )
  })

  test('is drawn by chance', () => {
    const one = () =>
      live([80], [{ survey: 0, share: 25, after: 0 }], 1, 8)
        .chosen[0]!.toSorted()
        .join()
    expect(new Set(Array.from({ length: 8 }, one)).size).toBeGreaterThan(1)
  })
})
