/**
 * When a number left its course, and when it is back. Pure.
 *
 * A number is compared with itself before, never with others. A share is judged as after a hand-over: by Fisher's
 * exact test against the number two windows earlier, at one look or at two whose days do not overlap, and by ten
 * points at least. Anything else is judged by the interval in which the next of its own numbers would lie (Student's
 * t, from eight numbers on whose days do not overlap), and by a tenth of their mean at least. The level is shared out
 * over all that is compared in a year, so that a company in which nothing changes hears one false alarm in five
 * years, or fewer.
 */
import {
  chanceTold,
  fallsBack,
  type GivenNumber,
  isBack,
  levelOf,
  type Ratio,
  type Watched,
} from '../metrics/metrics.ts'
import { addDays } from '../platform/clock.ts'

export type Kind = { ratio: boolean; direction: 'up' | 'down'; window: number }
export type Fall = { reference: Pick<GivenNumber, 'asOf' | 'value' | 'met' | 'of'>; chance: number }

/** Fewer numbers say too little about how much they move by themselves. */
export const leastNumbers = 8
/** More would compare with another time. */
const mostNumbers = 24
const leastDrop = 0.1
/** In shares of a whole: so large a fall of the company is told at once. */
export const graveDrop = 0.2

/** Of a number that is better where it is lower, those not in it are counted. */
const better = ({ met, of }: GivenNumber, { direction }: Kind): Ratio =>
  direction === 'up' ? { met, of } : { met: of - met, of }

/** `series`: numbers of one definition in the order of their days; the last is looked at. */
export function fallOf(series: readonly GivenNumber[], kind: Kind, watched: Watched): Fall | null {
  return kind.ratio ? shareFell(series, kind, watched) : meanFell(series, kind, watched)
}

/** Whether there is enough to compare: only that counts against the false alarms. */
export const comparable = (series: readonly GivenNumber[], kind: Kind): boolean =>
  kind.ratio ? referenceOf(series, kind) !== undefined : apart(series, kind.window).length > leastNumbers

function referenceOf(series: readonly GivenNumber[], { window }: Kind): GivenNumber | undefined {
  const now = series.at(-1)
  return now && series.findLast((one) => one.asOf <= addDays(now.asOf, -2 * window))
}

function shareFell(series: readonly GivenNumber[], kind: Kind, watched: Watched): Fall | null {
  const now = series.at(-1)
  const reference = referenceOf(series, kind)
  if (!now || !reference) return null
  const earlier = series.findLast(
    (one) => one.asOf <= addDays(now.asOf, -kind.window) && one.asOf >= addDays(reference.asOf, kind.window),
  )
  const before = better(reference, kind)
  const looks = { now: better(now, kind), earlier: earlier ? better(earlier, kind) : null }
  if (!fallsBack(before, looks, watched)) return null
  const { asOf, value, met, of } = reference
  return { reference: { asOf, value, met, of }, chance: chanceTold(before, looks.now) }
}

/** The last number and those before it, none of whose days are in another; the newest first. */
function apart(series: readonly GivenNumber[], window: number): GivenNumber[] {
  const chosen: GivenNumber[] = []
  for (const one of series.toReversed()) {
    const last = chosen.at(-1)
    if (!last || one.asOf <= addDays(last.asOf, -window)) chosen.push(one)
    if (chosen.length > mostNumbers) break
  }
  return chosen
}

function meanFell(series: readonly GivenNumber[], kind: Kind, watched: Watched): Fall | null {
  const [now, ...before] = apart(series, kind.window)
  if (!now || before.length < leastNumbers) return null
  const n = before.length
  const mean = before.reduce((sum, one) => sum + one.value, 0) / n
  const drop = kind.direction === 'up' ? mean - now.value : now.value - mean
  if (drop < leastDrop * Math.abs(mean) || drop <= 0) return null
  const spread = Math.sqrt(before.reduce((sum, one) => sum + (one.value - mean) ** 2, 0) / (n - 1))
  // Numbers that never moved say nothing of how much they may.
  const s = Math.max(spread, Math.abs(mean) / 100)
  const chance = tailOf(drop / (s * Math.sqrt(1 + 1 / n)), n - 1)
  if (chance > levelOf(watched)) return null
  const { asOf } = before[0]!
  return { reference: { asOf, value: mean, met: 0, of: n }, chance }
}

/** How likely Student's t is to be at least so large, by the closed form for whole degrees of freedom. */
export function tailOf(t: number, df: number): number {
  const theta = Math.atan(t / Math.sqrt(df))
  const cos2 = Math.cos(theta) ** 2
  // Terms of the series in powers of the squared cosine.
  let [term, sum] = [1, 1]
  for (let k = df % 2 === 0 ? 2 : 3; k < df; k += 2) {
    term *= (cos2 * (k - 1)) / k
    sum += term
  }
  const inside =
    df % 2 === 0
      ? Math.sin(theta) * sum
      : (2 / Math.PI) * (theta + (df === 1 ? 0 : Math.sin(theta) * Math.cos(theta) * sum))
  return Math.min(1, Math.max(0, (1 - inside) / 2))
}

/** Back: a share within five points of what it was, anything else within a quarter of its fall. */
export function isOver(
  reference: { value: number; met: number; of: number },
  found: { value: number },
  now: GivenNumber,
  kind: Kind,
): boolean {
  if (kind.ratio) return isBack(better({ ...now, ...reference }, kind), better(now, kind))
  const fall = Math.abs(reference.value - found.value)
  return kind.direction === 'up' ? now.value >= reference.value - fall / 4 : now.value <= reference.value + fall / 4
}
