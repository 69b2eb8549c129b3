import { expect, test } from 'vitest'
import { elements, emptyDesign, groupChange } from '../../contract/design.ts'

const { goals, checkins, feedback, recognition, reviews, pulse, ...later } = emptyDesign().elements

test('an earlier design, which says nothing of later elements, has them off', () => {
  expect(elements.parse({ goals, checkins })).toEqual({
    goals,
    checkins,
    feedback,
    recognition,
    reviews,
    pulse,
    ...later,
  })
})

test.each(Object.keys(later))('%s, which this release does not have, cannot be switched on', (id) => {
  const change = (on: boolean) =>
    groupChange.safeParse({
      group: 'elements',
      revision: 0,
      value: { goals, checkins, feedback, recognition, reviews, pulse, ...later, [id]: { on } },
    })
  expect(change(false).success).toBe(true)
  expect(change(true).success).toBe(false)
})
