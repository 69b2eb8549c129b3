/**
 * Every operation of the contract × everyone there is, over HTTP, on the real server
 * and a real database. What each should get follows from contract/permissions.ts;
 * see docs/permission-tests.md.
 */
import { readdirSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contract } from '../../contract/contract.ts'
import type { AnyOperation } from '../../contract/operation.ts'
import { createApp } from '../app.ts'
import { contextFor } from '../platform/context.ts'
import { testBase } from '../platform/testing.ts'
import { type Case, type CasesFile, outsiders, type Part, parts, story, type World } from './permission-cases.ts'
import { permissionWorld } from './permission-world.ts'
import { ruleOf } from './rules.ts'
import { contextAs, endSessions, startSession } from './sessions.ts'
import { requestTo } from './testing-calls.ts'
import { mintToken } from './tokens.ts'

type Who = Part | (typeof outsiders)[number]
const everyone: readonly Who[] = [...parts, ...outsiders]

const operations = Object.values(contract).flatMap((m) => Object.values(m) as unknown as AnyOperation[])
const moduleOf = (o: AnyOperation) => o.id.split('.')[0]!
const byModule = Map.groupBy(operations, moduleOf)
const files = new Map<string, CasesFile>()
for (const folder of readdirSync(new URL('../', import.meta.url), { withFileTypes: true })) {
  if (
    !folder.isDirectory() ||
    !readdirSync(new URL(`../${folder.name}/`, import.meta.url)).includes('permission.cases.ts')
  )
    continue
  files.set(
    folder.name,
    (await import(new URL(`../${folder.name}/permission.cases.ts`, import.meta.url).href)) as CasesFile,
  )
}
const cases = new Map(
  [...files].flatMap(([folder, file]) => Object.entries(file.cases).map(([id, one]) => [id, { one, folder }] as const)),
)

type Ours = World & { leaver: string }
let base: Awaited<ReturnType<typeof testBase>>
let app: Awaited<ReturnType<typeof createApp>>
let url: string
let ours: Ours
let others: Ours

beforeAll(async () => {
  base = await testBase()
  app = await createApp(base, { ready: () => ({ database: true, jobs: true }), strict: true })
  await app.listen({ port: 0, host: '127.0.0.1' })
  url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
  ours = await permissionWorld(base, 'ours')
  others = await permissionWorld(base, 'others')
  for (const file of files.values()) for (const world of [ours, others]) await file.prepare?.(world)
})
afterAll(async () => app?.close())

/** A session of a person, or one that ended in the way that `who` tells. */
async function cookieOf(world: Ours, who: Who, personId: string): Promise<string> {
  const c = contextFor(base, world.organizationId, 'operator')
  return c.db.transaction().execute(async (tx) => {
    const as = await contextAs(base, tx, world.organizationId, personId)
    const session = await startSession(tx, as!, { method: 'link', shared: false })
    if (who === 'leaver')
      await sql`delete from roster where organization_id = ${world.organizationId} and person_id = ${personId}`.execute(
        tx,
      )
    if (who === 'closed') await endSessions(tx, c, { personId }, 'administrator')
    return `belay_session=${session!.cookie}`
  })
}

async function tokenOf(personId: string, ended: boolean): Promise<string> {
  const c = contextFor(base, ours.organizationId, 'operator')
  return c.db.transaction().execute(async (tx) => {
    const token = await mintToken(tx, c, { personId, name: 'test', days: 1, via: 'operator' })
    if (ended)
      await sql`update api_token set ended_at = ${base.clock.now()} where organization_id = ${ours.organizationId} and id = ${token.id}`.execute(
        tx,
      )
    return `Bearer ${token.token}`
  })
}

type Caller = { personId: string | null; headers: Record<string, string> }
/** Where an operation may end sessions or tokens, everybody comes in anew for each. */
const endsWaysIn = new Set(['access', 'imports'])
const kept = new Map<Who, Caller>()
async function callerOf(o: AnyOperation, who: Who): Promise<Caller> {
  if (endsWaysIn.has(moduleOf(o))) return callerFor(who)
  const caller = kept.get(who) ?? (await callerFor(who))
  kept.set(who, caller)
  return caller
}

async function callerFor(who: Who): Promise<Caller> {
  if (who === 'anonymous') return { personId: null, headers: {} }
  if (who.startsWith('token_')) {
    const personId = who === 'token_admin' ? ours.people.admin : ours.people.self
    return { personId, headers: { authorization: await tokenOf(personId, who === 'token_ended') } }
  }
  if (who === 'other_employee' || who === 'other_admin') {
    const personId = who === 'other_admin' ? others.people.admin : others.people.manager
    return { personId, headers: { cookie: await cookieOf(others, who, personId) } }
  }
  const personId = who === 'leaver' || who === 'closed' ? await ours.newPerson() : ours.people[who as Part]
  return { personId, headers: { cookie: await cookieOf(ours, who, personId) } }
}

async function send(o: AnyOperation, input: Record<string, unknown>, headers: Record<string, string>, file?: Buffer) {
  const { path, init } = requestTo(o, input, headers, file)
  const response = await fetch(`${url}${path}`, init)
  return { status: response.status, text: await response.text() }
}

/** By the order of commits, which has an index: it is asked before and after each request, and the log grows long here. */
async function newestEvent(): Promise<number> {
  const { rows } = await base.database.owner.query<{ id: number }>(
    'select id from event order by xid desc, id desc limit 1',
  )
  return rows[0]?.id ?? 0
}

type Expected = 'allowed' | 'refused' | 'unauthenticated' | 'nothing_of_ours'
function expected(o: AnyOperation, one: Case, who: Who): Expected {
  const rule = ruleOf(o.permission)
  if (rule.anyone) return 'allowed'
  if (who === 'anonymous' || who === 'leaver' || who === 'closed' || who === 'token_ended') return 'unauthenticated'
  if (who.startsWith('other_')) return 'nothing_of_ours'
  if (who.startsWith('token_') && rule.interactive) return 'refused'
  const part: Part = who === 'token_self' ? 'self' : who === 'token_admin' ? 'admin' : (who as Part)
  const { roles, relation } = story[part]
  const byRole = rule.signedIn || rule.roles.some((role) => roles.includes(role))
  const byRelation = rule.relations.includes(one.about === 'viewer' ? 'self' : relation)
  return (byRole || byRelation) && (!one.only || one.only.parts.includes(part)) ? 'allowed' : 'refused'
}

const anyId = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g

test('every case is of an operation that there is', () => {
  const known = new Set(operations.map((o) => o.id))
  expect(
    [...cases.keys()].filter((id) => !known.has(id)),
    'These cases name no operation; remove them.',
  ).toEqual([])
})

for (const [module, list] of byModule) {
  describe(`operations of ${module}`, () => {
    // What earlier cases left behind is known to the planner, as it is in an installation that lives.
    beforeAll(async () => void (await base.database.owner.query('analyze')))
    afterAll(() => kept.clear())
    for (const o of list) {
      test(`${o.id} (${o.permission})`, async () => {
        const found = cases.get(o.id)
        if (!found)
          throw new Error(
            `Nobody has said how to make a valid request to ${o.id}. Add '${o.id}' to permission.cases.ts of its module; docs/permission-tests.md says how.`,
          )
        const wrong: string[] = []
        const spare = new Map<string, Attempt>()
        for (const who of everyone) {
          const outcome = await tryAs(o, found.one, who, spare)
          if (outcome) wrong.push(`${who}: ${outcome}`)
        }
        expect(wrong, `${o.method} ${o.path}`).toEqual([])
      })
    }
  })
}

type Attempt = { input: Record<string, unknown>; file: Buffer | undefined }

/**
 * What went wrong, or null. `spare` holds, by subject, a request that so far everybody was
 * refused with: nothing of it is used up, so the next one may try the very same.
 */
async function tryAs(o: AnyOperation, one: Case, who: Who, spare: Map<string, Attempt>): Promise<string | null> {
  const caller = await callerOf(o, who)
  const subject =
    one.about === 'viewer' && caller.personId && !who.startsWith('other_') ? caller.personId : ours.people.self
  const possible = who === 'leaver' || who === 'closed' ? ours.people.self : subject
  let request = spare.get(possible)
  try {
    request ??= { input: (await one.input?.(ours, possible)) ?? {}, file: await one.file?.(ours, possible) }
  } catch (error) {
    return `its case could not be made: ${(error as Error).stack}`
  }
  const { input, file } = request
  const before = await newestEvent()
  const answer = await send(o, input, caller.headers, file)
  const after = await newestEvent()
  const said = `${answer.status} ${answer.text.slice(0, 300)}`
  const fine = answer.status >= 200 && answer.status < 300
  if ([401, 403, 404].includes(answer.status) && after === before) spare.set(possible, request)
  else spare.delete(possible)
  switch (expected(o, one, who)) {
    case 'allowed':
      if (!fine) return `should be let through, got ${said}`
      if (fine && o.method !== 'GET' && !o.leavesNoEvent && o.permission !== 'anyone' && after === before)
        return 'wrote and left no event'
      return null
    case 'refused':
      if (answer.status !== 403 && answer.status !== 404) return `should be refused, got ${said}`
      return after === before ? null : 'was refused and left an event'
    case 'unauthenticated':
      return answer.status === 401 ? null : `should be asked to sign in, got ${said}`
    case 'nothing_of_ours': {
      const named = [...JSON.stringify(input).matchAll(anyId)].length > 0
      if (named && fine) return `another company got through with an id of ours: ${said}`
      if (answer.status >= 500) return `failed with ${said}`
      const leaked = [...answer.text.matchAll(anyId)]
        .map((m) => m[0])
        .filter((id) => Object.values(ours.people).includes(id) || id === ours.organizationId)
      return leaked.length > 0 ? `the answer to another company holds our ids ${leaked.join(', ')}` : null
    }
  }
}
