import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import type { Roster } from '../../contract/metrics.ts'
import { groupings, type Picture } from './picture.ts'
import { choosePeoples, type PeopleOf, type Peoples, publishedPicture } from './peoples.ts'
import { judge, type Grouping, type Published } from '../publication/publication.ts'
import { atomsOf, equationsOf, follows, nullVectors, seeded } from '../publication/unknowns.ts'

const floor = 5
type Person = { here: boolean; wave: number; frozen: boolean; department: number; met: boolean }

/** A company on a day; person i keeps their name over time, whoever is not here has left. */
function pictureOf(company: readonly Person[], day: number): Picture {
  const here = company.map((p, i) => ({ ...p, i })).filter((p) => p.here)
  const column = (key: (p: (typeof here)[number]) => string) => {
    const keys = [...new Set(here.map(key))]
    return { of: Int32Array.from(here, (p) => keys.indexOf(key(p))), keys }
  }
  const one = column(() => 'x')
  const on = `2026-03-${String(day + 1).padStart(2, '0')}`
  return {
    at: { organizationId: 'o', asOf: on, knownAt: `${on}T23:00:00.000Z`, graceDays: 30 },
    people: here.length,
    ids: here.map((p) => String(p.i).padStart(36, '0')),
    live: Uint8Array.from(here, () => 1),
    frozen: Uint8Array.from(here, (p) => (p.frozen ? 1 : 0)),
    // Somebody who comes before them in the list: a reporting line has no circles.
    manager: Int32Array.from(here, (p, no) =>
      no === 0
        ? -1
        : Math.max(
            0,
            here.slice(0, no).findIndex((b) => b.i === p.department),
          ),
    ),
    columns: {
      department: column((p) => `d${p.department}`),
      location: one,
      country: one,
      level: one,
      tenure: one,
      manager: one,
      wave: column((p) => `w${p.wave}`),
      frozenWave: column((p) => `w${p.wave}`),
    },
    facts: new Map([
      [
        'L1',
        {
          counts: Uint8Array.from(here, () => 1),
          met: Int32Array.from(here, (p) => (p.met ? 1 : 0)),
          of: Int32Array.from(here, () => 1),
          days: new Int32Array(here.length),
          waits: new Map(),
        },
      ],
    ]),
    versions: new Map([['L1', 1]]),
  }
}

const kinds = ['organization', 'wave', 'department', 'line'] as const
const rosters: Roster[] = ['live', 'frozen']

function publishAll(dates: readonly (readonly Person[])[]) {
  const pictures = dates.map(pictureOf)
  const find = (of: PeopleOf) => pictures.find((p) => p.at.asOf === of.asOf)!
  const number = (id: string) => Number(id)
  const people = dates[0]!.length
  let before: Peoples = {}
  const earlier: Published[] = []
  const whole: { about: Picture; verdict: string }[] = []
  for (const now of pictures) {
    before = choosePeoples(now, before, find, floor)
    const about = publishedPicture(now, before, find)
    const tables = rosters
      .flatMap((roster) => groupings(about, 'L1', roster, kinds))
      .map((table): Grouping => {
        const cellOf = new Int32Array(people).fill(-1)
        about.ids.forEach((id, no) => (cellOf[number(id)] = table.cellOf[no]!))
        return { ...table, cellOf }
      })
    const judged = judge(people, tables, earlier, floor)
    whole.push({ about, verdict: judged[0]!.verdicts[0]! })
    earlier.push(
      ...tables.map((table, i) => ({
        ...table,
        shown: Uint8Array.from(judged[i]!.verdicts, (v) => (v === 'shown' ? 1 : 0)),
      })),
    )
  }
  return { people, earlier, whole }
}

const person = fc.record({
  here: fc.integer({ min: 0, max: 5 }).map((n) => n > 0),
  wave: fc.nat(1),
  frozen: fc.integer({ min: 0, max: 5 }).map((n) => n > 0),
  department: fc.nat(3),
  met: fc.boolean(),
})
const history = fc.array(person, { minLength: 20, maxLength: 40 }).chain((company) =>
  fc
    .array(fc.array(fc.tuple(fc.nat(company.length - 1), person), { maxLength: 6 }), { minLength: 1, maxLength: 4 })
    .map((changes) =>
      changes.reduce(
        (dates, change) => {
          const next = [...dates.at(-1)!]
          for (const [who, how] of change) next[who] = { ...how, frozen: next[who]!.frozen && next[who]!.here }
          return [...dates, next]
        },
        [company],
      ),
    ),
)

describe('whose numbers are given out', () => {
  const company = (n: number): Person[] =>
    Array.from({ length: n }, () => ({ here: true, wave: 0, frozen: true, department: 0, met: true }))

  test('a leaver stays in as they last stood until five have come or gone', () => {
    const first = company(20)
    const second = first.map((p, i) => (i === 3 ? { ...p, here: false } : { ...p, met: i < 10 }))
    const { whole } = publishAll([first, second])
    const { about } = whole[1]!
    const leaver = about.ids.indexOf('3'.padStart(36, '0'))
    expect(about.people).toBe(20)
    expect(about.facts.get('L1')!.met[leaver]).toBe(1) // as on the first day
    expect([...about.facts.get('L1')!.met].reduce((a, b) => a + b, 0)).toBe(10) // nine of today’s, and the leaver
    expect(about.members!.get('L1 live')![leaver]).toBe(1)
    const third = second.map((p, i) => (i < 5 ? { ...p, here: false } : p))
    expect(publishAll([first, second, third]).whole[2]!.about.ids.length).toBe(15)
  })

  test('the first joiners wait, so that the two rosters are about the same people', () => {
    const day = [...company(20), ...company(2).map((p) => ({ ...p, frozen: false }))]
    const { about, verdict } = publishAll([day]).whole[0]!
    expect([...about.members!.get('L1 live')!].reduce((a, b) => a + b, 0)).toBe(20)
    expect(verdict).toBe('shown')
  })

  test('the company’s number is there on nearly every day, in a company of twelve or more', () => {
    // Not on every one: after some changes of a few people it would tell about them beside earlier days.
    const verdicts = fc
      .sample(history, { numRuns: 60, seed: 20 })
      .flatMap((dates) => publishAll(dates).whole)
      .filter(({ about }) => about.people >= 12)
      .map(({ verdict }) => verdict)
    expect(verdicts.length).toBeGreaterThan(150)
    const there = verdicts.filter((verdict) => verdict === 'shown' || verdict === 'held')
    expect(there.length / verdicts.length).toBeGreaterThan(0.95)
  })

  test('over all days nobody, and no group under the floor, can be worked out', () => {
    fc.assert(
      fc.property(history, (dates) => {
        const { people, earlier } = publishAll(dates)
        const shown = earlier.map((table) => {
          // Every shown cell as published: a line holds everybody below.
          const nearest = (cell: number): number =>
            cell < 0 || table.shown[cell] === 1 ? cell : nearest(table.parent?.[cell] ?? -1)
          return table.cellOf.map((cell) => nearest(cell))
        })
        const atoms = atomsOf(people, shown)
        const solution = nullVectors(atoms.count, equationsOf(atoms, shown), seeded(99))
        const light = [...atoms.weight.keys()].filter((a) => atoms.weight[a]! < floor)
        for (const a of light) {
          expect(follows(solution, [a])).toBe(false)
          for (const b of light)
            if (b < a && atoms.weight[a]! + atoms.weight[b]! < floor) expect(follows(solution, [a, b])).toBe(false)
        }
      }),
      { numRuns: 100 },
    )
  }, 60_000)
})
