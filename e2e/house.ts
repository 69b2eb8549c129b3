/**
 * The house that journeys visit, in a process of its own: a database server, the demo
 * company after some weeks of life, and the app on it. Says on its first line of output
 * where databases for others are, on its second where the house is; ends with its standard input.
 */
import fs from 'node:fs'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { demoStart, length, live, slug } from '../fixtures/life.ts'
import { ensureWebBuilt } from '../scripts/web.ts'
import { createApp, webFolder } from '../server/app.ts'
import { openInstallation } from '../server/installation.ts'
import { advanceClock } from '../server/platform/advance.ts'
import { addDays } from '../server/platform/clock.ts'
import { readConfig } from '../server/platform/config.ts'
import { startWorkers } from '../server/platform/jobs.ts'
import { openLog } from '../server/platform/log.ts'
import { startPostgres } from '../server/platform/postgres.ts'
import { work } from '../server/work.ts'
import type { Databases, House } from './world.ts'

/** Long enough for a first wave that has been live for a month. */
const days = 75

// Where the pages are out of date they are built while the company lives.
const built = ensureWebBuilt()
built.catch(() => {})

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'belay-journeys-'))
fs.chmodSync(folder, 0o755) // the database's user has to get in
const log = openLog('warn')
const postgres = await startPostgres({ dataDir: folder, log, ephemeral: true })
const database = (name: string) => Object.assign(new URL(postgres.url), { pathname: `/${name}` }).href
const client = new pg.Client({ connectionString: postgres.url })
await client.connect()
const tries = (name: string) => [name, `${name}_again`]
for (const name of ['demo', ...['first', 'real', 'half', 'mail', 'sent', 'whole', 'trainers'].flatMap(tries)])
  await client.query(`create database ${name}`)
await client.end()
const databases: Databases = {
  first: tries('first').map(database),
  real: tries('real').map(database),
  half: tries('half').map(database),
  mail: tries('mail').map(database),
  sent: tries('sent').map(database),
  whole: tries('whole').map(database),
  trainers: tries('trainers').map(database),
}
process.stdout.write(`${JSON.stringify(databases)}\n`)

let close = async () => {
  // Nobody waits for the house any more; what its weeks still ask of the database they ask in vain, and that is no news.
  process.on('uncaughtException', () => {})
  process.stderr.write = () => true
}
process.stdin.resume().once('end', () => {
  void close()
    .then(() => postgres.stop())
    .then(() => fs.rmSync(folder, { recursive: true, force: true }))
    .finally(() => process.exit())
})

const port = await freePort()
const config = readConfig(
  { port, logLevel: 'warn' },
  {
    DATABASE_URL: database('demo'),
    DATA_DIR: path.join(folder, 'demo'),
    // Browsers find the machine itself under every name that ends so.
    CONTENT_URL: `http://content.localhost:${port}`,
    SECRET: 'the journeys of the tests, nobody else',
  },
)
const installation = await openInstallation(config, log)
const { base, clock } = installation
const now = clock.now()
// The fixture begins so that its full length ends today; ours is shorter.
await clock.beginAt(`${addDays(demoStart(now).slice(0, 10), length - days)}T06:00:00.000Z`)
const life = await live(base, clock, () => {}, days)
await advanceClock(base, clock, work, now)

await built
// A copy: a build in between must not pull the pages from under the journeys.
const web = path.join(folder, 'web')
fs.cpSync(webFolder, web, { recursive: true })
const app = await createApp(base, { webFolder: web, strict: true, ready: () => ({ database: true, jobs: true }) })
const workers = await startWorkers(base, work)
await app.listen({ port, host: '127.0.0.1' })
const origin = `http://localhost:${port}`
const people: House['people'] = {}
for (const one of life.signIns) {
  const answer = await app.inject({
    method: 'POST',
    url: '/api/sign-in',
    headers: { 'sec-fetch-site': 'same-origin' },
    payload: { organization: slug, name: one.email, password: one.password },
  })
  people[one.role] = {
    ...one,
    id: (answer.json() as { personId: string }).personId,
    cookie: answer.cookies.find((cookie) => cookie.name === 'belay_session')!.value,
  }
}
const house: House = { origin, slug, people, folder }
process.stdout.write(`${JSON.stringify(house)}\n`)
close = async () => {
  await app.close()
  await workers.stop()
  await installation.close()
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port: free } = server.address() as net.AddressInfo
      server.close(() => resolve(free))
    })
  })
}
