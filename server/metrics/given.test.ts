import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { SegmentKind } from '../../contract/metrics.ts'
import { type Grouping, judge, type Published } from '../publication/publication.ts'
import { sameSince, stillNeeded } from './given.ts'

const kinds = ['organization', 'department', 'location'] as const
const night = (people: number) =>
  fc.record({
    /** Per person: in it or not, department, site. */
    people: fc.array(fc.tuple(fc.boolean(), fc.nat(3), fc.nat(2)), { minLength: people, maxLength: people }),
    /** Which of the tables were given out then, and which of their cells. */
    kinds: fc.subarray([...kinds], { minLength: 1 }),
    hidden: fc.array(fc.nat(8), { maxLength: 4 }),
  })
const tableOf = (name: (typeof kinds)[number], people: readonly (readonly [boolean, number, number])[]): Grouping => ({
  name,
  roster: 'live',
  keys: name === 'organization' ? [''] : name === 'department' ? ['0', '1', '2', '3'] : ['0', '1', '2'],
  cellOf: Int32Array.from(people, ([inside, department, site]) =>
    !inside ? -1 : name === 'organization' ? 0 : name === 'department' ? department : site,
  ),
})

test('large companies: releases that are not loaded change no verdict', () => {
  let left = 0
  fc.assert(
    fc.property(fc.array(night(24), { minLength: 2, maxLength: 9 }), (nights) => {
      const today = kinds.map((kind) => tableOf(kind, nights.at(-1)!.people))
      const before = nights.slice(0, -1).map((n) => {
        const tables = n.kinds.map((kind): Published => {
          const table = tableOf(kind, n.people)
          return { ...table, shown: Uint8Array.from(table.keys, (_, cell) => (n.hidden.includes(cell) ? 0 : 1)) }
        })
        const shown = tables.flatMap((t) =>
          t.keys.flatMap((key, cell) =>
            t.shown[cell] === 1 ? [{ kind: t.name as SegmentKind, key, roster: t.roster }] : [],
          ),
        )
        // A release gives only those tables of which it shows something.
        return { tables: tables.filter((t) => t.shown.includes(1)), shown }
      })
      const releases = before.filter((e) => e.shown.length > 0)
      const needed = stillNeeded(releases, today, 2)
      left += releases.length - needed.length
      const all = releases.flatMap((e) => e.tables)
      const few = needed.flatMap((e) => e.tables)
      const told = (earlier: readonly Published[]) =>
        judge(24, today, earlier, 5, 2).map((j) => ({
          verdicts: j.verdicts,
          from: j.verdicts.map((v, cell) => (v === 'held' ? earlier[j.heldFrom[cell]!] : null)),
        }))
      expect(told(few)).toEqual(told(all))
    }),
    { numRuns: 150 },
  )
  expect(left).toBeGreaterThan(0)
})

test('a number is about the same people since the last of its waves changed', () => {
  const of = (asOf: string, roster: 'live' | 'frozen' = 'live') => ({ asOf, knownAt: `${asOf}T23:00:00Z`, roster })
  const first = { wave: 'a', of: of('2026-05-30') }
  expect(sameSince([first], 'live', '2026-11-29')).toBe('2026-05-30')
  // The second wave came in August: nothing of both together is older.
  expect(sameSince([first, { wave: 'b', of: of('2026-08-19') }], 'live', '2026-11-29')).toBe('2026-08-19')
  expect(sameSince([first, { wave: 'b', of: of('2026-11-29') }], 'live', '2026-11-29')).toBe('2026-11-29')
  expect(sameSince([{ wave: 'b', of: of('2026-11-29') }], 'live', '2026-11-29')).toBeNull()
  expect(sameSince([{ wave: 'b', of: of('2026-11-29', 'frozen') }], 'live', '2026-11-29')).toBe('2026-11-29')
})
