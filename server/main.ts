/** `npm start`: database, migrations, server, workers. Ends cleanly on SIGTERM and SIGINT. */
import { createApp, webFolder } from './app.ts'
import { ConfigError, readConfig } from './platform/config.ts'
import { openInstallation } from './installation.ts'
import { startWorkers, type Workers } from './platform/jobs.ts'
import { openLog } from './platform/log.ts'
import { work } from './work.ts'

try {
  const config = readConfig()
  await serve(config)
} catch (error) {
  process.stderr.write(`${error instanceof ConfigError ? error.message : (error as Error).stack}\n`)
  process.exitCode = 1
}

async function serve(config: ReturnType<typeof readConfig>): Promise<void> {
  const installation = await openInstallation(config, openLog(config.logLevel))
  const { base } = installation
  const started: { workers?: Workers } = {}
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
    await started.workers?.stop()
    await installation.close()
  }
  process.on('SIGTERM', () => void end('SIGTERM'))
  process.on('SIGINT', () => void end('SIGINT'))
  started.workers = await startWorkers(base, work)
  await app.listen({ port: config.port, host: config.host })
  base.log.info({ url: config.publicUrl }, 'Belay is ready')
}
