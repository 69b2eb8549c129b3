/** The door of feedback: what waits for the viewer this week. */
import { sql } from 'kysely'
import type { ReceivedItem } from '../../contract/feedback.ts'
import { asPerson } from '../checkins/checkins.ts'
import { practising } from '../goals/goals.ts'
import type { Day } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { dayHere } from '../program/program.ts'
import { items, requestRows, type Said } from './queries.ts'

type Person = { id: string; name: string }
export type Waits = {
  toAnswer: { requestId: string; about: Person; askedBy: Person; dueOn: Day }[]
  toApprove: { requestId: string; about: Person; dueOn: Day }[]
  unread: { itemId: string; author: Person | null }[]
  /** Of those who report to the viewer, whoever has heard nothing from them for longest. */
  untold: Person | null
}

type Row = {
  id: string
  about_id: string
  about_name: string
  asked_by: string
  asker_name: string
  due_on: Day
}

/** So many days after feedback began for somebody, and so many without a word from their manager, make one due. */
const [settlingDays, untoldDays] = [60, 90]

/** Confidential words count too: who wrote them, the viewer knows. Inside the wall. */
async function untoldBy(tx: Tx, c: Context): Promise<Person | null> {
  const { rows } = await sql<Person>`select r.person_id as id, r.full_name as name
    from roster r join ${practising(c, 'feedback')} p on p.person_id = r.person_id and p.since <= ${dayHere(c)} - ${settlingDays}::integer
    left join lateral (
      select max(i.sent_on) as told_on from feedback_author a join feedback_item i on i.organization_id = a.organization_id and i.id = a.item_id
      where a.organization_id = r.organization_id and a.author_id = ${c.viewer.personId} and i.about_id = r.person_id and i.taken_back_on is null
    ) t on true
    where r.organization_id = ${c.organizationId} and r.manager_id = ${c.viewer.personId} and r.employed and r.status = 'active'
      and (t.told_on is null or t.told_on <= ${dayHere(c)} - ${untoldDays}::integer)
    order by t.told_on nulls first, r.sort_name, r.person_id limit 1`.execute(tx)
  return rows[0] ?? null
}

/** Requests to answer or approve, feedback that nobody has read yet, and whom to write to. */
export async function waitsFor(c: Context): Promise<Waits> {
  const me = c.viewer.personId
  return asPerson(c, async (tx) => {
    const { rows: toAnswer } = await sql<Row>`select f.* from ${requestRows(c)} f
      where f.id in (select t.request_id from feedback_rater t where t.organization_id = ${c.organizationId} and t.person_id = ${me} and t.took_part_on is null and t.declined_on is null)
        and f.opened_at is not null and f.closed_at is null order by f.due_on, f.id limit 5`.execute(tx)
    const { rows: toApprove } = await sql<Row>`select f.* from ${requestRows(c)} f
      where f.kind = 'round' and f.opened_at is null and f.closed_at is null and f.about_manager_id = ${me}
        and f.about_id in (select person_id from roster where organization_id = ${c.organizationId} and manager_id = ${me}) order by f.due_on, f.id limit 5`.execute(
      tx,
    )
    const { rows: unread } = await sql<{
      id: string
      author_id: string | null
      author_name: string | null
    }>`select f.id, f.author_id, f.author_name from ${items(c)} f
      where f.about_id = ${me} and f.arrived_at is not null and f.read_at is null and f.category is distinct from 'self' and f.kind is distinct from 'round'
        and (f.kind is distinct from 'about' or f.passed_on_at is not null) order by f.arrived_at desc, f.id limit 3`.execute(
      tx,
    )
    const person = (id: string, name: string): Person => ({ id, name })
    return {
      toAnswer: toAnswer.map((q) => ({
        requestId: q.id,
        about: person(q.about_id, q.about_name),
        askedBy: person(q.asked_by, q.asker_name),
        dueOn: q.due_on,
      })),
      toApprove: toApprove.map((q) => ({ requestId: q.id, about: person(q.about_id, q.about_name), dueOn: q.due_on })),
      unread: unread.map((i) => ({
        itemId: i.id,
        author: i.author_id && i.author_name ? person(i.author_id, i.author_name) : null,
      })),
      untold: await untoldBy(tx, c),
    }
  })
}

/** What reached somebody in some days and the viewer may read, the newest first; a 360 stands in its report. Inside the wall. */
export async function receivedIn(
  tx: Tx,
  c: Context,
  personId: string,
  days: { from: Day; to: Day },
): Promise<ReceivedItem[]> {
  const { rows } = await sql<{
    id: string
    on: Day
    author_id: string | null
    author_name: string | null
    said: Said[]
  }>`
    select f.id, (f.arrived_at at time zone f.zone)::date as on, f.author_id, f.author_name, f.said
    from ${items(c)} f
    where f.about_id = ${personId} and f.arrived_at is not null and f.category is distinct from 'self' and f.kind is distinct from 'round' and f.said <> '[]'
      and (${personId !== c.viewer.personId} or f.kind is distinct from 'about' or f.passed_on_at is not null)
      and (f.arrived_at at time zone f.zone)::date between ${days.from} and ${days.to}
    order by f.arrived_at desc, f.id limit 40`.execute(tx)
  return rows.map((r) => ({
    id: r.id,
    on: r.on,
    from: r.author_id && r.author_name ? { id: r.author_id, name: r.author_name } : null,
    answers: r.said.map(({ ask, words }) => ({ ask, words })),
  }))
}
