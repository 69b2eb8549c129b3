/** Reads of change requests, and where each stands. */
import { type RawBuilder, sql } from 'kysely'
import type { ChangeRequest } from '../../contract/governance-shapes.ts'
import type { Day, Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { problem } from '../platform/problem.ts'
import { today as todayOf } from '../program/program.ts'

export type RequestRow = {
  id: string
  title: string
  words: string
  why: string
  priority: ChangeRequest['priority']
  asked_by: string
  asker: string
  asked_at: Instant
  taken_back_at: Instant | null
  answered_at: Instant | null
  answered_by: string | null
  answerer: string | null
  outcome: 'accepted' | 'declined' | 'later' | null
  reason: string
  until: Day | null
  decision_id: string | null
  decision_number: number | null
  version_number: number | null
  /** Stands on an agenda that is not settled. */
  listed: boolean
  meeting_id: string | null
  meets_at: Instant | null
}

export async function requestRows(
  db: Db | Tx,
  c: Pick<Context, 'organizationId'>,
  where: RawBuilder<unknown> = sql`true`,
): Promise<RequestRow[]> {
  const { rows } = await sql<RequestRow>`
    select q.id, q.title, q.words, q.why, q.priority, q.asked_by, p.full_name as asker, q.asked_at, q.taken_back_at, q.answered_at, q.answered_by,
      a.full_name as answerer, q.outcome, q.reason, q.until, q.decision_id, d.number as decision_number, q.version_number,
      i.id is not null as listed, m.id as meeting_id, m.starts_at as meets_at
    from change_request q
    join person p on p.organization_id = q.organization_id and p.id = q.asked_by
    left join person a on a.organization_id = q.organization_id and a.id = q.answered_by
    left join committee_decision d on d.organization_id = q.organization_id and d.id = q.decision_id
    left join committee_item i on i.organization_id = q.organization_id and i.request_id = q.id and i.settled_at is null
    left join committee_meeting m on m.organization_id = i.organization_id and m.id = i.meeting_id
    where q.organization_id = ${c.organizationId} and ${where}
    order by q.asked_at desc, q.id limit 500`.execute(db)
  return rows
}

/** Pure. What was put off is open again on its day. */
export function stateOfRequest(
  q: Pick<RequestRow, 'taken_back_at' | 'outcome' | 'until' | 'listed'>,
  today: Day,
): ChangeRequest['state'] {
  if (q.taken_back_at) return 'taken_back'
  if (q.outcome === 'accepted' || q.outcome === 'declined') return q.outcome
  if (q.listed) return 'on_agenda'
  return q.outcome === 'later' && q.until! > today ? 'later' : 'open'
}

const isOpen = (q: Parameters<typeof stateOfRequest>[0], today: Day): boolean =>
  ['open', 'on_agenda', 'later'].includes(stateOfRequest(q, today))

/** Those that wait for an answer, the urgent ones first. */
export async function openRequests(db: Db | Tx, c: Pick<Context, 'organizationId'>, today: Day): Promise<RequestRow[]> {
  const rank = { high: 0, normal: 1, low: 2 }
  const rows = await requestRows(db, c, sql`q.taken_back_at is null and (q.outcome is null or q.outcome = 'later')`)
  return rows
    .filter((q) => ['open', 'on_agenda'].includes(stateOfRequest(q, today)))
    .toSorted((a, b) => rank[a.priority] - rank[b.priority] || (a.asked_at < b.asked_at ? -1 : 1))
}

/** A request that waits for an answer, locked. */
export async function openRequest(tx: Tx, c: Context, id: string): Promise<RequestRow> {
  await sql`select 1 from change_request where organization_id = ${c.organizationId} and id = ${id} for update`.execute(
    tx,
  )
  const row = (await requestRows(tx, c, sql`q.id = ${id}`))[0]
  if (!row) throw problem('not_found')
  if (!isOpen(row, await todayOf(tx, c))) throw problem('request_answered')
  return row
}
