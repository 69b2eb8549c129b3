/** The hours that a seat takes out of somebody's week. */
import { sql } from 'kysely'
import { bookTime } from '../attention/attention.ts'
import type { Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { minutesOf } from './queries.ts'

/** On the session's day, for as long as it lasts, of whoever has a seat now: given back, moved or called off they are free again. Needs the session's lock. */
export async function followSeats(tx: Tx, c: Context, sessionId: string): Promise<void> {
  const { rows } = await sql<{ starts_at: Instant; ends_at: Instant }>`select starts_at, ends_at from training_session
    where organization_id = ${c.organizationId} and id = ${sessionId}`.execute(tx)
  const session = rows[0]!
  const seated = sql`select b.person_id from training_booking b
    join training_session s on s.organization_id = b.organization_id and s.id = b.session_id and s.called_off_at is null
    where b.organization_id = ${c.organizationId} and b.session_id = ${sessionId} and b.seated_at is not null`
  await bookTime(tx, c, seated, {
    kind: 'live_session',
    sourceId: sessionId,
    at: session.starts_at,
    minutes: minutesOf(session),
  })
}
