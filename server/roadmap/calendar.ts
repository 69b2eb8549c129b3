/**
 * Working days of a company as a number line: each has a number, and days on which nobody works share the number
 * of the next one that is worked: weekends, and the days on which the whole company does not work. Pure.
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

/** `workDays`: 1 is Monday; at least one. `off`: days on which nobody works all the same. */
export function calendarOf(workDays: readonly number[], off: ReadonlySet<Day> = new Set()): Calendar {
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
  const inWeeks = (day: Day) => {
    const { week, weekday } = place(day)
    return week * inWeek + before[weekday]!
  }
  const worksInWeek = (day: Day) => worked[place(day).weekday]!
  // The numbers that those days would have, in order: each that lies before a day takes one from its number.
  const gone = [...off]
    .filter(worksInWeek)
    .map(inWeeks)
    .sort((a, b) => a - b)
  const goneBefore = (number: number): number => {
    let [low, high] = [0, gone.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (gone[middle]! < number) low = middle + 1
      else high = middle
    }
    return low
  }
  return {
    number(day) {
      const number = inWeeks(day)
      return number - goneBefore(number)
    },
    day(number) {
      let at = number
      for (let next = number + goneBefore(at + 1); next !== at; next = number + goneBefore(at + 1)) at = next
      const week = Math.floor(at / inWeek)
      return addDays(zero, week * 7 + nth[at - week * inWeek]!)
    },
    works: (day) => worksInWeek(day) && !off.has(day),
  }
}
