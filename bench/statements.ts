/** The statements that a route sends, as the driver received them, found out by listening. */
import pg from 'pg'
import { createApp } from '../server/app.ts'
import type { OpenContext } from '../server/platform/context.ts'
import { openDatabase } from '../server/platform/db.ts'

export type Statement = { text: string; values: unknown[] }

/** Neither reads nor writes: what opens and closes a transaction, and tells a connection its organization. */
const frame = /^\s*(begin|start transaction|commit|rollback|set |select set_config)/i

/**
 * Runs work on a database of its own and listens to what it sends; `taken` answers the data statements since it
 * was last asked, in their order. Connections bind the driver's `query` when they are opened, so the listener
 * needs connections of its own.
 */
async function listening<T>(
  base: OpenContext,
  work: (own: OpenContext, taken: () => Statement[]) => Promise<T>,
): Promise<T> {
  const seen: Statement[] = []
  const original = pg.Client.prototype.query as (...args: unknown[]) => unknown
  const spy = function (this: unknown, ...args: unknown[]) {
    const first = args[0] as { text?: string; values?: unknown[] } | string
    seen.push(
      typeof first === 'string'
        ? { text: first, values: Array.isArray(args[1]) ? args[1] : [] }
        : { text: first.text ?? '', values: first.values ?? [] },
    )
    return original.apply(this, args)
  }
  pg.Client.prototype.query = spy as never
  const database = openDatabase(base.database.url, { connections: 1 })
  const taken = () => seen.splice(0).filter((statement) => !frame.test(statement.text))
  try {
    return await work({ ...base, database }, taken)
  } finally {
    pg.Client.prototype.query = original as never
    await database.close()
  }
}

/** The data statements of each path, without the session's, which comes first. */
export async function statementsOf(
  base: OpenContext,
  cookie: string,
  paths: readonly string[],
): Promise<Statement[][]> {
  return listening(base, async (own, taken) => {
    const app = await createApp(own, { ready: () => ({ database: true, jobs: true }), strict: false })
    const found: Statement[][] = []
    for (const path of paths) {
      const read = () => app.inject({ method: 'GET', url: path, headers: { cookie: `belay_session=${cookie}` } })
      await read() // tells the connection its organization
      taken()
      const answer = await read()
      if (answer.statusCode !== 200) throw new Error(`${path} answered ${answer.statusCode}: ${answer.body}`)
      const [, ...data] = taken()
      if (data.length === 0) throw new Error(`${path} sent no statement beside the session's`)
      found.push(data)
    }
    await app.close()
    return found
  })
}

/** The data statements of a verb. */
export async function statementsIn(
  base: OpenContext,
  verb: (own: OpenContext) => Promise<unknown>,
): Promise<Statement[]> {
  return listening(base, async (own, taken) => {
    await verb(own)
    return taken()
  })
}
