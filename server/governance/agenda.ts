/** The agenda: what stands on it for a meeting, or waits for the next one. */
import { type RawBuilder, sql } from 'kysely'
import type { governance } from '../../contract/governance.ts'
import type { Answer } from '../../contract/operation.ts'
import type { MetricId } from '../../contract/metrics.ts'
import type { Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { languageOf, registryOf } from '../metrics/metrics.ts'

export type Item = Answer<typeof governance.addItem>
type Row = {
  id: string
  title: string
  request_id: string | null
  request_title: string | null
  priority: Item['priority']
  firing_id: string | null
  metric: MetricId | null
  adder_id: string | null
  adder: string | null
  settled: Item['settled']
}

async function read(db: Db | Tx, c: Context, where: RawBuilder<unknown>): Promise<Item[]> {
  const { rows } = await sql<Row>`
    select i.id, i.title, i.request_id, q.title as request_title, q.priority, i.firing_id, t.metric, p.id as adder_id, p.full_name as adder, i.settled
    from committee_item i
    left join change_request q on q.organization_id = i.organization_id and q.id = i.request_id
    left join committee_firing f on f.organization_id = i.organization_id and f.id = i.firing_id
    left join committee_trigger t on t.organization_id = f.organization_id and t.id = f.trigger_id
    left join person p on p.organization_id = i.organization_id and p.id = i.added_by
    where i.organization_id = ${c.organizationId} and ${where}
    order by array_position(array['high', 'normal', 'low'], q.priority) nulls first, i.added_at, i.id limit 100`.execute(
    db,
  )
  const named = rows.some((row) => row.metric) ? await registryOf({ db, organizationId: c.organizationId }) : null
  return rows.map((row) => ({
    id: row.id,
    kind: row.request_id ? 'request' : row.firing_id ? 'trigger' : 'own',
    title:
      row.request_title ?? (row.metric && named ? named.describe(row.metric, languageOf(c.viewer)).name : row.title),
    requestId: row.request_id,
    priority: row.priority,
    addedBy: row.adder_id && row.adder ? { id: row.adder_id, name: row.adder } : null,
    settled: row.settled,
  }))
}

/** Of a meeting, or (null) what waits for the next one. */
export const itemsFor = (db: Db | Tx, c: Context, meetingId: string | null): Promise<Item[]> =>
  read(db, c, meetingId ? sql`i.meeting_id = ${meetingId}` : sql`i.meeting_id is null and i.settled is null`)

export const itemOf = async (db: Db | Tx, c: Context, id: string): Promise<Item | undefined> =>
  (await read(db, c, sql`i.id = ${id}`))[0]

/** The meeting that a new item is for: the next that has not ended; null while none is planned. */
export async function nextMeetingId(db: Db | Tx, c: Context, now: Instant): Promise<string | null> {
  const { rows } = await sql<{
    id: string
  }>`select id from committee_meeting where organization_id = ${c.organizationId}
    and held_at is null and called_off_at is null and ends_at > ${now} order by starts_at, id limit 1`.execute(db)
  return rows[0]?.id ?? null
}

/** Puts something onto the next agenda; twice is once. Answers the item's id. */
export async function putOn(
  tx: Tx,
  c: Context,
  what: { requestId: string } | { firingId: string } | { title: string; meetingId?: string | null },
): Promise<string> {
  const meetingId = ('meetingId' in what && what.meetingId) || (await nextMeetingId(tx, c, c.clock.now()))
  const by = c.viewer.via === 'job' ? null : c.viewer.personId
  const { rows } = await sql<{ id: string }>`
    insert into committee_item (organization_id, meeting_id, title, request_id, firing_id, added_by, added_at)
    values (${c.organizationId}, ${meetingId}, ${'title' in what ? what.title : ''}, ${'requestId' in what ? what.requestId : null},
      ${'firingId' in what ? what.firingId : null}, ${by}, ${c.clock.now()})
    on conflict do nothing returning id`.execute(tx)
  return rows[0]?.id ?? ''
}

/** What waits stands on the agenda of the meeting that is planned now. */
export async function takeWaiting(tx: Tx, c: Context, meetingId: string): Promise<void> {
  await sql`update committee_item set meeting_id = ${meetingId} where organization_id = ${c.organizationId}
    and meeting_id is null and settled is null`.execute(tx)
}

/** The meeting does not take place: its agenda is the next one's, or waits for it. */
export async function letWait(tx: Tx, c: Context, meetingId: string): Promise<void> {
  const next = await nextMeetingId(tx, c, c.clock.now())
  await sql`update committee_item set meeting_id = ${next}::uuid where organization_id = ${c.organizationId}
    and meeting_id = ${meetingId} and settled is null`.execute(tx)
}

/** What the meeting did not come to is carried to the next one: the minutes keep that it stood here. */
export async function carry(tx: Tx, c: Context, meetingId: string): Promise<void> {
  const now = c.clock.now()
  const { rows } = await sql<{
    title: string
    request_id: string | null
    firing_id: string | null
    added_by: string | null
  }>`
    update committee_item set settled = 'carried', settled_at = ${now} where organization_id = ${c.organizationId}
      and meeting_id = ${meetingId} and settled is null returning title, request_id, firing_id, added_by`.execute(tx)
  const next = await nextMeetingId(tx, c, now)
  for (const row of rows)
    await sql`insert into committee_item (organization_id, meeting_id, title, request_id, firing_id, added_by, added_at)
      values (${c.organizationId}, ${next}, ${row.title}, ${row.request_id}, ${row.firing_id}, ${row.added_by}, ${now})`.execute(
      tx,
    )
}

/** A request that is answered or taken back needs no place on an agenda any more. */
export async function settleRequest(tx: Tx, c: Context, requestId: string): Promise<void> {
  await sql`update committee_item set settled = 'done', settled_at = ${c.clock.now()} where organization_id = ${c.organizationId}
    and request_id = ${requestId} and settled is null`.execute(tx)
}
