/**
 * Plain SQL files in one sequence, forward only. Safe when several processes
 * start at once: an advisory lock lets one work and the others wait.
 */
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { runMigrations } from 'graphile-worker'
import pg from 'pg'
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
  await client.connect()
  try {
    await checkServer(client)
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
      throw new Error(
        `The database was made by a newer Belay (step ${newest}). Start that release, or restore a backup into an empty database.`,
      )
    }
    const missing = files.filter((f) => !done.has(f.number) && f.number <= upTo)
    if (missing.length === 0) return
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
    log.info({ steps: missing.length, ms: Math.round(elapsed()) }, 'database migrated')
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
    throw new Error('Belay needs PostgreSQL 15 or newer. Point DATABASE_URL at a newer server.')
  if (server.encoding !== 'UTF8')
    throw new Error('Belay needs a database with UTF8 encoding. Create one with: createdb -E UTF8 -T template0 belay')
}

async function createAppRole(client: pg.Client): Promise<void> {
  // Roles belong to the whole server, so another database of it may create this one at the same moment.
  await client.query(`do $$ begin
    create role ${appRole} nologin nosuperuser nobypassrls;
  exception when duplicate_object or unique_violation then null; end $$`)
  await client.query(`do $$ begin
    if not pg_has_role(current_user, '${appRole}', 'member') then execute 'grant ${appRole} to ' || quote_ident(current_user); end if;
  end $$`)
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
