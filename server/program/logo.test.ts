import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pictureOf } from './logo.ts'

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const webp = Buffer.from('UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA', 'base64')
const jpeg = Buffer.concat([
  Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0x00, 0x10]),
  Buffer.from('JFIF\0\x01\x01\0\0\x01\0\x01\0\0', 'latin1'),
  Buffer.from([0xff, 0xc0, 0x00, 0x0b, 0x08, 0x00, 0x20, 0x00, 0x40, 0x01, 0x01, 0x11, 0x00]),
  Buffer.alloc(20),
])

test('a picture says what it is in its bytes', () => {
  expect(pictureOf(png)).toEqual({ type: 'image/png', width: 1, height: 1 })
  expect(pictureOf(webp)).toEqual({ type: 'image/webp', width: 1, height: 1 })
  expect(pictureOf(jpeg)).toEqual({ type: 'image/jpeg', width: 64, height: 32 })
})

test('what could carry a script, or anything else, is no picture', () => {
  const refused = [
    '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"><script/></svg>',
    'GIF89a' + ' '.repeat(40),
    '<!doctype html>' + ' '.repeat(40),
    '',
  ]
  for (const text of refused) expect(pictureOf(Buffer.from(text))).toBeNull()
  const huge = Buffer.from(png)
  huge.writeUInt32BE(9000, 16)
  expect(pictureOf(huge)).toBeNull()
})

test('torn and random bytes never break it', () => {
  const begin = fc.constantFrom(png, webp, jpeg)
  fc.assert(
    fc.property(begin, fc.nat(80), fc.uint8Array({ maxLength: 80 }), (file, keep, rest) => {
      const found = pictureOf(Buffer.concat([file.subarray(0, keep), Buffer.from(rest)]))
      if (found) expect(Math.max(found.width, found.height)).toBeLessThanOrEqual(4000)
    }),
    { numRuns: 500 },
  )
})
