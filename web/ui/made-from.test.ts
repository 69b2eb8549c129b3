import { describe, expect, it } from 'vitest'
import { partsChanged } from './made-from.ts'

const part = (id: string, words: string) => ({ id, label: id.toUpperCase(), words })

describe('what was made from a text of the library', () => {
  const ours = [part('title', 'Our title'), part('body', 'The same'), part('own', 'A question of ours')]
  const theirs = [part('title', 'A better title'), part('body', 'The same'), part('new', 'A new question')]

  it('is held against it as soon as the library has a later version, part by part', () => {
    expect(partsChanged({ began: 1, now: 2 }, ours, theirs)).toEqual([
      { id: 'title', label: 'TITLE', kind: 'changed', before: 'Our title', after: 'A better title' },
      { id: 'own', label: 'OWN', kind: 'removed', before: 'A question of ours', after: '' },
      { id: 'new', label: 'NEW', kind: 'added', after: 'A new question' },
    ])
  })

  it('is left alone while the library has the version that it began as, an earlier one, or none', () => {
    for (const made of [
      { began: 2, now: 2 },
      { began: 3, now: 2 },
      { began: 1, now: undefined },
      { began: undefined, now: 1 },
    ])
      expect(partsChanged(made, ours, theirs)).toEqual([])
  })

  it('began as the first where nobody had remembered it', () => {
    expect(partsChanged({ began: undefined, now: 2 }, ours, theirs)).toHaveLength(3)
    expect(partsChanged({ began: null, now: 2 }, ours, theirs)).toHaveLength(3)
  })

  it('says nothing where it has the library’s words already', () => {
    expect(partsChanged({ began: 1, now: 2 }, theirs, theirs)).toEqual([])
  })
})
