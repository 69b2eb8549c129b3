/** The moment a message starts: its audience freezes, and everybody in it is accounted for. */
import { type RawBuilder, sql } from 'kysely'
import { countFrom } from './counting.ts'
import { planLetters, putInInboxes } from '../attention/attention.ts'
import { isAct } from '../../contract/campaigns.ts'
import { template } from '../library/library.ts'
import type { Day } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { record } from '../platform/events.ts'
import { followOne } from './following.ts'
import { keepWords } from './keeping.ts'
import { letterKindOf } from './kinds.ts'
import { missingIn } from './missing.ts'
import { campaignRow, type Row } from './queries.ts'
import { addressed } from './addressing.ts'
import { hoursOn, keptFrom, readingTime, subjectsOf, unsaid } from './mailing.ts'
import { beginTrial, trialOf } from './trials.ts'
import { scriptOf } from './saying.ts'
import { tellLeads } from './telling.ts'
import { eachName, fixVoices } from './voices.ts'

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
    const missing = (await missingIn(c, row, 'send')).map((m) => m.code)
    const people = await addressed(tx, c, row)
    // That nobody is left to remind is good, and newcomers may come later; a message of its own that reaches nobody is a mistake in whom it is for.
    const nobody = missing.length === 0 && !row.reach && row.readers !== 'newcomers' && !(await anybody(tx, people))
    if (missing.length > 0 || nobody) {
      await sql`update campaign set scheduled_at = null, scheduled_by = null where organization_id = ${c.organizationId} and id = ${campaignId}`.execute(
        tx,
      )
      await record(tx, c, {
        type: 'campaign.held_back',
        subject: { kind: 'campaign', id: campaignId },
        data: { missing: nobody ? ['readers'] : missing },
      })
      await tellLeads(tx, c, campaignId, nobody ? 'campaign_no_readers' : 'campaign_held_back')
      return
    }
    // Approved before words were kept: they are from here on.
    await keepWords(tx, c, row)
    const script = await scriptOf(c, row)
    const { when, times } = await hoursOn(tx, c, {
      day: row.sends_on,
      at: row.sends_at,
      since: row.scheduled_at,
    })
    await fixVoices(tx, c, row, people)
    const each = eachName(c, row)
    const minutes = readingTime(script)
    const kind = letterKindOf(row)
    const toAll = async (): Promise<number> => {
      const letters = await planLetters(
        tx,
        c,
        sql`
      select r.person_id, coalesce(p.email, '') as address, z.due_at, ${keptFrom(script)} as excluded
      from roster r join person p on p.organization_id = r.organization_id and p.id = r.person_id ${when} where ${people}`,
        { kind, subject: { kind: 'campaign', id: campaignId }, minutes, ...ofUseUntil(row) },
      )
      await putInInboxes(
        tx,
        c,
        sql`select r.person_id, z.due_at as appears_at from roster r ${when} where ${people} and not ${unsaid(script)}`,
        {
          kind: 'message',
          subject: { kind: 'campaign', id: campaignId },
          params: { subjects: subjectsOf(script), sender: script.sender.name },
          ...(each ? { each } : {}),
          asks: { as: kind, minutes },
        },
      )
      return letters
    }
    const mailing = { people, when, times, ...ofUseUntil(row) }
    const tried = (await trialOf(tx, c, campaignId)) ? await beginTrial(tx, c, script, mailing) : null
    const planned = tried ?? (await toAll())
    await sql`update campaign set started_at = ${c.clock.now()} where organization_id = ${c.organizationId} and id = ${campaignId}`.execute(
      tx,
    )
    await countFrom(tx, c, campaignId, c.clock.now())
    await record(tx, c, {
      type: 'campaign.started',
      subject: { kind: 'campaign', id: campaignId },
      // How many have not done something is told to nobody who could subtract.
      data: { seconds: Math.round(minutes * 60), ...(isAct(row.reach) ? {} : { recipients: planned }) },
    })
  })
}

async function anybody(tx: Tx, people: RawBuilder<boolean>): Promise<boolean> {
  const { rows } = await sql`select 1 from roster r where ${people} limit 1`.execute(tx)
  return rows.length > 0
}

/** What leads up to go-live is of no use after it: where a week is full, it does not wait until then. */
const ofUseUntil = (row: Row): { lastDay?: Day } =>
  row.goes_live_on && row.sends_on && row.sends_on <= row.goes_live_on && template(row.template).phase === 'before'
    ? { lastDay: row.goes_live_on }
    : {}
