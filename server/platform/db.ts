/**
 * Connections. The app talks to PostgreSQL as role `belay_app`, which cannot
 * bypass row-level security, and every connection is told its organization when
 * it is handed out and the last one was another. Statements are prepared under
 * a name made from their text, which halves the database's CPU per request.
 */
import { createHash } from 'node:crypto'
import { Kysely, PostgresDialect, type Transaction } from 'kysely'
import pg from 'pg'
import type { DB } from '../db/schema.ts'

export type Db = Kysely<DB>
export type Tx = Transaction<DB>

export const appRole = 'belay_app'

pg.types.setTypeParser(20, Number) // int8: counts stay far below 2^53
pg.types.setTypeParser(1700, Number) // numeric: measures and percentages
pg.types.setTypeParser(1082, (value: string) => value) // date stays YYYY-MM-DD
pg.types.setTypeParser(1184, (value: string) => instant(value)) // timestamptz as ISO

function instant(value: string): string {
  if (value === 'infinity' || value === '-infinity') return value
  return new Date(value.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00')).toISOString()
}

const names = new Map<string, string>()
function nameOf(text: string): string | undefined {
  const known = names.get(text)
  if (known) return known
  // Unusual statements stay unnamed. Who has which part of the program is asked with every page in more than 20,000
  // letters; unnamed, it was planned anew each time, for 15 ms.
  if (names.size > 2000 || text.length > 60_000) return undefined
  const name = 's' + createHash('sha1').update(text).digest('base64url').slice(0, 20)
  names.set(text, name)
  return name
}

const told = new WeakMap<object, string>()
const wrapped = new WeakSet<object>()

type NamedQuery = pg.Query & { name: string | undefined; callback: (error: Error | null, result?: unknown) => void }

/** Named prepared statements for everything that has parameters. */
function prepare(client: pg.PoolClient): pg.PoolClient {
  if (wrapped.has(client)) return client
  wrapped.add(client)
  const query = client.query.bind(client) as (...args: unknown[]) => unknown
  client.query = ((text: unknown, values?: unknown, ...rest: unknown[]) => {
    if (typeof text !== 'string' || !Array.isArray(values) || values.length === 0 || rest.length > 0)
      return query(text, values, ...rest)
    // A query of our own making: the driver copies a configuration property by property.
    const answer = new Promise((resolve, reject) => {
      const named = new pg.Query(text, values) as NamedQuery
      named.name = nameOf(text)
      named.callback = (error, result) => (error ? reject(error) : resolve(result))
      query(named)
    })
    return answer.catch((error: Error) => {
      Error.captureStackTrace(error) // leads to who asked instead of into the driver
      throw error
    })
  }) as typeof client.query
  return client
}

export type Database = {
  /** Kysely bound to one organization: it sees that organization's rows only. */
  for(organizationId: string): Db
  /** Kysely bound to no organization: only the few tables without one. */
  open: Db
  /** A connection told its organization; for COPY. Give it back with `release()`. */
  connect(organizationId: string): Promise<pg.PoolClient>
  /** Owner connections: migrations, the job queue, backup. Not for requests. */
  owner: pg.Pool
  url: string
  close(): Promise<void>
}

export function openDatabase(url: string, options: { connections?: number } = {}): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.connections ?? 20,
    options: `-c role=${appRole} -c statement_timeout=120000`,
    application_name: 'belay',
    idleTimeoutMillis: 30_000,
  })
  const owner = new pg.Pool({
    connectionString: url,
    max: 12,
    application_name: 'belay-owner',
    idleTimeoutMillis: 10_000,
  })
  // A lost idle connection is replaced at the next use; without a listener it would end the process.
  pool.on('error', () => {})
  owner.on('error', () => {})
  owner.on('connect', (client) => client.on('error', () => {}))
  pool.on('connect', (client) => client.on('error', () => {}))

  async function connect(organizationId: string): Promise<pg.PoolClient> {
    const client = prepare(await pool.connect())
    if (told.get(client) !== organizationId) {
      try {
        told.delete(client)
        await client.query('select set_config($1, $2, false)', ['belay.organization', organizationId])
        told.set(client, organizationId)
      } catch (error) {
        client.release(error as Error)
        throw error
      }
    }
    return client
  }

  const bound = new Map<string, Db>()
  function bind(organizationId: string): Db {
    const known = bound.get(organizationId)
    if (known) return known
    const db = new Kysely<DB>({
      dialect: new PostgresDialect({ pool: { connect: () => connect(organizationId), end: async () => {} } as never }),
    })
    if (bound.size > 5000) bound.clear()
    bound.set(organizationId, db)
    return db
  }

  return {
    for: bind,
    open: bind(''),
    connect,
    owner,
    url,
    async close() {
      await pool.end()
      await owner.end()
    },
  }
}
