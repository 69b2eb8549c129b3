/**
 * A people file of 150,000 against PostgreSQL's own COPY of the same file into a plain
 * table with the same indexes: those of `person` and `roster`, which sign-in, search and
 * the directory need, and the one that keeps periods of the history from overlapping. The
 * plain table keeps no history, no events and no reporting line, and refuses nothing. Every round has a fresh database on the same server, and
 * the import runs in a process of its own, so that its memory can be read.
 *
 * `node bench/people-import.ts FILE DATABASE_URL …` is that process.
 */
import { fork } from 'node:child_process'
import { createReadStream, createWriteStream, existsSync, mkdtempSync, rmSync, chmodSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { companyOf, peopleLines } from '../fixtures/people-file.ts'
import { createOrganization } from '../server/access/access.ts'
import { importFile } from '../server/people/import.ts'
import { shiftedClock } from '../server/platform/clock.ts'
import { readConfig, readTestEnvironment } from '../server/platform/config.ts'
import { contextFor } from '../server/platform/context.ts'
import { openDatabase } from '../server/platform/db.ts'
import { openLog } from '../server/platform/log.ts'
import { migrate } from '../server/platform/migrate.ts'
import { startPostgres } from '../server/platform/postgres.ts'
import { median, type Row, times } from './row.ts'

const rounds = 5
const memoryLimit = 500

export async function measure(): Promise<Row[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'belay-bench-'))
  chmodSync(folder, 0o755)
  const log = openLog('silent')
  const server = await startPostgres({ dataDir: folder, log })
  const admin = new pg.Client({ connectionString: server.url })
  await admin.connect()
  try {
    const file = await peopleFile(folder)
    const ours: Took[] = []
    const bare: number[] = []
    for (let round = 0; round < rounds; round++) {
      const url = new URL(server.url)
      url.pathname = `/round_${round}`
      await admin.query(`create database round_${round} encoding 'UTF8' template template0`)
      await migrate(url.href, log)
      bare.push(await copyPlainly(url.href, file))
      ours.push(await inProcess(file, url.href))
      await admin.query(`drop database round_${round} with (force)`)
    }
    const [copy, first, again] = [median(bare), median(ours.map((o) => o.first)), median(ours.map((o) => o.again))]
    const memory = Math.max(...ours.map((o) => o.memory))
    return [
      times('people file of 150,000, first import', 'ms', first, copy, 8),
      times('the same file again, unchanged', 'ms', again, copy, 4),
      {
        name: 'memory of the import',
        value: Math.round(memory),
        unit: 'MB',
        ceiling: memoryLimit,
        ratio: Number((memory / memoryLimit).toPrecision(4)),
        goal: 1,
        ok: memory <= memoryLimit,
      },
    ]
  } finally {
    await admin.end()
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The real file where there is one, else one of our own of the same size. Plain text, so that both read the same bytes. */
async function peopleFile(folder: string): Promise<string> {
  const file = path.join(folder, 'people.csv')
  const real = path.join(readTestEnvironment().peopleFiles ?? '', 'people-150k.csv.gz')
  if (existsSync(real)) await pipeline(createReadStream(real), createGunzip(), createWriteStream(file))
  else await pipeline(Readable.from(peopleLines(companyOf(150_000))), createWriteStream(file))
  return file
}

/** COPY into a table that has the file's columns and nothing else. */
async function copyPlainly(url: string, file: string): Promise<number> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const header = (await firstLine(file)).split(',')
    const column = (name: string) => `c${header.indexOf(name)}`
    const words = ['First Name', 'Last Name', 'Work Email', 'Employee #'].map(column).join(` || ' ' || `)
    await client.query(`create table plain (organization_id uuid not null default '00000000-0000-4000-8000-000000000001', person_id uuid not null default gen_random_uuid(),
      holds daterange not null default '[2026-01-01,)', ${header.map((_, i) => `c${i} text`).join(', ')}, words text generated always as (lower(${words})) stored, primary key (organization_id, person_id),
      exclude using gist (person_id with =, organization_id with =, holds with &&))`)
    for (const name of ['Employee #', 'Work Email'])
      await client.query(`create unique index on plain (organization_id, ${column(name)})`)
    for (const name of ['Supervisor EID', 'Hire Date'])
      await client.query(`create index on plain (organization_id, ${column(name)})`)
    for (const name of ['Department', 'Location', 'Country'])
      await client.query(`create index on plain (organization_id, ${column(name)}, ${column('Last Name')})`)
    await client.query(`create index on plain (organization_id, ${column('Last Name')}, person_id)`)
    await client.query(`create index on plain using gin (organization_id, words gin_trgm_ops)`)
    const start = performance.now()
    await client.query('begin')
    await pipeline(
      createReadStream(file),
      client.query(
        copyFrom(`copy plain (${header.map((_, i) => `c${i}`).join(', ')}) from stdin with (format csv, header)`),
      ),
    )
    await client.query('commit')
    return performance.now() - start
  } finally {
    await client.end()
  }
}

async function firstLine(file: string): Promise<string> {
  for await (const piece of createReadStream(file, { encoding: 'utf8', end: 4000 }))
    return String(piece).split(/\r?\n/)[0]!
  return ''
}

type Took = { first: number; again: number; memory: number }

function inProcess(file: string, url: string): Promise<Took> {
  const child = fork(import.meta.filename, [file, url])
  return new Promise((resolve, reject) => {
    child.once('message', (took) => resolve(took as Took))
    child.once('exit', (code) => reject(new Error(`The import's process ended with ${code}.`)))
  })
}

if (import.meta.main) {
  const [file, url] = process.argv.slice(2) as [string, string]
  const folder = mkdtempSync(path.join(tmpdir(), 'belay-bench-'))
  const database = openDatabase(url)
  const base = {
    database,
    clock: shiftedClock(() => 0),
    log: openLog('silent'),
    config: readConfig({}, { DATA_DIR: folder, DATABASE_URL: url }),
    request: null,
  }
  const { id } = await createOrganization(base, { name: 'Measured', slug: 'measured' })
  const c = contextFor(base, id, 'operator')
  const source = { name: 'people.csv', open: () => createReadStream(file, { highWaterMark: 262_144 }) }
  const took = async () => {
    const start = performance.now()
    await importFile(c, source, { dryRun: false })
    return performance.now() - start
  }
  const first = await took()
  const again = await took()
  await database.close()
  rmSync(folder, { recursive: true, force: true })
  process.send!({ first, again, memory: process.resourceUsage().maxRSS / 1024 })
  process.disconnect()
}
