/**
 * `belay restore FILE`: into an empty installation only, all of it or nothing.
 * The tables are first made as they were in the release that saved them, then
 * filled, then brought to this release by the same steps as a running one.
 */
import fs from 'node:fs'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { DamagedBackup, formatName, formatVersion, type Manifest, reader, type Section } from './backup-format.ts'
import { Refusal, type ServerContext } from './command.ts'
import { migrate, migrations } from './migrate.ts'

export type RestoreReport = {
  tables: number
  rows: number
  companies: number
  jobs: number
  from: { release: string; migration: number; madeAt: string }
  migration: number
}

export async function restore(s: ServerContext, file: string): Promise<RestoreReport> {
  if (!fs.existsSync(file)) throw new Refusal(`${path.resolve(file)} does not exist. Nothing was changed.`)
  const newest = Math.max(...(await migrations()).map((m) => m.number))
  const unpacked = createGunzip()
  const feeding = pipeline(fs.createReadStream(file), unpacked)
  // Whatever is wrong with the file is met where `unpacked` is read, be it later than it comes up.
  feeding.catch(() => {})
  unpacked.on('error', () => {})
  const client = new pg.Client({ connectionString: s.url, application_name: 'belay-restore' })
  await client.connect()
  try {
    const source = reader(unpacked)
    const manifest = checked(await source.line(), newest)
    await demandEmpty(client)
    await client.query(
      'drop schema if exists public cascade; drop schema if exists graphile_worker cascade; create schema public',
    )
    s.say(`Making the tables of release ${manifest.release} …`)
    await migrate(s.url, s.log, manifest.migration)
    const { counts, jobs, secret } = await load(client, source, manifest, s.say)
    await client.query('analyze')
    await migrate(s.url, s.log)
    if (secret) keepSecret(s, secret)
    return {
      tables: Object.keys(counts).length,
      rows: Object.values(counts).reduce((sum, n) => sum + n, 0),
      companies: counts['organization'] ?? 0,
      jobs,
      from: { release: manifest.release, migration: manifest.migration, madeAt: manifest.madeAt },
      migration: newest,
    }
  } catch (error) {
    throw explain(error as Error & { code?: string }, file)
  } finally {
    unpacked.destroy()
    await client.end()
  }
}

function explain(error: Error & { code?: string }, file: string): Error {
  if (
    error instanceof DamagedBackup ||
    /^Z_|unexpected end of file|incorrect header check|ERR_STREAM_PREMATURE/.test(`${error.code} ${error.message}`)
  ) {
    return new Refusal(
      `${path.resolve(file)} is not a whole backup (${error.message.replace(/\.$/, '')}). Nothing was restored; the installation is still empty.`,
    )
  }
  return error
}

function checked(value: unknown, newest: number): Manifest {
  const manifest = value as Partial<Manifest> | null
  if (manifest?.format !== formatName || typeof manifest.migration !== 'number')
    throw new DamagedBackup('The file is not a backup of Belay.')
  if (manifest.version !== formatVersion || manifest.migration > newest) {
    throw new Refusal(
      `This backup was made by release ${manifest.release}, which is newer than this one. Restore it with that release. Nothing was changed.`,
    )
  }
  return manifest as Manifest
}

/** Nobody's data is replaced: there is no company yet, no other product's tables, and nobody is at work. */
async function demandEmpty(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ ours: boolean; tables: number; others: number }>(`
    select to_regclass('public.belay_migration') is not null and to_regclass('public.organization') is not null as ours,
      (select count(*)::int from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and c.relkind in ('r', 'p')) as tables,
      (select count(*)::int from pg_stat_activity where datname = current_database() and application_name like 'belay%' and pid <> pg_backend_pid()) as others`)
  const state = rows[0]!
  if (state.ours) {
    const companies = await client.query<{ n: number }>('select count(*)::int as n from organization')
    if (companies.rows[0]!.n > 0) {
      throw new Refusal(
        `This installation holds ${companies.rows[0]!.n === 1 ? 'a company' : `${companies.rows[0]!.n} companies`} already, and a backup is restored into an empty one only. Set DATA_DIR to a new folder, or DATABASE_URL to an empty database. Nothing was changed.`,
      )
    }
  } else if (state.tables > 0)
    throw new Refusal(
      'This database holds tables of something else. Point DATABASE_URL at an empty database. Nothing was changed.',
    )
  if (state.others > 0)
    throw new Refusal(
      'Belay is running on this installation. Stop it, restore, and start it again. Nothing was changed.',
    )
}

type Loaded = { counts: Record<string, number>; jobs: number; secret: string | undefined }

async function load(
  client: pg.Client,
  source: ReturnType<typeof reader>,
  manifest: Manifest,
  say: (text: string) => void,
): Promise<Loaded> {
  const counts: Record<string, number> = {}
  let jobs = 0
  let secret: string | undefined
  await client.query('begin')
  try {
    await client.query('set local row_security = off')
    await skipChecks(client)
    await empty(client)
    for (;;) {
      const section = (await source.line()) as Section
      if ('end' in section) {
        compare(section.end, counts)
        break
      }
      if ('jobs' in section) jobs = await addJobs(client, source.bytes())
      else if ('file' in section) secret = await text(source.bytes())
      else {
        counts[section.table] = await fill(client, section, source.bytes())
        if (counts[section.table]! > 100_000) say(`${section.table}: ${counts[section.table]} rows`)
      }
    }
    for (const [name, { value, called }] of Object.entries(manifest.sequences)) {
      await client.query('select setval($1::regclass, $2::bigint, $3)', [`public."${name}"`, value, called])
    }
    await client.query('commit')
    return { counts, jobs, secret }
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw error
  }
}

/** The snapshot was whole, so that references need no second check. Where the user may not skip it, the order of the tables lets it pass. */
async function skipChecks(client: pg.Client): Promise<void> {
  await client.query('savepoint checks')
  try {
    await client.query('set local session_replication_role = replica')
  } catch (error) {
    if ((error as { code?: string }).code !== '42501') throw error
    await client.query('rollback to savepoint checks')
  }
}

/** Migrations put a few rows into tables; the backup holds them too. */
async function empty(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ names: string | null }>(`
    select string_agg(quote_ident(c.relname), ', ') as names from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition and c.relname <> 'belay_migration'`)
  if (rows[0]?.names) await client.query(`truncate ${rows[0].names}`)
}

async function fill(
  client: pg.Client,
  { table, columns }: { table: string; columns: string[] },
  bytes: AsyncGenerator<Buffer>,
): Promise<number> {
  const names = columns.map((c) => client.escapeIdentifier(c)).join(', ')
  const stream = client.query(copyFrom(`copy ${client.escapeIdentifier(table)} (${names}) from stdin`))
  await pipeline(Readable.from(bytes), stream)
  return stream.rowCount
}

async function text(bytes: AsyncGenerator<Buffer>): Promise<string> {
  const pieces: Buffer[] = []
  for await (const piece of bytes) pieces.push(piece)
  return Buffer.concat(pieces).toString('utf8')
}

async function addJobs(client: pg.Client, bytes: AsyncGenerator<Buffer>): Promise<number> {
  const lines = (await text(bytes)).split('\n').filter(Boolean)
  for (let at = 0; at < lines.length; at += 1000) {
    await client.query(
      `select graphile_worker.add_job(j->>'identifier', j->'payload', queue_name => j->>'queue', run_at => (j->>'runAt')::timestamptz,
        max_attempts => (j->>'maxAttempts')::int, job_key => j->>'key', priority => (j->>'priority')::int)
       from json_array_elements($1::json) j`,
      [`[${lines.slice(at, at + 1000).join(',')}]`],
    )
  }
  return lines.length
}

function compare(expected: Record<string, number>, counts: Record<string, number>): void {
  for (const [table, rows] of Object.entries(expected)) {
    if (counts[table] !== rows) throw new DamagedBackup(`${table} has ${counts[table] ?? 0} rows instead of ${rows}.`)
  }
}

/** Links that were sent before go on working. A secret set by the operator stands above it. */
function keepSecret({ config, say }: ServerContext, secret: string): void {
  const file = path.join(config.dataDir, 'secret')
  if (!fs.existsSync(file) || fs.readFileSync(file, 'utf8').trim() !== config.secret) {
    say('SECRET is set, so the one in the backup was not taken over: links that were sent before no longer work.')
    return
  }
  fs.writeFileSync(`${file}.new`, secret, { mode: 0o600 })
  fs.renameSync(`${file}.new`, file)
}
