/**
 * One question to a sample: how useful was it? Anonymous, in two traces that nothing links:
 * that somebody was asked (a row of theirs, closed alike by answering, passing and time), and that an
 * answer exists (no person, no check-in, no time; shuffled every night; released from a floor on).
 */
import { sql } from 'kysely'
import type { checkins } from '../../contract/checkins.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import { dayOf } from '../goals/goals.ts'
import { addDays, type Day } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { problem } from '../platform/problem.ts'
import { askEvery, askStands, inSample } from './cadence.ts'
import { type CheckinRow, checkinOf } from './queries.ts'
import { asPerson, speakFor } from './wall.ts'

/** Asks the report, if this check-in is in the sample and they were not asked lately. */
export async function askIfDue(tx: Tx, c: Context, k: CheckinRow): Promise<void> {
  if (!inSample(k.id)) return
  const today = await dayOf({ ...c, db: tx })
  // The question is the report's own affair, also where the manager recorded the talk.
  await speakFor(tx, k.report_id)
  await sql`insert into checkin_ask (organization_id, person_id, checkin_id, asked_on)
    select ${c.organizationId}::uuid, ${k.report_id}::uuid, ${k.id}::uuid, ${today}::date
    where not exists (select from checkin_ask a where a.organization_id = ${c.organizationId} and a.person_id = ${k.report_id}
      and a.asked_on > ${addDays(today, -askEvery)}::date)
    on conflict do nothing`.execute(tx)
  await speakFor(tx, c.viewer.personId)
}

/** The talk was taken back: nothing to ask about. */
export async function unask(tx: Tx, c: Context, k: CheckinRow): Promise<void> {
  await speakFor(tx, k.report_id)
  await sql`delete from checkin_ask where organization_id = ${c.organizationId} and person_id = ${k.report_id} and checkin_id = ${k.id} and closed_on is null`.execute(
    tx,
  )
  await speakFor(tx, c.viewer.personId)
}

export async function isAsked(tx: Tx, c: Context, checkinId: string): Promise<boolean> {
  const { rows } =
    await sql`select 1 from checkin_ask where organization_id = ${c.organizationId} and person_id = ${c.viewer.personId}
    and checkin_id = ${checkinId} and closed_on is null`.execute(tx)
  return rows.length > 0
}

export async function rate(c: Context, input: Input<typeof checkins.rate>): Promise<Answer<typeof checkins.rate>> {
  const closed = await asPerson(c, async (tx, inside) => {
    const k = await checkinOf(tx, c, input.checkinId)
    if (!k || k.report_id !== c.viewer.personId) throw problem('not_found')
    const { rows } =
      await sql`update checkin_ask set closed_on = ${await dayOf(inside)} where organization_id = ${c.organizationId}
      and person_id = ${c.viewer.personId} and checkin_id = ${k.id} and closed_on is null returning 1`.execute(tx)
    return rows.length > 0
  })
  // In a transaction of its own: one that closes the question and holds the answer would link them.
  if (closed && input.score !== null)
    await sql`insert into checkin_usefulness (organization_id, score) values (${c.organizationId}, ${input.score})`.execute(
      c.db,
    )
  return { thanks: true }
}

/** Nightly, for the day that ended: sealed answers are shuffled and released from the floor on; old questions close. */
export async function settleUsefulness(c: Context, day: Day, floor: number): Promise<void> {
  await sql`select shuffle_checkin_usefulness(${c.organizationId}, ${day}::date, ${c.clock.now()}::timestamptz, ${floor})`.execute(
    c.db,
  )
  await sql`select close_checkin_asks(${c.organizationId}, ${addDays(day, -askStands)}::date, ${day}::date)`.execute(
    c.db,
  )
}
