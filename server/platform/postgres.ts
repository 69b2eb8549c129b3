/**
 * The embedded PostgreSQL server: a private one per DATA_DIR, reached only
 * through a socket in a folder that nobody else may enter. It runs in a session
 * of its own, so that Ctrl-C reaches Belay first, which stops it in order. One
 * that outlived its process is taken over by the next.
 */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { stopwatch } from './clock.ts'
import { type Binaries, chooseUser, findBinaries, PostgresError, type RunAs, startable } from './postgres-binaries.ts'
import { settings } from './postgres-settings.ts'
import { alive, join, locked } from './postgres-users.ts'

export { PostgresError }

export type Postgres = {
  /** For the owner of everything; works with node-postgres, libpq and `new URL`. */
  url: string
  /** True when it was running already. */
  adopted: boolean
  /** Leaves the server, and stops it unless another process still uses it. Safe to call twice. */
  stop(): Promise<void>
}

type Options = {
  dataDir: string
  log: { info(message: string): void; warn(message: string): void }
  /** For tests: no fsync, gone with the process that started it. */
  ephemeral?: boolean
}

const superuser = 'belay'
const database = 'belay'

export async function startPostgres({ dataDir, log, ephemeral = false }: Options): Promise<Postgres> {
  const home = path.resolve(dataDir)
  const run = path.join(home, 'run')
  ownFiles(home, () => makeFolders(home, run))
  const data = path.join(fs.realpathSync(home), 'postgres')
  const { running, adopted, leave } = await locked(run, async () => {
    const found = await settled(data)
    const server = found ?? (await start(data, run, log, ephemeral))
    return { running: server, adopted: found !== undefined, leave: join(run) }
  })
  const url = urlOf(running.socketDir, database)
  let stopped: Promise<void> | undefined
  const stop = () =>
    (stopped ??= (async () => {
      process.off('exit', atExit)
      await locked(run, async () => {
        if (leave() === 0) await end(data, running, log, ephemeral)
      })
    })())
  // The last chance when the process ends without stop(): the signal is enough, PostgreSQL does the rest.
  const atExit = () => {
    if (leave() === 0) kill(running.pid, 'SIGINT')
  }
  process.once('exit', atExit)
  try {
    await ensureDatabase(running.socketDir)
  } catch (error) {
    await stop()
    throw error
  }
  if (adopted) log.info(`using the database server that already runs in ${data} (process ${running.pid})`)
  return { url, adopted, stop }
}

function urlOf(socketDir: string, name: string): string {
  return `postgres://${superuser}@localhost/${name}?host=${encodeURIComponent(socketDir)}`
}

function makeFolders(home: string, run: string): void {
  if (!fs.existsSync(home)) {
    fs.mkdirSync(home, { recursive: true })
    // Under root the server runs as somebody else, who has to get to its own folder.
    fs.chmodSync(home, process.getuid?.() === 0 ? 0o755 : 0o700)
  }
  fs.mkdirSync(run, { recursive: true })
  fs.accessSync(run, fs.constants.W_OK)
}

function ownFiles<T>(folder: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'ENOSPC' || code === 'EDQUOT') throw diskFull(folder)
    if (code === 'EROFS')
      throw new PostgresError(
        `${folder} is on a disk that may only be read. Set DATA_DIR to a folder that may be written.`,
      )
    if (code === 'EACCES' || code === 'EPERM') throw foreign(folder)
    throw error
  }
}

function diskFull(folder: string): PostgresError {
  return new PostgresError(
    `The disk that holds ${folder} is full. Nothing that was saved is lost. Free some space (1 GB is a good start) and start again.`,
  )
}

function foreign(folder: string): PostgresError {
  const user = os.userInfo().username
  return new PostgresError(
    `${folder} belongs to another user, perhaps because Belay was once started as root. Start it as that user, or hand the folder over: sudo chown -R ${user} ${folder}`,
  )
}

// --- a server that runs

type Running = { pid: number; socketDir: string; status: string }

/** What the server itself says in postmaster.pid; its lines are PostgreSQL's `LOCK_FILE_LINE_…`. */
function recorded(data: string): Running | undefined {
  let lines: string[]
  try {
    lines = fs.readFileSync(path.join(data, 'postmaster.pid'), 'utf8').split('\n')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw foreign(data)
  }
  const pid = Math.abs(Number.parseInt(lines[0] ?? '', 10))
  if (!pid) return undefined
  return { pid, socketDir: lines[4] ?? '', status: (lines[7] ?? 'starting').trim() }
}

/** The running server once it is ready; undefined when there is none (any more). */
async function settled(data: string): Promise<Running | undefined> {
  const elapsed = stopwatch()
  for (;;) {
    const found = recorded(data)
    if (!found) return undefined
    if (!isServer(found.pid, data)) {
      // After a restart its number may belong to another process, which PostgreSQL would take for itself.
      fs.rmSync(path.join(data, 'postmaster.pid'), { force: true })
      return undefined
    }
    if (found.status === 'ready') return found
    if (elapsed() > 120_000)
      throw new PostgresError(
        `The database server in ${data} (process ${found.pid}) has been ${found.status || 'starting'} for two minutes. Look into ${logFile(data)}.`,
      )
    await wait(20)
  }
}

function isServer(pid: number, data: string): boolean {
  if (!alive(pid)) return false
  try {
    const command =
      process.platform === 'linux'
        ? fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
        : execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' })
    return command.includes('postgres') && command.includes(data)
  } catch {
    return false
  }
}

// --- start

function logFile(data: string): string {
  return path.join(path.dirname(data), 'postgres.log')
}

async function start(data: string, run: string, log: Options['log'], ephemeral: boolean): Promise<Running> {
  const elapsed = stopwatch()
  const installed = findBinaries()
  const stat = ownFiles(data, () => fs.statSync(data, { throwIfNoEntry: false }))
  const runAs = chooseUser([path.dirname(data)], stat?.uid ?? null)
  const binaries = startable(installed, runAs)
  const fresh = !stat
  if (fresh) {
    log.info(`making a database in ${data}`)
    initialise(data, binaries, runAs, ephemeral)
  }
  checkVersion(data, binaries)
  const socketDir = makeSocketFolder(run, runAs)
  await launch(data, socketDir, binaries, runAs, ephemeral)
  const running = recorded(data)!
  log.info(`database server ${fresh ? 'made and ' : ''}started in ${Math.round(elapsed())} ms`)
  return running
}

function initialise(data: string, binaries: Binaries, runAs: RunAs, ephemeral: boolean): void {
  // Made beside and moved, so that an interrupted start never leaves half a database.
  const making = `${data}.new`
  ownFiles(making, () => {
    fs.rmSync(making, { recursive: true, force: true })
    fs.mkdirSync(making, { mode: 0o700 })
    if (runAs.owner !== null) fs.chownSync(making, runAs.owner, runAs.owner)
  })
  const { program, args, ...user } = runAs.command(binaries.initdb, [
    '-D', making, '-U', superuser, '--auth=trust', '--encoding=UTF8', '--no-instructions', '--no-sync',
    // Same order and case rules on every machine and release; pages sort names with an ICU collation of their language.
    '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8',
  ]) // prettier-ignore
  const done = spawnSync(program, args, {
    ...user,
    cwd: '/',
    env: environment(making),
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  if (done.status !== 0)
    throw explain(done.error as NodeJS.ErrnoException | undefined, done.stderr ?? '', data, binaries)
  if (!ephemeral) syncTree(making)
  fs.renameSync(making, data)
}

/** One sync for the whole new tree; initdb's own takes seconds on slow disks. */
function syncTree(folder: string): void {
  spawnSync('sync', ['-f', folder], { stdio: 'ignore' })
}

function environment(home: string): NodeJS.ProcessEnv {
  // HOME: libpq and the server look into it, and root's is closed to others. The rest keeps messages in English.
  return { HOME: home, PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }
}

function checkVersion(data: string, binaries: Binaries): void {
  const made = ownFiles(data, () => Number.parseInt(fs.readFileSync(path.join(data, 'PG_VERSION'), 'utf8'), 10))
  if (made === binaries.major) return
  throw new PostgresError(
    `The database in ${data} was made by PostgreSQL ${made}, and this release brings ${binaries.major}. Make a backup with the release that made it ("npm run -s belay -- backup FILE") and restore that into an empty DATA_DIR.`,
  )
}

function makeSocketFolder(run: string, runAs: RunAs): string {
  const preferred = path.join(fs.realpathSync(run), 'socket')
  // A socket's path has at most 107 bytes (103 on macOS), of which its name takes 15.
  const folder = Buffer.byteLength(preferred) <= 85 ? preferred : fs.mkdtempSync(path.join(os.tmpdir(), 'belay-'))
  fs.mkdirSync(folder, { recursive: true })
  if (runAs.owner !== null) fs.chownSync(folder, runAs.owner, runAs.owner)
  fs.chmodSync(folder, 0o700)
  return folder
}

async function launch(
  data: string,
  socketDir: string,
  binaries: Binaries,
  runAs: RunAs,
  ephemeral: boolean,
): Promise<void> {
  const file = logFile(data)
  const size = fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0
  if (size > 10_000_000) fs.renameSync(file, `${file}.1`)
  const log = ownFiles(file, () => fs.openSync(file, 'a', 0o600))
  const from = fs.fstatSync(log).size
  const server = [binaries.postgres, '-D', data, ...settings({ socketDir, ephemeral })]
  // A test run that is killed leaves no server behind; a real one is taken over by the next start instead.
  if (ephemeral && canDieWithParent()) server.unshift('setpriv', '--pdeathsig=INT')
  const { program, args, ...user } = runAs.command(server[0]!, server.slice(1))
  let child: ChildProcess
  try {
    child = spawn(program, args, {
      ...user,
      cwd: '/',
      env: environment(data),
      detached: true,
      stdio: ['ignore', log, log],
    })
  } finally {
    fs.closeSync(log)
  }
  let failed: NodeJS.ErrnoException | undefined
  child.once('error', (error) => (failed = error))
  child.unref()
  const elapsed = stopwatch()
  for (;;) {
    const now = recorded(data)
    if (now?.pid === child.pid && now?.status === 'ready') return
    if (failed || child.exitCode !== null || child.signalCode !== null) {
      throw explain(failed, fs.readFileSync(file, 'utf8').slice(from), data, binaries)
    }
    // Recovery after a power cut may take its time; the server itself knows best.
    if (elapsed() > 600_000)
      throw new PostgresError(`The database server did not become ready within ten minutes. Look into ${file}.`)
    await wait(elapsed() < 500 ? 5 : 50)
  }
}

function canDieWithParent(): boolean {
  return (
    process.platform === 'linux' && spawnSync('setpriv', ['--pdeathsig=INT', 'true'], { stdio: 'ignore' }).status === 0
  )
}

/** Why it did not start, in a sentence that says what to do. */
function explain(
  error: NodeJS.ErrnoException | undefined,
  output: string,
  data: string,
  binaries: Binaries,
): PostgresError {
  const folder = path.dirname(data)
  if (error?.code === 'ENOENT' && fs.existsSync(binaries.postgres)) {
    return new PostgresError(
      'The embedded database needs a Linux with glibc (Debian, Ubuntu, Fedora …); this looks like one with musl, such as Alpine. Set DATABASE_URL to a PostgreSQL server of your own, version 15 or newer.',
    )
  }
  if (/No space left on device|Disk quota exceeded/.test(output)) return diskFull(folder)
  if (/error while loading shared libraries/.test(output)) {
    return new PostgresError(
      `The embedded database is incomplete: ${lastLine(output)}. Run "npm ci" again. If a library of the system is missing, install it with its package manager.`,
    )
  }
  if (/could not (create|bind).*socket|Address already in use|lock file .* already exists/i.test(output)) {
    return new PostgresError(
      `Another database server holds the socket or the folder ${data}: ${lastLine(output)}. Stop it, or set DATA_DIR to another folder.`,
    )
  }
  if (/wrong ownership|invalid permissions|Permission denied/.test(output) || error?.code === 'EACCES')
    return foreign(folder)
  if (/could not (create|resize|map).*shared memory|Cannot allocate memory/i.test(output)) {
    return new PostgresError(
      `There is not enough memory for the database server: ${lastLine(output)}. Belay needs about 500 MB free.`,
    )
  }
  return new PostgresError(
    `The database server could not start: ${lastLine(output) || error?.message || 'it gave no reason'}. More is in ${logFile(data)}.`,
  )
}

function lastLine(output: string): string {
  const lines = output.split('\n').filter((line) => /FATAL|PANIC|ERROR|error/.test(line))
  return (lines.at(-1) ?? output.trim().split('\n').at(-1) ?? '')
    .replace(/^.*?(FATAL|PANIC|ERROR|error):\s*/, '')
    .trim()
    .replace(/\.$/, '')
}

/** One connection proves that the server answers; the first one finds no database of ours yet. */
async function ensureDatabase(socketDir: string): Promise<void> {
  const client = new pg.Client({ connectionString: urlOf(socketDir, database) })
  client.on('error', () => {})
  try {
    await client.connect()
  } catch (error) {
    if ((error as { code?: string }).code !== '3D000') throw error
    const first = new pg.Client({ connectionString: urlOf(socketDir, 'postgres') })
    await first.connect()
    try {
      await first.query(`create database ${database}`)
    } catch (problem) {
      // Another process was first: duplicate_database, or the same seen a moment earlier.
      if (!['42P04', '23505'].includes((problem as { code?: string }).code ?? '')) throw problem
    } finally {
      await first.end()
    }
    return
  }
  await client.end()
}

// --- stop

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // Gone already.
  }
}

async function end(data: string, running: Running, log: Options['log'], ephemeral: boolean): Promise<void> {
  const elapsed = stopwatch()
  // SIGINT is PostgreSQL's fast stop: open transactions roll back, everything is written, no recovery at the next start.
  // What goes with its folder need not write everything down first.
  kill(running.pid, ephemeral ? 'SIGQUIT' : 'SIGINT')
  let pressed = false
  while (isServer(running.pid, data)) {
    if (elapsed() > 60_000 && !pressed) {
      log.warn('the database server takes more than a minute to stop; ending it at once, the next start recovers')
      kill(running.pid, 'SIGQUIT')
      pressed = true
    }
    if (elapsed() > 75_000) return
    await wait(10)
  }
  if (running.socketDir.startsWith(path.join(os.tmpdir(), 'belay-')))
    fs.rmSync(running.socketDir, { recursive: true, force: true })
}
