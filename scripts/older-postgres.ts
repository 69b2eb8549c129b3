/**
 * Runs every migration on an older PostgreSQL of this machine (15 to 17), so
 * that nothing newer than 15 slips into our SQL. Without one it says so.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { openLog } from '../server/platform/log.ts'
import { migrate } from '../server/platform/migrate.ts'
import { chooseUser } from '../server/platform/postgres-binaries.ts'
import { findFaults } from './tables.ts'

function findOlder(): string | undefined {
  const homes = '/usr/lib/postgresql'
  const versions = fs.existsSync(homes) ? fs.readdirSync(homes).map(Number) : []
  const oldest = versions
    .filter((v) => v >= 15 && v < 18 && fs.existsSync(path.join(homes, String(v), 'bin/initdb')))
    .sort((a, b) => a - b)[0]
  return oldest === undefined ? undefined : path.join(homes, String(oldest), 'bin')
}

const bin = findOlder()
if (!bin) process.stdout.write('No PostgreSQL 15, 16 or 17 on this machine; nothing to check.\n')
else await check(bin)

async function check(folder: string): Promise<void> {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'belay-older-'))
  fs.chmodSync(home, 0o755)
  const data = path.join(home, 'data')
  fs.mkdirSync(data, { mode: 0o700 })
  const runAs = chooseUser([home], null)
  if (runAs.owner !== null) fs.chownSync(data, runAs.owner, runAs.owner)
  const run = (name: string, args: string[]) => {
    const { program, args: all, ...user } = runAs.command(path.join(folder, name), args)
    execFileSync(program, all, {
      ...user,
      cwd: '/',
      env: { HOME: data, PATH: '/usr/bin:/bin', LC_ALL: 'C' },
      stdio: ['ignore', 'ignore', 'inherit'],
    })
  }
  try {
    run('initdb', [
      '-D',
      data,
      '-U',
      'belay',
      '--auth=trust',
      '--encoding=UTF8',
      '--locale=C',
      '--no-sync',
      '--no-instructions',
    ])
    run('pg_ctl', [
      'start',
      '-w',
      '-s',
      '-D',
      data,
      '-l',
      path.join(data, 'log'),
      '-o',
      `-c listen_addresses= -c unix_socket_directories=${data} -c fsync=off`,
    ])
    // `postgres` itself is the database: it is thrown away whole.
    const url = `postgres://belay@localhost/postgres?host=${encodeURIComponent(data)}`
    await migrate(url, openLog('warn'))
    const faults = await findFaults(url)
    process.stdout.write(faults.length === 0 ? `Every migration runs on ${folder}.\n` : faults.join('\n') + '\n')
    process.exitCode = faults.length === 0 ? 0 : 1
  } finally {
    const { program, args, ...user } = runAs.command(path.join(folder, 'pg_ctl'), [
      'stop',
      '-s',
      '-m',
      'immediate',
      '-D',
      data,
    ])
    spawnSync(program, args, { ...user, cwd: '/', stdio: 'ignore' })
    fs.rmSync(home, { recursive: true, force: true })
  }
}
