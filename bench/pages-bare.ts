/**
 * What somebody's pages read, through the whole stack, against a bare Fastify route that runs the
 * same statements one after the other.
 */
import fastify from 'fastify'
import pg from 'pg'
import { createApp } from '../server/app.ts'
import { loaded } from './loaded.ts'
import { alternate, rate, type Row } from './row.ts'
import { startSessionFor } from './session.ts'
import { type Statement, statementsOf } from './statements.ts'
import type { World } from './world.ts'

/** One row for each page, of one signed-in person. */
export async function againstBare(
  { installation: { base }, c }: World,
  personId: string,
  pages: readonly { name: string; path: string }[],
): Promise<Row[]> {
  const cookie = await startSessionFor(c, personId)
  const app = await createApp(base, { ready: () => ({ database: true, jobs: true }), strict: false })
  await app.listen({ port: 0, host: '127.0.0.1' })
  const ours = `http://127.0.0.1:${(app.server.address() as { port: number }).port}`
  const sent = await statementsOf(
    base,
    cookie,
    pages.map(({ path }) => path),
  )
  const bare = await bareServer(base.database.url, sent)
  try {
    const rows: Row[] = []
    for (const [number, { name, path }] of pages.entries()) {
      const [mine, theirs] = await alternate(
        () => loaded(`${ours}${path}`, cookie),
        () => loaded(`${bare.url}/${number}`, cookie),
        3,
      )
      rows.push(rate(name, 'requests/s', mine, theirs, 0.4))
    }
    return rows
  } finally {
    await bare.close()
    await app.close()
  }
}

async function bareServer(url: string, sent: Statement[][]): Promise<{ url: string; close(): Promise<void> }> {
  const pool = new pg.Pool({ connectionString: url, max: 20 })
  const app = fastify({ logger: false })
  for (const [number, statements] of sent.entries()) {
    app.get(`/${number}`, async () => {
      const client = await pool.connect()
      try {
        const answers: unknown[] = []
        for (const [n, { text, values }] of statements.entries())
          answers.push((await client.query({ name: `bare ${number} ${n}`, text, values })).rows)
        return answers
      } finally {
        client.release()
      }
    })
  }
  await app.listen({ port: 0, host: '127.0.0.1' })
  return {
    url: `http://127.0.0.1:${(app.server.address() as { port: number }).port}`,
    async close() {
      await app.close()
      await pool.end()
    },
  }
}
