/**
 * `belay backup FILE`: every row from one snapshot, while the product runs on.
 * It needs no PostgreSQL tools and reads the same on every PostgreSQL from 15.
 */
import fs from 'node:fs'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { formatName, formatVersion, framed, line, type Manifest } from './backup-format.ts'
import { clockAt } from './clock.ts'
import { Refusal, type ServerContext } from './command.ts'
import { release } from './release.ts'

export type BackupReport = {
  file: string
  bytes: number
  tables: number
  rows: number
  companies: number
  migration: number
  release: string
}

export async function backup(s: ServerContext, file: string, now: string): Promise<BackupReport> {
  const client = new pg.Client({ connectionString: s.url, application_name: 'belay-backup' })
  await client.connect()
  const target = path.resolve(file)
  const partial = `${target}.${process.pid}.partial`
  try {
    await client.query('set row_security = off') // a user who cannot see every row is refused instead of saving half
    await client.query('begin isolation level repeatable read, read only')
    const migration = await newest(client)
    const counts: Record<string, number> = {}
    await pipeline(
      Readable.from(content(client, s, migration, now, counts)),
      createGzip(),
      fs.createWriteStream(partial, { mode: 0o600 }),
    )
    await client.query('commit')
    sync(partial)
    fs.renameSync(partial, target)
    return {
      file: target,
      bytes: fs.statSync(target).size,
      tables: Object.keys(counts).length,
      rows: Object.values(counts).reduce((sum, n) => sum + n, 0),
      companies: counts['organization'] ?? 0,
      migration,
      release,
    }
  } catch (error) {
    fs.rmSync(partial, { force: true })
    throw explain(error as NodeJS.ErrnoException, target)
  } finally {
    await client.end()
  }
}

/** Only what was written to the disk counts as saved. */
function sync(file: string): void {
  const fd = fs.openSync(file, 'r+')
  try {
    fs.fsyncSync(fd)
  } finally {
    fs.closeSync(fd)
  }
}

function explain(error: NodeJS.ErrnoException, target: string): Error {
  if (error.code === 'ENOSPC')
    return new Refusal(
      `The disk that holds ${target} is full. No backup was made; an older one of that name is untouched.`,
    )
  if (error.code === 'ENOENT' || error.code === 'EACCES' || error.code === 'EISDIR')
    return new Refusal(
      `${target} cannot be written (${error.code}). No backup was made. Name a file in a folder that exists and that you may write.`,
    )
  if (error.code === '42501')
    return new Refusal(
      'The database user of DATABASE_URL may not see every row, so that a backup would lack some. Let it: alter role NAME bypassrls',
    )
  return error
}

async function newest(client: pg.Client): Promise<number> {
  const there = await client.query<{ there: boolean }>(
    `select to_regclass('public.belay_migration') is not null as there`,
  )
  const { rows } = there.rows[0]!.there
    ? await client.query<{ n: number }>('select max(number)::int as n from belay_migration')
    : { rows: [] }
  if (!rows[0]?.n) throw new Refusal('There is nothing to back up: this database holds no Belay yet.')
  return rows[0].n
}

async function* content(
  client: pg.Client,
  s: ServerContext,
  migration: number,
  now: string,
  counts: Record<string, number>,
): AsyncGenerator<Buffer> {
  const manifest: Manifest = {
    format: formatName,
    version: formatVersion,
    release,
    migration,
    madeAt: now,
    sequences: await sequences(client),
  }
  yield line(manifest)
  for (const { name, columns } of await tables(client)) {
    yield line({ table: name, columns })
    const stream = client.query(
      copyTo(`copy (select ${columns.map((c) => expression(name, c)).join(', ')} from "${name}" t) to stdout`),
    )
    yield* framed(stream as AsyncIterable<Buffer>)
    counts[name] = stream.rowCount
  }
  yield line({ jobs: true })
  yield* framed(await jobs(client))
  const secret = ownSecret(s)
  if (secret) {
    yield line({ file: 'secret' })
    yield* framed([Buffer.from(secret)])
  }
  yield line({ end: counts })
}

/** The secret that was made in DATA_DIR; one that the operator sets stays theirs to keep. */
function ownSecret({ config }: ServerContext): string | undefined {
  try {
    const kept = fs.readFileSync(path.join(config.dataDir, 'secret'), 'utf8')
    return kept.trim() === config.secret ? kept : undefined
  } catch {
    return undefined
  }
}

/** Tables with their columns, those that others refer to first: so they can be filled where references are checked at once. */
async function tables(client: pg.Client): Promise<{ name: string; columns: string[] }[]> {
  const { rows } = await client.query<{ name: string; columns: string[]; parents: string[] }>(`
    select c.relname as name,
      array_agg(a.attname::text order by a.attnum) as columns,
      (select coalesce(array_agg(distinct t.relname::text), '{}') from pg_constraint f join pg_class t on t.oid = f.confrelid
        where f.contype = 'f' and f.conrelid = c.oid and f.confrelid <> c.oid) as parents
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition and c.relname <> 'belay_migration'
    group by c.oid, c.relname order by c.relname`)
  const ordered: typeof rows = []
  const left = new Map(rows.map((row) => [row.name, row]))
  while (left.size > 0) {
    const free = [...left.values()].filter((row) => !row.parents.some((parent) => left.has(parent)))
    // Tables that refer to each other in a circle stay in the order of their names.
    const next = free.length > 0 ? free : [[...left.values()][0]!]
    for (const row of next) left.delete(row.name)
    ordered.push(...next)
  }
  return ordered
}

/**
 * Transaction numbers mean nothing on another server. Only their order against
 * each reader's place in the log matters, so that a reader goes on exactly where
 * it stood: an event's number becomes one more than the places before it.
 */
function expression(table: string, column: string): string {
  if (table === 'event' && column === 'xid')
    return '(1 + (select count(distinct (c.xid, c.id)) from event_cursor c where (c.xid, c.id) < (t.xid, t.id)))::text::xid8'
  if (table === 'event_cursor' && column === 'xid')
    return '(1 + (select count(distinct (c.xid, c.id)) from event_cursor c where (c.xid, c.id) < (t.xid, t.id)))::text::xid8'
  if (table === 'event_cursor' && column === 'id') return '9223372036854775807'
  return `t."${column}"`
}

async function sequences(client: pg.Client): Promise<Manifest['sequences']> {
  const { rows } = await client.query<{ name: string }>(
    `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and c.relkind = 'S' order by 1`,
  )
  const found: Manifest['sequences'] = {}
  for (const { name } of rows) {
    const state = await client.query<{ value: string; called: boolean }>(
      `select last_value::text as value, is_called as called from "${name}"`,
    )
    found[name] = state.rows[0]!
  }
  return found
}

/** Waiting work, in words that every version of the queue understands. */
async function jobs(client: pg.Client): Promise<Buffer[]> {
  const { rows } = await client.query(`
    select t.identifier, j.payload, q.queue_name as queue, j.run_at as "runAt", j.max_attempts as "maxAttempts", j.key, j.priority
    from graphile_worker._private_jobs j
    join graphile_worker._private_tasks t on t.id = j.task_id
    left join graphile_worker._private_job_queues q on q.id = j.job_queue_id
    where j.attempts < j.max_attempts order by j.id`)
  return rows.map((row) => Buffer.from(JSON.stringify(row) + '\n'))
}

/** When a backup was made is a fact about the machine, also where the product's own clock was moved. */
export function machineTime(): string {
  return clockAt(() => performance.timeOrigin + performance.now()).now()
}
