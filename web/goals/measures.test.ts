import { describe, expect, it } from 'vitest'
import { expectedOf, mayChooseReaders, readKeyResult, withValues, type Goal } from './measures.ts'

describe('a key result in one line', () => {
  it.each([
    ['Returns from 10 to 2 %', { title: 'Returns', kind: 'percent', start: 10, target: 2 }],
    ['Rückläufer von 10 auf 2 %', { title: 'Rückläufer', kind: 'percent', start: 10, target: 2 }],
    ['Devoluciones de 10 a 2 %', { title: 'Devoluciones', kind: 'percent', start: 10, target: 2 }],
    ['Retours de 10 à 2 %', { title: 'Retours', kind: 'percent', start: 10, target: 2 }],
    ['Answer time 12 -> 4 hours', { title: 'Answer time', kind: 'number', start: 12, target: 4, unit: 'hours' }],
    ['Sales to 1,200,000 €', { title: 'Sales', kind: 'currency', start: 0, target: 1_200_000, unit: 'EUR' }],
    [
      'Umsatz von 1.200,50 auf 2.000 €',
      { title: 'Umsatz', kind: 'currency', start: 1200.5, target: 2000, unit: 'EUR' },
    ],
    ['Handbook is written', { title: 'Handbook is written', kind: 'yes_no', start: 0, target: 1 }],
    ['Talk to 3 customers', { title: 'Talk', start: 0, target: 3, unit: 'customers' }],
    ['Plan 2027', { title: 'Plan 2027', kind: 'yes_no' }],
  ])('reads %s', (line, expected) => {
    expect(readKeyResult(line)).toMatchObject(expected)
  })
})

it('leaves it to the owner who reads a goal that counts', () => {
  const owner = { id: 'a', name: 'A' }
  const draft = { owner, status: { state: 'draft' as const } }
  const shared = { owner, status: { state: 'upcoming' as const } }
  expect([mayChooseReaders(draft, 'a'), mayChooseReaders(draft, 'b')]).toEqual([true, true])
  expect([mayChooseReaders(shared, 'a'), mayChooseReaders(shared, 'b')]).toEqual([true, false])
})

it('shows a goal as it will be', () => {
  const k = (id: string, current: number) => ({
    id,
    title: id,
    kind: 'number' as const,
    unit: '',
    start: 0,
    target: 10,
    current,
    reached: current / 10,
    weight: 1,
    steps: [],
  })
  const goal = { keyResults: [k('a', 2), k('b', 0)], reached: 0.1 } as unknown as Goal
  expect(withValues(goal, [{ keyResultId: 'b', value: 8 }]).reached).toBe(0.5)
  const steps = ['x', 'y'].map((id) => ({ id, title: id, doneAt: null }))
  const stepped = { keyResults: [{ ...k('c', 0), target: 2, steps }], reached: 0 } as unknown as Goal
  expect(withValues(stepped, [], undefined, [{ stepId: 'y', done: true }])).toMatchObject({
    reached: 0.5,
    keyResults: [{ current: 1 }],
  })
  expect(expectedOf({ startsOn: '2026-01-01', endsOn: '2026-01-11' }, '2026-01-06')).toBe(0.5)
})
