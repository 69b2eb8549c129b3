/** Packages, their files, and who is how far in them. */
import { sql } from 'kysely'
import type { Language } from '../../contract/library.ts'
import type { packageKinds } from '../../contract/packages.ts'
import type { Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import type { CourseStructure } from './cmi5-structure.ts'
import type { PackagePart } from './manifest.ts'
import type { Activity } from './sequence.ts'

export type PackageRow = {
  id: string
  course_id: string
  version: number
  kind: (typeof packageKinds)[number]
  title: string
  about: string
  minutes: number
  language: Language
  parts: PackagePart[]
  structure: CourseStructure | null
  sequence: Activity | null
  files: number
  bytes: number
  brought_by: string
  brought_by_name: string
  brought_at: Instant
}

/** Whoever has left, or whose account is closed, opens nothing more. Of an attempt named `a`. */
export const stillHere = sql<boolean>`(exists (select from roster r where r.organization_id = a.organization_id and r.person_id = a.person_id and r.employed)
  and not exists (select from account c where c.organization_id = a.organization_id and c.person_id = a.person_id and c.closed_at is not null))`

/** The newest version of each course, or of one, by title. */
export async function newest(
  db: Db | Tx,
  c: Pick<Context, 'organizationId'>,
  courseId?: string,
): Promise<PackageRow[]> {
  const { rows } = await sql<PackageRow>`
    select k.*, p.full_name as brought_by_name from (
      select distinct on (course_id) * from content_package
      where organization_id = ${c.organizationId} and taken_away_at is null and (${courseId ?? null}::text is null or course_id = ${courseId ?? null})
      order by course_id, version desc
    ) k
    join person p on p.organization_id = k.organization_id and p.id = k.brought_by
    order by lower(k.title), k.course_id`.execute(db)
  return rows
}
