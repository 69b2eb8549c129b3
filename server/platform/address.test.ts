import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { addressDoubt, besideServer, keepAddress } from './address.ts'
import { readConfig } from './config.ts'
import { testFolder } from './testing.ts'

const secret = 'a-secret-that-only-the-tests-know-of'
const read = (dataDir: string, env: Record<string, string> = {}) =>
  readConfig({}, { DATA_DIR: dataDir, SECRET: secret, ...env })

test('a command beside a server on another port makes links to that server', () => {
  const dataDir = testFolder()
  keepAddress(read(dataDir, { PORT: '4100' }))
  const config = besideServer(read(dataDir))
  expect(config.publicUrl).toBe('http://localhost:4100')
  expect(addressDoubt(config, `${config.publicUrl}/o/ours/`)).toBeNull()
  keepAddress(read(dataDir, { PUBLIC_URL: 'https://belay.example.com' }))
  expect(besideServer(read(dataDir)).publicUrl).toBe('https://belay.example.com')
})

test('what the operator set for the command itself is what counts', () => {
  const dataDir = testFolder()
  keepAddress(read(dataDir, { PORT: '4100' }))
  expect(besideServer(read(dataDir, { PUBLIC_URL: 'https://other.example.com' })).publicUrl).toBe(
    'https://other.example.com',
  )
})

test('where nobody knows the address, one line beside the links says so', () => {
  const dataDir = testFolder()
  const config = besideServer(read(dataDir))
  expect(config.publicUrl).toBe('http://localhost:3000')
  expect(addressDoubt(config, 'http://localhost:3000/o/ours/link#x')).toMatch(/^PUBLIC_URL is not set/)
  expect(addressDoubt(config, 'Nothing to open.')).toBeNull()
  fs.writeFileSync(path.join(dataDir, 'address'), 'nonsense')
  expect(besideServer(config)).toEqual(config)
})
