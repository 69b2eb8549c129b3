/** Planning two subjects of a message, before it goes out. */
import { sql } from 'kysely'
import type { Campaign, campaigns } from '../../contract/campaigns.ts'
import { type Language, languages } from '../../contract/library.ts'
import type { Input } from '../../contract/operation.ts'
import { takeFromInboxes } from '../attention/attention.ts'
import { compileLetter, fieldsOf } from '../library/library.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { countRecorded, record } from '../platform/events.ts'
import { unschedule } from '../platform/jobs.ts'
import { problem } from '../platform/problem.ts'
import { get, open } from './campaign.ts'
import type { Row } from './queries.ts'
import { textIn } from './words.ts'

export async function setTrial(c: Context, input: Input<typeof campaigns.setTrial>): Promise<Campaign> {
  await c.db.transaction().execute(async (tx) => {
    const row = await open(tx, c, input.campaignId)
    if (row.revision !== input.revision) throw problem('conflict')
    if (row.reach) throw problem('trial_derived')
    const named = new Set(languages.flatMap((language) => fieldsOf(textIn(row, language))))
    for (const [language, subject] of Object.entries(input.subjects) as [Language, string][]) {
      const text = { ...textIn(row, language), subject }
      compileLetter(text, {})
      // What it says is kept with the words of the message; another field would not be.
      const other = fieldsOf({ ...text, body: '', preview: '', because: '', actionLabel: null }).find(
        (f) => !named.has(f),
      )
      if (other) throw problem('trial_field', { field: other })
    }
    await sql`insert into campaign_trial (organization_id, campaign_id, subjects, share, hours)
      values (${c.organizationId}, ${row.id}, ${JSON.stringify(input.subjects)}::jsonb, ${input.share}, ${input.hours})
      on conflict (organization_id, campaign_id) do update set subjects = excluded.subjects, share = excluded.share, hours = excluded.hours`.execute(
      tx,
    )
    await changed(tx, c, row)
  })
  return get(c, input)
}

export async function dropTrial(c: Context, input: Input<typeof campaigns.dropTrial>): Promise<Campaign> {
  await c.db.transaction().execute(async (tx) => {
    const row = await open(tx, c, input.campaignId)
    const gone =
      await sql`delete from campaign_trial where organization_id = ${c.organizationId} and campaign_id = ${row.id}`.execute(
        tx,
      )
    // Without one nothing has changed that somebody approved.
    if (gone.numAffectedRows) await changed(tx, c, row)
    else countRecorded(c, 1)
  })
  return get(c, input)
}

/** The sender approves both subjects, or the one. */
async function changed(tx: Tx, c: Context, row: Row): Promise<void> {
  await sql`update campaign set revision = revision + 1, asked_at = null, declined_at = null, declined_because = null, scheduled_at = null, scheduled_by = null
    where organization_id = ${c.organizationId} and id = ${row.id}`.execute(tx)
  await unschedule(tx, { organizationId: c.organizationId, kind: 'campaigns.start', subjectId: row.id })
  await takeFromInboxes(tx, c, { kind: 'campaign_approval', id: row.id })
  await record(tx, c, {
    type: 'campaign.updated',
    subject: { kind: 'campaign', id: row.id },
    data: { changed: ['trial'] },
  })
}
