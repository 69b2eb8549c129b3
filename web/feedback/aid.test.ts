import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aidLanguages, loadedWords, remarksOn } from './aid.ts'

describe('the writing aid', () => {
  test.each([
    ['en', 'You ALWAYS answer late, and that looks lazy. Good job otherwise.', ['ALWAYS', 'lazy', 'Good job']],
    ['de', 'Sie sind nie pünktlich. Gut gemacht, aber zu laut.', ['nie', 'Gut gemacht', 'zu laut']],
    [
      'es',
      'Siempre llega tarde; es una persona difícil. Buen trabajo.',
      ['Siempre', 'persona difícil', 'Buen trabajo'],
    ],
    ['fr', 'Toujours en retard, une mauvaise attitude. Bon travail.', ['Toujours', 'mauvaise attitude', 'Bon travail']],
  ] as const)('points at three kinds of wording in %s, where they stand', (language, text, words) => {
    const found = remarksOn(text, language)
    expect(found.map((r) => r.words)).toEqual(words)
    for (const r of found) expect(text.slice(r.from, r.to)).toBe(r.words)
  })

  test('says nothing of words inside other words, nor of plain sentences', () => {
    expect(remarksOn('The neverending story of the sidewalks', 'en')).toEqual([])
    expect(remarksOn('Genie, niedrig, Immergrün', 'de')).toEqual([])
    expect(remarksOn('In Tuesday’s demo you showed the error first. The customer relaxed.', 'en')).toEqual([])
  })

  test('any text gives at most one remark of a kind, in order, each at its place', () => {
    const piece = fc.constantFrom(
      'always',
      'lazy',
      'nie',
      'siempre',
      'jamais',
      'good  job',
      ' ',
      '\n',
      'x',
      'é',
      '👍',
      '.',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), fc.constantFrom(...aidLanguages), (pieces, language) => {
        const text = pieces.join(' ')
        const found = remarksOn(text, language)
        expect(new Set(found.map((r) => r.kind)).size).toBe(found.length)
        for (const [i, r] of found.entries()) {
          expect(text.slice(r.from, r.to)).toBe(r.words)
          if (i > 0) expect(r.from).toBeGreaterThanOrEqual(found[i - 1]!.to)
        }
      }),
    )
  })

  test('in English it also knows words that leave people out, and leaves pronouns alone', async () => {
    const text = 'She was the chairman, and he praised her.'
    expect(await loadedWords(text)).toEqual([
      {
        from: text.indexOf('chairman'),
        to: text.indexOf('chairman') + 8,
        words: 'chairman',
        kind: 'loaded',
        instead: 'chair',
      },
    ])
  })
})
