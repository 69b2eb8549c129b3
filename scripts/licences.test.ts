import { expect, test } from 'vitest'
import { findForeign } from './licences.ts'

const judge = (entry: object) =>
  findForeign(
    { packages: { '': { version: '1' }, 'node_modules/a/node_modules/planted': { version: '1.2.3', ...entry } } },
    (_folder, e) => e.license,
  )

test('lets permissive licences pass', () => {
  expect(judge({ license: 'MIT' })).toEqual([])
  expect(judge({ license: '(MIT OR GPL-3.0-only)' })).toEqual([])
  expect(judge({ license: 'GPL-3.0-only', dev: true })).toEqual([])
})

test('finds the others', () => {
  expect(judge({ license: 'GPL-3.0-only' })).toEqual(['planted 1.2.3 is under GPL-3.0-only, which is not on the list'])
  expect(judge({ license: 'MIT AND GPL-3.0-only' })).toHaveLength(1)
  expect(judge({})).toEqual(['planted 1.2.3 names no licence'])
})

test('finds what is bundled into the pages, although npm calls it a development package', () => {
  const lock = { packages: { 'node_modules/@mantine/core': { version: '1', dev: true, license: 'GPL-3.0-only' } } }
  expect(findForeign(lock, (_folder, e) => e.license)).toHaveLength(1)
})
