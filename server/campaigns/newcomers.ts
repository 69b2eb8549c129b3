/**
 * What is for newcomers goes out for as long as somebody lets it: each night to whoever has joined its wave since, on their
 * next working day. They get this, the texts and the courses of their wave; what was said before they came they do not.
 */
import { sql } from 'kysely'
import { planLetters, putInInbox, putInInboxes } from '../attention/attention.ts'
import { companyDaysOff, organizationDay } from '../directory/directory.ts'
import { workingDay } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { record } from '../platform/events.ts'
import { addressed } from './addressing.ts'
import { staleOf } from './corrected.ts'
import { hoursOn, keptFrom, readingTime, subjectsOf, unsaid } from './mailing.ts'
import { campaignRow, type Row } from './queries.ts'
import { scriptOf } from './saying.ts'
import { leadsOf } from './telling.ts'

export async function welcome(c: Context): Promise<void> {
  const { rows } = await sql<{ id: string }>`select id from campaign where organization_id = ${c.organizationId}
    and readers = 'newcomers' and started_at is not null and cancelled_at is null order by id`.execute(c.db)
  for (const { id } of rows)
    await c.db.transaction().execute(async (tx) => {
      await sql`select 1 from campaign where organization_id = ${c.organizationId} and id = ${id} for update`.execute(
        tx,
      )
      const row = await campaignRow(tx, c.organizationId, id)
      if (row.cancelled_at) return
      // In the name of somebody who has left it greets nobody any more.
      if (!row.sender_here) return end(tx, c, row)
      // Nobody new is told what does not hold; its lead has been told of it.
      if (await staleOf(c, row)) return
      await greet(tx, c, row)
    })
}

async function greet(tx: Tx, c: Context, row: Row): Promise<void> {
  const script = await scriptOf(c, row)
  const day = workingDay(await organizationDay(c), await companyDaysOff(tx, c))
  const { when } = await hoursOn(tx, c, { day, at: row.sends_at, since: c.clock.now() })
  const people = await addressed(tx, c, row)
  const fresh = sql<boolean>`(${people} and not exists (select from inbox_item i where i.organization_id = r.organization_id
    and i.person_id = r.person_id and i.subject_kind = 'campaign' and i.subject_id = ${row.id} and i.kind = 'message'))`
  const minutes = readingTime(script)
  const subject = { kind: 'campaign', id: row.id }
  await planLetters(
    tx,
    c,
    sql`select r.person_id, coalesce(p.email, '') as address, z.due_at, ${keptFrom(script)} as excluded
      from roster r join person p on p.organization_id = r.organization_id and p.id = r.person_id ${when} where ${fresh}`,
    { kind: 'campaign', subject, minutes },
  )
  const greeted = await putInInboxes(
    tx,
    c,
    sql`select r.person_id, z.due_at as appears_at from roster r ${when} where ${fresh} and not ${unsaid(script)}`,
    {
      kind: 'message',
      subject,
      params: { subjects: subjectsOf(script), sender: script.sender.name },
      asks: { as: 'campaign', minutes },
    },
  )
  if (greeted > 0)
    await record(tx, c, {
      type: 'campaign.welcomed',
      subject: { kind: 'campaign', id: row.id },
      data: { people: greeted },
    })
}

/** It stops, and stays with those who have it. */
async function end(tx: Tx, c: Context, row: Row): Promise<void> {
  await sql`update campaign set cancelled_at = ${c.clock.now()} where organization_id = ${c.organizationId} and id = ${row.id}`.execute(
    tx,
  )
  await record(tx, c, {
    type: 'campaign.sender_left',
    subject: { kind: 'campaign', id: row.id },
    data: { senderId: row.sender_id },
  })
  // Under a subject of its own: under the message's stand its readers' own.
  for (const lead of await leadsOf(tx, c))
    await putInInbox(tx, c, lead, {
      kind: 'campaign_sender_left',
      subject: { kind: 'campaign_stale', id: row.id },
      params: { name: row.sender_name },
    })
}
