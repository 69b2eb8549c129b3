import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import type * as z from 'zod'
import { contract } from '../contract/contract.ts'
import type { AnyOperation, Method } from '../contract/operation.ts'
import { permissions } from '../contract/permissions.ts'
import { permissionWorld } from './access/permission-world.ts'
import type { Part, World } from './access/permission-cases.ts'
import { mintToken } from './access/tokens.ts'
import { createApp } from './app.ts'
import { makeWave } from './goals/live-wave.ts'
import { testBase } from './platform/testing.ts'
import { createProgram } from './program/draft.ts'

let app: Awaited<ReturnType<typeof createApp>>
let w: World

beforeAll(async () => {
  const base = await testBase()
  app = await createApp(base, { ready: () => ({ database: true, jobs: true }), strict: true })
  w = await permissionWorld(base, 'ours')
  return () => app.close()
})

/** As a person with a token, so that no page has to be named as the origin. */
async function get(who: Part, url: string, method: Method = 'GET') {
  const c = await w.as(who)
  const { token } = await c.db
    .transaction()
    .execute((tx) => mintToken(tx, c, { personId: c.viewer.personId, name: 'test', days: 1, via: 'session' }))
  return app.inject({ method, url, headers: { authorization: `Bearer ${token}` } })
}

test('every shape that openapi.json refers to stands in it', async () => {
  const { body } = await app.inject({ url: '/api/openapi.json' })
  const document = JSON.parse(body) as { components: { schemas: Record<string, unknown> } }
  const named = new Set([...body.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map((found) => found[1]!))
  expect([...named].sort()).toContain('AudienceRuleInput')
  for (const name of named) expect(document.components.schemas).toHaveProperty(name)
})

test('an act keeps from where somebody came to it, and nothing else does', async () => {
  const c = await w.as('self')
  await makeWave(c.db, { organizationId: c.organizationId, day: '2026-01-01', at: '2026-01-01T09:00:00Z' })
  const { token } = await c.db
    .transaction()
    .execute((tx) => mintToken(tx, c, { personId: c.viewer.personId, name: 'test', days: 1, via: 'session' }))
  const send = (url: string, payload: object, begun: string) =>
    app.inject({ method: 'POST', url, payload, headers: { authorization: `Bearer ${token}`, 'x-belay-begun': begun } })
  for (const begun of ['letter', 'my desk'])
    expect((await send('/api/goals', { title: 'Answer within a day' }, begun)).statusCode).toBe(200)
  expect((await send('/api/desk/mine', { title: 'How?' }, 'letter')).statusCode).toBe(200)
  const { rows } = await sql<{ type: string; begun: string | null }>`select type, data ->> 'begun' as begun from event
    where organization_id = ${c.organizationId} and actor_id = ${c.viewer.personId} and type in ('goal.created', 'desk.asked') order by id`.execute(
    c.db,
  )
  expect(rows).toEqual([
    { type: 'goal.created', begun: 'letter' },
    { type: 'goal.created', begun: null },
    { type: 'desk.asked', begun: null },
  ])
})

test('a day or number beyond what the database keeps is the request’s fault, not ours', async () => {
  const lead = await w.as('lead')
  const { id } = await createProgram(lead, { name: 'Upward', leadId: lead.viewer.personId })
  for (const [who, url] of [
    ['admin', '/api/audit?from=0001-01-01'],
    ['admin', '/api/audit.csv?to=0000-01-01'],
    ['lead', `/api/programs/${id}/difference?from=9007199254740991`],
  ] as const) {
    const answer = await get(who, url)
    expect([url, answer.statusCode, answer.json().code]).toEqual([url, 422, 'invalid_request'])
  }
})

test('no operation leaves a parameter unread in silence: it names it, and those that it knows', async () => {
  const operations = Object.values(contract).flatMap((one) => Object.values(one)) as AnyOperation[]
  const refused: string[] = []
  for (const o of operations) {
    const url = `/api${o.path.replace(/:\w+/g, randomUUID())}?departmnet=Sales`
    const known = o.query ? Object.keys(o.query.shape).join(', ') : '–'
    for (const who of ['admin', 'lead', 'self', 'hr_in', 'manager', 'champion', 'sponsor'] as const) {
      const answer = await get(who, url, o.method)
      // Whoever may not call it hears nothing about it; tokens may not call everything.
      if (answer.statusCode === 403) continue
      expect([o.id, answer.statusCode, answer.json().code, answer.json().params]).toEqual([
        o.id,
        422,
        'unknown_parameter',
        { name: 'departmnet', known },
      ])
      refused.push(o.id)
      break
    }
  }
  const tokenless = operations.filter((o) => 'interactive' in permissions[o.permission]).map((o) => o.id)
  expect(operations.map((o) => o.id).filter((id) => !refused.includes(id) && !tokenless.includes(id))).toEqual([])
}, 120_000)

test('an id that is none is not found: no page has to tell of the form of a request', async () => {
  const operations = Object.values(contract).flatMap((one) => Object.values(one)) as AnyOperation[]
  const ids = (shape: Record<string, z.ZodType> = {}) =>
    Object.keys(shape).filter(
      (name) => shape[name]!.safeParse(randomUUID()).success && !shape[name]!.safeParse('x').success,
    )
  const tried: string[] = []
  for (const o of operations) {
    const named = ids(o.params?.shape)
    // One that needs more than an id is told what is missing.
    const enough = (name: string) => o.query!.safeParse({ [name]: randomUUID() }).success
    const asked = o.method === 'GET' && named.length === 0 ? ids(o.query?.shape).filter(enough).slice(0, 1) : []
    if (named.length + asked.length === 0) continue
    const path = o.path.replace(/:(\w+)/g, (_, name: string) => (named.includes(name) ? 'not-one' : randomUUID()))
    for (const who of ['admin', 'lead', 'self', 'hr_in', 'manager', 'champion', 'sponsor'] as const) {
      const answer = await get(who, `/api${path}${asked.length > 0 ? `?${asked[0]}=not-one` : ''}`, o.method)
      if (answer.statusCode === 403) continue
      expect([o.id, answer.statusCode, answer.json().code]).toEqual([o.id, 404, 'not_found'])
      tried.push(o.id)
      break
    }
  }
  expect(tried).toEqual(expect.arrayContaining(['goals.get', 'goals.update', 'week.line', 'calibration.get']))
  // What is wrong with what somebody wrote is still said.
  const answer = await get('self', '/api/goals?limit=many')
  expect([answer.statusCode, answer.json().code]).toEqual([422, 'invalid_request'])
}, 120_000)

test('the API describes itself once, the same to everybody', async () => {
  const [first, again] = [
    await app.inject({ url: '/api/openapi.json' }),
    await app.inject({ url: '/api/openapi.json' }),
  ]
  expect(first.headers['content-type']).toContain('application/json')
  expect(again.body).toBe(first.body)
  expect((await app.inject({ url: '/api/docs' })).body).toContain('goals.create')
})
