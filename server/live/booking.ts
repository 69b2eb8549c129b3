/** Seats: whoever comes first has one, the others wait in the order in which they came. */
import { sql } from 'kysely'
import type { live } from '../../contract/live.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { countRecorded, record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { followSeats } from './hours.ts'
import { lockSession, ownRow, type OwnRow, stateOf } from './queries.ts'
import { openedOf } from './reading.ts'
import { tell } from './telling.ts'

type Opened = Answer<typeof live.session>

/** A session that has not begun, with its row held; seats are given to one after the other. */
async function ahead(tx: Tx, c: Context, sessionId: string): Promise<OwnRow> {
  await lockSession(tx, c, sessionId)
  const row = await ownRow(tx, c, sessionId)
  if (stateOf(row, c.clock.now()) !== 'ahead') throw problem('live_over')
  return row
}

export async function book(c: Context, input: Input<typeof live.book>): Promise<Opened> {
  return c.db.transaction().execute(async (tx) => {
    const row = await ahead(tx, c, input.sessionId)
    if (!row.seated && row.turn === null) {
      if (!row.may_book) throw problem('not_found')
      await sql`insert into training_booking (organization_id, session_id, person_id, turn, booked_at)
        select ${c.organizationId}, ${row.id}, ${c.viewer.personId}, coalesce(max(b.turn), 0) + 1, ${c.clock.now()} from training_booking b
        where b.organization_id = ${c.organizationId} and b.session_id = ${row.id}
        on conflict (organization_id, session_id, person_id) do update set turn = excluded.turn, booked_at = excluded.booked_at, given_back_at = null`.execute(
        tx,
      )
      await record(tx, c, { type: 'training.session_booked', subject: { kind: 'training_session', id: row.id } })
      await moveUp(tx, c, row.id)
    } else countRecorded(c, 1) // pressed twice
    return openedOf(tx, c, row.id)
  })
}

export async function giveBack(c: Context, input: Input<typeof live.giveBack>): Promise<Opened> {
  return c.db.transaction().execute(async (tx) => {
    const row = await ahead(tx, c, input.sessionId)
    if (row.seated || row.turn !== null) {
      await sql`update training_booking set given_back_at = ${c.clock.now()}, seated_at = null where organization_id = ${c.organizationId}
        and session_id = ${row.id} and person_id = ${c.viewer.personId}`.execute(tx)
      await record(tx, c, { type: 'training.session_given_back', subject: { kind: 'training_session', id: row.id } })
      if (row.seated) await tell(tx, c, row.id, 'given_back', [c.viewer.personId])
      await moveUp(tx, c, row.id)
    } else countRecorded(c, 1)
    return openedOf(tx, c, row.id)
  })
}

export type Place = { personId: string; seated: boolean }

/** Of a list in its order, who gets the seats that are free. Pure. */
export function nextIn(list: readonly Place[], seats: number): string[] {
  const free = seats - list.filter((one) => one.seated).length
  return list
    .filter((one) => !one.seated)
    .slice(0, Math.max(0, free))
    .map((one) => one.personId)
}

/**
 * Gives free seats to whoever waits longest and is still here; needs the session's lock. Whoever moved up by somebody
 * else's doing is told. After each change of seats or of the session: its hours follow.
 */
export async function moveUp(tx: Tx, c: Context, sessionId: string): Promise<void> {
  const { rows } = await sql<Place & { seats: number }>`
    select b.person_id as "personId", b.seated_at is not null as seated, s.seats from training_booking b
    join training_session s on s.organization_id = b.organization_id and s.id = b.session_id
    where b.organization_id = ${c.organizationId} and b.session_id = ${sessionId} and b.given_back_at is null
      and (b.seated_at is not null or exists (select from roster r where r.organization_id = b.organization_id and r.person_id = b.person_id))
    order by b.turn`.execute(tx)
  const up = nextIn(rows, rows[0]?.seats ?? 0)
  if (up.length > 0) await seat(tx, c, sessionId, up)
  await followSeats(tx, c, sessionId)
}

async function seat(tx: Tx, c: Context, sessionId: string, people: readonly string[]): Promise<void> {
  await sql`update training_booking set seated_at = ${c.clock.now()} where organization_id = ${c.organizationId}
    and session_id = ${sessionId} and person_id = any(${people as string[]}::uuid[])`.execute(tx)
  for (const personId of people)
    if (personId !== c.viewer.personId)
      await record(tx, c, {
        type: 'training.session_moved_up',
        subject: { kind: 'training_session', id: sessionId },
        data: { personId },
      })
  await tell(tx, c, sessionId, 'seated', people)
}
