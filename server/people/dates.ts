/**
 * Calendar days as files write them. A day is read only when it can mean one
 * thing: by the format that was declared for the column, by the column's own
 * other cells, or by itself. Anything else is left open and reported.
 */
import type { Day } from '../platform/clock.ts'

export type Order = 'dmy' | 'mdy' | 'ymd'
/** What a mapping may declare, such as `DD/MM/YYYY`; `excel` is a spreadsheet's day number. */
export type Declared = { order: Order; shortYear: boolean } | 'excel'

export function declaredFormat(format: string): Declared | undefined {
  const f = format.trim().toLowerCase()
  if (f === 'excel' || f === 'serial') return 'excel'
  // German writes TT.MM.JJJJ, French JJ/MM/AAAA: J is a year beside T, a day beside A.
  const english = f
    .replaceAll('j', f.includes('a') ? 'd' : 'y')
    .replaceAll('t', 'd')
    .replaceAll('a', 'y')
  const letters = english.replace(/[^dmy]/g, '').replace(/(.)\1*/g, '$1')
  if (letters !== 'dmy' && letters !== 'mdy' && letters !== 'ymd') return undefined
  return { order: letters, shortYear: (english.match(/y/g) ?? []).length === 2 }
}

type Parts =
  | { kind: 'empty' }
  | { kind: 'ymd'; year: number; month: number; day: number }
  /** Three numbers, the year last; which of the others is the day is open. */
  | { kind: 'xxy'; separator: string; first: number; second: number; year: number }
  | { kind: 'short'; first: number; second: number; third: number }
  | { kind: 'serial'; days: number }
  | { kind: 'other' }

const months = new Map<string, number>()
for (const language of ['en', 'de', 'es', 'fr']) {
  for (const style of ['long', 'short'] as const) {
    const format = new Intl.DateTimeFormat(language, { month: style, timeZone: 'UTC' })
    for (let m = 0; m < 12; m++) {
      const name = fold(format.format(Date.UTC(2000, m, 15)))
      months.set(name, m + 1)
      months.set(
        name.slice(0, 3) === 'jui' || name.slice(0, 3) === 'jun' || name.slice(0, 3) === 'jul'
          ? name
          : name.slice(0, 3),
        m + 1,
      )
    }
  }
}
months.set('jun', 6).set('jul', 7)

function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[\u0300-\u036f.]/g, '')
    .toLowerCase()
}

function split(cell: string): Parts {
  if (cell === '') return { kind: 'empty' }
  // A time of midnight says nothing; any other might belong to a neighbouring day.
  const text = cell.replace(/[T ]00:00(:00(\.0+)?)?( ?Z)?$/, '')
  let m = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})$/.exec(text)
  if (m) return { kind: 'ymd', year: Number(m[1]), month: Number(m[3]), day: Number(m[4]) }
  m = /^(\d{4})(\d{2})(\d{2})$/.exec(text)
  if (m) return { kind: 'ymd', year: Number(m[1]), month: Number(m[2]), day: Number(m[3]) }
  m = /^(\d{1,2})([-/. ])(\d{1,2})\2(\d{4})$/.exec(text)
  if (m) return { kind: 'xxy', separator: m[2]!, first: Number(m[1]), second: Number(m[3]), year: Number(m[4]) }
  m = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{2})$/.exec(text)
  if (m) return { kind: 'short', first: Number(m[1]), second: Number(m[3]), third: Number(m[4]) }
  m = /^(\d{5})(?:\.0+)?$/.exec(text)
  if (m) return { kind: 'serial', days: Number(m[1]) }
  // 01-Dec-1994, 1 décembre 1994, 1. Dezember 1994, Dec 1, 1994, 1 de enero de 1998
  const words = fold(text.replace(/(\d)\. /, '$1 '))
    .replace(/\bde\b/g, ' ')
    .split(/[\s,/-]+/)
    .filter(Boolean)
  if (words.length === 3) {
    const month = words.findIndex((w) => months.has(w))
    const year = words.findIndex((w) => /^\d{4}$/.test(w))
    const day = words.findIndex((w, i) => i !== year && /^\d{1,2}$/.test(w))
    if (month >= 0 && year >= 0 && day >= 0) {
      return { kind: 'ymd', year: Number(words[year]), month: months.get(words[month]!)!, day: Number(words[day]) }
    }
  }
  return { kind: 'other' }
}

function dayOf(year: number, month: number, day: number): Day | undefined {
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month) || year < 1) return undefined
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

/** What the cells of one column show about how its dates are written. */
export type DateColumn = { cells: number; xxy: number; dmy: number; mdy: number }

export function newDateColumn(): DateColumn {
  return { cells: 0, xxy: 0, dmy: 0, mdy: 0 }
}

export function lookAt(column: DateColumn, cell: string): void {
  const parts = split(cell)
  if (parts.kind === 'empty') return
  column.cells++
  if (parts.kind !== 'xxy' || parts.separator === '.') return
  column.xxy++
  const dmy = dayOf(parts.year, parts.second, parts.first)
  const mdy = dayOf(parts.year, parts.first, parts.second)
  if (dmy && !mdy) column.dmy++
  if (mdy && !dmy) column.mdy++
}

/** The one order that a column's cells agree on, where they prove one; a few stray cells prove nothing about the rest. */
export function orderOf(column: DateColumn): 'dmy' | 'mdy' | undefined {
  if (column.xxy * 2 <= column.cells) return undefined
  if (column.dmy > 0 && column.mdy === 0) return 'dmy'
  if (column.mdy > 0 && column.dmy === 0) return 'mdy'
  return undefined
}

export type DateReading =
  | { day: Day | null; note?: 'date_serial' | 'date_other_format' }
  | { open: 'date_impossible' | 'date_ambiguous' | 'date_two_digit_year' | 'date_unreadable' }

export type DateRule = { declared?: Declared | undefined; order?: 'dmy' | 'mdy' | undefined }

export function ruleOf(column: DateColumn, declared?: Declared): DateRule {
  return { declared, order: orderOf(column) }
}

/** Days between 1899-12-30 (a spreadsheet's day 0) and 1970-01-01. */
const epoch = 25_569

export function readDate(cell: string, rule: DateRule): DateReading {
  const parts = split(cell)
  const declared = rule.declared
  if (parts.kind === 'empty') return { day: null }
  if (parts.kind === 'ymd') return known(dayOf(parts.year, parts.month, parts.day))
  if (parts.kind === 'xxy') {
    const dmy = dayOf(parts.year, parts.second, parts.first)
    const mdy = dayOf(parts.year, parts.first, parts.second)
    if (declared && declared !== 'excel' && declared.order !== 'ymd') return known(declared.order === 'dmy' ? dmy : mdy)
    // With dots the day stands first wherever dates are written with dots.
    if (parts.separator === '.') return known(dmy)
    if (rule.order) return known(rule.order === 'dmy' ? dmy : mdy)
    if (!dmy && !mdy) return { open: 'date_impossible' }
    if (dmy && mdy && dmy !== mdy) return { open: 'date_ambiguous' }
    return { day: (dmy ?? mdy)!, note: 'date_other_format' }
  }
  if (parts.kind === 'short') {
    if (!declared || declared === 'excel' || !declared.shortYear) return { open: 'date_two_digit_year' }
    const [year, month, day] =
      declared.order === 'dmy'
        ? [parts.third, parts.second, parts.first]
        : declared.order === 'mdy'
          ? [parts.third, parts.first, parts.second]
          : [parts.first, parts.second, parts.third]
    // The POSIX century: 69 to 99 are the 1900s.
    return known(dayOf(year! + (year! >= 69 ? 1900 : 2000), month!, day!))
  }
  if (parts.kind === 'serial') {
    const day = new Date((parts.days - epoch) * 86_400_000).toISOString().slice(0, 10)
    return declared === 'excel' ? { day } : { day, note: 'date_serial' }
  }
  return { open: 'date_unreadable' }
}

function known(day: Day | undefined): DateReading {
  return day === undefined ? { open: 'date_impossible' } : { day }
}
