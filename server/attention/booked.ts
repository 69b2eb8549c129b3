/** Hours that people have booked for a day: they are in the ledger as long as the booking stands, and other things make room. */
import { type RawBuilder, sql } from 'kysely'
import type { Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { entering } from './ledger.ts'
import { layOut } from './outgoing.ts'

/**
 * From now on exactly these people (a select of `person_id`) have booked it, at this time; what stood there before and
 * differs goes. Not for what has begun: that was asked of them.
 */
export async function bookTime(
  tx: Tx,
  c: Context,
  people: RawBuilder<unknown>,
  { kind, sourceId, at, minutes }: { kind: string; sourceId: string; at: Instant; minutes: number },
): Promise<void> {
  await sql`delete from time_asked t where t.organization_id = ${c.organizationId} and t.source_id = ${sourceId} and t.kind = ${kind}
    and (t.due_at <> ${at}::timestamptz or t.minutes <> ${minutes}::real or t.person_id not in (select x.person_id from (${people}) x))`.execute(
    tx,
  )
  const hours = sql`select x.person_id, ${sourceId}::uuid as source_id, ${at}::timestamptz as due_at from (${people}) x`
  const { rows } = await sql<{ n: number }>`
    with entered as (${entering(c, hours, { kind, letter: false, minutes })} returning t.person_id)
    select count(*) as n from entered`.execute(tx)
  const { n } = rows[0]!
  if (n > 0) await layOut(tx, c, { kind, sourceId, people: n })
}
