import { describe, expect, test } from 'vitest'
import { gapOf, npsOf, npsOfThree, placeOf, scoreOf, secondsOf } from './numbers.ts'

describe('net promoter score', () => {
  // Reference: adjusted Wald with three added observations, computed in R.
  const reference = [
    { of: [162, 108, 54], score: 33.333333333333, low: 24.945251413034, high: 41.109794458526 },
    { of: [50, 30, 20], score: 30, low: 14.051130178762, high: 44.201297005704 },
    { of: [5, 3, 2], score: 30, low: -19.050615376364, high: 65.20446153021 },
    { of: [700, 200, 100], score: 60, low: 55.709595288655, high: 63.931481481036 },
    // Cut off where there are no more points to give.
    { of: [10, 0, 0], score: 100, low: 47.50355154479, high: 100 },
    { of: [0, 0, 10], score: -100, low: -100, high: -47.50355154479 },
  ] as const
  test.each(reference)('$of is $score', ({ of: [promoters, passives, detractors], ...expected }) => {
    const nps = npsOfThree(promoters, passives, detractors)
    expect(nps.score).toBeCloseTo(expected.score, 10)
    expect(nps.low).toBeCloseTo(expected.low, 10)
    expect(nps.high).toBeCloseTo(expected.high, 10)
  })
  test('counts 0 to 6 against, 9 and 10 for', () => {
    expect(npsOf([1, 1, 1, 1, 1, 1, 1, 2, 3, 4, 5])).toMatchObject({ detractors: 7, passives: 5, promoters: 9 })
  })
})

test('whoever rather not says is in no share', () => {
  expect(scoreOf('agreement', [1, 0, 1, 2, 1, 7])).toEqual({
    counts: [1, 0, 1, 2, 1],
    unsaid: 7,
    answered: 5,
    favourable: 3,
    mean: 17 / 5,
    nps: null,
  })
  expect(scoreOf('choice', [2, 3, 0])).toMatchObject({ answered: 5, favourable: null, mean: null, nps: null })
  expect(scoreOf('scale', [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4])).toMatchObject({ answered: 0, mean: null, nps: null })
})

test('an answer has a place, or is none', () => {
  const agreement = { kind: 'agreement', options: [] } as const
  expect([1, 5, null, 0, 6].map((v) => placeOf(agreement, v))).toEqual([0, 4, 5, null, null])
  const scale = { kind: 'scale', options: [] } as const
  expect([0, 10, null].map((v) => placeOf(scale, v))).toEqual([0, 10, 11])
  expect(placeOf({ kind: 'choice', options: ['a', 'b'] }, 2)).toBeNull()
})

test('leaders who call it a success less everyone else, in points', () => {
  expect(gapOf({ favourable: 9, answered: 10 }, { favourable: 55, answered: 100 })).toBeCloseTo(35, 10)
})

test('a survey of the library takes under a minute to answer', () => {
  expect(
    secondsOf([{ kind: 'agreement' }, { kind: 'agreement' }, { kind: 'agreement' }, { kind: 'comment' }]),
  ).toBeLessThan(60)
})
