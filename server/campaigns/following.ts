/** What happens to a message that has not gone out when what it says changes, or when its sender leaves. */
import { sql } from 'kysely'
import { type FieldName, type Language, languages } from '../../contract/library.ts'
import { putInInbox, takeFromInboxes, withdrawLetters } from '../attention/attention.ts'
import { companyDaysOff } from '../directory/directory.ts'
import { factWords, fieldWords, speakingLocale, template } from '../library/library.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { record } from '../platform/events.ts'
import { unschedule } from '../platform/jobs.ts'
import { addDays, daysBetween, workingDay } from '../platform/clock.ts'
import { askBy, markAsked } from './campaign.ts'
import { staleOf, suspects } from './corrected.ts'
import { deriveIn } from './deriving.ts'
import { forgetKept } from './kept.ts'
import { changedSince } from './keeping.ts'
import { missingIn } from './missing.ts'
import { campaignRow, type Row } from './queries.ts'
import { leadsOf, tellLeads } from './telling.ts'
import { endTrial } from './trials.ts'
import { outOfDate } from './reaching.ts'

/** Looks at everything that somebody was asked for and that has not begun to go out. */
export async function follow(c: Context): Promise<void> {
  const { rows } = await sql<{ id: string }>`select id from campaign
    where organization_id = ${c.organizationId} and started_at is null and cancelled_at is null
      and (asked_at is not null or approved_revision = revision or scheduled_at is not null) order by id`.execute(c.db)
  for (const { id } of rows)
    await c.db.transaction().execute(async (tx) => {
      const held = await sql`select 1 from campaign where organization_id = ${c.organizationId} and id = ${id}
        and started_at is null and cancelled_at is null for update`.execute(tx)
      if (held.rows.length > 0) await followOne(tx, c, await campaignRow(tx, c.organizationId, id))
    })
  for (const id of await suspects(c)) await c.db.transaction().execute((tx) => followGone(tx, c, id))
}

/**
 * Something that a message said while it went out, or before, does not hold any more. What has not left does not leave; a
 * correction is drafted for those who may have read it, and the message itself, as it is right now, for the others.
 */
async function followGone(tx: Tx, c: Context, id: string): Promise<void> {
  await sql`select 1 from campaign where organization_id = ${c.organizationId} and id = ${id} for update`.execute(tx)
  const row = await campaignRow(tx, c.organizationId, id)
  const stale = await staleOf(c, row)
  if (!stale) return
  const stopped = (await withdrawLetters(tx, c, id, outOfDate)) + (await endTrial(tx, c, row, outOfDate))
  await takeFromInboxes(tx, c, { kind: 'campaign', id }, 'unseen')
  const { rows: open } = await sql<{ reach: string; of: string }>`select reach, derived_from as of from campaign
    where organization_id = ${c.organizationId} and wave_id = ${row.wave_id} and started_at is null and cancelled_at is null
      and reach in ('seen', 'unseen')`.execute(tx)
  const sendsOn = workingDay(addDays(c.clock.today('UTC'), 1), await companyDaysOff(tx, c))
  const senderId = row.sender_here ? row.sender_id : null
  if (stopped > 0 && !open.some((one) => one.reach === 'unseen' && one.of === id))
    await deriveIn(tx, c, row, { reach: 'unseen', template: row.template, texts: row.texts, senderId, sendsOn })
  // One correction in a wave is about everything that went out there.
  if (open.some((one) => one.reach === 'seen')) return
  await record(tx, c, {
    type: 'campaign.went_stale',
    subject: { kind: 'campaign', id },
    data: { fields: stale.fields },
  })
  await deriveIn(tx, c, row, { reach: 'seen', template: 'facts-corrected', texts: {}, senderId, sendsOn })
  await tellStale(tx, c, id, stale.fields)
}

async function tellStale(tx: Tx, c: Context, id: string, fields: readonly (keyof ReturnType<typeof factWords>)[]) {
  const subject = { kind: 'campaign_stale', id }
  await takeFromInboxes(tx, c, subject)
  const what = inEach((language) => fields.map((field) => factWords(language)[field]!))
  for (const lead of await leadsOf(tx, c))
    await putInInbox(tx, c, lead, { kind: 'campaign_stale', subject, params: { what } })
}

/** True: it does not go out as it is, and whoever has to know was told. */
export async function followOne(tx: Tx, c: Context, row: Row): Promise<boolean> {
  if (row.sender_id && !row.sender_here) {
    await takeBack(tx, c, row)
    await sql`update campaign set revision = revision + 1 where organization_id = ${c.organizationId} and id = ${row.id}`.execute(
      tx,
    )
    await forgetKept(tx, c, row.id)
    await record(tx, c, {
      type: 'campaign.sender_left',
      subject: { kind: 'campaign', id: row.id },
      data: { senderId: row.sender_id },
    })
    await tellLeads(tx, c, row.id, 'campaign_sender_left', { name: row.sender_name })
    return true
  }
  const changed = await changedSince(tx, c, row)
  if (changed.length === 0) return offItsDay(tx, c, row)
  const missing = await missingIn(c, row, 'ask')
  await takeBack(tx, c, row)
  await record(tx, c, {
    type: 'campaign.facts_changed',
    subject: { kind: 'campaign', id: row.id },
    data: { fields: changed },
  })
  if (missing.length > 0) {
    // What it says is gone: nobody can be asked for it as it is.
    await sql`update campaign set revision = revision + 1 where organization_id = ${c.organizationId} and id = ${row.id}`.execute(
      tx,
    )
    await forgetKept(tx, c, row.id)
    await tellLeads(tx, c, row.id, 'campaign_held_back')
    return true
  }
  await askBy(tx, c, await markAsked(tx, c, row))
  await tellLeads(tx, c, row.id, 'campaign_changed', { name: row.sender_name, what: inAllLanguages(changed) })
  return true
}

/** Days by which a start may move and what is said some time after it still be said on its day. */
const fewDays = 3

/**
 * What is written for a day before, at or after the start ("it starts today") does not go out on its old day where the
 * start has moved, also where its words name no date. The approval stays: not a word has changed.
 */
async function offItsDay(tx: Tx, c: Context, row: Row): Promise<boolean> {
  const { scheduled_for: was, goes_live_on: is, sends_on: on } = row
  if (!row.scheduled_at || !on || was === null || was === is) return false
  const { day, phase } = template(row.template)
  if (day === null) return false
  if (phase === 'after' && is !== null && on >= is && Math.abs(daysBetween(was, is)) <= fewDays) return false
  await sql`update campaign set scheduled_at = null, scheduled_by = null where organization_id = ${c.organizationId} and id = ${row.id}`.execute(
    tx,
  )
  await unschedule(tx, { organizationId: c.organizationId, kind: 'campaigns.start', subjectId: row.id })
  await record(tx, c, { type: 'campaign.unscheduled', subject: { kind: 'campaign', id: row.id } })
  await tellLeads(tx, c, row.id, 'campaign_start_moved', { wave: row.wave_name })
  return true
}

/** Neither asked nor approved nor on its way. */
async function takeBack(tx: Tx, c: Context, row: Row): Promise<void> {
  await sql`update campaign set asked_at = null, declined_at = null, declined_because = null, approved_revision = null, approved_at = null, scheduled_at = null, scheduled_by = null
    where organization_id = ${c.organizationId} and id = ${row.id}`.execute(tx)
  await unschedule(tx, { organizationId: c.organizationId, kind: 'campaigns.start', subjectId: row.id })
  await takeFromInboxes(tx, c, { kind: 'campaign_approval', id: row.id })
}

/** Fields by name, as one line for each language. */
const inAllLanguages = (fields: readonly FieldName[]): Record<string, string> =>
  inEach((language) => fields.map((field) => fieldWords(language)[field]!))

const inEach = (named: (language: Language) => string[]): Record<string, string> =>
  Object.fromEntries(
    languages.map((language) => [
      language,
      new Intl.ListFormat(speakingLocale(language, null), { type: 'unit', style: 'long' }).format(named(language)),
    ]),
  )
