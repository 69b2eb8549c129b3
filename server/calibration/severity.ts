/**
 * How managers rated beside each other: the mean of what each gave minus the mean of the
 * session, with an interval. Computed on read, kept nowhere. What it cannot tell: whether a
 * difference is the manager's measure or the people's work.
 *
 * Ratings are steps, each a rounding of something finer, so their spread is at least that of
 * rounding (1/12 of a step, squared): a manager who gave everybody the same is not thereby
 * known exactly. The spread within managers is pooled; a mean of n among N has the variance
 * spread * (1/n - 1/N). Intervals hold for all managers shown together (Bonferroni), so that
 * one among many is not singled out by chance.
 */
export type Given = { raterId: string; value: number }
export type Severity = {
  raterId: string
  ratings: number
  difference: { value: number; low: number; high: number } | null
}

const together = 0.95
const ofRounding = 1 / 12

export function severity(given: readonly Given[], fewest: number): { mean: number | null; raters: Severity[] } {
  const by = Map.groupBy(given, (g) => g.raterId)
  const all = given.length
  const mean = all === 0 ? null : average(given)
  const enough = [...by.values()].filter((own) => own.length >= fewest).length
  const freedom = all - by.size
  const within = [...by.values()].reduce((sum, own) => {
    const middle = average(own)
    return sum + own.reduce((s, g) => s + (g.value - middle) ** 2, 0)
  }, 0)
  const spread = Math.max(freedom > 0 ? within / freedom : 0, ofRounding)
  return {
    mean,
    raters: [...by].map(([raterId, own]) => {
      // Beside whom, where only one has given enough?
      if (own.length < fewest || enough < 2 || mean === null) return { raterId, ratings: own.length, difference: null }
      const value = average(own) - mean
      const t = quantile(1 - (1 - together) / enough / 2, freedom)
      const half = t * Math.sqrt(spread * Math.max(1 / own.length - 1 / all, 0))
      return { raterId, ratings: own.length, difference: { value, low: value - half, high: value + half } }
    }),
  }
}

const average = (list: readonly Given[]) => list.reduce((sum, g) => sum + g.value, 0) / list.length

/** The value below which Student's t with so many degrees of freedom lies with a probability above one half. */
export function quantile(probability: number, freedom: number): number {
  let [low, high] = [0, 1]
  while (below(high, freedom) < probability) high *= 2
  for (let step = 0; step < 80; step++) {
    const middle = (low + high) / 2
    if (below(middle, freedom) < probability) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/** P(T <= t) for t >= 0, through the incomplete beta function. */
function below(t: number, freedom: number): number {
  return 1 - incompleteBeta(freedom / (freedom + t * t), freedom / 2, 0.5) / 2
}

/** Regularized, by its continued fraction (Lentz), which converges fast left of the mean. */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0
  if (x >= 1) return 1
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a)
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log(1 - x)) / a
  const tiny = 1e-300
  let c = 1
  let d = 1 / guarded(1 - ((a + b) * x) / (a + 1))
  let fraction = d
  for (let m = 1; m <= 500; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / guarded(1 + even * d)
    c = guarded(1 + even / c)
    fraction *= c * d
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / guarded(1 + odd * d)
    c = guarded(1 + odd / c)
    const step = c * d
    fraction *= step
    if (Math.abs(step - 1) < 1e-14) break
  }
  return front * fraction
  function guarded(value: number): number {
    return Math.abs(value) < tiny ? tiny : value
  }
}

/** Lanczos' approximation, g = 7. */
function logGamma(x: number): number {
  const terms = [
    0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
    12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
  ]
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x)
  const at = x - 1
  const sum = terms.reduce((s, term, i) => (i === 0 ? term : s + term / (at + i)), 0)
  const shifted = at + 7.5
  return 0.5 * Math.log(2 * Math.PI) + (at + 0.5) * Math.log(shifted) - shifted + Math.log(sum)
}
