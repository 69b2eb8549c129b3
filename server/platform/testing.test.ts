import { createTransport } from 'nodemailer'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { smtpSink, testBase } from './testing.ts'

test('two test files get two databases of the same shape', async () => {
  const one = await testBase()
  const two = await testBase()
  await one.database.owner.query(`insert into organization (slug, name, created_at) values ('a', 'A', $1)`, [
    one.clock.now(),
  ])
  const count = async (base: typeof one) =>
    (await sql<{ n: number }>`select count(*)::int as n from organization`.execute(base.database.open)).rows[0]!.n
  expect(await count(one)).toBe(1)
  expect(await count(two)).toBe(0)
})

test('the clock stands still until it is moved', async () => {
  const { clock } = await testBase({ at: '2026-03-02T09:00:00Z' })
  expect(clock.now()).toBe('2026-03-02T09:00:00.000Z')
  clock.forward({ days: 30, hours: 2 })
  expect(clock.now()).toBe('2026-04-01T11:00:00.000Z')
  expect(clock.today('Pacific/Auckland')).toBe('2026-04-02')
})

test('the mail sink collects, refuses, and breaks the line as told', async () => {
  const sink = await smtpSink()
  const mail = createTransport(sink.url)
  const send = (to: string) => mail.sendMail({ from: 'a@example.com', to, subject: 'Grüße', text: 'Hello' })
  await send('b@example.com')
  await sink.waitFor(1)
  expect((await sink.received[0]!.parsed()).subject).toBe('Grüße')

  sink.behave({ recipient: (address) => (address.startsWith('gone') ? { code: 550, message: 'no such user' } : null) })
  await expect(send('gone@example.com')).rejects.toThrow('550')
  sink.behave({ message: () => ({ code: 451, message: 'later' }) })
  await expect(send('b@example.com')).rejects.toThrow('451')
  sink.behave({ drop: 'before' })
  await expect(send('c@example.com')).rejects.toThrow()
  expect(sink.to('c@example.com')).toHaveLength(0)
  sink.behave({ drop: 'after' })
  await expect(send('d@example.com')).rejects.toThrow()
  expect(sink.to('d@example.com')).toHaveLength(1)
})
