/** Seats of people who have left: they go to whoever waits longest. */
import { sql } from 'kysely'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { record } from '../platform/events.ts'
import { moveUp } from './booking.ts'
import { lockSession } from './queries.ts'

const ofLeavers = (c: Context) => sql`b.organization_id = ${c.organizationId} and b.given_back_at is null
  and not exists (select from roster r where r.organization_id = b.organization_id and r.person_id = b.person_id)`

/** After a people file, and every night for last days that came. */
export async function followRoster(c: Context): Promise<void> {
  const { rows } = await sql<{ id: string }>`select distinct s.id from training_booking b
    join training_session s on s.organization_id = b.organization_id and s.id = b.session_id
    where ${ofLeavers(c)} and s.called_off_at is null and s.starts_at > ${c.clock.now()} order by s.id`.execute(c.db)
  for (const { id } of rows) await c.db.transaction().execute((tx) => passOn(tx, c, id))
}

async function passOn(tx: Tx, c: Context, sessionId: string): Promise<void> {
  await lockSession(tx, c, sessionId)
  const { rows } = await sql<{
    person_id: string
  }>`update training_booking b set given_back_at = ${c.clock.now()}, seated_at = null
    where ${ofLeavers(c)} and b.session_id = ${sessionId} and exists (select from training_session s
      where s.organization_id = b.organization_id and s.id = b.session_id and s.called_off_at is null and s.starts_at > ${c.clock.now()})
    returning b.person_id`.execute(tx)
  if (rows.length === 0) return
  for (const { person_id } of rows)
    await record(tx, c, {
      type: 'training.session_given_back',
      subject: { kind: 'training_session', id: sessionId },
      data: { personId: person_id },
    })
  await moveUp(tx, c, sessionId)
}
