/** A mail server that refuses everything, words that are wrong, and a bad moment of ours: nothing is used up by them. */
import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import { createOrganization } from '../access/access.ts'
import { contextFor, type Context } from '../platform/context.ts'
import { lanes } from '../platform/mail.ts'
import { problem } from '../platform/problem.ts'
import { smtpSink, testBase, type SmtpSink, type TestBase } from '../platform/testing.ts'
import type { Letters, Waiting } from './letters.ts'
import { again, allAgain, outgoing } from './mail-list.ts'
import { sendMail } from './outgoing.ts'
import { deliver } from './post-office.ts'

let base: TestBase
let sink: SmtpSink
let c: Context
/** Stands in for a database that is away for a moment. */
let away = false

const written = (batch: readonly Waiting[]) =>
  new Map(
    batch.map((letter) => [
      letter.id,
      { subject: 'Hello', html: '<p>Hello</p>', text: 'Hello', language: 'en', fromName: 'Ada' },
    ]),
  )
const letters: Letters = {
  note: async (_c, batch) => written(batch),
  wrong: async (_c, batch) => {
    if (batch.some((letter) => letter.fullName === 'Reader 1')) throw problem('not_found')
    return written(batch)
  },
  passing: async (_c, batch) => {
    if (away) throw new Error('Connection terminated unexpectedly')
    return written(batch)
  },
}

beforeEach(async () => {
  away = false
  sink = await smtpSink()
  base = await testBase({ config: { smtpUrl: sink.url } })
  const { id } = await createOrganization(base, { name: 'Lumen', slug: 'lumen' })
  c = contextFor(base, id, 'operator')
})

async function write(count: number, kind = 'note', address = (n: number) => `reader${n}@lumen.example`): Promise<void> {
  await c.db.transaction().execute(async (tx) => {
    for (let n = 0; n < count; n++) {
      const { rows } = await sql<{
        id: string
      }>`insert into person (organization_id, full_name, given_name, email, created_at)
        values (${c.organizationId}, ${`Reader ${n}`}, 'Reader', ${address(n)}, ${c.clock.now()}) returning id`.execute(
        tx,
      )
      await sendMail(tx, c, { personId: rows[0]!.id, kind })
    }
  })
}
async function states(): Promise<Record<string, number>> {
  const { rows } = await sql<{ state: string; n: number }>`select state, count(*)::int as n from outgoing_mail
    where organization_id = ${c.organizationId} group by 1`.execute(c.db)
  return Object.fromEntries(rows.map((row) => [row.state, row.n]))
}
const list = () => outgoing(c, { limit: 50, offset: 0 })
const reason = async () =>
  (
    await sql<{
      reason: string
    }>`select distinct reason from outgoing_mail where organization_id = ${c.organizationId} and reason is not null`.execute(
      c.db,
    )
  ).rows.map((row) => row.reason)
/** Refuses every recipient and counts how many were tried. */
function refuse(message: string, code = 554): { tries: number } {
  const seen = { tries: 0 }
  sink.behave({
    recipient: (address) => {
      seen.tries++
      return { code, message: message.replace('{to}', address) }
    },
  })
  return seen
}

describe('a mail server that refuses us', () => {
  it('stops the mail, keeps every letter, tries one now and then, and sends all once it takes one', async () => {
    await write(200)
    const seen = refuse('5.7.1 <{to}>: Relay access denied')
    await deliver(c, letters)
    expect(await states()).toEqual({ waiting: 200 })
    expect(seen.tries).toBeLessThanOrEqual(5 + lanes)
    const { server, trouble, failed } = await list()
    expect([server, trouble?.code, failed]).toEqual(['trouble', 'mail_refused', []])
    expect(trouble?.answer).toContain('Relay access denied')

    seen.tries = 0
    base.clock.forward({ minutes: 1 })
    await deliver(c, letters)
    expect(seen.tries, 'nothing is tried a minute later').toBe(0)
    for (let n = 1; n <= 8; n++) {
      base.clock.forward({ minutes: 5 })
      await deliver(c, letters)
      expect(seen.tries, 'one letter every five minutes').toBe(n)
    }
    expect(await states(), 'however often').toEqual({ waiting: 200 })

    sink.behave({})
    base.clock.forward({ minutes: 5 })
    await deliver(c, letters)
    expect(await states()).toEqual({ submitted: 200 })
    expect(new Set(sink.received.flatMap((m) => m.to)).size).toBe(200)
    expect((await list()).server).toBe('working')
  })

  it('is found out also where the words are taken and the letter is refused, after months in which all went well', async () => {
    await write(3, 'note', (n) => `early${n}@lumen.example`)
    await deliver(c, letters)
    await write(60)
    sink.behave({
      message: (m) => ({
        code: 554,
        message: `5.2.252 SendAsDenied; app@lumen.example not allowed to send to ${m.to[0]}`,
      }),
    })
    await deliver(c, letters)
    expect(await states()).toEqual({ submitted: 3, waiting: 60 })
    expect((await list()).trouble?.code).toBe('mail_refused')
  })

  it('is found out from letters that leave one by one', async () => {
    refuse('administrative prohibition')
    for (let n = 0; n < 6; n++) {
      await write(1, 'note', () => `single${n}@lumen.example`)
      await deliver(c, letters)
    }
    expect(await states()).toEqual({ waiting: 6 })
    expect((await list()).trouble?.answer).toContain('administrative prohibition')
  })

  it('is another thing than addresses that nobody has any more', async () => {
    await write(20, 'note', (n) => `here${n}@lumen.example`)
    await deliver(c, letters)
    await write(40)
    sink.behave({
      recipient: (address) =>
        /^reader[12]\d?@/.test(address) ? { code: 550, message: `5.1.1 <${address}>: user unknown` } : null,
    })
    await deliver(c, letters)
    expect(await states()).toEqual({ submitted: 38, failed: 22 })
    expect((await list()).server).toBe('working')
    expect((await list()).failed).toEqual([{ reason: 'refused', letters: 22 }])
  })
})

describe('what failed', () => {
  it('is sent again all at once, by reason, but never what may have arrived', async () => {
    await write(4)
    refuse('5.1.1 user unknown', 550)
    await deliver(c, letters)
    await write(1, 'note', () => 'lost@lumen.example')
    sink.behave({ drop: 'after' })
    await deliver(c, letters)
    expect(await states()).toEqual({ failed: 4, uncertain: 1 })
    sink.behave({})
    await expect(allAgain(c, { reason: 'words_broken' })).rejects.toMatchObject({ code: 'mail_not_stuck' })
    expect(await allAgain(c, { reason: 'refused' })).toEqual({ letters: 4 })
    await expect(allAgain(c, {})).rejects.toMatchObject({ code: 'mail_not_stuck' })
    await deliver(c, letters)
    expect(await states()).toEqual({ submitted: 4, uncertain: 1 })
  })

  it('for words that are wrong is the one letter, not the others beside it, and is sent again when they are mended', async () => {
    await write(3, 'wrong')
    await deliver(c, letters)
    expect(await states()).toEqual({ submitted: 2, excluded: 1 })
    expect(await reason()).toEqual(['words_broken'])
    const { mail } = await outgoing(c, { state: 'excluded', limit: 50, offset: 0 })
    await again(c, { mailId: mail[0]!.id })
    await deliver(c, { ...letters, wrong: letters['note']! })
    expect(await states()).toEqual({ submitted: 3 })
  })

  it('by a bad moment of ours waits and leaves by itself', async () => {
    await write(30, 'passing')
    away = true
    await deliver(c, letters)
    expect(await states()).toEqual({ waiting: 30 })
    expect(await reason()).toEqual(['unwritten_for_now'])
    away = false
    base.clock.forward({ minutes: 1 })
    await deliver(c, letters)
    expect(await states()).toEqual({ submitted: 30 })
  })

  it('by a bad time that lasts can be sent again', async () => {
    await write(2, 'passing')
    away = true
    for (let n = 0; n < 6; n++) {
      await deliver(c, letters)
      base.clock.forward({ hours: 5 })
    }
    expect(await states()).toEqual({ failed: 2 })
    away = false
    expect(await allAgain(c, { reason: 'unwritten_for_long' })).toEqual({ letters: 2 })
    await deliver(c, letters)
    expect(await states()).toEqual({ submitted: 2 })
  })
})
