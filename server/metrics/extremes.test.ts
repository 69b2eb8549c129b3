import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Grouping, sizesOf, type Verdict } from '../publication/publication.ts'
import { hideExtremes, type Side } from './extremes.ts'

const side = (name: string, keys: string[], cellOf: number[], parent?: number[]): Side => {
  const grouping: Grouping = {
    name,
    roster: 'live',
    keys,
    cellOf: Int32Array.from(cellOf),
    ...(parent ? { parent: Int32Array.from(parent) } : {}),
  }
  const verdicts = Array.from(sizesOf(grouping, cellOf.length), (n): Verdict => (n === 0 ? 'nobody' : 'shown'))
  return { grouping, verdicts }
}
/** People in departments: how many of each there are above, below and in the middle. */
function company(groups: readonly (readonly [number, number, number])[]) {
  const people = groups.flatMap(([above, below, middle], no) => [
    ...Array.from({ length: above }, () => ({ no, above: 1, below: 0 })),
    ...Array.from({ length: below }, () => ({ no, above: 0, below: 1 })),
    ...Array.from({ length: middle }, () => ({ no, above: 0, below: 0 })),
  ])
  return {
    of: people.map((p) => p.no),
    met: [Int32Array.from(people, (p) => p.above), Int32Array.from(people, (p) => p.below)],
    size: people.length,
  }
}

describe('ratings of everybody or nobody', () => {
  test('five of five above are hidden at both ends, and the smallest department beside them', () => {
    const c = company([
      [5, 0, 0],
      [3, 2, 2],
      [4, 2, 4],
    ])
    const whole = side(
      'organization',
      [''],
      c.of.map(() => 0),
    )
    const departments = side('department', ['A', 'B', 'C'], c.of)
    hideExtremes([whole, departments], c.met, c.size, 5)
    expect(whole.verdicts).toEqual(['shown'])
    expect(departments.verdicts).toEqual(['complement', 'complement', 'shown'])
  })

  test('nobody below is as telling; two that are hidden need no third', () => {
    const c = company([
      [3, 0, 4],
      [0, 3, 3],
      [4, 2, 4],
    ])
    const departments = side('department', ['A', 'B', 'C'], c.of)
    hideExtremes(
      [
        side(
          'organization',
          [''],
          c.of.map(() => 0),
        ),
        departments,
      ],
      c.met,
      c.size,
      5,
    )
    expect(departments.verdicts).toEqual(['complement', 'complement', 'shown'])
  })

  test('the whole company is shown from twice the floor on', () => {
    for (const [people, verdict] of [
      [9, 'complement'],
      [10, 'shown'],
    ] as const) {
      const c = company([[people, 0, 0]])
      const whole = side('organization', [''], c.of)
      const waves = side('wave', ['w'], c.of)
      hideExtremes([whole, waves], c.met, c.size, 5)
      expect([whole.verdicts, waves.verdicts]).toEqual([[verdict], ['complement']])
    }
  })

  test('what a line holds beyond the lines inside it', () => {
    // The leader's own team is all above; a line inside it is mixed.
    const c = company([
      [6, 0, 0],
      [2, 2, 2],
      [2, 2, 3],
    ])
    const lines = side('line', ['top', 'one', 'two'], c.of, [-1, 0, 0])
    hideExtremes([lines], c.met, c.size, 5)
    expect(lines.verdicts).toEqual(['shown', 'complement', 'shown'])
  })

  test('a held number that is extreme about the people of its day', () => {
    const c = company([
      [4, 1, 1],
      [3, 2, 2],
      [4, 2, 4],
    ])
    const departments = side('department', ['A', 'B', 'C'], c.of)
    departments.verdicts[0] = 'held'
    hideExtremes([{ ...departments, told: (cell) => (cell === 0 ? [[5, 5]] : []) }], c.met, c.size, 5)
    expect(departments.verdicts).toEqual(['complement', 'shown', 'shown'])
  })

  test('nothing that is left says it of a group by one subtraction', () => {
    const person = fc.record({ wave: fc.nat(1), department: fc.nat(5), site: fc.nat(3), rating: fc.nat(4) })
    fc.assert(
      fc.property(fc.array(person, { minLength: 1, maxLength: 90 }), (people) => {
        const met = [
          Int32Array.from(people, (p) => (p.rating > 2 ? 1 : 0)),
          Int32Array.from(people, (p) => (p.rating === 0 ? 1 : 0)),
        ]
        const keys = (n: number) => Array.from({ length: n }, (_, i) => String(i))
        const tables = [
          side(
            'organization',
            [''],
            people.map(() => 0),
          ),
          side(
            'wave',
            keys(2),
            people.map((p) => p.wave),
          ),
          side(
            'department',
            keys(6),
            people.map((p) => p.department),
          ),
          side(
            'line',
            keys(6),
            people.map((p) => p.department),
            [-1, 0, 0, 1, 1, 2],
          ),
          side(
            'location',
            keys(4),
            people.map((p) => p.site),
          ),
        ]
        hideExtremes(tables, met, people.length, 5)
        const chain = (t: Side, p: number) => {
          const found: number[] = []
          for (let cell = t.grouping.cellOf[p]!; cell >= 0; cell = t.grouping.parent?.[cell] ?? -1) found.push(cell)
          return found
        }
        const groups = tables.map((t) =>
          t.grouping.keys.flatMap((_, cell) =>
            t.verdicts[cell] === 'shown' ? [[...people.keys()].filter((p) => chain(t, p).includes(cell))] : [],
          ),
        )
        const extreme = (set: readonly number[]) =>
          set.length > 0 &&
          met.some((of) => {
            const n = set.reduce((sum, p) => sum + of[p]!, 0)
            return n === 0 || n === set.length
          })
        const less = (set: readonly number[], other: readonly number[]) => set.filter((p) => !other.includes(p))
        for (const [t, sets] of groups.entries()) {
          for (const set of sets) {
            expect((t === 0 && set.length >= 10) || !extreme(set)).toBe(true)
            for (const others of groups) {
              const inside = others.filter((o) => o !== set && o.length < set.length && less(o, set).length === 0)
              if (inside.length === 0) continue
              expect(extreme(inside.reduce(less, set))).toBe(false)
              for (const o of inside) expect(extreme(less(set, o))).toBe(false)
            }
          }
        }
      }),
      { numRuns: 300 },
    )
  })
})
