/**
 * Letters that came back, and addresses that take none. An address that is dead gets no more letters of the program
 * until it is another one or somebody clears it; in the app everything stands all the same. See docs/decisions/inbound-mail.md.
 */
import { type RawBuilder, sql } from 'kysely'
import type { attention } from '../../contract/attention.ts'
import { goesToDeadAddresses } from '../../contract/notice-kinds.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import type { Settled } from './parcels.ts'
import { isDead, type UndeliveredReason, whyUndelivered } from './undelivered.ts'

/** Whether letters of a kind are kept from an address (SQL of it) that takes none. */
export const deadAddress = (c: Context, kind: RawBuilder<unknown> | string, address: RawBuilder<unknown>) => {
  if (typeof kind === 'string' && goesToDeadAddresses.includes(kind)) return sql<boolean>`false`
  const always =
    typeof kind === 'string' ? sql`true` : sql`not (${kind} = any(${goesToDeadAddresses as string[]}::text[]))`
  return sql<boolean>`(${always} and exists (select from bounced_address d
    where d.organization_id = ${c.organizationId} and d.address = lower(${address})))`
}

/** A letter came back: it counts as not delivered, with everything that travelled with it. Answers whether it was one of ours. */
export async function noteReturn(
  tx: Tx,
  c: Context,
  came: { mailId: string; code: string | null; answer: string },
): Promise<UndeliveredReason | null> {
  const reason = whyUndelivered(came.answer, came.code)
  const { rows } = await sql<{ id: string; person_id: string; address: string }>`
    update outgoing_mail m set state = 'bounced', reason = ${reason}, answer = ${came.answer}, settled_at = ${c.clock.now()}
    from outgoing_mail f
    where f.organization_id = ${c.organizationId} and f.id = ${came.mailId} and f.state in ('submitted', 'uncertain', 'sending', 'bounced')
      and m.organization_id = f.organization_id and m.person_id = f.person_id and m.state in ('submitted', 'uncertain', 'sending', 'bounced')
      and (m.id = f.id or (f.daily and m.daily and m.sending_at = f.sending_at))
    returning m.id, m.person_id, m.address`.execute(tx)
  const first = rows.find((row) => row.id === came.mailId)
  if (!first) return null
  if (isDead(reason)) await markDead(tx, c, [{ mailId: first.id, reason, answer: came.answer }])
  await record(tx, c, {
    type: 'mail.returned',
    subject: { kind: 'mail', id: first.id },
    data: { personId: first.person_id, reason },
  })
  return reason
}

/** What the mail server refused for good because nobody is there: the same as a letter that came back. */
export async function noteRefused(c: Context, settled: readonly Settled[]): Promise<void> {
  const dead = settled.flatMap((one) => {
    if (one.state !== 'failed' || one.reason !== 'refused') return []
    const reason = whyUndelivered(one.answer ?? '')
    return isDead(reason) ? [{ mailId: one.id, reason, answer: one.answer ?? '' }] : []
  })
  if (dead.length > 0) await markDead(c.db, c, dead)
}

async function markDead(
  db: Tx | Context['db'],
  c: Context,
  dead: readonly { mailId: string; reason: string; answer: string }[],
): Promise<void> {
  await sql`insert into bounced_address (organization_id, address, reason, answer, bounced_at, mail_id)
    select distinct on (lower(m.address)) m.organization_id, lower(m.address), d.reason, left(d.answer, 300), ${c.clock.now()}::timestamptz, m.id
    from unnest(${dead.map((d) => d.mailId)}::uuid[], ${dead.map((d) => d.reason)}::text[], ${dead.map((d) => d.answer)}::text[]) as d (mail_id, reason, answer)
    join outgoing_mail m on m.organization_id = ${c.organizationId} and m.id = d.mail_id
    where length(m.address) between 3 and 320
    order by lower(m.address), m.id
    on conflict (organization_id, address) do update set reason = excluded.reason, answer = excluded.answer,
      bounced_at = excluded.bounced_at, mail_id = excluded.mail_id`.execute(db)
}

/** Letters that the server refused are tried again by hand, so their addresses are, too. `which`: SQL over `outgoing_mail m`. */
export async function tryRefusedAgain(tx: Tx, c: Context, which: RawBuilder<unknown>): Promise<void> {
  await sql`delete from bounced_address d using outgoing_mail m where d.organization_id = ${c.organizationId}
    and m.organization_id = d.organization_id and m.id = d.mail_id and m.state = 'failed' and ${which}`.execute(tx)
}

/** It was the server itself, not the addresses. */
export async function takeBackRefused(tx: Tx, c: Context, mailIds: readonly string[]): Promise<void> {
  await sql`delete from bounced_address where organization_id = ${c.organizationId} and mail_id = any(${mailIds as string[]}::uuid[])`.execute(
    tx,
  )
}

/** As many as anybody would look through; a count of so many stands for as many or more. */
const mostCounted = 10_000

/** Who no letter reaches: whose address is dead, or who has none of their own. */
export async function unreachable(
  c: Context,
  input: Input<typeof attention.unreachable>,
): Promise<Answer<typeof attention.unreachable>> {
  const org = c.organizationId
  const person = sql`(${input.personId ?? null}::uuid is null or p.id = ${input.personId ?? null}::uuid)`
  const which =
    input.why === 'dead'
      ? sql`bounced_address d join person p on p.organization_id = d.organization_id and lower(p.email) = d.address
          join roster r on r.organization_id = p.organization_id and r.person_id = p.id where d.organization_id = ${org} and ${person}`
      : sql`person p join roster r on r.organization_id = p.organization_id and r.person_id = p.id
          cross join lateral (select null::uuid as id, null::text as reason, null::text as answer, null::timestamptz as bounced_at) d
          where p.organization_id = ${org} and p.email_key is null and ${person}`
  const { rows } = await sql<{
    person_id: string
    full_name: string
    title: string
    email: string | null
    id: string | null
    reason: string | null
    answer: string | null
    bounced_at: string | null
  }>`select p.id as person_id, p.full_name, r.title, p.email, d.id, d.reason, d.answer, d.bounced_at from ${which}
    order by p.sort_name, p.id limit ${input.limit} offset ${input.offset}`.execute(c.db)
  const { rows: counted } = await sql<{
    n: number
  }>`select count(*) as n from (select from ${which} limit ${mostCounted}) l`.execute(c.db)
  return {
    people: rows.map((row) => ({
      person: { id: row.person_id, name: row.full_name, title: row.title },
      address: row.email,
      why: row.reason ?? (row.email ? 'shared_address' : 'no_address'),
      dead: row.id ? { id: row.id, answer: row.answer ?? '', at: row.bounced_at! } : null,
    })),
    total: counted[0]!.n,
    mostCounted,
  }
}

/** Letters go to the address again. */
export async function clearAddress(
  c: Context,
  input: Input<typeof attention.clearAddress>,
): Promise<Answer<typeof attention.clearAddress>> {
  await c.db.transaction().execute(async (tx) => {
    const { rows } =
      await sql`delete from bounced_address where organization_id = ${c.organizationId} and id = ${input.addressId}
      returning 1`.execute(tx)
    if (!rows[0]) throw problem('not_found')
    await record(tx, c, { type: 'mail.address_cleared', subject: { kind: 'mail_address', id: input.addressId } })
  })
  return { cleared: true }
}
