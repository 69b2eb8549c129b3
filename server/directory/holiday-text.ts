/** Days and names from what somebody brings: a calendar file (RFC 5545), or a list with a line each. Pure. */
import { mostHolidays } from '../../contract/holidays.ts'
import { addDays, type Day } from '../platform/clock.ts'
import { problem } from '../platform/problem.ts'

export type Holiday = { day: Day; name: string }

/** Years for which a day that comes every year is written down. */
const yearsAhead = 5

/** Throws `holidays_unreadable` with the line, `holidays_none`, `holidays_too_many`. Of two names for a day the first stands. */
export function readHolidays(text: string, today: Day): Holiday[] {
  const lines = text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .map((line) => line.normalize('NFC'))
  const found = /^BEGIN:VCALENDAR\s*$/im.test(text) ? fromCalendar(lines, today) : fromList(lines)
  const days = new Map<Day, string>()
  for (const { day, name } of found) if (!days.get(day)) days.set(day, name)
  if (days.size === 0) throw problem('holidays_none')
  if (days.size > mostHolidays) throw problem('holidays_too_many', { most: mostHolidays })
  return [...days].map(([day, name]) => ({ day, name })).sort((a, b) => (a.day < b.day ? -1 : 1))
}

function fromList(lines: readonly string[]): Holiday[] {
  return lines.flatMap((line, i) => {
    if (/^\s*(#.*)?$/.test(line)) return []
    const match = /^\s*(\d{4}-\d{2}-\d{2})(?:[\s,;]+(.*))?$/.exec(line)
    const day = match && realDay(match[1]!)
    if (!match || !day) throw problem('holidays_unreadable', { line: i + 1, text: line.trim().slice(0, 60) })
    return [{ day, name: said((match[2] ?? '').replace(/^"(.*)"$/, '$1')) }]
  })
}

type Entry = { start?: string; end?: string; name: string; rule?: string; off: boolean; line: number; dropped: Day[] }

/** All-day entries alone: what has an hour is a meeting, not a day on which nobody works. */
function fromCalendar(lines: readonly string[], today: Day): Holiday[] {
  const found: Holiday[] = []
  let entry: Entry | null = null
  for (const { line, number } of unfolded(lines)) {
    const colon = line.search(/:(?=(?:[^"]*"[^"]*")*[^"]*$)/)
    const [name, value] = [line.slice(0, colon).split(';')[0]!.toUpperCase(), line.slice(colon + 1)]
    if (name === 'BEGIN' && value.toUpperCase() === 'VEVENT')
      entry = { name: '', off: false, line: number, dropped: [] }
    else if (!entry) continue
    else if (name === 'DTSTART') entry.start = value.trim()
    else if (name === 'DTEND') entry.end = value.trim()
    else if (name === 'SUMMARY') entry.name = unescaped(value)
    else if (name === 'RRULE') entry.rule = value.trim().toUpperCase()
    else if (name === 'EXDATE') entry.dropped.push(...value.split(',').flatMap((one) => plainDay(one.trim()) ?? []))
    else if (name === 'STATUS' && value.trim().toUpperCase() === 'CANCELLED') entry.off = true
    else if (name === 'END' && value.toUpperCase() === 'VEVENT') {
      found.push(...daysOf(entry, today))
      entry = null
    }
  }
  return found
}

function daysOf(entry: Entry, today: Day): Holiday[] {
  const start = entry.start === undefined ? null : plainDay(entry.start)
  if (entry.off || (start === null && /T\d{6}/.test(entry.start ?? ''))) return []
  const unreadable = () => problem('holidays_unreadable', { line: entry.line, text: entry.name.slice(0, 60) || '–' })
  if (start === null) throw unreadable()
  const end = entry.end === undefined ? null : plainDay(entry.end)
  const length =
    end !== null && end > start ? Math.min(60, Math.round((Date.parse(end) - Date.parse(start)) / 86_400_000)) : 1
  const starts = entry.rule ? yearly(start, entry.rule, today) : [start]
  if (starts === null) throw unreadable()
  return starts.flatMap((from) =>
    Array.from({ length }, (_, i) => ({ day: addDays(from, i), name: said(entry.name) })).filter(
      ({ day }) => !entry.dropped.includes(day),
    ),
  )
}

/** The same date every year; null for any other rule, which is not guessed at. */
function yearly(start: Day, rule: string, today: Day): Day[] | null {
  const parts = new Map(rule.split(';').map((part) => part.split('=') as [string, string]))
  const [month, date] = [Number(start.slice(5, 7)), Number(start.slice(8))]
  const fits =
    parts.get('FREQ') === 'YEARLY' &&
    [...parts.keys()].every((key) =>
      ['FREQ', 'INTERVAL', 'COUNT', 'UNTIL', 'BYMONTH', 'BYMONTHDAY', 'WKST'].includes(key),
    ) &&
    Number(parts.get('INTERVAL') ?? 1) === 1 &&
    Number(parts.get('BYMONTH') ?? month) === month &&
    Number(parts.get('BYMONTHDAY') ?? date) === date
  if (!fits) return null
  const first = Number(start.slice(0, 4))
  const until = plainDay((parts.get('UNTIL') ?? '').slice(0, 8)) ?? '9999-12-31'
  const last = Math.min(Number(today.slice(0, 4)) + yearsAhead, first + Number(parts.get('COUNT') ?? 10_000) - 1)
  const from = Math.max(first, Number(today.slice(0, 4)) - 1)
  return Array.from({ length: Math.max(0, last - from + 1) }, (_, i) => `${from + i}${start.slice(4)}`)
    .flatMap((day) => realDay(day) ?? [])
    .filter((day) => day <= until)
}

function* unfolded(lines: readonly string[]): Generator<{ line: string; number: number }> {
  let open: { line: string; number: number } | null = null
  for (const [i, line] of lines.entries()) {
    if (open && /^[ \t]/.test(line)) open.line += line.slice(1)
    else {
      if (open) yield open
      open = { line, number: i + 1 }
    }
  }
  if (open) yield open
}

const plainDay = (value: string): Day | null =>
  /^\d{8}$/.test(value) ? realDay(`${value.slice(0, 4)}-${value.slice(4, 6)}-${value.slice(6)}`) : null

const realDay = (day: string): Day | null => {
  const at = new Date(`${day}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === day && day >= '1970-01-01' ? day : null
}

const unescaped = (value: string): string =>
  value.replace(/\\([nN,;\\])/g, (_, c: string) => (c === 'n' || c === 'N' ? ' ' : c))
const said = (name: string): string =>
  name
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, 200)
