/** A picture without what a camera writes beside it: where it was taken, when, with which device. The pixels stay as they are. */
type Type = 'image/png' | 'image/jpeg' | 'image/webp'

/** Null where the file is not what it says it is. */
export function plainPicture(bytes: Buffer, type: Type): Buffer | null {
  if (type === 'image/png') return plainPng(bytes)
  return type === 'image/webp' ? plainWebp(bytes) : plainJpeg(bytes)
}

/** What a picture is drawn with; words, times and the camera's data are none of it. */
const pngKept = new Set([
  'IHDR',
  'PLTE',
  'IDAT',
  'IEND',
  'tRNS',
  'gAMA',
  'cHRM',
  'sRGB',
  'iCCP',
  'sBIT',
  'bKGD',
  'pHYs',
])

function plainPng(bytes: Buffer): Buffer | null {
  const parts = [bytes.subarray(0, 8)]
  let at = 8
  while (at + 12 <= bytes.length) {
    const end = at + 12 + bytes.readUInt32BE(at)
    const name = bytes.toString('latin1', at + 4, at + 8)
    if (end > bytes.length) return null
    if (pngKept.has(name)) parts.push(bytes.subarray(at, end))
    if (name === 'IEND') return Buffer.concat(parts)
    at = end
  }
  return null
}

/** The same of WebP. */
const webpKept = new Set(['VP8X', 'VP8 ', 'VP8L', 'ALPH', 'ANIM', 'ANMF', 'ICCP'])

function plainWebp(bytes: Buffer): Buffer | null {
  const parts: Buffer[] = []
  const end = Math.min(bytes.length, 8 + bytes.readUInt32LE(4))
  let at = 12
  while (at + 8 <= end) {
    const size = bytes.readUInt32LE(at + 4)
    const next = at + 8 + size + (size % 2)
    if (at + 8 + size > end) return null
    const name = bytes.toString('latin1', at, at + 4)
    if (webpKept.has(name)) {
      const part = Buffer.from(bytes.subarray(at, Math.min(next, end)))
      // The header says which parts follow.
      if (name === 'VP8X') part[8] = part[8]! & ~0b1100
      parts.push(part)
    }
    at = next
  }
  if (parts.length === 0) return null
  const head = Buffer.from(bytes.subarray(0, 12))
  head.writeUInt32LE(4 + parts.reduce((sum, one) => sum + one.length, 0), 4)
  return Buffer.concat([head, ...parts])
}

/** Segments of cameras and programs; a colour profile and Adobe's note on colours are needed to draw. */
function isKept(marker: number, segment: Buffer): boolean {
  // A small picture of how it looked before it was cut travels in a segment of its own.
  if (marker === 0xe0) return segment.toString('latin1', 4, 9) === 'JFIF\0'
  if (marker === 0xe2) return segment.toString('latin1', 4, 15) === 'ICC_PROFILE'
  return !(marker >= 0xe1 && marker <= 0xef && marker !== 0xee) && marker !== 0xfe
}

function plainJpeg(bytes: Buffer): Buffer | null {
  const parts = [bytes.subarray(0, 2)]
  let turned = 1
  let at = 2
  while (at + 4 <= bytes.length) {
    if (bytes[at] !== 0xff) return null
    const marker = bytes[at + 1]!
    if (marker === 0xff) {
      at++
      continue
    }
    let end = at + 2 + bytes.readUInt16BE(at + 2)
    if (end > bytes.length) return null
    const segment = bytes.subarray(at, end)
    if (marker === 0xe1) turned = turnOf(segment) ?? turned
    if (marker === 0xda) end = afterPixels(bytes, end)
    if (end > bytes.length) return null
    if (isKept(marker, segment)) parts.push(bytes.subarray(at, end))
    at = end
    // What is hung behind the end, such as the film around the moment, is left out.
    if (bytes[at] === 0xff && bytes[at + 1] === 0xd9) {
      if (turned !== 1) parts.splice(1, 0, turnedBy(turned))
      return Buffer.concat([...parts, bytes.subarray(at, at + 2)])
    }
  }
  return null
}

/** Where the pixels that begin at `at` end: at the next mark that is neither one of theirs nor a restart. */
function afterPixels(bytes: Buffer, at: number): number {
  for (let next = bytes.indexOf(0xff, at); next !== -1; next = bytes.indexOf(0xff, next + 1)) {
    const marker = bytes[next + 1]
    if (marker === undefined) break
    if (marker !== 0 && marker !== 0xff && !(marker >= 0xd0 && marker <= 0xd7)) return next
  }
  return bytes.length + 1
}

/** How a camera was held, 1 to 8: without it the picture would lie on its side. */
function turnOf(segment: Buffer): number | null {
  if (segment.length < 20 || segment.toString('latin1', 4, 10) !== 'Exif\0\0') return null
  const tiff = segment.subarray(10)
  const little = tiff.toString('latin1', 0, 2) === 'II'
  const u16 = (at: number) => (at + 2 > tiff.length ? 0 : little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at))
  const u32 = (at: number) => (at + 4 > tiff.length ? 0 : little ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at))
  const first = u32(4)
  for (let i = 0; i < Math.min(u16(first), 64); i++) {
    const at = first + 2 + i * 12
    if (u16(at) === 0x0112) {
      const value = u16(at + 8)
      return value >= 1 && value <= 8 ? value : null
    }
  }
  return null
}

/** The smallest such segment that says nothing else. */
function turnedBy(turn: number): Buffer {
  const body = Buffer.from('4578696600004d4d002a00000008000101120003000000010001000000000000', 'hex')
  body.writeUInt16BE(turn, 24)
  const head = Buffer.from([0xff, 0xe1, 0, 0])
  head.writeUInt16BE(body.length + 2, 2)
  return Buffer.concat([head, body])
}
