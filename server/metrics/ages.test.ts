import fc from 'fast-check'
import { expect, test } from 'vitest'
import { weekly } from './ages.ts'

test('waves have a point for each week of their life: the last number of that week, at its first day', () => {
  expect(weekly([-3, 0, 2, 6, 7, 20].map((day) => ({ day, value: day })))).toEqual([
    { day: 0, value: 6 },
    { day: 7, value: 7 },
    { day: 14, value: 20 },
  ])
  const days = fc.uniqueArray(fc.integer({ min: -30, max: 400 })).map((all) => all.toSorted((a, b) => a - b))
  fc.assert(
    fc.property(days, days, (one, other) => {
      const of = (all: readonly number[]) => weekly(all.map((day) => ({ day, at: day })))
      for (const { day, at } of of(one)) expect([day % 7, Math.floor(at / 7) * 7, at >= 0]).toEqual([0, day, true])
      // Whatever is there of both in a week stands at the same day.
      const weeks = (all: readonly number[]) => new Set(all.filter((d) => d >= 0).map((d) => Math.floor(d / 7)))
      const both = [...weeks(one)].filter((week) => weeks(other).has(week)).map((week) => week * 7)
      const shared = of(one)
        .map((p) => p.day)
        .filter((day) => of(other).some((p) => p.day === day))
      expect(shared).toEqual(both)
    }),
  )
})
