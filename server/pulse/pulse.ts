/**
 * The door of pulse: what somebody is asked now, and published counts for metrics. Only what was
 * published can be had here; who answered what is nowhere.
 */
import { sql } from 'kysely'
import type { SegmentKind } from '../../contract/metrics.ts'
import type { Day } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'

export { openFor } from './answering.ts'
export { gapOf, npsOfThree, scoreOf } from './numbers.ts'

/** One published group's counts for an item of the library; the last number: rather not say. */
export type PublishedItem = {
  item: string
  roundId: string
  closedOn: Day
  kind: SegmentKind
  key: string
  counts: number[]
}

/** Everything that was published about items by a day, oldest round first. */
export async function publishedItems(
  db: Context['db'] | Tx,
  organizationId: string,
  items: readonly string[],
  asOf: Day,
): Promise<PublishedItem[]> {
  const { rows } = await sql<PublishedItem>`
    select q ->> 'item' as item, r.id as "roundId", r.closed_on as "closedOn", k.kind, k.key, k.counts
    from pulse_round r
    join pulse_survey s on s.organization_id = r.organization_id and s.id = r.survey_id
    join jsonb_array_elements(s.questions) q on q ->> 'item' = any(${items as string[]}::text[])
    join pulse_count k on k.organization_id = r.organization_id and k.round_id = r.id and k.question_id = q ->> 'id'
    where r.organization_id = ${organizationId} and r.closed_on <= ${asOf}::date
    order by r.closed_on, r.number, k.kind, k.key`.execute(db)
  return rows
}
