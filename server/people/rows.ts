/**
 * The second reading of a people file: every record as a row, cleaned, with what is to be said about it.
 * Long because one record is read in one go: what is said of a cell depends on those before it.
 */
import type { Field, FindingCode } from '../../contract/people.ts'
import { addDays, type Day } from '../platform/clock.ts'
import type { Mapping, Status } from './columns.ts'
import { type Rec, recordsOf } from './csv.ts'
import { readDate } from './dates.ts'
import type { Source } from './encoding.ts'
import { type Finding, keepable, kindOf, refuses, type Shape, spelled, type Survey } from './file.ts'
import {
  clean,
  countryOf,
  fullNameOf,
  isEmail,
  type Kind,
  localeOf,
  numberDamaged,
  statusOf,
  timeZoneOf,
} from './values.ts'

export type Row = {
  line: number
  /** Not taken in; kept to know that the person still stands in the file. */
  refused: boolean
  number: string | null
  /** Shorter than the file's other, zero-padded numbers. */
  zerosLost: boolean
  givenName: string
  middleName: string
  familyName: string
  preferredName: string
  fullName: string
  email: string | null
  status: Status
  employmentType: string
  title: string
  department: string
  division: string
  location: string
  country: string
  timeZone: string
  locale: string
  level: string
  /** The manager as the file names them; a number or an address. */
  manager: string
  /** Only a name is given. */
  managerByName: boolean
  secondManager: string
  hiredOn: Day | null
  leftOn: Day | null
  /** Presence begins here when it is ahead; null while unknown or begun. */
  startsOn: Day | null
  /** What could not be read: what is known already stays. */
  hiredOnOpen: boolean
  leftOnOpen: boolean
  emailOpen: boolean
}

const limits: Partial<Record<Field, number>> = {
  number: 100,
  givenName: 200,
  middleName: 200,
  familyName: 200,
  preferredName: 200,
  fullName: 400,
  email: 254,
  manager: 254,
  managerEmail: 254,
  managerName: 400,
  secondManager: 254,
}
const limit = 500

const kinds: Record<Field, Kind> = {
  number: 'key',
  email: 'key',
  manager: 'key',
  managerEmail: 'key',
  secondManager: 'key',
  status: 'code',
  country: 'code',
  timeZone: 'code',
  locale: 'code',
  hiredOn: 'code',
  leftOn: 'code',
  givenName: 'name',
  middleName: 'name',
  familyName: 'name',
  preferredName: 'name',
  fullName: 'name',
  managerName: 'name',
  employmentType: 'text',
  title: 'text',
  department: 'text',
  division: 'text',
  location: 'text',
  level: 'text',
}

/** Some systems write a word or a date for "nobody" and "never"; that is their way of leaving the cell empty. */
const nobodyWords = /^no_(manager|hr)$/i
const neverDates = /^(0000-00-00|00[./]00[./]0000|9999-12-31|4712-12-31|31[./]12[./](9999|4712)|12\/31\/(9999|4712))$/

/** Days that stand for "no date" in some systems' databases. */
const defaultDates = new Set(['1753-01-01', '1899-12-30', '1899-12-31', '1900-01-01', '1900-01-02', '0001-01-01'])
const oldest = '1920-01-01'

export type Batch = { rows: Row[]; findings: Finding[]; done: number }

/**
 * Every record after the header, cleaned, with its findings. `asOf` is the day
 * the file speaks about. `known` gives the record's spelling of departments and
 * the like, which the file's own follow where it has several.
 */
export async function* readRows(
  source: Source,
  s: Survey,
  mapping: Mapping,
  asOf: Day,
  known: Partial<Record<Field, ReadonlyMap<string, string>>> = {},
): AsyncIterable<Batch> {
  const spelling = Object.fromEntries(
    spelled.map((field) => [field, unify(s.spellings[field], known[field])]),
  ) as Partial<Record<Field, ReadonlyMap<string, string>>>
  const shape: Shape = s
  const reader = rowReader(s, mapping, asOf, spelling)
  let at = 0
  let done = 0
  yield { rows: [], findings: [...s.findings], done: 0 }
  for await (const records of recordsOf(source, s.encoding, s.delimiter)) {
    const batch: Batch = { rows: [], findings: [], done: 0 }
    for (const record of records) {
      const kind = kindOf(record.cells, at++, shape)
      if (kind === 'row') {
        reader(record, batch)
        done++
      } else if (kind === 'repeatedHeader' || kind === 'total' || kind === 'beforeHeader') {
        const value = keepable(record.cells.find((cell) => cell.trim() !== '')!.trim(), 200)
        const code = kind === 'total' ? 'total_row' : kind === 'beforeHeader' ? 'row_before_header' : 'repeated_header'
        batch.findings.push({
          line: record.line,
          id: kind === 'total' ? value : null,
          column: null,
          code,
          params: { value },
        })
      }
    }
    batch.done = done
    yield batch
  }
}

/** Spelling → the one it is taken for, where the file has several for one thing. */
function unify(
  seen: ReadonlyMap<string, ReadonlyMap<string, number>> | undefined,
  known: ReadonlyMap<string, string> | undefined,
): ReadonlyMap<string, string> {
  const to = new Map<string, string>()
  for (const [key, forms] of seen ?? []) {
    if (forms.size < 2) continue
    const before = known?.get(key)
    const best =
      before !== undefined && forms.has(before)
        ? before
        : [...forms].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]![0]
    for (const form of forms.keys()) if (form !== best) to.set(form, best)
  }
  return to
}

function rowReader(
  s: Survey,
  mapping: Mapping,
  asOf: Day,
  spelling: Partial<Record<Field, ReadonlyMap<string, string>>>,
) {
  const { at } = s.layout
  const yearAhead = addDays(asOf, 366)
  return (record: Rec, batch: Batch): void => {
    const { cells, line } = record
    let id: string | null = null
    let refused = false
    const from = batch.findings.length
    const say = (code: FindingCode, column: string | null, params: Record<string, string | number> = {}) => {
      if (refuses(code)) refused = true
      batch.findings.push({ line, id, column, code, params })
    }
    const take = (field: Field): string => {
      const column = at[field]
      if (!column) return ''
      const cell = cells[column.index]
      if (!cell) return ''
      const told = { padded: s.padded.has(column.index), composed: s.composed.has(column.index) }
      const value = clean(cell, kinds[field], (code, params) => say(code, column.header, shorten(params)), told)
      const most = limits[field] ?? limit
      if (value.length > most) {
        say('value_too_long', column.header, { length: value.length, limit: most })
        return keepable(value, most)
      }
      return value
    }
    const grouped = (field: (typeof spelled)[number]): string => {
      const value = take(field)
      const unified = spelling[field]?.get(value)
      if (unified === undefined) return value
      say('spelling_unified', at[field]!.header, { value, unified })
      return unified
    }
    const header = (field: Field) => at[field]?.header ?? null

    const number: string | null = take('number') || null
    id = number
    if (number && numberDamaged.test(number)) say('number_damaged', header('number'), { value: number })
    for (let i = from; i < batch.findings.length; i++) batch.findings[i]!.id = id

    if (cells.length < s.layout.width) say('row_too_short', null, { actual: cells.length, expected: s.layout.width })
    else if (cells.length > s.header.length && cells.slice(s.header.length).some((cell) => cell.trim() !== '')) {
      say('row_too_long', null, { actual: cells.length, expected: s.header.length })
    }

    let email: string | null = take('email') || null
    let emailOpen = false
    if (email && !isEmail(email)) {
      say('email_invalid', header('email'), { value: keepable(email, 200) })
      email = null
      emailOpen = true
    } else if (!email && at.email && s.mostHaveEmail && !refused) say('email_missing', header('email'))

    const date = (field: 'hiredOn' | 'leftOn'): { day: Day | null; open: boolean } => {
      const value = take(field)
      if (value === '' || (field === 'leftOn' && neverDates.test(value))) return { day: null, open: false }
      const reading = readDate(value, s.dates[field]!)
      const column = header(field)
      if ('open' in reading) {
        say(reading.open, column, { value })
        return { day: null, open: true }
      }
      const day = reading.day!
      if (defaultDates.has(day) || day < oldest) {
        say('date_default', column, { day })
        return { day: null, open: true }
      }
      if (field === 'hiredOn' && day > yearAhead) {
        say('date_far_future', column, { day })
        return { day: null, open: true }
      }
      if (reading.note) say(reading.note, column, { value, day })
      return { day, open: false }
    }
    const hired = date('hiredOn')
    const left = date('leftOn')

    let status: Status = 'active'
    if (at.status) {
      const written = take('status')
      const found = statusOf(written, mapping.status)
      if (found) status = found
      else if (!refused) say('status_unknown', header('status'), { value: written })
      if ((status === 'active' || status === 'leave') && found && left.day && left.day < asOf)
        say('left_but_active', header('leftOn'), { day: left.day })
    } else if (left.day && left.day < asOf) status = 'ended'
    const ahead = hired.day !== null && hired.day > asOf
    if (status === 'prehire' && !ahead) say('prehire_without_start', header('status'))
    if ((status === 'active' || status === 'leave') && ahead && !refused)
      say('starts_later', header('hiredOn'), { day: hired.day! })

    const coded = (
      field: 'country' | 'timeZone' | 'locale',
      read: (value: string) => string | undefined,
      unknown: FindingCode,
      keep: boolean,
    ): string => {
      const value = take(field)
      if (!value) return ''
      const code = read(value)
      if (code !== undefined) return code
      say(unknown, header(field), { value })
      return keep ? value : ''
    }
    const country = coded('country', countryOf, 'country_unknown', true)
    const timeZone = coded('timeZone', timeZoneOf, 'time_zone_unknown', false)
    const locale = coded('locale', localeOf, 'locale_unknown', false)

    const givenName = take('givenName')
    const familyName = take('familyName')
    const preferredName = take('preferredName')
    const written = take('fullName')
    const fullName = written || fullNameOf(givenName, familyName, preferredName, locale)
    if (!fullName && !refused) say('name_missing', header('familyName') ?? header('fullName'))
    if (!number && !email && !refused) say('identity_missing', header('number') ?? header('email'))
    else if (!number && !refused) say('number_missing', header('number'), { email: email! })

    let manager = take('manager')
    if (nobodyWords.test(manager)) manager = ''
    let managerByName = false
    if (!manager) manager = take('managerEmail')
    if (!manager) {
      manager = take('managerName')
      managerByName = manager !== ''
    } else if (!manager.includes('@') && /[\s,]/.test(manager) && /\p{L}/u.test(manager)) managerByName = true
    let secondManager = take('secondManager')
    if (nobodyWords.test(secondManager)) secondManager = ''

    batch.rows.push({
      line,
      refused,
      number,
      email,
      status,
      zerosLost: s.numberWidth > 0 && number !== null && number.length < s.numberWidth && /^\d+$/.test(number),
      givenName,
      middleName: take('middleName'),
      familyName,
      preferredName,
      fullName,
      employmentType: grouped('employmentType'),
      title: take('title'),
      department: grouped('department'),
      division: grouped('division'),
      location: grouped('location'),
      country,
      timeZone,
      locale,
      level: take('level'),
      manager,
      managerByName,
      secondManager,
      hiredOn: hired.day,
      leftOn: left.day,
      startsOn: ahead && status !== 'ended' ? hired.day : null,
      hiredOnOpen: hired.open,
      leftOnOpen: left.open,
      emailOpen,
    })
    // A value that is too long may stand in a column read after the row was made.
    batch.rows.at(-1)!.refused = refused
  }
}

function shorten(params: Record<string, string | number> | undefined): Record<string, string | number> {
  if (!params) return {}
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      typeof value === 'string' && value.length > 200 ? keepable(value, 199) + '…' : value,
    ]),
  )
}
