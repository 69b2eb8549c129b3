import { afterEach, beforeEach, expect, test, vi } from 'vitest'

// What a browser has of it, no more: the module keeps nothing else.
const kept = new Map<string, string>()
beforeEach(() => {
  kept.clear()
  vi.resetModules()
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  })
})

afterEach(() => void vi.unstubAllGlobals())

async function opened(address: string) {
  vi.stubGlobal('location', { href: address })
  const shown: string[] = []
  vi.stubGlobal('history', {
    state: null,
    replaceState: (_state: unknown, _title: string, url: URL) => shown.push(url.href),
  })
  const { arrive, begun, goes } = await import('./begun.ts')
  arrive()
  return { begun, shown, goes: (page: string) => goes(`/o/lumen${page}`) }
}

test('somebody who comes from a letter stays so within the matter, also when they have to sign in first', async () => {
  const { begun, shown, goes } = await opened('https://belay.test/o/lumen/goals/1?via=letter')
  expect(shown).toEqual(['https://belay.test/o/lumen/goals/1'])
  goes('/sign-in')
  goes('/goals/1')
  expect(begun()).toBe('letter')
  goes('/goals')
  expect(begun()).toBe('letter')
  goes('/feedback')
  expect(begun()).toBe('app')
})

test('what is opened from This week, or done on it, begins there; it holds when the page is loaded anew', async () => {
  const { begun, goes } = await opened('https://belay.test/o/lumen')
  expect(begun()).toBe('home')
  goes('/check-ins/1')
  expect(begun()).toBe('home')
  const again = await opened('https://belay.test/o/lumen/check-ins/1')
  expect(again.begun()).toBe('home')
  again.goes('/people')
  expect(again.begun()).toBe('app')
})
