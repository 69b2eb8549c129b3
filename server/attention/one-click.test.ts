/** Switching letters off from a mail program: what the address can do, and what nobody can do with it. */
import { sql } from 'kysely'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { permissionWorld } from '../access/permission-world.ts'
import type { World } from '../access/permission-cases.ts'
import { createApp } from '../app.ts'
import { contextFor, type Context } from '../platform/context.ts'
import { smtpSink, testBase, type SmtpSink, type TestBase } from '../platform/testing.ts'
import { fix } from './letter-texts.ts'
import { offToken } from './one-click.ts'
import { sendMail } from './outgoing.ts'
import { mine } from './own-choices.ts'
import { deliver } from './post-office.ts'
import type { Letters } from './letters.ts'

let base: TestBase
let sink: SmtpSink
let app: Awaited<ReturnType<typeof createApp>>
let w: World
let c: Context

const note: Letters[string] = async (_c, batch) =>
  new Map(
    batch.map((letter) => [
      letter.id,
      { subject: 'A note', html: '<p>Hello</p>', text: 'Hello', language: 'en', fromName: 'Lumen' },
    ]),
  )
const letters: Letters = { feedback_asked: note, feedback_received: note, token_created: note }

beforeAll(async () => {
  sink = await smtpSink()
  base = await testBase({ at: '2026-03-03T10:00:00Z', config: { smtpUrl: sink.url, publicUrl: 'https://belay.test' } })
  app = await createApp(base, { ready: () => ({ database: true, jobs: true }), strict: true })
})
beforeEach(async () => {
  Object.assign(base.config, { publicUrl: 'https://belay.test' })
  w = await permissionWorld(base, `click-${crypto.randomUUID().slice(0, 8)}`)
  c = contextFor(base, w.organizationId)
  await sql`update person set email = id || '@x.example' where organization_id = ${c.organizationId}`.execute(c.db)
})

const token = (kinds: string[] = ['feedback_asked'], personId = w.people.self) =>
  offToken(base.config, { organizationId: c.organizationId, personId, kinds })
const form = { 'content-type': 'application/x-www-form-urlencoded' }
const post = (at: string, payload = 'List-Unsubscribe=One-Click', headers: Record<string, string> = form) =>
  app.inject({ method: 'POST', url: `/api/letters-off/${at}`, headers, payload })
const off = async (part: 'self' | 'peer' = 'self') => {
  const { rows } = await sql<{ kind: string }>`select kind from notice_choice
    where organization_id = ${c.organizationId} and person_id = ${w.people[part]} and way = 'app'`.execute(c.db)
  return rows.map((row) => row.kind)
}
const letter = async (kind: string, personId = w.people.self) => {
  await c.db.transaction().execute((tx) => sendMail(tx, c, { personId, kind }))
  await deliver(c, letters)
  return sink.to(`${personId}@x.example`).at(-1)!
}

describe('the address in a letter', () => {
  it('stands in the header of what can be switched off, signed with the rest, and nowhere else', async () => {
    const { raw } = await letter('feedback_asked')
    const header = raw.replace(/\r\n[ \t]+/g, ' ')
    expect(/^List-Unsubscribe: *<([^>]+)>/m.exec(header)?.[1]).toBe(`https://belay.test/api/letters-off/${token()}`)
    expect(header).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click$/m)
    expect((await letter('token_created')).raw).not.toContain('List-Unsubscribe')
    await fix(await w.as('lead'), { kind: 'feedback_asked', fixed: 'on' })
    expect((await letter('feedback_asked')).raw).not.toContain('List-Unsubscribe')
    // Without a safe way there is none: the standard asks for it.
    Object.assign(base.config, { publicUrl: 'http://belay.test' })
    expect((await letter('feedback_received')).raw).not.toContain('List-Unsubscribe')
  })

  it('does nothing when it is opened, as often as a scanner likes', async () => {
    for (const method of ['GET', 'HEAD', 'OPTIONS'] as const)
      for (let n = 0; n < 3; n++) await app.inject({ method, url: `/api/letters-off/${token()}` })
    const opened = await app.inject({ method: 'GET', url: `/api/letters-off/${token()}` })
    expect(opened.statusCode).toBe(200)
    expect(opened.headers['content-type']).toContain('text/html')
    expect(opened.body).toContain(`/o/${w.slug}/letters-off/${token()}`)
    expect(opened.body).not.toMatch(/<script|<form/)
    await app.inject({ method: 'GET', url: `/api/letters-off/${token()}/kinds` })
    expect(await off()).toEqual([])
  })

  it('switches off its kinds for its reader when a mail program posts, in either form, and only these', async () => {
    const made = await post(token(['feedback_asked', 'review_before']))
    expect([made.statusCode, made.json()]).toEqual([
      200,
      {
        company: expect.any(String),
        kinds: [
          { kind: 'feedback_asked', state: 'off' },
          { kind: 'review_before', state: 'off' },
        ],
      },
    ])
    expect((await off()).toSorted()).toEqual(['feedback_asked', 'review_before'])
    expect(await off('peer')).toEqual([])
    expect(made.cookies).toEqual([])
    const many = '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n'
    const { statusCode } = await post(token(['pulse_asked'], w.people.peer), many, {
      'content-type': 'multipart/form-data; boundary=x',
    })
    expect([statusCode, await off('peer')]).toEqual([200, ['pulse_asked']])
    const chosen = (await mine(await w.as('self'))).kinds.find((one) => one.kind === 'feedback_asked')
    expect(chosen?.chosen?.by).toBe('letter')
  })

  it('asks for the words of the standard: another request of a scanner does nothing', async () => {
    for (const body of ['', 'x=1', 'List-Unsubscribe=No']) expect((await post(token(), body)).statusCode).toBe(422)
    expect(await off()).toEqual([])
  })

  it('is worth nothing once a sign of it is another, or it was made elsewhere', async () => {
    const [said, signature] = token().split('.') as [string, string]
    const others = Buffer.from([c.organizationId, w.people.peer, 'feedback_asked'].join(' ')).toString('base64url')
    const wider = Buffer.from([c.organizationId, w.people.self, 'feedback_asked', 'pulse_asked'].join(' ')).toString(
      'base64url',
    )
    const elsewhere = offToken(
      { secret: 'another secret of at least 32 characters' },
      { organizationId: c.organizationId, personId: w.people.self, kinds: ['feedback_asked'] },
    )
    for (const attempt of [
      `${others}.${signature}`,
      `${wider}.${signature}`,
      `${said}.${signature.slice(0, -1)}${signature.endsWith('A') ? 'B' : 'A'}`,
      `${said}.x`,
      elsewhere,
    ])
      expect([attempt, (await post(attempt)).statusCode]).toEqual([attempt, 410])
    expect((await post(said)).statusCode).toBe(404)
    expect([await off(), await off('peer')]).toEqual([[], []])
  })

  it('cannot switch off what is needed or fixed, and opens nothing else', async () => {
    await fix(await w.as('lead'), { kind: 'feedback_asked', fixed: 'on' })
    const made = await post(token(['token_created', 'sign_in_link', 'feedback_asked']))
    expect(made.json().kinds).toEqual([
      { kind: 'token_created', state: 'fixed' },
      { kind: 'sign_in_link', state: 'fixed' },
      { kind: 'feedback_asked', state: 'fixed' },
    ])
    const { rows } = await sql`select 1 from notice_choice where organization_id = ${c.organizationId}`.execute(c.db)
    expect(rows).toEqual([])
    for (const headers of [{ authorization: `Bearer belay_${token()}` }, { cookie: `belay_session=${token()}` }])
      expect((await app.inject({ method: 'GET', url: '/api/letter-choices', headers })).statusCode).toBe(401)
    const link = await app.inject({
      method: 'POST',
      url: '/api/sign-in/link',
      headers: { 'sec-fetch-site': 'same-origin' },
      payload: { organization: w.slug, secret: token() },
    })
    expect(link.statusCode).not.toBe(200)
  })

  it('does not open a way for other sites to any other operation', async () => {
    const other = await app.inject({
      method: 'PUT',
      url: '/api/letter-choices/feedback_asked',
      headers: form,
      payload: 'way=app',
    })
    expect([other.statusCode, other.json().code]).toEqual([403, 'cross_site'])
  })
})
