/** The end: by wish, by the lead, with the role or the employment; what is left, and sign-offs that end soon. */
import { sql } from 'kysely'
import type { Answer, Input } from '../../contract/operation.ts'
import { trainerRenewalDays, type trainers } from '../../contract/trainers.ts'
import { endGrants, holdersOf } from '../access/access.ts'
import { putInInbox, sendMail, takeFromInboxes } from '../attention/attention.ts'
import { addDays, dayIn, type Day } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { today as todayOf } from '../program/program.ts'
import { takeBack } from './delivering.ts'
import { lockSession, sessionRow } from './queries.ts'
import { mayLead } from './leading.ts'
import {
  holds,
  lockTrainer,
  mayObserve,
  newestSignOff,
  openDelivery,
  standingRow,
  type TrainerRow,
  trainerRows,
} from './trainer-rows.ts'

type Because = NonNullable<TrainerRow['because']>

/** Needs the person's lock. */
async function endRow(tx: Tx, c: Context, row: TrainerRow, because: Because): Promise<void> {
  await takeBack(tx, c, row.id)
  await sql`update trainer set ended_at = ${c.clock.now()}, because = ${because}
    where organization_id = ${c.organizationId} and id = ${row.id}`.execute(tx)
  const subject = { kind: 'trainer', id: row.id }
  await takeFromInboxes(tx, c, subject)
  await record(tx, c, { type: 'trainers.ended', subject, data: { personId: row.person_id, because } })
  for (const leadId of await holdersOf(tx, c.organizationId, 'lead'))
    if (leadId !== c.viewer.personId && leadId !== row.person_id && row.accepted_at)
      await putInInbox(tx, c, leadId, {
        kind: 'trainer_left',
        subject,
        params: { name: row.name, personId: row.person_id },
      })
}

async function endIn(tx: Tx, c: Context, personId: string, because: Because): Promise<void> {
  await lockTrainer(tx, c, personId)
  const row = await standingRow(tx, c, personId)
  if (!row) throw problem('trainer_none')
  const { rows } = await sql<{ id: string }>`select id from role_grant where organization_id = ${c.organizationId}
    and person_id = ${personId} and role = 'trainer' and ended_at is null for update`.execute(tx)
  if (row.accepted_at && rows[0]) await endGrants(tx, c, { personId, id: rows[0].id })
  await endRow(tx, c, row, because)
}

export async function end(c: Context, input: Input<typeof trainers.end>): Promise<Answer<typeof trainers.end>> {
  await c.db.transaction().execute((tx) => endIn(tx, c, input.personId, 'lead'))
  return { ended: true }
}

export async function stepDown(c: Context): Promise<Answer<typeof trainers.stepDown>> {
  await c.db.transaction().execute((tx) => endIn(tx, c, c.viewer.personId, 'own'))
  return { trainer: false }
}

/** Whoever left, or whose role was ended elsewhere, is no trainer any more. */
export async function followTrainers(c: Context): Promise<void> {
  const gone = await trainerRows(
    c.db,
    c,
    sql`t.declined_at is null and t.ended_at is null and (r.person_id is null or not r.employed
      or (t.accepted_at is not null and not ${holds(c, sql`t.person_id`, ['trainer'])}))`,
  )
  for (const { person_id: personId } of gone)
    await c.db.transaction().execute(async (tx) => {
      await lockTrainer(tx, c, personId)
      const row = await standingRow(tx, c, personId)
      if (!row) return
      const { rows } = await sql<{ here: boolean; serves: boolean }>`
        select exists (select from roster r where r.organization_id = ${c.organizationId} and r.person_id = ${personId} and r.employed) as here,
          ${holds(c, sql`${personId}::uuid`, ['trainer'])} as serves`.execute(tx)
      if (rows[0]!.here && (rows[0]!.serves || !row.accepted_at)) return
      await endRow(tx, c, row, rows[0]!.here ? 'role' : 'left')
    })
}

/** Once for each sign-off: its holder by letter, the leads in the app. */
export async function tellOfRenewals(c: Context): Promise<void> {
  await c.db.transaction().execute(async (tx) => {
    const today: Day = await todayOf(tx, c)
    const { rows } = await sql<{ id: string; person_id: string; name: string }>`
      update trainer_delivery u set renewal_told_at = ${c.clock.now()}
      from trainer t join ${newestSignOff} d on d.renewal_told_at is null and d.ready_until between ${today}::date and ${addDays(today, trainerRenewalDays)}::date
      join person p on p.organization_id = t.organization_id and p.id = t.person_id
      where u.organization_id = ${c.organizationId} and t.organization_id = u.organization_id and u.id = d.id and t.ended_at is null
      returning u.id, t.person_id, p.full_name as name`.execute(tx)
    for (const row of rows) {
      const subject = { kind: 'trainer_delivery', id: row.id }
      await putInInbox(tx, c, row.person_id, { kind: 'trainer_renewal', subject, params: {} })
      await sendMail(tx, c, { personId: row.person_id, kind: 'trainer_renewal', subject })
      for (const leadId of await holdersOf(tx, c.organizationId, 'lead'))
        if (leadId !== row.person_id)
          await putInInbox(tx, c, leadId, {
            kind: 'trainer_renews',
            subject,
            params: { name: row.name, personId: row.person_id },
          })
    }
    if (rows.length > 0)
      await record(tx, c, {
        type: 'trainers.renewals_told',
        subject: { kind: 'organization', id: c.organizationId },
        happenedOn: today,
        data: { people: rows.length },
      })
  })
}

/** What somebody who may not lead or observe any more has ahead, goes to one who may. */
export async function handOver(
  c: Context,
  input: Input<typeof trainers.handOver>,
): Promise<Answer<typeof trainers.handOver>> {
  const { personId: from, toId: to } = input
  const ids = await c.db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ id: string }>`select s.id from training_session s
      join training_session_leader l on l.organization_id = s.organization_id and l.session_id = s.id and l.person_id = ${from}
      where s.organization_id = ${c.organizationId} and s.called_off_at is null and s.starts_at > ${c.clock.now()}::timestamptz
        and not ${holds(c, sql`l.person_id`, ['lead', 'trainer'])} order by s.id`.execute(tx)
    for (const { id } of rows) {
      await lockSession(tx, c, id)
      const row = await sessionRow(tx, c, id)
      await mayLead(
        tx,
        c,
        { workshopId: row.workshop_id, day: dayIn(row.starts_at, row.time_zone), leaderIds: [to] },
        id,
      )
      await sql`delete from training_session_leader where organization_id = ${c.organizationId} and session_id = ${id} and person_id = ${from}`.execute(
        tx,
      )
      await sql`insert into training_session_leader (organization_id, session_id, person_id) values (${c.organizationId}, ${id}, ${to})
        on conflict do nothing`.execute(tx)
    }
    const today = await todayOf(tx, c)
    const { rows: watched } = await sql<{ id: string; candidate: string; may: boolean }>`
      select d.id, t.person_id as candidate, t.person_id <> ${to} and ${mayObserve(c, sql`${to}::uuid`, sql`(s.starts_at at time zone s.time_zone)::date`)} as may
      from trainer_delivery d join trainer t on t.organization_id = d.organization_id and t.id = d.trainer_id
      join training_session s on s.organization_id = d.organization_id and s.id = d.session_id
      where d.organization_id = ${c.organizationId} and d.observer_id = ${from} and ${openDelivery}
        and not ${mayObserve(c, sql`d.observer_id`, sql`${today}::date`)} for update of d`.execute(tx)
    if (watched.some((one) => !one.may)) throw problem('trainer_observer')
    for (const { id } of watched) {
      await sql`update trainer_delivery set observer_id = ${to} where organization_id = ${c.organizationId} and id = ${id}`.execute(
        tx,
      )
      await sendMail(tx, c, { personId: to, kind: 'trainer_observe', subject: { kind: 'trainer_delivery', id } })
    }
    if (rows.length + watched.length === 0) throw problem('not_found')
    await record(tx, c, {
      type: 'trainers.handed_over',
      subject: { kind: 'person', id: from },
      data: { toId: to, sessions: rows.length, observations: watched.length },
    })
    const { rows: who } = await sql<{
      name: string
    }>`select full_name as name from person where organization_id = ${c.organizationId} and id = ${from}`.execute(tx)
    if (to !== c.viewer.personId)
      await putInInbox(tx, c, to, {
        kind: 'trainer_handover',
        subject: { kind: 'person', id: from },
        params: { name: who[0]?.name ?? '' },
      })
    return { sessions: rows.length, observations: watched.length }
  })
  return ids
}
