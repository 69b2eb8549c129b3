/** Who came: ticked by whoever leads the session, or by the code that is shown in the room. And what they thought of it. */
import { randomInt } from 'node:crypto'
import { sql } from 'kysely'
import type { live } from '../../contract/live.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import { putInInbox, takeFromInboxes } from '../attention/attention.ts'
import { addMs, type Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { countRecorded, record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { completeBySession, takeBackCompletion } from '../training/training.ts'
import { keep } from './evaluation.ts'
import { bookable, ledRow, lockSession, looksAfter, ownRow, type SessionRow } from './queries.ts'
import { openedOf } from './reading.ts'
import { mayMark, roomOf } from './room.ts'

type Room = Answer<typeof live.room>
type Opened = Answer<typeof live.session>
type Held = Pick<SessionRow, 'id' | 'title' | 'course_id' | 'completes' | 'ends_at'>

/** A code is valid so long: time to type it, not to pass it on to whoever stayed away. */
const codeLasts = 10 * 60_000
/** Letters and digits that nobody mixes up. */
const alphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'
const codeLength = 6
/** So many wrong codes in so long, then one waits. */
const tries = { most: 5, within: 15 * 60_000 }

export async function openCode(c: Context, input: Input<typeof live.openCode>): Promise<Room> {
  return c.db.transaction().execute(async (tx) => {
    await lockSession(tx, c, input.sessionId)
    const row = await ledRow(tx, c, input.sessionId)
    const now = c.clock.now()
    if (!mayMark(row, now)) throw problem('live_not_yet')
    const code = Array.from({ length: codeLength }, () => alphabet[randomInt(alphabet.length)]).join('')
    await sql`insert into training_session_code (organization_id, session_id, code, opened_by, opened_at, expires_at)
      values (${c.organizationId}, ${row.id}, ${code}, ${c.viewer.personId}, ${now}, ${addMs(now, codeLasts)})
      on conflict (organization_id, session_id) do update set code = excluded.code, opened_by = excluded.opened_by,
        opened_at = excluded.opened_at, expires_at = excluded.expires_at`.execute(tx)
    await record(tx, c, { type: 'training.session_code_opened', subject: { kind: 'training_session', id: row.id } })
    return roomOf(tx, c, row.id)
  })
}

export async function mark(c: Context, input: Input<typeof live.mark>): Promise<Room> {
  return c.db.transaction().execute(async (tx) => {
    await lockSession(tx, c, input.sessionId)
    const row = await ledRow(tx, c, input.sessionId)
    if (!mayMark(row, c.clock.now())) throw problem('live_not_yet')
    if (!(await concerned(tx, c, row.id, input.personId))) throw problem('not_found')
    if (input.came) await came(tx, c, row, input.personId, 'list')
    else await cameNot(tx, c, row, input.personId)
    return roomOf(tx, c, row.id)
  })
}

/** Who may be noted: whoever booked, came, or may book. */
async function concerned(tx: Tx, c: Context, sessionId: string, personId: string): Promise<boolean> {
  const { rows } =
    await sql`select 1 from training_session s where s.organization_id = ${c.organizationId} and s.id = ${sessionId} and (
    exists (select from training_booking b where b.organization_id = s.organization_id and b.session_id = s.id and b.person_id = ${personId})
    or exists (select from (${bookable(c)}) k where k.person_id = ${personId}))`.execute(tx)
  return rows.length > 0
}

async function came(tx: Tx, c: Context, row: Held, personId: string, how: 'list' | 'code'): Promise<void> {
  const { rows } = await sql<{
    id: string
  }>`insert into training_attendance (organization_id, session_id, person_id, marked_by, marked_at, how, finished)
    values (${c.organizationId}, ${row.id}, ${personId}, ${c.viewer.personId}, ${c.clock.now()}, ${how}, false) on conflict do nothing returning id`.execute(
    tx,
  )
  const id = rows[0]?.id
  if (!id) {
    countRecorded(c, 1) // noted already
    return
  }
  await record(tx, c, {
    type: 'training.session_attended',
    subject: { kind: 'person', id: personId },
    data: { sessionId: row.id, how },
  })
  if (row.completes && row.course_id && (await completeBySession(tx, c, personId, row.course_id)))
    await sql`update training_attendance set finished = true where organization_id = ${c.organizationId} and id = ${id}`.execute(
      tx,
    )
  // Whoever reads what people thought of it is not asked.
  const asked =
    await sql`select 1 from training_session s where s.organization_id = ${c.organizationId} and s.id = ${row.id}
    and not ${looksAfter(sql`${personId}::uuid`)}`.execute(tx)
  if (asked.rows.length === 0) return
  const now = c.clock.now()
  await putInInbox(tx, c, personId, {
    kind: 'live_evaluate',
    subject: { kind: 'training_attendance', id },
    params: { sessionId: row.id, name: row.title },
    at: row.ends_at > now ? row.ends_at : now,
    asks: { minutes: 1 },
  })
}

async function cameNot(tx: Tx, c: Context, row: Held, personId: string): Promise<void> {
  const { rows } = await sql<{
    id: string
    finished: boolean
  }>`delete from training_attendance where organization_id = ${c.organizationId}
    and session_id = ${row.id} and person_id = ${personId} returning id, finished`.execute(tx)
  if (!rows[0]) {
    countRecorded(c, 1)
    return
  }
  await record(tx, c, {
    type: 'training.session_attendance_withdrawn',
    subject: { kind: 'person', id: personId },
    data: { sessionId: row.id },
  })
  if (rows[0].finished && row.course_id && !(await finishedElsewhere(tx, c, personId, row.course_id)))
    await takeBackCompletion(tx, c, personId, row.course_id)
  await takeFromInboxes(tx, c, { kind: 'training_attendance', id: rows[0].id })
}

/** They came to another session that teaches the course: from now on that is what finished it. */
async function finishedElsewhere(tx: Tx, c: Context, personId: string, courseId: string): Promise<boolean> {
  const { rows } = await sql`update training_attendance a set finished = true
    where a.organization_id = ${c.organizationId} and a.id = (select o.id from training_attendance o
      join training_session s on s.organization_id = o.organization_id and s.id = o.session_id
      where o.organization_id = ${c.organizationId} and o.person_id = ${personId} and s.course_id = ${courseId} and s.completes
        and s.called_off_at is null
      order by o.marked_at, o.id limit 1)
    returning 1`.execute(tx)
  return rows.length > 0
}

/** It does not take place as planned: whoever was noted beforehand has not come to it. Needs the session's lock. */
export async function nobodyCame(tx: Tx, c: Context, row: Held): Promise<void> {
  const { rows } = await sql<{ person_id: string }>`select person_id from training_attendance
    where organization_id = ${c.organizationId} and session_id = ${row.id} order by person_id`.execute(tx)
  for (const { person_id } of rows) await cameNot(tx, c, row, person_id)
  await sql`delete from training_session_code where organization_id = ${c.organizationId} and session_id = ${row.id}`.execute(
    tx,
  )
}

export async function come(c: Context, input: Input<typeof live.come>): Promise<Opened> {
  await ownRow(c.db, c, input.sessionId)
  const now = c.clock.now()
  await countTry(c, now)
  const said = input.code.toUpperCase().replace(/[\s-]/g, '')
  return c.db.transaction().execute(async (tx) => {
    await lockSession(tx, c, input.sessionId)
    // Read once it is held: it may have been called off or moved meanwhile.
    const row = await ownRow(tx, c, input.sessionId)
    const code =
      await sql`select 1 from training_session_code where organization_id = ${c.organizationId} and session_id = ${row.id}
      and code = ${said} and expires_at > ${now}`.execute(tx)
    if (code.rows.length === 0 || !mayMark(row, now)) throw problem('live_code')
    await sql`delete from training_code_try where organization_id = ${c.organizationId} and person_id = ${c.viewer.personId}`.execute(
      tx,
    )
    await came(tx, c, row, c.viewer.personId, 'code')
    return openedOf(tx, c, row.id)
  })
}

/** Counted before the code is looked at and outside its transaction: a refusal does not take it back, and a crowd of guesses waits in line. */
async function countTry(c: Context, now: Instant): Promise<void> {
  const { rows } = await sql`insert into training_code_try as t (organization_id, person_id, tries, since)
    values (${c.organizationId}, ${c.viewer.personId}, 1, ${now})
    on conflict (organization_id, person_id) do update set
      tries = case when t.since <= ${addMs(now, -tries.within)}::timestamptz then 1 else t.tries + 1 end,
      since = case when t.since <= ${addMs(now, -tries.within)}::timestamptz then excluded.since else t.since end
    where t.tries < ${tries.most}::integer or t.since <= ${addMs(now, -tries.within)}::timestamptz returning 1`.execute(
    c.db,
  )
  if (rows.length > 0) return
  const { rows: known } = await sql<{ since: Instant }>`select since from training_code_try
    where organization_id = ${c.organizationId} and person_id = ${c.viewer.personId}`.execute(c.db)
  const until = addMs(known[0]?.since ?? now, tries.within)
  throw problem('too_many_requests', { seconds: Math.ceil((Date.parse(until) - Date.parse(now)) / 1000) })
}

export async function evaluate(c: Context, input: Input<typeof live.evaluate>): Promise<Opened> {
  return c.db.transaction().execute(async (tx) => {
    await keep(tx, c, await ownRow(tx, c, input.sessionId), input)
    return openedOf(tx, c, input.sessionId)
  })
}
