/** The mailbox: what becomes of mails as they come, and what nobody can do with one. Against a real IMAP and a real SMTP server. */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { desk } from '../../contract/desk.ts'
import { inbound } from '../../contract/inbound.ts'
import type { Part, World } from '../access/permission-cases.ts'
import { makeWorld, permissionWorld, worldOn } from '../access/permission-world.ts'
import { clearAddress, unreachable } from '../attention/bounces.ts'
import { deliver, type Letters, sendMail } from '../attention/attention.ts'
import { outgoing } from '../attention/mail-list.ts'
import { letters as ownLetters } from '../attention/own-letters.ts'
import { question, questions, reply } from '../hypercare/answering.ts'
import { ask } from '../hypercare/asking.ts'
import { letters as deskLetters } from '../hypercare/letters.ts'
import { attention } from '../../contract/attention.ts'
import { contextFor, type Context } from '../platform/context.ts'
import type { Received } from '../platform/testing-mail.ts'
import { type MailboxSink, openMailboxSink } from '../platform/testing-imap.ts'
import { beginning, type SmtpSink, smtpSink, type TestBase } from '../platform/testing.ts'
import { letters as inboundLetters } from './letters.ts'
import { list } from './list.ts'
import { look } from './looking.ts'

/** A letter of no kind that always goes out. */
const note: Letters[string] = async (_c, batch) =>
  new Map(
    batch.map((one) => [
      one.id,
      { subject: 'Note', html: '<p>Note</p>', text: 'Note', language: 'en', fromName: 'Ada' },
    ]),
  )
const letters: Letters = { ...deskLetters, ...inboundLetters, ...ownLetters, note }

let base: TestBase
let sink: SmtpSink
let box: MailboxSink
let w: World
let job: Context

async function mailbox(options: Parameters<typeof openMailboxSink>[0] = {}): Promise<MailboxSink> {
  const opened = await openMailboxSink(options)
  onTestFinished(() => opened.close())
  return opened
}

const begin = beginning(async (open) =>
  makeWorld(await open({ at: '2026-03-02T09:00:00Z' }), `mail-${randomUUID().slice(0, 8)}`),
)

beforeEach(async () => {
  sink = await smtpSink()
  box = await mailbox()
  const begun = await begin({ smtpUrl: sink.url, inboundUrl: box.url })
  base = begun.base
  w = worldOn(base, begun.made)
  job = contextFor(base, w.organizationId)
})

const addressOf = async (who: string) => {
  const { rows } = await sql<{ email: string }>`select email from person where organization_id = ${w.organizationId}
    and id = ${w.people[who as Part] ?? who}`.execute(job.db)
  return rows[0]!.email
}
let count = 0
type Parts = { from?: string; subject?: string; id?: string | null; headers?: string[]; body?: string }
const mail = ({ from = '', subject = 'How do I change my goal?', id, headers = [], body = 'It is wrong.' }: Parts) =>
  [
    `From: ${from}`,
    `To: ${box.address}`,
    `Subject: ${subject}`,
    ...(id === null ? [] : [`Message-ID: ${id ?? `<m${++count}@home.example>`}`]),
    'Date: Mon, 02 Mar 2026 09:00:00 +0000',
    ...headers,
    '',
    body,
  ].join('\r\n')
const comes = async (who: Part | null, parts: Parts = {}) =>
  box.put(mail({ from: who ? await addressOf(who) : 'stranger@elsewhere.example', ...parts }))
const found = async (who: Part = 'lead') =>
  (await questions(await w.as(who), desk.questions.query!.parse({}))).questions
const opened = async (questionId: string) => question(await w.as('lead'), { questionId })
const became = async () =>
  (await list(await w.as('admin'), inbound.list.query!.parse({}))).mail.map((m) => m.became).toSorted()
/** Letters that left, to somebody. */
const leaves = async () => {
  await deliver(job, letters)
  return sink.received
}
const idOf = async (letter: Received) => (await letter.parsed()).messageId!

describe('a mail', () => {
  it('becomes a question at the desk, is answered by mail, and the reply to that goes on with it', async () => {
    await comes('self', { id: '<first@home.example>' })
    expect(await look(base)).toBe(1)
    const [asked] = await found()
    expect(asked).toMatchObject({ title: 'How do I change my goal?', private: false, asker: { id: w.people.self } })
    expect((await opened(asked!.id)).messages.map((m) => m.words)).toEqual(['It is wrong.'])
    // Whoever is asked in the name of hears of it, at their own address.
    const [received] = await leaves()
    expect(received!.to).toEqual([await addressOf('self')])
    expect(received!.from).toBe(box.address)
    const told = await received!.parsed()
    expect(told.inReplyTo).toBe('<first@home.example>')
    expect(told.replyTo!.text).toContain(box.address)
    expect(told.text).not.toContain('It is wrong.')

    base.clock.forward({ minutes: 5 })
    await reply(await w.as('champion'), {
      questionId: asked!.id,
      words: 'Open it and *choose* Change.',
      topic: 'goals',
    })
    const answer = (await leaves()).at(-1)!
    expect((await answer.parsed()).text).toContain('Open it and *choose* Change.')

    base.clock.forward({ minutes: 5 })
    await comes('self', {
      subject: 'Re: Answer to your question',
      headers: [`In-Reply-To: ${await idOf(answer)}`],
      body: 'There is no such button.\n\nOn Mon, 2 Mar 2026, Belay <belay@lumen.example> wrote:\n> Open it',
    })
    await look(base)
    expect(await found()).toHaveLength(1)
    expect((await opened(asked!.id)).messages.map((m) => m.words)).toEqual([
      'It is wrong.',
      'Open it and *choose* Change.',
      'There is no such button.',
    ])
    expect(await became()).toEqual(['added', 'asked'])
    expect(box.count()).toEqual({ all: 2, read: 2 })
    // Who asked stands in no list of mail.
    for (const row of (await list(await w.as('admin'), inbound.list.query!.parse({}))).mail)
      expect(row).toMatchObject({ sender: null, person: null })
    const events = await sql<{ type: string; via: string }>`select type, actor_via as via from event
      where organization_id = ${w.organizationId} and actor_via = 'mail' order by id`.execute(job.db)
    expect(events.rows.map((e) => e.type)).toEqual(['desk.asked', 'desk.followed'])
  })

  it('goes on with a question by the link in what it quotes, where a server gave our letter another id', async () => {
    await comes('self')
    await look(base)
    const [asked] = await found()
    base.clock.forward({ minutes: 5 })
    const link = `${base.config.publicUrl}/o/x/ask/${asked!.id}`
    await comes('self', {
      subject: 'Re: x',
      body: `And then?\n\nOn Mon, Belay <belay@lumen.example> wrote:\n> ${link}`,
    })
    // The same link in somebody else's mail opens nothing: it is a question of their own.
    await comes('peer', { subject: 'Mine', body: `And then?\n${link}` })
    await look(base)
    expect((await opened(asked!.id)).messages.map((m) => m.words)).toEqual(['It is wrong.', 'And then?'])
    expect((await found()).map((q) => q.asker.id).toSorted()).toEqual([w.people.self, w.people.peer].toSorted())
  })

  it('that came twice, or whose mailbox numbers anew, is one', async () => {
    await comes('self', { id: '<same@home.example>' })
    await comes('self', { id: '<same@home.example>' })
    await comes('peer', { id: null })
    await comes('peer', { id: null })
    await look(base)
    expect(await found()).toHaveLength(2)
    box.renumber()
    await look(base)
    expect(await found()).toHaveLength(2)
    await comes('self', { subject: 'Another' })
    await look(base)
    expect(await found()).toHaveLength(3)
  })

  it('is neither lost nor doubled where the process ends in the middle', async () => {
    await comes('self', { subject: 'One' })
    await comes('self', { subject: 'Two' })
    // The second cannot be written: the database says no at the very end of its transaction.
    await base.database.owner.query(`create function broken() returns trigger language plpgsql as $$
      begin if new.title = 'Two' then raise 'gone'; end if; return new; end $$`)
    await base.database.owner.query(
      'create trigger broken before insert on desk_question for each row execute function broken()',
    )
    await expect(look(base)).rejects.toThrow('gone')
    expect((await found()).map((q) => q.title)).toEqual(['One'])
    await base.database.owner.query('drop trigger broken on desk_question')
    expect(await look(base)).toBe(1)
    expect((await found()).map((q) => q.title).toSorted()).toEqual(['One', 'Two'])
  })

  it('that can never be taken in holds up no other for good', async () => {
    await comes('self', { subject: 'Two' })
    await comes('self', { subject: 'Three' })
    await base.database.owner.query(`create function broken() returns trigger language plpgsql as $$
      begin if new.title = 'Two' then raise 'gone'; end if; return new; end $$`)
    await base.database.owner.query(
      'create trigger broken before insert on desk_question for each row execute function broken()',
    )
    for (let n = 0; n < 4; n++) await expect(look(base)).rejects.toThrow('gone')
    expect(await look(base)).toBe(2)
    expect((await found()).map((q) => q.title)).toEqual(['Three'])
  })

  it('that lay in the mailbox before it was ours is nobody’s question', async () => {
    box.put(mail({ from: await addressOf('self'), subject: 'Long ago' }), '2026-02-01T09:00:00Z')
    box.put(mail({ from: await addressOf('self'), subject: 'Yesterday' }), '2026-03-01T09:00:00Z')
    await look(base)
    expect((await found()).map((q) => q.title)).toEqual(['Yesterday'])
  })

  it.each([
    [
      'only HTML',
      {
        headers: ['Content-Type: text/html; charset=utf-8'],
        body: '<p>It is <b>wrong</b>.</p><script>x()</script><blockquote>Old</blockquote>',
      },
      'It is wrong.',
    ],
    [
      'a wrong encoding',
      { headers: ['Content-Type: text/plain; charset=utf-8'], body: 'It is \xe9\xff wrong.' },
      'It is �� wrong.',
    ],
    [
      'an unknown encoding',
      { headers: ['Content-Type: text/plain; charset=x-nothing'], body: 'It is wrong.' },
      'It is wrong.',
    ],
    [
      'Latin letters',
      { headers: ['Content-Type: text/plain; charset=iso-8859-1'], body: 'Es ist \xfcbel.' },
      'Es ist übel.',
    ],
    [
      'zero bytes',
      { headers: ['Content-Type: text/plain'], body: 'It\u0000 is wr\u0000ong.\u001b[31m' },
      'It is wrong.[31m',
    ],
    [
      'broken parts',
      {
        headers: ['MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=x'],
        body: '--x\r\nContent-Type: text/plain\r\n\r\nIt is wrong.',
      },
      'It is wrong.',
    ],
  ] as [string, Parts, string][])('with %s is read', async (_name, parts, words) => {
    await comes('self', parts)
    await look(base)
    const [asked] = await found()
    expect((await opened(asked!.id)).messages.map((m) => m.words)).toEqual([words])
  })

  it('keeps its words without what is attached, and says so', async () => {
    const body = [
      '--x',
      'Content-Type: text/plain',
      '',
      'It is wrong.',
      '--x',
      'Content-Type: application/pdf; name=pay.pdf',
      'Content-Disposition: attachment; filename=pay.pdf',
      'Content-Transfer-Encoding: base64',
      '',
      'c2VjcmV0',
      '--x--',
    ].join('\r\n')
    await comes('self', { headers: ['MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=x'], body })
    await look(base)
    expect(await found()).toHaveLength(1)
    expect((await (await leaves())[0]!.parsed()).text).toContain('what was attached to it')
    const [row] = (await list(await w.as('admin'), inbound.list.query!.parse({}))).mail
    expect(row!.leftOut).toEqual(['files'])
  })

  it('that is larger than words can be is not taken, and says why', async () => {
    await comes('self', { body: 'x'.repeat(11 * 1024 * 1024) })
    await comes('self', { subject: 'Long', body: 'word '.repeat(2000) })
    await comes('self', { subject: '', body: '' })
    await look(base)
    expect(await became()).toEqual(['asked', 'empty', 'too_large'])
    const [asked] = await found()
    expect((await opened(asked!.id)).messages[0]!.words.length).toBeLessThanOrEqual(4000)
    const texts = await Promise.all((await leaves()).map(async (m) => (await m.parsed()).text))
    for (const said of ['larger than 10 MB', 'after the first 4,000', 'no text in it'])
      expect(texts.join()).toContain(said)
  })
})

describe('whoever writes', () => {
  it('in somebody else’s name learns nothing: what is said goes to the one named', async () => {
    box.put(
      mail({
        from: await addressOf('self'),
        headers: ['Reply-To: thief@elsewhere.example', 'Sender: thief@elsewhere.example'],
      }),
    )
    await look(base)
    const [asked] = await found()
    await reply(await w.as('lead'), { questionId: asked!.id, words: 'Secret.', topic: 'goals' })
    for (const letter of await leaves()) expect(letter.to).toEqual([await addressOf('self')])
    expect(sink.received).toHaveLength(2)
  })

  it('is not believed where the receiving server disowns them, and the one named hears of it once a day', async () => {
    const headers = [
      'Authentication-Results: mx.lumen.example; spf=fail smtp.mailfrom=x; dkim=none; dmarc=fail header.from=y',
    ]
    await comes('self', { headers })
    await comes('self', { headers })
    // A word further down may be anybody's.
    await comes('peer', { headers: ['Authentication-Results: mx.lumen.example; dmarc=pass', ...headers] })
    await look(base)
    expect(await became()).toEqual(['asked', 'disowned', 'disowned'])
    expect((await leaves()).map((m) => m.to[0]!).toSorted()).toEqual(
      [await addressOf('self'), await addressOf('peer')].toSorted(),
    )
  })

  it('cannot add to somebody else’s question, even with their letter at hand', async () => {
    await comes('self')
    await look(base)
    const [letter] = await leaves()
    await comes('peer', { subject: 'Re: yours', headers: [`In-Reply-To: ${await idOf(letter!)}`] })
    await look(base)
    expect((await found()).map((q) => [q.title, q.asker.id])).toContainEqual(['yours', w.people.peer])
    const own = (await found()).find((q) => q.asker.id === w.people.self)!
    expect((await opened(own.id)).messages).toHaveLength(1)
  })

  it('and is a machine gets no answer, and asks nothing', async () => {
    const machines: string[][] = [
      ['Auto-Submitted: auto-replied'],
      ['Precedence: bulk'],
      ['Precedence: auto_reply'],
      ['X-Auto-Response-Suppress: All'],
      ['X-Autoreply: yes'],
      ['List-Id: <all.lumen.example>'],
      ['Return-Path: <>'],
      ['Content-Type: multipart/report; report-type=disposition-notification; boundary=x'],
    ]
    for (const headers of machines) await comes('self', { headers })
    await comes('self', { subject: 'Automatische Antwort: Ihre Frage' })
    await comes('self', { subject: '=?utf-8?Q?R=C3=A9ponse_automatique_=3A_votre_question?=' })
    box.put(mail({ from: `Belay <${box.address}>` }))
    await look(base)
    expect(await found()).toEqual([])
    expect(new Set(await became())).toEqual(new Set(['automatic']))
    expect(await leaves()).toEqual([])
  })

  it('is nobody here gets a kind no once a day, which can come back to nobody', async () => {
    await comes(null)
    await comes(null)
    box.put(mail({ from: 'other@elsewhere.example', headers: ['Precedence: list'] }))
    box.put(mail({ from: 'a@elsewhere.example, b@elsewhere.example' }))
    await look(base)
    expect(sink.received.map((m) => [m.from, m.to])).toEqual([['', ['stranger@elsewhere.example']]])
    const said = await sink.received[0]!.parsed()
    expect(said.headers.get('auto-submitted')).toBe('auto-replied')
    expect(said.text).not.toContain('It is wrong')
    base.clock.forward({ days: 1, hours: 1 })
    await comes(null)
    await look(base)
    expect(sink.received).toHaveLength(2)
    expect(await found()).toEqual([])
  })

  it('has left, or shares an address, is nobody here', async () => {
    const who = await w.newPerson()
    const address = await addressOf(who)
    await sql`delete from roster where organization_id = ${w.organizationId} and person_id = ${who}`.execute(job.db)
    box.put(mail({ from: address }))
    await sql`update person set email_key = null where organization_id = ${w.organizationId} and id = ${w.people.peer}`.execute(
      job.db,
    )
    await comes('peer')
    await look(base)
    expect(await became()).toEqual(['stranger', 'stranger'])
  })

  it('has no account asks all the same, and too many at once are told so', async () => {
    const who = await w.newPerson()
    await sql`delete from account where organization_id = ${w.organizationId} and person_id = ${who}`
      .execute(job.db)
      .catch(() => {})
    const from = await addressOf(who)
    for (let n = 0; n < 32; n++) box.put(mail({ from, subject: `Question ${n}` }))
    await look(base)
    expect(Object.fromEntries([...Map.groupBy(await became(), (b) => b)].map(([b, all]) => [b, all.length]))).toEqual({
      asked: 20,
      waiting_many: 10,
      too_many: 2,
    })
    const refused = (await leaves()).filter((m) => m.to[0] === from)
    // Twenty that have arrived, and each reason once.
    expect(refused).toHaveLength(22)
  })

  it('is of two companies is asked which one they mean; a letter or an address says it', async () => {
    const other = await permissionWorld(base, `other-${randomUUID().slice(0, 8)}`)
    const both = await addressOf('self')
    await sql`update person set email = ${both}, email_key = ${both} where organization_id = ${other.organizationId} and id = ${other.people.self}`.execute(
      base.database.for(other.organizationId),
    )
    const theirs = async () => (await questions(await other.as('lead'), desk.questions.query!.parse({}))).questions
    box.put(mail({ from: both }))
    await look(base)
    expect([await found(), await theirs()]).toEqual([[], []])
    box.put(mail({ from: both, headers: [`Cc: belay+${other.slug}@lumen.example`] }))
    await look(base)
    expect(await theirs()).toHaveLength(1)
    await deliver(contextFor(base, other.organizationId), letters)
    const letter = sink.received.find((m) => m.raw.includes('arrived'))!
    box.put(mail({ from: both, headers: [`References: ${await idOf(letter)}`], body: 'More.' }))
    await look(base)
    expect((await question(await other.as('lead'), { questionId: (await theirs())[0]!.id })).messages).toHaveLength(2)
    expect(await found()).toEqual([])
    // A stranger is no company's.
    box.put(mail({ from: 'x@elsewhere.example' }))
    await look(base)
    expect(await became()).not.toContain('stranger')
  })

  it('goes on with a private question gets no words of the answer by mail', async () => {
    const { id } = await ask(
      await w.as('self'),
      desk.ask.body!.parse({ title: 'Who reads it?', words: 'Well?', private: true }),
    )
    await reply(await w.as('lead'), { questionId: id, words: 'Few.', topic: 'privacy' })
    const letter = (await leaves()).at(-1)!
    expect((await letter.parsed()).text).not.toContain('Few.')
    await comes('self', { subject: 'Re: x', headers: [`In-Reply-To: ${await idOf(letter)}`], body: 'Who exactly?' })
    await look(base)
    await reply(await w.as('lead'), { questionId: id, words: 'Ada.', topic: 'privacy' })
    expect((await (await leaves()).at(-1)!.parsed()).text).not.toContain('Ada.')
  })
})

describe('the mailbox', () => {
  const state = async () => (await list(await w.as('admin'), inbound.list.query!.parse({}))).mailbox

  it('that cannot be used says why, and what came meanwhile is read afterwards', async () => {
    expect(await state()).toMatchObject({ state: 'waiting', address: box.address })
    await comes('self')
    const right = base.config.inboundUrl!
    Object.assign(base.config, { inboundUrl: right.replace('right', 'wrong') })
    expect(await look(base)).toBe(0)
    expect(await state()).toMatchObject({
      state: 'trouble',
      trouble: { code: 'sign_in', since: '2026-03-02T09:00:00.000Z' },
    })
    Object.assign(base.config, { inboundUrl: right.replace('?', '/Nowhere?') })
    await look(base)
    expect(await state()).toMatchObject({ trouble: { code: 'folder' } })
    const closed = await openMailboxSink()
    await closed.close()
    Object.assign(base.config, { inboundUrl: closed.url })
    await look(base)
    expect(await state()).toMatchObject({ trouble: { code: 'unreachable' } })
    Object.assign(base.config, { inboundUrl: right })
    expect(await look(base)).toBe(1)
    expect(await state()).toMatchObject({ state: 'working', trouble: null })
    expect(await found()).toHaveLength(1)
  })

  it('is read by one process at a time', async () => {
    for (let n = 0; n < 5; n++) await comes('self', { subject: `Question ${n}` })
    const looks = await Promise.all([look(base), look(base), look(base)])
    expect(looks.reduce<number>((sum, n) => sum + (n ?? 0), 0)).toBe(5)
    expect(await found()).toHaveLength(5)
  })
})

describe('a letter that comes back', () => {
  const report = (letterId: string, { status = '5.1.1', action = 'failed', said = '550 5.1.1 User unknown' } = {}) =>
    mail({
      from: 'MAILER-DAEMON@mx.elsewhere.example',
      subject: 'Undelivered Mail Returned to Sender',
      headers: [
        'Return-Path: <>',
        'Auto-Submitted: auto-replied',
        'MIME-Version: 1.0',
        'Content-Type: multipart/report; report-type=delivery-status; boundary="r"',
      ],
      body: [
        '--r',
        'Content-Type: text/plain',
        '',
        'I am sorry to have to inform you.',
        '',
        '--r',
        'Content-Type: message/delivery-status',
        '',
        'Reporting-MTA: dns; mx.elsewhere.example',
        '',
        'Final-Recipient: rfc822; somebody@elsewhere.example',
        `Action: ${action}`,
        `Status: ${status}`,
        `Diagnostic-Code: smtp; ${said}`,
        '',
        '--r',
        'Content-Type: text/rfc822-headers',
        '',
        `Message-ID: <${letterId}@localhost>`,
        '',
        '--r--',
      ].join('\r\n'),
    })
  const send = async (who: Part = 'self', kind = 'mail_test') => {
    const subject = { kind: 'test', id: randomUUID() }
    await job.db.transaction().execute((tx) => sendMail(tx, job, { personId: w.people[who], kind, subject }))
    await leaves()
    const { rows } = await sql<{
      id: string
      state: string
      reason: string | null
    }>`select id, state, reason from outgoing_mail
      where organization_id = ${w.organizationId} and subject_id = ${subject.id}`.execute(job.db)
    return rows[0]!
  }
  const row = async (id: string) =>
    (await outgoing(await w.as('admin'), attention.outgoing.query!.parse({}))).mail.find((m) => m.id === id)!
  const dead = async () => (await unreachable(await w.as('lead'), attention.unreachable.query!.parse({}))).people

  it('for good marks the address; it gets no letters of the program until an administrator clears it', async () => {
    const { id } = await send()
    box.put(report(id))
    await look(base)
    expect(await row(id)).toMatchObject({
      state: 'bounced',
      reason: 'no_such_address',
      answer: '550 5.1.1 User unknown',
    })
    const [one] = await dead()
    expect(one).toMatchObject({
      person: { id: w.people.self },
      why: 'no_such_address',
      dead: { answer: '550 5.1.1 User unknown' },
    })
    // The same of one person alone, as their page asks.
    const of = async (part: Part) =>
      (await unreachable(await w.as('lead'), attention.unreachable.query!.parse({ personId: w.people[part] }))).people
    expect(await of('self')).toHaveLength(1)
    expect(await of('peer')).toEqual([])
    expect(await send('self', 'note')).toMatchObject({ state: 'excluded', reason: 'dead_address' })
    // Who is about to sign in gets their letter all the same.
    expect(await send('self', 'mail_test')).toMatchObject({ state: 'submitted' })
    await clearAddress(await w.as('admin'), { addressId: one!.dead!.id })
    expect(await dead()).toEqual([])
    expect(await send('self', 'note')).toMatchObject({ state: 'submitted' })
    expect(await became()).toEqual(['returned_dead'])
  })

  it('ends with another address', async () => {
    box.put(report((await send()).id))
    await look(base)
    await sql`update person set email = 'new@lumen.example', email_key = 'new@lumen.example' where organization_id = ${w.organizationId} and id = ${w.people.self}`.execute(
      job.db,
    )
    expect(await dead()).toEqual([])
    expect(await send('self', 'note')).toMatchObject({ state: 'submitted' })
  })

  it('leaves what waited already, too', async () => {
    const { id } = await send()
    const subject = { kind: 'test', id: randomUUID() }
    await job.db
      .transaction()
      .execute((tx) =>
        sendMail(tx, job, { personId: w.people.self, kind: 'note', subject, dueAt: '2026-03-02T12:00:00Z' }),
      )
    box.put(report(id))
    await look(base)
    base.clock.forward({ hours: 5 })
    await leaves()
    const { rows } =
      await sql`select state, reason from outgoing_mail where organization_id = ${w.organizationId} and subject_id = ${subject.id}`.execute(
        job.db,
      )
    expect(rows).toEqual([{ state: 'excluded', reason: 'dead_address' }])
  })

  it('for now counts as come back, and the address stays in use', async () => {
    const full = await send()
    box.put(report(full.id, { status: '5.2.2', said: '552 5.2.2 Mailbox full' }))
    const spam = await send()
    box.put(report(spam.id, { status: '5.7.1', said: '550 5.7.1 Message rejected as spam' }))
    const late = await send()
    box.put(report(late.id, { status: '4.4.1', action: 'delayed', said: '451 4.4.1 will keep trying' }))
    await look(base)
    expect(await row(full.id)).toMatchObject({ state: 'bounced', reason: 'mailbox_full' })
    expect(await row(spam.id)).toMatchObject({ state: 'bounced', reason: 'not_accepted' })
    expect(await row(late.id)).toMatchObject({ state: 'submitted' })
    expect(await dead()).toEqual([])
    expect(await became()).toEqual(['delayed', 'returned', 'returned'])
  })

  it('is known from reports that keep to no form, and from nothing that merely looks like one', async () => {
    const messy = await send()
    box.put(
      mail({
        from: 'postmaster@old.example',
        subject: 'Mail failure',
        body: `Your message did not reach some of its recipients:\n\n   somebody: does not exist here\n\n--- original ---\nMessage-Id: <${messy.id.toUpperCase()}@localhost>\nSubject: x`,
      }),
    )
    const absent = await send('peer')
    await comes('peer', {
      subject: 'Out of office',
      headers: ['Auto-Submitted: auto-replied', `In-Reply-To: <${absent.id}@localhost>`],
    })
    // Nobody marks an address without the letter that went there.
    box.put(report(randomUUID()))
    await look(base)
    expect(await row(messy.id)).toMatchObject({ state: 'bounced', reason: 'no_such_address' })
    expect(await row(absent.id)).toMatchObject({ state: 'submitted' })
    expect((await dead()).map((one) => one.person.id)).toEqual([w.people.self])
    expect(await became()).toEqual(['automatic', 'return_unknown', 'returned_dead'])
  })

  it('or is refused at once because nobody is there is the same; a server that refuses everything is not', async () => {
    await send('peer')
    sink.behave({ recipient: () => ({ code: 550, message: '5.1.1 no such user here' }) })
    expect(await send()).toMatchObject({ state: 'failed', reason: 'refused' })
    expect((await dead()).map((one) => one.person.id)).toEqual([w.people.self])
    sink.behave({ recipient: () => ({ code: 550, message: '5.7.1 relaying denied' }) })
    await send('peer')
    expect((await dead()).map((one) => one.person.id)).toEqual([w.people.self])
  })
})
