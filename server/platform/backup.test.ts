import fs from 'node:fs'
import path from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import pg from 'pg'
import { beforeAll, expect, test } from 'vitest'
import { backup } from './backup.ts'
import type { ServerContext } from './command.ts'
import type { Config } from './config.ts'
import { openDatabase } from './db.ts'
import { react } from './jobs.ts'
import { openLog } from './log.ts'
import { migrate, migrations } from './migrate.ts'
import { restore } from './restore.ts'
import { emptyDatabase, testClock, testConfig, testDatabase, testFolder } from './testing.ts'

const at = '2026-03-02T09:00:00Z'
const one = '00000000-0000-4000-8000-000000000001'
const two = '00000000-0000-4000-8000-000000000002'

function serverContext(url: string, config: Partial<Config> = {}): ServerContext {
  return { url, log: openLog('silent'), config: testConfig({ databaseUrl: url, ...config }), say() {} }
}

async function query<T>(url: string, sql: string, values: unknown[] = []): Promise<T[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(sql, values)).rows as T[]
  } finally {
    await client.end()
  }
}

/** A small company with everything that is hard to carry over: quotes, tabs, bytes, periods, the log, waiting jobs. */
async function populate(url: string): Promise<void> {
  for (const [id, slug] of [
    [one, 'one'],
    [two, 'two'],
  ]) {
    await query(url, 'insert into organization (id, slug, name, created_at) values ($1, $2, $3, $4)', [
      id,
      slug,
      `Näme\t"${slug}"\\n\n`,
      at,
    ])
    await query(
      url,
      `insert into person (organization_id, full_name, created_at) select $1, 'Person ' || n, $2 from generate_series(1, 50) n`,
      [id, at],
    )
    await query(
      url,
      `insert into spell (organization_id, person_id, holds, recorded) select organization_id, id, '[2024-01-01,)', $2 from person where organization_id = $1`,
      [id, at],
    )
    await query(
      url,
      `insert into event (organization_id, recorded_at, happened_on, type, actor_via, subject_kind) values ($1, $2, '2026-03-02', 'seen', 'job', 'x')`,
      [id, at],
    )
  }
  await query(
    url,
    `insert into stored_file (organization_id, name, media_type, bytes, sha256, created_at) values ($1, 'a', 'b', decode('00ff0a5c09', 'hex'), '', $2)`,
    [one, at],
  )
  await query(url, `update event_cursor set (xid, id) = (select xid, id from event order by xid desc, id desc limit 1)`)
  await query(
    url,
    `insert into event (organization_id, recorded_at, happened_on, type, actor_via, subject_kind) values ($1, $2, '2026-03-02', 'unseen', 'job', 'x')`,
    [one, at],
  )
  await query(url, `select enqueue_job('goals.remind', '{"a": "ü\\n"}', 'once', 'slow')`)
}

/** Everything that a restored database must have in common with the first. */
async function everything(url: string): Promise<Record<string, unknown>> {
  const found: Record<string, unknown> = {}
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition and c.relname not in ('event_cursor', 'belay_migration') order by 1`,
    )
    for (const { name } of tables)
      found[name] = (
        await client.query(`select (to_jsonb(t) - 'xid') as row from "${name}" t order by (to_jsonb(t) - 'xid')::text`)
      ).rows
    return found
  } finally {
    await client.end()
  }
}

/** The log holds back what is younger than any open transaction, so the reader is asked until it sees them. */
async function readerSees(url: string, types: string[]): Promise<void> {
  const next = () =>
    query<{ type: string }>(
      url,
      `select e.type from event_cursor c, lateral events_after(c.xid, c.id, 100) e where c.name = 'reactions'`,
    )
  await expect.poll(async () => (await next()).map((e) => e.type), { timeout: 30_000 }).toEqual(types)
}

/** Of all tests that change neither the company nor its backup. */
let kept: ReturnType<typeof save> | undefined
const saved = () => (kept ??= save())
// Before any test, so that it does not end with the first one that asks for it.
beforeAll(saved)

async function save(): Promise<{ url: string; file: string }> {
  const { url } = await testDatabase()
  await populate(url)
  const file = path.join(testFolder(), 'belay.backup')
  await backup(serverContext(url), file, at)
  return { url, file }
}

test('brings back every row of every table, and nothing twice', async () => {
  const { url, file } = await saved()
  expect(fs.statSync(file).mode & 0o777).toBe(0o600)
  const target = await emptyDatabase()
  const report = await restore(serverContext(target.url), file)
  expect(report).toMatchObject({ companies: 2, jobs: 1, from: { madeAt: at } })
  expect(await everything(target.url)).toEqual(await everything(url))
})

test('a reader of the event log goes on exactly where it stood', async () => {
  const { url, file } = await saved()
  await readerSees(url, ['unseen'])
  const target = await emptyDatabase()
  await restore(serverContext(target.url), file)
  await readerSees(target.url, ['unseen'])
  await query(
    target.url,
    `insert into event (organization_id, recorded_at, happened_on, type, actor_via, subject_kind) values ($1, $2, '2026-03-02', 'later', 'job', 'x')`,
    [one, at],
  )
  await readerSees(target.url, ['unseen', 'later'])
})

test('after a restore what was not yet read sets off its reactions', async () => {
  const { file } = await saved()
  const target = await emptyDatabase()
  await restore(serverContext(target.url), file)
  const database = openDatabase(target.url, { connections: 2 })
  try {
    const base = { database, clock: testClock(at), config: testConfig(), log: openLog('silent'), request: null }
    const work = { jobs: {}, reactions: { unseen: ['goals.remind'] }, recurring: {} }
    await expect.poll(() => react(base, work), { timeout: 30_000 }).toBe(1)
    expect(await react(base, work)).toBe(0)
  } finally {
    await database.close()
  }
})

test('waiting jobs wait again, and numbers go on', async () => {
  const { file } = await saved()
  const target = await emptyDatabase()
  await restore(serverContext(target.url), file)
  const jobs = await query(
    target.url,
    `select j.payload, j.key, t.identifier, q.queue_name from graphile_worker._private_jobs j
    join graphile_worker._private_tasks t on t.id = j.task_id left join graphile_worker._private_job_queues q on q.id = j.job_queue_id`,
  )
  expect(jobs).toEqual([{ payload: { a: 'ü\n' }, key: 'once', identifier: 'goals.remind', queue_name: 'slow' }])
  const ids = await query<{ id: number }>(
    target.url,
    `insert into event (organization_id, recorded_at, happened_on, type, actor_via, subject_kind)
    values ($1, $2, '2026-03-02', 'x', 'job', 'x') returning id`,
    [one, at],
  )
  expect(Number(ids[0]!.id)).toBe(4)
})

test('a backup of an older release restores and is brought to this one', async () => {
  const old = await emptyDatabase()
  await migrate(old.url, openLog('silent'), 3)
  await populate(old.url)
  const file = path.join(testFolder(), 'old.backup')
  await backup(serverContext(old.url), file, at)
  const target = await emptyDatabase()
  const report = await restore(serverContext(target.url), file)
  expect(report.from.migration).toBe(3)
  expect(report.migration).toBe((await migrations()).at(-1)!.number)
  expect(await query(target.url, 'select count(*)::int as n from person')).toEqual([{ n: 100 }])
  expect(await query(target.url, 'select max(number)::int as n from belay_migration')).toEqual([
    { n: report.migration },
  ])
})

test('restores into an installation that was started once and holds no company yet', async () => {
  const { url, file } = await saved()
  const target = await testDatabase()
  await restore(serverContext(target.url), file)
  expect(await everything(target.url)).toEqual(await everything(url))
})

test('never replaces what is there', async () => {
  const { url, file } = await saved()
  const before = await everything(url)
  await expect(restore(serverContext(url), file)).rejects.toThrow(/holds 2 companies already/)
  expect(await everything(url)).toEqual(before)
  const foreign = await emptyDatabase()
  await query(foreign.url, 'create table theirs (id int)')
  await expect(restore(serverContext(foreign.url), file)).rejects.toThrow(/something else/)
})

test('refuses while Belay runs', async () => {
  const { file } = await saved()
  const target = await testDatabase()
  const running = new pg.Client({ connectionString: target.url, application_name: 'belay' })
  await running.connect()
  await expect(restore(serverContext(target.url), file)).rejects.toThrow(/Stop it, restore/)
  await running.end()
})

test('a damaged, cut or foreign file restores nothing, and the next try is free', async () => {
  const { url, file } = await saved()
  const whole = gunzipSync(fs.readFileSync(file))
  const lines = {
    cut: gzipSync(whole.subarray(0, whole.length - 200)),
    foreign: gzipSync('hello\n'),
    broken: fs.readFileSync(file).subarray(0, 700),
    plain: Buffer.from('not even packed'),
  }
  const target = await emptyDatabase()
  for (const [name, bytes] of Object.entries(lines)) {
    const bad = path.join(testFolder(), name)
    fs.writeFileSync(bad, bytes)
    await expect(restore(serverContext(target.url), bad)).rejects.toThrow(/not a whole backup/)
  }
  await restore(serverContext(target.url), file)
  expect(await everything(target.url)).toEqual(await everything(url))
})

test('refuses what a newer release saved', async () => {
  const { file } = await saved()
  const text = gunzipSync(fs.readFileSync(file)).toString('latin1')
  const newer = path.join(testFolder(), 'newer')
  fs.writeFileSync(newer, gzipSync(Buffer.from(text.replace(/"migration":\d+/, '"migration":999'), 'latin1')))
  await expect(restore(serverContext((await emptyDatabase()).url), newer)).rejects.toThrow(/newer than this one/)
})

test('carries the secret of DATA_DIR over, but never one that the operator set', async () => {
  const { url } = await testDatabase()
  await populate(url)
  const dataDir = testFolder()
  const secret = 'a-secret-made-once-in-the-data-folder'
  fs.writeFileSync(path.join(dataDir, 'secret'), `${secret}\n`)
  const file = path.join(testFolder(), 'with-secret')
  await backup(serverContext(url, { dataDir, secret }), file, at)

  const other = testFolder()
  fs.writeFileSync(path.join(other, 'secret'), 'the-secret-of-a-fresh-installation-here\n')
  await restore(
    serverContext((await emptyDatabase()).url, { dataDir: other, secret: 'the-secret-of-a-fresh-installation-here' }),
    file,
  )
  expect(fs.readFileSync(path.join(other, 'secret'), 'utf8').trim()).toBe(secret)

  await backup(serverContext(url, { dataDir, secret: 'set-by-the-operator-in-the-environment' }), file, at)
  expect(gunzipSync(fs.readFileSync(file)).toString()).not.toContain(secret)
})

test('a place that cannot be written leaves nothing behind', async () => {
  const { url } = await testDatabase()
  await expect(backup(serverContext(url), '/no/such/folder/x', at)).rejects.toThrow(/cannot be written/)
})

test('no table but the log and its readers holds transaction numbers, which mean nothing elsewhere', async () => {
  const { url } = await testDatabase()
  const found = await query<{ name: string }>(
    url,
    `select distinct c.relname as name from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and a.atttypid = 'xid8'::regtype and c.relkind in ('r', 'p') and not c.relispartition order by 1`,
  )
  expect(found.map((t) => t.name)).toEqual(['event', 'event_cursor'])
})
