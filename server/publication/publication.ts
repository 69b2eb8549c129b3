/**
 * The door of publication: which numbers may be shown and to whom; metrics and surveys both
 * ask here. Which numbers may be shown, so that nobody can work out a group under the floor:
 * not from a table and its total, not from a leader's line and the lines inside it,
 * not from two tables that nearly coincide, not from two dates, not from the frozen
 * and the live roster. What is hidden here never depends on what people did, only on who
 * stands in which group; metrics hide more where ratings themselves would tell everybody's
 * side (metrics/extremes.ts).
 *
 * A table puts each person in at most one cell; in reporting lines a cell (a leader)
 * lies within its parent's (the next leader up), and a line holds its leader and
 * everybody below. The value a cell publishes is the sum over its people.
 */
import {
  type Atoms,
  atomsOf,
  dependencies,
  type Determined,
  determined,
  equationsOf,
  follows,
  type Labels,
  nullVectors,
  seeded,
  split,
} from './unknowns.ts'

export type Grouping = {
  /** `department`, `line` …; what is compared across dates carries the same name and roster. */
  name: string
  roster: 'frozen' | 'live'
  /** Person → cell, or -1 for those outside the population. For lines: the nearest leader, oneself included. */
  cellOf: Int32Array
  /** Cell → its name, the same at every date. */
  keys: readonly string[]
  /** Cell → the cell it lies within; only for lines. */
  parent?: Int32Array
}

/** Every table that was published before: the people of that date, and which cells were shown. */
export type Published = Grouping & { shown: Uint8Array }

/** `floor`: too few people. `complement`: showing it would give away others. `held`: about the people of an earlier release, until enough have changed. */
export type Verdict = 'shown' | 'nobody' | 'floor' | 'complement' | 'held'

export type Judged = {
  sizes: Int32Array
  verdicts: Verdict[]
  /** For `held` cells: the entry of `earlier` whose people the number stays about. */
  heldFrom: Int32Array
}

export { columnOf, kindsFor, lookable, mayLook, seesAll, withinReach } from './reach.ts'

/** What gives way first where two numbers cannot both stand. The whole company gives way last. */
const rank: Record<string, number> = {
  organization: 0,
  wave: 1,
  country: 2,
  department: 3,
  line: 4,
  location: 5,
  level: 6,
  manager: 7,
  tenure: 8,
}
const rankOf = (g: Grouping) => (rank[g.name] ?? 9) + (g.roster === 'frozen' ? 20 : 0)

/**
 * Decides about the tables of one release. `earlier` is in the order of publication;
 * of each table the last `looksBack` enter the comparison of tables and the algebra,
 * all of them the comparison of a cell with its own last number.
 */
export function judge(
  people: number,
  tables: readonly Grouping[],
  earlier: readonly Published[],
  floor: number,
  looksBack = Infinity,
): Judged[] {
  // Where the frozen roster is the live one still, what holds for one holds for the other.
  const twin = tables.map((table) =>
    table.roster === 'frozen' ? tables.findIndex((other) => other.roster === 'live' && sameCells(other, table)) : -1,
  )
  const states = tables.filter((_, i) => twin[i]! < 0).map((table) => open(table, people, floor))
  for (const state of states) {
    holdBack(state, earlier, people, floor)
    if (people > large) pool(state, floor)
  }
  const recent = earlier.filter(
    (table, i) =>
      earlier.slice(i + 1).filter((later) => later.name === table.name && later.roster === table.roster).length <
      looksBack,
  )
  const fixed = recent.map((table) => ({ table, labels: labelsOf(table, (cell) => table.shown[cell] === 1, people) }))
  for (let round = 0; ; round++) {
    settle(states, fixed, people, floor)
    if (!audit(states, fixed, people, floor, round)) break
  }
  // What would give others away about today's people may still be said about those of the last time: it says nothing new.
  for (const { verdicts, sizes, heldFrom, differs } of states) {
    verdicts.forEach((verdict, cell) => {
      if (verdict === 'complement' && heldFrom[cell]! >= 0 && differs[cell]! <= sizes[cell]! * holdsUpTo)
        verdicts[cell] = 'held'
    })
  }
  const judged = new Map(states.map(({ table, sizes, verdicts, heldFrom }) => [table, { sizes, verdicts, heldFrom }]))
  return tables.map((table, i) => judged.get(twin[i]! < 0 ? table : tables[twin[i]!]!)!)
}

function sameCells(one: Grouping, other: Grouping): boolean {
  return (
    one.name === other.name &&
    one.keys.length === other.keys.length &&
    one.keys.every((key, i) => key === other.keys[i] && one.parent?.[i] === other.parent?.[i]) &&
    one.cellOf.every((cell, p) => cell === other.cellOf[p])
  )
}

/** Share of its people that may have changed before a held number is no longer about the same group. */
const holdsUpTo = 0.15

type State = {
  table: Grouping
  sizes: Int32Array
  verdicts: Verdict[]
  labels: Labels
  stale: boolean
  depth: Int32Array
  heldFrom: Int32Array
  /** How many people differ from those the cell last showed. */
  differs: Int32Array
}

function open(table: Grouping, people: number, floor: number): State {
  const sizes = sizesOf(table, people)
  const verdicts = Array.from(sizes, (size): Verdict => (size === 0 ? 'nobody' : size < floor ? 'floor' : 'shown'))
  return {
    table,
    sizes,
    verdicts,
    labels: new Int32Array(people),
    stale: true,
    depth: depths(table),
    heldFrom: new Int32Array(sizes.length).fill(-1),
    differs: new Int32Array(sizes.length),
  }
}

function depths(table: Grouping): Int32Array {
  const depth = new Int32Array(table.keys.length)
  if (table.parent)
    for (let cell = 0; cell < depth.length; cell++)
      for (let up = table.parent[cell]!; up >= 0; up = table.parent[up]!) depth[cell]!++
  return depth
}

/** How many people each cell holds, for lines with everybody below. */
export function sizesOf(table: Grouping, people: number): Int32Array {
  const sizes = new Int32Array(table.keys.length)
  for (let p = 0; p < people; p++) if (table.cellOf[p]! >= 0) sizes[table.cellOf[p]!]!++
  if (table.parent) addUpwards(table, sizes)
  return sizes
}

/** Sums over cells become sums over everything within them. */
export function addUpwards(table: Grouping, sums: Int32Array): void {
  const depth = depths(table)
  const order = [...sums.keys()].sort((a, b) => depth[b]! - depth[a]!)
  for (const cell of order) {
    const up = table.parent![cell]!
    if (up >= 0) sums[up]! += sums[cell]!
  }
}

/** The equations that a table makes: each person's innermost shown cell. */
function labelsOf(table: Grouping, shown: (cell: number) => boolean, people: number): Labels {
  const nearest = new Int32Array(table.keys.length)
  const depth = depths(table)
  const order = [...nearest.keys()].sort((a, b) => depth[a]! - depth[b]!)
  for (const cell of order) {
    const up = table.parent ? table.parent[cell]! : -1
    nearest[cell] = shown(cell) ? cell : up >= 0 ? nearest[up]! : -1
  }
  const labels = new Int32Array(people)
  for (let p = 0; p < people; p++) labels[p] = table.cellOf[p]! >= 0 ? nearest[table.cellOf[p]!]! : -1
  return labels
}

function refresh(state: State, people: number): Labels {
  if (state.stale) {
    state.labels = labelsOf(state.table, (cell) => state.verdicts[cell] === 'shown', people)
    state.stale = false
  }
  return state.labels
}

function hide(state: State, cell: number, why: 'complement' | 'held'): void {
  state.verdicts[cell] = why
  state.stale = true
}

/** A cell whose people differ by 1 to floor − 1 from those it last showed stays with those people. */
function holdBack(state: State, earlier: readonly Published[], people: number, floor: number): void {
  const { table, sizes } = state
  const open = new Set<number>()
  for (let cell = 0; cell < sizes.length; cell++) if (state.verdicts[cell] === 'shown') open.add(cell)
  const cellNamed = new Map(table.keys.map((key, cell) => [key, cell]))
  for (const [index, then] of [...earlier.entries()].toReversed()) {
    if (then.name !== table.name || then.roster !== table.roster || open.size === 0) continue
    const nowOf = Int32Array.from(then.keys, (key) => cellNamed.get(key) ?? -1)
    const before = sizesOf(then, people)
    const both = new Int32Array(sizes.length)
    const mark = new Int32Array(sizes.length).fill(-1)
    for (let p = 0; p < people; p++) {
      if (table.cellOf[p]! < 0 || then.cellOf[p]! < 0) continue
      for (let cell = table.cellOf[p]!; cell >= 0; cell = table.parent?.[cell] ?? -1) mark[cell] = p
      for (let cell = then.cellOf[p]!; cell >= 0; cell = then.parent?.[cell] ?? -1) {
        const now = nowOf[cell]!
        if (now >= 0 && mark[now] === p) both[now]!++
      }
    }
    for (let was = 0; was < nowOf.length; was++) {
      const cell = nowOf[was]!
      if (cell < 0 || then.shown[was] !== 1 || !open.has(cell)) continue
      open.delete(cell) // only the last one shown counts
      const differ = sizes[cell]! + before[was]! - 2 * both[cell]!
      state.heldFrom[cell] = index
      state.differs[cell] = differ
      if (differ > 0 && differ < floor) hide(state, cell, 'held')
    }
  }
}

/** From so many people on the algebra is solved by approximation and looks less far back. */
const large = 20_000

type Fixed = { table: Published; labels: Labels }

/**
 * In a large company a table's hidden groups stand together in a pool of at least ten
 * times the floor, which costs it a few of its smallest cells and spares most of the
 * combinations of several tables that would otherwise be found one by one.
 */
function pool(state: State, floor: number): void {
  const { table, sizes, verdicts } = state
  if (table.parent) return
  const hidden = () => verdicts.reduce((sum, verdict, cell) => sum + (verdict === 'shown' ? 0 : sizes[cell]!), 0)
  for (let sum = hidden(); sum > 0 && sum < 10 * floor; sum = hidden()) {
    const shown = [...sizes.keys()].filter((cell) => verdicts[cell] === 'shown')
    if (shown.length === 0) return
    hide(
      state,
      shown.reduce((x, y) => (sizes[y]! < sizes[x]! ? y : x)),
      'complement',
    )
  }
}

/** Hides until no table, and no two tables together, leave a remainder under the floor. */
function settle(states: readonly State[], fixed: readonly Fixed[], people: number, floor: number): void {
  for (let changed = true; changed;) {
    changed = false
    for (const state of states) if (state.table.parent && within(state, people, floor)) changed = true
    for (const one of states) {
      for (const other of states) if (one !== other && between(one, other, people, floor)) changed = true
      for (const old of fixed) {
        // In large companies only tables of one kind are compared across dates, and the whole.
        if (
          people > large &&
          old.table.name !== one.table.name &&
          old.table.name !== 'organization' &&
          one.table.name !== 'organization'
        )
          continue
        if (between(one, old, people, floor)) changed = true
        if (between(old, one, people, floor)) changed = true
      }
    }
  }
}

/** Lines: what a leader's line holds beyond the shown lines inside it. */
function within(state: State, people: number, floor: number): boolean {
  const { sizes, depth } = state
  const labels = refresh(state, people)
  const own = new Int32Array(sizes.length)
  for (let p = 0; p < people; p++) if (labels[p]! >= 0) own[labels[p]!]!++
  const shown = [...sizes.keys()]
    .filter((cell) => state.verdicts[cell] === 'shown')
    .sort((a, b) => depth[b]! - depth[a]!)
  const inside = new Map<number, number[]>()
  let changed = false
  for (const cell of shown) {
    const children = inside.get(cell) ?? []
    if (own[cell]! > 0 && own[cell]! < floor && children.length > 0) {
      const least = children.reduce((a, b) => (sizes[b]! < sizes[a]! ? b : a))
      hide(state, least, 'complement')
      own[cell]! += own[least]!
      children.splice(children.indexOf(least), 1)
      children.push(...(inside.get(least) ?? []))
      inside.set(cell, children)
      changed = true
    }
    const up = shownAround(state, cell)
    if (up >= 0) {
      const list = inside.get(up)
      if (list) list.push(cell)
      else inside.set(up, [cell])
    }
  }
  return changed
}

/** The next shown line up, or -1. */
function shownAround({ table, verdicts }: State, cell: number): number {
  let up = table.parent?.[cell] ?? -1
  while (up >= 0 && verdicts[up] !== 'shown') up = table.parent![up]!
  return up
}

const isState = (x: State | Fixed): x is State => 'verdicts' in x

/** Two tables: what a cell of the first holds beyond the cells of the second that lie inside it. */
function between(first: State | Fixed, second: State | Fixed, people: number, floor: number): boolean {
  const a = isState(first) ? refresh(first, people) : first.labels
  const b = isState(second) ? refresh(second, people) : second.labels
  const [na, nb] = [first.table.keys.length, second.table.keys.length]
  const sizeB = new Int32Array(nb)
  const start = new Int32Array(na + 1)
  for (let p = 0; p < people; p++) {
    if (b[p]! >= 0) sizeB[b[p]!]!++
    if (a[p]! >= 0) start[a[p]! + 1]!++
  }
  for (let cell = 0; cell < na; cell++) start[cell + 1]! += start[cell]!
  const next = start.slice()
  const members = new Int32Array(start[na]!)
  for (let p = 0; p < people; p++) if (a[p]! >= 0) members[next[a[p]!]!++] = b[p]!
  const count = new Int32Array(nb)
  let changed = false
  for (let cell = 0; cell < na; cell++) {
    const [from, to] = [start[cell]!, start[cell + 1]!]
    if (from === to) continue
    const touched: number[] = []
    for (let i = from; i < to; i++) {
      const other = members[i]!
      if (other >= 0 && count[other]!++ === 0) touched.push(other)
    }
    let rest = to - from
    const inside = touched.filter((other) => count[other] === sizeB[other])
    for (const other of inside) rest -= count[other]!
    for (const other of touched) count[other] = 0
    if (rest === 0 || rest >= floor || inside.length === 0) continue
    // The one that gives way: of the lower rank, then the smaller.
    let loser: { state: State; cell: number } | null = isState(first) ? { state: first, cell } : null
    if (isState(second)) {
      // A hidden line joins the one around it; that helps only where the one around reaches beyond this cell.
      const within = new Set(inside)
      const open = inside.filter((other) => second.verdicts[other] === 'shown')
      const outer = open.filter((other) => !within.has(shownAround(second, other)))
      const candidates = outer.length > 0 ? outer : open
      if (candidates.length > 0 && (!loser || rankOf(second.table) >= rankOf(first.table))) {
        loser = { state: second, cell: candidates.reduce((x, y) => (second.sizes[y]! < second.sizes[x]! ? y : x)) }
      }
    }
    if (!loser || loser.state.verdicts[loser.cell] !== 'shown') continue
    hide(loser.state, loser.cell, 'complement')
    changed = true
  }
  return changed
}

/** The attacker's own algebra on everything that would be public. True when it had to hide something. */
function audit(
  states: readonly State[],
  fixed: readonly Fixed[],
  people: number,
  floor: number,
  round: number,
): boolean {
  const tables = [...states.map((state) => refresh(state, people)), ...fixed.map((old) => old.labels)]
  const atoms = atomsOf(people, tables)
  const equations = equationsOf(atoms, tables)
  const random = seeded(people * 31 + atoms.count)
  const solution = nullVectors(atoms.count, equations, random)
  const found = determined(solution, atoms, floor)
  for (const set of hiddenCells(states, atoms, floor))
    if (follows(solution, set.atoms)) found.push({ ...set, signs: set.atoms.map(() => 1) })
  if (found.length === 0) return false

  const standing = ({ table, cell }: { table: number; cell: number }) =>
    table < states.length && states[table]!.verdicts[cell] === 'shown'
  const tableAt = (table: number) =>
    table < states.length ? states[table]!.table : fixed[table - states.length]!.table
  const worth = (e: number) => Math.min(...equations[e]!.from.map(({ table }) => rankOf(tableAt(table))))
  const equationOf = new Map(
    equations.flatMap((e, i) => e.from.map(({ table, cell }) => [`${table} ${cell}`, i] as const)),
  )
  const { many } = solution
  // An equation that follows from others can be left out without effect; those that do not are the ones worth hiding.
  // Where nothing exact was fast enough that costs minutes, and what lines lose by joining the next one up is nearly always enough.
  const spare = many ? many.spare(random) : people > large ? null : dependencies(atoms.count, equations, random)
  const needed = (e: number) => spare === null || Math.abs(spare[e]!) < 1e-7
  /** Whether hiding an equation takes the combination with these shares away. A hidden line joins the one around it. */
  const breaks = (e: number, shares: Float64Array) => needed(e) && loses(e, shares) > (spare === null ? 0.3 : 1e-6)
  const loses = (e: number, shares: Float64Array) =>
    Math.min(
      ...equations[e]!.from.map(({ table, cell }) => {
        const state = states[table]
        if (!state?.table.parent) return spare === null && round % 2 === 0 ? 0 : Math.abs(shares[e]!)
        const up = shownAround(state, cell)
        const around = up < 0 ? undefined : equationOf.get(`${table} ${up}`)
        if (around === undefined) return Math.abs(shares[e]!)
        return needed(around) ? Math.abs(shares[e]! - shares[around]!) : 0
      }),
    )

  const approximateShares = (set: Determined) => {
    const vector = new Float64Array(atoms.count)
    set.atoms.forEach((atom, i) => (vector[atom] = set.signs[i]!))
    return split(atoms.count, equations, vector, people > large ? 1e-14 : undefined).shares
  }

  const gone: number[] = []
  let changed = false
  for (const [i, set] of found.entries()) {
    if (!many && i >= (people > large ? 12 : 400)) break // the rest in the next round
    const shares = many ? exactShares(many.combine(set.atoms, set.signs), equations.length) : approximateShares(set)
    if (gone.some((e) => Math.abs(shares[e]!) > 1e-6)) continue // mended in this round, perhaps
    const involved = equations.flatMap((e, at) =>
      Math.abs(shares[at]!) > 1e-6 &&
      e.from.some(standing) &&
      e.from.every((f) => f.table >= states.length || standing(f))
        ? [at]
        : [],
    )
    if (involved.length === 0) continue
    const cures = involved.filter((e) => worth(e) > 0 && breaks(e, shares))
    const few = (x: number, y: number) => equations[x]!.atoms.length - equations[y]!.atoms.length
    // In a large company what the fewest would miss goes first: not the band of a third of everybody for two people.
    const choice = (cures.length > 0 ? cures : involved).toSorted((x, y) =>
      people > large ? few(x, y) || worth(y) - worth(x) : worth(y) - worth(x) || few(x, y),
    )
    if (
      worth(choice[0]!) === 0 &&
      states.some((state) => state.table.name !== 'organization' && state.verdicts.includes('shown'))
    )
      break
    for (const e of round < 60 ? choice.slice(0, 1) : choice) {
      gone.push(e)
      for (const at of equations[e]!.from.filter(standing)) hide(states[at.table]!, at.cell, 'complement')
      changed = true
    }
  }
  if (!changed) {
    // Nothing but the whole company would give way: take back the table that is least missed first.
    const last = [...states]
      .sort((x, y) => rankOf(y.table) - rankOf(x.table))
      .find((state) => state.verdicts.includes('shown'))
    if (!last) return false
    last.verdicts.forEach((verdict, cell) => verdict === 'shown' && hide(last, cell, 'complement'))
  }
  return true
}

/** Shares of an exact combination, which are whole numbers modulo a prime: the same as others or not, and other than 0 or not. */
function exactShares(shares: ReadonlyMap<number, number>, equations: number): Float64Array {
  const all = new Float64Array(equations)
  for (const [equation, share] of shares) all[equation] = share
  return all
}

/** The groups under the floor, as sets of atoms; a group that cuts an atom in two cannot follow from anything. */
function* hiddenCells(states: readonly State[], atoms: Atoms, floor: number): Generator<{ atoms: number[] }> {
  for (const { table, sizes } of states) {
    if (table.parent) continue // lines under the floor are small sets inside one atom or caught as such
    const members = new Map<number, number[]>()
    for (let p = 0; p < table.cellOf.length; p++) {
      const cell = table.cellOf[p]!
      if (cell < 0 || sizes[cell]! >= floor) continue
      const list = members.get(cell)
      if (list) list.push(atoms.of[p]!)
      else members.set(cell, [atoms.of[p]!])
    }
    for (const list of members.values()) {
      const set = [...new Set(list)]
      if (set.reduce((sum, atom) => sum + atoms.weight[atom]!, 0) === list.length) yield { atoms: set }
    }
  }
}
