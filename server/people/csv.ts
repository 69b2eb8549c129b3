/**
 * Comma-separated files: finding the delimiter, reading records with their lines, writing.
 * The reader is our own because it has to tell each record's physical line, and because
 * of its speed; docs/decisions/csv-reader.md has the numbers. Tests hold it against csv-parse.
 */
import { problem } from '../platform/problem.ts'
import { type Encoding, type Source, textOf } from './encoding.ts'

/** `line` is the physical line on which the record starts; the file's first line is 1. */
export type Rec = { line: number; cells: string[] }

export const delimiters = [',', ';', '\t', '|'] as const
export type Delimiter = (typeof delimiters)[number]

const quote = 34
const lf = 10
const cr = 13
/** Characters of a record without its end; beyond it a quotation mark is missing. */
const longest = 1_000_000

/**
 * Splits text that comes in pieces into records. Records end with LF, CRLF or CR;
 * cells may be quoted, quotes within them doubled. Quotes elsewhere are
 * characters like any other: sloppy exports leave them so.
 */
function splitter(delimiter: string, firstLine: number) {
  const separator = delimiter.charCodeAt(0)
  let rest = ''
  let line = firstLine

  /** The records that are whole in `rest` and `text`; with `final`, also the last one. */
  return function take(text: string, final: boolean): Rec[] {
    const all = rest === '' ? text : rest + text
    const n = all.length
    const found: Rec[] = []
    let start = 0
    whole: while (start < n) {
      const cells: string[] = []
      let breaks = 0
      let at = start
      for (;;) {
        const begin = at
        let value: string
        if (all.charCodeAt(at) === quote) {
          let from = at + 1
          let doubled = false
          for (;;) {
            at = all.indexOf('"', from)
            if (at < 0) {
              if (final) throw problem('people_file_quote_open', { line })
              break whole
            }
            if (at + 1 >= n && !final) break whole
            if (all.charCodeAt(at + 1) !== quote) break
            doubled = true
            from = at + 2
          }
          value = all.slice(begin + 1, at)
          breaks += breaksIn(value)
          if (doubled) value = value.replaceAll('""', '"')
          at++
          const next = all.charCodeAt(at)
          if (at < n && next !== separator && next !== lf && next !== cr) {
            // More follows the closing quote: then it was none, and the cell is what stands there.
            while (at < n && !isEnd(all.charCodeAt(at), separator)) at++
            value = all.slice(begin, at)
          }
        } else {
          while (at < n && !isEnd(all.charCodeAt(at), separator)) at++
          value = all.slice(begin, at)
        }
        cells.push(value)
        if (at >= n) {
          if (!final) break whole
          break
        }
        const end = all.charCodeAt(at)
        if (end === separator) {
          at++
          if (at < n) continue
          if (!final) break whole
          cells.push('')
          break
        }
        // A CR that ends the piece may be half of a CRLF.
        if (end === cr && at + 1 >= n && !final) break whole
        at += end === cr && all.charCodeAt(at + 1) === lf ? 2 : 1
        break
      }
      found.push({ line, cells })
      line += 1 + breaks
      start = at
    }
    rest = all.slice(start)
    if (rest.length > longest) throw problem('people_file_record_too_long', { line })
    return found
  }
}

function isEnd(code: number, separator: number): boolean {
  return code === separator || code === lf || code === cr
}

/** Line breaks within a quoted cell; Windows' two characters are one. */
function breaksIn(cell: string): number {
  if (!cell.includes('\n') && !cell.includes('\r')) return 0
  let breaks = 0
  for (let i = 0; i < cell.length; i++) {
    const code = cell.charCodeAt(i)
    if (code === lf || (code === cr && cell.charCodeAt(i + 1) !== lf)) breaks++
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
  return splitter(delimiter, 1)(sample.slice(0, longest), false)
    .slice(0, 60)
    .map((record) => record.cells)
}

/**
 * Every record of the file in batches, in its order, empty lines included (one
 * empty cell), so that each record's line is the one an editor shows. Throws
 * `people_file_quote_open` and `people_file_record_too_long`.
 */
export async function* recordsOf(source: Source, encoding: Encoding, delimiter: Delimiter): AsyncIterable<Rec[]> {
  let take: ReturnType<typeof splitter> | undefined
  for await (let text of textOf(source, encoding)) {
    if (!take) {
      // Spreadsheets understand a first line "sep=;", which is no record.
      const hint = /^sep=.(\r\n|\n|\r)/i.exec(text)
      if (hint) text = text.slice(hint[0].length)
      take = splitter(delimiter, hint ? 2 : 1)
    }
    const batch = take(text, false)
    if (batch.length > 0) yield batch
  }
  const last = take?.('', true) ?? []
  if (last.length > 0) yield last
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
export function csvLine(
  values: readonly (string | number | null | undefined)[],
  keep: 'neutral' | 'as_is' = 'neutral',
): string {
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
export function csvFile(
  header: readonly string[],
  rows: Iterable<readonly (string | number | null | undefined)[]>,
): string {
  let text = '\uFEFF' + csvLine(header)
  for (const row of rows) text += csvLine(row)
  return text
}
