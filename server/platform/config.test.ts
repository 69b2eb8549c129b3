import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { ConfigError, readConfig } from './config.ts'
import { testFolder } from './testing.ts'

const secret = 'a-secret-that-only-the-tests-know-of'
const read = (env: Record<string, string>) => readConfig({}, { DATA_DIR: testFolder(), SECRET: secret, ...env })

test('needs nothing to be set', () => {
  const dataDir = testFolder()
  const config = readConfig({ dataDir }, {})
  expect(config).toMatchObject({
    port: 3000,
    host: '127.0.0.1',
    dataDir,
    databaseUrl: null,
    smtpUrl: null,
    dkim: null,
    publicUrl: 'http://localhost:3000',
    secureCookies: false,
  })
})

test('makes a secret once, for its own eyes only', () => {
  const dataDir = path.join(testFolder(), 'new')
  const first = readConfig({ dataDir }, {}).secret
  expect(first.length).toBeGreaterThanOrEqual(32)
  expect(readConfig({ dataDir }, {}).secret).toBe(first)
  expect(fs.statSync(path.join(dataDir, 'secret')).mode & 0o777).toBe(0o600)
  expect(fs.readdirSync(dataDir)).toEqual(['secret'])
})

test('an empty variable counts as unset', () => {
  expect(read({ PORT: ' ', SMTP_URL: '', PUBLIC_URL: '' })).toMatchObject({ port: 3000, smtpUrl: null })
})

test('https makes cookies secure', () => {
  expect(read({ PUBLIC_URL: 'https://belay.example.com/' })).toMatchObject({
    publicUrl: 'https://belay.example.com',
    secureCookies: true,
  })
})

const mistakes: [env: Record<string, string>, sentence: RegExp][] = [
  [{ PORT: 'abc' }, /^PORT must be a whole number from 0 to 65535\.$/],
  [{ PORT: '70000' }, /^PORT must be/],
  [{ DATABASE_URL: 'mysql://x' }, /^DATABASE_URL must look like postgres:\/\//],
  [{ SMTP_URL: 'mail.example.com' }, /^SMTP_URL must look like smtp:\/\//],
  [{ SMTP_URL: 'smtp://me:50%off@mail.example.com' }, /^SMTP_URL must look like .* percent-encoded\.$/],
  [{ INBOUND_URL: 'nonsense' }, /^INBOUND_URL must look like/],
  [{ INBOUND_URL: 'https://mail.example.com' }, /^INBOUND_URL must look like/],
  [{ INBOUND_URL: 'imaps://belay:secret@mail.example.com' }, /^INBOUND_URL must say to which address people write/],
  [{ PUBLIC_URL: 'https://example.com/belay' }, /^PUBLIC_URL must be an address without a path/],
  [{ CONTENT_URL: 'https://a.example', PUBLIC_URL: 'https://a.example' }, /^CONTENT_URL must be another origin/],
  [{ SECRET: 'short' }, /^SECRET must have at least 32 characters/],
  [{ DKIM_DOMAIN: 'example.com' }, /^DKIM_DOMAIN, DKIM_SELECTOR and DKIM_KEY belong together/],
  [{ DKIM_DOMAIN: 'example.com', DKIM_SELECTOR: 'a', DKIM_KEY: 'no key' }, /^DKIM_KEY must be a private key/],
  [{ LOG_LEVEL: 'loud' }, /^LOG_LEVEL must be one of/],
  [{ TRUSTED_PROXIES: 'yes' }, /^TRUSTED_PROXIES must be/],
]

test.each(mistakes)('%o', (env, sentence) => {
  expect(() => read(env)).toThrow(ConfigError)
  expect(() => read(env)).toThrow(sentence)
})

test('tells all mistakes at once', () => {
  expect(() => read({ PORT: 'x', SECRET: 'y' })).toThrow(/PORT[^\n]*\n.*SECRET/)
})

test('says which folder cannot be written', () => {
  expect(() => readConfig({}, { DATA_DIR: '/dev/null/data' })).toThrow(/DATA_DIR \/dev\/null\/data cannot be written/)
})
