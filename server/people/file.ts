/**
 * Reading a people file. It is read twice: a survey finds out how it is written
 * (encoding, delimiter, columns, date formats, spellings), then every record is
 * taken in one by one with what is to be said about it (rows.ts). Neither pass
 * holds the file in memory.
 */
import { type Field, type FindingCode, findingCodes, findings } from '../../contract/people.ts'
import { problem } from '../platform/problem.ts'
import { fold, headersIn, layOut, type Layout, type Mapping, recognise, columnKey } from './columns.ts'
import { detectDelimiter, type Delimiter, recordsOf, sampleRecords } from './csv.ts'
import { type DateColumn, type DateRule, lookAt, newDateColumn, ruleOf } from './dates.ts'
import { detectEncoding, type Encoding, encodingNamed, type Source, textOf } from './encoding.ts'
import { clean, isDecomposed, isPadded, type Note, spellingKey } from './values.ts'

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

/** Columns that group people. */
export const spelled = ['department', 'division', 'location', 'employmentType'] as const satisfies readonly Field[]
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

export type Shape = { headerAt: number; bodyAt: number; header: readonly string[]; layout: Layout }
type RecordKind = 'row' | 'header' | 'blank' | 'repeatedHeader' | 'total' | 'beforeHeader'

export function kindOf(cells: readonly string[], at: number, shape: Shape): RecordKind {
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
