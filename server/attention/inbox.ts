/** The app's inbox. */
import { type RawBuilder, sql } from 'kysely'
import type { attention } from '../../contract/attention.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import type { Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { heldNotice } from './halted.ts'
import { entering, forgetAsks } from './ledger.ts'
import { layOut } from './outgoing.ts'

export type NewItem = {
  kind: string
  subject: { kind: string; id: string }
  params?: Record<string, unknown>
  /** What differs from one person to the next, as SQL of jsonb over `x.person_id`; laid over the params. */
  each?: RawBuilder<unknown>
  at?: Instant
  /**
   * What it asks for, where that is more than a look: minutes, or SQL of them over `x.person_id`; `as`: the kind of
   * letter that asks for the same.
   */
  asks?: { as?: string; minutes: number | RawBuilder<unknown> }
}

/** Puts one thing into the inbox of everybody that `people` (a select of person_id, appears_at) names; twice is once. */
export async function putInInboxes(
  tx: Tx,
  c: Context,
  people: RawBuilder<{ person_id: string; appears_at: Instant }>,
  item: NewItem,
): Promise<number> {
  const { asks } = item
  const kind = asks?.as ?? item.kind
  const put = sql`insert into inbox_item (organization_id, person_id, kind, subject_kind, subject_id, params, appears_at)
    select ${c.organizationId}, x.person_id, ${item.kind}, ${item.subject.kind}, ${item.subject.id}, ${JSON.stringify(item.params ?? {})}::jsonb${item.each ? sql` || ${item.each}` : sql``}, x.appears_at
    from (${people}) x on conflict (organization_id, person_id, subject_kind, subject_id, kind) do nothing`
  if (!asks) return Number((await put.execute(tx)).numAffectedRows ?? 0)
  const sources = sql`select person_id, subject_id as source_id, appears_at as due_at from put`
  const { rows } = await sql<{ n: number }>`with put as (${put} returning person_id, subject_id, appears_at),
    entered as (${entering(c, sources, { kind, letter: false, minutes: asks.minutes })})
    select count(*) as n from put`.execute(tx)
  // What it leaves no room for waits.
  const { n } = rows[0]!
  if (n > 0) await layOut(tx, c, { kind, sourceId: item.subject.id, people: n })
  return n
}

export async function putInInbox(tx: Tx, c: Context, personId: string, item: NewItem): Promise<void> {
  await putInInboxes(
    tx,
    c,
    sql`select ${personId}::uuid as person_id, ${item.at ?? c.clock.now()}::timestamptz as appears_at`,
    item,
  )
}

/** Takes something out of all inboxes, or one person's, where it does not hold any more; with `unseen`, only where it has not appeared yet. */
export async function takeFromInboxes(
  tx: Tx,
  c: Context,
  subject: { kind: string; id: string; personId?: string },
  which: 'all' | 'unseen' = 'all',
): Promise<void> {
  await sql`delete from inbox_item where organization_id = ${c.organizationId} and subject_kind = ${subject.kind} and subject_id = ${subject.id}
    and (${which === 'all'} or appears_at > ${c.clock.now()}) and (${subject.personId ?? null}::uuid is null or person_id = ${subject.personId ?? null})`.execute(
    tx,
  )
  if (!subject.personId) await forgetAsks(tx, c, subject.id, 'app')
}

export async function list(c: Context, input: Input<typeof attention.inbox>): Promise<Answer<typeof attention.inbox>> {
  const now = c.clock.now()
  type Row = {
    id: string
    kind: string
    subject_kind: string
    subject_id: string
    params: Record<string, unknown>
    appears_at: Instant
    read_at: Instant | null
  }
  const { rows } =
    await sql<Row>`select id, kind, subject_kind, subject_id, params, appears_at, read_at from inbox_item i
    where organization_id = ${c.organizationId} and person_id = ${c.viewer.personId} and appears_at <= ${input.before ?? now} and not ${heldNotice(c)}
    order by appears_at desc, id limit ${input.limit}`.execute(c.db)
  return {
    items: rows.map((row) => ({
      id: row.id,
      kind: row.kind,
      subject: { kind: row.subject_kind, id: row.subject_id },
      params: row.params,
      at: row.appears_at,
      readAt: row.read_at,
    })),
    unread: await unreadOf(c),
  }
}

/** How many things in the viewer's inbox they have not opened. */
export async function unreadOf(c: Context): Promise<number> {
  const { rows } = await sql<{
    n: number
  }>`select count(*) as n from inbox_item i where organization_id = ${c.organizationId}
    and person_id = ${c.viewer.personId} and read_at is null and appears_at <= ${c.clock.now()} and not ${heldNotice(c)}`.execute(
    c.db,
  )
  return rows[0]!.n
}

export async function read(c: Context, input: Input<typeof attention.read>): Promise<Answer<typeof attention.read>> {
  return c.db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ read_at: Instant; subject_kind: string; subject_id: string }>`
      update inbox_item set read_at = coalesce(read_at, ${c.clock.now()}) where organization_id = ${c.organizationId}
        and person_id = ${c.viewer.personId} and id = ${input.itemId} returning read_at, subject_kind, subject_id`.execute(
      tx,
    )
    if (!rows[0]) throw problem('not_found')
    await record(tx, c, { type: 'inbox.read', subject: { kind: rows[0].subject_kind, id: rows[0].subject_id } })
    return { readAt: rows[0].read_at }
  })
}
