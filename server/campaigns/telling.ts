/** What leads are told of a message, in the app. */
import { sql } from 'kysely'
import { putInInbox, takeFromInboxes } from '../attention/attention.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'

type LeadNotice =
  | 'campaign_held_back'
  | 'campaign_changed'
  | 'campaign_sender_left'
  | 'campaign_declined'
  | 'campaign_no_readers'
  | 'campaign_start_moved'

/** One word to each lead; what was said of this message before does not hold any more. */
export async function tellLeads(
  tx: Tx,
  c: Context,
  campaignId: string,
  kind: LeadNotice,
  params: Record<string, unknown> = {},
): Promise<void> {
  const subject = { kind: 'campaign', id: campaignId }
  await takeFromInboxes(tx, c, subject)
  for (const lead of await leadsOf(tx, c))
    // Nobody hears of what they have just done themselves.
    if (c.viewer.via === 'job' || lead !== c.viewer.personId) await putInInbox(tx, c, lead, { kind, subject, params })
}

export async function leadsOf(tx: Tx, c: Context): Promise<string[]> {
  const { rows } = await sql<{ person_id: string }>`select person_id from role_grant
    where organization_id = ${c.organizationId} and role = 'lead' and ended_at is null`.execute(tx)
  return rows.map((row) => row.person_id)
}
