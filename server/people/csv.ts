/** Comma-separated files: finding the delimiter, reading records with their lines, writing. */
import { CsvError, Parser, type Options } from 'csv-parse'
import { parse as parseNow } from 'csv-parse/sync'
import { problem } from '../platform/problem.ts'
import { type Encoding, type Source, textOf } from './encoding.ts'

/** `line` is the physical line on which the record starts; the file's first line is 1. */
export type Rec = { line: number; cells: string[] }

export const delimiters = [',', ';', '\t', '|'] as const
export type Delimiter = (typeof delimiters)[number]

const options = (delimiter: string): Options => ({
  delimiter,
  record_delimiter: ['\r\n', '\n', '\r'],
  // Sloppy exports leave quotes unescaped; the cell then is what stands there.
  relax_quotes: true,
  relax_column_count: true,
  skip_empty_lines: false,
  max_record_size: 1_000_000,
})

/** Line breaks within a quoted cell; Windows' two characters are one. */
function breaksIn(cells: readonly string[]): number {
  let breaks = 0
  for (const cell of cells) {
    if (!cell.includes('\n') && !cell.includes('\r')) continue
    for (let i = 0; i < cell.length; i++) {
      const code = cell.charCodeAt(i)
      if (code === 10 || (code === 13 && cell.charCodeAt(i + 1) !== 10)) breaks++
    }
  }
  return breaks
}

/** The delimiter under which the first lines fall into the most, and the most even, columns. */
export function detectDelimiter(sample: string, known: (cells: readonly string[]) => number): Delimiter {
  const declared = /^sep=(.)\r?\n/i.exec(sample)?.[1]
  if (declared && (delimiters as readonly string[]).includes(declared)) return declared as Delimiter
  let best: { delimiter: Delimiter; score: number } = { delimiter: ',', score: -1 }
  for (const delimiter of delimiters) {
    const records = sampleRecords(sample, delimiter)
    const widths = records.map((r) => r.length).filter((w) => w > 1)
    const usual = mostFrequent(widths)
    const even = widths.filter((w) => w === usual).length / Math.max(1, records.length)
    const headers = Math.max(0, ...records.slice(0, 20).map(known))
    const score = widths.length === 0 ? 0 : headers * 100 + even * 10 + Math.min(usual, 50) / 50
    if (score > best.score) best = { delimiter, score }
  }
  return best.delimiter
}

function mostFrequent(values: readonly number[]): number {
  const counts = new Map<number, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 0
}

/** The whole records at the start of a text that may break off anywhere. */
export function sampleRecords(sample: string, delimiter: string): string[][] {
  const found: string[][] = []
  try {
    parseNow(sample, { ...options(delimiter), to: 60, on_record: (r: string[]) => (found.push(r), null) } as never)
  } catch {
    // Broke off within a quoted cell: what came before it counts.
  }
  return found
}

/**
 * Every record of the file in batches, in its order, empty lines included (one
 * empty cell), so that each record's line is the one an editor shows.
 */
export async function* recordsOf(source: Source, encoding: Encoding, delimiter: Delimiter): AsyncIterable<Rec[]> {
  // Records are taken out after every piece; a lower mark would hold back the write that we wait for.
  const parser = new Parser({ ...options(delimiter), readableHighWaterMark: 1_000_000 } as Options)
  let line = 1
  let failed: Error | undefined
  parser.on('error', (error) => (failed = error))
  const take = (): Rec[] => {
    const batch: Rec[] = []
    let cells: string[] | null
    while ((cells = parser.read() as string[] | null) !== null) {
      batch.push({ line, cells })
      line += 1 + breaksIn(cells)
    }
    return batch
  }
  let first = true
  for await (let text of textOf(source, encoding)) {
    if (first) {
      first = false
      // Spreadsheets understand a first line "sep=;", which is no record.
      const hint = /^sep=.(\r\n|\n|\r)/i.exec(text)
      if (hint) {
        text = text.slice(hint[0].length)
        line++
      }
    }
    for (let at = 0; at < text.length; at += 32_768) {
      await new Promise<void>((resolve) => parser.write(text.slice(at, at + 32_768), () => resolve()))
      if (failed) throw unreadable(failed, line)
      const batch = take()
      if (batch.length > 0) yield batch
    }
  }
  await new Promise<void>((resolve) => parser.end(() => resolve()))
  const rest = take()
  if (failed) throw unreadable(failed, line)
  if (rest.length > 0) yield rest
}

function unreadable(error: Error, line: number): Error {
  if (error instanceof CsvError && error.code === 'CSV_QUOTE_NOT_CLOSED') return problem('people_file_quote_open', { line })
  if (error instanceof CsvError && error.code === 'CSV_MAX_RECORD_SIZE') return problem('people_file_record_too_long', { line })
  return problem('people_file_unreadable', { reason: error.message })
}

// --- writing

/**
 * A cell that a spreadsheet would run as a formula is written with an apostrophe
 * before it (OWASP ASVS 5.0 V1.2.10); what we store stays as it is.
 */
export function neutralise(value: string): string {
  return /^[=+\-@\t\r\n＝＋－＠]/.test(value) ? `'${value}` : value
}

/** One record of a comma-separated file for a spreadsheet, line end included. */
export function csvLine(values: readonly (string | number | null | undefined)[], keep: 'neutral' | 'as_is' = 'neutral'): string {
  return (
    values
      .map((value) => {
        if (typeof value === 'number') return String(value)
        const text = keep === 'as_is' ? (value ?? '') : neutralise(value ?? '')
        return /[",;\t\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
      })
      .join(',') + '\r\n'
  )
}

/** A whole file: byte order mark (Excel asks for it), header, records. */
export function csvFile(header: readonly string[], rows: Iterable<readonly (string | number | null | undefined)[]>): string {
  let text = '\uFEFF' + csvLine(header)
  for (const row of rows) text += csvLine(row)
  return text
}
