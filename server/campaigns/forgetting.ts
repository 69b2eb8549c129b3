/** What still stands in the app about messages that are gone. */
import { sql } from 'kysely'
import { takeFromInboxes } from '../attention/attention.ts'
import type { Context } from '../platform/context.ts'

/** What stands in the app about a message: a word that its sender is asked for, or what its leads were told. */
const kinds = ['campaign_approval', 'campaign', 'campaign_stale']

/** Nobody is asked for a message that went with its wave: the notice would lead to a page that is not there. */
export async function forgetGone(c: Context): Promise<void> {
  await c.db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ kind: string; id: string }>`
      select distinct i.subject_kind as kind, i.subject_id as id from inbox_item i
      where i.organization_id = ${c.organizationId} and i.subject_kind = any(${kinds}::text[]) and i.kind <> 'message'
        and not exists (select from campaign k where k.organization_id = i.organization_id and k.id = i.subject_id)`.execute(
      tx,
    )
    for (const { kind, id } of rows) await takeFromInboxes(tx, c, { kind, id })
  })
}
