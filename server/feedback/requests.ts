import { sql } from 'kysely'
import type { feedback, RequestDetail, RequestSummary } from '../../contract/feedback.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import { asPerson } from '../checkins/checkins.ts'
import { demandOpen, practiceOf, reportIds } from '../goals/goals.ts'
import { dayIn } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { problem } from '../platform/problem.ts'
import {
  type ItemRow,
  items,
  namesOf,
  patternsOf,
  ratersOf,
  type RequestRow,
  requestOf,
  requestRows,
} from './queries.ts'
import { toSummary as itemSummary } from './read.ts'
import { modeFor } from './rules.ts'

type Row = RequestRow & { unread: number }

/** A request with what the viewer has not read of it. */
const withUnread = (c: Context) => sql`(
  select f.*, (select count(*)::integer from feedback_item i where i.organization_id = f.organization_id and i.request_id = f.id and i.arrived_at is not null
    and i.taken_back_on is null and i.read_at is null and f.kind in ('self', 'upward') and f.about_id = ${c.viewer.personId}) as unread
  from ${requestRows(c)} f)`

export async function requests(
  c: Context,
  input: Input<typeof feedback.requests>,
): Promise<Answer<typeof feedback.requests>> {
  const practice = await practiceOf(c, 'feedback')
  const me = c.viewer.personId
  const box = {
    asked: sql<boolean>`(f.asked_by = ${me} or (f.kind = 'round' and (f.about_id = ${me} or f.names_to = ${me}
      or (f.opened_at is null and f.closed_at is null and f.about_id in (${reportIds(c.viewer)})))))`,
    to_answer: sql<boolean>`f.my_category is not null and f.opened_at is not null`,
    about_me: sql<boolean>`f.kind = 'about' and f.about_id = ${me} and f.known`,
  }[input.box]
  const parts = [box]
  if (input.open)
    parts.push(
      input.box === 'to_answer'
        ? sql`f.closed_at is null and f.my_part_on is null and f.my_declined_on is null`
        : sql`f.closed_at is null`,
    )
  for (const pattern of patternsOf(input.search))
    parts.push(
      sql`(lower(f.about_name) like ${pattern} or lower(f.asker_name) like ${pattern} or lower(f.questions::text) like ${pattern})`,
    )
  const order =
    input.box === 'to_answer'
      ? sql`f.closed_at is not null, f.my_part_on is not null, f.due_on, f.id`
      : sql`f.created_at desc, f.id`
  const { rows } = await sql<Row>`select f.* from ${withUnread(c)} f where ${sql.join(parts, sql` and `)}
    order by ${order} limit ${input.limit + 1} offset ${input.offset}`.execute(c.db)
  if (rows.length === 0 && input.offset === 0 && !input.search) demandOpen(practice, 'feedback')
  return {
    requests: rows.slice(0, input.limit).map((row) => toSummary(row, c)),
    next: rows.length > input.limit ? input.offset + input.limit : null,
  }
}

const leads = (q: RequestRow, c: Context) =>
  q.about_manager_id === c.viewer.personId || q.about_second_id === c.viewer.personId
const approves = (q: RequestRow, c: Context) =>
  q.kind === 'round' && q.opened_at === null && q.closed_at === null && leads(q, c)
/** Whoever reads the answers: the one place that says so besides the wall. */
function reads(q: RequestRow, c: Context): boolean {
  const me = c.viewer.personId
  if (q.kind === 'about') return q.asked_by === me
  return q.about_id === me || (q.kind === 'round' && q.names_to === me)
}
export const mayClose = (q: RequestRow, c: Context): boolean =>
  q.closed_at === null &&
  (q.asked_by === c.viewer.personId || (q.kind === 'round' && (q.names_to === c.viewer.personId || approves(q, c))))

/** Whether the viewer may learn who of those who were asked has answered. */
const namesOpen = (q: RequestRow, c: Context, mode: RequestRow['mode']) =>
  mode === 'attributed' || (mode === 'confidential' && q.names_to === c.viewer.personId)

/**
 * How many have answered is told only where it is also told who, or once it is over. In a 360 the person
 * and their manager answer by name and are in the number: the others alone have to reach the floor.
 */
function countable(q: RequestRow, c: Context): boolean {
  if (q.mode === 'anonymous') return q.released_on !== null && q.took_part >= q.floor + (q.kind === 'round' ? 2 : 0)
  return q.closed_at !== null || namesOpen(q, c, q.mode)
}

function toSummary(q: Row, c: Context): RequestSummary {
  const over = q.closed_at !== null
  return {
    id: q.id,
    kind: q.kind,
    about: { id: q.about_id, name: q.about_name },
    askedBy: { id: q.asked_by, name: q.asker_name },
    // Whoever answers is told their own mode; in a 360 that may be another than their colleagues'.
    mode:
      q.my_category && !reads(q, c) && q.asked_by !== c.viewer.personId
        ? modeFor(q.kind, q.mode, q.my_category)
        : q.mode,
    state: over ? 'closed' : q.opened_at ? 'open' : 'nominating',
    dueOn: q.due_on,
    askedOn: q.asked_on,
    asked: q.asked,
    answered: seesAnswering(q, c) && countable(q, c) ? q.took_part : null,
    mine: mineOf(q, c),
    unread: q.unread,
  }
}

/** Whoever asked or reads hears how many answered; nobody else. */
const seesAnswering = (q: RequestRow, c: Context) => q.asked_by === c.viewer.personId || reads(q, c)

function mineOf(q: RequestRow, c: Context): RequestSummary['mine'] {
  if (approves(q, c)) return 'approve'
  if (q.my_category === null || q.opened_at === null) return 'none'
  if (q.my_part_on) return 'answered'
  if (q.my_declined_on) return 'declined'
  return q.closed_at ? 'missed' : 'answer'
}

export async function request(
  c: Context,
  input: Input<typeof feedback.request>,
): Promise<Answer<typeof feedback.request>> {
  return asPerson(c, (tx, inside) => detailOf(tx, inside, input.requestId))
}

/** One request as the viewer may see it. Inside the wall. */
export async function detailOf(tx: Tx, c: Context, id: string): Promise<RequestDetail> {
  const q = await requestOf(tx, c, id)
  const me = c.viewer.personId
  if (!q) throw problem('not_found')
  const asks = q.asked_by === me
  const told = q.about_id === me && q.known
  const rates = q.my_category !== null && q.opened_at !== null
  if (!asks && !told && !rates && !reads(q, c) && !approves(q, c)) throw problem('not_found')
  // Only who asked or reads it sees everybody who is asked. Who of them answered anonymously, nobody.
  const everybody = asks || reads(q, c) || approves(q, c)
  const raters = everybody ? await ratersOf(tx, c, id) : null
  const namesTo = q.names_to ?? (q.opened_at ? null : q.about_manager_id)
  const names = await namesOf(tx, c, namesTo ? [namesTo] : [])
  const found = reads(q, c)
    ? (
        await sql<ItemRow>`select f.* from ${items(c)} f where f.request_id = ${id} and f.arrived_at is not null
          order by array_position(array['self', 'manager', 'peer', 'report'], f.category), f.arrived_at, f.id`.execute(
          tx,
        )
      ).rows
    : []
  const summary = toSummary({ ...q, unread: found.filter((i) => i.about_id === me && !i.read_at).length }, c)
  return {
    ...summary,
    note: q.note,
    questions: q.questions,
    floor: q.floor,
    namesTo: namesTo ? { id: namesTo, name: names.get(namesTo) ?? '' } : null,
    known: q.known,
    raters:
      raters?.map((r) => ({
        id: r.id,
        name: r.name,
        category: r.category,
        state: !namesOpen(q, c, modeFor(q.kind, q.mode, r.category))
          ? null
          : r.took_part_on
            ? 'answered'
            : r.declined_on
              ? 'declined'
              : 'asked',
      })) ?? null,
    closedOn: q.closed_at ? dayIn(q.closed_at, c.viewer.timeZone) : null,
    items: found.map((row) => ({
      ...itemSummary(row, c),
      category: row.category!,
      answers: row.said.map(({ ask, words }) => ({ ask, words })),
    })),
    anonymous: q.mode === 'anonymous' && reads(q, c) ? await anonymousOf(tx, c, q) : null,
    may: {
      answer: summary.mine === 'answer',
      close: mayClose(q, c),
      approve: approves(q, c),
      nominate: q.kind === 'round' && !q.opened_at && !q.closed_at && (q.about_id === me || leads(q, c)),
      read: reads(q, c),
    },
    approver: q.kind === 'round' && namesTo ? { id: namesTo, name: names.get(namesTo) ?? '' } : null,
  }
}

/** Each answer to each question for itself, in the random order of their ids. */
async function anonymousOf(tx: Tx, c: Context, q: RequestRow): Promise<RequestDetail['anonymous']> {
  if (q.closed_at === null) return { state: 'waiting' }
  if (q.released_on === null) return { state: 'mixing' }
  const { rows } = await sql<{ answer_group: 'peer' | 'report' | 'others'; question_id: string; words: string }>`
    select answer_group, question_id, words from feedback_answer
    where organization_id = ${c.organizationId} and request_id = ${q.id} order by id`.execute(tx)
  if (rows.length === 0) return { state: 'hidden' }
  const groups = (['peer', 'report', 'others'] as const).filter((g) => rows.some((r) => r.answer_group === g))
  return {
    state: 'shown',
    groups: groups.map((group) => ({
      group,
      answers: q.questions
        .map(({ id }) => ({
          questionId: id,
          words: rows.filter((r) => r.answer_group === group && r.question_id === id).map((r) => r.words),
        }))
        .filter((a) => a.words.length > 0),
    })),
  }
}
