/** What every process of an installation opens first: database, clock, configuration. */
import type { Config } from './platform/config.ts'
import type { OpenContext } from './platform/context.ts'
import { openDatabase } from './platform/db.ts'
import type { Log } from './platform/log.ts'
import { migrate } from './platform/migrate.ts'
import { type InstallationClock, openClock } from './platform/movable-clock.ts'
import { startPostgres } from './platform/postgres.ts'

export type Installation = {
  base: OpenContext
  clock: InstallationClock
  /** The database's owner address; for backup, restore and tests. */
  url: string
  close(): Promise<void>
}

/** Opens an installation: starts the embedded database where none is named, migrates it, reads its clock. */
export async function openInstallation(config: Config, log: Log): Promise<Installation> {
  const server = config.databaseUrl ? null : await startPostgres({ dataDir: config.dataDir, log })
  const url = config.databaseUrl ?? server!.url
  await migrate(url, log)
  const database = openDatabase(url)
  const clock = await openClock(database)
  return {
    base: { database, clock, log, config, request: null },
    clock,
    url,
    async close() {
      await clock.close()
      await database.close()
      await server?.stop()
    },
  }
}
