/** Dates, numbers and names as the reader writes them. Pure; the hook is in reader.tsx. */
export type Reader = {
  /** BCP 47, for words and formats. */
  locale: string
  timeZone: string
  /** Milliseconds; the installation's clock, which a demo may have moved. */
  now: () => number
}

const kept = new Map<string, unknown>()
/** Intl objects are slow to make and cheap to keep. */
function keep<T>(key: string, make: () => T): T {
  if (!kept.has(key)) kept.set(key, make())
  return kept.get(key) as T
}

const dateFormat = (locale: string, options: Intl.DateTimeFormatOptions) =>
  keep(`d${locale}${JSON.stringify(options)}`, () => new Intl.DateTimeFormat(locale, options))
const relativeFormat = (locale: string) =>
  keep(`r${locale}`, () => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }))

/** `'2026-05-14'` as an instant at UTC midnight; formatted with UTC it stays that day. */
const dayMillis = (day: string) => Date.parse(day + 'T00:00:00Z')
const dayMs = 86_400_000

/** The calendar day of an instant in a zone. */
export function dayIn(instant: number, timeZone: string): string {
  const parts = dateFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).formatToParts(
    instant,
  )
  const get = (type: string) => parts.find((p) => p.type === type)?.value ?? ''
  return `${get('year')}-${get('month')}-${get('day')}`
}

/** Whole days from today to `day`; negative is past. */
/** What a clock on the wall shows in a zone. */
export function wallClock(at: string, timeZone: string): { day: string; time: string } {
  const [day = '', time = ''] = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'short',
  })
    .format(new Date(at))
    .split(' ')
  return { day, time }
}

export function daysUntil(day: string, reader: Reader): number {
  return Math.round((dayMillis(day) - dayMillis(dayIn(reader.now(), reader.timeZone))) / dayMs)
}

/** "today", "tomorrow", "in 3 days", else "14 May" (with the year where it is another one). */
export function formatDay(day: string, reader: Reader, style: 'relative' | 'short' | 'long' = 'relative'): string {
  const days = daysUntil(day, reader)
  if (style === 'relative' && Math.abs(days) <= 6) return relativeFormat(reader.locale).format(days, 'day')
  if (style === 'long')
    return dateFormat(reader.locale, {
      timeZone: 'UTC',
      weekday: 'long',
      day: 'numeric',
      month: 'long',
      year: 'numeric',
    }).format(dayMillis(day))
  const sameYear = day.slice(0, 4) === dayIn(reader.now(), reader.timeZone).slice(0, 4)
  return dateFormat(reader.locale, {
    timeZone: 'UTC',
    day: 'numeric',
    month: 'short',
    ...(sameYear ? {} : { year: 'numeric' }),
  }).format(dayMillis(day))
}

export function formatTime(instant: string, reader: Reader): string {
  return dateFormat(reader.locale, { timeZone: reader.timeZone, hour: 'numeric', minute: '2-digit' }).format(
    Date.parse(instant),
  )
}

/** Exact, for the tooltip: day, time and zone. */
export function formatExact(instant: string, reader: Reader): string {
  return dateFormat(reader.locale, {
    timeZone: reader.timeZone,
    weekday: 'short',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZoneName: 'short',
  }).format(Date.parse(instant))
}

/** "5 minutes ago", "yesterday, 14:05", "14 May". */
export function formatInstant(instant: string, reader: Reader): string {
  const at = Date.parse(instant)
  const seconds = Math.round((at - reader.now()) / 1000)
  const relative = relativeFormat(reader.locale)
  if (Math.abs(seconds) < 45) return relative.format(0, 'second')
  if (Math.abs(seconds) < 3600) return relative.format(Math.round(seconds / 60) || Math.sign(seconds), 'minute')
  const day = dayIn(at, reader.timeZone)
  const days = daysUntil(day, reader)
  if (days === 0 && Math.abs(seconds) < 6 * 3600) return relative.format(Math.round(seconds / 3600), 'hour')
  if (Math.abs(days) <= 1) return `${relative.format(days, 'day')}, ${formatTime(instant, reader)}`
  return formatDay(day, reader)
}

export function formatNumber(value: number, locale: string, digits = 0): string {
  return keep(`n${locale}${digits}`, () => new Intl.NumberFormat(locale, { maximumFractionDigits: digits })).format(
    value,
  )
}

/** Two digits at most; never 100 % or 0 % by rounding alone, and never a whole one that it is not: `<1%`, `>99%`. */
export function formatShare(numerator: number, denominator: number, locale: string): string {
  const share = denominator === 0 ? 0 : numerator / denominator
  const rounded = Math.round(share * 100)
  const [sign, honest] =
    numerator > 0 && rounded === 0
      ? ['<', 0.01]
      : numerator < denominator && rounded === 100
        ? ['>', 0.99]
        : ['', rounded / 100]
  const whole = keep(`p${locale}`, () => new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }))
  return sign + whole.format(honest)
}

export function formatBytes(bytes: number, locale: string): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const
  const step = Math.min(units.length - 1, bytes < 1 ? 0 : Math.floor(Math.log10(bytes) / 3))
  const unit = units[step] ?? 'byte'
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit,
    unitDisplay: 'short',
    maximumFractionDigits: step > 1 ? 1 : 0,
  }).format(bytes / 1000 ** step)
}

/** "Ana, Bo and Cem"; the caller adds "and 3 others" as a last member. */
export function formatList(names: readonly string[], locale: string): string {
  return keep(`l${locale}`, () => new Intl.ListFormat(locale, { type: 'conjunction' })).format(names)
}

/** 0 = Sunday. By locale, as the calendar of that country begins. */
export function firstDayOfWeek(locale: string): number {
  const info = new Intl.Locale(locale) as Intl.Locale & {
    getWeekInfo?: () => { firstDay: number }
    weekInfo?: { firstDay: number }
  }
  return (info.getWeekInfo?.() ?? info.weekInfo ?? { firstDay: 1 }).firstDay % 7
}

/** One or two signs that stand for a name in any script. */
export function initialsOf(name: string): string {
  const segmenter = keep('segmenter', () => new Intl.Segmenter(undefined, { granularity: 'grapheme' }))
  const words = name
    .replace(/\(.*?\)|["“”'’].*?["“”'’]/g, ' ')
    .trim()
    .split(/[\s,]+/u)
    .filter((w) => /[\p{L}\p{N}]/u.test(w))
  const signs = (word: string) => [...segmenter.segment(word)].map((s) => s.segment)
  const first = words[0]
  if (!first) return '·'
  // Han, Kana and Hangul names written in one piece: the given name's last sign says more.
  if (/^[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}]+$/u.test(first)) return signs(first).at(-1) ?? '·'
  const last = words.length > 1 ? words.at(-1) : undefined
  return ((signs(first)[0] ?? '') + (last ? (signs(last)[0] ?? '') : '')).toLocaleUpperCase()
}

/** A steady hue for a name or id, one of twelve. */
export function hueOf(text: string): number {
  let hash = 2166136261
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 16777619)
  return ((hash >>> 8) % 12) * 30 + 15
}

/** Whole minutes to say of a short time, at least one. */
export const minutesOf = (seconds: number): number => Math.max(1, Math.round(seconds / 60))
