import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aidLanguages, aidWords, languageOf, loadedWords, remarksOn } from './aid.ts'

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
    [
      'de',
      'Eine faule Einstellung; Ihnen ist egal, was in Ihrem Alter geht.',
      ['faule', 'Ihnen ist egal', 'in Ihrem Alter'],
    ],
    ['es', 'Son unas vagas y les da igual', ['vagas']],
    ['es', 'Para ser mujer es tozuda, y lo hace adrede', ['Para ser mujer', 'tozuda', 'adrede']],
    ['fr', 'Arrogante, à votre âge, et vous le faites exprès', ['Arrogante', 'à votre âge', 'exprès']],
    ['en', 'For a woman you are pushy, and you did it on purpose', ['For a woman', 'pushy', 'on purpose']],
  ] as const)('points at wording in %s where it stands: %s', (language, text, words) => {
    const found = remarksOn(text, language)
    expect(found.map((r) => r.words)).toEqual(words)
    for (const r of found) expect(text.slice(r.from, r.to)).toBe(r.words)
  })

  test.each([
    ['de', 'Die Mädels im Lager', 'Mädels', 'Kolleginnen'],
    ['es', 'Le dijo a la señora de la limpieza', 'señora de la limpieza', 'personal de limpieza'],
    ['fr', 'Un message à la femme de ménage', 'femme de ménage', 'agent d’entretien'],
  ] as const)('says in %s what could stand there instead', (language, text, words, instead) => {
    expect(remarksOn(text, language)).toMatchObject([{ kind: 'loaded', words, instead }])
  })

  test('says nothing of words inside other words, nor of plain sentences', () => {
    expect(remarksOn('The neverending story of the sidewalks', 'en')).toEqual([])
    expect(remarksOn('Genie, niedrig, Immergrün', 'de')).toEqual([])
    expect(remarksOn('In Tuesday’s demo you showed the error first. The customer relaxed.', 'en')).toEqual([])
  })

  test('leaves a word alone where it means something else', () => {
    expect(remarksOn('Das Angebot ist immer noch offen, und so ruhig war es noch nie.', 'de')).toEqual([])
    expect(remarksOn('It almost always worked.', 'en')).toEqual([])
    expect(remarksOn('Cada vez más clientes lo piden, y casi siempre a tiempo.', 'es')).toEqual([])
    expect(remarksOn('Le point est toujours ouvert.', 'fr')).toEqual([])
    expect(remarksOn('Immer noch offen, immer zu spät.', 'de').map((r) => r.from)).toEqual([18])
  })

  test('knows by a few common words in which language somebody writes, else takes the reader’s own', () => {
    expect(languageOf('You asked first, and we had the plan on time.', 'de')).toBe('en')
    expect(languageOf('Sie haben zuerst gefragt, und wir hatten den Plan rechtzeitig.', 'en')).toBe('de')
    // Too little to tell, and languages that it does not know: there nothing will be found.
    expect(languageOf('Super', 'de')).toBe('de')
    expect(languageOf('Dziękuję za świetną robotę', 'fr')).toBe('fr')
  })

  test.each(aidLanguages)('has every kind in %s, no phrase twice, each in lower case', (language) => {
    const { endings: _, common: __, fine: ___, loaded, ...kinds } = aidWords[language]
    for (const [kind, list] of Object.entries(kinds)) expect(list.length, kind).toBeGreaterThan(5)
    const all = [...Object.values(kinds).flat(), ...Object.keys(loaded)]
    expect(all.filter((phrase, at) => all.indexOf(phrase) !== at)).toEqual([])
    expect(all.filter((phrase) => phrase !== phrase.toLowerCase() || phrase === '')).toEqual([])
    for (const phrase of all) expect(remarksOn(phrase.replace('~', ''), language).length, phrase).toBeLessThan(3)
  })

  test('any text gives at most three remarks, one of a kind, in order, each at its place', () => {
    const piece = fc.constantFrom(
      ...[
        'always',
        'lazy',
        'nie',
        'siempre',
        'jamais',
        'good  job',
        'zu alt',
        'mädels',
        'tonto',
        'à dessein',
        'exprès',
      ],
      ...[' ', '\n', 'x', 'é', '👍', '.'],
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), fc.constantFrom(...aidLanguages), (pieces, language) => {
        const text = pieces.join(' ')
        const found = remarksOn(text, language)
        expect(found.length).toBeLessThanOrEqual(3)
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
    const chairman = {
      from: text.indexOf('chairman'),
      to: text.indexOf('chairman') + 8,
      words: 'chairman',
      kind: 'loaded',
      instead: 'chair',
    } as const
    const found = await loadedWords(text)
    expect(found).toEqual([chairman])
    expect(remarksOn(text, 'en', found)).toEqual([chairman])
  })
})
