import fc from 'fast-check'
import { expect, test } from 'vitest'
import { languages } from '../../contract/library.ts'
import { drawSlips, type Slip, slipLanguage } from './code-paper.ts'

const house = {
  name: 'Lumenwerk',
  locale: 'de-DE',
  address: 'https://belay.example/o/lumenwerk/',
  expiresOn: '2026-03-16',
}
const slip = (i: number, more: Partial<Slip> = {}): Slip => ({
  name: `Person ${i}`,
  number: String(1000 + i),
  place: 'Stores · Oslo',
  code: '34679-ACDEF',
  locale: 'en',
  ...more,
})
const pagesOf = (file: Buffer) => file.toString('latin1').match(/\/Type \/Page\b(?!s)/g)?.length

test('a slip speaks its person’s language, else the company’s, else English', () => {
  fc.assert(
    fc.property(fc.constantFrom(...languages), fc.constantFrom('', '-AT', '_CH', '-Latn-XX'), (language, region) => {
      expect(slipLanguage(language + region, 'nl')).toBe(language)
      expect(slipLanguage('nl-NL', language + region)).toBe(language)
      expect(slipLanguage('', language)).toBe(language)
    }),
  )
  expect(slipLanguage('nl', 'sv-SE')).toBe('en')
})

test('a location of any size is one file, ten slips a page', async () => {
  expect(pagesOf(await drawSlips([slip(1)], house))).toBe(1)
  const many = await drawSlips(
    Array.from({ length: 1201 }, (_, i) => slip(i, { locale: languages[i % languages.length]! })),
    house,
  )
  expect(many.subarray(0, 5).toString()).toBe('%PDF-')
  expect(pagesOf(many)).toBe(121)
})

test('a name in a script that the fonts lack is told by its number, not by boxes', async () => {
  // The same number of letters, so that only what is drawn can differ.
  const [boxes, number] = await Promise.all([
    drawSlips([slip(1, { name: '王小明' })], house),
    drawSlips([slip(1, { name: 'Employee number 1001' })], house),
  ])
  expect(boxes.length).toBe(number.length)
})
