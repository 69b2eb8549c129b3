/** Reads of programs, versions and the people they name. */
import { sql } from 'kysely'
import { type Brand, Design, type DesignGroup } from '../../contract/design.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { problem } from '../platform/problem.ts'

export type Named = { id: string; name: string; title: string }

export type ProgramRow = {
  id: string
  draft: unknown
  draft_revision: number
  draft_groups: Record<string, number>
  drafted_at: string
  drafted_by: string | null
  number: number | null
  design: unknown
  published_at: string | null
}

/** Programs with their newest version, oldest first; the one with `id`, or all. */
export async function programRows(db: Db | Tx, c: Context, id?: string): Promise<ProgramRow[]> {
  const { rows } = await sql<ProgramRow>`
    select p.id, p.draft, p.draft_revision, p.draft_groups, p.drafted_at, p.drafted_by, v.number, v.design, v.published_at
    from program p
    left join lateral (
      select v.number, v.design, v.published_at from program_version v
      where v.organization_id = p.organization_id and v.program_id = p.id order by v.number desc limit 1
    ) v on true
    where p.organization_id = ${c.organizationId} and (${id ?? null}::uuid is null or p.id = ${id ?? null})
    order by p.created_at, p.id`.execute(db)
  return rows
}

export async function programRow(db: Db | Tx, c: Context, id: string): Promise<ProgramRow> {
  const row = (await programRows(db, c, id))[0]
  if (!row) throw problem('not_found')
  return row
}

/** Refuses with `not_found` for a program that is not there. */
export async function demandProgram(c: Context, id: string): Promise<void> {
  const { rows } = await sql`select 1 from program where organization_id = ${c.organizationId} and id = ${id}`.execute(
    c.db,
  )
  if (rows.length === 0) throw problem('not_found')
}

/** The published design with a number; throws `not_found`. */
export async function designOf(db: Db | Tx, c: Context, programId: string, number: number): Promise<Design> {
  const { rows } = await sql<{ design: unknown }>`select design from program_version
    where organization_id = ${c.organizationId} and program_id = ${programId} and number = ${number}`.execute(db)
  if (!rows[0]) throw problem('not_found')
  return Design.parse(rows[0].design)
}

/** Names and titles by id; of people who have left only the name. */
export async function namesOf(db: Db | Tx, c: Context, ids: readonly (string | null | undefined)[]): Promise<Named[]> {
  const wanted = [...new Set(ids.filter((id): id is string => Boolean(id)))]
  if (wanted.length === 0) return []
  const { rows } = await sql<Named>`
    select p.id, p.full_name as name, coalesce(r.title, '') as title from person p
    left join roster r on r.organization_id = p.organization_id and r.person_id = p.id
    where p.organization_id = ${c.organizationId} and p.id = any(${wanted}::uuid[]) order by p.full_name`.execute(db)
  return rows
}

/** Of these people, those who are in the people file or have an account today. */
export async function presentOf(db: Db | Tx, c: Context, ids: readonly (string | null)[]): Promise<Set<string>> {
  const wanted = [...new Set(ids.filter((id): id is string => id !== null))]
  if (wanted.length === 0) return new Set()
  const { rows } = await sql<{ person_id: string }>`select person_id from roster
    where organization_id = ${c.organizationId} and person_id = any(${wanted}::uuid[])`.execute(db)
  return new Set(rows.map((r) => r.person_id))
}

/** The company’s language: what a text falls back to that its reader’s has not. */
export async function companyLocale(db: Db | Tx, c: Pick<Context, 'organizationId'>): Promise<string> {
  const { rows } = await sql<{
    locale: string
  }>`select locale from organization where id = ${c.organizationId}`.execute(db)
  return rows[0]!.locale
}

export const brandOf = (design: { brand: Brand }): Brand => design.brand
export const groupsOf = (row: { draft_groups: Record<string, number> }): Record<DesignGroup, number> => {
  const of = (group: DesignGroup) => row.draft_groups[group] ?? 0
  return {
    brand: of('brand'),
    reasons: of('reasons'),
    objectives: of('objectives'),
    elements: of('elements'),
    policies: of('policies'),
    training: of('training'),
    metrics: of('metrics'),
    people: of('people'),
  }
}
