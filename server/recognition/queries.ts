/** Statements about recognition. Who reads a piece, `readableBy` decides; every read of pieces carries it. */
import { type RawBuilder, sql } from 'kysely'
import type { ReactionKind } from '../../contract/recognition.ts'
import type { CompanyValue } from '../../contract/design.ts'
import type { Viewer } from '../../contract/permissions.ts'
import { visibleTo } from '../access/access.ts'
import { goalVisibleTo } from '../goals/goals.ts'
import type { Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'

export type Named = { id: string; name: string }

/** Whether one of those recognised by piece `k` is the viewer or reports to them. */
const closeTo = (viewer: Viewer) => sql<boolean>`(exists (
    select from recognition_person x where x.organization_id = k.organization_id and x.recognition_id = k.id and x.person_id = ${viewer.personId})
  or exists (
    select from recognition_person x join roster r on r.organization_id = x.organization_id and r.person_id = x.person_id
    where x.organization_id = k.organization_id and x.recognition_id = k.id and (r.manager_id = ${viewer.personId} or r.second_manager_id = ${viewer.personId})))`

/** Whether the viewer looks after what somebody wrote: the program lead, and HR partners of the author. */
export function looksAfter(viewer: Viewer, authorId: RawBuilder<unknown>): RawBuilder<boolean> {
  if (viewer.roles.includes('lead')) return sql<boolean>`true`
  return sql<boolean>`(${viewer.roles.includes('hr')} and exists (
    select from population_member pm where pm.organization_id = ${viewer.organizationId} and pm.person_id = ${authorId}
      and pm.population_id = any(${viewer.populations as string[]}::uuid[])))`
}

/**
 * Whether the viewer reads piece `k`: their own; what is there for everybody; quiet thanks to them
 * or to somebody who reports to them; what was reported to whoever looks after its author, or the author of the
 * comment. Hidden ones are for the author and whoever looks after it.
 */
export function readableBy(viewer: Viewer): RawBuilder<boolean> {
  return sql<boolean>`(${standsFor(viewer)} or (k.taken_back_at is null and ${lookedAfterBy(viewer)}))`
}

/** What stands in a feed of the viewer: the same, without what they only read to decide about it. */
export function standsFor(viewer: Viewer): RawBuilder<boolean> {
  return sql<boolean>`(k.taken_back_at is null and (k.author_id = ${viewer.personId}
    or (k.hidden_at is null and (not k.quiet or ${closeTo(viewer)}))))`
}

/** A piece that was reported or hidden, in the eyes of whoever decides about it. */
function lookedAfterBy(viewer: Viewer): RawBuilder<boolean> {
  if (!viewer.roles.includes('lead') && !viewer.roles.includes('hr')) return sql<boolean>`false`
  return sql<boolean>`((k.hidden_at is not null and ${looksAfter(viewer, sql`k.author_id`)}) or exists (
    select from recognition_report o
    left join recognition_comment m on m.organization_id = o.organization_id and m.id = o.comment_id
    where o.organization_id = k.organization_id and o.recognition_id = k.id and o.settled_at is null
      and ${looksAfter(viewer, sql`coalesce(m.author_id, k.author_id)`)}))`
}

export type PieceRow = {
  id: string
  author_id: string
  author_name: string
  people: Named[]
  words: string
  mentions: Named[]
  value_id: string | null
  program_id: string | null
  version: number | null
  goal_id: string | null
  goal_title: string | null
  quiet: boolean
  given_at: Instant
  edited_at: Instant | null
  reactions: { kind: ReactionKind; count: number; mine: boolean; people: Named[] }[]
  comments: number
  hidden_at: Instant | null
  hidden_because: string | null
  hidden_by: Named | null
  decides: boolean
  reported: boolean
}

/** Pieces by id, as far as the viewer reads them, newest first. Whoever has left keeps their name. */
export async function piecesOf(db: Db | Tx, c: Context, ids: readonly string[]): Promise<PieceRow[]> {
  if (ids.length === 0) return []
  const me = c.viewer.personId
  const { rows } = await sql<PieceRow>`
    select k.id, k.author_id, a.full_name as author_name, k.words, k.value_id, k.program_id, k.version, k.quiet, k.given_at, k.edited_at,
      w.people, g.goal_id, g.goal_title, k.hidden_at, k.hidden_because,
      case when h.id is not null then jsonb_build_object('id', h.id, 'name', h.full_name) end as hidden_by,
      coalesce((select jsonb_agg(jsonb_build_object('id', n.id, 'name', n.full_name) order by n.full_name) from person n
        where n.organization_id = k.organization_id and n.id = any(k.mentions)), '[]') as mentions,
      coalesce((select jsonb_agg(jsonb_build_object('kind', x.kind, 'count', x.n, 'mine', x.mine, 'people', x.people) order by x.kind) from (
        select e.kind, count(*) as n, bool_or(e.person_id = ${me}) as mine,
          coalesce(jsonb_agg(jsonb_build_object('id', n.id, 'name', n.full_name) order by e.at, n.id) filter (where e.place <= 5), '[]') as people
        from (select z.*, row_number() over (partition by z.kind order by z.at, z.person_id) as place from recognition_reaction z
          where z.organization_id = k.organization_id and z.recognition_id = k.id) e
        join person n on n.organization_id = e.organization_id and n.id = e.person_id group by e.kind) x), '[]') as reactions,
      (select count(*)::integer from recognition_comment m where m.organization_id = k.organization_id and m.recognition_id = k.id
        and m.taken_back_at is null and m.hidden_at is null) as comments,
      ${looksAfter(c.viewer, sql`k.author_id`)} as decides,
      exists (select from recognition_report o where o.organization_id = k.organization_id and o.recognition_id = k.id
        and o.reporter_id = ${me} and o.comment_id is null and o.settled_at is null) as reported
    from recognition k
    join person a on a.organization_id = k.organization_id and a.id = k.author_id
    left join person h on h.organization_id = k.organization_id and h.id = k.hidden_by
    cross join lateral (
      select jsonb_agg(jsonb_build_object('id', n.id, 'name', n.full_name) order by n.full_name, n.id) as people
      from recognition_person p join person n on n.organization_id = p.organization_id and n.id = p.person_id
      where p.organization_id = k.organization_id and p.recognition_id = k.id
    ) w
    left join lateral (
      select g.id as goal_id, g.title as goal_title from goal g left join roster r on r.organization_id = g.organization_id and r.person_id = g.owner_id
      where g.organization_id = k.organization_id and g.id = k.goal_id and g.removed_at is null and ${goalVisibleTo(c.viewer)}
    ) g on true
    where k.organization_id = ${c.organizationId} and k.id = any(${ids as string[]}::uuid[]) and ${readableBy(c.viewer)}
    order by k.given_at desc, k.id desc`.execute(db)
  return rows
}

export type CommentRow = {
  id: string
  author_id: string
  author_name: string
  words: string
  said_at: Instant
  hidden_at: Instant | null
  hidden_because: string | null
  hidden_by: Named | null
  decides: boolean
  reported: boolean
}

/** The newest hundred, oldest first. Hidden ones for their author and whoever looks after them. */
export async function commentsOf(db: Db | Tx, c: Context, recognitionId: string): Promise<CommentRow[]> {
  const { rows } = await sql<CommentRow>`
    select * from (
      select m.id, m.author_id, a.full_name as author_name, m.words, m.said_at, m.hidden_at, m.hidden_because,
        case when h.id is not null then jsonb_build_object('id', h.id, 'name', h.full_name) end as hidden_by,
        ${looksAfter(c.viewer, sql`m.author_id`)} as decides,
        exists (select from recognition_report o where o.organization_id = m.organization_id and o.comment_id = m.id
          and o.reporter_id = ${c.viewer.personId} and o.settled_at is null) as reported
      from recognition_comment m
      join person a on a.organization_id = m.organization_id and a.id = m.author_id
      left join person h on h.organization_id = m.organization_id and h.id = m.hidden_by
      where m.organization_id = ${c.organizationId} and m.recognition_id = ${recognitionId} and m.taken_back_at is null
        and (m.hidden_at is null or m.author_id = ${c.viewer.personId} or ${looksAfter(c.viewer, sql`m.author_id`)})
      order by m.said_at desc, m.id desc limit 100) m
    order by m.said_at, m.id`.execute(db)
  return rows
}

export type Person = Named & { manager_id: string | null; department: string }

/** Present colleagues. */
export async function peopleOf(db: Db | Tx, c: Context, ids: readonly string[]): Promise<Person[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<Person>`
    select r.person_id as id, r.full_name as name, r.manager_id, r.department
    from roster r where ${visibleTo(c.viewer)} and r.employed and r.person_id = any(${ids as string[]}::uuid[]) order by r.sort_name, r.person_id`.execute(
    db,
  )
  return rows
}

/** The values of program versions, as they were worded there. */
export async function valuesOf(
  db: Db | Tx,
  c: Context,
  versions: readonly { programId: string; version: number }[],
): Promise<Map<string, CompanyValue[]>> {
  if (versions.length === 0) return new Map()
  const { rows } = await sql<{ program_id: string; number: number; values: CompanyValue[] | null }>`
    select v.program_id, v.number, v.elements -> 'recognition' -> 'values' as values from program_version v
    where v.organization_id = ${c.organizationId} and (v.program_id, v.number) in (
      select * from unnest(${versions.map((v) => v.programId)}::uuid[], ${versions.map((v) => v.version)}::integer[]))`.execute(
    db,
  )
  return new Map(rows.map((r) => [`${r.program_id} ${r.number}`, r.values ?? []]))
}

/** Whether the viewer sees a goal. */
export async function seesGoal(db: Db | Tx, c: Context, goalId: string): Promise<boolean> {
  const { rows } =
    await sql`select 1 from goal g left join roster r on r.organization_id = g.organization_id and r.person_id = g.owner_id
    where g.organization_id = ${c.organizationId} and g.id = ${goalId} and g.removed_at is null and g.published_at is not null and ${goalVisibleTo(c.viewer)}`.execute(
      db,
    )
  return rows.length > 0
}

/** Keeps others from changing this piece until the transaction ends. */
export async function lockPiece(tx: Tx, c: Context, id: string): Promise<void> {
  await sql`select 1 from recognition where organization_id = ${c.organizationId} and id = ${id} for update`.execute(tx)
}

/** Lower-case patterns of a search, the longest first; wildcard characters stand for themselves. */
export const patternsOf = (search: string | undefined): string[] =>
  (search ?? '')
    .toLowerCase()
    .split(/\s+/)
    .filter(Boolean)
    .slice(0, 8)
    .map((word) => `%${word.replace(/[\\%_]/g, '\\$&')}%`)
    .toSorted((a, b) => b.length - a.length)
