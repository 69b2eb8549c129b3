/**
 * What follows from published sums. Every published number says: the values of
 * these people add up to this. From all such equations an attacker may conclude
 * whatever is a combination of them, and nothing else. A vector that solves the
 * equations with every sum at zero (drawn at random) tells the two apart at once:
 * a sum that follows from the equations is zero on it, any other practically never.
 *
 * People whom the equations never tell apart are one atom. A table is an array
 * that gives each person the number of their cell in it, or -1.
 */

import { type Elimination, eliminate, power, prime } from './elimination.ts'

export type Labels = Int32Array

export type Atoms = { count: number; of: Int32Array; weight: Int32Array }

/** Groups people who stand in the same cells of every table. */
export function atomsOf(people: number, tables: readonly Labels[]): Atoms {
  const high = new Int32Array(people)
  const low = new Int32Array(people)
  let salt = 0x9e3779b9
  for (const labels of tables) {
    salt = mix(salt + 0x7f4a7c15)
    for (let p = 0; p < people; p++) {
      const label = labels[p]!
      if (label < 0) continue
      high[p]! += mix(mix(label + 1) ^ salt)
      low[p]! += mix(mix(label + 0x5bd1e995) + salt)
    }
  }
  const known = new Map<number, number>()
  const of = new Int32Array(people)
  for (let p = 0; p < people; p++) {
    const key = (high[p]! >>> 0) * 2_097_152 + (low[p]! >>> 11)
    let atom = known.get(key)
    if (atom === undefined) known.set(key, (atom = known.size))
    of[p] = atom
  }
  const weight = new Int32Array(known.size)
  for (let p = 0; p < people; p++) weight[of[p]!]!++
  return { count: known.size, of, weight }
}

function mix(value: number): number {
  let h = value | 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return h ^ (h >>> 16)
}

export type Equation = {
  atoms: Int32Array
  /** Where it stands: table and cell; the same people may stand in several. */
  from: { table: number; cell: number }[]
}

/** The equations over atoms: which atoms each published sum adds up. */
export function equationsOf(atoms: Atoms, tables: readonly Labels[]): Equation[] {
  const seen = new Map<string, Equation>()
  tables.forEach((labels, table) => {
    const byLabel = new Map<number, number[]>()
    const done = new Uint8Array(atoms.count)
    for (let p = 0; p < labels.length; p++) {
      const atom = atoms.of[p]!
      if (labels[p]! < 0 || done[atom]) continue
      done[atom] = 1
      const list = byLabel.get(labels[p]!)
      if (list) list.push(atom)
      else byLabel.set(labels[p]!, [atom])
    }
    for (const [cell, list] of byLabel) {
      const row = Int32Array.from(list).sort()
      const key = `${row.length}:${checksum(row)}`
      const known = seen.get(key)
      if (known) known.from.push({ table, cell })
      else seen.set(key, { atoms: row, from: [{ table, cell }] })
    }
  })
  return [...seen.values()]
}

function checksum(row: Int32Array): string {
  let a = 1
  let b = 7
  for (const value of row) {
    a = Math.imul(a, 31) + mix(value)
    b = (b + mix(value ^ 0x27d4eb2f)) | 0
  }
  return `${a}.${b}`
}

/** Two solutions of the equations with all sums zero. `isZero` says whether a sum over one is nought. */
export type Null = {
  first: Float64Array
  second: Float64Array
  prime: number | null
  isZero(first: number, second: number): boolean
}

/** Row by row in full up to this many multiplications. */
const exactWork = 600_000_000

/** Where many equations were eliminated, exactly, what else came of it. */
export type Solution = Null & { many?: Elimination }

export function nullVectors(
  atoms: number,
  equations: readonly Equation[],
  random: () => number,
  work = exactWork,
): Solution {
  if (equations.length * equations.length * atoms <= work) return exact(atoms, equations, random)
  const many = eliminate(atoms, equations)
  if (!many) return approximate(atoms, equations, random)
  return { ...modulo(many.solve(random), many.solve(random)), many }
}

const modulo = (first: Float64Array, second: Float64Array): Null => ({
  first,
  second,
  prime,
  isZero: (a, b) => a % prime === 0 && b % prime === 0,
})

function exact(atoms: number, equations: readonly Equation[], random: () => number): Null {
  const rows: Float64Array[] = []
  const pivots: number[] = []
  for (const equation of [...equations].sort((a, b) => a.atoms.length - b.atoms.length)) {
    const row = new Float64Array(atoms)
    for (const atom of equation.atoms) row[atom] = 1
    for (let r = 0; r < rows.length; r++) {
      const factor = row[pivots[r]!]!
      if (factor === 0) continue
      const by = prime - factor
      const other = rows[r]!
      for (let a = 0; a < atoms; a++) if (other[a] !== 0) row[a] = (row[a]! + by * other[a]!) % prime
    }
    const pivot = row.findIndex((value) => value !== 0)
    if (pivot < 0) continue
    const inverse = power(row[pivot]!, prime - 2)
    for (let a = 0; a < atoms; a++) if (row[a] !== 0) row[a] = (row[a]! * inverse) % prime
    rows.push(row)
    pivots.push(pivot)
  }
  const bound = new Uint8Array(atoms)
  for (const pivot of pivots) bound[pivot] = 1
  const solve = () => {
    const x = new Float64Array(atoms)
    for (let a = 0; a < atoms; a++) if (!bound[a]) x[a] = 1 + Math.floor(random() * (prime - 1))
    // Each row was cleared of earlier pivots only, so the last is solved first.
    for (let r = rows.length - 1; r >= 0; r--) {
      const row = rows[r]!
      let sum = 0
      for (let a = 0; a < atoms; a++) if (row[a] !== 0 && a !== pivots[r]) sum = (sum + row[a]! * x[a]!) % prime
      x[pivots[r]!] = (prime - sum) % prime
    }
    return x
  }
  return modulo(solve(), solve())
}

/** By conjugate gradients, where nothing exact is fast enough. */
export function approximate(atoms: number, equations: readonly Equation[], random: () => number): Null {
  const solve = () =>
    split(
      atoms,
      equations,
      Float64Array.from({ length: atoms }, () => random() + random() + random() + random() - 2),
    ).rest
  const tolerance = 1e-8
  return {
    first: solve(),
    second: solve(),
    prime: null,
    isZero: (a, b) => Math.abs(a) < tolerance && Math.abs(b) < tolerance,
  }
}

/**
 * Splits a vector into the part that the equations reach, as shares of each, and
 * the rest that none reaches: conjugate gradients on the normal equations.
 */
export function split(
  atoms: number,
  equations: readonly Equation[],
  vector: Float64Array,
  accuracy = 1e-26,
): { shares: Float64Array; rest: Float64Array } {
  const scale = equations.map((e) => 1 / Math.sqrt(e.atoms.length))
  const rest = vector.slice()
  const shares = new Float64Array(equations.length)
  const s = new Float64Array(equations.length)
  const through = () => {
    let sum = 0
    for (let e = 0; e < equations.length; e++) {
      let value = 0
      const row = equations[e]!.atoms
      for (let i = 0; i < row.length; i++) value += rest[row[i]!]!
      s[e] = value * scale[e]!
      sum += s[e]! * s[e]!
    }
    return sum
  }
  let gamma = through()
  const start = gamma
  const p = s.slice()
  const q = new Float64Array(atoms)
  for (let round = 0; round < 2000 && gamma > start * accuracy && gamma > 1e-24; round++) {
    q.fill(0)
    for (let e = 0; e < equations.length; e++) {
      const value = p[e]! * scale[e]!
      const row = equations[e]!.atoms
      for (let i = 0; i < row.length; i++) q[row[i]!]! += value
    }
    let qq = 0
    for (let a = 0; a < atoms; a++) qq += q[a]! * q[a]!
    if (qq === 0) break
    const alpha = gamma / qq
    for (let a = 0; a < atoms; a++) rest[a]! -= alpha * q[a]!
    for (let e = 0; e < equations.length; e++) shares[e]! += alpha * p[e]! * scale[e]!
    const next = through()
    const beta = next / gamma
    for (let e = 0; e < equations.length; e++) p[e] = s[e]! + beta * p[e]!
    gamma = next
  }
  return { shares, rest }
}

/** A random combination of the equations that adds up to nothing: zero at those that no others can replace. */
export function dependencies(atoms: number, equations: readonly Equation[], random: () => number): Float64Array {
  const lists: number[][] = Array.from({ length: atoms }, () => [])
  equations.forEach((e, i) => {
    for (const atom of e.atoms) lists[atom]!.push(i)
  })
  const across = lists.filter((list) => list.length > 0).map((list) => ({ atoms: Int32Array.from(list), from: [] }))
  return split(
    equations.length,
    across,
    Float64Array.from({ length: equations.length }, () => random() - 0.5),
  ).rest
}

/** Whether the sum over these atoms (with these signs) follows from the equations. */
export function follows(n: Null, members: readonly number[], signs?: readonly number[]): boolean {
  let first = 0
  let second = 0
  members.forEach((atom, i) => {
    const sign = signs?.[i] ?? 1
    first += sign * n.first[atom]!
    second += sign * n.second[atom]!
    if (n.prime) {
      first %= n.prime
      second %= n.prime
    }
  })
  return n.isZero(first, second)
}

/** Atoms whose sum follows, or with signs 1 and −1 their difference. */
export type Determined = { atoms: number[]; signs: number[] }

/**
 * Sets of atoms holding fewer than `floor` people together whose sum follows from
 * the equations: single atoms and pairs always (for pairs the difference too),
 * sets of three and four where there are at most `exhaustive` light atoms.
 */
export function determined(n: Null, atoms: Atoms, floor: number, most = 2000, exhaustive = 1500): Determined[] {
  const light: number[] = []
  for (let a = 0; a < atoms.count; a++) if (atoms.weight[a]! < floor) light.push(a)
  const found: Determined[] = []
  const taken = new Set<number>()
  const add = (set: number[], signs = set.map(() => 1)) => {
    if (found.length >= most || set.some((a) => taken.has(a))) return
    for (const a of set) taken.add(a)
    found.push({ atoms: set, signs })
  }
  for (const a of light) if (follows(n, [a])) add([a])
  const free = light.filter((a) => !taken.has(a))
  const weightOf = (set: readonly number[]) => set.reduce((sum, a) => sum + atoms.weight[a]!, 0)
  const key = (a: number, sign: number) =>
    n.prime
      ? ((((sign * n.first[a]!) % n.prime) + n.prime) % n.prime) * n.prime +
        ((((sign * n.second[a]!) % n.prime) + n.prime) % n.prime)
      : Math.round((sign * n.first[a]!) / 1e-7)
  const single = new Map<number, number[]>()
  for (const a of free) {
    for (const sign of [1, -1]) {
      for (const near of n.prime ? [0] : [-1, 0, 1]) {
        for (const b of single.get(key(a, sign) + near) ?? []) {
          if (weightOf([a, b]) < floor && follows(n, [a, b], [1, -sign])) add([a, b], [1, -sign])
        }
      }
    }
    const own = key(a, 1)
    const list = single.get(own)
    if (list) list.push(a)
    else single.set(own, [a])
  }
  if (!n.prime || floor < 4 || free.length > exhaustive) return found
  // Three and four: sums of two, met by their opposites.
  const p = n.prime
  const open = free.filter((a) => !taken.has(a) && atoms.weight[a]! <= floor - 3)
  const sums = new Map<number, number[]>()
  const sumKey = (x: number, y: number) => (x % p) * p + (y % p)
  for (let i = 0; i < open.length; i++) {
    const a = open[i]!
    for (const [b, c] of pairsAt(sums, sumKey(p - n.first[a]!, p - n.second[a]!))) {
      if (weightOf([a, b, c]) < floor && follows(n, [a, b, c])) add([a, b, c])
    }
    for (let j = 0; j < i; j++) {
      const b = open[j]!
      const [x, y] = [n.first[a]! + n.first[b]!, n.second[a]! + n.second[b]!]
      for (const [c, d] of pairsAt(sums, sumKey(2 * p - x, 2 * p - y))) {
        if (new Set([a, b, c, d]).size === 4 && weightOf([a, b, c, d]) < floor && follows(n, [a, b, c, d]))
          add([a, b, c, d])
      }
    }
    for (let j = 0; j < i; j++) {
      const b = open[j]!
      const own = sumKey(n.first[a]! + n.first[b]!, n.second[a]! + n.second[b]!)
      const list = sums.get(own)
      if (list) list.push(a, b)
      else sums.set(own, [a, b])
    }
  }
  return found
}

function* pairsAt(sums: Map<number, number[]>, key: number): Generator<[number, number]> {
  const list = sums.get(key)
  if (list) for (let i = 0; i < list.length; i += 2) yield [list[i]!, list[i + 1]!]
}

/** A small random source with a seed: the same release hides the same cells every time. */
export function seeded(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}
