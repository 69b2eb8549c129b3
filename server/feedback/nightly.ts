/**
 * What the night does, each step in a transaction of its own: what confidential and anonymous authors did
 * is put into the log by day; requests whose time is over close; confidential words arrive; anonymous
 * answers are let out or destroyed; whoever has not answered is reminded, once.
 */
import { randomInt } from 'node:crypto'
import { sql } from 'kysely'
import { dayOf } from '../goals/goals.ts'
import { addDays, type Day } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { countRecorded, record } from '../platform/events.ts'
import { closeRequest, tellReaders } from './closing.ts'
import { peopleOf, type RequestRow, requestRows } from './queries.ts'
import { letOut, modeFor, remindDays } from './rules.ts'
import { unseal } from './sealing.ts'
import { tell } from './telling.ts'

export async function nightly(c: Context): Promise<void> {
  const today = await dayOf(c)
  await countActs(c, today)
  await closeOver(c, today)
  await bringConfidential(c)
  await letOutAnswers(c, today)
  await remind(c, today)
}

/** One moment for all, in an order of chance: who did something on which day, and not what. */
async function countActs(c: Context, today: Day): Promise<void> {
  await c.db.transaction().execute(async (tx) => {
    const { rows } = await sql`
      with acted as (
        update feedback_rater set counted_on = ${today} where organization_id = ${c.organizationId} and took_part_on is not null and counted_on is null
        returning person_id, took_part_on as day, 'feedback.took_part' as type
      ), wrote as (
        update feedback_item i set counted_on = ${today}
        where i.organization_id = ${c.organizationId} and i.mode = 'confidential' and i.sent_on < ${today}::date and i.counted_on is null and i.taken_back_on is null
        returning feedback_author_of(i.organization_id, i.id) as person_id, i.sent_on as day, 'feedback.took_part' as type
      )
      insert into event (organization_id, recorded_at, happened_on, type, actor_id, actor_via, subject_kind, subject_id, data)
      select ${c.organizationId}::uuid, ${c.clock.now()}::timestamptz, x.day, x.type, x.person_id, 'session', 'feedback', null, '{}'::jsonb
      from (select * from acted union all select * from wrote) x order by random()
      returning 1`.execute(tx)
    countRecorded(c, rows.length)
  })
}

/**
 * What somebody asked for about themself comes together: once as many as the floor are there, and the rest at the end.
 * One by one, the night of an answer would tell who was at work on that day, or had just been reminded over coffee.
 */
async function bringConfidential(c: Context): Promise<void> {
  await c.db.transaction().execute(async (tx) => {
    // One that was sent since midnight can still be taken back until the next night.
    const { rows } = await sql<{
      id: string
      about_id: string
      request_id: string | null
      kind: string | null
      asked_by: string | null
      name: string
    }>`
      update feedback_item i set arrived_at = ${c.clock.now()}
      from person p
      where i.organization_id = ${c.organizationId} and i.sent_on < ${await dayOf({ ...c, db: tx })}::date and i.arrived_at is null and i.taken_back_on is null and i.mode = 'confidential'
        and p.organization_id = i.organization_id and p.id = i.about_id
        and not exists (select from feedback_request q where q.organization_id = i.organization_id and q.id = i.request_id and (q.kind = 'round'
          or (q.kind <> 'about' and q.closed_at is null and q.floor > (select count(*) from feedback_item w
            where w.organization_id = q.organization_id and w.request_id = q.id and w.mode = 'confidential' and w.arrived_at is null
              and w.taken_back_on is null and w.sent_on < ${await dayOf({ ...c, db: tx })}::date))))
      returning i.id, i.about_id, i.request_id, p.full_name as name,
        (select q.kind from feedback_request q where q.organization_id = i.organization_id and q.id = i.request_id) as kind,
        (select q.asked_by from feedback_request q where q.organization_id = i.organization_id and q.id = i.request_id) as asked_by`.execute(
      tx,
    )
    for (const row of rows) {
      const forAsker = row.kind === 'about'
      const [reader] = await peopleOf(tx, c, [forAsker ? row.asked_by! : row.about_id])
      if (!reader) continue
      await tell(
        tx,
        c,
        reader,
        forAsker
          ? { kind: 'feedback_answer', requestId: row.request_id!, name: row.name }
          : { kind: 'feedback_received', itemId: row.id, letter: true },
      )
    }
  })
}

async function closeOver(c: Context, today: Day): Promise<void> {
  const { rows } =
    await sql<RequestRow>`select f.* from ${requestRows(c)} f where f.closed_at is null and (f.due_on < ${today}::date
    or (f.opened_at is not null and not exists (select from feedback_rater t where t.organization_id = f.organization_id and t.request_id = f.id
      and t.took_part_on is null and t.declined_on is null)))`.execute(c.db)
  for (const q of rows)
    await c.db.transaction().execute(async (tx) => {
      const open =
        await sql`select 1 from feedback_request where organization_id = ${c.organizationId} and id = ${q.id} and closed_at is null for update`.execute(
          tx,
        )
      if (open.rows.length > 0) await closeRequest(tx, { ...c, db: tx }, q, null)
    })
}

/**
 * All of a request in one statement, shuffled across questions and people. What stayed below the floor
 * is destroyed unread. A box that cannot be opened (another SECRET) stays for an operator to mend.
 */
async function letOutAnswers(c: Context, today: Day): Promise<void> {
  const { rows } = await sql<RequestRow>`select f.* from ${requestRows(c)} f
    where f.closed_at is not null and f.released_on is null and f.mode = 'anonymous'`.execute(c.db)
  for (const q of rows) {
    try {
      await c.db.transaction().execute(async (tx) => {
        const { rows: boxes } = await sql<{
          sealed: Buffer
        }>`delete from feedback_sealed where organization_id = ${c.organizationId} and request_id = ${q.id} returning sealed`.execute(
          tx,
        )
        const sealed = boxes[0]
          ? unseal(c.config, { organizationId: c.organizationId, requestId: q.id }, boxes[0].sealed)
          : []
        const out = letOut(q.kind, sealed, q.floor, randomInt)
        if (out)
          await sql`insert into feedback_answer (organization_id, request_id, answer_group, question_id, words)
            select ${c.organizationId}::uuid, ${q.id}::uuid, x."group", x."questionId", x.words
            from jsonb_to_recordset(${JSON.stringify(out)}::jsonb) as x ("group" text, "questionId" text, words text)`.execute(
            tx,
          )
        await sql`update feedback_request set released_on = ${today} where organization_id = ${c.organizationId} and id = ${q.id}`.execute(
          tx,
        )
        await record(tx, c, { type: 'feedback.released', subject: { kind: 'feedback', id: q.id }, anonymous: true })
        await tellReaders(tx, c, q, null)
      })
    } catch (error) {
      c.log.error({ err: error, requestId: q.id }, 'sealed answers could not be let out')
    }
  }
}

/** Whoever answers without a name is reminded in the app alone: the list of outgoing mail would tell who had not answered. */
async function remind(c: Context, today: Day): Promise<void> {
  await c.db.transaction().execute(async (tx) => {
    const { rows } =
      await sql<RequestRow>`select f.* from ${requestRows(c)} f where f.opened_at is not null and f.closed_at is null and f.reminded_on is null
      and f.due_on <= ${addDays(today, remindDays)}::date and f.asked_on < ${today}::date`.execute(tx)
    for (const q of rows) {
      const { rows: late } = await sql<{
        person_id: string
        category: NonNullable<RequestRow['my_category']>
      }>`select person_id, category from feedback_rater
        where organization_id = ${c.organizationId} and request_id = ${q.id} and took_part_on is null and declined_on is null`.execute(
        tx,
      )
      for (const one of late) {
        const [reader] = await peopleOf(tx, c, [one.person_id])
        if (!reader) continue
        await tell(tx, c, reader, {
          kind: 'feedback_reminder',
          requestId: q.id,
          from: q.asked_by,
          name: q.asker_name,
          letter: modeFor(q.kind, q.mode, one.category) === 'attributed',
          lastDay: q.due_on,
        })
      }
      await sql`update feedback_request set reminded_on = ${today} where organization_id = ${c.organizationId} and id = ${q.id}`.execute(
        tx,
      )
      await record(tx, c, { type: 'feedback.reminded', subject: { kind: 'feedback', id: q.id } })
    }
  })
}
