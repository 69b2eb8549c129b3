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

/** A fresh, migrated, empty database. Not closed by anybody: it goes with the test run. */
export async function testDatabase(): Promise<{ url: string }> {
  return createDatabase(`template ${template} strategy file_copy`) // 25 ms instead of 400
}

/** A database without a single table; for migrations and restore. */
export async function emptyDatabase(): Promise<{ url: string }> {
  return createDatabase(`encoding 'UTF8' template template0`)
}

async function createDatabase(how: string): Promise<{ url: string }> {
  const server = inject('postgresUrl')
  const name = `test_${randomBytes(6).toString('hex')}`
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  try {
    await client.query(`create database ${name} ${how}`)
  } finally {
    await client.end()
  }
  return { url: databaseUrl(server, name) }
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
export async function testBase(options: { at?: Instant; config?: Partial<Config> } = {}): Promise<TestBase> {
  const { url } = await testDatabase()
  const database = openDatabase(url, { connections: 10 })
  atEnd(() => database.close())
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

/** What was opened for one test ends with it; what a file's tests share ends with the worker. */
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
