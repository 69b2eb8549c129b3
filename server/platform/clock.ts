/**
 * The only place that asks the machine for the time. Production runs on the
 * machine's clock; an installation created with a movable clock runs ahead of
 * or behind it by an offset kept in the database, so that a demo, a test or a
 * rehearsal lives through months in seconds.
 */

/** ISO 8601 in UTC with milliseconds. */
export type Instant = string
/** YYYY-MM-DD */
export type Day = string

export type Clock = {
  now(): Instant
  today(timeZone: string): Day
}

export function clockAt(milliseconds: () => number): Clock {
  const now = () => new Date(milliseconds()).toISOString()
  return { now, today: (zone) => dayIn(now(), zone) }
}

/** A clock that runs with the machine, shifted by what `offset` says at each call. */
export function shiftedClock(offset: () => number): Clock {
  return clockAt(() => Date.now() + offset())
}

/** A clock that stands still; for tests of rules. */
export function stoppedClock(at: Instant): Clock {
  return clockAt(() => Date.parse(at))
}

/** Milliseconds by which `at` is ahead of the machine's clock. */
export function offsetTo(at: Instant): number {
  return Date.parse(at) - Date.now()
}

const formats = new Map<string, Intl.DateTimeFormat>()
const days = new Map<string, { minute: string; day: Day }>()
/** The calendar day that an instant falls on in a time zone. */
export function dayIn(at: Instant, timeZone: string): Day {
  // No zone's day turns within a minute, and most questions are about this one.
  const minute = at.slice(0, 16)
  const known = days.get(timeZone)
  if (known?.minute === minute && at.endsWith('Z')) return known.day
  const day = formattedDay(at, timeZone)
  if (at.endsWith('Z')) days.set(timeZone, { minute, day })
  return day
}

function formattedDay(at: Instant, timeZone: string): Day {
  let format = formats.get(timeZone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
    formats.set(timeZone, format)
  }
  return format.format(new Date(at))
}

/** Days added to a calendar day. */
export function addDays(day: Day, days: number): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

/** Months added to a calendar day; of a month that is shorter, its last day. */
export function addMonths(day: Day, months: number): Day {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number]
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0))
  const to = Math.min(date, last.getUTCDate())
  return `${last.toISOString().slice(0, 8)}${String(to).padStart(2, '0')}`
}

export const daysBetween = (from: Day, to: Day): number =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000)

/** The day itself, or the next one that is neither on a weekend nor among those on which nobody works. */
export function workingDay(day: Day, off?: ReadonlySet<Day>): Day {
  for (let at = day; ; at = addDays(at, 1)) {
    const weekday = new Date(`${at}T00:00:00Z`).getUTCDay()
    if (weekday !== 0 && weekday !== 6 && !off?.has(at)) return at
  }
}

/** Milliseconds added to an instant. */
export function addMs(at: Instant, ms: number): Instant {
  return new Date(Date.parse(at) + ms).toISOString()
}

/** The instant at which a wall clock in a zone shows `day` `time` (HH:MM); in a gap, the first moment after it. */
export function instantAt(day: Day, time: string, timeZone: string): Instant {
  const wanted = Date.parse(`${day}T${time}:00Z`)
  const shift = (at: number) => wallClock(at, timeZone) - at
  let [guess, last] = [wanted, wanted]
  for (let round = 0; round < 4; round++) {
    const next = wanted - shift(guess)
    if (next === guess) return new Date(guess).toISOString()
    last = guess
    guess = next
  }
  // No clock shows it that day: the two guesses lie before and after the moment at which it is set forward.
  let [before, after] = [Math.min(guess, last), Math.max(guess, last)]
  for (const winter = shift(before); after - before > 1000;) {
    const mid = Math.floor((before + after) / 2000) * 1000
    if (shift(mid) === winter) before = mid
    else after = mid
  }
  return new Date(after).toISOString()
}

const wallFormats = new Map<string, Intl.DateTimeFormat>()
function wallClock(ms: number, timeZone: string): number {
  let format = wallFormats.get(timeZone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    })
    wallFormats.set(timeZone, format)
  }
  const part = Object.fromEntries(format.formatToParts(ms).map((p) => [p.type, p.value]))
  return Date.UTC(
    Number(part['year']),
    Number(part['month']) - 1,
    Number(part['day']),
    Number(part['hour']),
    Number(part['minute']),
    Number(part['second']),
  )
}

/** Monotonic milliseconds, for durations and progress only. */
export function stopwatch(): () => number {
  const start = performance.now()
  return () => performance.now() - start
}
