/**
 * Exact elimination of very many equations, over the numbers modulo a prime. Published tables are
 * partitions, and of two months nearly the same ones: what is left of a team's sum after last month's
 * is a handful of people. So rows stay short, if each is cleared at a person whom the next ones share;
 * only the few sums over a large part of everybody are kept in full.
 */
import type { Equation } from './unknowns.ts'

export const prime = 67_108_859 // the largest below 2^26: products stay exact in a double

export function power(base: number, exponent: number): number {
  let result = 1
  for (let b = base % prime, e = exponent; e > 0; e = Math.floor(e / 2)) {
    if (e % 2 === 1) result = (result * b) % prime
    b = (b * b) % prime
  }
  return result
}
const inverse = (value: number) => power(value, prime - 2)

/** A row is `scale` times (its equation less `by` times each of `rows`); at its pivot it is 1, at earlier pivots 0. */
type Made = { equation: number; scale: number; rows: Int32Array; by: Int32Array }
/** `Made` without a pivot: nothing was left of it, so it follows from those. */
type Short = Made & { pivot: number; columns: Int32Array; values: Int32Array }
type Full = Made & { pivot: number; values: Int32Array }

export type Elimination = {
  /** A solution of all equations with every sum at zero, drawn at random. */
  solve(random: () => number): Float64Array
  /** The shares of equations that add up to the sum over these atoms with their signs, which must follow from them. */
  combine(atoms: readonly number[], signs: readonly number[]): Map<number, number>
  /** A random combination of the equations that adds up to nothing: zero at those that no others can replace. */
  spare(random: () => number): Float64Array
}

/** A sum over more than this share of all atoms is kept in full. */
const fullShare = 1 / 12
/** Steps of work and numbers in full rows beyond which somebody else has to find a way. */
const mostWork = 4_000_000_000
const mostNumbers = 60_000_000

/** Null where it would take too long. `leastFull`: sums of so few are never kept in full. */
export function eliminate(atoms: number, equations: readonly Equation[], leastFull = 64): Elimination | null {
  const order = [...equations.keys()].toSorted((x, y) => equations[x]!.atoms.length - equations[y]!.atoms.length)
  const isFull = (e: number) => equations[e]!.atoms.length > atoms * fullShare && equations[e]!.atoms.length > leastFull
  const full = order.filter(isFull)
  if (full.length * atoms > mostNumbers) return null
  const idle: Made[] = []
  const few = order.filter((e) => !isFull(e))
  const short = shortRows(atoms, equations, few, idle)
  return short && solved(atoms, equations.length, short, fullRows(atoms, equations, full, short, idle), idle)
}

/** Small numbers out first. */
class Queue {
  private readonly heap: number[] = []
  private readonly has: Uint8Array
  constructor(most: number) {
    this.has = new Uint8Array(most)
  }
  add(value: number): void {
    if (this.has[value] === 1) return
    this.has[value] = 1
    const { heap } = this
    let at = heap.length
    while (at > 0) {
      const up = (at - 1) >> 1
      if (heap[up]! <= value) break
      heap[at] = heap[up]!
      at = up
    }
    heap[at] = value
  }
  take(): number | undefined {
    const { heap } = this
    const least = heap[0]
    if (least === undefined) return undefined
    this.has[least] = 0
    const last = heap.pop()!
    if (heap.length === 0) return least
    let at = 0
    for (;;) {
      let down = at * 2 + 1
      if (down >= heap.length) break
      if (down + 1 < heap.length && heap[down + 1]! < heap[down]!) down++
      if (heap[down]! >= last) break
      heap[at] = heap[down]!
      at = down
    }
    heap[at] = last
    return least
  }
}

/** Clears a vector of the pivots of short rows, in their order; `touched` says where it may be other than 0. */
class Clearing {
  readonly value: Float64Array
  readonly touched: number[] = []
  work = 0
  private readonly seen: Uint8Array
  private readonly queue: Queue
  private readonly rows: readonly Short[]
  private readonly rowAt: Int32Array
  constructor(atoms: number, rows: readonly Short[], rowAt: Int32Array, mostRows: number) {
    this.rows = rows
    this.rowAt = rowAt
    this.value = new Float64Array(atoms)
    this.seen = new Uint8Array(atoms)
    this.queue = new Queue(mostRows)
  }
  set(atom: number, value: number): void {
    if (this.seen[atom] === 0) {
      this.seen[atom] = 1
      this.touched.push(atom)
    }
    this.value[atom] = value
    const row = this.rowAt[atom]!
    if (row >= 0) this.queue.add(row)
  }
  /** Which rows were taken off, and how often. */
  run(): { rows: number[]; by: number[] } {
    const taken = { rows: [] as number[], by: [] as number[] }
    for (let r = this.queue.take(); r !== undefined; r = this.queue.take()) {
      const { pivot, columns, values } = this.rows[r]!
      const by = this.value[pivot]!
      if (by === 0) continue
      taken.rows.push(r)
      taken.by.push(by)
      this.value[pivot] = 0
      const less = prime - by
      this.work += columns.length
      for (let i = 0; i < columns.length; i++) {
        const atom = columns[i]!
        this.set(atom, (this.value[atom]! + less * values[i]!) % prime)
      }
    }
    return taken
  }
  clear(): void {
    for (const atom of this.touched) {
      this.value[atom] = 0
      this.seen[atom] = 0
    }
    this.touched.length = 0
  }
}

function shortRows(
  atoms: number,
  equations: readonly Equation[],
  order: readonly number[],
  idle: Made[],
): Short[] | null {
  const rows: Short[] = []
  const rowAt = new Int32Array(atoms).fill(-1)
  const clearing = new Clearing(atoms, rows, rowAt, order.length)
  const choose = pivotChooser(atoms, equations, order)
  for (const equation of order) {
    for (const atom of equations[equation]!.atoms) clearing.set(atom, 1)
    const { rows: taken, by } = clearing.run()
    const left = clearing.touched.filter((atom) => clearing.value[atom] !== 0)
    const pivot = choose(equation, left)
    if (pivot < 0) idle.push({ equation, scale: 1, rows: Int32Array.from(taken), by: Int32Array.from(by) })
    else {
      const scale = inverse(clearing.value[pivot]!)
      const columns = Int32Array.from(left.filter((atom) => atom !== pivot))
      rowAt[pivot] = rows.length
      rows.push({
        equation,
        scale,
        rows: Int32Array.from(taken),
        by: Int32Array.from(by),
        pivot,
        columns,
        values: columns.map((atom) => (clearing.value[atom]! * scale) % prime),
      })
    }
    clearing.clear()
    if (clearing.work > mostWork) return null
  }
  return rows
}

/** Of what is left of a row, the atom that stands where most of the others stand in rows to come: there they will cancel. */
function pivotChooser(
  atoms: number,
  equations: readonly Equation[],
  order: readonly number[],
): (equation: number, left: readonly number[]) => number {
  const start = new Int32Array(atoms + 1)
  for (const e of order) for (const atom of equations[e]!.atoms) start[atom + 1]!++
  for (let a = 0; a < atoms; a++) start[a + 1]! += start[a]!
  const next = start.slice()
  const stands = new Int32Array(start[atoms]!)
  for (const e of order) for (const atom of equations[e]!.atoms) stands[next[atom]!++] = e
  const done = new Uint8Array(equations.length)
  const met = new Int32Array(equations.length)
  const each = (atom: number, tell: (e: number) => void) => {
    for (let i = start[atom]!; i < start[atom + 1]!; i++) if (done[stands[i]!] === 0) tell(stands[i]!)
  }
  return (equation, left) => {
    done[equation] = 1
    for (const atom of left) each(atom, (e) => met[e]!++)
    let best = -1
    let most = -1
    for (const atom of left) {
      let sum = 0
      each(atom, (e) => (sum += met[e]!))
      if (sum > most) [best, most] = [atom, sum]
    }
    for (const atom of left) each(atom, (e) => (met[e] = 0))
    return best
  }
}

/** Rows of a full equation come after the short ones: `rows` counts those first. */
function fullRows(
  atoms: number,
  equations: readonly Equation[],
  order: readonly number[],
  short: readonly Short[],
  idle: Made[],
): Full[] {
  const rows: Full[] = []
  for (const equation of order) {
    const row = new Float64Array(atoms)
    for (const atom of equations[equation]!.atoms) row[atom] = 1
    const taken: number[] = []
    const by: number[] = []
    for (const [r, { pivot, columns, values }] of short.entries()) {
      const factor = row[pivot]!
      if (factor === 0) continue
      taken.push(r)
      by.push(factor)
      row[pivot] = 0
      const less = prime - factor
      for (let i = 0; i < columns.length; i++) row[columns[i]!] = (row[columns[i]!]! + less * values[i]!) % prime
    }
    for (const [r, { pivot, values }] of rows.entries()) {
      const factor = row[pivot]!
      if (factor === 0) continue
      taken.push(short.length + r)
      by.push(factor)
      const less = prime - factor
      for (let a = 0; a < atoms; a++) if (values[a] !== 0) row[a] = (row[a]! + less * values[a]!) % prime
    }
    const pivot = row.findIndex((value) => value !== 0)
    const made = { equation, rows: Int32Array.from(taken), by: Int32Array.from(by) }
    if (pivot < 0) {
      idle.push({ ...made, scale: 1 })
      continue
    }
    const scale = inverse(row[pivot]!)
    rows.push({
      ...made,
      scale,
      pivot,
      values: Int32Array.from(row, (value) => (value * scale) % prime),
    })
  }
  return rows
}

function solved(
  atoms: number,
  equations: number,
  short: readonly Short[],
  full: readonly Full[],
  idle: readonly Made[],
): Elimination {
  const bound = new Uint8Array(atoms)
  for (const { pivot } of [...short, ...full]) bound[pivot] = 1
  const rowAt = new Int32Array(atoms).fill(-1)
  for (const [r, { pivot }] of short.entries()) rowAt[pivot] = r
  const clearing = new Clearing(atoms, short, rowAt, short.length)
  /** From weights of rows to shares of the equations that they were made of. */
  const unfold = (weight: Float64Array, tell: (equation: number, share: number) => void) => {
    for (let r = weight.length - 1; r >= 0; r--) {
      if (weight[r] === 0) continue
      const { equation, scale, rows, by } = r < short.length ? short[r]! : full[r - short.length]!
      const share = (weight[r]! * scale) % prime
      tell(equation, share)
      const less = prime - share
      for (let i = 0; i < rows.length; i++) weight[rows[i]!] = (weight[rows[i]!]! + less * by[i]!) % prime
    }
  }
  return {
    solve(random) {
      const x = new Float64Array(atoms)
      for (let a = 0; a < atoms; a++) if (bound[a] === 0) x[a] = 1 + Math.floor(random() * (prime - 1))
      // Each row was cleared of earlier pivots only, so the last is solved first.
      for (const { pivot, values } of full.toReversed()) {
        let sum = 0
        for (let a = 0; a < atoms; a++) if (values[a] !== 0 && a !== pivot) sum = (sum + values[a]! * x[a]!) % prime
        x[pivot] = (prime - sum) % prime
      }
      for (const { pivot, columns, values } of short.toReversed()) {
        let sum = 0
        for (let i = 0; i < columns.length; i++) sum = (sum + values[i]! * x[columns[i]!]!) % prime
        x[pivot] = (prime - sum) % prime
      }
      return x
    },
    combine(members, signs) {
      members.forEach((atom, i) => clearing.set(atom, signs[i] === -1 ? prime - 1 : 1))
      const weight = new Float64Array(short.length + full.length)
      const { rows, by } = clearing.run()
      rows.forEach((r, i) => (weight[r] = by[i]!))
      const left = full.map(({ pivot }) => clearing.value[pivot]!)
      clearing.clear()
      for (const [k, { values }] of full.entries()) {
        const factor = left[k]!
        if (factor === 0) continue
        weight[short.length + k] = factor
        for (let later = k + 1; later < full.length; later++)
          left[later] = (left[later]! + (prime - factor) * values[full[later]!.pivot]!) % prime
      }
      const shares = new Map<number, number>()
      unfold(weight, (equation, share) => shares.set(equation, share))
      return shares
    },
    spare(random) {
      const all = new Float64Array(equations)
      const weight = new Float64Array(short.length + full.length)
      for (const { equation, rows, by } of idle) {
        const times = 1 + Math.floor(random() * (prime - 1))
        all[equation] = times
        for (let i = 0; i < rows.length; i++) weight[rows[i]!] = (weight[rows[i]!]! + (prime - times) * by[i]!) % prime
      }
      unfold(weight, (equation, share) => (all[equation] = share))
      return all
    },
  }
}
