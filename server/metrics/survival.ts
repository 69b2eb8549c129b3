/**
 * Time until something happens, where some are still waiting: the Kaplan–Meier
 * estimate from a histogram by whole days, and its median. Same results as the
 * `survival` package of R, whose published example is the test.
 */

export type Waiting = { days: number; happened: boolean }

/** How many had it happen, and how many were still waiting when we stopped looking, by day. */
export type Histogram = { happened: Int32Array; waiting: Int32Array }

export type Step = { day: number; atRisk: number; happened: number; stillWaiting: number }

export function histogram(people: readonly Waiting[]): Histogram {
  const last = people.reduce((most, p) => Math.max(most, p.days), 0)
  const h = { happened: new Int32Array(last + 1), waiting: new Int32Array(last + 1) }
  for (const p of people) (p.happened ? h.happened : h.waiting)[p.days]!++
  return h
}

/** The median wait of a group whose `met` says that it happened, after so many `days`. */
export function medianWait({ met, days }: { met: Int32Array; days: Int32Array }): number | null {
  return median(histogram(Array.from(days, (d, i) => ({ days: d, happened: met[i] === 1 }))))
}

/** The same over all waits of all people: each the days until it happened, or −1 less the days until we stopped looking. */
export const medianOfWaits = ({ waits }: { waits: Int32Array }): number | null =>
  median(histogram(Array.from(waits, (w) => ({ days: w < 0 ? -1 - w : w, happened: w >= 0 }))))

/** A median of fewer than so many would be a day of somebody. */
const fewest = 5

/**
 * The median, where enough were followed until it: everybody but those whom we stopped looking at before. Of a hundred
 * who began last week and one who waited a month, the curve's half is that one's day; it says nothing of the others.
 */
function medianFollowed(h: Histogram): number | null {
  const found = median(h)
  if (found === null) return null
  let [all, lost] = [0, 0]
  for (let day = 0; day < h.happened.length; day++) {
    all += h.happened[day]! + h.waiting[day]!
    if (day < found) lost += h.waiting[day]!
  }
  return all - lost >= Math.min(fewest, all) ? found : null
}

export const medianWaitFollowed = ({ met, days }: { met: Int32Array; days: Int32Array }): number | null =>
  medianFollowed(histogram(Array.from(days, (d, i) => ({ days: d, happened: met[i] === 1 }))))
export const medianOfWaitsFollowed = ({ waits }: { waits: Int32Array }): number | null =>
  medianFollowed(histogram(Array.from(waits, (w) => ({ days: w < 0 ? -1 - w : w, happened: w >= 0 }))))

/** The curve, one step per day on which something happened. */
export function curve(h: Histogram): Step[] {
  let atRisk = 0
  for (let day = 0; day < h.happened.length; day++) atRisk += h.happened[day]! + h.waiting[day]!
  const steps: Step[] = []
  let share = 1
  for (let day = 0; day < h.happened.length; day++) {
    const happened = h.happened[day]!
    if (happened > 0) {
      share *= 1 - happened / atRisk
      steps.push({ day, atRisk, happened, stillWaiting: share })
    }
    atRisk -= happened + h.waiting[day]!
  }
  return steps
}

/**
 * The day by which half had it happen; null when fewer than half have, so far.
 * Where the curve stands at exactly one half between two days, the middle of
 * them, as with the ordinary median of an even number.
 */
export function median(h: Histogram): number | null {
  const steps = curve(h)
  const at = steps.findIndex((step) => step.stillWaiting <= 0.5 + 1e-9)
  if (at < 0) return null
  const step = steps[at]!
  const next = steps[at + 1]
  return Math.abs(step.stillWaiting - 0.5) < 1e-9 && next ? (step.day + next.day) / 2 : step.day
}
