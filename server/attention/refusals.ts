/**
 * Tells a mail server that refuses us from one that refuses an address. Both answer 5xx to a
 * letter; but a server that relays nothing for us, or lets us send as nobody, says the same to
 * one recipient after the other. Then the mail stops, what was refused waits again, and one
 * letter now and then finds out whether the server has been set right.
 */
import { sql } from 'kysely'
import type { Context } from '../platform/context.ts'
import { addMs, type Instant } from '../platform/clock.ts'
import type { Tx } from '../platform/db.ts'
import type { Outcome } from '../platform/mail.ts'
import { takeBackRefused } from './bounces.ts'
import type { Counter } from './outgoing.ts'

/** Recipients in a row, refused with the same words, before it is the server's own doing. */
const enough = 5
/** And in so many domains, where the words alone do not say it. */
const domains = 3
/** Tries after which a letter fails for good, where the server takes others. */
const mostTries = 3
/** Milliseconds between two tries while the server refuses us. */
const between = 5 * 60_000

type Refused = { id: string; address: string; attempts: number }
type Down = Extract<Outcome, { result: 'down' }>

export type Refusals = {
  words: string
  inARow: { id: string; address: string }[]
  /** Whether the server has ever taken a letter of this company. */
  everTaken: boolean
  /** Whether it took one since we look. */
  taken: boolean
  /** The words with which it refuses us already; the letters sent now are tries. */
  known: string | null
}

export type Trouble = { code: string; answer: string; triedAt: Instant | null }

export async function troubleOf(c: Context): Promise<Trouble | null> {
  const { rows } = await sql<Trouble>`select code, answer, tried_at as "triedAt" from mail_trouble
    where organization_id = ${c.organizationId}`.execute(c.db)
  return rows[0] ?? null
}

/** When the next letter may be tried; null: the server does not refuse us, or somebody asked to try at once. */
export function nextTry(trouble: Trouble | null): Instant | null {
  return trouble?.code === 'mail_refused' && trouble.triedAt ? addMs(trouble.triedAt, between) : null
}

/** Somebody changed something or wants to see: the next letter is tried at once. */
export async function tryAtOnce(tx: Tx, c: Context): Promise<void> {
  await sql`update mail_trouble set tried_at = null where organization_id = ${c.organizationId}`.execute(tx)
}

export async function refusalsSoFar(c: Context, counter: Counter, trouble: Trouble | null): Promise<Refusals> {
  const { rows } = await sql<{ words: string; id: string | null; address: string | null; ever: boolean }>`
    select coalesce(x.words, '') as words, m.id, m.address,
      exists (select 1 from outgoing_mail s where s.organization_id = o.id and s.state = 'submitted') as ever
    from organization o
    left join mail_refusal x on x.organization_id = o.id and x.bulk = ${counter === 'bulk'}
    left join outgoing_mail m on m.organization_id = o.id and m.id = any(x.mail_ids) and m.state = 'failed' and m.reason = 'refused'
    where o.id = ${c.organizationId}`.execute(c.db)
  return {
    words: rows[0]?.words ?? '',
    inARow: rows.flatMap(({ id, address }) => (id && address !== null ? [{ id, address }] : [])),
    everTaken: rows[0]?.ever ?? false,
    taken: false,
    known: trouble?.code === 'mail_refused' ? withoutNames(trouble.answer) : null,
  }
}

/** Takes note of what became of a letter. Answers what stands in the way when it is the server itself. */
export function takeNote(r: Refusals, letters: readonly Refused[], outcome: Outcome): Down | null {
  if (outcome.result === 'submitted') {
    r.taken = r.everTaken = true
    r.inARow = []
    return null
  }
  const words = withoutNames(outcome.answer)
  const ours = aboutUs.test(words)
  // For now only is what a busy server says of each letter by itself, unless the words speak of us.
  if (outcome.result !== 'refused' && !(outcome.result === 'later' && notForUs.test(words))) return null
  const again = r.known === words
  if (!again && letters.some((letter) => letter.attempts >= mostTries)) return null
  if (words !== r.words) r.inARow = []
  r.words = words
  r.inARow.push(...letters.map(({ id, address }) => ({ id, address })))
  const recipients = new Set(r.inARow.map((letter) => letter.address.toLowerCase()))
  const far = new Set([...recipients].map((address) => address.slice(address.indexOf('@') + 1)))
  return again || (recipients.size >= enough && (ours || far.size >= domains || !r.everTaken))
    ? { result: 'down', code: 'mail_refused', answer: outcome.answer }
    : null
}

/** What speaks of the sender or of what the server does for us, not of an address. */
const notForUs = /\brelay|send ?as|not (permitted|allowed|authori[sz]ed)|permission|authenticat/
const aboutUs = new RegExp(`${notForUs.source}|\\b5\\.7\\.|sender|policy|block(ed|list)|suspended|exceeded`)

/** What was said, without the addresses and numbers that differ from letter to letter. */
function withoutNames(answer: string): string {
  return (
    answer
      .toLowerCase()
      .replace(/<[^>]*>|\[[^\]]*\]|\S*@\S*|\S+\.[a-z]{2,}\S*/g, '')
      // Numbers of queues and sessions, not the reply's own (5.7.60).
      .replace(/(?<!\S)(?!\d\.\d+\.\d+(?!\S))(?=\S*\d)\S{7,}/g, '')
      .replace(/\s+/g, ' ')
      .trim()
  )
}

/** Keeps what is in a row for the next letters; they may be another day's. */
export async function keep(c: Context, counter: Counter, r: Refusals): Promise<void> {
  const bulk = counter === 'bulk'
  if (r.inARow.length === 0)
    await sql`delete from mail_refusal where organization_id = ${c.organizationId} and bulk = ${bulk}`.execute(c.db)
  else
    await sql`insert into mail_refusal (organization_id, bulk, words, mail_ids)
      values (${c.organizationId}, ${bulk}, ${r.words}, ${r.inARow.map((letter) => letter.id)}::uuid[])
      on conflict (organization_id, bulk) do update set words = excluded.words, mail_ids = excluded.mail_ids`.execute(
      c.db,
    )
}

/** Letters that the server refused for its own reasons wait again, behind those that wait already. Answers when the next is tried. */
export async function putBack(tx: Tx, c: Context, r: Refusals): Promise<Instant> {
  const now = c.clock.now()
  await sql`update outgoing_mail set state = 'waiting', reason = 'server_refuses', due_at = ${now}, settled_at = null
    where organization_id = ${c.organizationId} and id = any(${r.inARow.map((letter) => letter.id)}::uuid[])
      and state = 'failed' and reason = 'refused'`.execute(tx)
  await takeBackRefused(
    tx,
    c,
    r.inARow.map((letter) => letter.id),
  )
  await sql`delete from mail_refusal where organization_id = ${c.organizationId} and words = ${r.words}`.execute(tx)
  await sql`update mail_trouble set tried_at = ${now} where organization_id = ${c.organizationId}`.execute(tx)
  r.inARow = []
  return addMs(now, between)
}
