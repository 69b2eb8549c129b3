/**
 * What tests stand on: a real database of their own, a clock they move, and a
 * mail server that does what it is told. Import it from `*.test.ts` only.
 */
import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { inject, onTestFinished, TestRunner } from 'vitest'
import { addDays, addMs, clockAt, type Instant } from './clock.ts'
import { type Config, readConfig } from './config.ts'
import type { OpenContext } from './context.ts'
import type { FileAnswer } from './http.ts'
import { type Database, openDatabase } from './db.ts'
import { openLog } from './log.ts'
import type { InstallationClock } from './movable-clock.ts'
import { openSink, type SmtpSink } from './testing-mail.ts'
import { databaseUrl, template } from './testing-server.ts'

export type { Behaviour, Received, SmtpSink } from './testing-mail.ts'

/** A fresh, migrated, empty database. It goes with the test that made it, or with the test run. */
export async function testDatabase(): Promise<{ url: string }> {
  return passing(await copyOf(template))
}

/** A database without a single table; for migrations and restore. */
export async function emptyDatabase(): Promise<{ url: string }> {
  return passing(await createDatabase(`encoding 'UTF8' template template0`))
}

const copyOf = (name: string) => createDatabase(`template ${name} strategy file_copy`) // a quarter of the other way's time

async function createDatabase(how: string): Promise<string> {
  const server = inject('postgresUrl')
  const name = `test_${randomBytes(6).toString('hex')}`
  await onServer((client) => client.query(`create database ${name} ${how}`))
  return databaseUrl(server, name)
}

/** Hundreds that are kept would fill the disk, and to remove them at the end would take a tenth of the whole run. */
function passing(url: string): { url: string } {
  const name = nameOf(url)
  atEnd(() =>
    onServer(async (client) => {
      // Whoever left a connection open keeps theirs until the run ends.
      for (let look = 0; look < 10; look++) {
        const { rowCount } = await client.query('select from pg_stat_activity where datname = $1', [name])
        if (rowCount === 0) return void (await client.query(`drop database if exists ${name}`))
        await new Promise((resolve) => setTimeout(resolve, 10))
      }
    }),
  )
  return { url }
}

const nameOf = (url: string) => new URL(url).pathname.slice(1)

async function onServer(doing: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: inject('postgresUrl') })
  await client.connect()
  try {
    await doing(client)
  } finally {
    await client.end()
  }
}

/** Stands still until the test moves it. */
export type TestClock = InstallationClock & {
  set(at: Instant): void
  forward(by: { days?: number; hours?: number; minutes?: number }): void
}

export function testClock(at: Instant): TestClock {
  let now = new Date(at).toISOString()
  const clock = clockAt(() => Date.parse(now))
  const set = (to: Instant) => void (now = new Date(to).toISOString())
  return {
    ...clock,
    set,
    forward({ days = 0, hours = 0, minutes = 0 }) {
      set(addMs(addDays(now.slice(0, 10), days) + now.slice(10), (hours * 60 + minutes) * 60_000))
    },
    moveTo: async (to) => set(to),
    beginAt: async (to) => set(to),
    movable: () => true,
    demo: () => false,
    close: async () => {},
  }
}

/** An empty folder that goes with the test run. */
export function testFolder(): string {
  const folder = fs.mkdtempSync(path.join(inject('folder'), 'data-'))
  fs.chmodSync(folder, 0o755) // the database's user has to get in
  return folder
}

export function testConfig(change: Partial<Config> = {}): Config {
  const folder = testFolder()
  return {
    ...readConfig(
      {},
      {
        DATA_DIR: folder,
        SECRET: 'a-secret-that-only-the-tests-know-of',
        LOG_LEVEL: 'silent',
        CONTENT_URL: 'http://content.localhost',
      },
    ),
    ...change,
  }
}

export type TestBase = OpenContext & { database: Database; clock: TestClock; url: string }

/**
 * Everything that a verb needs except its organization: own database, clock at
 * `at` (a Monday morning unless told), config. Call it in `beforeAll` or at the
 * top of a test file, or inside a test; then it is closed with the test.
 */
export async function testBase(options: BaseOptions = {}): Promise<TestBase> {
  const base = baseOn((await testDatabase()).url, options)
  atEnd(() => base.database.close())
  return base
}

type BaseOptions = { at?: Instant; config?: Partial<Config> }

function baseOn(url: string, options: BaseOptions): TestBase {
  const database = openDatabase(url, { connections: 10 })
  const config = testConfig({ databaseUrl: url, ...options.config })
  return {
    database,
    url,
    clock: testClock(options.at ?? '2026-03-02T09:00:00Z'),
    config,
    log: openLog(config.logLevel),
    request: null,
  }
}

/**
 * What every test of a file begins with, made once and copied for each. `make` gets a base by its argument and hands on
 * plain data; who acts on it is made anew for each copy, whose clock stands where that of `make` stood.
 */
export function beginning<T>(
  make: (open: (options: BaseOptions) => Promise<TestBase>) => Promise<T>,
): (config?: Partial<Config>) => Promise<{ base: TestBase; made: T }> {
  let origin: Promise<{ url: string; at: Instant; made: T }> | undefined
  const begin = async () => {
    let base: TestBase | undefined
    try {
      const made = await make(async (options) => (base = baseOn(await copyOf(template), options)))
      return { url: base!.url, at: base!.clock.now(), made }
    } finally {
      // Only what nobody is connected to can be copied.
      await base?.database.close()
    }
  }
  return async (config) => {
    const { url, at, made } = await (origin ??= begin())
    const copy = passing(await copyOf(nameOf(url)))
    const base = baseOn(copy.url, { at, config: config ?? {} })
    atEnd(() => base.database.close())
    return { base, made: structuredClone(made) }
  }
}

/** What was opened for one test ends with it, the last first; what a file's tests share ends with the worker. */
function atEnd(work: () => Promise<void>): void {
  if (TestRunner.getCurrentTest()) onTestFinished(work)
}

/** A file as its reader gets it, also one that leaves in pieces. */
export async function textOf({ body }: FileAnswer): Promise<string> {
  if (typeof body === 'string' || Buffer.isBuffer(body)) return body.toString()
  let text = ''
  for await (const piece of body) text += piece
  return text
}

// --- mail

/** A mail server of its own, closed with the test or file that opened it. */
export async function smtpSink(options: { password?: string } = {}): Promise<SmtpSink> {
  const sink = await openSink(options)
  atEnd(() => sink.close())
  return sink
}
