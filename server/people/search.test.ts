import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { searchable, searchText } from './search.ts'

const found = (query: string, ...parts: string[]) =>
  searchable(query)
    .split(' ')
    .every((word) => searchText(parts).includes(` ${word}`))

describe('a name is found', () => {
  it.each([
    ['Müller', 'Jürgen Müller'],
    ['muller', 'Jürgen Müller'],
    ['Mueller', 'Jürgen Müller'],
    ['juergen mueller', 'Jürgen Müller'],
    ['Müller', 'Juergen Mueller'],
    ['soerensen', 'Søren Sørensen'],
    ['Sørensen', 'Soeren Soerensen'],
    ['angstrom', 'A\u030angstro\u0308m'],
    ['aangstroem', 'Ångström'],
    ['strasser', 'Straßer'],
    ['Grand-Duval', 'Zoé Grand-Duval'],
  ])('by %s: %s', (query, name) => expect(found(query, name)).toBe(true))

  it('as it is written, whatever stands in it', () => {
    const word = fc.stringMatching(/^[a-zäöüøåéñłß]{1,9}$/u)
    fc.assert(fc.property(word, word, (given, family) => found(`${family} ${given}`, `${given} ${family}`)))
  })
})

it('an address is kept in the one way in which it is written', () => {
  expect(searchText(['Ann', 'ann@bluebird.example'])).toBe(' ann ann@bluebird.example')
})
