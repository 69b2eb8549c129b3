/** One measure: what we did, what the bare machine does, and whether the ratio keeps its promise. */
export type Row = {
  name: string
  /** What Belay reached, in `unit`. */
  value: number
  unit: string
  /** What the same work reached without our stack, in the same run. */
  ceiling: number
  /** value ÷ ceiling. */
  ratio: number
  goal: number
  ok: boolean
}

/** More is better: requests or letters a second. `goal` is the least share of the ceiling. */
export function rate(name: string, unit: string, value: number, ceiling: number, goal: number): Row {
  const ratio = value / ceiling
  return { name, value: round(value), unit, ceiling: round(ceiling), ratio: round(ratio), goal, ok: ratio >= goal }
}

/** Less is better: milliseconds. `goal` is the most times the ceiling. */
export function times(name: string, unit: string, value: number, ceiling: number, goal: number): Row {
  const ratio = value / ceiling
  return { name, value: round(value), unit, ceiling: round(ceiling), ratio: round(ratio), goal, ok: ratio <= goal }
}

const round = (n: number) => Number(n.toPrecision(4))

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** Both in turn, five rounds, so that the machine's moods meet them alike. Answers the medians. */
export async function alternate(
  ours: () => Promise<number>,
  bare: () => Promise<number>,
  rounds = 5,
): Promise<[ours: number, bare: number]> {
  const mine: number[] = []
  const theirs: number[] = []
  for (let round = 0; round < rounds; round++) {
    theirs.push(await bare())
    mine.push(await ours())
  }
  return [median(mine), median(theirs)]
}

export async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}
