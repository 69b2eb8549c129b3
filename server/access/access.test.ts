/** The ways in and out, attacked: on the real server with a real database. */
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { createApp } from '../app.ts'
import { addDays, instantAt } from '../platform/clock.ts'
import { contextFor, type Context } from '../platform/context.ts'
import { testBase } from '../platform/testing.ts'
import { codeSheets, printCodes } from './codes.ts'
import { mintLink } from './keys.ts'
import { limits, networkOf } from './limits.ts'
import { followRoster } from './people-access.ts'
import { permissionWorld } from './permission-world.ts'
import { checkPassword, guesswork, hashPassword } from './passwords.ts'
import { grantRole } from './roles.ts'
import { mintToken } from './tokens.ts'

type World = Awaited<ReturnType<typeof permissionWorld>>

let base: Awaited<ReturnType<typeof testBase>>
let app: Awaited<ReturnType<typeof createApp>>
let ours: World
let others: World
let operator: Context
const password = 'quiet marmalade orbit'

beforeAll(async () => {
  base = await testBase()
  app = await createApp(base, { ready: () => ({ database: true, jobs: true }), strict: true })
  ours = await permissionWorld(base, 'ours')
  others = await permissionWorld(base, 'others')
  operator = contextFor(base, ours.organizationId, 'operator')
})

type Sent = {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE'
  cookie?: string
  ip?: string
  headers?: Record<string, string>
  body?: object
}

async function send(path: string, { method = 'GET', cookie, ip = '203.0.113.7', headers, body }: Sent = {}) {
  const answer = await app.inject({
    method,
    url: `/api${path}`,
    remoteAddress: ip,
    headers: {
      ...(cookie ? { cookie } : {}),
      ...(headers ?? (method === 'GET' ? {} : { 'sec-fetch-site': 'same-origin' })),
      ...(body ? { 'content-type': 'application/json' } : {}),
    },
    ...(body ? { payload: body } : {}),
  })
  const set = answer.headers['set-cookie']
  return {
    status: answer.statusCode,
    json: answer.json(),
    headers: answer.headers,
    cookie: (Array.isArray(set) ? set[0] : set)?.split(';')[0],
    setCookie: String(set ?? ''),
  }
}

const signIn = (name: string, secret: string, more: Sent = {}) =>
  send('/sign-in', { method: 'POST', body: { organization: 'ours', name, password: secret }, ...more })

/** Somebody new with a password; answers id, address and number. */
async function somebody(): Promise<{ id: string; email: string; number: string }> {
  const id = await ours.newPerson()
  await sql`insert into account (organization_id, person_id, created_at, password_hash, password_set_at)
    values (${ours.organizationId}, ${id}, ${base.clock.now()}, ${await hashPassword(password)}, ${base.clock.now()})`.execute(
    operator.db,
  )
  const { rows } = await sql<{
    email: string
    employee_number: string
  }>`select email, employee_number from person where organization_id = ${ours.organizationId} and id = ${id}`.execute(
    operator.db,
  )
  return { id, email: rows[0]!.email, number: rows[0]!.employee_number }
}

const leave = (id: string) =>
  sql`delete from roster where organization_id = ${ours.organizationId} and person_id = ${id}`.execute(operator.db)

const linkFor = async (id: string) => {
  const link = await operator.db.transaction().execute((tx) => mintLink(tx, operator, id))
  return link.url.split('#')[1]!
}

const openLink = (secret: string, more: Sent = {}) =>
  send('/sign-in/link', { method: 'POST', body: { organization: 'ours', secret }, ...more })

const eventsOf = async (id: string) =>
  (
    await sql<{
      type: string
      actor_id: string | null
      data: Record<string, unknown>
    }>`select type, actor_id, data from event where organization_id = ${ours.organizationId} and subject_id = ${id} order by id`.execute(
      operator.db,
    )
  ).rows

describe('password', () => {
  test('signs in by address or number, in any case, and says who started a session', async () => {
    const who = await somebody()
    const first = await signIn(who.email.toUpperCase(), password)
    expect(first.status).toBe(200)
    expect((await signIn(who.number, password)).status).toBe(200)
    expect((await send('/me', { cookie: first.cookie! })).json.person.id).toBe(who.id)
    expect(await eventsOf(who.id)).toMatchObject([
      { type: 'session.started', actor_id: who.id, data: { method: 'password' } },
      { type: 'session.started' },
    ])
  })

  test('the cookie is out of reach of scripts and other sites, and ends by the machine’s clock', async () => {
    const who = await somebody()
    const { setCookie } = await signIn(who.email, password)
    expect(setCookie).toMatch(/HttpOnly/)
    expect(setCookie).toMatch(/SameSite=Lax/)
    expect(setCookie).toMatch(/Path=\//)
    const ends = Date.parse(/Expires=([^;]+)/.exec(setCookie)![1]!)
    expect(Math.abs(ends - performance.timeOrigin - 90 * 86_400_000)).toBeLessThan(86_400_000) // though the test's clock shows March
    const shared = await signIn(who.email, password, {
      body: { organization: 'ours', name: who.email, password, shared: true },
    })
    expect(shared.setCookie).not.toMatch(/Expires|Max-Age/)
  })

  test('wrong, unknown, without a password, closed and left get one and the same answer', async () => {
    const [wrong, closed, gone] = [await somebody(), await somebody(), await somebody()]
    await sql`update account set closed_at = ${base.clock.now()} where organization_id = ${ours.organizationId} and person_id = ${closed.id}`.execute(
      operator.db,
    )
    await leave(gone.id)
    const answers = await Promise.all([
      signIn(wrong.email, 'not this one', { ip: '198.51.100.1' }),
      signIn('nobody@ours.example', password, { ip: '198.51.100.2' }),
      signIn('admin@ours.example', password, { ip: '198.51.100.3' }),
      signIn(closed.email, password, { ip: '198.51.100.4' }),
      signIn(gone.email, password, { ip: '198.51.100.5' }),
      signIn('admin@others.example', password, { ip: '198.51.100.6' }),
    ])
    for (const answer of answers) {
      expect(answer.status).toBe(401)
      expect(answer.json).toEqual(answers[0]!.json)
      expect(answer.setCookie).toBe('')
    }
  })

  test('a change asks for the old one, ends every other session, every API token and every open link', async () => {
    const who = await somebody()
    const [here, elsewhere] = [await signIn(who.email, password), await signIn(who.email, password)]
    const link = await linkFor(who.id)
    const made = await send('/account/tokens', {
      method: 'POST',
      cookie: elsewhere.cookie!,
      body: { name: 'Report', days: 30 },
    })
    const byToken = () => send('/me', { headers: { authorization: `Bearer ${made.json.token}` } })
    expect((await byToken()).status).toBe(200)
    const change = (body: object) => send('/account/password', { method: 'PUT', cookie: here.cookie!, body })
    expect((await change({ password: 'violet kettle harbour' })).json.code).toBe('password_asked')
    expect((await change({ current: 'guess guess guess', password: 'violet kettle harbour' })).json.code).toBe(
      'password_wrong',
    )
    expect((await byToken()).status).toBe(200)
    expect(await change({ current: password, password: 'violet kettle harbour' })).toMatchObject({
      status: 200,
      json: { done: true, tokens: 1 },
    })
    expect((await byToken()).status).toBe(401)
    expect((await send('/me', { cookie: here.cookie! })).status).toBe(200)
    expect((await send('/me', { cookie: elsewhere.cookie! })).status).toBe(401)
    expect((await openLink(link)).status).toBe(410)
    expect((await signIn(who.email, password)).status).toBe(401)
    expect((await signIn(who.email, 'violet kettle harbour')).status).toBe(200)
  })

  test('a stolen session cannot guess the old password for ever', async () => {
    const who = await somebody()
    const { cookie } = await signIn(who.email, password)
    const tries = []
    for (let i = 0; i < 8; i++)
      tries.push(
        await send('/account/password', {
          method: 'PUT',
          cookie: cookie!,
          body: { current: `guess ${i}`, password: 'violet kettle harbour' },
        }),
      )
    expect(tries.map((t) => t.status)).toEqual([422, 422, 422, 422, 422, 429, 429, 429])
  })

  test('after a link, a forgotten one is replaced without the old one, for a quarter of an hour', async () => {
    const who = await somebody()
    const { cookie } = await openLink(await linkFor(who.id))
    expect((await send('/account', { cookie: cookie! })).json.currentAsked).toBe(false)
    base.clock.forward({ minutes: 16 })
    expect(
      (await send('/account/password', { method: 'PUT', cookie: cookie!, body: { password: 'violet kettle harbour' } }))
        .json.code,
    ).toBe('password_asked')
  })

  test('the usual ones are refused however they are dressed up', () => {
    const known = ['Jana Kowalski', 'jana.kowalski', 'Nordwind Logistik', '10042']
    for (const bad of [
      'password',
      'Password123!',
      'P@ssw0rd2026',
      'Passwort!2345',
      'Sommer2026!!',
      'qwertzuiop',
      'Qwerty12345',
      'aaaaaaaaaaaa',
      'abcabcabcabc',
      '1234567890',
      '0987654321ab',
      'Nordwind2026!',
      'jana.kowalski1',
      'Kowalski#2026',
      'contraseña2026',
      'MotDePasse2026',
      'Willkommen01!',
      'admin-admin-admin',
      '1qaz2wsx3edc',
      'asdfghjkl;123',
      'letmein2026!',
      'Iloveyou1234',
      'Belay2026!!!',
      '10042-10042',
      'short1!',
    ])
      expect(() => checkPassword(bad, known), `${bad} (${guesswork(bad, known)})`).toThrow()
    for (const good of [
      'correct horse battery',
      'quiet marmalade orbit',
      'grüne Teekanne läuft',
      'x7#Qp!mV2$kL',
      'drei Katzen tanzen Tango',
      'Ma voisine élève 7 poules',
      'ゆきがしずかにふるよるに',
    ]) {
      expect(() => checkPassword(good, known), `${good} (${guesswork(good, known)})`).not.toThrow()
    }
  })
})

describe('link', () => {
  test('opens once; its siblings end with it; asking the address does nothing', async () => {
    const who = await somebody()
    const [a, b] = [await linkFor(who.id), await linkFor(who.id)]
    for (const url of ['/sign-in/link', `/sign-in/link?secret=${a}&organization=ours`])
      expect((await send(url)).status).toBe(404)
    const { rows } = await sql<{
      used: number
    }>`select count(used_at)::int as used from sign_in_key where organization_id = ${ours.organizationId} and person_id = ${who.id}`.execute(
      operator.db,
    )
    expect(rows[0]!.used).toBe(0)
    expect((await openLink(a)).status).toBe(200)
    expect((await openLink(a)).json.code).toBe('link_used')
    expect((await openLink(b)).json.code).toBe('link_used')
  })

  test('pressed twice at the same moment, it signs in once', async () => {
    const link = await linkFor((await somebody()).id)
    const answers = await Promise.all([openLink(link), openLink(link), openLink(link)])
    expect(answers.map((a) => a.status).sort((a, b) => a - b)).toEqual([200, 410, 410])
  })

  test('is too old after an hour, closed to leavers, and worthless in another company', async () => {
    const [late, gone, elsewhere] = [await somebody(), await somebody(), await somebody()]
    const links = [await linkFor(late.id), await linkFor(gone.id), await linkFor(elsewhere.id)] as const
    await leave(gone.id)
    expect((await openLink(links[1])).status).toBe(410)
    expect(
      (await send('/sign-in/link', { method: 'POST', body: { organization: 'others', secret: links[2] } })).status,
    ).toBe(410)
    base.clock.forward({ minutes: 61 })
    expect((await openLink(links[0])).status).toBe(410)
  })

  test('asking for one says nothing about who is here, and floods nobody', async () => {
    const who = await somebody()
    const ask = (email: string) =>
      send('/sign-in/request-link', { method: 'POST', body: { organization: 'ours', email } })
    const [known, unknown] = [await ask(who.email), await ask('nobody@ours.example')]
    expect(known.json).toEqual(unknown.json)
    for (let i = 0; i < 5; i++) await ask(who.email)
    expect((await eventsOf(who.id)).filter((e) => e.type === 'sign_in_link.requested')).toHaveLength(3)
    const other = await somebody()
    await Promise.all(Array.from({ length: 8 }, () => ask(other.email)))
    expect((await eventsOf(other.id)).filter((e) => e.type === 'sign_in_link.requested')).toHaveLength(3)
    expect((await eventsOf(who.id))[0]).toMatchObject({ actor_id: null })
  })
})

describe('printed code', () => {
  async function withoutMail() {
    const who = await somebody()
    await sql`update person set email = null, email_key = null where organization_id = ${ours.organizationId} and id = ${who.id}`.execute(
      operator.db,
    )
    return who
  }
  const print = async (ids: string[], days = 14) =>
    (await printCodes(await ours.as('admin'), { personIds: ids, days, onlyNew: false })).codes
  const open = (employeeNumber: string, code: string, ip = '203.0.113.9') =>
    send('/sign-in/code', { method: 'POST', ip, body: { organization: 'ours', employeeNumber, code } })

  test('signs in once, with the number it belongs to, typed as people type', async () => {
    const [a, b] = [await withoutMail(), await withoutMail()]
    const sheet = await print([a.id, b.id])
    const [codeA, codeB] = [a, b].map((who) => sheet.find((c) => c.personId === who.id)!.code) as [string, string]
    expect(codeA).toMatch(/^[34679A-Y]{5}-[34679A-Y]{5}$/)
    expect((await open(a.number, codeB)).json.code).toBe('code_failed')
    expect((await open(a.number, ` ${codeA.toLowerCase().replace('-', ' ')} `)).status).toBe(200)
    expect((await open(a.number, codeA)).json.code).toBe('code_failed')
    expect((await open(b.number, codeB)).status).toBe(200)
    expect((await eventsOf(a.id)).map((e) => e.type)).toEqual(['code.printed', 'session.started'])
  })

  test('works to the end of the last day that stands on it, where the company is', async () => {
    const who = await withoutMail()
    const admin = await ours.as('admin')
    const { rows } = await sql<{
      zone: string
    }>`select time_zone as zone from organization where id = ${ours.organizationId}`.execute(operator.db)
    const { expiresAt } = await printCodes(admin, { personIds: [who.id], days: 2, onlyNew: false })
    const zone = rows[0]!.zone
    expect(expiresAt).toBe(instantAt(addDays(base.clock.today(zone), 3), '00:00', zone))
  })

  test('printed anew, the old one is worthless; it expires; people with an address get none', async () => {
    const who = await withoutMail()
    const [old] = await print([who.id])
    const [next] = await print([who.id], 2)
    expect((await open(who.number, old!.code)).status).toBe(401)
    base.clock.forward({ days: 4 })
    expect((await open(who.number, next!.code)).status).toBe(401)
    const mailed = await somebody()
    await expect(print([mailed.id])).rejects.toMatchObject({ code: 'codes_nobody' })
    await expect(print([others.people.self])).rejects.toMatchObject({ code: 'codes_nobody' })
  })

  test('for a plant larger than a list holds come as one file, with one trace a person', async () => {
    const admin = await ours.as('admin')
    await sql`with made as (
        insert into person (organization_id, employee_number, given_name, full_name, created_at)
        select ${ours.organizationId}, 'P' || n, 'Worker', 'Worker ' || n, ${base.clock.now()} from generate_series(1, 501) n returning id, employee_number, full_name)
      insert into roster (organization_id, person_id, employed, employee_number, full_name, given_name, family_name, sort_name, search, location, locale, time_zone, seq, last_seq, depth)
      select ${ours.organizationId}, id, true, employee_number, full_name, 'Worker', '', full_name, '', 'Plant', 'fr', '', 0, 0, 0 from made`.execute(
      operator.db,
    )
    await expect(printCodes(admin, { location: 'Plant', days: 14, onlyNew: false })).rejects.toMatchObject({
      code: 'codes_too_many',
    })
    const file = await codeSheets(admin, { location: 'Plant', days: 14, onlyNew: true })
    expect([file.type, file.fileName]).toEqual(['application/pdf', 'codes Plant.pdf'])
    expect((file.body as Buffer).subarray(0, 5).toString()).toBe('%PDF-')
    const { rows } = await sql<{ codes: number; events: number }>`
      select (select count(*) from sign_in_key k join roster r on r.organization_id = k.organization_id and r.person_id = k.person_id
          where k.organization_id = ${ours.organizationId} and r.location = 'Plant' and k.kind = 'code' and k.revoked_at is null) as codes,
        (select count(*) from event e join roster r on r.organization_id = e.organization_id and r.person_id = e.subject_id
          where e.organization_id = ${ours.organizationId} and r.location = 'Plant' and e.type = 'code.printed') as events`.execute(
      operator.db,
    )
    expect(rows[0]).toEqual({ codes: 501, events: 501 })
    await sql`update roster set employed = false where organization_id = ${ours.organizationId} and location = 'Plant'`.execute(
      operator.db,
    )
  })

  test('cannot be guessed: five tries, then waits that grow', async () => {
    const who = await withoutMail()
    const [{ code } = { code: '' }] = await print([who.id])
    const seconds: number[] = []
    for (let i = 0; i < 5; i++) expect((await open(who.number, 'AAAAA-AAAAA')).status).toBe(401)
    for (let i = 0; i < 4; i++) {
      const answer = await open(who.number, code)
      expect(answer.status).toBe(429)
      seconds.push(answer.json.params.seconds)
      expect(answer.headers['retry-after']).toBe(String(answer.json.params.seconds))
      base.clock.set(new Date(Date.parse(base.clock.now()) + answer.json.params.seconds * 1000).toISOString())
      await open(who.number, 'AAAAA-AAAAA')
    }
    expect(seconds).toEqual([5, 10, 20, 40])
  })
})

describe('limits', () => {
  test('an attack on my account from elsewhere does not keep me out', async () => {
    const me = await somebody()
    expect((await signIn(me.email, password, { ip: '192.0.2.10' })).status).toBe(200)
    for (let i = 0; i < 90; i++) await signIn(me.email, 'guess guess guess', { ip: `198.18.0.${i}` })
    expect((await signIn(me.email, 'guess guess guess', { ip: '198.18.1.1' })).status).toBe(429) // spread over many addresses, it is slowed down
    expect((await signIn(me.email, password, { ip: '192.0.2.10' })).status).toBe(200) // I am not
    expect((await openLink(await linkFor(me.id), { ip: '198.18.1.2' })).status).toBe(200) // and a link works from anywhere
  })

  test('an office with one address is not locked out by its own typing', async () => {
    const ip = '192.0.2.77'
    const me = await somebody()
    for (let i = 0; i < 200; i++) await signIn(`colleague${i}@ours.example`, 'mistyped it', { ip })
    expect((await signIn(me.email, password, { ip })).status).toBe(200)
    for (let i = 200; i < 320; i++) await signIn(`colleague${i}@ours.example`, 'mistyped it', { ip })
    const blocked = await signIn('newcomer@ours.example', 'anything at all', { ip })
    expect(blocked.status).toBe(429)
    expect(blocked.json.params.seconds).toBeLessThanOrEqual(limits.network.longestWait)
    expect((await signIn(me.email, password, { ip })).status).toBe(200) // known here: not even now
  }, 60_000)

  test('the more of the company come in from one network, the more of them may mistype', async () => {
    const ip = '192.0.2.78'
    for (let i = 0; i < 10; i++) expect((await signIn((await somebody()).email, password, { ip })).status).toBe(200)
    const typed: number[] = []
    for (let i = 0; i < 335; i++) typed.push((await signIn(`hurried${i}@ours.example`, 'mistyped it', { ip })).status)
    // Ten came in: thirty mistakes more than a network of strangers has.
    expect(typed.indexOf(429)).toBe(limits.network.free + 30)
  }, 120_000)

  test('at nine on the first day everybody of one office gets their link, also while somebody guesses names there', async () => {
    const office = 1155
    const { rows } = await sql<{ id: string; email: string }>`with made as (
        insert into person (organization_id, given_name, full_name, email, email_key, created_at)
        select ${ours.organizationId}, 'Early', 'Early ' || n, 'early' || n || '@ours.example', 'early' || n || '@ours.example', ${base.clock.now()}
        from generate_series(1, ${office}) n returning id, email, full_name)
      insert into roster (organization_id, person_id, employed, full_name, given_name, family_name, sort_name, search, location, locale, time_zone, seq, last_seq, depth)
      select ${ours.organizationId}, id, true, full_name, 'Early', '', full_name, '', 'Office', 'en', '', n, n, 0
      from (select m.*, row_number() over () + 1000 as n from made m) m
      returning person_id as id, (select email from made where made.id = person_id) as email`.execute(operator.db)
    const ip = '192.0.2.79'
    const ask = (email: string) =>
      send('/sign-in/request-link', { method: 'POST', body: { organization: 'ours', email }, ip })
    const asked = async () =>
      (
        await sql<{
          n: number
        }>`select count(distinct e.subject_id)::int as n from event e join person p on p.organization_id = e.organization_id and p.id = e.subject_id
        where e.organization_id = ${ours.organizationId} and e.type = 'sign_in_link.requested' and p.email like 'early%'`.execute(
          operator.db,
        )
      ).rows[0]!.n
    const statuses: number[] = []
    for (let from = 0; from < office; from += 55) {
      const some = rows.slice(from, from + 55)
      statuses.push(...(await Promise.all(some.map((row) => ask(row.email)))).map((a) => a.status))
      base.clock.forward({ minutes: 0.4 })
    }
    expect(statuses.filter((status) => status !== 200)).toEqual([])
    expect(await asked()).toBe(office)

    // Names that nobody has, until the network has to wait; then known and unknown get the same answer.
    let slowed = 0
    for (let n = 0; n < 6000 && slowed === 0; n += 100) {
      const answers = await Promise.all(Array.from({ length: 100 }, (_, i) => ask(`guess${n + i}@ours.example`)))
      slowed = answers.filter((a) => a.status === 429).length
    }
    expect(slowed).toBeGreaterThan(0)
    const known = await ask(rows[0]!.email)
    const unknown = await ask('nobody.at.all@ours.example')
    expect([known.status, known.json]).toEqual([unknown.status, unknown.json])
    expect(known.status).toBe(429)
    const { rows: late } =
      await sql`select 1 from event where organization_id = ${ours.organizationId} and subject_id = ${rows[0]!.id}
      and type = 'sign_in_link.requested'`.execute(operator.db)
    expect(late, 'who is known gets their link all the same').toHaveLength(2)
    await sql`delete from roster where organization_id = ${ours.organizationId} and location = 'Office'`.execute(
      operator.db,
    )
  }, 180_000)

  test('a crowd of guesses at one moment is not a crowd of free ones', async () => {
    const me = await somebody()
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, i) => signIn(me.email, `guess ${i} guess`, { ip: '192.0.2.99' })),
    )
    expect(answers.filter((a) => a.status === 401).length).toBeLessThanOrEqual(limits.pair.free)
    expect(answers.filter((a) => a.status === 429).length).toBeGreaterThanOrEqual(35)
  })

  test('success forgets failures, and what was typed is not kept', async () => {
    const me = await somebody()
    for (let round = 0; round < 3; round++) {
      for (let i = 0; i < 4; i++)
        expect((await signIn(me.email, 'MySecretTypedWrong', { ip: '192.0.2.55' })).status).toBe(401)
      expect((await signIn(me.email, password, { ip: '192.0.2.55' })).status).toBe(200)
    }
    const { rows } = await sql<{
      key: string
    }>`select key from sign_in_failure where organization_id = ${ours.organizationId}`.execute(operator.db)
    expect(rows.map((r) => r.key).join()).not.toMatch(/example|Secret|192\.0/)
  })

  test('one IPv6 customer is one network, whatever address they take', () => {
    expect(networkOf('2001:db8:1:2:aaaa::1')).toBe(networkOf('2001:DB8:1:2:bbbb:c::9'))
    expect(networkOf('2001:db8:1:2::1')).not.toBe(networkOf('2001:db8:1:3::1'))
    expect(networkOf('::ffff:192.0.2.1')).toBe('192.0.2.1')
    expect(networkOf('::1')).toBe('0:0:0:0::/64')
  })
})

describe('session', () => {
  test('moves on with use without a write for every read, and ends without use', async () => {
    const who = await somebody()
    const { cookie } = await signIn(who.email, password)
    const writes = async () =>
      (
        await sql<{
          x: string
        }>`select xmin::text as x from session where organization_id = ${ours.organizationId} and person_id = ${who.id}`.execute(
          operator.db,
        )
      ).rows[0]!.x
    const before = await writes()
    for (let i = 0; i < 10; i++) await send('/me', { cookie: cookie! })
    base.clock.forward({ hours: 5 })
    await send('/me', { cookie: cookie! })
    expect(await writes()).toBe(before)
    for (let week = 0; week < 8; week++) {
      base.clock.forward({ days: 10 })
      expect((await send('/me', { cookie: cookie! })).status, `after ${week} times ten days`).toBe(200)
    }
    base.clock.forward({ days: 11 })
    expect((await send('/me', { cookie: cookie! })).status, 'ninety days after it began').toBe(401)
    const next = await signIn(who.email, password)
    base.clock.forward({ days: 15 })
    expect((await send('/me', { cookie: next.cookie! })).status, 'fifteen days without use').toBe(401)
  })

  test('on a shared device it ends after an hour without use, and the same day in any case', async () => {
    const who = await somebody()
    const { cookie } = await signIn(who.email, password, {
      body: { organization: 'ours', name: who.email, password, shared: true },
    })
    base.clock.forward({ minutes: 59 })
    expect((await send('/me', { cookie: cookie! })).status).toBe(200)
    base.clock.forward({ minutes: 61 })
    expect((await send('/me', { cookie: cookie! })).status).toBe(401)
  })

  test('own ones are listed and ended, one or all others; nobody ends another person’s', async () => {
    const [me, you] = [await somebody(), await somebody()]
    const [here, phone, old] = [
      await signIn(me.email, password, {
        headers: {
          'sec-fetch-site': 'same-origin',
          'user-agent': 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1',
        },
      }),
      await signIn(me.email, password),
      await signIn(me.email, password),
    ]
    const yours = await signIn(you.email, password)
    const list = (await send('/account/sessions', { cookie: here.cookie! })).json.sessions
    expect(list).toHaveLength(3)
    expect(list.find((s: { current: boolean }) => s.current)).toMatchObject({
      browser: 'Safari',
      system: 'iPhone',
      ip: '203.0.113.7',
      method: 'password',
    })
    const theirs = (await send('/account/sessions', { cookie: yours.cookie! })).json.sessions[0].id
    expect((await send(`/account/sessions/${theirs}`, { method: 'DELETE', cookie: here.cookie! })).status).toBe(404)
    expect(
      (
        await send(`/account/sessions/${list.find((s: { current: boolean }) => !s.current).id}`, {
          method: 'DELETE',
          cookie: here.cookie!,
        })
      ).status,
    ).toBe(200)
    expect((await send('/account/sessions', { method: 'DELETE', cookie: here.cookie! })).json).toEqual({ ended: 1 })
    for (const c of [phone, old]) expect((await send('/me', { cookie: c.cookie! })).status).toBe(401)
    expect((await send('/me', { cookie: yours.cookie! })).status).toBe(200)
    const out = await send('/sign-out', { method: 'POST', cookie: here.cookie! })
    expect(out.setCookie).toMatch(/belay_session=;/)
    expect((await send('/me', { cookie: here.cookie! })).status).toBe(401)
  })

  test('an administrator sees and ends them; closing the account ends everything at once', async () => {
    const who = await somebody()
    const a = await signIn(who.email, password)
    const admin = await openLink(await linkFor(ours.people.admin))
    const seen = await send(`/people/${who.id}/access`, { cookie: admin.cookie! })
    expect(seen.json).toMatchObject({ state: 'open', sessions: [{ method: 'password' }] })
    expect(
      (
        await send(`/people/${who.id}/sessions/${seen.json.sessions[0].id}`, {
          method: 'DELETE',
          cookie: admin.cookie!,
        })
      ).status,
    ).toBe(200)
    expect((await send('/me', { cookie: a.cookie! })).status).toBe(401)
    const b = await signIn(who.email, password)
    const token = await operator.db
      .transaction()
      .execute((tx) => mintToken(tx, operator, { personId: who.id, name: 't', days: 1, via: 'operator' }))
    const link = await linkFor(who.id)
    expect((await send(`/people/${who.id}/account/close`, { method: 'POST', cookie: admin.cookie! })).status).toBe(200)
    expect((await send('/me', { cookie: b.cookie! })).status).toBe(401)
    expect((await send('/me', { headers: { authorization: `Bearer ${token.token}` } })).status).toBe(401)
    expect((await openLink(link)).status).toBe(410)
    expect((await signIn(who.email, password)).status).toBe(401)
    expect((await send(`/people/${who.id}/account/reopen`, { method: 'POST', cookie: admin.cookie! })).status).toBe(200)
    expect((await signIn(who.email, password)).status).toBe(200)
  })

  test('ends the moment its person leaves; the record follows, and a rehire starts without the old roles', async () => {
    const who = await somebody()
    await grantRole(await ours.as('admin'), { personId: who.id, role: 'champion' })
    const { cookie } = await signIn(who.email, password)
    const row = await sql<
      Record<string, unknown>
    >`delete from roster where organization_id = ${ours.organizationId} and person_id = ${who.id} returning *`.execute(
      operator.db,
    )
    expect((await send('/me', { cookie: cookie! })).status).toBe(401)
    await followRoster(operator)
    expect((await eventsOf(who.id)).map((e) => e.type)).toEqual([
      'role.granted',
      'session.started',
      'session.ended',
      'account.closed',
      'role.ended',
    ])
    await operator.db
      .insertInto('roster')
      .values(row.rows[0] as never)
      .execute()
    await followRoster(operator)
    expect((await send('/me', { cookie: cookie! })).status, 'the old session stays ended').toBe(401)
    const again = await signIn(who.email, password)
    expect((await send('/me', { cookie: again.cookie! })).json.roles).not.toContain('champion')
  })
})

describe('token', () => {
  test('acts as its owner, until its day; cannot make tokens, passwords or sessions', async () => {
    const who = await somebody()
    const { cookie } = await signIn(who.email, password)
    const made = (await send('/account/tokens', { method: 'POST', cookie: cookie!, body: { name: 'Report' } })).json
    const unseen = { name: '\u200b', days: 1 }
    expect((await send('/account/tokens', { method: 'POST', cookie: cookie!, body: unseen })).status).toBe(422)
    const headers = { authorization: `Bearer ${made.token}` }
    expect((await send('/me', { headers })).json).toMatchObject({ person: { id: who.id }, session: { via: 'token' } })
    for (const [method, path] of [
      ['GET', '/account/tokens'],
      ['POST', '/account/tokens'],
      ['GET', '/account/sessions'],
      ['PUT', '/account/password'],
      ['POST', '/sign-out'],
    ] as const) {
      expect(
        (
          await send(path, {
            method,
            headers,
            ...(method === 'GET' ? {} : { body: { name: 'x', password: 'violet kettle harbour' } }),
          })
        ).status,
        path,
      ).toBe(403)
    }
    expect(JSON.stringify((await send('/account/tokens', { cookie: cookie! })).json)).not.toContain(
      made.token.slice(-20),
    )
    base.clock.forward({ hours: 25 })
    expect((await send('/me', { headers })).status).toBe(401)
  })
})

describe('requests from elsewhere', () => {
  test('another site cannot act in my name', async () => {
    const who = await somebody()
    const { cookie } = await signIn(who.email, password)
    for (const headers of [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': 'none' },
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site', origin: 'https://belay.test' },
    ] as Record<string, string>[]) {
      const answer = await send('/account/sessions', {
        method: 'DELETE',
        cookie: cookie!,
        headers: { host: 'belay.test', ...headers },
      })
      expect(answer.json.code, JSON.stringify(headers)).toBe('cross_site')
    }
    expect(
      (
        await send('/account/sessions', {
          method: 'DELETE',
          cookie: cookie!,
          headers: { host: 'belay.test', origin: 'https://belay.test' },
        })
      ).status,
    ).toBe(200)
  })

  test('every answer carries the wall around scripts, frames and referrers', async () => {
    for (const url of ['/api/me', '/api/entrance', '/o/ours/sign-in', '/healthz']) {
      const { headers } = await app.inject({ method: 'GET', url })
      const policy = String(headers['content-security-policy'])
      expect(policy, url).toMatch(/default-src 'none'/)
      expect(policy).toMatch(/frame-ancestors 'none'/)
      expect(policy).toMatch(/base-uri 'none'/)
      expect(/script-src [^;]*/.exec(policy)![0]).not.toMatch(/unsafe|\*|http/)
      expect(headers['referrer-policy']).toBe('no-referrer')
      expect(headers['x-content-type-options']).toBe('nosniff')
    }
  })

  test('forged, mixed-up and mangled cookies and tokens are nobody’s', async () => {
    const who = await somebody()
    const { cookie } = await signIn(who.email, password)
    const secret = cookie!.split('.')[1]!
    const bad = [
      `belay_session=${others.organizationId}.${secret}`,
      `belay_session=${ours.organizationId}.`,
      `belay_session=${ours.organizationId}`,
      'belay_session=.x',
      `belay_session=${ours.organizationId}.${secret}x`,
      `belay_session=' or 1=1.${secret}`,
      `belay_session=${ours.organizationId}.${'x'.repeat(5000)}`,
      'belay_session=%00',
    ]
    for (const one of bad) expect((await send('/me', { cookie: one })).status, one.slice(0, 80)).toBe(401)
    for (const authorization of [
      'Bearer belay_',
      `Bearer belay_${ours.organizationId}.${secret}`,
      'Basic eDp5',
      `Bearer ${secret}`,
    ]) {
      expect((await send('/me', { headers: { authorization } })).status, authorization.slice(0, 40)).toBe(401)
    }
  })
})

describe('at rest', () => {
  test('no table holds a secret that opens anything', async () => {
    const who = await somebody()
    const link = await linkFor(who.id)
    const session = (await signIn(who.email, password)).cookie!.split('.')[1]!
    const { token } = (
      await send('/account/tokens', {
        method: 'POST',
        cookie: (await signIn(who.email, password)).cookie!,
        body: { name: 'x' },
      })
    ).json
    await sql`update person set email = null, email_key = null where organization_id = ${ours.organizationId} and id = ${who.id}`.execute(
      operator.db,
    )
    const [{ code } = { code: '' }] = (
      await printCodes(await ours.as('admin'), { personIds: [who.id], days: 1, onlyNew: false })
    ).codes
    const { rows: tables } = await base.database.owner.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('public', 'graphile_worker')`,
    )
    for (const { name } of tables) {
      const { rows } = await base.database.owner.query<{ text: string }>(`select t::text as text from ${name} t`)
      const all = rows.map((r) => r.text).join('\n')
      for (const secret of [link, session, token.split('.')[1], code, code.replace('-', ''), password])
        expect(all.includes(secret), `${name} holds a secret`).toBe(false)
    }
  })

  test('raw SQL as the app reads nothing of another company, and nothing at all when told no company', async () => {
    const { rows: tables } = await base.database.owner.query<{ name: string }>(
      `select distinct c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid
       where a.attname = 'organization_id' and c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace`,
    )
    expect(tables.length).toBeGreaterThan(15)
    for (const { name } of tables) {
      const seen = async (db: Context['db']) =>
        (await sql<{ o: string }>`select distinct organization_id as o from ${sql.table(name)}`.execute(db)).rows.map(
          (r) => r.o,
        )
      expect(
        (await seen(operator.db)).filter((o) => o !== ours.organizationId),
        name,
      ).toEqual([])
      expect(await seen(base.database.open), name).toEqual([])
    }
    const everything = await sql<{ id: string }>`select id from organization`.execute(operator.db)
    expect(everything.rows).toEqual([{ id: ours.organizationId }])
    await expect(
      sql`insert into role_grant (organization_id, person_id, role, granted_at) values (${others.organizationId}, ${others.people.self}, 'admin', ${base.clock.now()})`.execute(
        operator.db,
      ),
    ).rejects.toThrow(/row-level security/)
  })
})
