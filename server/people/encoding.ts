/**
 * From a file's bytes to its characters: gunzips, finds the encoding, decodes.
 * The whole file is looked at before an encoding is chosen, because one byte in
 * its last line can prove that it is not UTF-8.
 */
import { createGunzip } from 'node:zlib'
import { Readable } from 'node:stream'
import { problem } from '../platform/problem.ts'

/** A file that can be read more than once: once to look at it, once to take it in. */
export type Source = { name: string; open(): AsyncIterable<Uint8Array> }

export const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const
export type Encoding = (typeof encodings)[number]

const aliases: Record<string, Encoding> = {
  utf8: 'utf-8',
  'utf-8': 'utf-8',
  utf8bom: 'utf-8',
  'utf-8-sig': 'utf-8',
  ascii: 'utf-8',
  'us-ascii': 'utf-8',
  utf16: 'utf-16le',
  'utf-16': 'utf-16le',
  utf16le: 'utf-16le',
  'utf-16le': 'utf-16le',
  unicode: 'utf-16le',
  'ucs-2': 'utf-16le',
  utf16be: 'utf-16be',
  'utf-16be': 'utf-16be',
  latin1: 'windows-1252',
  'latin-1': 'windows-1252',
  'iso-8859-1': 'windows-1252',
  'iso8859-1': 'windows-1252',
  'windows-1252': 'windows-1252',
  cp1252: 'windows-1252',
  ansi: 'windows-1252',
}

/** The encoding meant by a name people use for it, or undefined. */
export function encodingNamed(name: string): Encoding | undefined {
  return aliases[name.trim().toLowerCase().replaceAll('_', '-')]
}

export function sourceOf(name: string, bytes: Uint8Array): Source {
  return {
    name,
    async *open() {
      // In pieces, so that the reader gives way to others and is fed the same way as from a disk.
      for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536)
    },
  }
}

/** The file's own bytes, gunzipped where they begin as gzip does. */
export async function* bytesOf(source: Source): AsyncIterable<Uint8Array> {
  const pieces = source.open()[Symbol.asyncIterator]()
  const first = await pieces.next()
  if (first.done) return
  const rest = async function* () {
    yield first.value
    for (;;) {
      const next = await pieces.next()
      if (next.done) return
      yield next.value
    }
  }
  if (first.value[0] !== 0x1f || first.value[1] !== 0x8b) {
    yield* rest()
    return
  }
  const gunzip = createGunzip()
  const from = Readable.from(rest())
  from.on('error', (error) => gunzip.destroy(error))
  try {
    yield* from.pipe(gunzip) as AsyncIterable<Uint8Array>
  } catch (error) {
    if (String((error as NodeJS.ErrnoException).code).startsWith('Z_')) throw problem('people_file_cut_off')
    throw error
  }
}

/**
 * A byte order mark decides; then zero bytes where UTF-16 has them; then whether
 * every byte fits UTF-8. A few bad bytes among many good sequences are damage in
 * a UTF-8 file (they show as U+FFFD and are reported), not another encoding.
 */
export async function detectEncoding(source: Source): Promise<{ encoding: Encoding; bytes: number }> {
  let bytes = 0
  let head: Uint8Array = new Uint8Array(0)
  const seen: Count = { need: 0, low: 0x80, high: 0xbf, sequences: 0, bad: 0 }
  for await (const piece of bytesOf(source)) {
    if (bytes < 4096) head = Buffer.concat([head, piece.subarray(0, 4096 - bytes)])
    bytes += piece.length
    countUtf8(piece, seen)
  }
  demandText(head)
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: 'utf-16le', bytes }
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: 'utf-16be', bytes }
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { encoding: 'utf-8', bytes }
  const zeros = [0, 0]
  for (let i = 0; i < head.length; i++) if (head[i] === 0) zeros[i % 2]!++
  const half = head.length / 2
  if (half > 1 && zeros[1]! > half * 0.4 && zeros[0]! < half * 0.1) return { encoding: 'utf-16le', bytes }
  if (half > 1 && zeros[0]! > half * 0.4 && zeros[1]! < half * 0.1) return { encoding: 'utf-16be', bytes }
  // A stray zero byte is damage in one cell; many are no text.
  if (zeros[0]! + zeros[1]! > Math.max(4, head.length * 0.02)) throw problem('people_file_unreadable')
  if (seen.need > 0) seen.bad++
  if (seen.bad === 0 || seen.bad * 10 < seen.sequences) return { encoding: 'utf-8', bytes }
  return { encoding: 'windows-1252', bytes }
}

/** What files of other kinds begin with; their names may say anything. */
const spreadsheets = ['504b0304', 'd0cf11e0']
const others = ['89504e47', '47494638', 'ffd8ff', '25504446', '377abcaf', '52617221']

function demandText(head: Uint8Array): void {
  const start = Buffer.from(head.subarray(0, 8)).toString('hex')
  if (spreadsheets.some((mark) => start.startsWith(mark))) throw problem('people_file_spreadsheet')
  if (others.some((mark) => start.startsWith(mark))) throw problem('people_file_unreadable')
}

type Count = { need: number; low: number; high: number; sequences: number; bad: number }

/** Counts multi-byte sequences and bytes that belong to none, across pieces (Unicode table 3-7). */
function countUtf8(piece: Uint8Array, s: Count): void {
  for (let i = 0; i < piece.length; i++) {
    const byte = piece[i]!
    if (s.need > 0) {
      if (byte >= s.low && byte <= s.high) {
        s.low = 0x80
        s.high = 0xbf
        if (--s.need === 0) s.sequences++
        continue
      }
      s.bad++
      s.need = 0
      s.low = 0x80
      s.high = 0xbf
    }
    if (byte < 0x80) continue
    if (byte >= 0xc2 && byte <= 0xdf) s.need = 1
    else if (byte >= 0xe0 && byte <= 0xef) {
      s.need = 2
      if (byte === 0xe0) s.low = 0xa0
      if (byte === 0xed) s.high = 0x9f
    } else if (byte >= 0xf0 && byte <= 0xf4) {
      s.need = 3
      if (byte === 0xf0) s.low = 0x90
      if (byte === 0xf4) s.high = 0x8f
    } else s.bad++
  }
}

/** The file's characters in pieces, its byte order mark dropped. */
export async function* textOf(source: Source, encoding: Encoding): AsyncIterable<string> {
  const decoder = new TextDecoder(encoding)
  for await (const piece of bytesOf(source)) {
    const text = decoder.decode(piece, { stream: true })
    if (text) yield text
  }
  const rest = decoder.decode()
  if (rest) yield rest
}
