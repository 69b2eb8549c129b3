/**
 * A message to 150,000: planned through the product, then sent by its post office (words of
 * each reader made, each letter marked before it leaves and accounted for after) against bare
 * nodemailer with as many connections that sends one prepared message over and over. The mail
 * server is the same, in a process of its own. Planned are all; sent are five rounds' letters.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { sql } from 'kysely'
import nodemailer from 'nodemailer'
import { deliver } from '../server/attention/attention.ts'
import { startCampaign } from '../server/campaigns/sending.ts'
import { modules } from '../server/modules.ts'
import { addDays, addMs, stoppedClock } from '../server/platform/clock.ts'
import type { Context } from '../server/platform/context.ts'
import { drain } from '../server/platform/jobs.ts'
import { lanes } from '../server/platform/mail.ts'
import { work } from '../server/work.ts'
import type { Letters, Ready, Waiting } from '../server/attention/attention.ts'
import { alternate, milliseconds, rate, type Row } from './row.ts'
import { said, size, world, type World } from './world.ts'

const rounds = 5
const lettersOfRound = 5000

export async function measure(): Promise<Row[]> {
  const there = await world()
  const sink = fork(new URL('./sink.ts', import.meta.url), { execArgv: [] })
  try {
    const [{ port }] = (await once(sink, 'message')) as [{ port: number }]
    const smtpUrl = `smtp://127.0.0.1:${port}`
    const planned = await plan(there)
    const c: Context = { ...there.c, config: { ...there.c.config, smtpUrl } }
    const samples: Ready[] = []
    const letters = listening(Object.assign({}, ...modules.map((m) => m.letters ?? {})) as Letters, samples)
    let round = 0
    const ours = async () => {
      const now = planned.rounds[round++]!
      let settled = 0
      const took = await milliseconds(async () => {
        settled = await deliver({ ...c, clock: stoppedClock(now) }, letters, 'bulk')
      })
      if (settled !== lettersOfRound) throw new Error(`${settled} letters were settled; ${lettersOfRound} were due`)
      return lettersOfRound / (took / 1000)
    }
    await ours() // makes the words and the connections of the first letters
    const message = samples[0]!
    const [mine, bare] = await alternate(ours, () => sendBarely(smtpUrl, message), rounds)
    await accounted(c, planned.campaignId, (rounds + 1) * lettersOfRound)
    const { taken } = await ask(sink)
    if (taken !== (2 * rounds + 1) * lettersOfRound) throw new Error(`the mail server took ${taken} letters`)
    return [rate(`message to ${size}: sending, over ${rounds * lettersOfRound} of them`, 'letters/s', mine, bare, 0.6)]
  } finally {
    sink.disconnect()
  }
}

/** Written, approved and started through the product; answers when each round's letters are due. */
async function plan({ installation, c, lead, waveId, slug }: World): Promise<{ campaignId: string; rounds: string[] }> {
  const sendsOn = addDays(c.clock.today('UTC'), 1)
  const { id: campaignId, revision } = await lead.call('campaigns.create', {
    template: 'go-live-employees',
    waveId,
    readers: 'everyone',
    senderId: lead.personId,
    sendsOn,
  })
  await lead.call('campaigns.ask', { campaignId })
  await lead.call('campaigns.approve', { campaignId, revision })
  await lead.call('campaigns.schedule', { campaignId })
  const took = await milliseconds(() => startCampaign(c, campaignId))
  said(`message to ${size} planned at ${slug}`, took)
  // Whatever else has still to be written to people is written before, so that it can be put off.
  await drain(installation.base, work)
  const {
    rows: [count],
  } = await sql<{
    n: number
  }>`select count(*) as n from outgoing_mail where organization_id = ${c.organizationId} and subject_id = ${campaignId} and state = 'waiting'`.execute(
    c.db,
  )
  if (count!.n !== size) throw new Error(`${count!.n} letters were planned for ${size} people`)
  // One round's letters after the other become due, so that a round has an end.
  const first = addMs(c.clock.now(), 30 * 86_400_000)
  await sql`update outgoing_mail m set due_at = ${first}::timestamptz + least(k.n / ${lettersOfRound}::int, ${rounds + 1}::int) * interval '1 hour'
    from (select id, (row_number() over (order by due_at, id))::int - 1 as n from outgoing_mail where organization_id = ${c.organizationId} and subject_id = ${campaignId}) k
    where m.organization_id = ${c.organizationId} and m.id = k.id`.execute(c.db)
  // Letters of the launch itself wait too; they are not what is measured.
  await sql`update outgoing_mail set due_at = ${addMs(first, 365 * 86_400_000)} where organization_id = ${c.organizationId}
    and bulk and state = 'waiting' and subject_id is distinct from ${campaignId}`.execute(c.db)
  await installation.base.database.owner.query('vacuum analyze outgoing_mail')
  return { campaignId, rounds: Array.from({ length: rounds + 1 }, (_, n) => addMs(first, n * 3_600_000 + 60_000)) }
}

/** The product's own letters; keeps one of each batch, for the other side to send. */
function listening(letters: Letters, samples: Ready[]): Letters {
  const campaign = letters['campaign']!
  return {
    ...letters,
    async campaign(c, batch: readonly Waiting[]) {
      const made = await campaign(c, batch)
      const ready = made.get(batch[0]!.id)
      if (samples.length === 0 && ready && 'html' in ready) samples.push(ready)
      return made
    },
  }
}

async function sendBarely(url: string, { subject, html, text, fromName, replyTo }: Ready): Promise<number> {
  const transport = nodemailer.createTransport({
    url,
    pool: true,
    maxConnections: lanes,
    maxMessages: Infinity,
  } as never)
  try {
    let left = lettersOfRound
    const lane = async () => {
      while (left-- > 0) {
        await transport.sendMail({
          messageId: `<${left}@bench.example>`,
          to: { name: 'Reader', address: `person.${left}@generated.example` },
          from: { name: fromName, address: 'belay@localhost' },
          ...(replyTo ? { replyTo } : {}),
          subject,
          html,
          text,
          headers: { 'Auto-Submitted': 'auto-generated' },
        })
      }
    }
    // Twice as many as connections, so that each finds its next letter waiting.
    const took = await milliseconds(() => Promise.all(Array.from({ length: 2 * lanes }, lane)))
    return lettersOfRound / (took / 1000)
  } finally {
    transport.close()
  }
}

async function accounted(c: Context, campaignId: string, submitted: number): Promise<void> {
  const { rows } = await sql<{
    state: string
    n: number
  }>`select state, count(*) as n from outgoing_mail where organization_id = ${c.organizationId} and subject_id = ${campaignId} group by 1`.execute(
    c.db,
  )
  const states = Object.fromEntries(rows.map((row) => [row.state, row.n]))
  if (states['submitted'] !== submitted || states['waiting'] !== size - submitted)
    throw new Error(`the letters stand at ${JSON.stringify(states)}`)
}

async function ask(sink: ReturnType<typeof fork>): Promise<{ taken: number }> {
  const answer = once(sink, 'message')
  sink.send({})
  return ((await answer) as [{ taken: number }])[0]
}
