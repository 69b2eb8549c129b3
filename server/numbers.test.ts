/** Which operations tell numbers, and of what kind: the closed list against the contract. */
import { describe, expect, test } from 'vitest'
import { contract } from '../contract/contract.ts'
import type { AnyOperation } from '../contract/operation.ts'
import { idsWith, type KindOfNumbers, kindsOfNumbers } from './testing-numbers.ts'

const operations = Object.values(contract).flatMap((m) => Object.values(m) as unknown as AnyOperation[])

/** Whether an answer of this shape can hold a number. */
function numbersIn(shape: unknown, depth = 0): boolean {
  const def = (shape as { def?: Record<string, unknown> } | undefined)?.def
  if (!def || depth > 14) return false
  const inside = (some: unknown) => numbersIn(some, depth + 1)
  switch (def['type']) {
    case 'number':
    case 'unknown':
      return true
    case 'object':
      return Object.values(def['shape'] as object).some(inside)
    case 'array':
      return inside(def['element'])
    case 'union':
      return (def['options'] as unknown[]).some(inside)
    case 'tuple':
      return (def['items'] as unknown[]).some(inside)
    case 'record':
      return inside(def['valueType'])
    case 'intersection':
      return inside(def['left']) || inside(def['right'])
    case 'pipe':
      return inside(def['in'])
    case 'lazy':
      return inside((def['getter'] as () => unknown)())
    default:
      return inside(def['innerType'])
  }
}

describe('the list of numbers', () => {
  const kinds = Object.keys(kindsOfNumbers) as KindOfNumbers[]
  test('says of each reading operation what kind it tells, once', () => {
    const reads = operations
      .filter((o) => o.method === 'GET' || o.leavesNoEvent)
      .filter((o) => o.rawResponse || numbersIn(o.response))
      .map((o) => o.id)
    const listed = kinds.flatMap(idsWith)
    expect(
      reads.filter((id) => !listed.includes(id)),
      'Say in testing-numbers.ts what kind of numbers these tell.',
    ).toEqual([])
    expect(
      listed.filter((id, i) => !reads.includes(id) || listed.indexOf(id) !== i),
      'These stand twice, or tell no number.',
    ).toEqual([])
  })
})
