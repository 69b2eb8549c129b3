/**
 * Reading a people file. It is read twice: a survey finds out how it is written
 * (encoding, delimiter, columns, date formats, spellings), then every record is
 * taken in one by one with what is to be said about it. Neither pass holds the
 * file in memory.
 */
import { type Field, type FindingCode, findingCodes, findings } from '../../contract/people.ts'
import { addDays, type Day } from '../platform/clock.ts'
import { problem } from '../platform/problem.ts'
import { fold, headersIn, layOut, type Layout, type Mapping, recognise, columnKey, type Status } from './columns.ts'
import { detectDelimiter, type Delimiter, type Rec, recordsOf, sampleRecords } from './csv.ts'
import { type DateColumn, type DateRule, lookAt, newDateColumn, readDate, ruleOf } from './dates.ts'
import { detectEncoding, type Encoding, encodingNamed, type Source, textOf } from './encoding.ts'
import {
  clean,
  countryOf,
  fullNameOf,
  isDecomposed,
  isEmail,
  isPadded,
  type Kind,
  localeOf,
  type Note,
  numberDamaged,
  spellingKey,
  statusOf,
  timeZoneOf,
} from './values.ts'

export type Finding = {
  line: number
  id: string | null
  column: string | null
  code: FindingCode
  params: Record<string, string | number>
}

export const refuses = (code: FindingCode): boolean => findings[code].severity === 'refused'
export const refusedCodes: readonly FindingCode[] = findingCodes.filter(refuses)

/** The sentence of a finding, in English unless another one is given. */
export function messageOf(
  finding: { code: FindingCode; params: Record<string, string | number> },
  sentence: string = findings[finding.code].message,
): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(finding.params[name] ?? whole)).trim()
}

export type Survey = {
  encoding: Encoding
  delimiter: Delimiter
  bytes: number
  header: readonly string[]
  /** Position of the header among the records, and of the first record after it. */
  headerAt: number
  bodyAt: number
  layout: Layout
  /** Records after blank, repeated-header and total rows. */
  rows: number
  skipped: { blank: number; repeatedHeader: number; total: number; beforeHeader: number }
  dates: Partial<Record<Field, DateRule>>
  /** Spelling key → every spelling in the file and how often, for columns that group people. */
  spellings: Partial<Record<Field, ReadonlyMap<string, ReadonlyMap<string, number>>>>
  /** Digits that a number has when the file's numbers are padded with zeros; else 0. */
  numberWidth: number
  mostHaveEmail: boolean
  padded: ReadonlySet<number>
  composed: ReadonlySet<number>
  /** What to say about the file as a whole. */
  findings: readonly Finding[]
  /** First values of each column, for the mapping page. */
  samples: readonly string[][]
}

const spelled = ['department', 'division', 'location', 'employmentType'] as const satisfies readonly Field[]
const dated = ['hiredOn', 'leftOn'] as const satisfies readonly Field[]
/** Distinct spellings kept per column; beyond it the column is free text and left alone. */
const mostSpellings = 20_000
const quiet: Note = () => {}

export async function survey(source: Source, mapping: Mapping, encodingName?: string): Promise<Survey> {
  const detected = await detectEncoding(source)
  const named = encodingName === undefined ? undefined : encodingNamed(encodingName)
  if (encodingName !== undefined && !named) throw problem('people_encoding_unknown', { encoding: encodingName })
  // "UTF-16" leaves the order of bytes to the mark; the mark was looked at.
  const encoding = named === 'utf-16le' && detected.encoding === 'utf-16be' ? 'utf-16be' : (named ?? detected.encoding)
  const sample = await startOf(source, encoding)
  if (sample.trim() === '') throw problem('people_file_empty')
  const known = (cells: readonly string[]) =>
    headersIn(cells) + cells.filter((cell) => mapping.columns.has(columnKey(cell)) && !recognise(cell)).length
  const delimiter = detectDelimiter(sample, known)
  const first = sampleRecords(sample.replace(/^sep=.\r?\n/i, ''), delimiter)
  const headerAt = headerOf(first, known)
  const header = first[headerAt] ?? []
  const bodyAt = isHeaderToo(first[headerAt + 1], header) ? headerAt + 2 : headerAt + 1
  const layout = layOut(header, mapping)

  const counts = { rows: 0, skipped: { blank: 0, repeatedHeader: 0, total: 0, beforeHeader: 0 } }
  const dates: Partial<Record<Field, DateColumn>> = {}
  for (const field of dated) if (layout.at[field]) dates[field] = newDateColumn()
  const spellings: Partial<Record<Field, Map<string, Map<string, number>>>> = {}
  for (const field of spelled) if (layout.at[field]) spellings[field] = new Map()
  const widths = new Map<number, number>()
  let zeroLed = 0
  let emails = 0
  const padded = layout.columns.map(() => 0)
  const composed = layout.columns.map(() => 0)
  const samples: string[][] = layout.columns.map(() => [])
  let at = 0
  for await (const batch of recordsOf(source, encoding, delimiter)) {
    for (const record of batch) {
      const kind = kindOf(record.cells, at++, { headerAt, bodyAt, header, layout })
      if (kind !== 'row') {
        if (kind !== 'header') counts.skipped[kind]++
        continue
      }
      counts.rows++
      const { cells } = record
      for (const { index, field } of layout.columns) {
        const cell = cells[index]
        if (!cell) continue
        if (samples[index]!.length < 3 && cell.trim() !== '' && !samples[index]!.includes(cell))
          samples[index]!.push(own(keepable(cell, 200)))
        if (!field) continue
        if (isPadded(cell)) padded[index]!++
        if (isDecomposed(cell)) composed[index]!++
      }
      for (const field of dated)
        if (dates[field]) lookAt(dates[field], clean(cells[layout.at[field]!.index] ?? '', 'code', quiet))
      for (const field of spelled) {
        const seen = spellings[field]
        if (!seen) continue
        const value = clean(cells[layout.at[field]!.index] ?? '', 'text', quiet)
        if (!value) continue
        const key = spellingKey(value)
        const forms = seen.get(key)
        const count = forms?.get(value)
        if (forms && count !== undefined) forms.set(value, count + 1)
        else if (forms) forms.set(own(value), 1)
        else if (seen.size < mostSpellings) seen.set(own(key), new Map([[own(value), 1]]))
      }
      const number = layout.at.number && clean(cells[layout.at.number.index] ?? '', 'key', quiet)
      if (number && /^\d+$/.test(number)) {
        widths.set(number.length, (widths.get(number.length) ?? 0) + 1)
        if (number.charCodeAt(0) === 48) zeroLed++
      }
      if (layout.at.email && cells[layout.at.email.index]?.includes('@')) emails++
    }
  }
  const usual = [...widths].sort((a, b) => b[1] - a[1])[0]
  const numbers = [...widths.values()].reduce((sum, n) => sum + n, 0)
  const often = (count: number) => count > 100 && count > counts.rows * 0.2
  const about: Finding[] = []
  const say = (code: FindingCode, column: string, params: Record<string, string | number>) =>
    about.push({ line: 1, id: null, column, code, params })
  for (const { index, header: name, field } of layout.columns) {
    if (!field && name !== '' && samples[index]!.length > 0) say('column_not_imported', name, { column: name })
    if (often(padded[index]!)) say('column_padded', name, { column: name, rows: padded[index]! })
    if (often(composed[index]!)) say('column_composed', name, { column: name, rows: composed[index]! })
  }
  return {
    encoding,
    delimiter,
    bytes: detected.bytes,
    header,
    headerAt,
    bodyAt,
    layout,
    ...counts,
    dates: Object.fromEntries(
      Object.entries(dates).map(([field, column]) => [field, ruleOf(column, layout.at[field as Field]!.declared)]),
    ),
    spellings,
    numberWidth: usual && zeroLed > 0 && usual[1] > numbers * 0.8 ? usual[0] : 0,
    mostHaveEmail: emails * 2 > counts.rows,
    padded: new Set(layout.columns.filter((c) => often(padded[c.index]!)).map((c) => c.index)),
    composed: new Set(layout.columns.filter((c) => often(composed[c.index]!)).map((c) => c.index)),
    findings: about,
    samples,
  }
}

/** The beginning of a text without zero bytes and halves of characters, neither of which the database takes. */
export function keepable(value: string, most: number): string {
  return value.replaceAll('\0', '').slice(0, most).toWellFormed()
}

/** A copy that does not keep alive the piece of the file that it was cut from. */
function own(value: string): string {
  return Buffer.from(value, 'utf16le').toString('utf16le')
}

async function startOf(source: Source, encoding: Encoding): Promise<string> {
  let text = ''
  for await (const piece of textOf(source, encoding)) {
    text += piece
    if (text.length > 100_000) break
  }
  return text
}

/** The first of the records at the top that names the most fields. */
function headerOf(records: readonly string[][], known: (cells: readonly string[]) => number): number {
  let best = { at: records.findIndex((r) => r.some((cell) => cell.trim() !== '')), score: 1 }
  for (const [at, cells] of records.slice(0, 30).entries()) {
    const score = known(cells)
    if (score > best.score) best = { at, score }
  }
  return Math.max(0, best.at)
}

/** SuccessFactors writes a second header line with the labels of the first one's names. */
function isHeaderToo(cells: readonly string[] | undefined, header: readonly string[]): boolean {
  if (!cells) return false
  return headersIn(cells) >= Math.max(3, headersIn(header) * 0.6)
}

type Shape = { headerAt: number; bodyAt: number; header: readonly string[]; layout: Layout }
type RecordKind = 'row' | 'header' | 'blank' | 'repeatedHeader' | 'total' | 'beforeHeader'

function kindOf(cells: readonly string[], at: number, shape: Shape): RecordKind {
  let filled = 0
  let first = -1
  for (let i = 0; i < cells.length; i++) {
    if (cells[i] === '' || cells[i]!.trim() === '') continue
    if (first < 0) first = i
    filled++
    if (filled > 2 && at >= shape.bodyAt) break
  }
  if (filled === 0) return 'blank'
  if (at < shape.headerAt) return 'beforeHeader'
  if (at < shape.bodyAt) return 'header'
  if (repeatsHeader(cells, shape.header)) return 'repeatedHeader'
  if (filled <= 2 && isTotal(cells, first, shape.layout)) return 'total'
  return 'row'
}

function repeatsHeader(cells: readonly string[], header: readonly string[]): boolean {
  const lead = header.findIndex((name) => name.trim() !== '')
  // Asked for every record, so the cheap comparison comes first.
  if (lead < 0 || cells[lead] === undefined || cells[lead].length > header[lead]!.length + 4) return false
  if (cells[lead].trim().toLowerCase() !== header[lead]!.trim().toLowerCase()) return false
  let named = 0
  let same = 0
  for (const [i, name] of header.entries()) {
    if (name.trim() === '') continue
    named++
    if (cells[i] !== undefined && fold(cells[i]) === fold(name)) same++
  }
  return same >= Math.min(named, 2) && same > named * 0.8
}

const totals =
  /^\s*(grand\s+total|sub-?total|totals?|sum|count|records?|rows?|number of|summe|gesamt|anzahl|suma|total general|recuento|somme|nombre|end of (report|file)|report)\b|^\s*\d+\s+(records?|rows?|employees?|people|mitarbeiter|zeilen|empleados|filas|employés|lignes)\b/i

function isTotal(cells: readonly string[], first: number, { at }: Layout): boolean {
  const named = (field: Field) => at[field] !== undefined && (cells[at[field].index] ?? '').trim() !== ''
  if (named('email') || (named('familyName') && at.familyName!.index !== first)) return false
  return totals.test(cells[first]!)
}

// --- rows

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
