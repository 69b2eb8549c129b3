/** The end of a request: its report opens; anonymous answers wait for the night, when they are let out all at once. */
import { sql } from 'kysely'
import { dayOf } from '../goals/goals.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { record } from '../platform/events.ts'
import { peopleOf, type RequestRow } from './queries.ts'
import { tell } from './telling.ts'

type Closing = Pick<
  RequestRow,
  'id' | 'kind' | 'mode' | 'about_id' | 'about_name' | 'asked_by' | 'names_to' | 'opened_at'
>

export async function closeRequest(tx: Tx, c: Context, q: Closing, by: string | null): Promise<void> {
  const now = c.clock.now()
  const waits = q.mode === 'anonymous' && q.opened_at !== null
  await sql`update feedback_request set closed_at = ${now}, closed_by = ${by}, released_on = ${waits ? null : await dayOf(c)}
    where organization_id = ${c.organizationId} and id = ${q.id}`.execute(tx)
  if (q.kind === 'round')
    await sql`update feedback_item set arrived_at = ${now} where organization_id = ${c.organizationId} and request_id = ${q.id}
      and sent_on is not null and taken_back_on is null and arrived_at is null`.execute(tx)
  await record(tx, c, {
    type: 'feedback.closed',
    subject: { kind: 'feedback', id: q.id },
    data: { byItself: by === null },
  })
  if (!waits && q.opened_at) await tellReaders(tx, c, q, by)
}

/** Whoever reads the answers hears that they are there. */
export async function tellReaders(tx: Tx, c: Context, q: Closing, except: string | null): Promise<void> {
  const ids = q.kind === 'about' ? [q.asked_by] : q.kind === 'round' ? [q.about_id, q.names_to] : [q.about_id]
  const readers = await peopleOf(tx, c, ids.filter((id) => id !== null && id !== except) as string[])
  for (const reader of readers)
    await tell(tx, c, reader, {
      kind: 'feedback_ready',
      requestId: q.id,
      ...(reader.id === q.about_id ? {} : { name: q.about_name }),
    })
}
