/**
 * One gzip file. Inside: a line of JSON that says what is in it, then sections,
 * each a line of JSON (`{"table":"person","columns":[…]}`, `{"jobs":true}`,
 * `{"file":"secret"}`) followed by chunks (`<bytes>\n` and that many bytes, `0\n`
 * ends), and last `{"end":{…rows of each table…}}`. Tables are PostgreSQL's own
 * text COPY, jobs one JSON object a line. `gunzip < FILE | less` reads it.
 */
export const formatName = 'belay-backup'
export const formatVersion = 1

export type Manifest = {
  format: typeof formatName
  version: number
  /** The release that made it, and its newest migration. */
  release: string
  migration: number
  madeAt: string
  sequences: Record<string, { value: string; called: boolean }>
}
export type Section =
  | { table: string; columns: string[] }
  | { jobs: true }
  | { file: 'secret' }
  | { end: Record<string, number> }

const chunkSize = 256 * 1024

/** A line of JSON as it stands in the file. */
export function line(value: Manifest | Section): Buffer {
  return Buffer.from(JSON.stringify(value) + '\n')
}

/** Frames a stream of bytes; small pieces travel together. */
export async function* framed(source: AsyncIterable<Buffer> | Iterable<Buffer>): AsyncGenerator<Buffer> {
  let waiting: Buffer[] = []
  let size = 0
  for await (const piece of source) {
    waiting.push(piece)
    size += piece.length
    if (size < chunkSize) continue
    yield Buffer.from(`${size}\n`)
    yield* waiting
    waiting = []
    size = 0
  }
  if (size > 0) {
    yield Buffer.from(`${size}\n`)
    yield* waiting
  }
  yield Buffer.from('0\n')
}

/** The file ends too early or is not what it says. */
export class DamagedBackup extends Error {
  override name = 'DamagedBackup'
}

/** Reads a backup from its unpacked bytes, section by section. */
export function reader(source: AsyncIterable<Buffer>): { line(): Promise<unknown>; bytes(): AsyncGenerator<Buffer> } {
  const pieces = source[Symbol.asyncIterator]()
  let rest: Buffer = Buffer.alloc(0)

  async function more(): Promise<boolean> {
    const next = await pieces.next()
    if (next.done) return false
    rest = rest.length === 0 ? next.value : Buffer.concat([rest, next.value])
    return true
  }

  async function text(longest: number): Promise<string> {
    for (;;) {
      const end = rest.indexOf(10)
      if (end >= 0) {
        const found = rest.subarray(0, end).toString('utf8')
        rest = rest.subarray(end + 1)
        return found
      }
      if (rest.length > longest || !(await more())) throw new DamagedBackup('The file ends too early.')
    }
  }

  return {
    async line() {
      try {
        return JSON.parse(await text(10_000_000)) as unknown
      } catch (error) {
        throw error instanceof SyntaxError ? new DamagedBackup('The file is not a backup of Belay.') : error
      }
    },
    async *bytes() {
      for (;;) {
        const size = Number(await text(20))
        if (!Number.isSafeInteger(size) || size < 0) throw new DamagedBackup('The file is damaged.')
        if (size === 0) return
        for (let left = size; left > 0;) {
          if (rest.length === 0 && !(await more())) throw new DamagedBackup('The file ends too early.')
          const piece = rest.subarray(0, left)
          rest = rest.subarray(piece.length)
          left -= piece.length
          yield piece
        }
      }
    },
  }
}
