/**
 * The post office: takes waiting letters that are due, makes their words, hands
 * them to the mail server, and accounts for each.
 *
 * Nobody gets a letter twice. One process at a time works at a counter of a company (an
 * advisory lock that dies with it); a letter is marked `sending` and that is
 * committed before its first byte leaves; one found so after a crash becomes
 * `uncertain` and is sent again only when a person says so. At most `lanes`
 * letters are on the way at once, so at most that many are uncertain after a
 * crash. Marks and answers of all lanes travel together in one statement.
 *
 * Letters of the day: all that is due for one person and may wait travels in one parcel. Each keeps
 * its own row, and all rows of a parcel are marked together, so that what holds for one letter holds
 * for each of them: it is in exactly one parcel, also after a crash.
 */
import { type RawBuilder, sql } from 'kysely'
import type pg from 'pg'
import type { Context } from '../platform/context.ts'
import { addMs } from '../platform/clock.ts'
import { mailboxAddress } from '../platform/mailbox-url.ts'
import { type Envelope, openPostman, type Outcome, type Postman } from '../platform/mail.ts'
import { noteRefused } from './bounces.ts'
import { heldBack, heldBackNow } from './halted.ts'
import type { Letters, Ready, Waiting } from './letters.ts'
import { callPostman, type Counter } from './outgoing.ts'
import { type Parcel, prepare, type Settled, waits } from './parcels.ts'
import { keep, nextTry, putBack, refusalsSoFar, takeNote, type Trouble, troubleOf, type Refusals } from './refusals.ts'

/** Sends what is due at one counter of one company. Returns how many letters were settled. */
export async function deliver(c: Context, letters: Letters, counter: Counter = 'single'): Promise<number> {
  let settled = 0
  // A letter may come between the last look at the list and the end of the lock; who brought it found the lock taken and left.
  for (;;) {
    const shift = await work(c, letters, counter)
    settled += shift.settled
    if (!shift.emptied || !(await anyDue(c, counter))) return settled
  }
}

/** Calls the postman for what is due and still lies there: a job that failed again and again was given up. */
export async function callForWaiting(c: Context): Promise<void> {
  for (const counter of ['single', 'bulk'] as const)
    if (await anyDue(c, counter)) await callPostman(c.db, c, c.clock.now(), counter)
}

async function anyDue(c: Context, counter: Counter): Promise<boolean> {
  const { rows } =
    await sql`select 1 from outgoing_mail m where m.organization_id = ${c.organizationId} and m.bulk = ${counter === 'bulk'}
    and m.state = 'waiting' and m.due_at <= ${c.clock.now()} and not ${heldBack(c)} limit 1`.execute(c.db)
  return rows.length > 0
}

/** What one process did while it held a counter; `emptied`: until nothing was left to do. */
type Shift = { settled: number; emptied: boolean }

async function work(c: Context, letters: Letters, counter: Counter): Promise<Shift> {
  const { rows } = await sql<{ demo: boolean; mail_from: string | null }>`
    select i.demo, o.mail_from from installation i join organization o on o.id = ${c.organizationId}`.execute(c.db)
  const inTheHouse = !c.config.smtpUrl && (rows[0]?.demo ?? false)
  const from = senderAddress(c, rows[0]?.mail_from ?? null)
  const client = await c.database.owner.connect()
  try {
    const lock = await client.query<{ mine: boolean }>(
      `select pg_try_advisory_lock(hashtextextended('belay.post:' || $1, 0)) as mine`,
      [`${counter}:${c.organizationId}`],
    )
    if (!lock.rows[0]!.mine) return { settled: 0, emptied: false }
    await settleLost(c, counter)
    if (!c.config.smtpUrl && !inTheHouse) return { settled: 0, emptied: false }
    const trouble = await troubleOf(c)
    const notBefore = nextTry(trouble)
    if (notBefore && notBefore > c.clock.now()) {
      await callPostman(c.db, c, notBefore, counter)
      return { settled: 0, emptied: false }
    }
    const postman = inTheHouse ? null : openPostman(c.config)
    try {
      return await empty({ c, letters, counter, postman, from, lockHolder: client, trouble })
    } finally {
      postman?.close()
    }
  } finally {
    await client.query(`select pg_advisory_unlock_all()`).catch(() => {})
    client.release()
  }
}

/** Letters that were on the way when a process died: nobody knows whether they arrived. */
async function settleLost(c: Context, counter: Counter): Promise<void> {
  await sql`update outgoing_mail set state = 'uncertain', reason = 'interrupted', settled_at = ${c.clock.now()}
    where organization_id = ${c.organizationId} and bulk = ${counter === 'bulk'} and state = 'sending'`.execute(c.db)
}

type Counted = {
  c: Context
  letters: Letters
  counter: Counter
  postman: Postman | null
  from: string
  lockHolder: pg.PoolClient
  trouble: Trouble | null
}

async function empty({ c, letters, counter, postman, from, lockHolder, trouble }: Counted): Promise<Shift> {
  let settled = 0
  const refusals = await refusalsSoFar(c, counter, trouble)
  let next = prepare(c, letters, counter)
  for (;;) {
    const { parcels, broken } = await next
    if (parcels.length === 0 && broken.length === 0) return { settled, emptied: true }
    await settle(c, counter, broken)
    settled += broken.filter((s) => s.state !== 'waiting').length
    const held = await lockHolder.query('select 1').then(
      () => true,
      () => false,
    )
    if (!held) return { settled, emptied: false }
    if (!postman) {
      settled += await keepAll(c, parcels)
      next = prepare(c, letters, counter)
      continue
    }
    // A server that refuses us is asked with one letter. Else the next batch's words are made while this one's are on the way.
    const trying = refusals.known !== null
    const chosen = trying ? parcels.slice(0, 1) : parcels
    if (trying && chosen.length === 0) {
      next = prepare(c, letters, counter)
      continue
    }
    if (!trying)
      next = prepare(
        c,
        letters,
        counter,
        parcels.flatMap((p) => p.letters.map((letter) => letter.id)),
      )
    next.catch(() => {})
    const outcome = await dispatch(c, counter, chosen, postman, from, refusals)
    settled += outcome.settled
    if (outcome.down) {
      await next.catch(() => {})
      await stumble(c, counter, outcome.down, refusals)
      return { settled, emptied: false }
    }
    if (trying) {
      if (!refusals.taken) {
        await c.db.transaction().execute(async (tx) => callPostman(tx, c, await putBack(tx, c, refusals), counter))
        return { settled, emptied: false }
      }
      refusals.known = null
      next = prepare(c, letters, counter)
    }
  }
}

/**
 * Hands parcels over, `lanes` at a time. Each round marks the next letters as sending and writes
 * down the answers that came in since, in one statement; lanes that finish meanwhile wait for the next.
 */
async function dispatch(
  c: Context,
  counter: Counter,
  parcels: readonly Parcel[],
  postman: Postman,
  from: string,
  refusals: Refusals,
): Promise<{ settled: number; down?: Extract<Outcome, { result: 'down' }> }> {
  const queue = [...parcels].reverse()
  const answers: Settled[] = []
  const retries = new Set<string>()
  let onTheWay = 0
  let settledCount = 0
  let down: Extract<Outcome, { result: 'down' }> | undefined
  let wake: () => void = () => {}
  const send = async (parcel: Parcel) => {
    const outcome = await postman.send(envelope(c, parcel, from))
    if (outcome.result === 'down') down ??= outcome
    // Once the server has refused us, one letter that was on the way and got through changes nothing about the others.
    else if (!down || outcome.result !== 'submitted') down = takeNote(refusals, parcel.letters, outcome) ?? down
    for (const letter of parcel.letters) answers.push(answered(c, letter, parcel.ready, outcome))
    onTheWay--
    wake()
  }
  while (queue.length > 0 || onTheWay > 0 || answers.length > 0) {
    const chosen: Parcel[] = []
    while (!down && chosen.length < postman.lanes - onTheWay && queue.length > 0) chosen.push(queue.pop()!)
    if (down) queue.length = 0
    const finished = answers.splice(0)
    settledCount += finished.filter((s) => s.state !== 'waiting').length
    for (const { retryAt } of finished) if (retryAt) retries.add(retryAt)
    if (chosen.length > 0 || finished.length > 0) {
      const mine = await exchange(
        c,
        finished,
        chosen.map((p) => p.letters.map((letter) => letter.id)),
      )
      await noteRefused(c, finished)
      for (const parcel of chosen) {
        if (!mine.has(parcel.letters[0].id)) continue // withdrawn, held back or taken in the meantime
        onTheWay++
        void send(parcel)
      }
    }
    if (answers.length === 0 && onTheWay > 0 && (onTheWay >= postman.lanes || queue.length === 0)) {
      await new Promise<void>((resolve) => {
        wake = resolve
        if (answers.length > 0) resolve()
      })
    }
  }
  for (const dueAt of retries) await callPostman(c.db, c, dueAt, counter)
  await keep(c, counter, refusals)
  if (!down && (refusals.known === null || refusals.taken))
    await sql`delete from mail_trouble where organization_id = ${c.organizationId}`.execute(c.db)
  return { settled: settledCount, ...(down ? { down } : {}) }
}

/**
 * For a `with`: `whole`, the parcels that leave, and their letters, `held`. Each leaves whole or not at all: of one whose
 * letters are not all still waiting and due none does, and what is left of it is put together anew. A wave that is
 * paused once a letter is ready stops it too: words are made for hundreds at a time, and this is asked as they go.
 */
const leaving = (c: Context, parcels: readonly (readonly string[])[]): RawBuilder<unknown> => sql`
    next as (
      select x.id, x.parcel from unnest(${parcels.flat()}::uuid[], ${parcels.flatMap((ids) => ids.map(() => ids[0]!))}::uuid[]) as x (id, parcel)
    ),
    held as (
      select m.id, n.parcel from outgoing_mail m join next n on n.id = m.id
      where m.organization_id = ${c.organizationId} and m.state = 'waiting' and m.due_at <= ${c.clock.now()} and not ${heldBackNow(c)}
      order by m.id for update of m
    ),
    whole as (
      select n.parcel from next n left join held h on h.id = n.id group by n.parcel having count(*) = count(h.id)
    )`

/** Writes answers, and marks the next letters that may leave `sending`. Returns the first of each parcel. */
async function exchange(
  c: Context,
  finished: readonly Settled[],
  next: readonly (readonly string[])[],
): Promise<Set<string>> {
  const now = c.clock.now()
  const { rows } = await sql<{ id: string }>`
    with done as (
      update outgoing_mail m set state = d.state, reason = d.reason, answer = d.answer, language = coalesce(d.language, m.language),
        settled_at = case when d.state = 'waiting' then null else ${now}::timestamptz end,
        due_at = coalesce(d.retry_at, m.due_at)
      from unnest(${finished.map((s) => s.id)}::uuid[], ${finished.map((s) => s.state)}::text[], ${finished.map((s) => s.reason)}::text[],
        ${finished.map((s) => s.answer)}::text[], ${finished.map((s) => s.language)}::text[], ${finished.map((s) => s.retryAt)}::timestamptz[])
        as d (id, state, reason, answer, language, retry_at)
      where m.organization_id = ${c.organizationId} and m.id = d.id and m.state in ('sending', 'uncertain')
    ),
    ${leaving(c, next)}
    update outgoing_mail m set state = 'sending', sending_at = ${now}, attempts = attempts + 1
    from held h join whole w on w.parcel = h.parcel
    where m.organization_id = ${c.organizationId} and m.id = h.id returning m.id`.execute(c.db)
  return new Set(rows.map((row) => row.id))
}

/** Settles letters that never went on the way, or puts off the writing of them. */
async function settle(c: Context, counter: Counter, letters: readonly Settled[]): Promise<void> {
  if (letters.length === 0) return
  await sql`update outgoing_mail m set state = d.state, reason = d.reason, answer = d.answer,
      settled_at = case when d.state = 'waiting' then null else ${c.clock.now()}::timestamptz end,
      attempts = m.attempts + case when d.state = 'waiting' then 1 else 0 end, due_at = coalesce(d.retry_at, m.due_at)
    from unnest(${letters.map((s) => s.id)}::uuid[], ${letters.map((s) => s.state)}::text[], ${letters.map((s) => s.reason)}::text[], ${letters.map((s) => s.answer)}::text[],
      ${letters.map((s) => s.retryAt)}::timestamptz[]) as d (id, state, reason, answer, retry_at)
    where m.organization_id = ${c.organizationId} and m.id = d.id and m.state = 'waiting'`.execute(c.db)
  for (const dueAt of new Set(letters.flatMap((s) => s.retryAt ?? []))) await callPostman(c.db, c, dueAt, counter)
}

function answered(c: Context, letter: Waiting, ready: Ready, outcome: Outcome): Settled {
  const base = { id: letter.id, answer: outcome.answer || null, language: ready.language, reason: null, retryAt: null }
  if (outcome.result === 'submitted') return { ...base, state: 'submitted' }
  if (outcome.result === 'uncertain') return { ...base, state: 'uncertain', reason: 'line_broke' }
  if (outcome.result === 'refused') return { ...base, state: 'failed', reason: 'refused' }
  if (outcome.result === 'down') return { ...base, state: 'waiting', reason: null, language: null }
  const minutes = waits[letter.attempts]
  if (minutes === undefined) return { ...base, state: 'failed', reason: 'refused_for_long' }
  return { ...base, state: 'waiting', reason: 'refused_for_now', retryAt: addMs(c.clock.now(), minutes * 60_000) }
}

/** The company's own address where it named one; else the account that mail is sent with; else this host's. */
export function senderAddress(c: Pick<Context, 'config'>, named: string | null): string {
  if (named) return named
  const user = c.config.smtpUrl ? decodeURIComponent(new URL(c.config.smtpUrl).username) : ''
  return user.includes('@') ? user : `belay@${new URL(c.config.publicUrl).hostname}`
}

function envelope(c: Context, { letters: [letter], ready, off, pictures }: Parcel, from: string): Envelope {
  const host = new URL(c.config.publicUrl).hostname
  const mailbox = mailboxAddress(c.config)
  return {
    messageId: `<${letter.id}@${host}>`,
    to: { name: letter.fullName, address: letter.address },
    from: { name: ready.fromName, address: from },
    // What is answered, and what cannot be delivered, comes into the mailbox that Belay reads.
    ...(ready.replyTo
      ? { replyTo: ready.replyTo }
      : mailbox && mailbox !== from.toLowerCase()
        ? { replyTo: { name: ready.fromName, address: mailbox } }
        : {}),
    ...(mailbox ? { bounceTo: mailbox } : {}),
    subject: ready.subject,
    html: ready.html,
    text: ready.text,
    pictures,
    ...(ready.calendar ? { calendar: ready.calendar } : {}),
    headers: {
      'Auto-Submitted': 'auto-generated',
      ...(ready.answers ? { 'In-Reply-To': ready.answers, References: ready.answers } : {}),
      // RFC 8058; the address opens a page, and only what a mail program sends there switches anything off.
      ...(off ? { 'List-Unsubscribe': `<${off}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' } : {}),
    },
  }
}

/** The demo's own outbox: nothing leaves, everything can be read. */
async function keepAll(c: Context, parcels: readonly Parcel[]): Promise<number> {
  const now = c.clock.now()
  const written = parcels.flatMap(({ letters, ready }) => letters.map(({ id }) => ({ id, ready })))
  return c.db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ id: string }>`
      with ${leaving(
        c,
        parcels.map((p) => p.letters.map((letter) => letter.id)),
      )}
      update outgoing_mail m set state = 'submitted', answer = 'kept in the outbox of this demo', attempts = 1, sending_at = ${now}, settled_at = ${now}, language = k.language
      from unnest(${written.map((k) => k.id)}::uuid[], ${written.map((k) => k.ready.language)}::text[]) as k (id, language)
      join held h on h.id = k.id join whole w on w.parcel = h.parcel
      where m.organization_id = ${c.organizationId} and m.id = k.id returning m.id`.execute(tx)
    const left = new Set(rows.map((row) => row.id))
    const kept = written.filter((k) => left.has(k.id))
    await sql`insert into kept_mail (organization_id, mail_id, subject, html, plain)
      select ${c.organizationId}, k.id, k.subject, k.html, k.plain from unnest(${kept.map((k) => k.id)}::uuid[], ${kept.map((k) => k.ready.subject)}::text[],
        ${kept.map((k) => k.ready.html)}::text[], ${kept.map((k) => k.ready.text)}::text[]) as k (id, subject, html, plain) on conflict do nothing`.execute(
      tx,
    )
    return left.size
  })
}

/** The mail server cannot be used: nothing is lost, the pages say why, and we try again. */
async function stumble(
  c: Context,
  counter: Counter,
  down: Extract<Outcome, { result: 'down' }>,
  refusals: Refusals,
): Promise<void> {
  const now = c.clock.now()
  c.log.warn({ code: down.code, answer: down.answer }, 'mail waits: the mail server cannot be used')
  await c.db.transaction().execute(async (tx) => {
    await sql`insert into mail_trouble (organization_id, code, answer, since) values (${c.organizationId}, ${down.code}, ${down.answer}, ${now})
      on conflict (organization_id) do update set code = excluded.code, answer = excluded.answer, tried_at = null`.execute(
      tx,
    )
    const retryAt = down.code === 'mail_refused' ? await putBack(tx, c, refusals) : addMs(now, 60_000)
    await callPostman(tx, c, retryAt, counter)
  })
}
