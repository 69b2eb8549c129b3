/** A table as a file: for a spreadsheet, or for anything that reads commas. */

export type Cells = readonly (readonly (string | number)[])[]

/** A spreadsheet would run what begins so; with an apostrophe before it, it is text. */
const runs = /^[=+\-@\t\r]/

/** Comma-separated, with the mark by which spreadsheets know the encoding. Numbers stay numbers. */
export function csvOf(rows: Cells): string {
  const cell = (value: string | number) => {
    if (typeof value === 'number') return String(value)
    const text = runs.test(value) ? `'${value}` : value
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
  }
  return `\uFEFF${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`
}

/** For the clipboard: a spreadsheet that it is pasted into runs nothing of it, and a cell stays one cell. */
export const clipOf = (rows: Cells): string =>
  rows
    .map((row) =>
      row
        .map((value) => {
          const text = String(value).replace(/[\t\r\n]+/g, ' ')
          return runs.test(text) && !/^[-+][\d.,\s]*\d\s?%?$/.test(text) ? `'${text}` : text
        })
        .join('\t'),
    )
    .join('\n')

/** A workbook with one sheet; its first row stays in sight. The code for it comes with the first file. */
export async function workbookOf(rows: Cells, sheet: string): Promise<Blob> {
  const { default: write } = await import('write-excel-file/universal')
  const widest = (column: number) => Math.max(...rows.map((row) => String(row[column] ?? '').length))
  return write(
    rows.map((row, i) =>
      row.map((value) => ({
        value,
        type: typeof value === 'number' ? Number : String,
        ...(i === 0 ? { fontWeight: 'bold' as const } : {}),
      })),
    ),
    {
      // What a sheet may not be called.
      sheet:
        sheet
          .replace(/[\\/?*[\]:]/g, ' ')
          .slice(0, 31)
          .trim() || '1',
      stickyRowsCount: 1,
      columns: (rows[0] ?? []).map((_, column) => ({ width: Math.min(60, Math.max(8, widest(column) + 2)) })),
    },
  ).toBlob()
}

/** A name that every system takes. */
export const fileName = (title: string, ending: string): string =>
  `${title
    .replace(/[\\/:*?"<>|]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 80)}.${ending}`
