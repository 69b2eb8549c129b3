import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import { type Grouping, type Judged, judge, type Published, sizesOf } from './publication.ts'
import { eliminate, prime } from './elimination.ts'
import { approximate, determined, atomsOf, equationsOf, follows, nullVectors, seeded } from './unknowns.ts'

const floor = 5

/** The attacker, written on its own: Gaussian elimination over everything that was ever shown. */
function attacker(people: number, shown: readonly number[][]) {
  const p = 66_999_997
  const inverse = (a: number) => {
    let [r, e, b] = [1, p - 2, a]
    for (; e > 0; e = Math.floor(e / 2)) {
      if (e % 2 === 1) r = (r * b) % p
      b = (b * b) % p
    }
    return r
  }
  const rows: { pivot: number; row: number[] }[] = []
  const reduce = (vector: number[]) => {
    const v = [...vector]
    for (const { pivot, row } of rows) {
      const factor = v[pivot]!
      if (factor !== 0) for (let i = 0; i < people; i++) v[i] = (v[i]! + (p - factor) * row[i]!) % p
    }
    return v
  }
  for (const members of shown) {
    const v = reduce(Array.from({ length: people }, (_, i) => (members.includes(i) ? 1 : 0)))
    const pivot = v.findIndex((x) => x !== 0)
    if (pivot < 0) continue
    const by = inverse(v[pivot]!)
    rows.push({ pivot, row: v.map((x) => (x * by) % p) })
  }
  return {
    learns: (plus: readonly number[], minus: readonly number[] = []) =>
      reduce(Array.from({ length: people }, (_, i) => (plus.includes(i) ? 1 : minus.includes(i) ? p - 1 : 0))).every(
        (x) => x === 0,
      ),
  }
}

const isIn = (table: Grouping, person: number, cell: number) => {
  for (let at = table.cellOf[person]!; at >= 0; at = table.parent?.[at] ?? -1) if (at === cell) return true
  return false
}
const membersOf = (table: Grouping, people: number, cell: number) =>
  Array.from({ length: people }, (_, p) => p).filter((p) => isIn(table, p, cell))

function grouping(
  name: string,
  keys: readonly string[],
  of: (string | null)[],
  roster: 'frozen' | 'live' = 'live',
): Grouping {
  return { name, roster, keys, cellOf: Int32Array.from(of, (key) => (key === null ? -1 : keys.indexOf(key))) }
}

/** One date of a random company: departments, locations inside countries, a tree of leaders, joiners since. */
type Person = {
  department: number
  country: number
  site: number
  boss: number
  wave: number
  joined: boolean
  here: boolean
}
function tablesOf(company: readonly Person[]): Grouping[] {
  const tables: Grouping[] = []
  for (const roster of ['live', 'frozen'] as const) {
    const counts = (p: Person) => p.here && (roster === 'live' || !p.joined)
    const by = (name: string, key: (p: Person) => string) => {
      const keys = [...new Set(company.map(key))].sort()
      tables.push(
        grouping(
          name,
          keys,
          company.map((p) => (counts(p) ? key(p) : null)),
          roster,
        ),
      )
    }
    by('organization', () => '')
    by('wave', (p) => `wave ${p.wave}`)
    by('department', (p) => `department ${p.department}`)
    by('country', (p) => `country ${p.country}`)
    by('location', (p) => `site ${p.country}.${p.site}`)
    const bosses = company.map((p, i) => (i === 0 ? -1 : p.boss % i))
    const leaders = [...new Set(bosses.filter((b) => b >= 0))].sort((a, b) => a - b)
    const number = new Map(leaders.map((l, i) => [l, i]))
    tables.push({
      name: 'line',
      roster,
      keys: leaders.map((l) => `person ${l}`),
      cellOf: Int32Array.from(company, (p, i) => (counts(p) ? (number.get(i) ?? number.get(bosses[i]!) ?? -1) : -1)),
      parent: Int32Array.from(leaders, (l) => (bosses[l]! < 0 ? -1 : number.get(bosses[l]!)!)),
    })
  }
  return tables
}

const shownOf = (j: Judged) => Uint8Array.from(j.verdicts, (v) => (v === 'shown' ? 1 : 0))

function publishAll(dates: readonly (readonly Person[])[]) {
  const people = dates[0]!.length
  const earlier: Published[] = []
  const publicSums: number[][] = []
  const small: number[][] = []
  const judgedAt: { tables: Grouping[]; judged: Judged[] }[] = []
  for (const company of dates) {
    const tables = tablesOf(company)
    const judged = judge(people, tables, earlier, floor)
    tables.forEach((table, t) => {
      const { sizes, verdicts } = judged[t]!
      verdicts.forEach((verdict, cell) => {
        if (verdict === 'shown') publicSums.push(membersOf(table, people, cell))
        if (sizes[cell]! > 0 && sizes[cell]! < floor) small.push(membersOf(table, people, cell))
      })
    })
    earlier.push(...tables.map((table, t) => ({ ...table, shown: shownOf(judged[t]!) })))
    judgedAt.push({ tables, judged })
  }
  return { people, publicSums, small, judgedAt }
}

const person = fc.record({
  department: fc.nat(4),
  country: fc.nat(2),
  site: fc.nat(2),
  boss: fc.nat(7),
  wave: fc.nat(1),
  joined: fc.boolean().chain((a) => (a ? fc.boolean() : fc.constant(false))),
  here: fc.integer({ min: 0, max: 9 }).map((n) => n > 0),
})
/** A company on several dates: between two of them some people move, come or go, and some of that is undone later. */
const history = fc.array(person, { minLength: 12, maxLength: 45 }).chain((company) =>
  fc
    .array(fc.array(fc.tuple(fc.nat(company.length - 1), person, fc.boolean()), { maxLength: 9 }), { maxLength: 3 })
    .map((changes) => {
      const dates = [company]
      for (const change of changes) {
        const next = [...dates.at(-1)!]
        for (const [who, how, back] of change)
          next[who] = back
            ? company[who]!
            : { ...how, joined: company[who]!.joined || !company[who]!.here, boss: next[who]!.boss }
        dates.push(next)
      }
      return dates
    }),
)

describe('what is shown', () => {
  test('one small department takes the next smallest with it, so that the total gives nothing away', () => {
    const of = [...Array(3).fill('Design'), ...Array(6).fill('Legal'), ...Array(20).fill('Sales')]
    const [, departments] = judge(
      29,
      [
        grouping(
          'organization',
          [''],
          of.map(() => ''),
        ),
        grouping('department', ['Design', 'Legal', 'Sales'], of),
      ],
      [],
      floor,
    )
    expect(departments!.verdicts).toEqual(['floor', 'complement', 'shown'])
  })

  test('two small ones that hold five together hide nobody else', () => {
    const of = [...Array(3).fill('Design'), ...Array(2).fill('Law'), ...Array(6).fill('Legal')]
    const [, departments] = judge(
      11,
      [
        grouping(
          'organization',
          [''],
          of.map(() => ''),
        ),
        grouping('department', ['Design', 'Law', 'Legal'], of),
      ],
      [],
      floor,
    )
    expect(departments!.verdicts).toEqual(['floor', 'floor', 'shown'])
  })

  test('a leader’s line never leaves a remainder of one to four beside the lines inside it', () => {
    // 0 leads 1 (6 people), 2 (7 people); without one of them 0 alone would remain.
    const cellOf = [0, ...Array(7).fill(1), ...Array(8).fill(2)]
    const [lines] = judge(
      16,
      [
        {
          name: 'line',
          roster: 'live',
          keys: ['0', '1', '2'],
          cellOf: Int32Array.from(cellOf),
          parent: Int32Array.of(-1, 0, 0),
        },
      ],
      [],
      floor,
    )
    expect(lines!.verdicts).toEqual(['shown', 'complement', 'shown'])
  })

  test('a site that is nearly its whole country does not show the few elsewhere', () => {
    const country = Array(22).fill('DE')
    const site = [...Array(20).fill('Berlin'), 'Munich', 'Munich']
    const [, countries, sites] = judge(
      22,
      [
        grouping(
          'organization',
          [''],
          country.map(() => ''),
        ),
        grouping('country', ['DE'], country),
        grouping('location', ['Berlin', 'Munich'], site),
      ],
      [],
      floor,
    )
    expect(countries!.verdicts).toEqual(['shown'])
    expect(sites!.verdicts).toEqual(['complement', 'floor'])
  })

  test('when one to four people differ from last time, the older number stays', () => {
    const before = grouping('organization', [''], [...Array(20).fill(''), null, null])
    const after = grouping('organization', [''], Array(22).fill(''))
    const earlier = [{ ...before, shown: Uint8Array.of(1) }]
    expect(judge(22, [after], earlier, floor)[0]!.verdicts).toEqual(['held'])
    expect(judge(22, [before], earlier, floor)[0]!.verdicts).toEqual(['shown'])
  })

  test('a swap is two people, not none', () => {
    const before = grouping('organization', [''], [...Array(20).fill(''), '', null])
    const after = grouping('organization', [''], [...Array(20).fill(''), null, ''])
    expect(judge(22, [after], [{ ...before, shown: Uint8Array.of(1) }], floor)[0]!.verdicts).toEqual(['held'])
  })

  test('five joiners are enough to move on', () => {
    const before = grouping('organization', [''], [...Array(20).fill(''), ...Array(5).fill(null)])
    const after = grouping('organization', [''], Array(25).fill(''))
    expect(judge(25, [after], [{ ...before, shown: Uint8Array.of(1) }], floor)[0]!.verdicts).toEqual(['shown'])
  })

  test('the frozen roster is not shown beside a live one that holds two people more', () => {
    const live = grouping('organization', [''], Array(22).fill(''))
    const frozen = grouping('organization', [''], [...Array(20).fill(''), null, null], 'frozen')
    expect(judge(22, [live, frozen], [], floor).map((j) => j.verdicts)).toEqual([['shown'], ['complement']])
  })

  test('the whole company is shown wherever it is large enough', () => {
    fc.assert(
      fc.property(fc.array(person, { minLength: 12, maxLength: 45 }), (company) => {
        const tables = tablesOf(company)
        const [whole] = judge(company.length, tables, [], floor)
        if (company.filter((p) => p.here).length >= floor) expect(whole!.verdicts).toEqual(['shown'])
      }),
    )
  })

  test('is decided by who stands where, again the same', () => {
    fc.assert(
      fc.property(history, (dates) => {
        expect(publishAll(dates).judgedAt).toEqual(publishAll(dates).judgedAt)
      }),
      { numRuns: 10 },
    )
  })
})

describe('one viewer with all that was ever shown', () => {
  test('cannot work out any group under the floor, anybody, or any two', () => {
    fc.assert(
      fc.property(history, (dates) => {
        const { people, publicSums, small } = publishAll(dates)
        const { learns } = attacker(people, publicSums)
        for (const group of small) expect(learns(group), `the group ${group.join(', ')}`).toBe(false)
        for (let a = 0; a < people; a++) {
          expect(learns([a]), `person ${a}`).toBe(false)
          for (let b = 0; b < a; b++) {
            expect(learns([a, b]), `people ${a} and ${b}`).toBe(false)
            expect(learns([a], [b]), `the difference of ${a} and ${b}`).toBe(false)
          }
        }
      }),
      { numRuns: 150 },
    )
  }, 120_000)

  test('nor any three or four', () => {
    fc.assert(
      fc.property(
        history.filter((dates) => dates[0]!.length <= 22),
        (dates) => {
          const { people, publicSums } = publishAll(dates)
          const { learns } = attacker(people, publicSums)
          for (let a = 0; a < people; a++)
            for (let b = 0; b < a; b++)
              for (let d = 0; d < b; d++) {
                expect(learns([a, b, d])).toBe(false)
                for (let e = 0; e < d; e++) expect(learns([a, b, d, e])).toBe(false)
              }
        },
      ),
      { numRuns: 25 },
    )
  }, 120_000)

  test('would have, had nothing been hidden: the attack works', () => {
    const whole = Array.from({ length: 12 }, (_, i) => i)
    const { learns } = attacker(12, [whole, whole.slice(0, 9), [9, 10], whole.slice(3)])
    expect(learns([9, 10, 11])).toBe(true)
    expect(learns([11])).toBe(true)
    expect(learns([0, 1, 2])).toBe(true)
    expect(learns([0])).toBe(false)
  })
})

describe('the algebra inside', () => {
  test('agrees with the attacker about single people, exactly and by approximation', () => {
    const table = (n: number) =>
      fc.array(fc.integer({ min: -1, max: 3 }), { minLength: n, maxLength: n }).map((a) => Int32Array.from(a))
    fc.assert(
      fc.property(
        fc
          .integer({ min: 6, max: 20 })
          .chain((n) => fc.tuple(fc.constant(n), fc.array(table(n), { minLength: 1, maxLength: 7 }))),
        ([n, tables]) => {
          const atoms = atomsOf(n, tables)
          const equations = equationsOf(atoms, tables)
          const sums = tables.flatMap((labels) =>
            [0, 1, 2, 3]
              .map((cell) => [...labels.keys()].filter((p) => labels[p] === cell))
              .filter((m) => m.length > 0),
          )
          const { learns } = attacker(n, sums)
          for (const solution of [
            nullVectors(atoms.count, equations, seeded(7)),
            nullVectors(atoms.count, equations, seeded(8), 0),
            approximate(atoms.count, equations, seeded(9)),
          ]) {
            for (let a = 0; a < atoms.count; a++) {
              expect(follows(solution, [a])).toBe(learns([...atoms.of.keys()].filter((p) => atoms.of[p] === a)))
            }
            for (const { atoms: set, signs } of determined(solution, atoms, floor)) {
              const people = (sign: number) =>
                [...atoms.of.keys()].filter((p) => set.some((a, i) => a === atoms.of[p] && signs[i] === sign))
              expect(learns(people(1), people(-1))).toBe(true)
            }
          }
        },
      ),
      { numRuns: 200 },
    )
  })

  test('many equations are eliminated exactly, short rows and full ones', () => {
    const tables = fc.integer({ min: 12, max: 60 }).chain((n) =>
      fc.tuple(
        fc.constant(n),
        fc.array(
          fc.array(fc.integer({ min: -1, max: 12 }), { minLength: n, maxLength: n }).map((a) => Int32Array.from(a)),
          { minLength: 1, maxLength: 7 },
        ),
      ),
    )
    fc.assert(
      fc.property(tables, fc.constantFrom(0, 3, 64), fc.integer(), ([n, all], leastFull, seed) => {
        const atoms = atomsOf(n, all)
        const equations = equationsOf(atoms, all)
        const found = eliminate(atoms.count, equations, leastFull)!
        const x = found.solve(seeded(seed))
        const sumOver = (row: Iterable<number>) => [...row].reduce((sum, atom) => (sum + x[atom]!) % prime, 0)
        for (const { atoms: row } of equations) expect(sumOver(row)).toBe(0)
        // As many are free as in plain elimination: the same single values follow.
        const plain = nullVectors(atoms.count, equations, seeded(seed))
        const nothing = new Float64Array(atoms.count)
        const spare = found.spare(seeded(seed))
        for (const [e, { atoms: row }] of equations.entries())
          for (const atom of row) nothing[atom] = (nothing[atom]! + spare[e]!) % prime
        expect(nothing.every((value) => value === 0)).toBe(true)
        // What has no share in it is needed: without it there is more that nobody knows.
        for (const e of equations.keys()) {
          const without = equations.filter((_, other) => other !== e)
          const still = follows(nullVectors(atoms.count, without, seeded(seed)), [...equations[e]!.atoms])
          expect(spare[e] !== 0).toBe(still)
        }
        for (let a = 0; a < atoms.count; a++) {
          expect(x[a] === 0).toBe(follows(plain, [a]))
          if (x[a] !== 0) continue
          const made = new Float64Array(atoms.count)
          for (const [e, share] of found.combine([a], [1]))
            for (const atom of equations[e]!.atoms) made[atom] = (made[atom]! + share) % prime
          expect([...made.entries()].filter(([, value]) => value !== 0)).toEqual([[a, 1]])
        }
      }),
      { numRuns: 300 },
    )
  })

  test('line sizes hold the leader and everybody below', () => {
    expect([
      ...sizesOf(
        {
          name: 'line',
          roster: 'live',
          keys: ['a', 'b'],
          cellOf: Int32Array.of(0, 0, 1, 1, -1),
          parent: Int32Array.of(-1, 0),
        },
        5,
      ),
    ]).toEqual([4, 2])
  })
})
