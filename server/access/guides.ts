/** Guides of the places where work is done: each is shown once to everybody. */
import { sql } from 'kysely'
import type { access } from '../../contract/access.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import type { Context } from '../platform/context.ts'

export async function guides(c: Context): Promise<Answer<typeof access.guides>> {
  const { rows } = await sql<{ guide: string }>`select guide from guide_seen
    where organization_id = ${c.organizationId} and person_id = ${c.viewer.personId} order by guide`.execute(c.db)
  return { seen: rows.map((row) => row.guide) }
}

export async function seeGuide(
  c: Context,
  input: Input<typeof access.seeGuide>,
): Promise<Answer<typeof access.seeGuide>> {
  await sql`insert into guide_seen (organization_id, person_id, guide, seen_at)
    values (${c.organizationId}, ${c.viewer.personId}, ${input.guide}, ${c.clock.now()}) on conflict do nothing`.execute(
    c.db,
  )
  return guides(c)
}
