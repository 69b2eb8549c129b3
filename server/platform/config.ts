/**
 * The only reader of process.env. Every variable is checked at start; a mistake
 * is one plain sentence, and all mistakes are told at once.
 */
import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import * as z from 'zod'
import { readMailboxUrl } from './mailbox-url.ts'

export type Config = {
  port: number
  host: string
  /** Absolute; holds the embedded database, the secret and logs. */
  dataDir: string
  /** A PostgreSQL of the operator's own; null: the embedded one in `dataDir`. */
  databaseUrl: string | null
  /** Null: mail waits in the outgoing list. */
  smtpUrl: string | null
  /** The product's own mailbox, for questions, replies and letters that come back; null: none is read. */
  inboundUrl: string | null
  dkim: { domain: string; selector: string; key: string } | null
  /** Origin that people open, without a slash at the end; links in mail begin with it. */
  publicUrl: string
  /** Whether PUBLIC_URL says so; else it is a guess from PORT. */
  publicUrlSet: boolean
  /** A second origin for uploaded packages; null: such packages are not served. */
  contentUrl: string | null
  /** Signs what leaves the house and comes back (links, unsubscribe marks). At least 32 characters. */
  secret: string
  logLevel: string
  /** Cookies get `Secure` where people come over https. */
  secureCookies: boolean
  /** How many reverse proxies stand in front, whose X-Forwarded-For is believed. */
  trustedProxies: number
}

/** What is wrong with the environment, one sentence a line. */
export class ConfigError extends Error {
  override name = 'ConfigError'
}

const blank = (value: unknown) =>
  value === undefined || (typeof value === 'string' && value.trim() === '') ? undefined : value
/** Whether user and password can be read out of an address: a percent sign in them is written %25. */
const readable = (text: string) => {
  try {
    decodeURIComponent(new URL(text).username + new URL(text).password)
    return true
  } catch {
    return false
  }
}
const optional = <T extends z.ZodType>(schema: T) => z.preprocess(blank, schema.optional())
const url = (protocols: string[], what: string) =>
  optional(
    z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol) && readable(text), {
      error: what,
    }),
  )
const origin = (name: string) =>
  optional(
    z
      .string()
      .refine(
        (text) =>
          URL.canParse(text) &&
          /^https?:$/.test(new URL(text).protocol) &&
          ['/', ''].includes(new URL(text).pathname) &&
          !new URL(text).search,
        {
          error: `${name} must be an address without a path, such as https://belay.example.com.`,
        },
      )
      .transform((text) => new URL(text).origin),
  )
const whole = (name: string, least: number, most: number, standard: number) =>
  optional(
    z
      .string()
      .regex(/^\d{1,6}$/, `${name} must be a whole number from ${least} to ${most}.`)
      .transform(Number)
      .refine((n) => n >= least && n <= most, { error: `${name} must be a whole number from ${least} to ${most}.` }),
  ).transform((n) => n ?? standard)

const environment = z.object({
  PORT: whole('PORT', 0, 65_535, 3000),
  HOST: optional(z.string()),
  DATA_DIR: optional(z.string()),
  DATABASE_URL: url(
    ['postgres:', 'postgresql:'],
    'DATABASE_URL must look like postgres://user:password@host:5432/database.',
  ),
  SMTP_URL: url(
    ['smtp:', 'smtps:'],
    'SMTP_URL must look like smtp://user:password@mail.example.com:587 (smtps:// for port 465), with special characters of the password percent-encoded.',
  ),
  INBOUND_URL: url(
    ['imap:', 'imaps:'],
    'INBOUND_URL must look like imaps://user:password@mail.example.com, with special characters of the password percent-encoded.',
  ),
  DKIM_DOMAIN: optional(
    z.string().regex(/^[a-z0-9.-]+\.[a-z]{2,}$/i, 'DKIM_DOMAIN must be a domain, such as example.com.'),
  ),
  DKIM_SELECTOR: optional(
    z.string().regex(/^[a-z0-9._-]+$/i, 'DKIM_SELECTOR must be the name before ._domainkey, such as belay.'),
  ),
  DKIM_KEY: optional(z.string()),
  PUBLIC_URL: origin('PUBLIC_URL'),
  CONTENT_URL: origin('CONTENT_URL'),
  SECRET: optional(
    z.string().min(32, 'SECRET must have at least 32 characters. Make one with: openssl rand -base64 32'),
  ),
  LOG_LEVEL: optional(
    z.enum(
      ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
      'LOG_LEVEL must be one of fatal, error, warn, info, debug, trace, silent.',
    ),
  ),
  TRUSTED_PROXIES: whole('TRUSTED_PROXIES', 0, 10, 0),
})

type Environment = Record<string, string | undefined>

/**
 * Reads and checks the environment. `standard` replaces defaults, never what the
 * operator set. Creates DATA_DIR and, once, the secret in it.
 */
export function readConfig(
  standard: { dataDir?: string; port?: number; logLevel?: string } = {},
  environment_: Environment = process.env,
): Config {
  const read = environment.safeParse(environment_)
  const mistakes = read.success ? [] : read.error.issues.map((issue) => issue.message)
  const env = read.data
  if (env) mistakes.push(...contradictions(env))
  if (!env || mistakes.length > 0) throw new ConfigError(mistakes.join('\n'))

  const port = environment_['PORT']?.trim() ? env.PORT : (standard.port ?? env.PORT)
  const dataDir = path.resolve(env.DATA_DIR ?? standard.dataDir ?? './data')
  const publicUrl = env.PUBLIC_URL ?? `http://localhost:${port}`
  return {
    port,
    host: env.HOST ?? '127.0.0.1',
    dataDir,
    databaseUrl: env.DATABASE_URL ?? null,
    smtpUrl: env.SMTP_URL ?? null,
    inboundUrl: env.INBOUND_URL ?? null,
    dkim: env.DKIM_DOMAIN
      ? { domain: env.DKIM_DOMAIN, selector: env.DKIM_SELECTOR!, key: dkimKey(env.DKIM_KEY!) }
      : null,
    publicUrl,
    publicUrlSet: env.PUBLIC_URL !== undefined,
    contentUrl: env.CONTENT_URL ?? null,
    secret: env.SECRET ?? keptSecret(dataDir),
    logLevel: env.LOG_LEVEL ?? standard.logLevel ?? 'info',
    secureCookies: publicUrl.startsWith('https:'),
    trustedProxies: env.TRUSTED_PROXIES,
  }
}

function contradictions(env: z.output<typeof environment>): string[] {
  const mistakes: string[] = []
  const dkim = [env.DKIM_DOMAIN, env.DKIM_SELECTOR, env.DKIM_KEY]
  if (dkim.some(Boolean) && !dkim.every(Boolean))
    mistakes.push('DKIM_DOMAIN, DKIM_SELECTOR and DKIM_KEY belong together: set all three or none.')
  else if (env.DKIM_KEY && !dkimKey(env.DKIM_KEY).includes('PRIVATE KEY'))
    mistakes.push('DKIM_KEY must be a private key in PEM form, or the path of a file that holds one.')
  if (env.INBOUND_URL && !readMailboxUrl(env.INBOUND_URL).address.includes('@'))
    mistakes.push(
      'INBOUND_URL must say to which address people write, because the user name is none: imaps://user:password@mail.example.com?address=belay@example.com.',
    )
  if (env.CONTENT_URL && env.CONTENT_URL === env.PUBLIC_URL)
    mistakes.push(
      'CONTENT_URL must be another origin than PUBLIC_URL: uploaded packages run scripts, which must not reach the app.',
    )
  return mistakes
}

function dkimKey(value: string): string {
  if (value.includes('PRIVATE KEY')) return value.replaceAll('\\n', '\n')
  try {
    return fs.readFileSync(value, 'utf8')
  } catch {
    return ''
  }
}

/** The installation's own secret: made once, readable by its user only. */
function keptSecret(dataDir: string): string {
  const file = path.join(dataDir, 'secret')
  try {
    fs.mkdirSync(dataDir, { recursive: true })
    if (!fs.existsSync(file)) {
      // Two first starts at once: the link lets one of them win, complete, and both read the same.
      const mine = `${file}.${process.pid}`
      fs.writeFileSync(mine, randomBytes(32).toString('base64url') + '\n', { mode: 0o600 })
      try {
        fs.linkSync(mine, file)
      } finally {
        fs.rmSync(mine, { force: true })
      }
    }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code !== 'EEXIST') {
      throw new ConfigError(
        `DATA_DIR ${dataDir} cannot be written (${code}). Set DATA_DIR to a folder that the user who starts Belay may write.`,
      )
    }
  }
  let secret: string
  try {
    secret = fs.readFileSync(file, 'utf8').trim()
  } catch (error) {
    throw new ConfigError(
      `${file} cannot be read (${(error as NodeJS.ErrnoException).code}). Start Belay as the user who owns it, or set SECRET.`,
    )
  }
  if (secret.length < 32)
    throw new ConfigError(
      `${file} is damaged. Put the secret of a backup there, or delete the file: a new one is made, and links in mails sent before stop working.`,
    )
  return secret
}

/** For checks, tests and measures only. */
export type TestEnvironment = {
  /** A folder of real people files on which the journeys also run. */
  peopleFiles: string | null
  chromePath: string | null
  /** Runs the tests on this server instead of the embedded one; its user may create databases. */
  databaseUrl: string | null
  /** Set by systems that run the checks on every change. */
  unattended: boolean
  /** Where property tests begin to draw their examples. */
  propertySeed: number
  /** How often the server is killed while it sends messages. */
  kills: number
  /** Where Node keeps what it made of our files; for the programs that tests start. */
  compileCache: string
}

export function readTestEnvironment(): TestEnvironment {
  const { PEOPLE_FILES, CHROME_PATH, TEST_DATABASE_URL, CI, PROPERTY_SEED = '20260901', KILLS = '20' } = process.env
  const { NODE_COMPILE_CACHE = path.resolve(import.meta.dirname, '../../node_modules/.cache/compiled') } = process.env
  const propertySeed = PROPERTY_SEED === 'random' ? Math.trunc(Math.random() * 2 ** 31) : Number(PROPERTY_SEED)
  if (!Number.isInteger(propertySeed))
    throw new ConfigError(`PROPERTY_SEED is "${PROPERTY_SEED}". Write a whole number, or random.`)
  const kills = Number(KILLS)
  if (!Number.isInteger(kills) || kills < 4)
    throw new ConfigError(`KILLS is "${KILLS}". Write a whole number from 4 on.`)
  return {
    peopleFiles: PEOPLE_FILES ? path.resolve(PEOPLE_FILES) : null,
    chromePath: CHROME_PATH || null,
    databaseUrl: TEST_DATABASE_URL || null,
    unattended: CI !== undefined && CI !== '' && CI !== 'false',
    propertySeed,
    kills,
    compileCache: NODE_COMPILE_CACHE,
  }
}

/** What a program that we start inherits, and more. */
export const environmentWith = (more: Readonly<Record<string, string>>): NodeJS.ProcessEnv => ({
  ...process.env,
  ...more,
})
