import { type RawBuilder, sql } from 'kysely'
import type { feedback, FeedbackDetail, FeedbackSummary } from '../../contract/feedback.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import { demand } from '../access/access.ts'
import { asPerson } from '../checkins/checkins.ts'
import { demandOpen, practiceOf, reportIds } from '../goals/goals.ts'
import { addDays, dayIn } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { problem } from '../platform/problem.ts'
import { receivedIn } from './feedback.ts'
import { type ItemRow, itemOf, items, patternsOf } from './queries.ts'
import { takeBackUntil } from './rules.ts'

type Asked = Pick<Input<typeof feedback.list>, 'box' | 'mode' | 'unread' | 'search'>

/** What one of the boxes holds, and in which order; `f` is an item inside the wall. */
export function asked(c: Context, input: Asked): { where: RawBuilder<unknown>; order: RawBuilder<unknown> } {
  const me = c.viewer.personId
  const box = {
    // What a 360 brought stands in its report.
    received: sql<boolean>`f.about_id = ${me} and f.arrived_at is not null and f.category is distinct from 'self' and f.kind is distinct from 'round'
      and (f.kind is distinct from 'about' or f.passed_on_at is not null)`,
    given: sql<boolean>`f.author_id = ${me} and f.sent_on is not null`,
    drafts: sql<boolean>`f.author_id = ${me} and f.sent_on is null`,
    team: sql<boolean>`f.about_id <> ${me} and f.author_id is distinct from ${me} and f.arrived_at is not null and f.kind is distinct from 'round'
      and f.asked_by is distinct from ${me} and (f.names_to = ${me} or f.about_id in (${reportIds(c.viewer)}))`,
  }[input.box]
  // Confidential ones of one night all arrived at the same moment; among them chance decides.
  const order =
    input.box === 'given'
      ? sql`f.sent_on desc, f.sent_at desc nulls last, f.id`
      : input.box === 'drafts'
        ? sql`f.saved_on desc, f.id`
        : sql`f.arrived_at desc, f.id`
  const parts = [box]
  if (input.mode) parts.push(sql`f.mode = ${input.mode}`)
  if (input.unread) parts.push(sql`f.read_at is null`)
  for (const pattern of patternsOf(input.search))
    parts.push(
      sql`(lower(coalesce(f.author_name, '')) like ${pattern} or lower(f.about_name) like ${pattern} or lower(f.said::text) like ${pattern})`,
    )
  return { where: sql.join(parts, sql` and `), order }
}

export async function list(c: Context, input: Input<typeof feedback.list>): Promise<Answer<typeof feedback.list>> {
  const practice = await practiceOf(c, 'feedback')
  return asPerson(c, async (tx) => {
    const { where, order } = asked(c, input)
    const { rows } = await sql<ItemRow>`select f.* from ${items(c)} f where ${where}
      order by ${order} limit ${input.limit + 1} offset ${input.offset}`.execute(tx)
    if (rows.length === 0 && input.offset === 0 && !input.search) demandOpen(practice, 'feedback')
    return {
      items: rows.slice(0, input.limit).map((row) => toSummary(row, c)),
      next: rows.length > input.limit ? input.offset + input.limit : null,
      unread: await unreadOf(tx, c),
    }
  })
}

async function unreadOf(tx: Tx, c: Context): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::integer as n from feedback_item i
    left join feedback_request q on q.organization_id = i.organization_id and q.id = i.request_id
    where i.organization_id = ${c.organizationId} and i.about_id = ${c.viewer.personId} and i.arrived_at is not null and i.read_at is null
      and i.taken_back_on is null and i.category is distinct from 'self' and q.kind is distinct from 'round'
      and (q.kind is distinct from 'about' or i.passed_on_at is not null)`.execute(tx)
  return rows[0]!.n
}

/** What stands beside a talk with somebody, or their review: the last three months unless told. */
export async function about(c: Context, input: Input<typeof feedback.about>): Promise<Answer<typeof feedback.about>> {
  await demand(c, 'feedback.read', input.personId)
  const to = input.to ?? c.clock.today(c.viewer.timeZone)
  const days = { from: input.from ?? addDays(to, -92), to }
  return { ...days, items: await asPerson(c, (tx) => receivedIn(tx, c, input.personId, days)) }
}

export async function get(c: Context, input: Input<typeof feedback.get>): Promise<Answer<typeof feedback.get>> {
  return asPerson(c, (tx) => detailOf(tx, c, input.itemId))
}

/** One item as the viewer may read it. Inside the wall. */
export async function detailOf(tx: Tx, c: Context, id: string): Promise<FeedbackDetail> {
  const row = await itemOf(tx, c, id)
  if (!row) throw problem('not_found')
  return toDetail(row, c)
}

export const begins = (row: Pick<ItemRow, 'said'>): string => (row.said[0]?.words ?? '').slice(0, 200)

export function toSummary(row: ItemRow, c: Context): FeedbackSummary {
  const mine = row.author_id === c.viewer.personId
  const on =
    row.sent_on === null
      ? row.saved_on
      : mine || row.arrived_at === null
        ? row.sent_on
        : dayIn(row.arrived_at, c.viewer.timeZone)
  return {
    id: row.id,
    author: row.author_id && row.author_name ? { id: row.author_id, name: row.author_name } : null,
    about: { id: row.about_id, name: row.about_name },
    mode: row.mode,
    request: row.request_id && row.kind ? { id: row.request_id, kind: row.kind } : null,
    begins: begins(row),
    on,
    draft: row.sent_on === null,
    read: row.read_at !== null,
    thanked: row.thanked_on !== null,
    withManager: row.shared_at !== null,
  }
}

export function toDetail(row: ItemRow, c: Context): FeedbackDetail {
  const me = c.viewer.personId
  const mine = row.author_id === me
  const person = row.about_id === me && !mine
  const asker = row.kind === 'about' && row.asked_by === me
  return {
    ...toSummary(row, c),
    answers: row.said.map(({ ask, words }) => ({ ask, words })),
    template: row.sent_on === null ? row.template : null,
    namesTo: row.names_to && row.names_to_name ? { id: row.names_to, name: row.names_to_name } : null,
    as: mine ? 'author' : person ? 'person' : asker ? 'asker' : 'manager',
    reply: (mine || person) && row.reply && row.replied_on ? { words: row.reply, on: row.replied_on } : null,
    talk: row.talk_on !== null,
    takeBackUntil: mine
      ? takeBackUntil(
          {
            mode: row.mode,
            sentOn: row.sent_on,
            sentAt: row.sent_at,
            arrived: row.arrived_at !== null,
            read: row.read_at !== null,
          },
          c.clock.now(),
          row.zone,
        )
      : null,
    may: {
      respond: person && row.kind !== 'round',
      // Whoever is named the author of confidential words reads them already.
      share: person && row.kind !== 'round' && row.names_to === null,
      passOn: asker && row.passed_on_at === null,
    },
    passedOn: row.passed_on_at !== null,
  }
}
