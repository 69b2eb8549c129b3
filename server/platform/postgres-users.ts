/**
 * Which processes use the embedded server of a DATA_DIR. The command line works
 * beside a running Belay on the same server, whichever of them started it, and
 * the last one to leave stops it. Starting and stopping hold a lock meanwhile.
 */
import fs from 'node:fs'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { stopwatch } from './clock.ts'

/**
 * A process as `pid start`: the start time tells a process from a later one that
 * was given the same number, as happens after every restart of a container.
 */
function identity(pid: number): string {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8')
    const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    // A zombie has ended; its parent has only not noticed yet.
    return state === 'Z' ? `${pid} ended` : `${pid} ${fields[18]}`
  } catch {
    return `${pid} -`
  }
}

export function alive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function stillThere(recorded: string): boolean {
  const pid = Number.parseInt(recorded, 10)
  return Number.isInteger(pid) && alive(pid) && identity(pid) === recorded
}

function read(file: string): string {
  try {
    return fs.readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

/** Holds the folder's lock while `work` runs; a dead holder's lock is broken. */
export async function locked<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const file = path.join(folder, 'lock')
  const elapsed = stopwatch()
  while (!take(file)) {
    if (elapsed() > 180_000)
      throw new Error(
        `Another process (${read(file)}) has been starting or stopping the database in ${folder} for three minutes. End it and try again.`,
      )
    await wait(20)
  }
  try {
    return await work()
  } finally {
    fs.rmSync(file, { force: true })
  }
}

function take(file: string): boolean {
  const mine = `${file}.${process.pid}`
  fs.writeFileSync(mine, identity(process.pid))
  try {
    fs.linkSync(mine, file) // link, not create: the lock never exists without its content
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    if (!stillThere(read(file))) breakLock(file)
    return false
  } finally {
    fs.rmSync(mine, { force: true })
  }
}

/** Two processes may find the same dead lock; moving it aside lets only one of them remove it. */
function breakLock(file: string): void {
  const aside = `${file}.dead.${process.pid}`
  try {
    fs.renameSync(file, aside)
    if (stillThere(read(aside))) fs.linkSync(aside, file)
  } catch {
    return // somebody else was quicker
  } finally {
    fs.rmSync(aside, { force: true })
  }
}

const uses = new Map<string, number>()

/** Counts this process among the users until the returned function is called; that says how many are left. */
export function join(folder: string): () => number {
  const file = path.join(folder, `user.${process.pid}`)
  uses.set(file, (uses.get(file) ?? 0) + 1)
  fs.writeFileSync(file, identity(process.pid))
  let left = false
  return () => {
    if (!left) {
      left = true
      const rest = (uses.get(file) ?? 1) - 1
      uses.set(file, rest)
      if (rest === 0) fs.rmSync(file, { force: true })
    }
    return users(folder)
  }
}

function users(folder: string): number {
  let count = 0
  for (const name of fs.readdirSync(folder)) {
    if (!name.startsWith('user.')) continue
    const file = path.join(folder, name)
    if (stillThere(read(file))) count++
    else fs.rmSync(file, { force: true })
  }
  return count
}
