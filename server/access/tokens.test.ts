/** An administrator's token in wrong hands lets nobody else in. */
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { createApp } from '../app.ts'
import { contextFor, type Context } from '../platform/context.ts'
import { testBase } from '../platform/testing.ts'
import { mintLink } from './keys.ts'
import { permissionWorld } from './permission-world.ts'
import { giveRole, grantRole } from './roles.ts'
import { mintToken } from './tokens.ts'

let base: Awaited<ReturnType<typeof testBase>>
let app: Awaited<ReturnType<typeof createApp>>
let world: Awaited<ReturnType<typeof permissionWorld>>
let operator: Context

beforeAll(async () => {
  base = await testBase()
  app = await createApp(base, { ready: () => ({ database: true, jobs: true }), strict: true })
  world = await permissionWorld(base, 'ours')
  operator = contextFor(base, world.organizationId, 'operator')
})

async function send(method: 'GET' | 'POST' | 'DELETE', path: string, as: Record<string, string>, body?: object) {
  const answer = await app.inject({
    method,
    url: `/api${path}`,
    headers: { ...as, 'sec-fetch-site': 'same-origin', ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { payload: body } : {}),
  })
  return { status: answer.statusCode, json: answer.json(), cookie: String(answer.headers['set-cookie']).split(';')[0]! }
}
async function tokenOf(personId: string): Promise<Record<string, string>> {
  const made = await operator.db
    .transaction()
    .execute((tx) => mintToken(tx, operator, { personId, name: 'script', days: 1, via: 'operator' }))
  return { authorization: `Bearer ${made.token}` }
}
async function sessionOf(personId: string): Promise<Record<string, string>> {
  const link = await operator.db.transaction().execute((tx) => mintLink(tx, operator, personId, 'operator'))
  const secret = link.url.split('#')[1]!
  const { status, cookie } = await send('POST', '/sign-in/link', {}, { organization: 'ours', secret })
  expect(status).toBe(200)
  return { cookie }
}
/** Roles, people, codes and closed accounts, counted. */
async function doors(): Promise<unknown> {
  const { rows } = await sql`select
    (select count(*)::int from role_grant where organization_id = ${operator.organizationId} and ended_at is null) as roles,
    (select count(*)::int from person where organization_id = ${operator.organizationId}) as people,
    (select count(*)::int from sign_in_key where organization_id = ${operator.organizationId} and kind = 'code') as codes,
    (select count(*)::int from account where organization_id = ${operator.organizationId} and closed_at is not null) as closed`.execute(
    operator.db,
  )
  return rows[0]
}

test('ways in, codes and roles ask for a session of a person', async () => {
  const { admin, self, peer } = world.people
  const token = await tokenOf(admin)
  expect((await send('POST', `/people/${peer}/account/close`, token)).status, 'to close is no way in').toBe(200)
  const { rows } = await sql<{
    id: string
  }>`select id from role_grant where organization_id = ${operator.organizationId}
    and person_id = ${admin} and role = 'admin' and ended_at is null`.execute(operator.db)
  const attacks = [
    ['POST', '/outsiders', { name: 'Mallory', email: 'mallory@elsewhere.example' }],
    ['POST', '/roles', { personId: self, role: 'admin' }],
    ['DELETE', `/roles/${rows[0]!.id}`],
    ['POST', '/codes', { personIds: [self] }],
    ['POST', '/codes/sheets', { location: 'Plant' }],
    ['POST', `/people/${peer}/account/reopen`],
    ['POST', '/programs', { name: 'Own', leadId: self }],
  ] as const
  const before = await doors()
  for (const [method, path, body] of attacks) {
    const answer = await send(method, path, token, body)
    expect([path, answer.status, answer.json.code]).toEqual([path, 403, 'forbidden'])
  }
  expect(await doors()).toEqual(before)
  expect((await send('GET', '/roles', token)).status, 'what is there may be read').toBe(200)

  const session = await sessionOf(admin)
  expect((await send('POST', `/people/${peer}/account/reopen`, session)).status).toBe(200)
  expect((await send('POST', '/outsiders', session, { name: 'Cons', email: 'cons@elsewhere.example' })).status).toBe(
    200,
  )
  expect((await send('POST', '/roles', session, { personId: self, role: 'champion' })).status).toBe(200)
})

test('nor does a role come with something else that a token may do; the operator gives them as before', async () => {
  const { lead, manager, self } = world.people
  const person = await world.as(lead)
  const byToken: Context = { ...person, viewer: { ...person.viewer, via: 'token' } }
  const before = await doors()
  await expect(
    byToken.db.transaction().execute((tx) => giveRole(tx, byToken, { role: 'sponsor', personId: manager })),
  ).rejects.toMatchObject({ code: 'forbidden' })
  expect(await doors()).toEqual(before)
  await grantRole(operator, { personId: self, role: 'committee' })
  expect(await doors()).not.toEqual(before)
})
