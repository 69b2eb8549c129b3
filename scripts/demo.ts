/**
 * `npm run demo`: the invented company with nine months of life, its own database and
 * the app, until it is stopped. The first start lives through the nine months; later
 * ones are ready in seconds.
 */
import fs from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import { demoStart, live, slug, type SignIn } from '../fixtures/life.ts'
import { createApp, webFolder } from '../server/app.ts'
import { type Installation, openInstallation } from '../server/installation.ts'
import { advanceClock } from '../server/platform/advance.ts'
import { addMs, stopwatch } from '../server/platform/clock.ts'
import { ConfigError, type Config, readConfig } from '../server/platform/config.ts'
import { startWorkers } from '../server/platform/jobs.ts'
import { openLog } from '../server/platform/log.ts'
import { PostgresError } from '../server/platform/postgres.ts'
import { work } from '../server/work.ts'
import { ensureWebBuilt } from './web.ts'

const say = (line: string) => void process.stderr.write(line + '\n')
const known = (error: unknown) => error instanceof ConfigError || error instanceof PostgresError

try {
  await demo()
} catch (error) {
  say(known(error) ? (error as Error).message : ((error as Error).stack ?? String(error)))
  process.exit(1)
}

async function demo(): Promise<void> {
  const asked = readConfig({ dataDir: './data/demo' })
  const port =
    process.argv.includes('--exact') || (await free(asked.port, asked.host)) ? asked.port : await nextFree(asked)
  const moved = port !== asked.port
  if (moved) say(`Port ${asked.port} is taken; using ${port}.`)
  const config: Config = {
    ...asked,
    port,
    // Browsers find the machine itself under every name that ends so.
    contentUrl: asked.contentUrl ?? (asked.publicUrlSet ? null : `http://content.localhost:${port}`),
    publicUrl: moved ? asked.publicUrl.replace(`:${asked.port}`, `:${port}`) : asked.publicUrl,
  }
  const file = path.join(config.dataDir, 'demo.json')
  const unfinished = path.join(config.dataDir, 'demo.unfinished')
  if (fs.existsSync(unfinished)) {
    say('The last start was stopped before the demo company was complete; beginning again.')
    fs.rmSync(path.join(config.dataDir, 'postgres'), { recursive: true, force: true })
    fs.rmSync(unfinished)
  }
  const building = ensureWebBuilt(say)
  building.catch(() => {})
  const installation = await openInstallation(config, openLog('warn'))
  const signIns = fs.existsSync(file)
    ? (JSON.parse(fs.readFileSync(file, 'utf8')) as { signIns: SignIn[] }).signIns
    : await found(installation, unfinished)
  await building
  let ended = false
  const app = await createApp(installation.base, {
    webFolder,
    strict: true,
    ready: () => ({ database: !ended, jobs: true }),
  })
  const workers = await startWorkers(installation.base, work)
  const end = async () => {
    if (ended) return
    ended = true
    await app.close()
    await workers.stop()
    await installation.close()
  }
  process.once('SIGTERM', () => void end())
  process.once('SIGINT', () => void end())
  await app.listen({ port: config.port, host: config.host })
  const url = `${config.publicUrl}/o/${slug}/`
  fs.writeFileSync(file, JSON.stringify({ url, signIns }, null, 2) + '\n')
  say(`\nLumenwerk is at ${url}\n`)
  for (const one of signIns) say(`  ${one.role.padEnd(9)} ${one.email.padEnd(40)} ${one.name}`)
  say(
    `\nThe password of each is: ${signIns[0]?.password ?? ''}\nNo mail leaves the demo; Settings, Outgoing mail shows what it would send. Ctrl+C stops it.\n`,
  )
}

/** The first start: makes the company. A database that has companies of its own is left alone. */
async function found(installation: Installation, unfinished: string): Promise<SignIn[]> {
  const { owner } = installation.base.database
  const { rows } = await owner.query<{ n: number }>('select count(*)::int as n from organization')
  if (rows[0]!.n > 0) {
    await installation.close()
    throw new ConfigError(
      'This database holds companies already. Give the demo a place of its own: DATA_DIR=./data/demo, or an empty DATABASE_URL.',
    )
  }
  say(
    'Making the demo company: nine months of its life, lived through the product itself. This takes a few minutes, once.',
  )
  fs.writeFileSync(unfinished, '')
  // Nothing here is worth waiting for the disk at each step; a stopped start begins again.
  const quick = async (how: string) => {
    const { rows: name } = await owner.query<{ name: string }>('select quote_ident(current_database()) as name')
    await owner.query(`alter database ${name[0]!.name} ${how}`)
  }
  await quick('set synchronous_commit = off')
  const begun = installation.clock.now()
  const elapsed = stopwatch()
  await installation.clock.beginAt(demoStart(begun))
  const life = await live(installation.base, installation.clock, say)
  // From here on the demo's clock shows the real time.
  await advanceClock(installation.base, installation.clock, work, addMs(begun, Math.round(elapsed())))
  await quick('reset synchronous_commit')
  await owner.query('analyze')
  fs.rmSync(unfinished)
  return life.signIns
}

function free(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = net.createServer()
    server.once('error', () => resolve(false))
    server.listen(port, host, () => server.close(() => resolve(true)))
  })
}

async function nextFree(config: Config): Promise<number> {
  for (let port = config.port + 1; port < config.port + 50; port++) if (await free(port, config.host)) return port
  throw new ConfigError(`Ports ${config.port} to ${config.port + 49} are taken. Set PORT to a free one.`)
}
