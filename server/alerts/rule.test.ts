/** The rule's statistics: how often it is wrong where nothing changes, and whether it finds what fell. */
import { describe, expect, it } from 'vitest'
import { dice } from '../../fixtures/names.ts'
import type { GivenNumber } from '../metrics/metrics.ts'
import { addDays } from '../platform/clock.ts'
import { comparable, fallOf, isOver, type Kind, leastNumbers, tailOf } from './rule.ts'

/** Of a company in which nothing changes, in a year. */
const falseAlarmsAYear = 0.2
const first = '2024-01-01'
const share: Kind = { ratio: true, direction: 'up', window: 31 }
const mean: Kind = { ratio: false, direction: 'up', window: 28 }
const given = (week: number, met: number, of: number, value = (met / of) * 100): GivenNumber => ({
  key: '',
  metric: 'C1',
  version: 1,
  asOf: addDays(first, week * 7),
  met,
  of,
  value,
})
/** Nearly normal, mean 0 and variance 1. */
const normal = (roll: () => number) => Array.from({ length: 12 }, roll).reduce((a, b) => a + b, 0) - 6
const drawn = (roll: () => number, of: number, p: number) =>
  Array.from({ length: of }, roll).filter((x) => x < p).length

describe('a company in which nothing changes', () => {
  it('hears of shares no more often than is stated, looked at every week of a year', () => {
    const roll = dice(41)
    const sizes = [30, 80, 200, 480]
    const levels = [0.85, 0.6]
    const watched = { compared: sizes.length * levels.length, looks: 52, kinds: 3 }
    const years = 40
    let alarmed = 0
    for (let year = 0; year < years; year++) {
      const all = sizes.flatMap((of) =>
        levels.map((p) => Array.from({ length: 64 }, (_, week) => given(week, drawn(roll, of, p), of))),
      )
      const fell = (series: GivenNumber[]) =>
        Array.from({ length: 52 }, (_, i) => series.slice(0, i + 13)).some((upTo) => fallOf(upTo, share, watched))
      if (all.some(fell)) alarmed++
    }
    expect(alarmed / years).toBeLessThanOrEqual(falseAlarmsAYear)
  })

  it('hears of other numbers no more often than is stated, whatever they move by themselves', () => {
    const roll = dice(42)
    const spreads = [0.1, 0.3, 1]
    const watched = { compared: spreads.length, looks: 52, kinds: 3 }
    const years = 300
    let alarmed = 0
    for (let year = 0; year < years; year++) {
      // A number a month, as companies bring them: two years of them, the second looked at.
      const fell = spreads.some((spread) => {
        const series = Array.from({ length: 26 }, (_, month) => given(month * 4, 0, 90, 5 + spread * normal(roll)))
        return Array.from({ length: 13 }, (_, i) => series.slice(0, i + 14)).some((upTo) => fallOf(upTo, mean, watched))
      })
      if (fell) alarmed++
    }
    expect(alarmed / years).toBeLessThanOrEqual(falseAlarmsAYear)
  })
})

describe('a number that fell', () => {
  const watched = { compared: 10, looks: 52, kinds: 3 }

  it('is found within weeks where a share of 400 people loses twenty points', () => {
    const roll = dice(43)
    const tries = 200
    let found = 0
    for (let i = 0; i < tries; i++) {
      const series = Array.from({ length: 26 }, (_, week) => given(week, drawn(roll, 400, week < 20 ? 0.8 : 0.6), 400))
      if ([20, 21, 22, 23, 24, 25].some((week) => fallOf(series.slice(0, week + 1), share, watched))) found++
    }
    expect(found / tries).toBeGreaterThan(0.9)
  })

  it('is found where a monthly number falls by six of its own spreads, and not where it rises', () => {
    const roll = dice(44)
    const series = Array.from({ length: 15 }, (_, month) => given(month * 4, 0, 90, 40 + normal(roll)))
    const next = (value: number) => [...series, given(60, 0, 90, value)]
    expect(fallOf(next(40), mean, watched)).toBeNull()
    expect(fallOf(next(55), mean, watched)).toBeNull()
    const fall = fallOf(next(30), mean, watched)
    expect(fall?.reference.value).toBeCloseTo(40, 0)
    expect(fall!.chance).toBeLessThan(0.001)
    // Where less is better, the other way round.
    const down: Kind = { ...mean, direction: 'down' }
    expect(fallOf(next(30), down, watched)).toBeNull()
    expect(fallOf(next(55), down, watched)).not.toBeNull()
  })

  it('is not told of fewer than ten points, however sure, nor before there is enough to compare', () => {
    const large = (met: number) => [given(0, 40_000, 50_000), given(6, 40_000, 50_000), given(12, met, 50_000)]
    expect(fallOf(large(36_000), share, watched)).toBeNull()
    expect(fallOf(large(34_000), share, watched)).not.toBeNull()
    expect(comparable(large(34_000).slice(1), share)).toBe(false)
    const few = Array.from({ length: leastNumbers }, (_, month) => given(month * 4, 0, 90, 40 + (month % 2)))
    expect(comparable(few, mean)).toBe(false)
    expect(comparable([...few, given(40, 0, 90, 10)], mean)).toBe(true)
  })

  it('is over once it is near what it was', () => {
    const reference = { value: 80, met: 80, of: 100 }
    expect(isOver(reference, { value: 60 }, given(1, 74, 100), share)).toBe(false)
    expect(isOver(reference, { value: 60 }, given(1, 75, 100), share)).toBe(true)
    expect(isOver({ value: 40, met: 0, of: 9 }, { value: 20 }, given(1, 0, 9, 34), mean)).toBe(false)
    expect(isOver({ value: 40, met: 0, of: 9 }, { value: 20 }, given(1, 0, 9, 35), mean)).toBe(true)
  })
})

it('Student’s t has the tails of the printed tables', () => {
  for (const [t, df, tail] of [
    [12.706, 1, 0.025],
    [2.92, 2, 0.05],
    [3.499, 7, 0.005],
    [4.501, 7, 0.0014],
    [2.228, 10, 0.025],
    [5.049, 10, 0.00025],
    [0, 5, 0.5],
  ] as const)
    expect(tailOf(t, df)).toBeCloseTo(tail, 4)
})
