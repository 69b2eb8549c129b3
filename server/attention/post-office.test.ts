import { spawn } from 'node:child_process'
import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import { createOrganization } from '../access/access.ts'
import { contextFor, type Context } from '../platform/context.ts'
import { lanes } from '../platform/mail.ts'
import { smtpSink, testBase, type SmtpSink, type TestBase } from '../platform/testing.ts'
import type { Letters } from './letters.ts'
import { sendMail } from './outgoing.ts'
import { callForWaiting, deliver } from './post-office.ts'

const letters: Letters = {
  note: async (_c, batch) =>
    new Map(
      batch.map((letter) => [
        letter.id,
        { subject: `For ${letter.fullName}`, html: '<p>Hello</p>', text: 'Hello', language: 'en', fromName: 'Ada' },
      ]),
    ),
  silent: async () => new Map(),
  torn: async () => {
    throw new Error('the database went away')
  },
}

let base: TestBase
let sink: SmtpSink
let c: Context

async function people(count: number, email = (n: number) => `reader${n}@example.com`): Promise<string[]> {
  const ids: string[] = []
  for (let n = 0; n < count; n++) {
    const { rows } = await sql<{
      id: string
    }>`insert into person (organization_id, full_name, given_name, email, email_key, created_at)
      values (${c.organizationId}, ${`Reader ${n}`}, 'Reader', ${email(n) || null}, ${email(n) || null}, ${c.clock.now()}) returning id`.execute(
      c.db,
    )
    ids.push(rows[0]!.id)
  }
  return ids
}
const plan = (personIds: string[], kind = 'note') =>
  c.db.transaction().execute(async (tx) => {
    for (const personId of personIds) await sendMail(tx, c, { personId, kind })
  })
const states = async () => {
  const { rows } = await sql<{
    state: string
    reason: string | null
    n: number
  }>`select state, reason, count(*) as n from outgoing_mail
    where organization_id = ${c.organizationId} group by 1, 2 order by 1, 2`.execute(c.db)
  return Object.fromEntries(rows.map((row) => [row.reason ? `${row.state} ${row.reason}` : row.state, row.n]))
}

beforeEach(async () => {
  sink = await smtpSink({ password: 'right' })
  base = await testBase({ config: { smtpUrl: sink.url } })
  const { id } = await createOrganization(base, { name: 'Lumen', slug: 'lumen' })
  c = contextFor(base, id)
})

describe('the post office', () => {
  it('hands each letter over once, with an id of its own, from the sender', async () => {
    await plan(await people(60))
    expect(await deliver(c, letters)).toBe(60)
    expect(await deliver(c, letters)).toBe(0)
    expect(await states()).toEqual({ submitted: 60 })
    expect(new Set(sink.received.flatMap((m) => m.to)).size).toBe(60)
    const mail = await sink.to('reader7@example.com')[0]!.parsed()
    expect(mail.subject).toBe('For Reader 7')
    expect(mail.from?.text).toContain('Ada')
    expect(new Set(await Promise.all(sink.received.map(async (m) => (await m.parsed()).messageId))).size).toBe(60)
  })

  it('speaks to each in the language they chose, else the people file’s, else the company’s', async () => {
    const spoken: Record<string, string> = {}
    const listening: Letters = {
      ...letters,
      note: async (...all) => {
        for (const letter of all[1]) spoken[letter.fullName] = letter.locale
        return letters['note']!(...all)
      },
    }
    const ids = await people(4)
    const says = (id: string, language: string | null, locale: string) =>
      sql`update person set language = ${language}, locale = ${locale} where organization_id = ${c.organizationId} and id = ${id}`.execute(
        c.db,
      )
    await says(ids[0]!, 'de', 'de-AT')
    await says(ids[1]!, 'fr', 'de-AT')
    await says(ids[2]!, 'es', '')
    await plan(ids)
    await deliver(c, listening)
    // The file's region stays where it speaks the language that was chosen.
    expect(spoken).toEqual({ 'Reader 0': 'de-AT', 'Reader 1': 'fr', 'Reader 2': 'es', 'Reader 3': 'en' })
  })

  it('says why somebody gets none, and what could not be written yet', async () => {
    await plan(await people(3, (n) => (n === 0 ? '' : `p${n}@example.com`)))
    const others = await people(2, (n) => `q${n}@example.com`)
    await plan([others[0]!], 'silent')
    await plan([others[1]!], 'torn')
    await deliver(c, letters)
    expect(await states()).toEqual({
      submitted: 2,
      'excluded no_address': 1,
      'excluded no_words': 1,
      'waiting unwritten_for_now': 1,
    })
  })

  it('keeps everything when the mail server cannot be used, says why, and goes on when it can', async () => {
    await plan(await people(30))
    const wrong: Context = { ...c, config: { ...c.config, smtpUrl: sink.url.replace('right', 'wrong') } }
    await deliver(wrong, letters)
    expect(await states()).toEqual({ waiting: 30 })
    const { rows } = await sql<{
      code: string
      answer: string
    }>`select code, answer from mail_trouble where organization_id = ${c.organizationId}`.execute(c.db)
    expect(rows[0]?.code).toBe('sign_in')
    expect(rows[0]?.answer).toContain('535')
    const nowhere: Context = { ...c, config: { ...c.config, smtpUrl: 'smtp://127.0.0.1:1' } }
    await deliver(nowhere, letters)
    expect(await states()).toEqual({ waiting: 30 })
    await deliver(c, letters)
    expect(await states()).toEqual({ submitted: 30 })
    expect((await sql`select 1 from mail_trouble`.execute(c.db)).rows).toEqual([])
  })

  it('is called at night for letters that nobody else was called for', async () => {
    await plan(await people(2))
    // As it stands after the job has failed as often as it may.
    await base.database.owner.query('delete from graphile_worker._private_jobs')
    await callForWaiting(c)
    const { rows } = await base.database.owner.query(
      `select t.identifier from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id`,
    )
    expect(rows).toEqual([{ identifier: 'attention.deliver' }])
    await deliver(c, letters)
    expect(await states()).toEqual({ submitted: 2 })
  })

  it('waits without a mail server', async () => {
    await plan(await people(2))
    await deliver({ ...c, config: { ...c.config, smtpUrl: null } }, letters)
    expect(await states()).toEqual({ waiting: 2 })
  })

  it('accounts for refusals: for good, for now, and for too long', async () => {
    await plan(await people(3))
    sink.behave({
      recipient: (address) =>
        address.startsWith('reader0')
          ? { code: 550, message: 'no such user' }
          : address.startsWith('reader1')
            ? { code: 451, message: 'try later' }
            : null,
    })
    await deliver(c, letters)
    expect(await states()).toEqual({ 'failed refused': 1, submitted: 1, 'waiting refused_for_now': 1 })
    for (let attempt = 0; attempt < 5; attempt++) {
      base.clock.forward({ hours: 5 })
      await deliver(c, letters)
    }
    expect(await states()).toEqual({ 'failed refused': 1, 'failed refused_for_long': 1, submitted: 1 })
  })

  it('never repeats a letter whose fate is unknown', async () => {
    await plan(await people(1))
    sink.behave({ drop: 'after' })
    await deliver(c, letters)
    sink.behave({})
    base.clock.forward({ days: 1 })
    await deliver(c, letters)
    expect(await states()).toEqual({ 'uncertain line_broke': 1 })
    expect(sink.received).toHaveLength(1)
  })

  it.each(['before', 'after'] as const)(
    'asks a person when the line broke %s the server kept the letter',
    async (drop) => {
      const [reader] = await people(1)
      await plan([reader!])
      sink.behave({ drop })
      await deliver(c, letters)
      expect(await states()).toEqual({ 'uncertain line_broke': 1 })
    },
  )

  it('loses and repeats nothing when the process is killed in the middle', async () => {
    const count = 400
    await plan(await people(count))
    sink.behave({ delay: 3 })
    for (const after of [40, 150, 260]) {
      const child = spawn(
        process.execPath,
        [new URL('./post-office.worker.ts', import.meta.url).pathname, base.url, sink.url, c.organizationId],
        { stdio: 'ignore' },
      )
      const ended = new Promise((resolve) => child.once('exit', resolve))
      await Promise.race([sink.waitFor(after), ended])
      child.kill('SIGKILL')
      await ended
    }
    // The killed process's connection may hold the lock for a moment longer.
    await expect
      .poll(async () => (await deliver(c, letters), (await states())['waiting'] ?? 0), { timeout: 20_000 })
      .toBe(0)
    const found = await states()
    const uncertain = found['uncertain interrupted'] ?? 0
    expect((found['submitted'] ?? 0) + uncertain).toBe(count)
    expect(uncertain).toBeLessThanOrEqual(3 * lanes)
    const seen = Map.groupBy(sink.received, (m) => m.to[0]!)
    for (const [, copies] of seen) expect(copies).toHaveLength(1)
    // Whoever is not uncertain has it; of the uncertain some may.
    expect(seen.size).toBeGreaterThanOrEqual(count - uncertain)
  })
})
