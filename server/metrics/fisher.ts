/**
 * Are two groups rated alike? The ratio of two rates, and Fisher's exact test: how likely a difference at
 * least so unlikely would be by chance alone, if the group made none. Two-sided, by the hypergeometric
 * distribution; the same as `fisher.test` of R.
 */

/** Of `of` people in a group `met` met something. */
type Counts = { met: number; of: number }

let known = new Float64Array(2)
/** Logarithms of factorials, 0! to n! and perhaps further; kept, since a table asks for each of its rows. */
function logFactorials(n: number): Float64Array {
  if (known.length <= n) {
    const logs = new Float64Array(n + 1)
    logs.set(known)
    for (let i = known.length; i <= n; i++) logs[i] = logs[i - 1]! + Math.log(i)
    known = logs
  }
  return known
}

/** How likely it is, with these margins, that exactly so many of the first group are among those who met it: from least to most. */
export function hypergeometric(group: number, met: number, all: number): { least: number; chances: Float64Array } {
  const log = logFactorials(all)
  const choose = (n: number, k: number) => log[n]! - log[k]! - log[n - k]!
  const least = Math.max(0, group + met - all)
  const most = Math.min(group, met)
  const chances = Float64Array.from({ length: most - least + 1 }, (_, i) =>
    Math.exp(choose(met, least + i) + choose(all - met, group - least - i) - choose(all, group)),
  )
  return { least, chances }
}

/** A table counts as unlikely as ours when it differs by rounding alone. */
const rounding = 1 + 1e-7

export function fisherExact(one: Counts, other: Counts): number {
  const { least, chances } = hypergeometric(one.of, one.met + other.met, one.of + other.of)
  const ours = chances[one.met - least]! * rounding
  return Math.min(
    1,
    chances.reduce((sum, chance) => (chance <= ours ? sum + chance : sum), 0),
  )
}

/** Null where nobody of the other group met it. */
export function rateRatio(one: Counts, other: Counts): number | null {
  return other.met === 0 ? null : one.met / one.of / (other.met / other.of)
}
