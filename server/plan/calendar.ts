/** Days of a wave, counted from its go-live; a weekend or a day on which the whole company is off counts as the next working day. Pure. */
import { addDays, type Day, workingDay } from '../platform/clock.ts'

/** Monday 0 to Sunday 6. */
const weekday = (day: Day): number => (new Date(`${day}T12:00:00Z`).getUTCDay() + 6) % 7
export const mondayOf = (day: Day): Day => addDays(day, -weekday(day))

/** From when a wave counts, and the days on which nobody works. */
export type Counting = { goesLiveOn: Day | null; off?: ReadonlySet<Day> }

export function addWorkingDays(day: Day, n: number, off?: ReadonlySet<Day>): Day {
  let at = workingDay(day, off)
  for (let left = n; left > 0; left--) at = workingDay(addDays(at, 1), off)
  return at
}

/** When a day counted from go-live really is; null before the wave has a date. */
export const dateOf = ({ goesLiveOn, off }: Counting, day: number): Day | null =>
  goesLiveOn === null ? null : workingDay(addDays(goesLiveOn, day), off)

/* Days of one wave are asked for by the hundred while room is looked for: they are counted, not looked up. */
const starts = new Map<Day, number>()
function startsAt(goesLiveOn: Day): number {
  let at = starts.get(goesLiveOn)
  if (at === undefined) {
    if (starts.size > 1000) starts.clear()
    starts.set(goesLiveOn, (at = weekday(goesLiveOn)))
  }
  return at
}

const overWeekend = (at: number): number => (at < 5 ? 0 : 7 - at)

/** The same as days from go-live: weekends and days off moved. */
export function counted({ goesLiveOn, off }: Counting, day: number): number {
  if (goesLiveOn === null) return day
  for (let at = day; ;) {
    const worked = at + overWeekend((((startsAt(goesLiveOn) + at) % 7) + 7) % 7)
    if (!off?.size || !off.has(addDays(goesLiveOn, worked))) return worked
    at = worked + 1
  }
}

/** The week that a counted day lies in: 0 is the one of go-live. */
export const weekOf = (goesLiveOn: Day | null, day: number): number =>
  Math.floor(((goesLiveOn === null ? 0 : startsAt(goesLiveOn)) + day) / 7)

/** A week as it is told: its Monday, or its number where there is no date. */
export const toldWeek = (goesLiveOn: Day | null, week: number): Day | number =>
  goesLiveOn === null ? week : addDays(mondayOf(goesLiveOn), 7 * week)
