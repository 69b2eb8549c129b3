/**
 * Plain SQL files in one sequence, forward only. Safe when several processes
 * start at once: an advisory lock lets one work and the others wait.
 */
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { runMigrations } from 'graphile-worker'
import pg from 'pg'
import { Refusal } from './command.ts'
import { appRole } from './db.ts'
import { stopwatch } from './clock.ts'
import type { Log } from './log.ts'

const folder = new URL('../db/migrations/', import.meta.url)
const lock = 7_324_015_001

export type Migration = { number: number; name: string; sql: string; sha256: string }

export async function migrations(): Promise<Migration[]> {
  const files = (await readdir(folder)).filter((f) => /^\d{4}_[a-z_]+\.sql$/.test(f)).sort()
  return Promise.all(
    files.map(async (file) => {
      const sql = await readFile(new URL(file, folder), 'utf8')
      return {
        number: Number(file.slice(0, 4)),
        name: file.slice(5, -4),
        sql,
        sha256: createHash('sha256').update(sql).digest('hex'),
      }
    }),
  )
}

/**
 * Brings the database to this release. Every step runs in a transaction of its own.
 * Throws when the database is newer than this release, or older than PostgreSQL 15.
 * `upTo` stops at an earlier step: for restoring what an older release saved.
 */
export async function migrate(url: string, log: Log, upTo = Infinity): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: 'belay-migrate' })
  await client.connect().catch((error: unknown) => {
    throw unreachable(url, error)
  })
  try {
    await checkServer(client)
    await checkNoPooler(client, url)
    await client.query('select pg_advisory_lock($1)', [lock])
    const files = await migrations()
    await client.query(`create table if not exists belay_migration (
      number integer primary key, name text not null, sha256 text not null, applied_at timestamptz not null default transaction_timestamp())`)
    const done = new Map<number, string>(
      (await client.query<{ number: number; sha256: string }>('select number, sha256 from belay_migration')).rows.map(
        (r) => [r.number, r.sha256],
      ),
    )
    const newest = Math.max(0, ...done.keys())
    if (newest > Math.max(...files.map((f) => f.number))) {
      throw new Refusal(
        `The database was made by a newer Belay (step ${newest}). Start that release, or restore a backup into an empty database.`,
      )
    }
    const missing = files.filter((f) => !done.has(f.number) && f.number <= upTo)
    if (missing.length === 0) return await checkOwner(client)
    const elapsed = stopwatch()
    await createAppRole(client)
    await runMigrations({ connectionString: url })
    for (const step of missing) {
      await client.query('begin')
      try {
        await client.query(step.sql)
        await client.query('insert into belay_migration (number, name, sha256) values ($1, $2, $3)', [
          step.number,
          step.name,
          step.sha256,
        ])
        await client.query('commit')
      } catch (error) {
        await client.query('rollback')
        throw new Error(
          `Migration ${step.number} ${step.name} failed; nothing of it was kept. ${(error as Error).message}`,
          { cause: error },
        )
      }
    }
    await grantApp(client)
    await checkOwner(client)
    log.info({ steps: missing.length, ms: Math.round(elapsed()) }, 'database migrated')
  } catch (error) {
    if ((error as { code?: string }).code !== '42501') throw error
    throw new Refusal(
      `The database user of DATABASE_URL lacks a right that Belay needs: ${(error as Error).message}. Use the user who owns the database.`,
    )
  } finally {
    await client.end()
  }
}

async function checkServer(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ version: number; encoding: string }>(
    `select current_setting('server_version_num')::int as version, current_setting('server_encoding') as encoding`,
  )
  const server = rows[0]!
  if (server.version < 150_000)
    throw new Refusal('Belay needs PostgreSQL 15 or newer. Point DATABASE_URL at a newer server.')
  if (server.encoding !== 'UTF8')
    throw new Refusal('Belay needs a database with UTF8 encoding. Create one with: createdb -E UTF8 -T template0 belay')
}

function unreachable(url: string, error: unknown): Error {
  const { hostname, port, pathname } = new URL(url)
  const { code, message } = error as { code?: string; message: string }
  const why =
    code === 'ECONNREFUSED'
      ? 'nothing listens there'
      : code === 'ENOTFOUND' || code === 'EAI_AGAIN'
        ? 'no such host is known'
        : message
  return new Refusal(
    `The database at ${hostname}:${port || 5432}${pathname} cannot be reached: ${why}. Nothing was changed. Check DATABASE_URL, and that the server runs.`,
  )
}

/**
 * A connection has to keep what it was told: its organization, its prepared statements.
 * Behind a pooler that hands out a server connection for each transaction, a setting made
 * on one connection is gone as soon as another one is given its server connection.
 */
async function checkNoPooler(client: pg.Client, url: string): Promise<void> {
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
  // Whoever talks to the server itself was told this number at connecting.
  if (rows[0]!.pid === (client as unknown as { processID: number }).processID) return
  await client.query(`select set_config('belay.pooler', 'kept', false)`)
  const other = new pg.Client({ connectionString: url, application_name: 'belay-migrate' })
  await other.connect()
  try {
    await other.query('begin')
    const found = await client.query<{ kept: string | null; pid: number }>(
      `select current_setting('belay.pooler', true) as kept, pg_backend_pid() as pid`,
    )
    await other.query('rollback')
    if (found.rows[0]!.kept === 'kept' && found.rows[0]!.pid === rows[0]!.pid) return
  } finally {
    await other.end()
  }
  throw new Refusal(
    'DATABASE_URL leads to a pooler that shares connections between transactions, which Belay cannot use. Name the server itself, or a pool in session mode.',
  )
}

/** The log and what is due are read for all companies at once, by functions that run as the owner of the tables. */
async function checkOwner(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ walled: boolean; name: string }>(
    `select row_security_active('event') or row_security_active('due') as walled, current_user as name`,
  )
  const { walled, name } = rows[0]!
  if (walled)
    throw new Refusal(
      `The database user ${name} neither owns Belay's tables nor may see every row, so that nothing would happen on time. Use the user who made them, or let this one: alter role ${pg.escapeIdentifier(name)} bypassrls`,
    )
}

async function createAppRole(client: pg.Client): Promise<void> {
  // Roles belong to the whole server, so another database of it may create this one at the same moment.
  // From 16 on, whoever makes a role may hand it out, and has yet to hand it to themselves.
  await client
    .query(
      `do $$ begin
        if not exists (select from pg_roles where rolname = '${appRole}') then create role ${appRole} nologin nosuperuser nobypassrls; end if;
      exception when duplicate_object or unique_violation then null; end $$;
      do $$ begin
        if not pg_has_role(current_user, '${appRole}', case when current_setting('server_version_num')::int >= 160000 then 'set' else 'member' end) then
          execute 'grant ${appRole} to ' || quote_ident(current_user);
        end if;
      end $$`,
    )
    .catch((error: { code?: string }) => {
      throw error.code === '42501'
        ? new Refusal(
            `The database user of DATABASE_URL may not make the role ${appRole}, as which Belay answers requests. Let an administrator of the server run: create role ${appRole} nologin; grant ${appRole} to NAME`,
          )
        : error
    })
}

async function grantApp(client: pg.Client): Promise<void> {
  await client.query(`
    grant usage on schema public to ${appRole};
    grant select, insert, update, delete on all tables in schema public to ${appRole};
    grant usage, select on all sequences in schema public to ${appRole};
    grant execute on all functions in schema public to ${appRole};
    revoke all on belay_migration from ${appRole};
    revoke update, delete, truncate on event from ${appRole};
    revoke delete on organization from ${appRole}`)
}
