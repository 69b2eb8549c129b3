import { beforeAll, expect, test } from 'vitest'
import { permissionWorld } from './access/permission-world.ts'
import type { World } from './access/permission-cases.ts'
import { mintToken } from './access/tokens.ts'
import { createApp } from './app.ts'
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
async function get(who: 'admin' | 'lead', url: string) {
  const c = await w.as(who)
  const { token } = await c.db
    .transaction()
    .execute((tx) => mintToken(tx, c, { personId: c.viewer.personId, name: 'test', days: 1, via: 'session' }))
  return app.inject({ url, headers: { authorization: `Bearer ${token}` } })
}

test('every shape that openapi.json refers to stands in it', async () => {
  const { body } = await app.inject({ url: '/api/openapi.json' })
  const document = JSON.parse(body) as { components: { schemas: Record<string, unknown> } }
  const named = new Set([...body.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map((found) => found[1]!))
  expect([...named].sort()).toContain('AudienceRuleInput')
  for (const name of named) expect(document.components.schemas).toHaveProperty(name)
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
