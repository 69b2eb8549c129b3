/** Parts of the company: which a viewer may look at, how they are found and what they are called. */
import { sql } from 'kysely'
import type { metrics, Segment, SegmentKind } from '../../contract/metrics.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import { foundBy } from '../people/people.ts'
import type { Context } from '../platform/context.ts'
import { isId } from '../platform/id.ts'
import { problem } from '../platform/problem.ts'
import { columnOf, kindsFor, mayLook, seesAll, withinReach } from '../publication/publication.ts'

export const idsIn = (keys: readonly string[]): string[] => keys.filter(isId)

export async function labelsOf(c: Context, kind: SegmentKind, keys: readonly string[]): Promise<Map<string, string>> {
  if (kind === 'wave') {
    const { rows } = await sql<{
      id: string
      name: string
    }>`select id, name from wave where organization_id = ${c.organizationId} and id = any(${idsIn(keys)}::uuid[])`.execute(
      c.db,
    )
    return new Map(rows.map((r) => [r.id, r.name]))
  }
  if (kind === 'line') {
    const { rows } = await sql<{
      id: string
      name: string
    }>`select id, full_name as name from person where organization_id = ${c.organizationId} and id = any(${idsIn(keys)}::uuid[])`.execute(
      c.db,
    )
    return new Map(rows.map((r) => [r.id, r.name]))
  }
  return new Map()
}

export function segmentOf(kind: SegmentKind, key: string, labels: ReadonlyMap<string, string>): Segment {
  const words = kind === 'organization' || kind === 'manager' || kind === 'tenure' || key === ''
  return { kind, key, label: words ? null : (labels.get(key) ?? key) }
}

export async function segmentNamed(c: Context, kind: SegmentKind, key: string): Promise<Segment> {
  const labels = await labelsOf(c, kind, [key])
  if ((kind === 'wave' || kind === 'line') && !labels.has(key)) throw problem('segment_unknown')
  return segmentOf(kind, key, labels)
}

/** The widest segment that a viewer may see. */
async function widest(c: Context): Promise<{ kind: SegmentKind; key: string }> {
  if (seesAll(c.viewer) || (c.viewer.roles.includes('hr') && (await mayLook(c, 'organization', ''))))
    return { kind: 'organization', key: '' }
  if (c.viewer.roles.includes('manager')) return { kind: 'line', key: c.viewer.personId }
  for (const kind of ['country', 'location', 'department'] as const) {
    const own = await keysWithinReach(c, kind, '', 1)
    if (own[0]) return { kind, key: own[0].key }
  }
  throw problem('segment_unknown')
}

export async function wanted(c: Context, kind: SegmentKind | undefined, key: string): Promise<Segment> {
  const place = kind === undefined ? await widest(c) : { kind, key: kind === 'organization' ? '' : key }
  if (!(await mayLook(c, place.kind, place.key))) throw problem('segment_unknown')
  return segmentNamed(c, place.kind, place.key)
}

type Found = { key: string; label: string | null; detail: string; people: number }

export async function segments(
  c: Context,
  input: Input<typeof metrics.segments>,
): Promise<Answer<typeof metrics.segments>> {
  const kinds = kindsFor(c.viewer)
  if (!kinds.includes(input.kind)) return { segments: [], kinds }
  const found =
    input.kind === 'line'
      ? await leadersOf(c, input.search, input.limit)
      : input.kind === 'wave'
        ? await wavesNamed(c, input.search, input.limit)
        : await keysWithinReach(c, input.kind, input.search, input.limit)
  return { segments: found.map((f) => ({ ...f, kind: input.kind })), kinds }
}

export async function leadersOf(c: Context, search: string, limit: number): Promise<Found[]> {
  const found = await foundBy(c.db, search)
  const { rows } = await sql<Found>`
    select r.person_id as key, r.full_name as label, r.title as detail, r.all_reports as people from roster r
    where ${withinReach(c.viewer)} and r.employed and r.direct_reports > 0
      and ${found}
      ${
        seesAll(c.viewer)
          ? sql``
          : sql`and (r.person_id = ${c.viewer.personId} or not exists (
        select from roster x where x.organization_id = r.organization_id and x.seq > r.seq and x.seq <= r.last_seq and x.employed and not ${reachOf(c)}))`
      }
    order by r.all_reports desc, r.sort_name limit ${limit}`.execute(c.db)
  return rows
}

/** The same reach for rows under the alias `x`. */
function reachOf(c: Context) {
  return sql`(x.person_id = ${c.viewer.personId} or (x.seq > ${c.viewer.seq ?? 0} and x.seq <= ${c.viewer.lastSeq ?? 0}) or exists (
    select from population_member pm where pm.organization_id = x.organization_id and pm.person_id = x.person_id and pm.population_id = any(${c.viewer.populations as string[]}::uuid[])))`
}

async function wavesNamed(c: Context, search: string, limit: number): Promise<Found[]> {
  const { rows } =
    await sql<Found>`select w.id as key, w.name as label, coalesce(w.goes_live_on::text, '') as detail, coalesce(w.launched_people, 0) as people from wave w
    where w.organization_id = ${c.organizationId} and w.launched_at is not null and strpos(lower(w.name), lower(${search})) > 0 order by w.goes_live_on, w.name limit ${limit}`.execute(
      c.db,
    )
  return rows
}

/** Departments, places and the like that hold nobody beyond the viewer's reach. */
export async function keysWithinReach(c: Context, kind: SegmentKind, search: string, limit: number): Promise<Found[]> {
  if (kind === 'manager') return ['yes', 'no'].map((key) => ({ key, label: null, detail: '', people: 0 }))
  if (kind === 'tenure')
    return ['under_1', '1_to_3', '3_to_5', '5_to_10', '10_and_more'].map((key) => ({
      key,
      label: null,
      detail: '',
      people: 0,
    }))
  const column = columnOf[kind]
  if (!column) return []
  const { rows } = await sql<Found>`
    select ${sql.ref(column)} as key, nullif(${sql.ref(column)}, '') as label, '' as detail, count(*)::int as people from roster r
    where r.organization_id = ${c.organizationId} and r.employed and strpos(lower(${sql.ref(column)}), lower(${search})) > 0
    group by 1 ${seesAll(c.viewer) ? sql`` : sql`having bool_and(${withinReach(c.viewer)})`}
    order by people desc, 1 limit ${limit}`.execute(c.db)
  return rows
}
