/**
 * A table of an earlier tool: which column holds what, told or recognised by its title, and its
 * rows with what is found in them. Whatever the file holds, nothing is repaired in silence: what
 * cannot be read is refused with its line and reason.
 */
import { everyRowFindings, type RowFinding, type RowFindings } from '../../contract/bring.ts'
import type { Day } from '../platform/clock.ts'
import { problem } from '../platform/problem.ts'
import { columnKey, fold } from './columns.ts'
import { detectDelimiter, type Rec, recordsOf, sampleRecords } from './csv.ts'
import { type DateRule, declaredFormat, lookAt, newDateColumn, readDate, ruleOf } from './dates.ts'
import { detectEncoding, type Source, sourceOf, textOf } from './encoding.ts'

/** What a file of one kind may hold. */
export type TableKind<F extends string> = {
  fields: readonly F[]
  /** Titles that the usual tools write (folded, with spaces between), in English, German, Spanish and French. */
  titles: { readonly [T in F]?: string }
  dates?: readonly F[]
  /** May stand in several columns: their titles are a part of what they say. */
  many?: readonly F[]
  /** Characters, where not 500. */
  limits?: { readonly [T in F]?: number }
}

export type Mapping<F extends string> = {
  columns: ReadonlyMap<string, F | null>
  dates: ReadonlyMap<string, ReturnType<typeof declaredFormat>>
}
export type Column<F extends string> = { header: string; field: F | null; samples: string[] }
export type Found<C extends string> = {
  line: number
  id: string | null
  column: string | null
  code: C | keyof typeof everyRowFindings
  params: RowFinding['params']
}
export type Table<F extends string> = {
  kind: TableKind<F>
  header: readonly string[]
  /** Line of the header. */
  line: number
  columns: Column<F>[]
  at: ReadonlyMap<F, number>
  /** Columns of each field that may stand in several. */
  several: ReadonlyMap<F, readonly number[]>
  records: Rec[]
  rules: ReadonlyMap<F, DateRule>
}

/** What somebody sent: the file, and what they said of its columns. */
export function sentTable(input: { name: string; mapping?: string | undefined; file?: unknown }): {
  source: Source
  mapping: unknown
} {
  let mapping: unknown
  try {
    mapping = input.mapping === undefined ? undefined : JSON.parse(input.mapping)
  } catch {
    throw problem('people_mapping_invalid')
  }
  const bytes = Buffer.isBuffer(input.file) ? input.file : Buffer.from('')
  return { source: sourceOf(input.name, bytes), mapping }
}

const isTable = (x: unknown): x is Record<string, unknown> => typeof x === 'object' && x !== null && !Array.isArray(x)

/** `{ "Source column": "field" or null }`, or `{ "columns": {…}, "dates": { "Source column": "DD/MM/YYYY" } }`. */
export function readMapping<F extends string>(kind: TableKind<F>, value: unknown): Mapping<F> {
  const columns = new Map<string, F | null>()
  const dates = new Map<string, ReturnType<typeof declaredFormat>>()
  if (value === null || value === undefined) return { columns, dates }
  if (!isTable(value)) throw problem('people_mapping_invalid')
  const full = isTable(value['columns']) || isTable(value['dates'])
  const named = full ? (isTable(value['columns']) ? value['columns'] : {}) : value
  for (const [column, to] of Object.entries(named)) {
    const field = kind.fields.find((f) => f === to)
    if (to === null || to === '') columns.set(columnKey(column), null)
    else if (field) columns.set(columnKey(column), field)
    else throw problem('people_mapping_field_unknown', { value: String(to), column, fields: kind.fields.join(', ') })
  }
  for (const [column, to] of Object.entries(full && isTable(value['dates']) ? value['dates'] : {})) {
    const format = typeof to === 'string' ? declaredFormat(to) : undefined
    if (!format) throw problem('people_mapping_date_unknown', { value: String(to), column })
    dates.set(columnKey(column), format)
  }
  return { columns, dates }
}

function recognised<F extends string>(kind: TableKind<F>): ReadonlyMap<string, F> {
  const found = new Map<string, F>()
  for (const field of kind.fields)
    for (const title of (kind.titles[field] ?? '').split(/\s+/)) if (title && !found.has(title)) found.set(title, field)
  return found
}

export async function readTable<F extends string>(
  source: Source,
  kind: TableKind<F>,
  mapping: Mapping<F>,
): Promise<Table<F>> {
  const { encoding } = await detectEncoding(source)
  let sample = ''
  for await (const piece of textOf(source, encoding)) if ((sample += piece).length > 100_000) break
  if (sample.trim() === '') throw problem('people_file_empty')
  const titles = recognised(kind)
  const fieldFor = (header: string) => {
    const told = mapping.columns.get(columnKey(header))
    return told === undefined ? (titles.get(fold(header)) ?? null) : told
  }
  const known = (cells: readonly string[]) => new Set(cells.map(fieldFor).filter(Boolean)).size
  const delimiter = detectDelimiter(sample, known)
  const first = sampleRecords(sample.replace(/^sep=.\r?\n/i, ''), delimiter).slice(0, 30)
  const headerAt = first.reduce((best, cells, n) => (known(cells) > known(first[best] ?? []) ? n : best), 0)
  const header = first[headerAt] ?? []
  const { columns, at, several } = placed(kind, header, fieldFor, mapping)

  const records: Rec[] = []
  let n = 0
  for await (const batch of recordsOf(source, encoding, delimiter))
    for (const record of batch)
      if (n++ > headerAt && record.cells.some((cell) => cell.trim() !== '')) records.push(record)
  const seen = new Map((kind.dates ?? []).map((field) => [field, newDateColumn()] as const))
  for (const { cells } of records) {
    for (const [field, column] of seen) if (at.has(field)) lookAt(column, (cells[at.get(field)!] ?? '').trim())
    for (const [index, column] of columns.entries()) {
      const cell = (cells[index] ?? '').trim()
      if (column.samples.length < 3 && cell !== '' && !column.samples.includes(cell.slice(0, 100)))
        column.samples.push(cell.slice(0, 100).toWellFormed())
    }
  }
  const rules = new Map(
    [...seen].map(([field, column]) => {
      const told = at.has(field) ? mapping.dates.get(columnKey(header[at.get(field)!]!)) : undefined
      return [field, ruleOf(column, told)] as const
    }),
  )
  return { kind, header, line: headerAt + 1, columns, at, several, records, rules }
}

/** Of two columns for one field the told one, else the first. */
function placed<F extends string>(
  kind: TableKind<F>,
  header: readonly string[],
  fieldFor: (header: string) => F | null,
  mapping: Mapping<F>,
): Pick<Table<F>, 'columns' | 'at' | 'several'> {
  const columns: Column<F>[] = []
  const at = new Map<F, number>()
  const several = new Map<F, number[]>((kind.many ?? []).map((field) => [field, []]))
  for (const [index, name] of header.entries()) {
    const field = fieldFor(name)
    const list = field === null ? undefined : several.get(field)
    if (list) {
      list.push(index)
      columns.push({ header: name, field, samples: [] })
      continue
    }
    const told = (of: number) => mapping.columns.has(columnKey(header[of]!))
    const before = field === null ? undefined : at.get(field)
    const free = field !== null && (before === undefined || (told(index) && !told(before)))
    if (free && before !== undefined) columns[before]!.field = null
    columns.push({ header: name, field: free ? field : null, samples: [] })
    if (free) at.set(field, index)
  }
  return { columns, at, several }
}

/** Columns that hold something and are not taken over. */
export const leftColumns = <F extends string, C extends string>(table: Table<F>): Found<C>[] =>
  table.columns
    .filter((c) => c.field === null && c.header.trim() !== '' && c.samples.length > 0)
    .map((c) => ({
      line: table.line,
      id: null,
      column: c.header,
      code: 'column_not_imported',
      params: { column: c.header },
    }))

/** What is said of rows, with its severity and sentence. */
export function findingsBy<C extends string>(all: RowFindings & { [K in C]: RowFindings[string] }) {
  const of = (code: Found<C>['code']) => (all[code] ?? everyRowFindings[code as keyof typeof everyRowFindings])!
  const refuses = (code: Found<C>['code']) => of(code).severity === 'refused'
  const told = (f: Found<C>): RowFinding => ({
    ...f,
    message: of(f.code).message.replace(/\{(\w+)\}/g, (whole, name: string) => String(f.params[name] ?? whole)),
  })
  return {
    refuses,
    /** As a report lists them: in the order of the lines. */
    listed(findings: readonly Found<C>[]): { refused: RowFinding[]; warnings: RowFinding[] } {
      const inOrder = findings.toSorted((a, b) => a.line - b.line)
      return {
        refused: inOrder.filter((f) => refuses(f.code)).map(told),
        warnings: inOrder.filter((f) => !refuses(f.code)).map(told),
      }
    },
  }
}

export type RowReader<F extends string, C extends string> = {
  readonly refused: boolean
  /** The cell as it stands, without the spaces around it. */
  cell: (field: F | number) => string
  /** The same, refused where it is longer than it may be. */
  take: (field: F, tooLong?: Found<C>['code']) => string
  /** One column of a field that may stand in several. */
  within: (index: number, field: F) => string
  day: (field: F) => Day | null
  say: (code: Found<C>['code'], where: F | number | null, params?: Found<C>['params']) => void
}

/** One row; what is said of it lands in `findings`. */
export function rowReader<F extends string, C extends string>(
  table: Table<F>,
  record: Rec,
  findings: Found<C>[],
  refuses: (code: Found<C>['code']) => boolean,
  idOf: (cell: (field: F) => string) => string,
): RowReader<F, C> {
  const { at, header, kind, rules } = table
  let refused = false
  const place = (where: F | number | null) => (typeof where === 'string' ? at.get(where) : (where ?? undefined))
  const cell = (field: F | number) => {
    const index = place(field)
    return index === undefined ? '' : (record.cells[index] ?? '').replaceAll('\0', '').trim()
  }
  const id = idOf(cell).slice(0, 100).toWellFormed() || null
  const say: RowReader<F, C>['say'] = (code, where, params = {}) => {
    if (refuses(code)) refused = true
    const short = Object.fromEntries(
      Object.entries(params).map(([k, v]) => [k, typeof v === 'string' ? v.slice(0, 200).toWellFormed() : v]),
    )
    const index = place(where)
    findings.push({ line: record.line, id, column: index === undefined ? null : header[index]!, code, params: short })
  }
  const limited = (value: string, field: F, where: F | number, tooLong: Found<C>['code']) => {
    const most = kind.limits?.[field] ?? 500
    if (value.length > most) say(tooLong, where, { length: value.length, limit: most })
    return value.slice(0, most).toWellFormed()
  }
  return {
    get refused() {
      return refused
    },
    cell,
    say,
    take: (field, tooLong = 'value_too_long') => limited(cell(field), field, field, tooLong),
    within: (index, field) => limited(cell(index), field, index, 'value_too_long'),
    day(field) {
      const value = cell(field)
      if (value === '') return null
      // Tools write the hour behind the day.
      const reading = readDate(value.replace(/[T ]\d{1,2}:\d{2}.*$/, ''), rules.get(field)!)
      if (!('open' in reading)) return reading.day
      say(reading.open === 'date_ambiguous' ? 'date_ambiguous' : 'date_unreadable', field, { value })
      return null
    },
  }
}

/** Words of a file and what they mean, by their folded spelling. */
export const wordTable = <T>(entries: readonly (readonly [words: string, means: T])[]): ReadonlyMap<string, T> =>
  new Map(
    entries.flatMap(([words, means]) => words.split(/\s+/).flatMap((word) => (word ? [[word, means] as const] : []))),
  )

/** 1.200,5 and 1,200.5 and 12 %; what could be two numbers is none. */
export function readNumber(text: string): number | null {
  const compact = text.replace(/[\s\u00a0\u202f'’]/g, '').replace(/%$|^[€$£]|[€$£]$/g, '')
  if (/^[+-]?\d+([.,]\d+)?$/.test(compact)) {
    // 1,200 and 1.200 are a thousand in one language and a little more than one in another.
    if (/^[+-]?[1-9]\d{0,2}[.,]\d{3}$/.test(compact)) return null
    return Number(compact.replace(',', '.'))
  }
  const grouped = /^([+-]?\d{1,3})(?:([.,])\d{3})+(?:([.,])(\d+))?$/.exec(compact)
  if (!grouped || grouped[2] === grouped[3]) return null
  const decimals = grouped[4] === undefined ? '' : `.${grouped[4]}`
  const whole = grouped[4] === undefined ? compact : compact.slice(0, -grouped[4].length - 1)
  return Number(whole.replace(/[.,]/g, '') + decimals)
}
