import { sql } from 'kysely'
import { type Context, nobody } from './context.ts'
import { type Day } from './clock.ts'
import type { Tx } from './db.ts'

export type NewEvent = {
  /** `noun.past-tense`, e.g. `goal.updated`. */
  type: string
  subject: { kind: string; id: string | null }
  /** The day it is about, in the organization's zone; today unless told. */
  happenedOn?: Day
  /** Ids and names of changed fields. Never words that a person wrote. */
  data?: Record<string, unknown>
  /** Leave no actor: for anonymous acts. */
  anonymous?: boolean
}

/** Events recorded on behalf of one request; a writing route that leaves none is a fault. */
const recordedBy = new WeakMap<Context, number>()
export function recordedIn(c: Context): number {
  return recordedBy.get(c) ?? 0
}
/** For set-wise statements that insert into the log themselves. */
export function countRecorded(c: Context, events: number): void {
  recordedBy.set(c, recordedIn(c) + events)
}

/** Records one event in the transaction that makes the change. */
export async function record(tx: Tx, c: Context, event: NewEvent): Promise<void> {
  const actor = event.anonymous || c.viewer.personId === nobody ? null : c.viewer.personId
  const via = event.anonymous ? 'anonymous' : c.viewer.via
  const now = c.clock.now()
  const begun = c.request?.begun && !event.anonymous ? { begun: c.request.begun } : {}
  await sql`
    insert into event (organization_id, recorded_at, happened_on, type, actor_id, actor_via, subject_kind, subject_id, data)
    values (${c.organizationId}, ${now}::timestamptz,
      coalesce(${event.happenedOn ?? null}::date, (${now}::timestamptz at time zone (select time_zone from organization where id = ${c.organizationId}))::date),
      ${event.type}, ${actor}, ${via}, ${event.subject.kind}, ${event.subject.id}, ${JSON.stringify({ ...event.data, ...begun })}::jsonb)
  `.execute(tx)
  countRecorded(c, 1)
}
