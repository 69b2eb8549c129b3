/**
 * Writing letters into the outgoing list. They leave through the post office. Whether somebody wants
 * the kind, at which hour it comes and whether it waits for the letter of the day is decided here, so
 * that no module can forget it.
 */
import { type RawBuilder, sql } from 'kysely'
import type { Day, Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { enqueue, schedule } from '../platform/jobs.ts'
import { deadAddress } from './bounces.ts'
import { hoursFor } from './choices.ts'
import { type Ask, entering, forgetAsks, rankOf } from './ledger.ts'
import { makeRoom } from './room.ts'
import type { Entered } from './room-way.ts'

export type NewLetter = {
  personId: string
  /** Names the renderer: see `letters` of the modules. */
  kind: string
  subject?: { kind: string; id: string }
  /** Ids and names that the renderer needs. No secrets, no private words. */
  params?: Record<string, unknown>
  /** Not before; kinds that keep to working hours may leave later. */
  dueAt?: Instant
  /** After it the letter is of no use: it goes at once rather than wait for working hours or the letter of the day. */
  lastDay?: Day
  /** What it asks for: its reading, or what the survey or form that it leads to says of itself. A minute unless told. */
  minutes?: number
}

/**
 * One letter to one person, in the transaction of its occasion. Somebody without an address is
 * on the list as excluded, with the reason; whoever has switched the kind off is not on it. The same
 * occasion twice is one letter.
 */
export async function sendMail(tx: Tx, c: Context, letter: NewLetter): Promise<void> {
  const now = c.clock.now()
  const person = sql`select p.id as person_id, coalesce(p.email, '') as address, ${letter.dueAt ?? now}::timestamptz as due_at,
    case when p.email is null then 'no_address' end as excluded
    from person p where p.organization_id = ${c.organizationId} and p.id = ${letter.personId}`
  await plan(tx, c, person, letter, false)
}

/**
 * The post office has two counters that work side by side: letters to one person each, and
 * mailings to many. Who asked for a sign-in link does not stand behind 150,000 others. Letters of
 * the day leave through the second, so that one counter sees all of a person's.
 */
export const counters = { single: 'attention.deliver', bulk: 'attention.deliverBulk' } as const
export type Counter = keyof typeof counters

/** Sees to it that a counter looks at the list at that time. */
export async function callPostman(tx: Tx | Db, c: Context, dueAt: Instant, counter: Counter): Promise<void> {
  const { organizationId } = c
  const name = counters[counter]
  if (dueAt <= c.clock.now())
    await enqueue(
      tx,
      name,
      { organizationId, subjectId: organizationId, dueAt: c.clock.now() },
      { key: `${name}:${organizationId}` },
    )
  else await schedule(tx, { organizationId, kind: name, subjectId: organizationId, dueAt })
}

/**
 * Many letters of one kind about one thing, set-wise. `people` is a select of
 * `person_id uuid, address text, due_at timestamptz, excluded text`; whoever has a reason in
 * `excluded` is on the list with it and gets none. Returns how many are on the list.
 */
export async function planLetters(
  tx: Tx,
  c: Context,
  people: RawBuilder<unknown>,
  letter: {
    kind: string
    subject: { kind: string; id: string }
    lastDay?: Day
    /** Minutes, or SQL of them over `x.person_id`. */
    minutes?: Ask['minutes']
  },
): Promise<number> {
  return plan(tx, c, people, letter, true)
}

/** Puts them on the list and into the ledger, makes room for them, and calls the postman for each hour at which some leave. */
async function plan(
  tx: Tx,
  c: Context,
  people: RawBuilder<unknown>,
  letter: Omit<NewLetter, 'personId' | 'dueAt' | 'minutes'> & { minutes?: Ask['minutes'] },
  bulk: boolean,
): Promise<number> {
  const now = c.clock.now()
  const counts = rankOf(letter.kind) !== null
  const { kind, lastDay, minutes } = letter
  const ask: Ask = {
    kind,
    letter: true,
    ...(minutes === undefined ? {} : { minutes }),
    ...(lastDay ? { lastDay } : {}),
  }
  const sources = sql`select person_id, coalesce(subject_id, id) as source_id, due_at from planned where state = 'waiting'`
  const { rows } = await sql<{ due_at: Instant | null; bulk: boolean; n: number; source: string | null }>`
    with planned as (
      insert into outgoing_mail (organization_id, person_id, address, kind, bulk, daily, subject_kind, subject_id, params, state, reason, created_at, due_at, settled_at)
      select ${c.organizationId}, x.person_id, x.address, ${kind}, ${bulk} or x.daily, x.daily, ${letter.subject?.kind ?? ''}, ${letter.subject?.id ?? null}::uuid,
        ${JSON.stringify(letter.params ?? {})}::jsonb, case when k.kept is null then 'waiting' else 'excluded' end, k.kept, ${now}, x.due_at,
        case when k.kept is null then null else ${now}::timestamptz end
      from (${hoursFor(c, kind, people, lastDay ?? null)}) x
      cross join lateral (select coalesce(x.excluded, case when ${deadAddress(c, kind, sql`x.address`)} then 'dead_address' end) as kept) k
      on conflict (organization_id, subject_id, person_id, kind) where subject_id is not null do nothing
      returning id, person_id, subject_id, due_at, bulk, state
    )${counts ? sql`, entered as (${entering(c, sources, ask)})` : sql``}
    select case when state = 'waiting' then due_at end as due_at, bulk, count(*) as n, min(coalesce(subject_id, id)::text) as source from planned group by 1, 2`.execute(
    tx,
  )
  const leaving = rows.flatMap((row) => (row.due_at ? [{ dueAt: row.due_at, bulk: row.bulk }] : []))
  const source = rows[0]?.source
  for (const one of leaving) await callPostman(tx, c, one.dueAt, one.bulk ? 'bulk' : 'single')
  const onTheList = rows.reduce((sum, row) => sum + row.n, 0)
  if (counts && source && leaving.length > 0) await layOut(tx, c, { kind, sourceId: source, people: onTheList })
  return onTheList
}

/** Makes room in the weeks of whoever was asked for something, and calls the postman for what leaves later now. */
export async function layOut(tx: Tx, c: Context, entered: Entered | 'all'): Promise<void> {
  for (const { dueAt, bulk } of await makeRoom(tx, c, entered))
    await callPostman(tx, c, dueAt, bulk ? 'bulk' : 'single')
}

/** Letters about something that have not left and now will not, with the reason. */
export async function withdrawLetters(tx: Tx, c: Context, subjectId: string, reason: string): Promise<number> {
  const result =
    await sql`update outgoing_mail set state = 'excluded', reason = ${reason}, settled_at = ${c.clock.now()}
    where organization_id = ${c.organizationId} and subject_id = ${subjectId} and state = 'waiting'`.execute(tx)
  await forgetAsks(tx, c, subjectId)
  return Number(result.numAffectedRows ?? 0)
}
