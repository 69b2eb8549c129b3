/** Days of a wave, counted from its go-live; a weekend counts as the Monday after it. Pure. */
import { addDays, type Day, workingDay } from '../platform/clock.ts'

/** Monday 0 to Sunday 6. */
const weekday = (day: Day): number => (new Date(`${day}T12:00:00Z`).getUTCDay() + 6) % 7
export const mondayOf = (day: Day): Day => addDays(day, -weekday(day))

export function addWorkingDays(day: Day, n: number): Day {
  let at = workingDay(day)
  for (let left = n; left > 0; left--) at = workingDay(addDays(at, 1))
  return at
}

/** When a day counted from go-live really is; null before the wave has a date. */
export const dateOf = (goesLiveOn: Day | null, day: number): Day | null =>
  goesLiveOn === null ? null : workingDay(addDays(goesLiveOn, day))

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

/** The same as days from go-live: weekends moved. */
export const counted = (goesLiveOn: Day | null, day: number): number =>
  goesLiveOn === null ? day : day + overWeekend((((startsAt(goesLiveOn) + day) % 7) + 7) % 7)

/** The week that a counted day lies in: 0 is the one of go-live. */
export const weekOf = (goesLiveOn: Day | null, day: number): number =>
  Math.floor(((goesLiveOn === null ? 0 : startsAt(goesLiveOn)) + day) / 7)

/** A week as it is told: its Monday, or its number where there is no date. */
export const toldWeek = (goesLiveOn: Day | null, week: number): Day | number =>
  goesLiveOn === null ? week : addDays(mondayOf(goesLiveOn), 7 * week)
