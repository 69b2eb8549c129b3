/** Counting: from one picture of the company to a number for each metric, roster and group. */
import { type MetricId, type Roster, rosters, segmentKinds, type SegmentKind } from '../../contract/metrics.ts'
import { addUpwards, type Grouping, sizesOf } from '../publication/publication.ts'
import type { Group } from './metric.ts'
import { groupings, type Picture } from './picture.ts'
import { ofPeopleAs } from './registry.ts'

export type Scope = 'summary' | 'tables'
export const kindsOf = (scope: Scope): readonly SegmentKind[] =>
  scope === 'tables' ? segmentKinds : segmentKinds.slice(0, 2)

export type Cell = {
  kind: SegmentKind
  key: string
  roster: Roster
  metric: MetricId
  version: number
  numerator: number
  denominator: number
  /** Where the number is not numerator ÷ denominator: a median, a concentration. Null where there is none. */
  value: number | null
  population: number
}
/** Numbers of one metric and roster and the table they stand in; `cells[i]` belongs to `at[i]` of the grouping. */
export type Counted = { metric: MetricId; roster: Roster; grouping: Grouping; cells: Cell[]; at: number[] }

/** Every number of a picture. Lines are summed along the tree, so that each person is touched once per level. */
export function count(p: Picture, kinds: readonly SegmentKind[]): Counted[] {
  const high = Int32Array.from(p.ids, (id) => Number.parseInt(id.slice(0, 8), 16) | 0)
  const low = Int32Array.from(p.ids, (id) => Number.parseInt(id.slice(28, 36), 16) | 0)
  const counted: Counted[] = []
  for (const [id, facts] of p.facts) {
    const version = p.versions.get(id)!
    const definition = ofPeopleAs(id, version)
    for (const roster of rosters) {
      for (const grouping of groupings(p, id, roster, kinds)) {
        const sizes = sizesOf(grouping, p.people)
        const sums = Array.from({ length: 4 }, () => new Int32Array(sizes.length)) as [
          Int32Array,
          Int32Array,
          Int32Array,
          Int32Array,
        ]
        const { cellOf } = grouping
        for (let no = 0; no < p.people; no++) {
          const cell = cellOf[no]!
          if (cell < 0) continue
          sums[0][cell]! += facts.met[no]!
          sums[1][cell]! += scramble(high[no]!)
          sums[2][cell]! += scramble(low[no]!)
          sums[3][cell]! += facts.of[no]!
        }
        if (grouping.parent) for (const sum of sums) addUpwards(grouping, sum)
        const values = definition.value ? valuesOf(p, id, grouping, sizes, definition.value) : null
        const cells: Cell[] = []
        const at: number[] = []
        for (let cell = 0; cell < sizes.length; cell++) {
          if (sizes[cell] === 0) continue
          at.push(cell)
          cells.push({
            kind: grouping.name as SegmentKind,
            key: grouping.keys[cell]!,
            roster,
            metric: id,
            version,
            numerator: sums[0][cell]!,
            denominator: sums[3][cell]!,
            value: values ? values[cell]! : null,
            population: (sums[1][cell]! >>> 0) * 2_097_152 + (sums[2][cell]! >>> 11),
          })
        }
        counted.push({ metric: id, roster, grouping, cells, at })
      }
    }
  }
  return counted
}

function scramble(value: number): number {
  let h = value
  h = Math.imul(h ^ (h >>> 16), 0x45d9f3b)
  h = Math.imul(h ^ (h >>> 16), 0x45d9f3b)
  return h ^ (h >>> 16)
}

/** The value of each cell, from the facts of everybody in it. */
function valuesOf(
  p: Picture,
  id: MetricId,
  { cellOf, parent }: Grouping,
  sizes: Int32Array,
  value: (group: Group) => number | null,
): (number | null)[] {
  const facts = p.facts.get(id)!
  const start = new Int32Array(sizes.length + 1)
  for (let cell = 0; cell < sizes.length; cell++) start[cell + 1] = start[cell]! + sizes[cell]!
  const next = start.slice()
  const all = start[sizes.length]!
  const group = { met: new Int32Array(all), of: new Int32Array(all), days: new Int32Array(all) }
  const waits = Array.from(sizes, (): number[] => [])
  for (let no = 0; no < p.people; no++) {
    const theirs = facts.waits.get(no)
    for (let cell = cellOf[no]!; cell >= 0; cell = parent?.[cell] ?? -1) {
      if (theirs) for (const wait of theirs) waits[cell]!.push(wait)
      const at = next[cell]!++
      group.met[at] = facts.met[no]!
      group.of[at] = facts.of[no]!
      group.days[at] = facts.days[no]!
    }
  }
  return Array.from(sizes, (size, cell) => {
    if (size === 0) return null
    const [from, to] = [start[cell]!, start[cell + 1]!]
    return value({
      met: group.met.subarray(from, to),
      of: group.of.subarray(from, to),
      days: group.days.subarray(from, to),
      waits: Int32Array.from(waits[cell]!),
    })
  })
}

export const cellName = (kind: string, key: string, roster: string, metric: string) =>
  `${metric} ${roster} ${kind} ${key}`
export const nameOf = (k: Pick<Cell, 'metric' | 'roster' | 'kind' | 'key'>) =>
  cellName(k.kind, k.key, k.roster, k.metric)
