/**
 * The door of pulse: what somebody is asked now, and published counts for metrics. Only what was
 * published can be had here; who answered what is nowhere.
 */
import { sql } from 'kysely'
import type { SegmentKind } from '../../contract/metrics.ts'
import type { Day, Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'

export { roundsAhead, type RoundAhead } from './ahead.ts'
export { openFor } from './answering.ts'
export { shuffled } from './sample.ts'
/** Answers under seal, also for others who ask anonymously. */
export { markOf, newSeal, seal, sealOf, unseal } from './seal.ts'
export { gapOf, npsOfThree, scoreOf } from './numbers.ts'

/** One published group's counts for an item of the library; the last number: rather not say. */
export type PublishedItem = {
  item: string
  kind: SegmentKind
  key: string
  counts: number[]
  /** When the round ended whose counts these are: an earlier one's, where the group stays with it. */
  closedOn: Day
  held: boolean
}

/** Results older than this say nothing about today. */
const daysOld = 366

/**
 * What the newest round published that asked all of these items and had ended by a day, as known at an
 * instant: its shown groups, and those that stay with the counts of an earlier round. One round, so that
 * every group of it was judged together; one that was for the whole company and has a number for it, so that
 * no survey of a few people becomes the number of everybody.
 */
export async function publishedItems(
  db: Context['db'] | Tx,
  organizationId: string,
  items: readonly string[],
  { asOf, knownAt, kinds }: { asOf: Day; knownAt: Instant; kinds: readonly SegmentKind[] },
): Promise<PublishedItem[]> {
  const { rows } = await sql<PublishedItem>`
    with newest as (
      select r.id from pulse_round r
      join pulse_survey s on s.organization_id = r.organization_id and s.id = r.survey_id
      where r.organization_id = ${organizationId} and r.closed_on <= ${asOf}::date and r.closed_on > ${asOf}::date - ${sql.lit(daysOld)}
        and s.audience_id is null and s.reach <> 'preparing'
        and ${items as string[]}::text[] <@ array(select q ->> 'item' from jsonb_array_elements(s.questions) q where q ? 'item')
        and exists (select from pulse_cell k where k.organization_id = r.organization_id and k.round_id = r.id
          and k.kind = 'organization' and k.verdict in ('shown', 'held'))
        and exists (select from event e where e.organization_id = r.organization_id and e.type = 'survey.round_closed'
          and e.subject_kind = 'survey' and e.subject_id = s.id and e.recorded_at <= ${knownAt} and e.data ->> 'roundId' = r.id::text)
      order by r.closed_on desc, r.opened_on desc, r.id limit 1
    )
    select q ->> 'item' as item, k.kind, k.key, n.counts, r.closed_on as "closedOn", k.verdict = 'held' as held
    from newest
    join pulse_cell k on k.organization_id = ${organizationId} and k.round_id = newest.id
      and k.kind = any(${kinds as string[]}::text[]) and k.verdict in ('shown', 'held')
    join pulse_round r on r.organization_id = k.organization_id and r.id = coalesce(k.held_round_id, k.round_id)
    join pulse_survey s on s.organization_id = r.organization_id and s.id = r.survey_id
    join jsonb_array_elements(s.questions) q on q ->> 'item' = any(${items as string[]}::text[])
    join pulse_count n on n.organization_id = r.organization_id and n.round_id = r.id and n.kind = k.kind and n.key = k.key
      and n.question_id = q ->> 'id'
    order by k.kind, k.key, item`.execute(db)
  return rows
}

/** The days on which rounds closed that asked the whole company all of these items. */
export async function daysClosed(
  db: Context['db'] | Tx,
  organizationId: string,
  items: readonly string[],
): Promise<Day[]> {
  const { rows } = await sql<{ on: Day }>`
    select distinct r.closed_on as on from pulse_round r
    join pulse_survey s on s.organization_id = r.organization_id and s.id = r.survey_id
    where r.organization_id = ${organizationId} and r.closed_on is not null and s.audience_id is null and s.reach <> 'preparing'
      and ${items as string[]}::text[] <@ array(select q ->> 'item' from jsonb_array_elements(s.questions) q where q ? 'item')`.execute(
    db,
  )
  return rows.map((row) => row.on)
}
