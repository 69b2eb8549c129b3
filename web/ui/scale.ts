/** The arithmetic of a time chart: pure, so that it can be tested. */
export type Point = {
  /** 'YYYY-MM-DD' */
  on: string
  /** Null: nothing measured then. */
  value: number | null
  numerator?: number
  denominator?: number
  /** Hidden for privacy; drawn as a gap with a mark. */
  suppressed?: boolean
}

export const dayNumber = (day: string): number => Date.parse(day + 'T00:00:00Z') / 86_400_000
export const dayFromNumber = (n: number): string => new Date(n * 86_400_000).toISOString().slice(0, 10)

/** Round steps that hold `low` to `high` in about `count` parts. */
export function niceTicks(low: number, high: number, count = 4): number[] {
  if (high <= low) high = low + 1
  const raw = (high - low) / count
  const magnitude = 10 ** Math.floor(Math.log10(raw))
  const step = [1, 2, 2.5, 5, 10].map((m) => m * magnitude).find((s) => s >= raw - 1e-12) ?? 10 * magnitude
  const ticks: number[] = []
  for (let i = Math.floor(low / step + 1e-9); i * step < high + step * (1 - 1e-9); i++)
    ticks.push(Number((i * step).toPrecision(12)))
  return ticks
}

/** First days of months (or quarters, years) between two days, at most `most`. */
export function monthTicks(from: string, to: string, most: number): string[] {
  const start = new Date(from + 'T00:00:00Z')
  const end = dayNumber(to)
  const months = (end - dayNumber(from)) / 30.4
  const every = [1, 2, 3, 6, 12, 24].find((m) => months / m <= most) ?? 60
  const ticks: string[] = []
  for (
    let m =
      Math.ceil((start.getUTCFullYear() * 12 + start.getUTCMonth() + (start.getUTCDate() > 1 ? 1 : 0)) / every) * every;
    ;
    m += every
  ) {
    const day = `${Math.floor(m / 12)}-${String((m % 12) + 1).padStart(2, '0')}-01`
    if (dayNumber(day) > end) break
    ticks.push(day)
  }
  return ticks
}

/** A day of a chart of ages: so many days after the beginning. */
export const atAge = (days: number): string => dayFromNumber(days)
export const ageOf = (day: string): number => dayNumber(day)

/** Beginnings of weeks between two ages, at most `most`. */
export function weekTicks(from: string, to: string, most: number): string[] {
  const [start, end] = [ageOf(from), ageOf(to)]
  const weeks = (end - start) / 7
  const every = [1, 2, 4, 8, 13, 26, 52].find((n) => weeks / n <= most) ?? 104
  const ticks: string[] = []
  for (let week = Math.ceil(start / 7 / every) * every; week * 7 <= end; week += every) ticks.push(atAge(week * 7))
  return ticks
}

/** Pieces of a line between gaps. */
export function unbroken<T extends { value: number | null }>(points: readonly T[]): T[][] {
  const pieces: T[][] = []
  let piece: T[] = []
  for (const p of points) {
    if (p.value === null) {
      if (piece.length) pieces.push(piece)
      piece = []
    } else piece.push(p)
  }
  if (piece.length) pieces.push(piece)
  return pieces
}

/** Moves labels apart so that none stands on another; keeps their order and the room. */
export function spread(wanted: readonly number[], gap: number, low: number, high: number): number[] {
  const order = wanted.map((y, i) => ({ y, i })).sort((a, b) => a.y - b.y)
  const placed = order.map((o) => Math.min(Math.max(o.y, low), high))
  for (let k = 1; k < placed.length; k++) placed[k] = Math.max(placed[k]!, placed[k - 1]! + gap)
  let ceiling = high
  for (let k = placed.length - 1; k >= 0; k--) {
    placed[k] = Math.min(placed[k]!, ceiling)
    ceiling = placed[k]! - gap
  }
  const result: number[] = []
  order.forEach((o, k) => (result[o.i] = placed[k]!))
  return result
}

/** Marks at one place: what lies closer than a label is wide is told together. */
export function gather<T extends { at: number }>(marks: readonly T[], apart: number): T[][] {
  const gathered: T[][] = []
  for (const mark of [...marks].sort((a, b) => a.at - b.at)) {
    const last = gathered.at(-1)
    if (last && mark.at - last[0]!.at < apart) last.push(mark)
    else gathered.push([mark])
  }
  return gathered
}
