/** Who is a champion now and for which part of the company: as SQL, for every statement that asks. */
import { type RawBuilder, sql } from 'kysely'
import type { Area } from '../../contract/champions.ts'
import { type Language, languages } from '../../contract/library.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'

/** The two letters of a locale. */
export const languageOf = (locale: RawBuilder<unknown>): RawBuilder<string> =>
  sql<string>`lower(split_part(${locale}, '-', 1))`

/**
 * `champ`: whoever holds the role, is employed and at work. `place`: what they cover; without an area of their
 * own the location they work at, or their department where the people file has no locations.
 */
export const network = (organizationId: string): RawBuilder<unknown> => sql`
  champ as materialized (
    select r.person_id, r.department, r.location, r.manager_id, r.sort_name, ${languageOf(sql`r.locale`)} as language
    from role_grant g join roster r on r.organization_id = g.organization_id and r.person_id = g.person_id
    where g.organization_id = ${organizationId} and g.role = 'champion' and g.ended_at is null and r.employed and r.status = 'active'
  ), place as materialized (select person_id, language, kind, key from champion_place(${organizationId}))`

/** Whether somebody of `roster r` has a champion. Needs `network`. */
export const covered = sql<boolean>`(r.location in (select key from place where kind = 'location')
  or r.department in (select key from place where kind = 'department'))`

/** Who is counted: employed and at work. */
export const counts = (organizationId: string): RawBuilder<boolean> =>
  sql<boolean>`r.organization_id = ${organizationId} and r.employed and r.status = 'active'`

/** Somebody of `roster r` works in one of these areas. */
export function inAreas(areas: readonly Area[]): RawBuilder<boolean> {
  const keys = (kind: Area['kind']) => areas.filter((a) => a.kind === kind).map((a) => a.key)
  return sql<boolean>`(r.location = any(${keys('location')}::text[]) or r.department = any(${keys('department')}::text[]))`
}

/**
 * `cells`: people by site and department together, and whether they have a champion: a few thousand rows of a company of
 * any size, from which any area is summed. Needs `network`.
 */
export const cells = (organizationId: string): RawBuilder<unknown> => sql`
  cells as materialized (
    select r.location, r.department, count(*) as people, bool_or(${covered}) as covered from roster r
    where ${counts(organizationId)} group by r.location, r.department
  )`

/** Cell `k` lies in areas that stand as jsonb. */
export const cellIn = (areas: RawBuilder<unknown>): RawBuilder<boolean> => sql<boolean>`(
  k.location in (select a.key from jsonb_to_recordset(${areas}) a(kind text, key text) where a.kind = 'location')
  or k.department in (select a.key from jsonb_to_recordset(${areas}) a(kind text, key text) where a.kind = 'department'))`

export async function peopleIn(db: Db | Tx, c: Context, areas: readonly Area[]): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from roster r
    where ${counts(c.organizationId)} and ${inAreas(areas)}`.execute(db)
  return rows[0]!.n
}

/** What one champion covers now; empty for somebody who is none. */
export async function areasOf(db: Db | Tx, c: Context, personId: string): Promise<Area[]> {
  const { rows } = await sql<Area>`with ${network(c.organizationId)}, held as (
      select a.kind, a.key from champion_area a where a.organization_id = ${c.organizationId} and a.person_id = ${personId} and a.ended_at is null
    )
    select kind, key from held union select kind, key from place where person_id = ${personId} order by kind desc, key`.execute(
    db,
  )
  return rows
}

/** Refuses nothing: says which areas nobody works in, so that a slip of the pen is found. */
export async function unknownAreas(db: Db | Tx, c: Context, areas: readonly Area[]): Promise<string[]> {
  const { rows } = await sql<{
    key: string
  }>`select x.key from jsonb_to_recordset(${JSON.stringify(areas)}::jsonb) x(kind text, key text)
    where not exists (select from roster r where r.organization_id = ${c.organizationId} and r.employed
      and case x.kind when 'location' then r.location else r.department end = x.key)`.execute(db)
  return rows.map((row) => row.key)
}

export type Coverage = { people: number; covered: number; champions: number }

/** How many of the people that a condition on `roster r` selects have a champion, and how many champions those are. */
export async function coverageOf(
  db: Db | Tx,
  c: Pick<Context, 'organizationId'>,
  which: RawBuilder<boolean> = sql<boolean>`true`,
): Promise<Coverage> {
  const { rows } = await sql<Coverage>`with ${network(c.organizationId)}, mine as materialized (
      select r.location, r.department, ${covered} as covered from roster r where ${counts(c.organizationId)} and ${which}
    )
    select count(*) as people, count(*) filter (where covered) as covered,
      (select count(distinct p.person_id) from place p where case p.kind when 'location' then p.key in (select location from mine)
        else p.key in (select department from mine) end) as champions
    from mine`.execute(db)
  return rows[0]!
}

export const knownLanguage = (spoken: string): Language => languages.find((l) => l === spoken) ?? 'en'
