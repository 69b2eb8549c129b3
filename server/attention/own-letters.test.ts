import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import { createOrganization } from '../access/access.ts'
import { actor } from '../../fixtures/actors.ts'
import { createApp } from '../app.ts'
import { contextFor, type Context } from '../platform/context.ts'
import { sourceOf } from '../people/encoding.ts'
import { importFile } from '../people/import.ts'
import { drain, startWorkers } from '../platform/jobs.ts'
import { smtpSink, testBase, type SmtpSink, type TestBase } from '../platform/testing.ts'
import { work } from '../work.ts'
import { planLetters } from './outgoing.ts'

let base: TestBase
let sink: SmtpSink
let c: Context
let adminId: string
let opened: ReturnType<typeof createApp> | undefined

/** Somebody who stands in no people file: enough for letters. */
async function somebody(email: string, locale = 'en'): Promise<string> {
  const { id } = await actor(base, c.organizationId, adminId).call('access.addOutsider', { name: 'Nora Lind', email })
  await drain(base, work)
  base.clock.forward({ minutes: 1 }) // so that later letters stand after these
  for (const table of ['person', 'roster'] as const) {
    await sql`update ${sql.table(table)} set locale = ${locale}, given_name = 'Nora' where organization_id = ${c.organizationId} and ${sql.ref(table === 'person' ? 'id' : 'person_id')} = ${id}`.execute(
      c.db,
    )
  }
  return id
}
const newest = async (address: string) => {
  await drain(base, work)
  return sink.to(address).at(-1)?.parsed()
}
const linkIn = (text: string) => /http\S+\/link#\S+/.exec(text)?.[0]
/** The app, for those who come to it at all. */
const app = () => (opened ??= createApp(base, { ready: () => ({ database: true, jobs: true }), strict: true }))
const post = async (path: string, body: object, headers: Record<string, string> = {}) => {
  const answer = await (
    await app()
  ).inject({
    method: 'POST',
    url: `/api${path}`,
    headers: { 'sec-fetch-site': 'same-origin', ...headers },
    payload: body,
  })
  return {
    status: answer.statusCode,
    json: answer.json() as Record<string, unknown>,
    cookie: answer.cookies.find((one) => one.name === 'belay_session')?.value,
  }
}
const outgoing = async () =>
  (
    await sql<{
      kind: string
      state: string
      reason: string | null
    }>`select kind, state, reason from outgoing_mail where organization_id = ${c.organizationId} order by created_at, id`.execute(
      c.db,
    )
  ).rows

beforeEach(async () => {
  sink = await smtpSink()
  base = await testBase({ config: { smtpUrl: sink.url, publicUrl: 'https://belay.test' } })
  opened = undefined
  const made = await createOrganization(base, {
    name: 'Lumen',
    slug: 'lumen',
    admin: 'ada@lumen.example',
    timeZone: 'Europe/Berlin',
  })
  c = contextFor(base, made.id)
  adminId = made.adminId!
})

describe('a sign-in link', () => {
  it('comes while a people file is being taken in: nobody waits at the door for that', async () => {
    const id = await somebody('nora@lumen.example')
    let arrived = false
    const file = sourceOf('people.csv', Buffer.from('Employee ID,Name,Email\n1,Ada Nyberg,ada.nyberg@lumen.example\n'))
    await importFile(c, file, {
      dryRun: false,
      // In the middle of the import's transaction, with Nora's row in the hands of another one.
      told: async () => {
        if (arrived) return
        await c.db.transaction().execute(async (tx) => {
          await sql`update person set full_name = 'Nora Lind-Berg' where organization_id = ${c.organizationId} and id = ${id}`.execute(
            tx,
          )
          const before = sink.received.length
          const workers = await startWorkers(base, work)
          try {
            await post('/sign-in/request-link', { organization: 'lumen', email: 'nora@lumen.example' })
            await sink.waitFor(before + 1)
          } finally {
            await workers.stop()
          }
        })
        arrived = true
      },
    })
    expect(arrived).toBe(true)
    const letters = await Promise.all(sink.to('nora@lumen.example').map((one) => one.parsed()))
    expect(letters.filter(({ text }) => linkIn(text!))).toHaveLength(1)
    await drain(base, work)
    expect(sink.to('nora@lumen.example')).toHaveLength(letters.length)
  })

  it('comes by mail in the reader’s language; opening it does nothing, sending its secret off signs in, once', async () => {
    await somebody('nora@lumen.example', 'de-AT')
    expect((await post('/sign-in/request-link', { organization: 'lumen', email: 'Nora@lumen.example' })).json).toEqual({
      done: true,
    })
    const mail = (await newest('nora@lumen.example'))!
    expect(mail.subject).toBe('Ihr Anmeldelink')
    expect(mail.text).toContain('Guten Tag Nora Lind')
    const url = new URL(linkIn(mail.text!)!)
    expect(url.origin + url.pathname).toBe('https://belay.test/o/lumen/link')
    // A scanner that opens the address, as often as it likes.
    for (let n = 0; n < 3; n++)
      expect((await (await app()).inject({ method: 'GET', url: url.pathname })).cookies).toEqual([])
    const secret = url.hash.slice(1)
    const first = await post('/sign-in/link', { organization: 'lumen', secret })
    expect([first.status, first.cookie !== undefined]).toEqual([200, true])
    expect((await post('/sign-in/link', { organization: 'lumen', secret })).status).toBe(410)
  })

  it('says the same for an address that nobody has, and sends nothing', async () => {
    await drain(base, work)
    const before = sink.received.length
    expect(
      (await post('/sign-in/request-link', { organization: 'lumen', email: 'nobody@lumen.example' })).json,
    ).toEqual({ done: true })
    await drain(base, work)
    expect(sink.received.length).toBe(before)
  })

  it('stands in no table and no event', async () => {
    await somebody('nora@lumen.example')
    await post('/sign-in/request-link', { organization: 'lumen', email: 'nora@lumen.example' })
    const secret = new URL(linkIn((await newest('nora@lumen.example'))!.text!)!).hash.slice(1)
    const { rows: tables } = await base.database.owner.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('public', 'graphile_worker')`,
    )
    for (const { name } of tables) {
      const { rows } = await base.database.owner.query<{ text: string }>(`select t::text as text from ${name} t`)
      expect(
        rows.some((row) => row.text.includes(secret)),
        name,
      ).toBe(false)
    }
  })

  it('is not sent any more when mail could not leave for longer than it would open', async () => {
    await somebody('nora@lumen.example')
    await drain(base, work)
    const there = base.config.smtpUrl
    Object.assign(base.config, { smtpUrl: 'smtp://127.0.0.1:1' })
    await post('/sign-in/request-link', { organization: 'lumen', email: 'nora@lumen.example' })
    await drain(base, work)
    expect((await outgoing()).at(-1)).toMatchObject({ kind: 'sign_in_link', state: 'waiting' })
    base.clock.forward({ hours: 2 })
    Object.assign(base.config, { smtpUrl: there })
    await drain(base, work)
    expect((await outgoing()).at(-1)).toMatchObject({ kind: 'sign_in_link', state: 'excluded', reason: 'too_late' })
  })

  it('is not made anew when somebody sends an old one again', async () => {
    await somebody('nora@lumen.example')
    await post('/sign-in/request-link', { organization: 'lumen', email: 'nora@lumen.example' })
    await drain(base, work)
    const { rows } = await sql<{ id: string }>`update outgoing_mail set state = 'uncertain'
      where organization_id = ${c.organizationId} and kind = 'sign_in_link' returning id`.execute(c.db)
    base.clock.forward({ hours: 2 })
    await actor(base, c.organizationId, adminId).call('mail.again', { mailId: rows[0]!.id })
    const before = sink.received.length
    await drain(base, work)
    expect(sink.received.length).toBe(before)
    expect((await outgoing()).at(-1)).toMatchObject({ kind: 'sign_in_link', state: 'excluded', reason: 'too_late' })
  })

  it('that a demo keeps opens the account for its reader only', async () => {
    const nora = await somebody('nora@lumen.example')
    Object.assign(base.config, { smtpUrl: null })
    await base.database.owner.query('update installation set demo = true')
    await post('/sign-in/request-link', { organization: 'lumen', email: 'nora@lumen.example' })
    await drain(base, work)
    const { rows } = await sql<{
      id: string
    }>`select id from outgoing_mail where organization_id = ${c.organizationId} and kind = 'sign_in_link'`.execute(c.db)
    const { rows: kept } = await sql<{
      plain: string
    }>`select plain from kept_mail where mail_id = ${rows[0]!.id}`.execute(c.db)
    const secret = new URL(linkIn(kept[0]!.plain)!).hash.slice(1)
    const read = (personId: string) =>
      actor(base, c.organizationId, personId).call('mail.words', { mailId: rows[0]!.id })
    const shown = JSON.stringify(await read(adminId))
    expect(shown).toContain('/link#…')
    expect(shown).not.toContain(secret)
    await actor(base, c.organizationId, adminId).call('access.grantRole', { personId: nora, role: 'lead' })
    const own = await read(nora)
    expect([own.html.includes(secret), own.text.includes(secret)]).toEqual([true, true])
  })

  it('does not go to somebody whose account is closed', async () => {
    const nora = await somebody('nora@lumen.example')
    await actor(base, c.organizationId, adminId).call('access.closeAccount', { personId: nora })
    await post('/sign-in/request-link', { organization: 'lumen', email: 'nora@lumen.example' })
    await drain(base, work)
    expect((await outgoing()).at(-1)).toMatchObject({
      kind: 'sign_in_link',
      state: 'excluded',
      reason: 'account_closed',
    })
  })

  it('does not stand behind a mailing to many', async () => {
    await somebody('nora@lumen.example')
    await drain(base, work)
    const before = sink.received.length
    await c.db.transaction().execute(async (tx) => {
      await sql`insert into person (organization_id, full_name, email, email_key, created_at)
        select ${c.organizationId}, 'R', 'r' || n || '@lumen.example', 'r' || n || '@lumen.example', ${base.clock.now()} from generate_series(1, 900) n`.execute(
        tx,
      )
      await planLetters(
        tx,
        c,
        sql`select id as person_id, email as address, ${base.clock.now()}::timestamptz as due_at, null as excluded from person where full_name = 'R'`,
        { kind: 'mail_test', subject: { kind: 'campaign', id: adminId } },
      )
    })
    sink.behave({ delay: 20 })
    await post('/sign-in/request-link', { organization: 'lumen', email: 'nora@lumen.example' })
    const all = drain(base, work)
    await expect
      .poll(() => sink.to('nora@lumen.example').some((mail) => mail.raw.includes('Your sign-in link')), {
        timeout: 10_000,
      })
      .toBe(true)
    expect(sink.received.length - before).toBeLessThan(900)
    sink.behave({})
    await all
  })
})

describe('letters about access', () => {
  it('the first administrator gets a link for a week, unless they are in already', async () => {
    const mail = (await newest('ada@lumen.example'))!
    expect(mail.subject).toBe('Lumen is ready')
    expect(mail.text).toContain('7 days')
    base.clock.forward({ days: 6 })
    expect(
      (await post('/sign-in/link', { organization: 'lumen', secret: new URL(linkIn(mail.text!)!).hash.slice(1) }))
        .status,
    ).toBe(200)
    expect(sink.to('ada@lumen.example')).toHaveLength(1)
  })

  it('somebody from outside hears that they have an account', async () => {
    await somebody('nora@lumen.example')
    const mail = (await newest('nora@lumen.example'))!
    expect(mail.subject).toBe('Your account at Lumen')
    expect(mail.text).toContain('https://belay.test/o/lumen/sign-in')
    expect(linkIn(mail.text!)).toBeUndefined()
  })

  it('a role is told by letter and in the inbox, with who gave it', async () => {
    const nora = await somebody('nora@lumen.example')
    await actor(base, c.organizationId, adminId).call('access.grantRole', { personId: nora, role: 'lead' })
    const mail = (await newest('nora@lumen.example'))!
    expect(mail.subject).toBe('You have a new role: program lead')
    expect(mail.text).toContain('ada has given you the role')
    const inbox = await actor(base, c.organizationId, nora).call('inbox.list', {})
    expect(inbox.items.map((item) => item.kind)).toEqual(['role_granted'])
  })

  it('a token is told by letter and in the inbox, without the token', async () => {
    const nora = await somebody('nora@lumen.example')
    const { token } = await actor(base, c.organizationId, nora).call('access.createToken', { name: 'Report', days: 2 })
    const mail = (await newest('nora@lumen.example'))!
    expect(mail.subject).toBe('A new API token: Report')
    expect(mail.text).toContain('4 March 2026')
    expect(sink.received.some((one) => one.raw.includes(token.slice(-20)))).toBe(false)
    expect((await actor(base, c.organizationId, nora).call('inbox.list', {})).items[0]?.kind).toBe('token_created')
  })

  it('sessions that an administrator ended are one letter; those that one ended oneself are none', async () => {
    const nora = await somebody('nora@lumen.example')
    const enter = async (agent: string) => {
      await post('/sign-in/request-link', { organization: 'lumen', email: 'nora@lumen.example' })
      const secret = new URL(linkIn((await newest('nora@lumen.example'))!.text!)!).hash.slice(1)
      return post('/sign-in/link', { organization: 'lumen', secret }, { 'user-agent': agent })
    }
    await enter('Mozilla/5.0 (Windows NT 10.0) Firefox/130.0')
    const phone = await enter('Mozilla/5.0 (iPhone) Version/18.0 Mobile Safari/604.1')
    await actor(base, c.organizationId, adminId).call('access.endSessionsOf', { personId: nora })
    const about = async () => (
      await drain(base, work),
      (await outgoing()).filter((mail) => mail.kind === 'session_ended')
    )
    expect(await about()).toHaveLength(1)
    const mail = (await newest('nora@lumen.example'))!
    expect(mail.text).toContain('Firefox, Windows')
    expect(mail.text).toContain('Safari, iPhone')
    expect(mail.text).toContain('An administrator ended it.')
    expect(phone.status).toBe(200)
    base.clock.forward({ hours: 2 })
    const again = await enter('Mozilla/5.0 (X11; Linux) Chrome/150.0')
    await (
      await app()
    ).inject({
      method: 'POST',
      url: '/api/sign-out',
      headers: { cookie: `belay_session=${again.cookie}`, 'sec-fetch-site': 'same-origin' },
    })
    expect(await about()).toHaveLength(1)
  })

  describe('a people file that changes addresses', () => {
    const staff = (domain: string) => [
      'Employee #,First Name,Last Name,Work Email,Status,Job Title,Department,Hire Date',
      ...Array.from({ length: 6 }, (_, n) => `${n},Reader,R${n},r${n}@${domain},Active,Clerk,Sales,2001-02-03`),
    ]
    const take = async (lines: string[]) => {
      const context = contextFor(base, c.organizationId, 'operator')
      const source = sourceOf('people.csv', Buffer.from(lines.join('\n') + '\n'))
      await importFile(context, source, { dryRun: false, acceptGoodRows: true })
      await drain(base, work)
      base.clock.forward({ minutes: 1 })
    }
    /** Signs in by a link that is asked for at an address. */
    const enter = async (email: string) => {
      await post('/sign-in/request-link', { organization: 'lumen', email })
      const secret = new URL(linkIn((await newest(email))!.text!)!).hash.slice(1)
      return (await post('/sign-in/link', { organization: 'lumen', secret })).status
    }
    const told = async () => (await outgoing()).filter((mail) => mail.kind === 'address_changed')

    it('tells whoever has an account at the old address, ends links that went there, and stands in the trail', async () => {
      await take(staff('a.example'))
      expect(await enter('r1@a.example')).toBe(200)
      await post('/sign-in/request-link', { organization: 'lumen', email: 'r1@a.example' })
      const open = new URL(linkIn((await newest('r1@a.example'))!.text!)!).hash.slice(1)
      base.clock.forward({ minutes: 1 })
      await take(staff('a.example').map((line) => line.replace(/r([12])@a/, 'spy$1@a')))
      // The other one never signed in: there is nothing to protect.
      expect(await told()).toHaveLength(1)
      const mail = (await newest('r1@a.example'))!
      expect(mail.subject).toBe('Your sign-in address was changed')
      expect(mail.text).toContain('spy1@a.example')
      expect((await post('/sign-in/link', { organization: 'lumen', secret: open })).status).toBe(410)
      const { events } = await actor(base, c.organizationId, adminId).call('audit.list', {
        type: 'account.address_changed',
      })
      expect(events).toHaveLength(1)
      // The same file once more changes nothing and tells nobody; another spelling is no other address.
      await take(staff('a.example').map((line) => line.replace(/r([12])@a/, 'SPY$1@a')))
      expect(await told()).toHaveLength(1)
      expect(await enter('SPY1@a.example')).toBe(200)
    })

    it('tells it also where the account was closed meanwhile, for it can be opened again', async () => {
      await take(staff('a.example'))
      await enter('r1@a.example')
      const { rows } = await sql<{
        id: string
      }>`select id from person where organization_id = ${c.organizationId} and email_key = 'r1@a.example'`.execute(c.db)
      await actor(base, c.organizationId, adminId).call('access.closeAccount', { personId: rows[0]!.id })
      await take(staff('a.example').map((line) => line.replace('r1@a', 'spy@a')))
      expect(await told()).toMatchObject([{ state: 'submitted' }])
    })

    it('moves a whole company to another domain, and back', async () => {
      await take(staff('a.example'))
      for (const n of [0, 1, 2]) expect(await enter(`r${n}@a.example`)).toBe(200)
      await take(staff('b.example'))
      expect(await told()).toMatchObject([{ state: 'submitted' }, { state: 'submitted' }, { state: 'submitted' }])
      expect(await enter('r2@b.example')).toBe(200)
      await take(staff('a.example'))
      expect(await told()).toHaveLength(6)
    })
  })

  it('the test letter arrives', async () => {
    await drain(base, work)
    await actor(base, c.organizationId, adminId).call('mail.test', {})
    expect((await newest('ada@lumen.example'))!.subject).toBe('Mail works at Lumen')
  })
})

it('counts letters up to what anybody looks through, however many there are', async () => {
  await sql`insert into outgoing_mail (organization_id, person_id, kind, state, created_at, due_at)
    select ${c.organizationId}, ${adminId}, 'mail_test', case when n % 1000 = 0 then 'failed' else 'submitted' end, ${base.clock.now()}::timestamptz - n * interval '1 second', ${base.clock.now()}
    from generate_series(1, 30000) n`.execute(c.db)
  const list = await actor(base, c.organizationId, adminId).call('mail.list', { state: 'failed', limit: 50 })
  expect(list.states).toMatchObject({ submitted: list.mostCounted, failed: 30 })
  expect(list.mail).toHaveLength(30)
  expect(list.kinds).toContain('mail_test')
})
