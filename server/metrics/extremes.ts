/**
 * Ratings: a number must not say of everybody in a group on which side of the middle they lie. "5 of 5
 * above" is such a number, and so is "0 of 5". Groups where that is so are hidden, and so are those
 * that would give them away together with a group around them.
 *
 * Both ends are decided together: hidden at one end and shown at the other would say why.
 */
import { type MetricId, segmentKinds, type SegmentKind } from '../../contract/metrics.ts'
import { addUpwards, type Grouping, sizesOf, type Verdict } from '../publication/publication.ts'

/** Metrics that say on which side of the middle the ratings of the same people lie. */
export const sides: readonly MetricId[] = ['V3', 'V3L']

/** `told`: what a held cell says instead of today's numbers. */
export type Side = { grouping: Grouping; verdicts: Verdict[]; told?(cell: number): readonly [number, number][] }
type State = Side & { size: Int32Array; met: Int32Array[]; depth: Int32Array; changes: number }

/** Everybody or nobody, at one end or the other. */
const tells = (size: number, met: readonly number[]) => size > 0 && met.some((n) => n <= 0 || n >= size)

/** Hides in `verdicts`; `met`: at each end, who lies there. The whole company stays, from twice the floor on. */
export function hideExtremes(tables: readonly Side[], met: readonly Int32Array[], people: number, floor: number): void {
  const states = tables.map((side) => open(side, met, people))
  for (const state of states) {
    const whole = state.grouping.name === 'organization'
    for (let cell = 0; cell < state.size.length; cell++) {
      if (!visible(state, cell) || (whole && state.size[cell]! >= 2 * floor)) continue
      const held = state.verdicts[cell] === 'held' ? (state.told?.(cell) ?? []) : []
      if (tells(state.size[cell]!, at(state.met, cell)) || held.some(([n, of]) => tells(of, [n]))) hide(state, cell)
    }
  }
  const seen = new Map<string, string>()
  for (let changed = true; changed;) {
    changed = false
    for (const [i, one] of states.entries()) {
      for (const [j, other] of states.entries()) {
        const now = `${one.changes} ${other.changes}`
        if (seen.get(`${i} ${j}`) === now) continue
        seen.set(`${i} ${j}`, now)
        const hidden = one === other ? within(one, met, people) : between(one, other, met, people)
        changed ||= hidden
      }
    }
  }
}

function open(side: Side, met: readonly Int32Array[], people: number): State {
  const { grouping } = side
  const sums = met.map((of) => {
    const sum = new Int32Array(grouping.keys.length)
    for (let p = 0; p < people; p++) if (grouping.cellOf[p]! >= 0) sum[grouping.cellOf[p]!]! += of[p]!
    if (grouping.parent) addUpwards(grouping, sum)
    return sum
  })
  const depth = new Int32Array(grouping.keys.length)
  for (let cell = 0; cell < depth.length; cell++)
    for (let up = grouping.parent?.[cell] ?? -1; up >= 0; up = grouping.parent![up]!) depth[cell]!++
  return { ...side, size: sizesOf(grouping, people), met: sums, depth, changes: 0 }
}

const at = (sums: readonly Int32Array[], cell: number) => sums.map((sum) => sum[cell]!)
const visible = ({ verdicts }: Side, cell: number) => verdicts[cell] === 'shown' || verdicts[cell] === 'held'
const rankOf = ({ name, roster }: Grouping) =>
  segmentKinds.indexOf(name as SegmentKind) + (roster === 'frozen' ? segmentKinds.length : 0)

function hide(state: State, cell: number): void {
  state.verdicts[cell] = 'complement'
  state.changes++
}

/** The next visible cell up, or -1. */
function around(state: State, cell: number): number {
  let up = state.grouping.parent?.[cell] ?? -1
  while (up >= 0 && !visible(state, up)) up = state.grouping.parent![up]!
  return up
}

/** Each person's innermost visible cell, and what it holds beyond the visible cells inside it. */
function innermost(state: State, met: readonly Int32Array[], people: number) {
  const cells = state.grouping.keys.length
  const nearest = Int32Array.from({ length: cells }, (_, cell) => (visible(state, cell) ? cell : around(state, cell)))
  const [of, size] = [new Int32Array(people).fill(-1), new Int32Array(cells)]
  const sums = met.map(() => new Int32Array(cells))
  for (let p = 0; p < people; p++) {
    const cell = state.grouping.cellOf[p]!
    if (cell < 0 || nearest[cell]! < 0) continue
    of[p] = nearest[cell]!
    size[of[p]!]!++
    for (const [i, sum] of sums.entries()) sum[of[p]!]! += met[i]![p]!
  }
  return { of, size, met: sums }
}

/** Lines: what a leader's line holds beyond the visible lines inside it. */
function within(state: State, met: readonly Int32Array[], people: number): boolean {
  if (!state.grouping.parent) return false
  let changed = false
  const own = innermost(state, met, people)
  const cells = [...own.size.keys()].filter((cell) => visible(state, cell))
  for (const cell of cells) {
    if (own.size[cell] === state.size[cell] || !visible(state, cell)) continue
    if (!tells(own.size[cell]!, at(own.met, cell))) continue
    const inside = cells.filter((other) => visible(state, other) && around(state, other) === cell)
    if (inside.length === 0) continue // some were hidden just now: looked at again in the next round
    hide(
      state,
      inside.reduce((a, b) => (state.size[b]! < state.size[a]! ? b : a)),
    )
    changed = true
  }
  return changed
}

/** What a cell of the first table holds beyond those cells of the second that lie inside it. */
function between(one: State, other: State, met: readonly Int32Array[], people: number): boolean {
  const parts = innermost(other, met, people)
  const shared = new Map<number, Map<number, number>>()
  for (let p = 0; p < people; p++) {
    const part = parts.of[p]!
    if (part < 0) continue
    for (let cell = one.grouping.cellOf[p]!; cell >= 0; cell = one.grouping.parent?.[cell] ?? -1) {
      if (!visible(one, cell)) continue
      let counts = shared.get(cell)
      if (!counts) shared.set(cell, (counts = new Map()))
      counts.set(part, (counts.get(part) ?? 0) + 1)
    }
  }
  const before = other.changes + one.changes
  for (const [cell, counts] of shared) {
    const inside = [...counts].filter(([part, n]) => n === parts.size[part]).map(([part]) => part)
    // Hidden just now: looked at again in the next round.
    if (inside.length === 0 || inside.some((part) => !visible(other, part))) continue
    const less = (all: number, sum: Int32Array) => inside.reduce((rest, part) => rest - sum[part]!, all)
    const rest = one.met.map((sum, i) => less(sum[cell]!, parts.met[i]!))
    if (!tells(less(one.size[cell]!, parts.size), rest)) continue
    if (rankOf(other.grouping) < rankOf(one.grouping)) {
      hide(one, cell)
      continue
    }
    // A hidden line joins the one around it; that helps only where the one around reaches beyond this cell.
    const outer = inside.filter((part) => !inside.includes(around(other, part)))
    const least = (outer.length > 0 ? outer : inside).reduce((a, b) => (other.size[b]! < other.size[a]! ? b : a))
    hide(other, least)
  }
  return other.changes + one.changes !== before
}
