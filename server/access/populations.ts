/**
 * Who an HR partner looks after. The rule is an audience's, which stands further
 * down; so the directory hands its condition up, and this keeps the members.
 */
import { type RawBuilder, sql } from 'kysely'
import type { Context } from '../platform/context.ts'
import type { Db } from '../platform/db.ts'

/** Audiences that HR partners look after now. */
export async function populationsInUse(db: Db, organizationId: string): Promise<string[]> {
  const { rows } = await sql<{ population_id: string }>`select distinct population_id from role_grant
    where organization_id = ${organizationId} and ended_at is null and population_id is not null`.execute(db)
  return rows.map((row) => row.population_id)
}

/**
 * Makes every population hold exactly the people that its audience selects today.
 * `conditionOf` answers a condition over `roster r`, or null when the audience is
 * gone; then nobody is in it. Run it when a role is granted, an audience changes,
 * people come, move or leave, and every night. Writes only differences.
 */
export async function refreshPopulations(
  c: Context,
  conditionOf: (populationId: string) => Promise<RawBuilder<boolean> | null>,
): Promise<void> {
  const used = await populationsInUse(c.db, c.organizationId)
  await sql`delete from population_member where organization_id = ${c.organizationId} and population_id <> all(${used}::uuid[])`.execute(
    c.db,
  )
  for (const id of used) {
    const condition = (await conditionOf(id)) ?? sql<boolean>`false`
    await c.db.transaction().execute(async (tx) => {
      // Two refreshes at once would try to write the same rows.
      await sql`select pg_advisory_xact_lock(hashtextextended(${`population ${c.organizationId} ${id}`}, 0))`.execute(
        tx,
      )
      await sql`
        delete from population_member m where m.organization_id = ${c.organizationId} and m.population_id = ${id}
          and not exists (select 1 from roster r where r.organization_id = m.organization_id and r.person_id = m.person_id and ${condition})`.execute(
        tx,
      )
      await sql`
        insert into population_member (organization_id, population_id, person_id)
        select r.organization_id, ${id}, r.person_id from roster r where r.organization_id = ${c.organizationId} and ${condition}
        on conflict do nothing`.execute(tx)
    })
  }
}
