/**
 * Groups of people for counts that are made when somebody looks. A published number has its
 * releases; a live count has this: whom it is about stays the same until as many have come or gone
 * as a group needs. See docs/decisions/floors.md.
 */
import { type RawBuilder, sql } from 'kysely'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'

/** What tells one set of people from another, over rows of `person_id`. */
export const markOf = (person: RawBuilder<unknown>): RawBuilder<string> =>
  sql<string>`coalesce(sum(hashtextextended(${person}::text, 0)), 0)`

/** The marks of groups whose people are kept, by name: where today's is the same, today's people are those. */
export async function keptMarks(
  db: Db | Tx,
  c: Pick<Context, 'organizationId'>,
  names: readonly string[],
): Promise<Map<string, string>> {
  const { rows } = await sql<{ name: string; mark: string }>`select name, mark::text as mark from counted_group
    where organization_id = ${c.organizationId} and name = any(${names as string[]}::text[])`.execute(db)
  return new Map(rows.map((row) => [row.name, row.mark]))
}

/**
 * The people whom a count by this name is about, as rows of one `person_id`. `now`: a statement that
 * gives who belongs to the group today, each once. What nobody was shown yet, or was too small
 * to be shown, is followed at once.
 */
export async function steadyGroup(
  db: Db | Tx,
  c: Pick<Context, 'organizationId' | 'clock'>,
  name: string,
  now: RawBuilder<unknown>,
): Promise<RawBuilder<unknown>> {
  await sql`
    with today as materialized (${now}),
    kept as materialized (select people from counted_group where organization_id = ${c.organizationId} and name = ${name}),
    before as materialized (select unnest(people) as person_id from kept),
    differ as (select (select count(*) from today t where not exists (select from before b where b.person_id = t.person_id))
      + (select count(*) from before b where not exists (select from today t where t.person_id = b.person_id)) as n)
    insert into counted_group as g (organization_id, name, people, mark, kept_at)
    select ${c.organizationId}, ${name}, coalesce((select array_agg(person_id order by person_id) from today), '{}'), (select ${markOf(sql.ref('person_id'))} from today), ${c.clock.now()}
    from differ d left join kept k on true
    where k.people is null or (d.n > 0 and (d.n >= smallest_group(${c.organizationId}) or cardinality(k.people) < smallest_group(${c.organizationId})))
    on conflict (organization_id, name) do update set people = excluded.people, mark = excluded.mark, kept_at = excluded.kept_at
    -- Whoever was quicker has compared with the same people; theirs stays.
    where g.people = (select people from kept)`.execute(db)
  return sql`select unnest(people) as person_id from counted_group where organization_id = ${c.organizationId} and name = ${name}`
}
