/**
 * Following up: a message to those readers of another one who have not done what it asked for. Who they are is found out in the
 * moment of sending and told to nobody; how many, in steps of the smallest group. See docs/decisions/messages-from-messages.md.
 */
import { sql } from 'kysely'
import type { ActKind, Campaign, campaigns } from '../../contract/campaigns.ts'
import type { ActionTarget } from '../../contract/library.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import { companyDaysOff, organizationDay, steadyGroup } from '../directory/directory.ts'
import { template } from '../library/library.ts'
import { addDays, dayIn, workingDay } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { problem } from '../platform/problem.ts'
import { toldOfBoth } from '../program/program.ts'
import { usualSender } from './choosing.ts'
import { deriveIn } from './deriving.ts'
import { campaignRow, type Row } from './queries.ts'
import { actsOf, doneBy, reachedBy } from './reaching.ts'
import { get } from './campaign.ts'

/** What reminds of an act, in a gentle tone, and what led to it. */
const about: Record<ActKind, { template: string; target: ActionTarget }> = {
  acknowledge: { template: 'still-to-confirm', target: 'policy' },
  first_goal: { template: 'first-goal-reminder', target: 'goals' },
  first_checkin: { template: 'check-ins-not-happening', target: 'checkins' },
  training: { template: 'still-to-learn', target: 'learning' },
  session: { template: 'still-to-book', target: 'learning' },
}

/** Working days that readers get to act before they are reminded. */
const patience = 5

/** Audiences of a company's own could be made so that two counts differ by one person; waves and their parts cannot. */
function closedBecause(row: Row): Answer<typeof campaigns.followUps>['closed'] {
  if (!row.started_at || row.cancelled_at) return 'not_sent'
  if (row.reach) return 'derived'
  return row.audience_id ? 'narrowed' : null
}

/** In steps of the smallest group, and not where either side is smaller than it. */
function atLeast(some: number, all: number, floor: number): number | null {
  const told = toldOfBoth(some, all, floor)
  return told === null ? null : Math.floor(told / floor) * floor
}

export async function followUps(
  c: Context,
  input: Input<typeof campaigns.followUps>,
): Promise<Answer<typeof campaigns.followUps>> {
  const row = await campaignRow(c.db, c.organizationId, input.campaignId)
  const closed = closedBecause(row)
  const acts = closed ? [] : await actsOf(c.db, c, row)
  const open = await Promise.all(
    acts.map(async (act) => sql`count(*) filter (where not ${await doneBy(c.db, c, row, act, sql<boolean>`r.here`)})`),
  )
  // Two messages to one part of a wave tell one number, about the same people until as many have come or gone as a
  // group needs: else one who leaves between two looks would take along what they had not done.
  const people = closed
    ? sql`select null::uuid as person_id where false`
    : await steadyGroup(
        c.db,
        c,
        `not acted ${row.wave_id} ${row.readers}`,
        sql`select r.person_id from roster r where ${reachedBy(c, row.id)}`,
      )
  const { rows } = await sql<{
    people: number
    open: number[]
    floor: number
    there: { reach: ActKind; id: string }[]
  }>`
    select count(*) as people, array[${open.length > 0 ? sql.join(open) : sql``}]::integer[] as open, smallest_group(${c.organizationId}) as floor,
      (select coalesce(jsonb_agg(jsonb_build_object('reach', k.reach, 'id', k.id)), '[]') from campaign k
        where k.organization_id = ${c.organizationId} and k.derived_from = ${row.id} and k.cancelled_at is null) as there
    from (select p.organization_id, p.id as person_id, coalesce(o.direct_reports, 0) as direct_reports, o.person_id is not null as here
      from person p left join roster o on o.organization_id = p.organization_id and o.person_id = p.id
      where p.organization_id = ${c.organizationId} and p.id in (${people})) r`.execute(c.db)
  const counted = rows[0]!
  const { target } = template(row.template)
  return {
    acts: acts.map((act, i) => ({
      act,
      suggested: about[act].target === target,
      open: atLeast(counted.open[i]!, counted.people, counted.floor),
      campaignId: counted.there.find((one) => one.reach === act)?.id ?? null,
    })),
    people: counted.people,
    smallestGroup: counted.floor,
    closed,
  }
}

export async function followUp(c: Context, input: Input<typeof campaigns.followUp>): Promise<Campaign> {
  const row = await campaignRow(c.db, c.organizationId, input.campaignId)
  if (closedBecause(row) || !(await actsOf(c.db, c, row)).includes(input.act)) throw problem('follow_up_closed')
  const text = about[input.act].template
  const senderId = row.sender_here ? row.sender_id : await usualSender(c, row.wave_id, text)
  const today = await organizationDay(c)
  const off = await companyDaysOff(c.db, c)
  let on = dayIn(row.started_at!, 'UTC')
  for (let left = patience; left > 0; left--) on = workingDay(addDays(on, 1), off)
  const sendsOn = on > today ? on : workingDay(addDays(today, 1), off)
  const id = await c.db
    .transaction()
    .execute((tx) => deriveIn(tx, c, row, { reach: input.act, template: text, texts: {}, senderId, sendsOn }))
  return get(c, { campaignId: id })
}

/** What became of a follow-up: no more than at least how many it went to. */
export async function followUpReport(c: Context, row: Row): Promise<Answer<typeof campaigns.report>> {
  const of = (id: string) => sql`(select count(*) from inbox_item i where i.organization_id = ${c.organizationId}
    and i.subject_id = ${id} and i.subject_kind = 'campaign' and i.kind = 'message')`
  const { rows } = await sql<{ some: number; all: number; floor: number }>`
    select ${of(row.id)} as some, ${of(row.derived_from!)} as all, smallest_group(${c.organizationId}) as floor`.execute(
    c.db,
  )
  const { some, all, floor } = rows[0]!
  return {
    recipients: 0,
    states: { waiting: 0, sending: 0, submitted: 0, bounced: 0, failed: 0, uncertain: 0, excluded: 0 },
    reasons: [],
    languages: [],
    inInbox: 0,
    readInApp: null,
    told: null,
    passedOn: false,
    voices: null,
    followUp: { atLeast: atLeast(some, all, floor) },
    smallestGroup: floor,
  }
}
