/**
 * What a manager of about twenty opens every morning, This week and Team, in a company of
 * 150,000, through the whole stack, against a bare Fastify route that runs the same statements
 * one after the other. The team lives: everybody owns a goal, half of the check-ins are prepared.
 */
import { sql } from 'kysely'
import { actor } from '../fixtures/actors.ts'
import { addDays } from '../server/platform/clock.ts'
import { againstBare } from './pages-bare.ts'
import type { Row } from './row.ts'
import { world, type World } from './world.ts'

const pages = { 'This week': '/api/week', Team: '/api/team' } as const

export async function measure(): Promise<Row[]> {
  const w = await world()
  const managerId = await livingTeam(w)
  return againstBare(
    w,
    managerId,
    Object.entries(pages).map(([name, path]) => ({ name: `${name} of a manager of twenty`, path })),
  )
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
