/**
 * Files for a spreadsheet that are written while they are read, a page at a time: what leaves does not lie in
 * memory whole, however many rows there are. Each page is read for itself, with the rights that hold then, and no
 * connection is kept while a slow reader takes the last one.
 */
import { csvLine } from './csv.ts'

export type CsvRow = readonly (string | number | null | undefined)[]

/** The first page is read before anything leaves, so that a refusal is still said as one. */
export async function csvPages(
  header: readonly string[],
  pages: AsyncIterable<readonly CsvRow[]>,
): Promise<AsyncIterable<string>> {
  const rest = pages[Symbol.asyncIterator]()
  const first = await rest.next()
  return written(header, first, rest)
}

async function* written(
  header: readonly string[],
  first: IteratorResult<readonly CsvRow[]>,
  rest: AsyncIterator<readonly CsvRow[]>,
): AsyncGenerator<string> {
  try {
    yield '\uFEFF' + csvLine(header)
    for (let page = first; !page.done; page = await rest.next())
      if (page.value.length > 0) yield page.value.map((row) => csvLine(row)).join('')
  } finally {
    // Its reader may have gone.
    await rest.return?.()
  }
}

/** Reads what stands behind these ids, so many at once, in their order. */
export async function* inPages<T>(
  ids: readonly string[],
  atOnce: number,
  read: (some: readonly string[]) => Promise<T>,
): AsyncGenerator<T> {
  for (let from = 0; from < ids.length; from += atOnce) yield await read(ids.slice(from, from + atOnce))
}
