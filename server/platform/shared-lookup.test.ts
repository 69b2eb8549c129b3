import { expect, test } from 'vitest'
import { sharedLookup } from './shared-lookup.ts'

function counting() {
  const begun: { key: string; end: (value: string) => void; fail: (error: Error) => void }[] = []
  const look = sharedLookup((key) => new Promise<string>((end, fail) => begun.push({ key, end, fail })))
  return { begun, look }
}
const turn = () => new Promise((resolve) => setImmediate(resolve))

test('whoever asks while one is under way gets the answer of a later one, shared', async () => {
  const { begun, look } = counting()
  const first = look('a')
  const others = [look('a'), look('a'), look('a')]
  expect(begun.length).toBe(1)
  begun[0]!.end('old')
  expect(await first).toBe('old')
  await turn()
  expect(begun.length).toBe(2)
  const late = look('a') // asked after the second began: a third
  begun[1]!.end('new')
  expect(await Promise.all(others)).toEqual(['new', 'new', 'new'])
  await turn()
  expect(begun.length).toBe(3)
  begun[2]!.end('newest')
  expect(await late).toBe('newest')
})

test('keys do not wait for each other, and a failure is told to its own askers only', async () => {
  const { begun, look } = counting()
  const one = look('a').catch((error: Error) => error.message)
  const next = look('a')
  const other = look('b')
  expect(begun.map((b) => b.key)).toEqual(['a', 'b'])
  begun[0]!.fail(new Error('gone'))
  expect(await one).toBe('gone')
  await turn()
  begun[2]!.end('there')
  begun[1]!.end('b')
  expect(await next).toBe('there')
  expect(await other).toBe('b')
  await turn()
  void look('a')
  expect(begun.length).toBe(4) // nothing is kept
})
