/**
 * What tests stand on: a real database of their own, a clock they move, and a
 * mail server that does what it is told. Import it from `*.test.ts` only.
 */
import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { simpleParser, type ParsedMail } from 'mailparser'
import { SMTPServer, type SMTPServerSession } from 'smtp-server'
import { inject, onTestFinished, TestRunner } from 'vitest'
import { addDays, addMs, clockAt, type Instant } from './clock.ts'
import { type Config, readConfig } from './config.ts'
import type { OpenContext } from './context.ts'
import { type Database, openDatabase } from './db.ts'
import { openLog } from './log.ts'
import type { InstallationClock } from './movable-clock.ts'
import { databaseUrl, template } from './testing-server.ts'

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
    ...readConfig({}, { DATA_DIR: folder, SECRET: 'a-secret-that-only-the-tests-know-of', LOG_LEVEL: 'silent' }),
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

// --- mail

export type Received = {
  from: string
  to: string[]
  raw: string
  /** Subject, text, html, headers, attachments. */
  parsed(): Promise<ParsedMail>
}

type Refusal = { code: number; message: string }

export type Behaviour = {
  /** Refuses an address at RCPT, e.g. `{ code: 550, message: 'no such user' }`; null accepts. */
  recipient?: (address: string) => Refusal | null
  /** Refuses the whole message after DATA. */
  message?: (received: Received) => Refusal | null
  /** Milliseconds before each answer to DATA. */
  delay?: number
  /** `before`: the line breaks with the message not kept. `after`: kept, but the sender never hears of it. */
  drop?: 'before' | 'after'
}

export type SmtpSink = {
  /** smtp://user:password@127.0.0.1:port */
  url: string
  received: Received[]
  /** How it treats what comes from now on. `{}`: everything is accepted. */
  behave(behaviour: Behaviour): void
  /** Resolves once `count` messages in all have arrived. */
  waitFor(count: number): Promise<void>
  to(address: string): Received[]
  close(): Promise<void>
}

export async function smtpSink(options: { password?: string } = {}): Promise<SmtpSink> {
  const received: Received[] = []
  const waiting: { count: number; resolve: () => void }[] = []
  let behaviour: Behaviour = {}
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    size: 50 * 1024 * 1024,
    onAuth(auth, _session, done) {
      if (options.password !== undefined && auth.password !== options.password)
        return done(refusal({ code: 535, message: 'wrong user name or password' }))
      done(null, { user: auth.username })
    },
    onRcptTo(address, _session, done) {
      const refused = behaviour.recipient?.(address.address)
      done(refused ? refusal(refused) : null)
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const raw = Buffer.concat(chunks).toString('utf8')
        const from = session.envelope.mailFrom === false ? '' : session.envelope.mailFrom.address
        const message: Received = {
          from,
          to: session.envelope.rcptTo.map((r) => r.address),
          raw,
          parsed: () => simpleParser(raw),
        }
        const { delay = 0, drop, message: judge } = behaviour
        const answer = () => {
          if (drop === 'before') return hangUp(smtp, session)
          const refused = judge?.(message)
          if (refused) return done(refusal(refused))
          received.push(message)
          for (const w of waiting) if (received.length >= w.count) w.resolve()
          if (drop === 'after') return hangUp(smtp, session)
          done(null)
        }
        if (delay > 0) setTimeout(answer, delay)
        else answer()
      })
    },
  })
  smtp.on('error', () => {}) // clients that vanish are part of the play
  await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve))
  const address = smtp.server.address()
  if (address === null || typeof address === 'string') throw new Error('The mail sink has no port.')
  const close = () => new Promise<void>((resolve) => smtp.close(() => resolve()))
  atEnd(close)
  return {
    url: `smtp://tester:${options.password ?? 'any'}@127.0.0.1:${address.port}`,
    received,
    behave: (next) => void (behaviour = next),
    waitFor: (count) =>
      new Promise((resolve) => (received.length >= count ? resolve() : waiting.push({ count, resolve }))),
    to: (address_) => received.filter((m) => m.to.includes(address_)),
    close,
  }
}

function refusal({ code, message }: Refusal): Error {
  return Object.assign(new Error(message), { responseCode: code })
}

function hangUp(smtp: SMTPServer, session: SMTPServerSession): void {
  const { connections } = smtp as unknown as {
    connections: Set<{ session: SMTPServerSession; _socket: { destroy(): void } }>
  }
  for (const connection of connections) if (connection.session.id === session.id) connection._socket.destroy()
}
