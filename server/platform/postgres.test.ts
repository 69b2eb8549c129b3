import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'
import pg from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { binariesIn, chooseUser, findBinaries, startable } from './postgres-binaries.ts'
import { PostgresError, startPostgres } from './postgres.ts'
import { alive, locked } from './postgres-users.ts'
import { testFolder } from './testing.ts'

const quiet = { info() {}, warn() {} }
const asRoot = process.getuid?.() === 0

async function ask<T>(url: string, question: string): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query({ text: question, rowMode: 'array' })).rows[0]?.[0] as T
  } finally {
    await client.end()
  }
}

const serverOf = (dataDir: string) =>
  Number.parseInt(fs.readFileSync(path.join(dataDir, 'postgres/postmaster.pid'), 'utf8'), 10)

const isRunning = (dataDir: string) => fs.existsSync(path.join(dataDir, 'postgres/postmaster.pid'))

/** Another process that starts the server of `dataDir` and holds it until its standard input ends. */
async function otherProcess(
  dataDir: string,
): Promise<{ child: ChildProcess; url: string; adopted: boolean; done: Promise<unknown> }> {
  const script = `
    import { startPostgres } from ${JSON.stringify(path.join(import.meta.dirname, 'postgres.ts'))}
    const server = await startPostgres({ dataDir: ${JSON.stringify(dataDir)}, log: { info() {}, warn() {} } })
    console.log(JSON.stringify(server))
    process.stdin.resume().on('end', () => server.stop())`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const done = new Promise((resolve) => child.once('exit', resolve))
  for await (const line of createInterface({ input: child.stdout! }))
    return { child, done, ...(JSON.parse(line) as { url: string; adopted: boolean }) }
  throw new Error('The other process ended at once.')
}

test('a first start makes the database; the next one is quick and finds everything', async () => {
  const dataDir = path.join(testFolder(), 'deeper')
  const first = await startPostgres({ dataDir, log: quiet })
  await ask(first.url, 'create table kept as select 42 as n')
  expect(await ask(first.url, 'select current_database()')).toBe('belay')
  expect(await ask(first.url, 'show fsync')).toBe('on')
  expect(await ask(first.url, 'show server_encoding')).toBe('UTF8')
  expect(await ask(first.url, `select lower('ÄÖÅ')`)).toBe('äöå')
  await first.stop()
  await first.stop()
  await expect(ask(first.url, 'select 1')).rejects.toThrow()

  const start = performance.now()
  const second = await startPostgres({ dataDir, log: quiet })
  expect(performance.now() - start).toBeLessThan(2000)
  expect(await ask(second.url, 'select n from kept')).toBe(42)
  await second.stop()
})

test('nobody reaches it over the network', async () => {
  const server = await startPostgres({ dataDir: testFolder(), log: quiet })
  expect(await ask(server.url, 'show listen_addresses')).toBe('')
  const folder = new URL(server.url).searchParams.get('host')!
  expect(fs.statSync(folder).mode & 0o777).toBe(0o700)
  await server.stop()
})

test('a second process on the same folder uses the running server, and the last to leave stops it', async () => {
  const dataDir = testFolder()
  const other = await otherProcess(dataDir)
  expect(other.adopted).toBe(false)
  const mine = await startPostgres({ dataDir, log: quiet })
  expect(mine.adopted).toBe(true)
  other.child.stdin!.end()
  await other.done
  expect(await ask(mine.url, 'select 1')).toBe(1)
  expect(isRunning(dataDir)).toBe(true)
  await mine.stop()
  expect(isRunning(dataDir)).toBe(false)
})

test('a server whose process was killed is taken over, with everything that was saved', async () => {
  const dataDir = testFolder()
  const other = await otherProcess(dataDir)
  await ask(other.url, 'create table kept as select 42 as n')
  other.child.kill('SIGKILL')
  await other.done
  const mine = await startPostgres({ dataDir, log: quiet })
  expect(mine.adopted).toBe(true)
  expect(await ask(mine.url, 'select n from kept')).toBe(42)
  await mine.stop()
  expect(isRunning(dataDir)).toBe(false)
})

test('after a power cut it recovers, also when another process has got its number', async () => {
  const dataDir = testFolder()
  const server = await startPostgres({ dataDir, log: quiet })
  await ask(server.url, 'create table kept as select 42 as n')
  const pidFile = path.join(dataDir, 'postgres/postmaster.pid')
  const written = fs.readFileSync(pidFile, 'utf8')
  const pid = serverOf(dataDir)
  process.kill(pid, 'SIGQUIT')
  await expect.poll(() => alive(pid)).toBe(false)
  await server.stop()
  const innocent = spawn('sleep', ['60'])
  onTestFinished(() => void innocent.kill('SIGKILL'))
  fs.writeFileSync(pidFile, written.replace(String(pid), String(innocent.pid)))
  const again = await startPostgres({ dataDir, log: quiet })
  expect(again.adopted).toBe(false)
  expect(await ask(again.url, 'select n from kept')).toBe(42)
  await again.stop()
  expect(innocent.exitCode).toBeNull()
})

test('five that start at once share one server', async () => {
  const dataDir = testFolder()
  const servers = await Promise.all([1, 2, 3, 4, 5].map(() => startPostgres({ dataDir, log: quiet })))
  expect(servers.filter((s) => !s.adopted)).toHaveLength(1)
  for (const server of servers) {
    expect(await ask(server.url, 'select 1')).toBe(1)
    await server.stop()
  }
  expect(isRunning(dataDir)).toBe(false)
})

test('a lock left by a dead process is broken', async () => {
  const folder = testFolder()
  fs.writeFileSync(path.join(folder, 'lock'), '4194000 1')
  expect(await locked(folder, async () => 'done')).toBe('done')
})

test('a path too long for a socket is no obstacle', async () => {
  const dataDir = path.join(testFolder(), 'a-long-name-of-a-folder-'.repeat(5))
  const server = await startPostgres({ dataDir, log: quiet })
  expect(await ask(server.url, 'select 1')).toBe(1)
  const socket = new URL(server.url).searchParams.get('host')!
  await server.stop()
  expect(fs.existsSync(socket)).toBe(false)
})

test.runIf(asRoot)('root may keep it in a home that only root can enter', async () => {
  const home = testFolder()
  fs.chmodSync(home, 0o700)
  const server = await startPostgres({ dataDir: path.join(home, 'data'), log: quiet })
  expect(await ask(server.url, 'select 1')).toBe(1)
  await server.stop()
})

test.runIf(asRoot)('root may keep the programs there too', () => {
  const home = testFolder()
  const hidden = binariesIn(path.join(home, 'native'), findBinaries().version)
  fs.cpSync(findBinaries().folder, hidden.folder, { recursive: true, verbatimSymlinks: true })
  fs.chmodSync(home, 0o700)
  const runAs = chooseUser([testFolder()], null)
  const copy = startable(hidden, runAs, [testFolder()])
  expect(copy.folder).not.toBe(hidden.folder)
  const { program, args, ...user } = runAs.command(copy.initdb, ['--version'])
  expect(execFileSync(program, args, { ...user, encoding: 'utf8' })).toContain('PostgreSQL')
  // A place that others can write is not believed.
  const open = testFolder()
  fs.chmodSync(open, 0o777)
  expect(() => startable(hidden, runAs, [open])).toThrow(/could not be put into/)
})

test('says what to do when the data was made by another release', async () => {
  const dataDir = testFolder()
  fs.mkdirSync(path.join(dataDir, 'postgres'), { mode: 0o700 })
  fs.writeFileSync(path.join(dataDir, 'postgres/PG_VERSION'), '16\n')
  const refused = startPostgres({ dataDir, log: quiet })
  await expect(refused).rejects.toBeInstanceOf(PostgresError)
  await expect(refused).rejects.toThrow(/made by PostgreSQL 16.*backup/s)
})

test('says what to do when it cannot start, and keeps what the server said', async () => {
  const dataDir = testFolder()
  await (await startPostgres({ dataDir, log: quiet })).stop()
  fs.appendFileSync(path.join(dataDir, 'postgres/postgresql.conf'), '\nno_such_setting = 1\n')
  await expect(startPostgres({ dataDir, log: quiet })).rejects.toThrow(
    /could not start: .*no_such_setting|configuration file/s,
  )
  expect(fs.readFileSync(path.join(dataDir, 'postgres.log'), 'utf8')).toContain('no_such_setting')
})
