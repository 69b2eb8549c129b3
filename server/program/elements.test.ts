import { expect, test } from 'vitest'
import { elements, emptyDesign, groupChange } from '../../contract/design.ts'

const { goals, checkins, ...later } = emptyDesign().elements

test('an earlier design, which says nothing of later elements, has them off', () => {
  expect(elements.parse({ goals, checkins })).toEqual({ goals, checkins, ...later })
})

test('an element that there is not cannot be saved', () => {
  const change = (more: object) =>
    groupChange.safeParse({ group: 'elements', revision: 0, value: { goals, checkins, ...later, ...more } })
  expect(change({}).success).toBe(true)
  expect(change({ horoscopes: { on: true } }).success).toBe(false)
})
