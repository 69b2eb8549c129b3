import { sql } from 'kysely'
import type { Language } from '../../contract/library.ts'
import type { Viewer } from '../../contract/permissions.ts'
import { visibleTo } from '../access/access.ts'
import type { Context } from '../platform/context.ts'
import type { Db } from '../platform/db.ts'

export type Reader = { name: string; givenName: string; locale: string; timeZone: string; manager: string | null }

/** A colleague as the reader of a letter; undefined where the viewer does not see them. */
export async function readerOf(db: Db, viewer: Viewer, personId: string): Promise<Reader | undefined> {
  const { rows } = await sql<Reader>`
    select r.full_name as name, r.given_name as "givenName", r.locale, r.time_zone as "timeZone", m.full_name as manager
    from roster r left join roster m on m.organization_id = r.organization_id and m.person_id = r.manager_id
    where r.person_id = ${personId} and ${visibleTo(viewer)}`.execute(db)
  return rows[0]
}

export async function organizationOf(db: Db, viewer: Viewer): Promise<{ name: string; slug: string; locale: string }> {
  return db
    .selectFrom('organization')
    .select(['name', 'slug', 'locale'])
    .where('id', '=', viewer.organizationId)
    .executeTakeFirstOrThrow()
}

/** Languages in which a company addresses its people as friends do. */
export async function informalLanguages(c: Pick<Context, 'db' | 'organizationId'>): Promise<ReadonlySet<Language>> {
  const { rows } = await sql<{ language: Language }>`select language from informal_language
    where organization_id = ${c.organizationId}`.execute(c.db)
  return new Set(rows.map((row) => row.language))
}
