import fc from 'fast-check'
import { expect, test } from 'vitest'
import { languages, type Language } from '../../contract/library.ts'
import { brandWords, firstLanguage, programWords } from './program-words.ts'

const brand = { name: 'Daylight', tagline: 'See.', accent: '#0f6f74', logoFileId: null }
const design = {
  brand: { ...brand, taglineIn: { de: 'Sehen.' }, language: 'en' as const },
  why: 'To talk.',
  whyIn: { de: 'Um zu reden.', fr: 'Pour parler.' },
  whyNow: 'We grew.',
  objectives: [
    { id: '1', text: 'Everyone knows', textIn: { de: 'Alle wissen' } },
    { id: '2', text: '' },
  ],
}

test('each text is said in the reader’s language where it has one', () => {
  expect(programWords(design, 'de-AT', 'en')).toEqual({
    tagline: 'Sehen.',
    why: 'Um zu reden.',
    whyNow: 'We grew.',
    objectives: ['Alle wissen'],
  })
  expect(programWords(design, 'fr', 'en')).toMatchObject({ tagline: 'See.', why: 'Pour parler.' })
  expect(brandWords(design.brand, 'de', 'en')).toEqual({ ...brand, tagline: 'Sehen.' })
})

test('else in the company’s, else in English, else in the first it has', () => {
  expect(programWords(design, 'es', 'fr').why).toBe('Pour parler.')
  expect(programWords(design, 'pt-BR', 'nl').why).toBe('To talk.')
  const german = {
    ...design,
    brand: { ...design.brand, language: 'de' as const },
    why: 'Reden.',
    whyIn: { fr: 'Parler.' },
  }
  expect(programWords(german, 'es', 'it').why).toBe('Reden.')
  expect(programWords({ ...german, whyIn: { en: 'To talk.' } }, 'es', 'it').why).toBe('To talk.')
})

test('words of an earlier release, which has no second language, are said to everybody as they stand', () => {
  const old = { brand, why: 'To talk.', whyNow: 'We grew.', objectives: [{ id: '1', text: 'Everyone knows' }] }
  for (const reader of [...languages, 'pt', null])
    expect(programWords(old, reader, 'de')).toEqual({
      tagline: 'See.',
      why: 'To talk.',
      whyNow: 'We grew.',
      objectives: ['Everyone knows'],
    })
})

test('the first language is the company’s until one is named', () => {
  expect(firstLanguage({}, 'de-CH')).toBe('de')
  expect(firstLanguage({ language: null }, 'nl')).toBe('en')
  expect(firstLanguage({ language: 'es' }, 'de')).toBe('es')
})

test('whatever is written, a reader gets their own language where it is there, and never nothing', () => {
  const language = fc.constantFrom<Language>(...languages)
  const words = fc.dictionary(language, fc.constantFrom('', 'ja', 'sí', 'oui'), { maxKeys: 4 })
  fc.assert(
    fc.property(words, language, language, language, (whyIn, first, reader, company) => {
      const said = programWords(
        { ...design, brand: { ...design.brand, language: first }, why: 'first', whyIn },
        reader,
        company,
      ).why
      if (reader === first) expect(said).toBe('first')
      else if (whyIn[reader]) expect(said).toBe(whyIn[reader])
      expect(said).not.toBe('')
    }),
  )
})
