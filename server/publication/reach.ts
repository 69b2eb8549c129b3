/** Which segments a viewer may look at. What is shown in them is safe for whoever sees everything. */
import { type RawBuilder, sql } from 'kysely'
import type { SegmentKind } from '../../contract/metrics.ts'
import type { Viewer } from '../../contract/permissions.ts'
import { visibleTo } from '../access/access.ts'
import type { Context } from '../platform/context.ts'
import { isId } from '../platform/id.ts'

const everything = ['lead', 'sponsor', 'committee'] as const

export function seesAll(viewer: Viewer): boolean {
  return everything.some((role) => viewer.roles.includes(role))
}

/** Tables that there are for a viewer. */
export function kindsFor(viewer: Viewer): SegmentKind[] {
  if (seesAll(viewer)) return ['wave', 'department', 'country', 'location', 'level', 'manager', 'tenure', 'line']
  return [...(viewer.roles.includes('hr') ? (['department', 'country', 'location'] as const) : []), 'line']
}

/** Columns of `roster r` that a segment is about; null for those that are not one column. */
const columnOf: Partial<Record<SegmentKind, string>> = {
  department: 'r.department',
  location: 'r.location',
  country: 'r.country',
  level: 'r.level',
}

/** The people of `roster r` who are the viewer's to look after: their own line, and an HR partner's population. */
export const withinReach = (viewer: Viewer): RawBuilder<boolean> => visibleTo(viewer, 'care')

/**
 * Whether the viewer may look at a segment: those who see all, any; others one that holds
 * nobody beyond their reach today. A leader's line is the leader's own, and that of
 * everybody above.
 */
export async function mayLook(c: Context, kind: SegmentKind, key: string): Promise<boolean> {
  if (seesAll(c.viewer)) return true
  if (!kindsFor(c.viewer).includes(kind)) {
    if (kind !== 'organization') return false
    const { rows } =
      await sql`select 1 from roster r where r.organization_id = ${c.organizationId} and r.employed and not (${withinReach(c.viewer)}) limit 1`.execute(
        c.db,
      )
    return rows.length === 0
  }
  if (kind === 'line') {
    if (key === c.viewer.personId) return true
    if (!isId(key)) return false
    const { rows } = await sql<{ inside: boolean }>`
      select not exists (
        select from roster r where r.organization_id = l.organization_id and r.seq >= l.seq and r.seq <= l.last_seq and r.employed and not (${withinReach(c.viewer)})
      ) as inside from roster l where l.organization_id = ${c.organizationId} and l.person_id = ${key}::uuid and l.direct_reports > 0`.execute(
      c.db,
    )
    return rows[0]?.inside ?? false
  }
  const column = columnOf[kind]
  if (!column) return false
  const { rows } = await sql<{ n: number; beyond: number }>`
    select count(*) as n, count(*) filter (where not (${withinReach(c.viewer)})) as beyond
    from roster r where r.organization_id = ${c.organizationId} and r.employed and ${sql.ref(column)} = ${key}`.execute(
    c.db,
  )
  return rows[0]!.n > 0 && rows[0]!.beyond === 0
}

/** Those of the keys whose segments the viewer may look at, asked once for all; the same rule as `mayLook`. */
export async function lookable(c: Context, kind: SegmentKind, keys: readonly string[]): Promise<Set<string>> {
  if (seesAll(c.viewer)) return new Set(keys)
  if (!kindsFor(c.viewer).includes(kind)) {
    return new Set(kind === 'organization' && (await mayLook(c, kind, '')) ? keys : [])
  }
  const column = columnOf[kind]
  if (kind !== 'line' && !column) return new Set()
  const { rows } = await (
    kind === 'line'
      ? sql<{ key: string }>`select l.person_id as key from roster l
          where l.organization_id = ${c.organizationId} and l.person_id = any(${keys.filter(isId)}::uuid[])
            and (l.person_id = ${c.viewer.personId} or (l.direct_reports > 0 and not exists (
              select from roster r where r.organization_id = l.organization_id and r.seq >= l.seq and r.seq <= l.last_seq and r.employed and not (${withinReach(c.viewer)}))))`
      : sql<{ key: string }>`select ${sql.ref(column!)} as key from roster r
          where r.organization_id = ${c.organizationId} and r.employed and ${sql.ref(column!)} = any(${keys as string[]}::text[])
          group by 1 having bool_and(${withinReach(c.viewer)})`
  ).execute(c.db)
  return new Set(rows.map((r) => r.key))
}

export { columnOf }
