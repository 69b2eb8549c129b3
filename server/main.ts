/** `npm start`: database, migrations, server, workers. Ends cleanly on SIGTERM and SIGINT. */
import { createApp, webFolder } from './app.ts'
import { type Watch, watchMailbox } from './inbound/inbound.ts'
import { openInstallation } from './installation.ts'
import { keepAddress } from './platform/address.ts'
import { Refusal } from './platform/command.ts'
import { type Config, ConfigError, readConfig } from './platform/config.ts'
import { startWorkers, type Workers } from './platform/jobs.ts'
import { openLog } from './platform/log.ts'
import { PostgresError } from './platform/postgres.ts'
import { work } from './work.ts'

try {
  const config = readConfig()
  await serve(config)
} catch (error) {
  const plain = [ConfigError, PostgresError, Refusal].some((kind) => error instanceof kind)
  process.stderr.write(`${plain ? (error as Error).message : (error as Error).stack}\n`)
  process.exitCode = 1
}

async function serve(config: Config): Promise<void> {
  const installation = await openInstallation(config, openLog(config.logLevel))
  const { base } = installation
  const started: { workers?: Workers; mailbox?: Watch } = {}
  let ended = false
  const app = await createApp(base, {
    webFolder,
    strict: installation.clock.demo(),
    ready: () => ({ database: !ended, jobs: started.workers?.running() ?? false }),
  })
  const end = async (signal: string) => {
    if (ended) return
    ended = true
    base.log.info({ signal }, 'stopping')
    await app.close()
    await started.mailbox?.stop()
    await started.workers?.stop()
    await installation.close()
  }
  process.on('SIGTERM', () => void end('SIGTERM'))
  process.on('SIGINT', () => void end('SIGINT'))
  try {
    await app.listen({ port: config.port, host: config.host }).catch((error: unknown) => {
      throw unheard(error, config)
    })
    try {
      keepAddress(config)
    } catch (error) {
      // With a database and a secret of the operator's own, DATA_DIR need not be writable.
      base.log.warn({ err: error }, 'the address could not be kept for commands')
    }
    started.workers = await startWorkers(base, work)
    started.mailbox = watchMailbox(base)
  } catch (error) {
    await end('failed to start')
    throw error
  }
  base.log.info({ url: config.publicUrl }, 'Belay is ready')
}

function unheard(error: unknown, { host, port }: Config): unknown {
  const { code } = error as { code?: string }
  if (code === 'EADDRINUSE')
    return new Refusal(
      `Port ${port} is taken by another program, perhaps another Belay. Nothing was changed. End that one, or start with another port: PORT=${port + 1} npm start`,
    )
  if (code === 'EACCES')
    return new Refusal(`This user may not listen on port ${port}. Choose a port above 1023: PORT=3000 npm start`)
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return new Refusal(`HOST names ${host}, which is no address of this machine. Leave it out, or name one that is.`)
  return error
}
