/**
 * Four messages to every reader, sent by a server that is killed again and again at points drawn from a seed:
 * while it freezes an audience, plans letters, writes them or hands them over. Counted at the mail server, by
 * recipient and Message-ID. KILLS says how often; `npm run test:kill` does it 200 times.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { design } from '../fixtures/life.ts'
import { cast, lumenwerk } from '../fixtures/lumenwerk.ts'
import { dice } from '../fixtures/names.ts'
import { addMs, instantAt } from './platform/clock.ts'
import { readTestEnvironment } from './platform/config.ts'
import { drain } from './platform/jobs.ts'
import { lanes } from './platform/mail.ts'
import { type SmtpSink, smtpSink, testBase, type TestBase } from './platform/testing.ts'
import { work } from './work.ts'
import { publishDraft, quietDesign, type Staffed, staffed, waveFor } from './campaigns/testing-company.ts'

const { kills, propertySeed } = readTestEnvironment()
const day = '2026-04-01'
const hours = ['09:00', '10:00', '11:00', '12:00']
const readersPerKill = 30
const readers = kills * readersPerKill

type Sent = { base: TestBase; sink: SmtpSink; staff: Staffed; campaigns: string[] }

const addressOf = (n: number) => `reader${n}@lumenwerk.example`
const people = () => {
  const staff = lumenwerk().filter((p) => p.number === cast.sponsor || p.number === cast.lead)
  const model = staff.find((p) => p.number === cast.lead)!
  for (let n = 0; n < readers; n++)
    staff.push({
      ...model,
      number: `R-${n}`,
      given: `Reader${n}`,
      family: 'Reader',
      email: addressOf(n),
      title: 'Reader',
      level: 'L2',
      department: 'Reading',
      division: 'Services',
      language: (['en', 'de', 'es', 'fr'] as const)[n % 4]!,
      timeZone: 'Europe/Berlin',
      manager: cast.lead,
    })
  return staff
}

/** Four approved messages of the sponsor, an hour apart on one morning. */
async function approved(): Promise<Sent> {
  const sink = await smtpSink({ password: 'right' })
  const base = await testBase({
    at: '2026-03-27T09:00:00Z',
    config: { smtpUrl: sink.url, publicUrl: 'https://belay.test' },
  })
  const staff = await staffed(base, people(), { asOf: '2026-03-27', locale: 'en' })
  const { lead, sponsor, ids } = staff
  const { id: programId } = await lead.call('program.create', { name: 'Daylight', leadId: lead.personId })
  await design(lead, programId, quietDesign(ids, '2026-03-27'))
  await publishDraft(lead, programId)
  const { waveId } = await waveFor(lead, programId, {
    name: 'Readers',
    rule: { field: 'department', in: ['Reading'] },
    preparesOn: '2026-03-28',
  })
  const campaigns: string[] = []
  for (const sendsAt of hours) {
    const { id, revision } = await lead.call('campaigns.create', {
      template: 'sponsor-announcement',
      waveId,
      sendsOn: day,
      sendsAt,
    })
    await lead.call('campaigns.ask', { campaignId: id })
    await sponsor.call('campaigns.approve', { campaignId: id, revision })
    await lead.call('campaigns.schedule', { campaignId: id })
    campaigns.push(id)
  }
  await drain(base, work)
  sink.received.length = 0
  return { base, sink, staff, campaigns }
}

type Letter = { id: string; campaign: string; address: string; state: string; reason: string | null }
async function letters({ staff: { c }, campaigns }: Sent): Promise<Letter[]> {
  const { rows } = await sql<Letter>`select id, subject_id as campaign, address, state, reason from outgoing_mail
    where organization_id = ${c.organizationId} and subject_id = any(${campaigns}::uuid[])`.execute(c.db)
  return rows
}
const inState = (all: readonly Letter[], state: string) => all.filter((letter) => letter.state === state)
const idsOf = (all: readonly Letter[]) => all.map(({ id }) => id).sort()

/** Until the database has noticed that whoever was killed is gone. */
const gone = async ({ base }: Sent): Promise<void> => {
  await expect
    .poll(
      async () =>
        (
          await base.database.owner.query<{ n: number }>(
            `select ((select count(*) from pg_locks where locktype = 'advisory'
                and database = (select oid from pg_database where datname = current_database()))
              + (select count(*) from pg_stat_activity where datname = current_database() and state <> 'idle'
                and backend_type = 'client backend' and pid <> pg_backend_pid()))::int as n`,
          )
        ).rows[0]!.n,
      { timeout: 30_000, interval: 20 },
    )
    .toBe(0)
}

/** A server that works from this instant on, once it has begun. */
async function begun({ base, sink }: Sent, at: string): Promise<{ child: ChildProcess; ended: Promise<void> }> {
  const child = spawn(
    process.execPath,
    [new URL('./kills.worker.ts', import.meta.url).pathname, base.url, sink.url, at],
    { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] },
  )
  let said = ''
  child.stderr!.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  await new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve())
    child.once('exit', () => reject(new Error(`The server did not begin to work: ${said}`)))
  })
  return { child, ended }
}

const messageIdOf = (raw: string) => /^message-id: *<([^@>]+)@/im.exec(raw)?.[1] ?? ''

it(
  `sends nothing twice and loses nothing when the server is killed ${kills} times`,
  { timeout: kills * 20_000 },
  async () => {
    const sent = await approved()
    const { base, sink, staff, campaigns } = sent
    const roll = dice(propertySeed)
    sink.behave({ delay: 12 })
    const start = performance.now()
    let uncertainBefore = 0
    for (let kill = 0; kill < kills; kill++) {
      const hour = Math.floor((kill * hours.length) / kills)
      const killsOfHour = Math.ceil(((hour + 1) * kills) / hours.length) - kill
      const settled = (await letters(sent)).filter((letter) => letter.state !== 'waiting').length
      const left = (hour + 1) * readers - settled
      // Some are left for each kill that is still to come in this hour.
      const atMost = Math.floor(left / (killsOfHour + 1)) - lanes
      const drawn = Math.floor(roll() * atMost)
      const soon = roll() < 0.4
      const { child, ended } = await begun(
        sent,
        // No server's clock stands behind that of the one before it.
        addMs(instantAt(day, hours[hour]!, 'Europe/Berlin'), performance.now() - start),
      )
      const pastLetters = sink.waitFor(sink.received.length + (soon ? atMost : drawn))
      await (soon
        ? Promise.race([pastLetters, new Promise((resolve) => setTimeout(resolve, roll() * 1500))])
        : pastLetters)
      child.kill('SIGKILL')
      await ended
      await gone(sent)
      const now = await letters(sent)
      // It was killed in its work, and at most the letters of its connections were on the way.
      expect(now.filter((letter) => letter.state === 'submitted' || letter.state === 'uncertain').length).toBeLessThan(
        (hour + 1) * readers,
      )
      const uncertain = inState(now, 'uncertain').length + inState(now, 'sending').length
      expect(uncertain - uncertainBefore).toBeLessThanOrEqual(lanes)
      uncertainBefore = uncertain
    }
    sink.behave({})
    base.clock.set(instantAt(day, '13:00', 'Europe/Berlin'))
    await drain(base, work)

    const all = await letters(sent)
    expect(all).toHaveLength(campaigns.length * readers)
    expect(new Set(all.map(({ campaign, address }) => `${campaign} ${address}`)).size).toBe(all.length)
    expect(new Set(all.map(({ state, reason }) => `${state} ${reason ?? ''}`))).toEqual(
      new Set(['submitted ', ...(uncertainBefore > 0 ? ['uncertain interrupted'] : [])]),
    )
    const byId = new Map(all.map((letter) => [letter.id, letter]))
    const arrived = () => sink.received.filter(({ raw }) => byId.has(messageIdOf(raw)))
    for (const mail of arrived()) expect(mail.to).toEqual([byId.get(messageIdOf(mail.raw))!.address])
    const counted = new Set(arrived().map(({ raw }) => messageIdOf(raw)))
    // None twice, and none lost: who is not uncertain has it.
    expect(arrived()).toHaveLength(counted.size)
    expect(idsOf(inState(all, 'submitted').filter(({ id }) => !counted.has(id)))).toEqual([])

    // What is uncertain is not sent again by itself.
    base.clock.forward({ days: 2 })
    await drain(base, work)
    expect(arrived()).toHaveLength(counted.size)
    const uncertain = inState(await letters(sent), 'uncertain')
    expect(idsOf(uncertain)).toEqual(idsOf(inState(all, 'uncertain')))
    // Only when a person says so.
    for (const { id } of uncertain.slice(0, 1)) {
      await staff.lead.call('mail.again', { mailId: id })
      await drain(base, work)
      expect(arrived()).toHaveLength(counted.size + 1)
    }
  },
)
