import { randomUUID } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Part, parts, type World } from '../access/permission-cases.ts'
import { permissionWorld } from '../access/permission-world.ts'
import { createApp } from '../app.ts'
import { makeWave } from '../goals/live-wave.ts'
import { bring } from '../packages/bring.ts'
import { cmi5Of, zipOf } from '../packages/testing-package.ts'
import { type Context, contextFor } from '../platform/context.ts'
import { type TestBase, testBase } from '../platform/testing.ts'
import { assign } from './assign.ts'
import { course } from './learn.ts'
import { openPackage } from './open-package.ts'

let base: TestBase
let app: FastifyInstance
let w: World
let job: Context
let courseId: string
const host = 'content.localhost'
const expapi = 'http://adlnet.gov/expapi/verbs/'
const cmi5 = 'https://w3id.org/xapi/cmi5/context/'
const sessionExtension = `${cmi5}extensions/sessionid`

const xml = cmi5Of(
  'Safety',
  [
    {
      id: 'https://example.com/a',
      title: 'First',
      url: 'index.html?x=1#top',
      moveOn: 'CompletedAndPassed',
      mastery: '0.8',
      more: '<launchParameters>fast</launchParameters><entitlementKey>key</entitlementKey>',
    },
  ],
  [
    {
      id: 'https://example.com/b',
      title: 'Block',
      units: [
        { id: 'https://example.com/c', title: 'Second', url: 'two.html', moveOn: 'Completed' },
        { id: 'https://example.com/d', title: 'Third', url: 'two.html' },
      ],
    },
  ],
)

beforeAll(async () => {
  base = await testBase()
  app = await createApp(base, { strict: true, ready: () => ({ database: true, jobs: true }) })
})
beforeEach(async () => {
  base.clock.set('2026-03-02T09:00:00Z')
  w = await permissionWorld(base, `cmi5-${randomUUID().slice(0, 8)}`)
  job = contextFor(base, w.organizationId)
  const file = await zipOf('', { 'cmi5.xml': xml, 'index.html': '<h1>One</h1>', 'two.html': '<h1>Two</h1>' })
  courseId = (await bring(await w.as('lead'), { file, minutes: 10, language: 'en' } as never)).courseId
  const made = await makeWave(base.database.for(w.organizationId), {
    organizationId: w.organizationId,
    day: '2026-03-02',
    at: base.clock.now(),
    people: parts.filter((p) => p !== 'admin' && p !== 'stranger').map((p) => w.people[p]),
    training: { courses: [{ id: courseId, required: ['employees', 'managers', 'leaders'], offered: [], dueDays: 14 }] },
  })
  await sql`update wave set prepared_at = ${base.clock.now()} where organization_id = ${w.organizationId} and id = ${made.waveId}`.execute(
    job.db,
  )
  await assign(job)
})

type Launched = Awaited<ReturnType<typeof launched>>
/** Opens a unit and reads its launch as a unit does: from its address. */
async function launched(who: Part, partId?: string) {
  const opened = await openPackage(await w.as(who), { courseId, ...(partId ? { partId } : {}) })
  const said = new URLSearchParams(opened.part.search.replace(/#.*$/, ''))
  const path = (name: string) => new URL(said.get(name)!).pathname
  return {
    opened,
    said,
    endpoint: path('endpoint'),
    fetch: path('fetch'),
    actor: JSON.parse(said.get('actor')!) as { account: { name: string } },
    registration: said.get('registration')!,
    activityId: said.get('activityId')!,
  }
}
type Headers = Record<string, string>
async function send(method: 'GET' | 'PUT' | 'POST' | 'DELETE', url: string, payload?: unknown, headers: Headers = {}) {
  const body =
    payload === undefined || typeof payload === 'string' || Buffer.isBuffer(payload) ? payload : JSON.stringify(payload)
  return app.inject({
    method,
    url,
    headers: { host, ...(payload === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { payload: body as string }),
  })
}
async function begun(who: Part, partId?: string) {
  const launch = await launched(who, partId)
  const token = (await send('POST', launch.fetch)).json<{ 'auth-token': string }>()['auth-token']
  const auth = { authorization: `Basic ${token}`, 'x-experience-api-version': '1.0.3' }
  const state = (stateId: string, at: Partial<Launched> = {}) =>
    `${launch.endpoint}activities/state?${new URLSearchParams({ stateId, activityId: at.activityId ?? launch.activityId, agent: JSON.stringify(at.actor ?? launch.actor), registration: at.registration ?? launch.registration })}`
  const data = (await send('GET', state('LMS.LaunchData'), undefined, auth)).json<{
    contextTemplate: { contextActivities: { grouping: { id: string }[] }; extensions: Record<string, string> }
    launchMode: string
  }>()
  const statement = (verb: string, result?: object, more: object = {}) => ({
    id: randomUUID(),
    actor: launch.actor,
    verb: { id: `${expapi}${verb}`, display: { en: verb } },
    object: { objectType: 'Activity', id: launch.activityId },
    ...(result ? { result } : {}),
    context: {
      ...data.contextTemplate,
      registration: launch.registration,
      contextActivities: {
        ...data.contextTemplate.contextActivities,
        category: [
          { id: `${cmi5}categories/cmi5` },
          ...(['completed', 'passed', 'failed'].includes(verb) ? [{ id: `${cmi5}categories/moveon` }] : []),
        ],
      },
    },
    timestamp: base.clock.now(),
    ...more,
  })
  const say = async (payload: unknown, headers: Headers = auth) =>
    send('POST', `${launch.endpoint}statements`, payload, headers)
  return {
    ...launch,
    token,
    auth,
    state,
    data,
    statement,
    say,
    get: async (query: string) => send('GET', `${launch.endpoint}statements${query}`, undefined, auth),
  }
}
const duration = 'PT1M'
const passed = { success: true, duration, score: { scaled: 0.9 } }
const completed = { completion: true, duration }
const verbsOf = (answer: { json: () => { statements: { verb: { id: string }; object: { id: string } }[] } }) =>
  answer.json().statements.map((one) => one.verb.id.split('/').at(-1))
const partsOf = async (who: Part) => (await course(await w.as(who), { courseId })).package!.parts

describe('a course of cmi5', () => {
  it('is launched with what the standard names, and nothing that says who somebody is', async () => {
    const unit = await begun('peer')
    expect(unit.opened).toMatchObject({ kind: 'cmi5', part: { id: 'au-1', file: 'index.html' }, cmi: {} })
    expect(unit.opened.part.search).toMatch(/^\?x=1&endpoint=.*#top$/)
    expect(unit.actor).toEqual({
      objectType: 'Agent',
      account: { homePage: `http://${host}`, name: expect.stringMatching(/^[0-9a-f]{24}$/) },
    })
    expect(unit.data).toMatchObject({
      launchMode: 'Normal',
      moveOn: 'CompletedAndPassed',
      masteryScore: 0.8,
      launchParameters: 'fast',
      entitlementKey: { courseStructure: 'key' },
      returnURL: expect.stringMatching(/\/left$/),
    })
    expect(unit.data.contextTemplate.contextActivities.grouping).toMatchObject([{ id: 'https://example.com/a' }])
    const person = (
      await sql<{
        full_name: string
      }>`select full_name from person where organization_id = ${w.organizationId} and id = ${w.people.peer}`.execute(
        job.db,
      )
    ).rows[0]!
    const told = JSON.stringify([unit.opened, unit.data])
    expect(told).not.toContain(w.people.peer)
    expect(told).not.toContain(person.full_name)
    // The same person is the same each time, another one is not.
    expect((await launched('peer')).actor).toEqual(unit.actor)
    expect((await launched('self')).actor).not.toEqual(unit.actor)
    const preferences = await send(
      'GET',
      `${unit.endpoint}agents/profile?${new URLSearchParams({ profileId: 'cmi5LearnerPreferences', agent: JSON.stringify(unit.actor) })}`,
      undefined,
      unit.auth,
    )
    // The launch after it took its token away.
    expect(preferences.statusCode).toBe(401)
  })

  it('is satisfied by the rules of its units, then of its blocks, then as a whole, and finishes the course', async () => {
    const first = await begun('peer')
    expect(verbsOf(await first.get('?ascending=true'))).toEqual(['launched'])
    expect((await first.say(first.statement('initialized'))).statusCode).toBe(200)
    const ids = (await first.say([first.statement('passed', passed), first.statement('completed', completed)])).json()
    expect(ids).toHaveLength(2)
    expect(await partsOf('peer')).toMatchObject([
      { id: 'au-1', done: true, passed: true, score: 0.9, within: [] },
      { id: 'au-2', done: false, within: ['Block'] },
      { id: 'au-3', done: false, within: ['Block'] },
    ])
    expect((await first.say(first.statement('terminated', { duration }))).statusCode).toBe(200)
    const second = await begun('peer')
    expect(second.opened.part.id).toBe('au-2')
    await second.say(second.statement('initialized'))
    await second.say(second.statement('completed', completed))
    const all = await second.get('?ascending=true')
    // Nothing is asked of the third unit: by cmi5 the block and the course are satisfied; here it is done when it was opened.
    expect(verbsOf(all).filter((verb) => verb === 'satisfied')).toHaveLength(2)
    expect(
      all
        .json<{ statements: { object: { definition?: { type: string } } }[] }>()
        .statements.flatMap((one) => one.object.definition?.type ?? []),
    ).toEqual(['https://w3id.org/xapi/cmi5/activitytype/block', 'https://w3id.org/xapi/cmi5/activitytype/course'])
    const state = async () => (await course(await w.as('peer'), { courseId })).completed
    expect(await state()).toBeNull()
    const third = await begun('peer')
    expect(third.opened.part.id).toBe('au-3')
    expect((await third.say(third.statement('initialized'))).statusCode).toBe(200)
    expect(await state()).toEqual({ on: '2026-03-02', version: 1 })
    // Said once: what is satisfied is not said again.
    expect(verbsOf(await third.get('?limit=100')).filter((verb) => verb === 'satisfied')).toHaveLength(2)
    const { rows } = await sql<{
      type: string
      data: unknown
    }>`select type, data from event where organization_id = ${w.organizationId} and type = 'training.completed'`.execute(
      job.db,
    )
    expect(rows).toHaveLength(1)
    // Whoever has done a unit looks at it again, without judgement.
    const again = await begun('peer', 'au-1')
    expect(again.data.launchMode).toBe('Review')
    await again.say(again.statement('initialized'))
    expect((await again.say(again.statement('failed', { success: false, duration }))).statusCode).toBe(403)
    expect((await partsOf('peer'))[0]).toMatchObject({ done: true, passed: true, score: 0.9 })
  })

  it('goes on where somebody was, after the launch that was left is abandoned', async () => {
    const first = await begun('peer')
    await first.say(first.statement('initialized'))
    expect((await send('PUT', first.state('place'), { page: 3 }, first.auth)).statusCode).toBe(204)
    const second = await begun('peer')
    expect(second.registration).toBe(first.registration)
    expect((await send('GET', second.state('place'), undefined, second.auth)).json()).toEqual({ page: 3 })
    const abandoned = (
      await second.get(`?verb=${encodeURIComponent('https://w3id.org/xapi/adl/verbs/abandoned')}`)
    ).json<{ statements: { context: { extensions: Record<string, string> }; result: { duration: string } }[] }>()
    expect(abandoned.statements).toHaveLength(1)
    expect(abandoned.statements[0]!.context.extensions[sessionExtension]).toBe(
      first.data.contextTemplate.extensions[sessionExtension],
    )
    expect(abandoned.statements[0]!.result.duration).toMatch(/^PT\d+\.\d\dS$/)
    expect((await first.say(first.statement('completed', completed))).statusCode).toBe(401)
  })

  it('is waived for whoever finished it elsewhere', async () => {
    await sql`insert into training_work (organization_id, person_id, course_id, started_on, completed_on, completed_version)
      values (${w.organizationId}, ${w.people.peer}, ${courseId}, '2026-03-01', '2026-03-01', 1)`.execute(job.db)
    const unit = await begun('peer')
    expect(unit.data.launchMode).toBe('Review')
    const said = await unit.get('?ascending=true')
    // The unit of which nothing is asked needs no waiving.
    expect(verbsOf(said)).toEqual(['waived', 'waived', 'launched', 'satisfied', 'satisfied'])
    expect(said.body).toContain('Equivalent Outside Activity')
  })

  it('is only browsed by the lead, and kept for nobody', async () => {
    const unit = await begun('lead')
    const asked = (await course(await w.as('lead'), { courseId })).preview
    expect(unit.data.launchMode).toBe(asked ? 'Browse' : 'Normal')
  })
})

describe('the statement endpoint', () => {
  it('hands its token out once, and hears nobody without it', async () => {
    const launch = await launched('peer')
    expect((await send('GET', launch.fetch)).statusCode).toBe(404)
    const first = (await send('POST', launch.fetch)).json<Record<string, string>>()
    expect(Object.keys(first)).toEqual(['auth-token'])
    const second = await send('POST', launch.fetch)
    expect([second.statusCode, second.json()]).toMatchObject([200, { 'error-code': '1' }])
    const statements = `${launch.endpoint}statements`
    const auth = (token: string) => ({ authorization: `Basic ${token}`, 'x-experience-api-version': '1.0.3' })
    expect((await send('GET', statements, undefined, auth(first['auth-token']!))).statusCode).toBe(200)
    const other = await begun('self')
    for (const token of [
      other.token,
      '',
      'x',
      Buffer.from(`${randomUUID()}:x`).toString('base64'),
      Buffer.from('a'.repeat(3000)).toString('base64'),
    ])
      expect((await send('GET', statements, undefined, auth(token))).statusCode, token.slice(0, 20)).toBe(401)
    expect((await send('GET', statements, undefined, { 'x-experience-api-version': '1.0.3' })).statusCode).toBe(401)
    expect(
      (
        await send('GET', statements, undefined, {
          ...auth(first['auth-token']!),
          authorization: `Bearer ${first['auth-token']}`,
        })
      ).statusCode,
    ).toBe(401)
    // Nothing of the token is kept that could be used.
    const { rows } = await sql<{
      text: string
    }>`select string_agg(s::text, ' ') as text from content_session s where organization_id = ${w.organizationId}`.execute(
      job.db,
    )
    const secret = Buffer.from(first['auth-token']!, 'base64').toString().split(':')[1]!
    expect(rows[0]!.text).not.toContain(secret)
    // Over after four hours, whatever is held.
    base.clock.forward({ hours: 4 })
    expect((await send('GET', statements, undefined, auth(first['auth-token']!))).statusCode).toBe(401)
    expect((await send('POST', launch.fetch)).json()).toMatchObject({ 'error-code': '2' })
  })

  it('has no cookies, no other origin, no other host and no other version', async () => {
    const unit = await begun('peer')
    const statements = `${unit.endpoint}statements`
    const at = async (headers: Headers) => send('GET', statements, undefined, { ...unit.auth, ...headers })
    const good = await at({ origin: `http://${host}`, 'sec-fetch-site': 'same-origin' })
    expect(good.statusCode).toBe(200)
    expect(good.headers['access-control-allow-origin']).toBeUndefined()
    expect(good.headers['set-cookie']).toBeUndefined()
    expect(good.headers['www-authenticate']).toBeUndefined()
    expect(good.headers['x-experience-api-version']).toBe('1.0.3')
    for (const origin of ['null', 'https://evil.example', base.config.publicUrl]) {
      expect((await at({ origin })).statusCode, origin).toBe(403)
      expect((await send('POST', unit.fetch, undefined, { origin })).statusCode, origin).toBe(403)
    }
    for (const site of ['cross-site', 'same-site', 'none'])
      expect((await at({ 'sec-fetch-site': site })).statusCode, site).toBe(403)
    for (const version of ['', '2.0.0', '0.95', 'x'])
      expect((await at({ 'x-experience-api-version': version })).statusCode, version).toBe(400)
    expect((await at({ host: 'localhost:3000' })).statusCode).toBe(404)
    const preflight = await app.inject({
      method: 'OPTIONS',
      url: statements,
      headers: { host, origin: 'https://evil.example', 'access-control-request-method': 'GET' },
    })
    expect(preflight.headers['access-control-allow-origin']).toBeUndefined()
    const about = await send('GET', `${unit.endpoint}about`)
    expect(about.json()).toMatchObject({ version: ['1.0.3'] })
  })

  it('keeps a statement once, and refuses another under its id', async () => {
    const unit = await begun('peer')
    const first = unit.statement('initialized')
    expect((await unit.say(first)).json()).toEqual([first.id])
    expect((await unit.say(first)).statusCode).toBe(200)
    const url = `${unit.endpoint}statements?statementId=${first.id}`
    // In another order it is the same statement.
    expect((await send('PUT', url, Object.fromEntries(Object.entries(first).reverse()), unit.auth)).statusCode).toBe(
      204,
    )
    expect((await send('PUT', url, { ...first, timestamp: '2026-03-02T09:00:01.000Z' }, unit.auth)).statusCode).toBe(
      409,
    )
    expect(
      (await send('PUT', `${unit.endpoint}statements?statementId=${randomUUID()}`, first, unit.auth)).statusCode,
    ).toBe(400)
    const kept = (await unit.get(`?statementId=${first.id}`)).json<Record<string, unknown>>()
    expect(kept).toMatchObject({
      id: first.id,
      verb: { id: first.verb.id },
      stored: expect.any(String),
      authority: { objectType: 'Agent' },
    })
    expect((await unit.get(`?statementId=${randomUUID()}`)).statusCode).toBe(404)
    // All of a request or none of it.
    const batch = [unit.statement('completed', completed), unit.statement('completed', completed)]
    expect((await unit.say(batch)).statusCode).toBe(403)
    expect(verbsOf(await unit.get('?ascending=true'))).toEqual(['launched', 'initialized'])
  })

  it('tells one person nothing of another, whatever they ask for', async () => {
    const theirs = await begun('self')
    await theirs.say(theirs.statement('initialized'))
    await send('PUT', theirs.state('secret'), { word: 'theirs' }, theirs.auth)
    const profile = (unit: Launched, name: string) =>
      `${unit.endpoint}activities/profile?${new URLSearchParams({ profileId: name, activityId: unit.activityId })}`
    expect(
      (await send('PUT', profile(theirs, 'shared'), { word: 'theirs' }, { ...theirs.auth, 'if-none-match': '*' }))
        .statusCode,
    ).toBe(204)
    const mine = await begun('peer')
    const agent = JSON.stringify(theirs.actor)
    for (const query of [`?agent=${encodeURIComponent(agent)}`, `?registration=${theirs.registration}`])
      expect((await mine.get(query)).statusCode, query).toBe(403)
    const { id } = (await theirs.get('')).json<{ statements: { id: string }[] }>().statements[0]!
    expect((await mine.get(`?statementId=${id}`)).statusCode).toBe(404)
    for (const at of [{ actor: theirs.actor }, { registration: theirs.registration }, { activityId: 'urn:other' }])
      for (const method of ['GET', 'PUT', 'DELETE'] as const)
        expect(
          (await send(method, mine.state('secret', at), method === 'PUT' ? {} : undefined, mine.auth)).statusCode,
          method,
        ).toBe(403)
    expect((await send('GET', mine.state('secret'), undefined, mine.auth)).statusCode).toBe(404)
    // One profile for everybody would be a way to tell; each has their own.
    expect((await send('GET', profile(mine, 'shared'), undefined, mine.auth)).statusCode).toBe(404)
    // With both tokens, still each at their own address.
    expect((await send('GET', theirs.state('secret'), undefined, mine.auth)).statusCode).toBe(401)
    const forged = mine.statement('initialized', undefined, { actor: theirs.actor })
    expect((await mine.say(forged)).statusCode).toBe(403)
    const other = mine.statement('initialized')
    other.context.registration = theirs.registration
    expect((await mine.say(other)).statusCode).toBe(403)
    // The same id as somebody else's is no conflict: nobody learns what others sent.
    expect((await mine.say({ ...mine.statement('initialized'), id })).statusCode).toBe(200)
  })

  it('refuses rubbish, too much, and a launch that is over, and nothing of it is kept', async () => {
    const unit = await begun('peer')
    const statements = `${unit.endpoint}statements`
    const codeOf = async (payload: unknown, headers: Headers = {}) =>
      (await send('POST', statements, payload, { ...unit.auth, ...headers })).statusCode
    for (const rubbish of [
      '',
      '{',
      '[[[',
      'null',
      '1',
      '"x"',
      '{}',
      '[null]',
      '{"__proto__":{"x":1}}',
      '['.repeat(100_000),
      Buffer.from([0xff, 0xfe, 0x00]),
    ])
      expect(await codeOf(rubbish), String(rubbish).slice(0, 20)).toBe(400)
    expect(await codeOf({ x: 'y' }, { 'content-type': 'multipart/mixed; boundary=x' })).toBe(400)
    expect(await codeOf({ x: 'y' }, { 'content-type': 'application/x-www-form-urlencoded' })).toBe(400)
    expect(await codeOf(JSON.stringify({ x: 'y'.repeat(10 * 1024 * 1024) }))).toBe(413)
    expect(await codeOf(Array.from({ length: 201 }, () => ({})))).toBe(413)
    expect((await send('PUT', unit.state('big'), Buffer.alloc(200 * 1024), unit.auth)).statusCode).toBe(413)
    const nul = unit.statement('initialized')
    nul.object.id = 'urn:x\u0000'
    expect(await codeOf(nul)).toBe(400)
    expect(await codeOf(unit.statement('completed', completed))).toBe(403)
    expect(verbsOf(await unit.get(''))).toEqual(['launched'])
    await unit.say([unit.statement('initialized'), unit.statement('terminated', { duration })])
    base.clock.forward({ minutes: 1 })
    expect(await codeOf(unit.statement('completed', completed))).toBe(403)
    expect((await send('PUT', unit.state('late'), {}, unit.auth)).statusCode).toBe(403)
    expect((await partsOf('peer'))[0]).toMatchObject({ done: false, score: null })
  })

  it('answers a flood with "wait", and goes on when it has passed', async () => {
    const unit = await begun('peer')
    await unit.say(unit.statement('initialized'))
    const codes = new Map<number, number>()
    for (let i = 0; i < 400; i++) {
      const { statusCode } = await send('PUT', unit.state('flood'), { i }, unit.auth)
      codes.set(statusCode, (codes.get(statusCode) ?? 0) + 1)
    }
    expect([...codes.keys()]).toEqual([204, 429])
    expect(codes.get(204)).toBeLessThan(300)
    // Somebody else does not wait for it.
    expect((await (await begun('self')).get('')).statusCode).toBe(200)
    base.clock.forward({ minutes: 1 })
    expect((await unit.get('')).statusCode).toBe(200)
  })

  it('keeps documents with their tags, and loses no change of somebody else', async () => {
    const unit = await begun('peer')
    const url = unit.state('place')
    const put = async (value: unknown, headers: Headers = {}) => send('PUT', url, value, { ...unit.auth, ...headers })
    expect((await put({ page: 1 }, { 'if-none-match': '*' })).statusCode).toBe(204)
    expect((await put({ page: 2 }, { 'if-none-match': '*' })).statusCode).toBe(412)
    const first = await send('GET', url, undefined, unit.auth)
    const etag = String(first.headers['etag'])
    expect(etag).toMatch(/^"[0-9a-f]{40}"$/)
    expect((await send('GET', url, undefined, { ...unit.auth, 'if-none-match': etag })).statusCode).toBe(304)
    expect((await put({ page: 2 }, { 'if-match': etag })).statusCode).toBe(204)
    expect((await put({ page: 3 }, { 'if-match': etag })).statusCode).toBe(412)
    expect((await send('POST', url, { more: true }, unit.auth)).statusCode).toBe(204)
    expect((await send('GET', url, undefined, unit.auth)).json()).toEqual({ page: 2, more: true })
    expect((await send('POST', url, [1], unit.auth)).statusCode).toBe(400)
    expect(
      (
        await send('PUT', unit.state('raw'), Buffer.from([1, 2, 3]), {
          ...unit.auth,
          'content-type': 'application/octet-stream',
        })
      ).statusCode,
    ).toBe(204)
    expect((await send('POST', unit.state('raw'), {}, unit.auth)).statusCode).toBe(400)
    const list = unit.state('x').replace('stateId=x&', '')
    expect((await send('GET', list, undefined, unit.auth)).json()).toEqual(['LMS.LaunchData', 'place', 'raw'])
    for (const method of ['PUT', 'POST', 'DELETE'] as const)
      expect(
        (await send(method, unit.state('LMS.LaunchData'), method === 'DELETE' ? undefined : {}, unit.auth)).statusCode,
      ).toBe(403)
    expect((await send('DELETE', list, undefined, unit.auth)).statusCode).toBe(204)
    expect((await send('GET', list, undefined, unit.auth)).json()).toEqual(['LMS.LaunchData'])
    // Whoever overwrites a profile says which one they know.
    const profile = `${unit.endpoint}agents/profile?${new URLSearchParams({ profileId: 'cmi5LearnerPreferences', agent: JSON.stringify(unit.actor) })}`
    const known = await send('GET', profile, undefined, unit.auth)
    expect(known.json()).toEqual({ languagePreference: 'en', audioPreference: 'on' })
    expect((await send('PUT', profile, { audioPreference: 'off' }, unit.auth)).statusCode).toBe(409)
    expect(
      (
        await send(
          'PUT',
          profile,
          { audioPreference: 'off' },
          { ...unit.auth, 'if-match': String(known.headers['etag']) },
        )
      ).statusCode,
    ).toBe(204)
    let full = 0
    for (let i = 0; i < 60; i++)
      full += Number((await send('PUT', unit.state(`n${i}`), {}, unit.auth)).statusCode === 413)
    expect(full).toBeGreaterThan(0)
  })

  it('is gone with whoever left, with the course, and with a round that begins anew', async () => {
    const unit = await begun('peer')
    expect((await unit.get('')).statusCode).toBe(200)
    await sql`insert into account (organization_id, person_id, created_at, closed_at) values (${w.organizationId}, ${w.people.peer}, ${base.clock.now()}, ${base.clock.now()})
      on conflict (organization_id, person_id) do update set closed_at = excluded.closed_at`.execute(job.db)
    expect((await unit.get('')).statusCode).toBe(401)
    const other = await begun('self')
    await sql`update content_package set taken_away_at = ${base.clock.now()}, taken_away_by = ${w.people.lead} where organization_id = ${w.organizationId}`.execute(
      job.db,
    )
    expect((await other.get('')).statusCode).toBe(401)
  })
})
