/**
 * A point read and a list of 50 through the whole stack (session, permission, row-level
 * security, visibility, contract) against a bare Fastify route that runs the same
 * statement and checks its answer with the same schema. Load comes from a process of its own.
 */
import fastify from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import { sql } from 'kysely'
import pg from 'pg'
import * as z from 'zod'
import { directory } from '../contract/directory.ts'
import { createApp } from '../server/app.ts'
import type { OpenContext } from '../server/platform/context.ts'
import { loaded } from './loaded.ts'
import { alternate, rate, type Row } from './row.ts'
import { startSessionFor } from './session.ts'
import { type Statement, statementsOf } from './statements.ts'
import { world } from './world.ts'

export async function measure(): Promise<Row[]> {
  const { installation, c } = await world()
  const { rows } = await sql<{
    person_id: string
  }>`select person_id from roster where organization_id = ${c.organizationId} and employed order by seq offset 777 limit 1`.execute(
    c.db,
  )
  const cookie = await startSessionFor(c, rows[0]!.person_id)
  const app = await createApp(installation.base, { ready: () => ({ database: true, jobs: true }), strict: false })
  await app.listen({ port: 0, host: '127.0.0.1' })
  const ours = `http://127.0.0.1:${(app.server.address() as { port: number }).port}`

  const closing = [() => app.close()]
  try {
    return await compare(installation.base, ours, cookie, closing)
  } finally {
    for (const close of closing.reverse()) await close()
  }
}

async function compare(
  base: OpenContext,
  ours: string,
  cookie: string,
  closing: (() => Promise<unknown>)[],
): Promise<Row[]> {
  // The bare server runs exactly the statements that our own routes send, found out by listening.
  const statements = await statementsOf(base, cookie, ['/api/me', '/api/people?limit=50'])
  const [point0, list0] = statements.map((sent) => {
    if (sent.length !== 1)
      throw new Error(`one statement for the data is expected:\n${sent.map((s) => s.text).join('\n---\n')}`)
    return sent[0]!
  })
  const bare = await bareServer(base.database.url, { point: point0!, list: list0! })
  closing.push(bare.close)
  const load = (address: string) => loaded(address, cookie)
  const [point, barePoint] = await alternate(
    () => load(`${ours}/api/me`),
    () => load(`${bare.url}/point`),
  )
  const [list, bareList] = await alternate(
    () => load(`${ours}/api/people?limit=50`),
    () => load(`${bare.url}/list`),
  )
  return [
    rate('point read, whole stack', 'requests/s', point, barePoint, 0.5),
    rate('list of 50, whole stack', 'requests/s', list, bareList, 0.4),
  ]
}

type Sent = { point: Statement; list: Statement }

/** What an answer looks like, so that the bare route checks as much of its own as ours does. */
function shapeOf(value: unknown): z.ZodType {
  if (value === null) return z.null()
  if (Array.isArray(value)) return z.array(value.length > 0 ? shapeOf(value[0]) : z.unknown())
  if (typeof value === 'object')
    return z.object(Object.fromEntries(Object.entries(value).map(([key, one]) => [key, shapeOf(one)])))
  return typeof value === 'number' ? z.number() : typeof value === 'boolean' ? z.boolean() : z.string()
}

async function bareServer(url: string, sent: Sent): Promise<{ url: string; close(): Promise<void> }> {
  const pool = new pg.Pool({ connectionString: url, max: 20 })
  const app = fastify({ logger: false })
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  const point = { name: 'point', text: sent.point.text, values: sent.point.values }
  const list = { name: 'list', text: sent.list.text, values: sent.list.values }
  const answer = (await pool.query(point)).rows
  app.get(
    '/point',
    { schema: { response: { 200: shapeOf(answer[0]) } } },
    async () => (await pool.query(point)).rows[0],
  )
  app.get('/list', { schema: { response: { 200: directory.list.response } } }, async () => ({
    people: (await pool.query(list)).rows,
    total: null,
  }))
  await app.listen({ port: 0, host: '127.0.0.1' })
  return {
    url: `http://127.0.0.1:${(app.server.address() as { port: number }).port}`,
    async close() {
      await app.close()
      await pool.end()
    },
  }
}
