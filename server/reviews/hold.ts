/** What works on a review for a while, such as a calibration session, keeps it from being shared. */
import { type RawBuilder, sql } from 'kysely'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'

/** Where `review v` stands with it. `calibrated`: a session that it was in is closed. */
export const holding: RawBuilder<unknown> = sql`
  exists (select from review_hold h where h.organization_id = v.organization_id and h.review_id = v.id and h.ended_at is null) as held,
  exists (select from review_hold h where h.organization_id = v.organization_id and h.review_id = v.id and h.ended_at is not null
    and h.source_kind = 'calibration') as calibrated`
export type Holding = { held: boolean; calibrated: boolean }

/** Keeps reviews from being shared until the source lets go. */
export async function holdReviews(
  tx: Tx,
  c: Context,
  reviewIds: readonly string[],
  source: { kind: string; id: string },
): Promise<void> {
  await sql`insert into review_hold (organization_id, review_id, source_kind, source_id, held_by, held_at)
    select ${c.organizationId}, id, ${source.kind}, ${source.id}, ${c.viewer.personId}, ${c.clock.now()} from unnest(${reviewIds as string[]}::uuid[]) as id
    on conflict do nothing`.execute(tx)
}

export async function endHolds(tx: Tx, c: Context, sourceId: string): Promise<void> {
  await sql`update review_hold set ended_by = ${c.viewer.personId}, ended_at = ${c.clock.now()}
    where organization_id = ${c.organizationId} and source_id = ${sourceId} and ended_at is null`.execute(tx)
}
