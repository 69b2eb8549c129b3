import fc from 'fast-check'
import { expect, test } from 'vitest'
import { courseAt, tolerance } from './course.ts'

const aim = {
  direction: 'up' as const,
  from: { value: 20, on: '2026-01-01' },
  target: 80,
  by: '2026-05-01',
}

test('is on the straight line from the beginning to the target, with a little room behind it', () => {
  // Half of 120 days: the line is at 50, and a tenth of the way behind is still on course.
  expect(courseAt(50, aim, '2026-03-02')).toEqual({ state: 'on', expected: 50 })
  expect(courseAt(44, aim, '2026-03-02').state).toBe('on')
  expect(courseAt(43.9, aim, '2026-03-02').state).toBe('off')
  expect(courseAt(80, aim, '2026-01-02').state).toBe('reached')
  expect(courseAt(79, aim, '2026-05-01').state).toBe('on')
  expect(courseAt(79, aim, '2026-05-02').state).toBe('over')
  expect(courseAt(10, { ...aim, target: null }, '2026-03-02').state).toBe('unaimed')
  expect(courseAt(10, { ...aim, by: null }, '2026-03-02').state).toBe('unaimed')
  expect(courseAt(10, { ...aim, from: null }, '2026-03-02').state).toBe('on')
})

test('less is more where the direction is down', () => {
  const days = { direction: 'down' as const, from: { value: 40, on: '2026-01-01' }, target: 10, by: '2026-05-01' }
  expect(courseAt(25, days, '2026-03-02')).toEqual({ state: 'on', expected: 25 })
  expect(courseAt(28.1, days, '2026-03-02').state).toBe('off')
  expect(courseAt(9, days, '2026-03-02').state).toBe('reached')
})

test('a better number is never further from its course', () => {
  const order = ['over', 'off', 'on', 'reached']
  const value = fc.integer({ min: 0, max: 100 })
  const day = fc.integer({ min: 0, max: 200 }).map((n) => new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10))
  fc.assert(
    fc.property(
      value,
      value,
      value,
      value,
      day,
      day,
      fc.constantFrom('up' as const, 'down' as const),
      (a, b, from, target, by, now, direction) => {
        const at = (v: number) =>
          order.indexOf(courseAt(v, { direction, from: { value: from, on: '2026-01-01' }, target, by }, now).state)
        const better = direction === 'up' ? Math.max(a, b) : Math.min(a, b)
        const worse = better === a ? b : a
        expect(at(better)).toBeGreaterThanOrEqual(at(worse))
      },
    ),
  )
  expect(tolerance).toBeLessThan(1)
})
