import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mistakeIds } from '../../contract/launch.ts'
import { addDays } from '../platform/clock.ts'
import { failingSince, overTime, type Past, weeksShown } from './history.ts'

const today = '2026-06-30'
const row = (ago: number, result: Past['result'], waived = false): Past => ({
  day: addDays(today, -ago),
  check_id: 'sponsor_acts',
  mistake: 'P1',
  result,
  waived,
})

test('days in a mistake are those on which it was found and not let stand', () => {
  const past = [row(5, 'fail'), row(4, 'pass'), row(3, 'fail'), row(2, 'fail', true), row(1, 'fail'), row(0, 'fail')]
  const p1 = overTime(past, today).get('P1')!
  expect(p1.days).toBe(4)
  expect(p1.since).toBe(addDays(today, -1))
  // Letting it stand does not end it: the check has failed since the third day.
  expect(failingSince(past, 'sponsor_acts')).toBe(addDays(today, -3))
  expect(failingSince([...past, row(0, 'pass')], 'sponsor_acts')).toBeNull()
  expect(p1.weeks).toHaveLength(weeksShown)
  expect(p1.weeks.at(-1)).toEqual({ from: addDays(today, -6), state: 'fail' })
  expect(overTime(past, today).get('I3')).toMatchObject({ days: 0, since: null })
})

test('each day falls into exactly one week, and a mistake is as bad as its worst check', () => {
  const result = fc.constantFrom<Past['result']>('pass', 'fail', 'unknown')
  const rows = fc.array(
    fc.record({
      ago: fc.integer({ min: 0, max: 7 * weeksShown - 1 }),
      result,
      waived: fc.boolean(),
      id: fc.constantFrom(...mistakeIds),
    }),
    { maxLength: 60 },
  )
  fc.assert(
    fc.property(rows, (made) => {
      const past = made
        .map((one) => ({ ...row(one.ago, one.result, one.result === 'fail' && one.waived), mistake: one.id }))
        .toSorted((a, b) => (a.day < b.day ? -1 : 1))
      const over = overTime(past, today)
      for (const id of mistakeIds) {
        const mine = past.filter((one) => one.mistake === id)
        const { weeks, days } = over.get(id)!
        expect(days).toBe(
          new Set(mine.filter((one) => one.result === 'fail' && !one.waived).map((one) => one.day)).size,
        )
        expect(weeks.filter((week) => week.state === 'fail').length).toBeLessThanOrEqual(days)
        expect(weeks.some((week) => week.state !== null)).toBe(mine.length > 0)
        for (const one of mine) {
          const week = weeks.findLast(({ from }) => from <= one.day)!
          if (one.result === 'fail' && !one.waived) expect(week.state).toBe('fail')
          if (one.result === 'pass') expect(week.state).not.toBe('unknown')
        }
      }
    }),
  )
})
