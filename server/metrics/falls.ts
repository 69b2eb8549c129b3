/**
 * When a habit falls back, and when it is there again. Pure.
 *
 * A group is compared with itself at the hand-over, by Fisher's exact test in one direction: at one look, or
 * at two whose days do not overlap, each less strictly. The level is shared out over all numbers that are
 * compared in a year, so that a company whose habits hold hears one false alarm in five years, or fewer. People of one
 * team do alike, so the numbers count as half as large as they are. And a fall of fewer than ten points is no
 * reason to begin anew, however sure it is.
 */
import { hypergeometric } from './fisher.ts'

export type Ratio = { met: number; of: number }

/** Of a company whose habits hold, in a year. */
export const falseAlarmsAYear = 0.2
/** Kinds of groups that are watched at a hand-over; each has its share of the false alarms. */
const handedOver = 2
const leastDrop = 0.1
/** So near to what it was at the hand-over it counts as back. */
const nearEnough = 0.05
/** How many people of a team stand for one who decides alone. */
const alike = 2

const share = ({ met, of }: Ratio): number => met / of
const shrunk = ({ met, of }: Ratio): Ratio => ({
  met: Math.round(met / alike),
  of: Math.max(1, Math.round(of / alike)),
})

/** How likely a number as low as `now`, or lower, would be by chance, were the habit the same as before. */
export function chanceOfFall(before: Ratio, now: Ratio): number {
  const { least, chances } = hypergeometric(now.of, before.met + now.met, before.of + now.of)
  return Math.min(
    1,
    chances.slice(0, now.met - least + 1).reduce((sum, chance) => sum + chance, 0),
  )
}

/** `compared`: numbers that are looked at together; `looks`: how often a year; `kinds`: of groups that are watched alike. */
export type Watched = { compared: number; looks: number; kinds?: number }

/** How unlikely a number has to be by chance: the false alarms of a year, shared out over all that is compared in it. */
export const levelOf = ({ compared, looks, kinds = handedOver }: Watched): number =>
  falseAlarmsAYear / kinds / (compared * looks)

/** Two looks share the number of the hand-over, so both are as low by chance more often than their product says: correlation ½. */
const together = 3 / 4

/**
 * `earlier`: the look before, of other days; null where there is none.
 */
export function fallsBack(
  before: Ratio,
  { now, earlier }: { now: Ratio; earlier: Ratio | null },
  watched: Watched,
): boolean {
  if (share(before) - share(now) < leastDrop) return false
  // Half of the level for each of the two ways.
  const level = levelOf(watched) / 2
  const chance = (then: Ratio) => chanceOfFall(shrunk(before), shrunk(then))
  if (chance(now) <= level) return true
  return earlier !== null && Math.max(chance(now), chance(earlier)) <= level ** together
}

/** The same of people who do alike, as it is judged. */
export const chanceTold = (before: Ratio, now: Ratio): number => chanceOfFall(shrunk(before), shrunk(now))

export const isBack = (before: Ratio, now: Ratio): boolean => share(now) >= share(before) - nearEnough
