import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mentionParts } from './mentions.ts'

const people = [
  { id: '1', name: 'Ana' },
  { id: '2', name: 'Ana María' },
  { id: '3', name: '李 雷' },
]

test('names become people, the longest first, and everything else stays as it was written', () => {
  expect(mentionParts('Thanks @Ana María and @Ana, write to a@b', people)).toEqual([
    'Thanks ',
    people[1],
    ' and ',
    people[0],
    ', write to a@b',
  ])
  expect(mentionParts('@李 雷', people)).toEqual([people[2]])
  expect(mentionParts('', people)).toEqual([])
})

test('nothing is lost or added, whatever is written', () => {
  const piece = fc.constantFrom('@', '@Ana', '@Ana María', '@李 雷', ' ', 'so', '\n', '@@Ana')
  fc.assert(
    fc.property(fc.array(piece), fc.subarray(people), (pieces, mentions) => {
      const words = pieces.join('')
      const parts = mentionParts(words, mentions)
      expect(parts.map((p) => (typeof p === 'string' ? p : `@${p.name}`)).join('')).toBe(words)
      for (const p of parts) if (typeof p === 'string') expect(p).not.toBe('')
    }),
  )
})
