/**
 * What a manager of about twenty opens every morning, This week and Team, in a company of
 * 150,000, through the whole stack, against a bare Fastify route that runs the same statements
 * one after the other. The team lives: everybody owns a goal, half of the check-ins are prepared.
 */
import fastify from 'fastify'
import { sql } from 'kysely'
import pg from 'pg'
import { actor } from '../fixtures/actors.ts'
import { createApp } from '../server/app.ts'
import { addDays } from '../server/platform/clock.ts'
import { loaded } from './loaded.ts'
import { alternate, rate, type Row } from './row.ts'
import { startSessionFor } from './session.ts'
import { type Statement, statementsOf } from './statements.ts'
import { world, type World } from './world.ts'

const pages = { 'This week': '/api/week', Team: '/api/team' } as const

export async function measure(): Promise<Row[]> {
  const w = await world()
  const managerId = await livingTeam(w)
  const cookie = await startSessionFor(w.c, managerId)
  const { base } = w.installation
  const app = await createApp(base, { ready: () => ({ database: true, jobs: true }), strict: false })
  await app.listen({ port: 0, host: '127.0.0.1' })
  const ours = `http://127.0.0.1:${(app.server.address() as { port: number }).port}`
  const sent = await statementsOf(base, cookie, Object.values(pages))
  const bare = await bareServer(base.database.url, sent)
  try {
    const rows: Row[] = []
    for (const [number, [name, path]] of Object.entries(pages).entries()) {
      const [mine, theirs] = await alternate(
        () => loaded(`${ours}${path}`, cookie),
        () => loaded(`${bare.url}/${number}`, cookie),
        3,
      )
      rows.push(rate(`${name} of a manager of twenty`, 'requests/s', mine, theirs, 0.4))
    }
    return rows
  } finally {
    await bare.close()
    await app.close()
  }
}

/** Somebody who leads about twenty; their people own goals and prepare check-ins. */
async function livingTeam({ installation: { base }, c }: World): Promise<string> {
  const { rows } = await sql<{ id: string; reports: string[] }>`
    select m.person_id as id, array(select t.person_id from roster t where t.organization_id = m.organization_id and t.manager_id = m.person_id and t.employed) as reports
    from roster m where m.organization_id = ${c.organizationId} and m.direct_reports = 20 order by m.seq limit 1`.execute(
    c.db,
  )
  const one = rows[0]
  if (!one) throw new Error('nobody leads about twenty people in the measured company')
  const manager = actor(base, c.organizationId, one.id)
  const today = c.clock.today('UTC')
  for (const [n, personId] of one.reports.entries()) {
    const report = actor(base, c.organizationId, personId)
    const { goals } = await report.call('goals.list', { scope: 'mine', state: 'open', limit: 1 })
    if (goals.length === 0)
      await report.call('goals.create', { title: 'Shorter waiting at the counter', endsOn: addDays(today, 60) })
    if (n % 2 === 0) await manager.call('checkins.create', { personId }).catch(() => {})
  }
  return one.id
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
