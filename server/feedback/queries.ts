/** Statements about feedback. Words and authors come only inside the wall (`asPerson`); who reads an item, 0017 decides. */
import { type RawBuilder, sql } from 'kysely'
import type { FeedbackMode, RaterCategory, RequestKind } from '../../contract/feedback.ts'
import { visibleTo } from '../access/access.ts'
import type { Day, Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'

export type PersonRow = {
  id: string
  name: string
  manager_id: string | null
  second_manager_id: string | null
  time_zone: string
}

/** Present colleagues, in the order of their names. */
export async function peopleOf(db: Db | Tx, c: Context, ids: readonly string[]): Promise<PersonRow[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<PersonRow>`
    select r.person_id as id, r.full_name as name, r.manager_id, r.second_manager_id, r.time_zone
    from roster r where ${visibleTo(c.viewer)} and r.person_id = any(${ids as string[]}::uuid[]) order by r.sort_name, r.person_id`.execute(
    db,
  )
  return rows
}

/** Names also of whoever has left. */
export async function namesOf(db: Db | Tx, c: Context, ids: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; full_name: string }>`
    select id, full_name from person where organization_id = ${c.organizationId} and id = any(${ids as string[]}::uuid[])`.execute(
    db,
  )
  return new Map(rows.map((r) => [r.id, r.full_name]))
}

export type Said = { questionId: string | null; ask: string; words: string }
export type ItemRow = {
  id: string
  about_id: string
  about_name: string
  author_id: string | null
  author_name: string | null
  mode: FeedbackMode
  request_id: string | null
  kind: RequestKind | null
  asked_by: string | null
  category: RaterCategory | null
  names_to: string | null
  names_to_name: string | null
  template: string | null
  saved_on: Day
  sent_on: Day | null
  sent_at: Instant | null
  arrived_at: Instant | null
  passed_on_at: Instant | null
  shared_at: Instant | null
  read_at: Instant | null
  thanked_on: Day | null
  talk_on: Day | null
  said: Said[]
  reply: string | null
  replied_on: Day | null
  zone: string
}

/** Inside the wall: what the person may not read comes without words, and without an author. */
export const items = (c: Context): RawBuilder<unknown> => sql`(
  select i.id, i.about_id, ab.full_name as about_name, a.author_id, au.full_name as author_name, i.mode, i.request_id, q.kind, q.asked_by,
    i.category, i.names_to, nt.full_name as names_to_name, i.template, i.saved_on, i.sent_on, i.sent_at, i.arrived_at, i.passed_on_at, i.shared_at,
    i.read_at, i.thanked_on, i.talk_on, y.words as reply, y.replied_on, o.time_zone as zone,
    coalesce((select jsonb_agg(jsonb_build_object('questionId', w.question_id, 'ask', w.ask, 'words', w.words) order by w.position)
      from feedback_words w where w.organization_id = i.organization_id and w.item_id = i.id), '[]') as said
  from feedback_item i
  join organization o on o.id = i.organization_id
  join person ab on ab.organization_id = i.organization_id and ab.id = i.about_id
  left join feedback_request q on q.organization_id = i.organization_id and q.id = i.request_id
  left join feedback_author a on a.organization_id = i.organization_id and a.item_id = i.id
  left join person au on au.organization_id = a.organization_id and au.id = a.author_id
  left join person nt on nt.organization_id = i.organization_id and nt.id = i.names_to
  left join feedback_reply y on y.organization_id = i.organization_id and y.item_id = i.id
  where i.organization_id = ${c.organizationId} and i.taken_back_on is null and reads_feedback(i.organization_id, i.id))`

export async function itemOf(tx: Tx, c: Context, id: string): Promise<ItemRow | undefined> {
  const { rows } = await sql<ItemRow>`select f.* from ${items(c)} f where f.id = ${id}`.execute(tx)
  return rows[0]
}

/** Keeps others from changing this item until the transaction ends. */
export async function lockItem(tx: Tx, c: Context, id: string): Promise<void> {
  await sql`select 1 from feedback_item where organization_id = ${c.organizationId} and id = ${id} for update`.execute(
    tx,
  )
}

export type RequestRow = {
  id: string
  kind: RequestKind
  about_id: string
  about_name: string
  about_manager_id: string | null
  about_second_id: string | null
  asked_by: string
  asker_name: string
  names_to: string | null
  mode: FeedbackMode
  floor: number
  known: boolean
  questions: { id: string; ask: string; hint: string }[]
  note: string
  due_on: Day
  asked_on: Day
  created_at: Instant
  opened_at: Instant | null
  closed_at: Instant | null
  released_on: Day | null
  asked: number
  took_part: number
  my_category: RaterCategory | null
  my_part_on: Day | null
  my_declined_on: Day | null
}

/** Requests with how many were asked; `took_part` never leaves the server while it would tell about somebody. */
export const requestRows = (c: Context): RawBuilder<unknown> => sql`(
  select q.*, ab.full_name as about_name, rb.manager_id as about_manager_id, rb.second_manager_id as about_second_id, ak.full_name as asker_name,
    n.asked, n.took_part, m.category as my_category, m.took_part_on as my_part_on, m.declined_on as my_declined_on
  from feedback_request q
  join person ab on ab.organization_id = q.organization_id and ab.id = q.about_id
  join person ak on ak.organization_id = q.organization_id and ak.id = q.asked_by
  left join roster rb on rb.organization_id = q.organization_id and rb.person_id = q.about_id
  left join feedback_rater m on m.organization_id = q.organization_id and m.request_id = q.id and m.person_id = ${c.viewer.personId}
  cross join lateral (
    select count(*)::integer as asked, count(t.took_part_on)::integer as took_part from feedback_rater t
    where t.organization_id = q.organization_id and t.request_id = q.id
  ) n
  where q.organization_id = ${c.organizationId})`

export async function requestOf(db: Db | Tx, c: Context, id: string): Promise<RequestRow | undefined> {
  const { rows } = await sql<RequestRow>`select f.* from ${requestRows(c)} f where f.id = ${id}`.execute(db)
  return rows[0]
}

/** Answers to one request, closing it and changing its people go one after the other. */
export async function lockRequest(tx: Tx, c: Context, id: string): Promise<void> {
  await sql`select 1 from feedback_request where organization_id = ${c.organizationId} and id = ${id} for update`.execute(
    tx,
  )
}

export type RaterRow = {
  id: string
  name: string
  category: RaterCategory
  took_part_on: Day | null
  declined_on: Day | null
}

export async function ratersOf(db: Db | Tx, c: Context, requestId: string): Promise<RaterRow[]> {
  const { rows } = await sql<RaterRow>`
    select t.person_id as id, p.full_name as name, t.category, t.took_part_on, t.declined_on
    from feedback_rater t join person p on p.organization_id = t.organization_id and p.id = t.person_id
    where t.organization_id = ${c.organizationId} and t.request_id = ${requestId}
    order by array_position(array['self', 'manager', 'peer', 'report'], t.category), p.full_name, p.id`.execute(db)
  return rows
}

/**
 * Requests that each of these people has to answer. One without names counts until it closes, answered or not: whoever
 * asks is told who has enough of them, and would learn from the change that somebody has answered, and on which day.
 */
export async function openFor(db: Db | Tx, c: Context, ids: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ person_id: string; n: number }>`
    select t.person_id, count(*)::integer as n
    from feedback_rater t join feedback_request q on q.organization_id = t.organization_id and q.id = t.request_id
    where t.organization_id = ${c.organizationId} and t.person_id = any(${ids as string[]}::uuid[])
      and q.opened_at is not null and q.closed_at is null
      and (q.mode <> 'attributed' or (t.took_part_on is null and t.declined_on is null))
    group by 1`.execute(db)
  return new Map(rows.map((r) => [r.person_id, r.n]))
}

export async function insertWords(tx: Tx, c: Context, itemId: string, said: readonly Said[]): Promise<void> {
  for (const [position, one] of said.entries())
    await sql`insert into feedback_words (organization_id, item_id, position, question_id, ask, words)
      values (${c.organizationId}, ${itemId}, ${position}, ${one.questionId}, ${one.ask}, ${one.words})`.execute(tx)
}

/** Lower-case words of a search; wildcard characters stand for themselves. */
export const patternsOf = (search: string | undefined): string[] =>
  (search ?? '')
    .toLowerCase()
    .split(/\s+/)
    .filter(Boolean)
    .slice(0, 8)
    .map((word) => `%${word.replace(/[\\%_]/g, '\\$&')}%`)
