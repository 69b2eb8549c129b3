import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fitting } from './data-table.tsx'
import { wordDiff } from './diff.tsx'
import { mirrorText } from './mirrored.ts'
import { ageOf, atAge, gather, monthTicks, niceTicks, spread, unbroken, weekTicks } from './scale.ts'

describe('a chart’s scale', () => {
  it('has round steps that hold the values', () => {
    expect(niceTicks(0, 14)).toEqual([0, 5, 10, 15])
    expect(niceTicks(0, 0.31)).toEqual([0, 0.1, 0.2, 0.3, 0.4])
    fc.assert(
      fc.property(
        fc.double({ min: -1e5, max: 1e5, noNaN: true }),
        fc.double({ min: 0.001, max: 1e5, noNaN: true }),
        (low, span) => {
          const ticks = niceTicks(low, low + span)
          expect(ticks[0]!).toBeLessThanOrEqual(low + span * 1e-6)
          expect(ticks.at(-1)!).toBeGreaterThanOrEqual(low + span - span * 1e-6)
          expect(ticks.length).toBeLessThan(12)
        },
      ),
    )
  })
  it('names months, and fewer of them over years', () => {
    expect(monthTicks('2026-03-02', '2026-06-10', 8)).toEqual(['2026-04-01', '2026-05-01', '2026-06-01'])
    expect(monthTicks('2025-11-01', '2026-02-01', 8)).toEqual(['2025-11-01', '2025-12-01', '2026-01-01', '2026-02-01'])
    expect(monthTicks('2020-01-01', '2026-01-01', 6).length).toBeLessThanOrEqual(8)
  })
  it('counts the weeks of an age, and fewer of them over years', () => {
    expect(weekTicks(atAge(0), atAge(30), 8).map(ageOf)).toEqual([0, 7, 14, 21, 28])
    expect(weekTicks(atAge(28), atAge(300), 6).map(ageOf)).toEqual([56, 112, 168, 224, 280])
  })
  it('breaks the line where nothing was measured', () => {
    const p = (value: number | null) => ({ value })
    expect(unbroken([p(null), p(1), p(2), p(null), p(3)])).toEqual([[p(1), p(2)], [p(3)]])
  })
  it('keeps labels apart and inside', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 200 }), { minLength: 1, maxLength: 8 }), (wanted) => {
        const placed = spread(wanted, 17, 0, 200).toSorted((a, b) => a - b)
        placed.forEach((y, i) => {
          expect(y).toBeLessThanOrEqual(200)
          if (i) expect(y - placed[i - 1]!).toBeGreaterThanOrEqual(17)
        })
      }),
    )
  })
})

describe('what happened at nearly the same time', () => {
  it('is told together, and nothing is lost or nearer than a label is wide', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 800 }), { maxLength: 40 }), fc.integer({ min: 1, max: 120 }), (at, apart) => {
        const groups = gather(
          at.map((x) => ({ at: x })),
          apart,
        )
        expect(groups.flat().map((m) => m.at)).toEqual(at.toSorted((a, b) => a - b))
        const firsts = groups.map((g) => g[0]!.at)
        for (const [i, first] of firsts.slice(1).entries()) expect(first - firsts[i]!).toBeGreaterThanOrEqual(apart)
      }),
    )
  })
})

describe('words that differ', () => {
  it('loses none of them', () => {
    fc.assert(
      fc.property(
        fc.lorem(),
        fc.lorem(),
        (a, b) =>
          wordDiff(a, b)
            .map((p) => p.text)
            .join('') === a,
      ),
    )
  })
  it('marks what the other lacks', () => {
    expect(wordDiff('every two weeks', 'every month')).toEqual([
      { text: 'every ', same: true },
      { text: 'two weeks', same: false },
    ])
    expect(wordDiff('same', 'same')).toEqual([{ text: 'same', same: true }])
  })
})

describe('the pseudo-language', () => {
  it('is longer and keeps what is filled in', () => {
    const text = mirrorText('Hello {{name}}, see <b>this</b>')
    expect(text).toContain('{{name}}')
    expect(text).toContain('<b>')
    expect(text).not.toContain('Hello')
    expect(text.length).toBeGreaterThan('Hello {{name}}, see <b>this</b>'.length * 1.2)
  })
})

describe('columns', () => {
  const column = (id: string, width: string, fixed = false) => ({ id, header: id, width, fixed, cell: () => null })
  const all = [
    column('name', 'minmax(200px, 2fr)', true),
    column('a', '1fr'),
    column('b', '120px'),
    column('act', '80px', true),
  ]
  it('leave from the end when there is little room, but never the fixed ones', () => {
    const ids = (room: number) => fitting(all, room).map((c) => c.id)
    expect(ids(Infinity)).toEqual(['name', 'a', 'b', 'act'])
    expect(ids(600)).toEqual(['name', 'a', 'b', 'act'])
    expect(ids(590)).toEqual(['name', 'a', 'act'])
    expect(ids(100)).toEqual(['name', 'act'])
  })
})
