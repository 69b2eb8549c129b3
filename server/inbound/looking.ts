/**
 * Looking into the mailbox, again and again. Looking is simple and survives whatever a line does; a connection that waits
 * to be told breaks in silence. One process looks at a time.
 */
import { sql } from 'kysely'
import { houseOf, letterIn, pageAddress, senderAddress } from '../attention/attention.ts'
import { addMs } from '../platform/clock.ts'
import { contextFor, type OpenContext } from '../platform/context.ts'
import { type Mailbox, MailboxError, openMailbox } from '../platform/imap.ts'
import { openPostman } from '../platform/mail.ts'
import { mailboxAddress } from '../platform/mailbox-url.ts'
import { arrive, passBy, type Place, type Reply, stray } from './arriving.ts'

const between = 30_000
/** What lay in a mailbox for longer when it was given to us is somebody else's past. */
const pastDays = 7
/** Looks in which one mail may fail before it is passed by. */
const mostTries = 5
const keptDays = { fingerprints: 400, list: 100 }

/** Takes in what has come. Returns how many mails were read; null: another process is looking. */
export async function look(base: OpenContext): Promise<number | null> {
  const client = await base.database.owner.connect()
  try {
    const lock = await client.query<{ mine: boolean }>(
      `select pg_try_advisory_lock(hashtextextended('belay.mailbox', 0)) as mine`,
    )
    if (!lock.rows[0]!.mine) return null
    return await lookAlone(base)
  } finally {
    await client.query('select pg_advisory_unlock_all()').catch(() => {})
    client.release()
  }
}

async function lookAlone(base: OpenContext): Promise<number> {
  const { open } = base.database
  const now = () => base.clock.now()
  await sql`update mailbox set looked_at = ${now()}`.execute(open)
  let mailbox: Mailbox | null = null
  let read = 0
  try {
    mailbox = await openMailbox(base.config.inboundUrl!)
    const { after, from } = await whereWeWere(base, mailbox)
    const done: number[] = []
    try {
      for await (const found of mailbox.after(after)) {
        const place = { numbering: mailbox.numbering, number: found.number }
        if (from && found.arrivedAt < from) {
          await passBy(base, place)
          continue
        }
        const reply = await arrive(base, found, place, mailboxAddress(base.config)!).catch((error: unknown) =>
          stuckAt(base, place, error),
        )
        if (reply) await refuse(base, reply)
        done.push(found.number)
        read++
      }
    } finally {
      await mailbox.markRead(done)
    }
    await sql`update mailbox set read_at = ${now()}, trouble_code = null, trouble_answer = null, trouble_since = null`.execute(
      open,
    )
    await forget(base)
  } catch (error) {
    if (!(error instanceof MailboxError)) throw error
    base.log.warn({ code: error.code, answer: error.message }, 'the mailbox cannot be used')
    await sql`update mailbox set trouble_code = ${error.code}, trouble_answer = ${error.message},
      trouble_since = case when trouble_code = ${error.code} then trouble_since else ${now()}::timestamptz end`.execute(
      open,
    )
  } finally {
    await mailbox?.close()
  }
  return read
}

/** Up to where we read. A mailbox that numbers anew is read from its beginning; what we know already is known by its fingerprint. */
async function whereWeWere(base: OpenContext, mailbox: Mailbox): Promise<{ after: number; from: string | null }> {
  const { rows } = await sql<{
    numbering: string | null
    last_number: number | string
  }>`select numbering, last_number from mailbox`.execute(base.database.open)
  const { numbering, last_number } = rows[0]!
  const after = numbering === mailbox.numbering ? Number(last_number) : 0
  if (after === 0 && numbering !== mailbox.numbering)
    await sql`update mailbox set numbering = ${mailbox.numbering}, last_number = 0`.execute(base.database.open)
  return { after, from: numbering === null ? addMs(base.clock.now(), -pastDays * 86_400_000) : null }
}

/** One mail that we cannot take in must not keep all others waiting; but a bad minute is no reason to lose one. */
async function stuckAt(base: OpenContext, place: Place, error: unknown): Promise<null> {
  const { rows } = await sql<{ times: number }>`update mailbox set stuck_number = ${place.number},
      stuck_times = case when stuck_number = ${place.number} then stuck_times + 1 else 1 end returning stuck_times as times`.execute(
    base.database.open,
  )
  if (rows[0]!.times < mostTries) throw error
  base.log.error(
    { err: error, number: place.number },
    'a mail could not be taken in, several times; it stays in the mailbox',
  )
  await stray(base, place, null)
  return null
}

/** A kind no to somebody whom nobody here knows. That it could not be sent is no loss, and it comes back to nobody. */
async function refuse(base: OpenContext, { organizationId, to, answers }: Reply): Promise<void> {
  if (!base.config.smtpUrl) return
  const c = contextFor(base, organizationId)
  const house = await houseOf(c)
  const reader = { fullName: '', givenName: '', locale: house.locale, timeZone: house.timeZone }
  const { subject, html, text } = letterIn(c, house, reader, {
    template: 'mail-stranger',
    facts: { action: { url: pageAddress(c, house.slug, 'ask') } },
  })
  const { rows } = await sql<{
    mail_from: string | null
  }>`select mail_from from organization where id = ${organizationId}`.execute(c.db)
  const postman = openPostman(base.config)
  try {
    const outcome = await postman.send({
      messageId: `<${crypto.randomUUID()}@${new URL(base.config.publicUrl).hostname}>`,
      to: { name: '', address: to },
      from: { name: house.name, address: senderAddress(c, rows[0]?.mail_from ?? null) },
      bounceTo: '',
      subject,
      html,
      text,
      headers: {
        'Auto-Submitted': 'auto-replied',
        ...(answers ? { 'In-Reply-To': answers, References: answers } : {}),
      },
    })
    if (outcome.result !== 'submitted') base.log.info({ answer: outcome.answer }, 'a letter to a stranger was not sent')
  } finally {
    postman.close()
  }
}

async function forget(base: OpenContext): Promise<void> {
  const before = (days: number) => addMs(base.clock.now(), -days * 86_400_000)
  await sql`delete from mailbox_seen where seen_at < ${before(keptDays.fingerprints)}`.execute(base.database.open)
  await base.database.owner.query(
    'delete from inbound_mail m using organization o where m.organization_id = o.id and m.came_at < $1',
    [before(keptDays.list)],
  )
}

export type Watch = { stop(): Promise<void> }

/** Looks every half minute as long as this process runs, whatever a single look ends with. */
export function watchMailbox(base: OpenContext): Watch {
  if (!base.config.inboundUrl) return { stop: async () => {} }
  let stopped = false
  let wake: () => void = () => {}
  const loop = (async () => {
    while (!stopped) {
      await look(base).catch((error: unknown) => {
        if (!stopped) base.log.error({ err: error }, 'the mailbox could not be read; trying again')
      })
      if (stopped) return
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, between)
        wake = () => (clearTimeout(timer), resolve())
      })
    }
  })()
  return {
    async stop() {
      stopped = true
      wake()
      await loop
    },
  }
}
