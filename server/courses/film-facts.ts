/**
 * Whether a file is a film that browsers play, and how long it is; asked of its content, a few bytes
 * at a time, whatever its name says. MP4 (ISO/IEC 14496-12) and WebM (a part of Matroska, RFC 9559).
 */
import { problem } from '../platform/problem.ts'

/** Bytes from a place on; fewer where the file ends. */
type Read = (from: number, length: number) => Promise<Buffer>
/** `seconds`: null where the file does not say. */
type FilmKind = { mediaType: 'video/mp4' | 'video/webm'; seconds: number | null }

/** From its first bytes alone, so that a file of another kind is refused before the rest comes. */
export function kindOf(start: Buffer): FilmKind['mediaType'] | null {
  if (start.length >= 12 && start.toString('latin1', 4, 8) === 'ftyp') {
    const brand = start.toString('latin1', 8, 12)
    // QuickTime's own brand and pictures in the same form are no film that every browser plays.
    return /^(qt {2}|heic|heix|mif1|avif|avis|M4A |M4B )$/.test(brand) ? null : 'video/mp4'
  }
  if (start.length >= 4 && start.readUInt32BE(0) === 0x1a45dfa3) {
    const head = start.toString('latin1', 0, 64)
    return head.includes('webm') ? 'video/webm' : null
  }
  return null
}

/** Throws `film_kind` for what is none, `film_broken` for one that is cut off. */
export async function lookAt(read: Read, size: number): Promise<FilmKind> {
  const mediaType = kindOf(await read(0, 64))
  if (mediaType === null) throw problem('film_kind')
  return { mediaType, seconds: mediaType === 'video/mp4' ? await ofMp4(read, size) : await ofWebm(read, size) }
}

type Box = { type: string; from: number; to: number }
const mostBoxes = 20_000

/** Boxes that fill a part of the file without a rest. */
async function boxes(read: Read, from: number, to: number): Promise<Box[]> {
  const found: Box[] = []
  for (let at = from; at < to;) {
    const head = await read(at, 16)
    if (head.length < 8) throw problem('film_broken')
    const said = head.readUInt32BE(0)
    const large = said === 1
    if (large && head.length < 16) throw problem('film_broken')
    // 0: up to the end.
    const size = large ? Number(head.readBigUInt64BE(8)) : said === 0 ? to - at : said
    if (size < (large ? 16 : 8) || at + size > to || found.length >= mostBoxes) throw problem('film_broken')
    found.push({ type: head.toString('latin1', 4, 8), from: at + (large ? 16 : 8), to: at + size })
    at += size
  }
  return found
}

async function ofMp4(read: Read, size: number): Promise<number | null> {
  const all = await boxes(read, 0, size)
  const movie = all.find((one) => one.type === 'moov')
  if (!movie || !all.some((one) => one.type === 'mdat')) throw problem('film_broken')
  const inside = await boxes(read, movie.from, movie.to)
  let pictures = false
  for (const track of inside.filter((one) => one.type === 'trak')) {
    const media = (await boxes(read, track.from, track.to)).find((one) => one.type === 'mdia')
    const handler = media && (await boxes(read, media.from, media.to)).find((one) => one.type === 'hdlr')
    if (handler && (await read(handler.from + 8, 4)).toString('latin1') === 'vide') pictures = true
  }
  if (!pictures) throw problem('film_kind')
  const head = inside.find((one) => one.type === 'mvhd')
  if (!head) throw problem('film_broken')
  const facts = await read(head.from, 32)
  if (facts.length < 32) throw problem('film_broken')
  const [scale, length] =
    facts[0] === 1
      ? [facts.readUInt32BE(20), Number(facts.readBigUInt64BE(24))]
      : [facts.readUInt32BE(12), facts.readUInt32BE(16)]
  return scale > 0 && length > 0 ? length / scale : null
}

/** A number whose first byte says how long it is; `keep`: with that mark, as ids are written. */
function number(bytes: Buffer, at: number, keep: boolean): { value: number; length: number; unknown: boolean } | null {
  const first = bytes[at]
  if (first === undefined || first === 0) return null
  const length = Math.clz32(first) - 23
  if (at + length > bytes.length) return null
  let value = keep ? first : first & (0xff >> length)
  let ones = (first & (0xff >> length)) === 0xff >> length
  for (let i = 1; i < length; i++) {
    value = value * 256 + bytes[at + i]!
    if (bytes[at + i] !== 0xff) ones = false
  }
  return { value, length, unknown: ones }
}

const ids = {
  segment: 0x18538067,
  info: 0x1549a966,
  tracks: 0x1654ae6b,
  cluster: 0x1f43b675,
  scale: 0x2ad7b1,
  length: 0x4489,
}

type Element = { id: number; from: number; to: number; unknown: boolean }
async function element(read: Read, at: number, end: number): Promise<Element> {
  const head = await read(at, 12)
  const id = number(head, 0, true)
  const size = id && number(head, id.length, false)
  if (!id || !size) throw problem('film_broken')
  const from = at + id.length + size.length
  const to = size.unknown ? end : from + size.value
  if (to > end) throw problem('film_broken')
  return { id: id.value, from, to, unknown: size.unknown }
}

async function ofWebm(read: Read, size: number): Promise<number | null> {
  const head = await element(read, 0, size)
  const segment = await element(read, head.to, size)
  if (segment.id !== ids.segment) throw problem('film_broken')
  let seconds: number | null = null
  let pictures = false
  let clusters = 0
  for (let at = segment.from, n = 0; at < segment.to; n++) {
    if (n >= mostBoxes) throw problem('film_broken')
    const one = await element(read, at, segment.to)
    if (one.id === ids.info) seconds = await lengthIn(read, one)
    if (one.id === ids.tracks)
      pictures = /V_(VP8|VP9|AV1)/.test((await read(one.from, Math.min(one.to - one.from, 65_536))).toString('latin1'))
    if (one.id === ids.cluster) clusters++
    // Written while it was recorded: the rest is that.
    if (one.unknown) break
    at = one.to
  }
  if (clusters === 0) throw problem('film_broken')
  if (!pictures) throw problem('film_kind')
  return seconds
}

async function lengthIn(read: Read, info: Element): Promise<number | null> {
  let scale = 1_000_000
  let length: number | null = null
  for (let at = info.from; at < info.to;) {
    const one = await element(read, at, info.to)
    const bytes = await read(one.from, Math.min(8, one.to - one.from))
    if (one.id === ids.scale) scale = bytes.reduce((sum, byte) => sum * 256 + byte, 0)
    if (one.id === ids.length)
      length = bytes.length === 4 ? bytes.readFloatBE(0) : bytes.length === 8 ? bytes.readDoubleBE(0) : null
    at = one.to
  }
  return length !== null && Number.isFinite(length) && length > 0 ? (length * scale) / 1e9 : null
}
