/**
 * Working days of a company as a number line: each has a number, and days on which nobody works share the number
 * of the next one that is worked. Holidays are not known. Pure.
 */
import { addDays, type Day, daysBetween } from '../platform/clock.ts'

/** A Monday, so that weeks are counted from their beginning. */
const zero: Day = '1970-01-05'

export type Calendar = {
  /** How many working days lie before a day: the number of the day itself, or of the next one that is worked. */
  number(day: Day): number
  /** The working day with a number. */
  day(number: number): Day
  works(day: Day): boolean
}

/** `workDays`: 1 is Monday; at least one. */
export function calendarOf(workDays: readonly number[]): Calendar {
  const worked = Array.from({ length: 7 }, (_, i) => workDays.includes(i + 1))
  const inWeek = worked.filter(Boolean).length
  if (inWeek === 0) throw new Error('a week without a working day')
  const before = worked.map((_, i) => worked.slice(0, i).filter(Boolean).length)
  const nth = worked.flatMap((works, i) => (works ? [i] : []))
  const place = (day: Day) => {
    const since = daysBetween(zero, day)
    const week = Math.floor(since / 7)
    return { week, weekday: since - week * 7 }
  }
  return {
    number(day) {
      const { week, weekday } = place(day)
      return week * inWeek + before[weekday]!
    },
    day(number) {
      const week = Math.floor(number / inWeek)
      return addDays(zero, week * 7 + nth[number - week * inWeek]!)
    },
    works: (day) => worked[place(day).weekday]!,
  }
}
