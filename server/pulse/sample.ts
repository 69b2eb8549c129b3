/**
 * Who is asked in a round. Pure: people in, the chosen out. Whoever was asked as often
 * lately as the program allows rests. Of the others each segment gives its share, and at
 * least as many as it takes for its results to be shown; those who were not asked for the
 * longest time come first, so that everyone is asked in turn.
 */
import { randomInt } from 'node:crypto'
import type { Day } from '../platform/clock.ts'

export type Candidate = {
  id: string
  segment: string
  /** Surveys of any kind that they were asked within the weeks that count for them. */
  asked: number
  /** The most there may be. */
  most: number
  /** When this survey asked them last; null: never. */
  last: Day | null
  /** How often it did; decides between those who were last asked on one day. */
  times: number
  /** When any survey did. */
  lastAny: Day | null
}

export type Wish = {
  /** Per cent of the people. */
  share: number
  /** Fewest answers that are shown. */
  floor: number
}

/** About every second person answers: so many are asked for one answer that is needed. */
const perAnswer = 2

export const rests = (p: Pick<Candidate, 'asked' | 'most'>): boolean => p.asked >= p.most

/** How many of a segment of `size` people are asked, where nobody rests. */
export function wanted(size: number, { share, floor }: Wish): number {
  return Math.min(size, Math.max(Math.ceil((size * share) / 100), floor * perAnswer))
}

export function sampleOf(
  people: readonly Candidate[],
  wish: Wish,
  random: (below: number) => number = randomInt,
): string[] {
  const segments = new Map<string, Candidate[]>()
  for (const p of people) {
    const list = segments.get(p.segment)
    if (list) list.push(p)
    else segments.set(p.segment, [p])
  }
  const chosen: string[] = []
  for (const members of segments.values()) {
    const free = shuffled(
      members.filter((p) => !rests(p)),
      random,
    ).sort((a, b) => order(a.last, b.last) || a.times - b.times || order(a.lastAny, b.lastAny))
    chosen.push(...free.slice(0, wanted(members.length, wish)).map((p) => p.id))
  }
  return chosen
}

/** Never first, then the longest ago. */
function order(a: Day | null, b: Day | null): number {
  if (a === b) return 0
  if (a === null) return -1
  if (b === null) return 1
  return a < b ? -1 : 1
}

/** In an order that says nothing about the one before. */
export function shuffled<T>(items: readonly T[], random: (below: number) => number = randomInt): T[] {
  const mixed = [...items]
  for (let i = mixed.length - 1; i > 0; i--) {
    const other = random(i + 1)
    ;[mixed[i], mixed[other]] = [mixed[other]!, mixed[i]!]
  }
  return mixed
}
