/** Until when the desk answers: so many working hours after a question, on weekdays from nine to five where the company is. */
import { addDays, addMs, dayIn, instantAt, type Instant } from '../platform/clock.ts'

const opens = '09:00'
const closes = '17:00'
const hour = 3_600_000

export function dueAfter(from: Instant, hours: number, timeZone: string): Instant {
  let left = hours * hour
  for (let day = dayIn(from, timeZone); ; day = addDays(day, 1)) {
    const weekday = new Date(`${day}T12:00:00Z`).getUTCDay()
    if (weekday === 0 || weekday === 6) continue
    const [open, close] = [instantAt(day, opens, timeZone), instantAt(day, closes, timeZone)]
    const start = from > open ? from : open
    const room = Date.parse(close) - Date.parse(start)
    if (room >= left) return addMs(start, left)
    if (room > 0) left -= room
  }
}
