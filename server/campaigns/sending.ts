/** The moment a message starts: its audience freezes, and everybody in it is accounted for. */
import { sql } from 'kysely'
import { departures, planLetters, putInInboxes } from '../attention/attention.ts'
import { languages } from '../../contract/library.ts'
import { fillLetter, template } from '../library/library.ts'
import type { Day } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { record } from '../platform/events.ts'
import { Problem } from '../platform/problem.ts'
import { followOne, tellLeads } from './following.ts'
import { keepWords } from './keeping.ts'
import { missingIn } from './missing.ts'
import { addressed, campaignRow, excludedBecause, type Row } from './queries.ts'
import { compiler, scriptOf, type Script } from './words.ts'

/**
 * Runs when the first reader's hour comes. In one transaction: freezes who gets it, plans each
 * letter at its reader's own hour and puts the message into each inbox. Anything missing now
 * holds it back and tells the lead; nothing is sent then.
 */
export async function startCampaign(c: Context, campaignId: string): Promise<void> {
  await c.db.transaction().execute(async (tx) => {
    const lock =
      await sql`select 1 from campaign where organization_id = ${c.organizationId} and id = ${campaignId} for update`.execute(
        tx,
      )
    if (lock.rows.length === 0) return
    const row = await campaignRow(tx, c.organizationId, campaignId)
    if (!row.scheduled_at || row.started_at || row.cancelled_at || !row.sends_on) return
    if (await followOne(tx, c, row)) return
    const missing = await missingIn(c, row, 'send')
    if (missing.length > 0) {
      await sql`update campaign set scheduled_at = null, scheduled_by = null where organization_id = ${c.organizationId} and id = ${campaignId}`.execute(
        tx,
      )
      await record(tx, c, {
        type: 'campaign.held_back',
        subject: { kind: 'campaign', id: campaignId },
        data: { missing: missing.map((m) => m.code) },
      })
      await tellLeads(tx, c, campaignId, 'campaign_held_back')
      return
    }
    // Approved before words were kept: they are from here on.
    await keepWords(tx, c, row)
    const script = await scriptOf(c, row)
    const { zones, times } = await departures(tx, c, row.sends_on, row.sends_at)
    const people = await addressed(tx, c, row)
    const when = sql`join unnest(${zones}::text[], ${times}::timestamptz[]) as z (zone, due_at) on z.zone = r.time_zone`
    const minutes = readingTime(script)
    const planned = await planLetters(
      tx,
      c,
      sql`
      select r.person_id, coalesce(p.email, '') as address, z.due_at, ${excludedBecause} as excluded
      from roster r join person p on p.organization_id = r.organization_id and p.id = r.person_id ${when} where ${people}`,
      { kind: 'campaign', subject: { kind: 'campaign', id: campaignId }, minutes, ...ofUseUntil(row) },
    )
    await putInInboxes(tx, c, sql`select r.person_id, z.due_at as appears_at from roster r ${when} where ${people}`, {
      kind: 'message',
      subject: { kind: 'campaign', id: campaignId },
      params: { subjects: subjectsOf(script), sender: script.sender.name },
      asks: { as: 'campaign', minutes },
    })
    await sql`update campaign set started_at = ${c.clock.now()} where organization_id = ${c.organizationId} and id = ${campaignId}`.execute(
      tx,
    )
    await record(tx, c, {
      type: 'campaign.started',
      subject: { kind: 'campaign', id: campaignId },
      data: { recipients: planned },
    })
  })
}

/** What leads up to go-live is of no use after it: where a week is full, it does not wait until then. */
const ofUseUntil = (row: Row): { lastDay?: Day } =>
  row.goes_live_on && row.sends_on && row.sends_on <= row.goes_live_on && template(row.template).phase === 'before'
    ? { lastDay: row.goes_live_on }
    : {}

/** In the language that takes longest. */
function readingTime(script: Script): number {
  const compile = compiler(script, template(script.row.template).target)
  return Math.max(
    ...languages.map((language) => {
      try {
        return compile(language, null).minutes
      } catch (error) {
        if (!(error instanceof Problem)) throw error
        return 0.5
      }
    }),
  )
}

/** Stands for a name; nobody is called so. */
const nobody = '\u25a1'

/** The subject line in each language, for the list in the app; the title stands in where it greets somebody by name. */
export function subjectsOf(script: Script): Record<string, string> {
  const compile = compiler(script, template(script.row.template).target)
  const title = (language: string) =>
    template(script.row.template).texts.find((t) => t.language === language)?.title ?? ''
  return Object.fromEntries(
    languages.map((language) => {
      try {
        const { subject } = fillLetter(compile(language, null), {
          person: { name: nobody, givenName: nobody },
          manager: { name: nobody },
        })
        return [language, subject.includes(nobody) ? title(language) : subject]
      } catch (error) {
        if (!(error instanceof Problem)) throw error
        return [language, title(language)]
      }
    }),
  )
}
