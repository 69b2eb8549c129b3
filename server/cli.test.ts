import { spawn } from 'node:child_process'
import path from 'node:path'
import { expect, inject, test } from 'vitest'
import { readTestEnvironment } from './platform/config.ts'
import { testDatabase, testFolder } from './platform/testing.ts'

type Run = { code: number | null; out: string; err: string }

function belay(env: Record<string, string>, ...words: string[]): Promise<Run> {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'cli.ts'), ...words], {
    env: { PATH: '/usr/local/bin:/usr/bin:/bin', NODE_COMPILE_CACHE: readTestEnvironment().compileCache, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const run: Run = { code: null, out: '', err: '' }
  child.stdout.on('data', (text) => (run.out += text))
  child.stderr.on('data', (text) => (run.err += text))
  return new Promise((resolve) => child.once('close', (code) => resolve({ ...run, code })))
}

test('wrong usage exits 2 and says what is right', async () => {
  const unknown = await belay({}, 'nonsense')
  expect(unknown).toMatchObject({ code: 2, out: '' })
  expect(unknown.err).toContain('"nonsense" is not a command')
  const missing = await belay({}, 'org', 'create', '--name', 'A')
  expect(missing.code).toBe(2)
  expect(missing.err).toMatch(/--slug is missing[\s\S]*Usage: npm run -s belay -- org create/)
  const extra = await belay({}, 'backup', 'a', 'b', '--json')
  expect(extra.code).toBe(2)
  expect(JSON.parse(extra.out)).toMatchObject({ code: 'usage' })
})

test('help names every command and exits 0', async () => {
  const help = await belay({}, '--help')
  expect(help.code).toBe(0)
  for (const name of ['backup FILE', 'restore FILE', 'org create']) expect(help.out).toContain(name)
})

test('--json prints one value, whether it went well or not', async () => {
  const { url } = await testDatabase()
  const env = { DATABASE_URL: url, DATA_DIR: testFolder() }
  const create = ['org', 'create', '--name', 'Acme', '--slug', 'acme', '--admin', 'ada@example.com', '--json']
  const made = await belay(env, ...create)
  expect(made).toMatchObject({ code: 0, err: '' })
  expect(JSON.parse(made.out)).toMatchObject({ slug: 'acme' })
  const again = await belay(env, ...create)
  expect(again.code).toBe(1)
  expect(JSON.parse(again.out)).toMatchObject({ code: 'organization_exists' })
  expect(again.err).toContain('exists already')
})

test('works on a DATA_DIR where nothing runs, and leaves nothing running', async () => {
  const env = { DATA_DIR: testFolder() }
  const made = await belay(
    env,
    'org',
    'create',
    '--name',
    'Acme',
    '--slug',
    'acme',
    '--admin',
    'ada@example.com',
    '--json',
  )
  expect(made).toMatchObject({ code: 0, err: '' })
  const file = path.join(testFolder(), 'saved')
  const saved = await belay(env, 'backup', file, '--json')
  expect(JSON.parse(saved.out)).toMatchObject({ companies: 1 })
  const brought = await belay({ DATA_DIR: testFolder() }, 'restore', file, '--json')
  expect(brought.code).toBe(0)
  expect(JSON.parse(brought.out)).toMatchObject({ companies: 1 })
})

test('a mistake in the environment is one plain sentence', async () => {
  const run = await belay({ PORT: 'many', DATABASE_URL: inject('postgresUrl'), DATA_DIR: testFolder() }, 'backup', 'x')
  expect(run).toMatchObject({ code: 1, out: '', err: 'PORT must be a whole number from 0 to 65535.\n' })
})
