import { expect, test } from 'vitest'
import { sharedLookup } from './shared-lookup.ts'

function counting() {
  const begun: { key: string; end: (value: string) => void; fail: (error: Error) => void }[] = []
  const look = sharedLookup((key) => new Promise<string>((end, fail) => begun.push({ key, end, fail })))
  return { begun, look }
}
const turn = () => new Promise((resolve) => setImmediate(resolve))

test('who asks in the same turn shares one lookup, which begins when all have asked', async () => {
  const { begun, look } = counting()
  const all = [look('a'), look('a'), look('a')]
  expect(begun.length).toBe(0)
  await turn()
  expect(begun.length).toBe(1)
  begun[0]!.end('there')
  expect(await Promise.all(all)).toEqual(['there', 'there', 'there'])
})

test('nobody is told what was found before they asked', async () => {
  const { begun, look } = counting()
  const first = look('a')
  await turn()
  const late = look('a') // the first is still under way
  await turn()
  expect(begun.length).toBe(2)
  begun[0]!.end('old')
  begun[1]!.end('new')
  expect(await first).toBe('old')
  expect(await late).toBe('new')
  void look('a')
  await turn()
  expect(begun.length).toBe(3) // nothing is kept
})

test('keys do not wait for each other, and a failure is told to its own askers only', async () => {
  const { begun, look } = counting()
  const one = look('a').catch((error: Error) => error.message)
  const other = look('b')
  await turn()
  expect(begun.map((b) => b.key)).toEqual(['a', 'b'])
  begun[0]!.fail(new Error('gone'))
  begun[1]!.end('b')
  expect(await one).toBe('gone')
  expect(await other).toBe('b')
})
