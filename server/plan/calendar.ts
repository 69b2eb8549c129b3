/** Days of a wave, counted from its go-live; a weekend counts as the Monday after it. Pure. */
import { addDays, type Day } from '../platform/clock.ts'

const noon = (day: Day) => Date.parse(`${day}T12:00:00Z`)
/** Monday 0 to Sunday 6. */
const weekday = (day: Day): number => (new Date(noon(day)).getUTCDay() + 6) % 7

export const daysBetween = (from: Day, to: Day): number => Math.round((noon(to) - noon(from)) / 86_400_000)
export const mondayOf = (day: Day): Day => addDays(day, -weekday(day))

/** The day itself, or the Monday after the weekend that it falls on. */
export function workingDay(day: Day): Day {
  const at = weekday(day)
  return at < 5 ? day : addDays(day, 7 - at)
}

export function addWorkingDays(day: Day, n: number): Day {
  let at = workingDay(day)
  for (let left = n; left > 0; left--) at = workingDay(addDays(at, 1))
  return at
}

/** When a day counted from go-live really is; null before the wave has a date. */
export const dateOf = (goesLiveOn: Day | null, day: number): Day | null =>
  goesLiveOn === null ? null : workingDay(addDays(goesLiveOn, day))

/** The same as days from go-live: weekends moved. */
export const counted = (goesLiveOn: Day | null, day: number): number =>
  goesLiveOn === null ? day : daysBetween(goesLiveOn, dateOf(goesLiveOn, day)!)

/** The week that a counted day lies in: its Monday, or the weeks from go-live where there is no date. */
export const weekOf = (goesLiveOn: Day | null, day: number): Day | number =>
  goesLiveOn === null ? Math.floor(day / 7) : mondayOf(addDays(goesLiveOn, day))
