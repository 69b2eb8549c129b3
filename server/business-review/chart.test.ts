/** Charts on paper: everything lies within the frame. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays } from '../platform/clock.ts'
import { drawingOf, scaleFor } from './chart.ts'

const units = fc.constantFrom('percent', 'days', 'index', 'items', 'score')

test('a scale holds every value, and a share never leaves 0 to 100', () => {
  fc.assert(
    fc.property(units, fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { minLength: 1 }), (unit, values) => {
      const { low, high, ticks } = scaleFor(values, unit)
      expect(low).toBeLessThanOrEqual(Math.min(...values))
      expect(high).toBeGreaterThanOrEqual(Math.max(...values))
      expect(ticks.length).toBeGreaterThanOrEqual(2)
      expect(ticks.length).toBeLessThanOrEqual(8)
      if (unit === 'percent') {
        expect(low).toBeGreaterThanOrEqual(0)
        expect(high).toBeLessThanOrEqual(100)
      }
    }),
  )
})

test('two values that are all but the same have a scale', () => {
  for (const [a, b] of [
    [0, 5e-324],
    [50, 50 + 1e-13],
  ] as const) {
    const { low, high, ticks } = scaleFor([a, b], 'percent')
    expect(low).toBeLessThanOrEqual(a)
    expect(high).toBeGreaterThanOrEqual(b)
    expect(ticks.length).toBeGreaterThanOrEqual(2)
  }
})

test('a drawing lies within its frame, in the order of its days', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { minLength: 1, maxLength: 60 }),
      fc.option(fc.double({ min: 0, max: 100, noNaN: true })),
      (values, target) => {
        const points = values.map((value, i) => {
          const on = addDays('2026-01-01', i * 7)
          return { on, onSaid: on, value, said: '', of: '' }
        })
        const drawing = drawingOf(
          { points, targetValue: target, baselineValue: null, unit: 'percent' },
          [{ on: '2025-12-01', label: 'before' }],
          { width: 200, height: 80 },
        )!
        for (const [x, y] of drawing.line) {
          expect(x).toBeGreaterThanOrEqual(0)
          expect(x).toBeLessThanOrEqual(200)
          expect(y).toBeGreaterThanOrEqual(-0.01)
          expect(y).toBeLessThanOrEqual(80.01)
        }
        expect(drawing.line.map(([x]) => x)).toEqual(drawing.line.map(([x]) => x).toSorted((a, b) => a - b))
        // What happened outside of the chart is not in it.
        expect(drawing.events).toEqual([])
      },
    ),
  )
})
