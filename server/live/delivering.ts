/** Sessions that a candidate delivers while somebody observes: arranged, taken back, observed. */
import { sql } from 'kysely'
import type { Answer, Input } from '../../contract/operation.ts'
import type { trainers, TrainerDetail } from '../../contract/trainers.ts'
import { putInInbox, sendMail, takeFromInboxes } from '../attention/attention.ts'
import { observationSheet } from '../library/library.ts'
import { addDays, addMonths, dayIn } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { today as todayOf } from '../program/program.ts'
import { lockSession, type SessionRow, sessionRow, stateOf } from './queries.ts'
import { coursesOf, detailOf, observedOf } from './trainer-reading.ts'
import { lockTrainer, mayObserve, standingRow, trainerRule } from './trainer-rows.ts'

type Held = Pick<SessionRow, 'id' | 'title' | 'starts_at' | 'time_zone' | 'called_off_at' | 'ends_at'>

/** The candidate leads it, and both hear of it. Needs the locks of session and person. */
export async function arrangeIn(
  tx: Tx,
  c: Context,
  session: Held,
  personId: string,
  observerId: string,
): Promise<string> {
  const row = await standingRow(tx, c, personId)
  if (!row?.accepted_at) throw problem('trainer_none')
  if (stateOf(session, c.clock.now()) !== 'ahead') throw problem('live_over')
  const day = dayIn(session.starts_at, session.time_zone)
  const { rows: may } = await sql<{
    may: boolean
  }>`select ${mayObserve(c, sql`${observerId}::uuid`, sql`${day}::date`)} as may`.execute(tx)
  if (observerId === personId || !may[0]!.may) throw problem('trainer_observer')
  await takeBack(tx, c, row.id, session.id)
  await sql`insert into training_session_leader (organization_id, session_id, person_id)
    values (${c.organizationId}, ${session.id}, ${personId}) on conflict do nothing`.execute(tx)
  const { rows } = await sql<{
    id: string
  }>`insert into trainer_delivery (organization_id, trainer_id, session_id, observer_id, arranged_by, arranged_at)
    values (${c.organizationId}, ${row.id}, ${session.id}, ${observerId}, ${c.viewer.personId}, ${c.clock.now()}) returning id`.execute(
    tx,
  )
  const subject = { kind: 'trainer_delivery', id: rows[0]!.id }
  await record(tx, c, {
    type: 'trainers.delivery_arranged',
    subject,
    data: { personId, observerId, sessionId: session.id },
  })
  const lastDay = addDays(day, -1)
  for (const [who, kind] of [
    [personId, 'trainer_delivery'],
    [observerId, 'trainer_observe'],
  ] as const)
    if (who !== c.viewer.personId) {
      await putInInbox(tx, c, who, { kind, subject, params: { name: session.title, person: row.name } })
      await sendMail(tx, c, { personId: who, kind, subject, lastDay })
    }
  return rows[0]!.id
}

/** What was arranged before does not take place so; they lead the session no more, unless it is the same or nobody else leads it. */
export async function takeBack(tx: Tx, c: Context, trainerId: string, keptSession?: string): Promise<void> {
  const { rows } = await sql<{ id: string; session_id: string; person_id: string }>`
    update trainer_delivery d set withdrawn_at = ${c.clock.now()} from trainer t
    where d.organization_id = ${c.organizationId} and d.trainer_id = ${trainerId} and d.withdrawn_at is null and d.observed_at is null
      and t.organization_id = d.organization_id and t.id = d.trainer_id
    returning d.id, d.session_id, t.person_id`.execute(tx)
  for (const row of rows) {
    const subject = { kind: 'trainer_delivery', id: row.id }
    await takeFromInboxes(tx, c, subject)
    await record(tx, c, { type: 'trainers.delivery_withdrawn', subject, data: { personId: row.person_id } })
    if (row.session_id !== keptSession)
      await sql`delete from training_session_leader l where l.organization_id = ${c.organizationId} and l.session_id = ${row.session_id}
        and l.person_id = ${row.person_id} and exists (select from training_session s where s.organization_id = l.organization_id and s.id = l.session_id
          and s.starts_at > ${c.clock.now()}::timestamptz)
        and exists (select from training_session_leader o where o.organization_id = l.organization_id and o.session_id = l.session_id and o.person_id <> l.person_id)`.execute(
        tx,
      )
  }
}

export async function arrange(c: Context, input: Input<typeof trainers.arrange>): Promise<TrainerDetail> {
  return c.db.transaction().execute(async (tx) => {
    await lockSession(tx, c, input.sessionId)
    await lockTrainer(tx, c, input.personId)
    await arrangeIn(tx, c, await sessionRow(tx, c, input.sessionId), input.personId, input.observerId)
    return detailOf(tx, c, input.personId)
  })
}

export async function observe(
  c: Context,
  input: Input<typeof trainers.observe>,
): Promise<Answer<typeof trainers.observe>> {
  return c.db.transaction().execute(async (tx) => {
    const found = await observedOf(tx, c, input.deliveryId)
    if (found.delivery.observer.id !== c.viewer.personId) throw problem('not_found')
    const { id: personId } = found.delivery.candidate
    if (input.nextSessionId) await lockSession(tx, c, input.nextSessionId)
    await lockTrainer(tx, c, personId)
    // Read once it is held: it may have been signed or taken back meanwhile.
    const { delivery, trainerId } = await observedOf(tx, c, input.deliveryId)
    if (delivery.state === 'ahead') throw problem('trainer_early')
    if (delivery.state !== 'to_write') throw problem('trainer_over')
    const row = await standingRow(tx, c, personId)
    if (!row?.accepted_at) throw problem('trainer_over')
    const ids = observationSheet('en').groups.flatMap((group) => group.items.map((item) => item.id))
    if (ids.some((id) => !input.seen[id]) || Object.keys(input.seen).some((id) => !ids.includes(id)))
      throw problem('trainer_sheet')
    const today = await todayOf(tx, c)
    const ready = input.verdict === 'ready'
    if (ready) {
      const courses = await coursesOf(tx, c, personId)
      if (courses.some((one) => !one.done)) throw problem('trainer_courses')
    } else if (input.workOn === '' || (!input.nextSessionId && !input.nextBy)) throw problem('trainer_not_yet')
    const { renewMonths } = await trainerRule(tx, c)
    const until = ready && renewMonths !== null ? addMonths(today, renewMonths) : null
    await sql`update trainer_delivery set observed_at = ${c.clock.now()}, verdict = ${input.verdict}, seen = ${JSON.stringify(input.seen)}::jsonb,
        well = ${input.well}, work_on = ${input.workOn}, next_by = ${ready ? null : input.nextBy}::date, ready_until = ${until}::date
      where organization_id = ${c.organizationId} and id = ${delivery.id}`.execute(tx)
    const subject = { kind: 'trainer_delivery', id: delivery.id }
    await takeFromInboxes(tx, c, subject)
    await record(tx, c, {
      type: ready ? 'trainers.signed_off' : 'trainers.not_yet',
      subject,
      data: { personId, trainerId },
    })
    const kind = ready ? 'trainer_ready' : 'trainer_not_yet'
    await putInInbox(tx, c, personId, { kind, subject, params: { person: delivery.observer.name } })
    await sendMail(tx, c, { personId, kind, subject })
    if (!ready && input.nextSessionId)
      await arrangeIn(tx, c, await sessionRow(tx, c, input.nextSessionId), personId, c.viewer.personId)
    return (await observedOf(tx, c, input.deliveryId)).delivery
  })
}
