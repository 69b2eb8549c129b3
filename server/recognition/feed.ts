/**
 * The feed, page by page. Each scope is a walk along an index from the newest on, which stops when a page is
 * full; the page after begins where it stopped. So a later page of half a million costs what the first one costs.
 */
import { type RawBuilder, sql } from 'kysely'
import type { recognition } from '../../contract/recognition.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import { demandOpen, practiceOf } from '../goals/goals.ts'
import type { Context } from '../platform/context.ts'
import type { Db } from '../platform/db.ts'
import { patternsOf, piecesOf, standsFor } from './queries.ts'
import { toPieces } from './read.ts'

/** So many that a walk along the feed soon comes upon a page of them. */
const many = 1000

export async function feed(
  c: Context,
  input: Input<typeof recognition.feed>,
): Promise<Answer<typeof recognition.feed>> {
  demandOpen(await practiceOf(c, 'recognition'), 'recognition')
  const found = await foundIn(c, input)
  const rows = await piecesOf(
    c.db,
    c,
    found.slice(0, input.limit).map((f) => f.id),
  )
  const last = found.length > input.limit ? found[input.limit - 1]! : null
  return { items: await toPieces(c.db, c, rows), next: last ? placeOf(last) : null }
}

type Found = { id: string; given_at: string }
/** Where a page ended, for the one after it. */
export const placeOf = (f: Found): string => `${f.given_at}_${f.id}`
export type Wanted = Pick<
  Input<typeof recognition.feed>,
  'scope' | 'department' | 'personId' | 'valueId' | 'search' | 'after' | 'limit'
>

/** Ids of a page and one more. */
export async function foundIn(c: Context, input: Wanted): Promise<Found[]> {
  const me = c.viewer.personId
  const parts: RawBuilder<boolean>[] = []
  if (input.valueId) parts.push(sql<boolean>`k.value_id = ${input.valueId}`)
  if (input.search) parts.push(await matching(c.db, input.search))
  // What is hidden stands in no feed; its author finds it among what they gave.
  if (input.scope !== 'given') parts.push(sql<boolean>`k.hidden_at is null`)
  const after = input.after ? input.after.split('_') : null
  const before = (at: RawBuilder<unknown>, id: RawBuilder<unknown>) =>
    after ? sql<boolean>`(${at}, ${id}) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql<boolean>`true`
  const most = input.limit + 1
  const all = (more: RawBuilder<boolean>[]) => sql.join([...parts, ...more], sql` and `)

  /** What these people received: for each the newest, then the newest of all. */
  const receivedBy = (people: RawBuilder<unknown>) => sql<Found>`
    select distinct f.id, f.given_at from (${people}) t
    cross join lateral (
      select k.id, k.given_at from recognition_person p
      join recognition k on k.organization_id = p.organization_id and k.id = p.recognition_id
      where p.organization_id = ${c.organizationId} and p.person_id = t.person_id and ${before(sql`p.given_at`, sql`p.recognition_id`)}
        and ${all([standsFor(c.viewer)])}
      order by p.given_at desc, p.recognition_id desc limit ${most}
    ) f
    order by f.given_at desc, f.id desc limit ${most}`

  if (input.personId) return rowsOf(c.db, receivedBy(sql`select ${input.personId}::uuid as person_id`))
  if (input.scope === 'received') return rowsOf(c.db, receivedBy(sql`select ${me}::uuid as person_id`))
  if (input.scope === 'team') return rowsOf(c.db, receivedBy(teamOf(c.organizationId, me)))
  if (input.scope === 'given')
    return rowsOf(
      c.db,
      sql<Found>`select k.id, k.given_at from recognition k
        where k.organization_id = ${c.organizationId} and k.author_id = ${me} and k.taken_back_at is null and ${all([before(sql`k.given_at`, sql`k.id`)])}
        order by k.given_at desc, k.id desc limit ${most}`,
    )
  if (input.scope === 'department') {
    const department = input.department ?? (await departmentOf(c))
    return rowsOf(
      c.db,
      sql<Found>`select k.id, d.given_at from recognition_department d
        join recognition k on k.organization_id = d.organization_id and k.id = d.recognition_id
        where d.organization_id = ${c.organizationId} and d.department = ${department} and not k.quiet and k.taken_back_at is null
          and ${all([before(sql`d.given_at`, sql`d.recognition_id`)])}
        order by d.given_at desc, d.recognition_id desc limit ${most}`,
    )
  }
  return rowsOf(
    c.db,
    sql<Found>`select k.id, k.given_at from recognition k
      where k.organization_id = ${c.organizationId} and not k.quiet and k.taken_back_at is null and ${all([before(sql`k.given_at`, sql`k.id`)])}
      order by k.given_at desc, k.id desc limit ${most}`,
  )
}

const rowsOf = async (db: Db, statement: RawBuilder<Found>): Promise<Found[]> => (await statement.execute(db)).rows

/** Somebody, whom they report to, who reports to the same person, and who reports to them. */
export const teamOf = (organizationId: string, personId: string): RawBuilder<unknown> => sql`
    select ${personId}::uuid as person_id
    union select r.manager_id from roster r where r.organization_id = ${organizationId} and r.person_id = ${personId} and r.manager_id is not null
    union select t.person_id from roster r join roster t on t.organization_id = r.organization_id and t.manager_id = r.manager_id
      where r.organization_id = ${organizationId} and r.person_id = ${personId}
    union select t.person_id from roster t where t.organization_id = ${organizationId} and t.manager_id = ${personId}
    union select t.person_id from roster t where t.organization_id = ${organizationId} and t.second_manager_id = ${personId}`

export async function departmentOf(c: Context): Promise<string> {
  const { rows } = await sql<{ department: string }>`select department from roster
    where organization_id = ${c.organizationId} and person_id = ${c.viewer.personId}`.execute(c.db)
  return rows[0]?.department ?? ''
}

/** Rare words come by their index and are read by id; words that stand everywhere are soon met on the way. */
async function matching(db: Db, search: string): Promise<RawBuilder<boolean>> {
  const patterns = patternsOf(search)
  const [first, ...others] = patterns
  if (first === undefined) return sql<boolean>`true`
  const { rows } = await sql<{ ids: string[] }>`
    select array(select recognitions_found(${first}, ${others}::text[], ${many + 1})) as ids`.execute(db)
  const { ids } = rows[0]!
  if (ids.length <= many) return sql<boolean>`k.id = any(${ids}::uuid[])`
  return sql<boolean>`lower(k.words) like all (${patterns}::text[])`
}
