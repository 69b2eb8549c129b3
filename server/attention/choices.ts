/** How somebody wants a kind of letter, as the statements that plan letters ask it. The table of kinds is contract/notice-kinds.ts. */
import { type RawBuilder, sql } from 'kysely'
import { noticeKindOf, type Way } from '../../contract/notice-kinds.ts'
import type { Day, Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'

export type Fixed = 'on' | 'off'

/** On which days (ISO, Monday 1) and in which hours letters come to whoever has chosen none. */
export const usualHours = { days: [1, 2, 3, 4, 5], opens: '09:00', closes: '18:00' }

/** What the program lead has fixed, by kind. */
export async function rulesHere(db: Db | Tx, c: Context): Promise<Map<string, Fixed>> {
  const { rows } = await sql<{ kind: string; fixed: Fixed }>`select kind, fixed from notice_rule
    where organization_id = ${c.organizationId}`.execute(db)
  return new Map(rows.map((row) => [row.kind, row.fixed]))
}

export type Rule = { as: Fixed; by: { id: string; name: string }; at: Instant }

/** The same with who fixed it and when. */
export async function rulesByWhom(db: Db | Tx, c: Context): Promise<Map<string, Rule>> {
  const { rows } = await sql<{ kind: string; fixed: Fixed; by: string; name: string; set_at: Instant }>`
    select u.kind, u.fixed, p.id as by, p.full_name as name, u.set_at from notice_rule u
    join person p on p.organization_id = u.organization_id and p.id = u.set_by where u.organization_id = ${c.organizationId}`.execute(
    db,
  )
  return new Map(rows.map((row) => [row.kind, { as: row.fixed, by: { id: row.by, name: row.name }, at: row.set_at }]))
}

/** How a kind comes to whoever has chosen nothing. */
export const usualWay = (kind: string): Way => noticeKindOf(kind)?.daily ?? 'at_once'

/** Whether a person may switch a kind's mail off, as things stand. */
export function switchable(kind: string, fixed: Fixed | undefined): boolean {
  const known = noticeKindOf(kind)
  return known !== undefined && known.grade !== 'needed' && !(known.grade === 'program' && fixed === 'on')
}

/** Whether nobody gets a kind. What is needed comes whatever a row says. */
export const offForAll = (kind: string, fixed: Fixed | undefined): boolean =>
  fixed === 'off' && noticeKindOf(kind) !== undefined && noticeKindOf(kind)!.grade !== 'needed'

/**
 * The condition under which letters of a kind go to somebody, for statements that count who is written to.
 * `person` is SQL for their id.
 */
export function wantsLetters(c: Context, kind: string, person: RawBuilder<unknown>): RawBuilder<boolean> {
  const grade = noticeKindOf(kind)?.grade ?? 'needed'
  if (grade === 'needed') return sql<boolean>`true`
  const rule = (fixed: Fixed) =>
    sql`exists (select from notice_rule u where u.organization_id = ${c.organizationId} and u.kind = ${kind} and u.fixed = ${fixed})`
  const chosenOff = sql`exists (select from notice_choice h where h.organization_id = ${c.organizationId} and h.person_id = ${person}
    and h.kind = ${kind} and h.way = 'app')`
  return grade === 'program'
    ? sql<boolean>`(not ${rule('off')} and (${rule('on')} or not ${chosenOff}))`
    : sql<boolean>`(not ${rule('off')} and not ${chosenOff})`
}

/**
 * Letters about to be planned, `x` (person_id, address, due_at, excluded), as rows with the hour at which each leaves and
 * whether it waits for the letter of the day. Whoever has switched the kind off is not among them. A letter that would
 * come after `lastDay` in this way goes when it was due, on its own.
 */
export function hoursFor(
  c: Context,
  kind: string,
  people: RawBuilder<unknown>,
  lastDay: Day | null,
): RawBuilder<unknown> {
  const known = noticeKindOf(kind)
  const needed = known === undefined || known.grade === 'needed'
  if (needed) return sql`select x.person_id, x.address, x.due_at, x.excluded, false as daily from (${people}) x`
  const { daily, hours } = known
  const way = sql`coalesce(nullif(h.way, 'app'), ${usualWay(kind)})`
  const now = c.clock.now()
  // Hours are worked out once for all who share them, not once for each of 150,000.
  return sql`
    with asked as materialized (
      select x.person_id, x.address, x.due_at, x.excluded, greatest(x.due_at, ${now}::timestamptz) as since, ${daily !== null} and ${way} = 'daily' as daily,
        coalesce(nullif(r.time_zone, ''), nullif(q.time_zone, ''), g.time_zone) as zone, g.time_zone as own,
        coalesce(r.country, '') as country, coalesce(r.location, '') as location, coalesce(o.days, ${usualHours.days}::smallint[]) as days,
        coalesce(o.opens, ${usualHours.opens}::time) as opens, coalesce(o.closes, ${usualHours.closes}::time) as closes
      from (${people}) x
      join person q on q.organization_id = ${c.organizationId} and q.id = x.person_id
      join organization g on g.id = q.organization_id
      left join roster r on r.organization_id = q.organization_id and r.person_id = q.id
      left join letter_hours o on o.organization_id = q.organization_id and o.person_id = q.id
      left join notice_choice h on h.organization_id = q.organization_id and h.person_id = q.id and h.kind = ${kind}
      where ${wantsLetters(c, kind, sql`x.person_id`)}
    ),
    zones as materialized (select z.zone, known_zone(z.zone, z.own) as known from (select distinct zone, own from asked) z),
    -- Most places share the days on which nobody works, or have none: hours are worked out once for each set of them.
    places as materialized (
      select p.country, p.location, p.off, dense_rank() over (order by p.off) as off_id
      from (select d.country, d.location, days_off(${c.organizationId}, d.country, d.location) as off from (select distinct country, location from asked) d) p),
    -- All that share everything have a number: joined by seven columns, 150,000 were taken for one row, and what follows was planned for one.
    placed as materialized (
      select a.*, p.off, dense_rank() over (order by a.since, a.zone, a.days, a.opens, a.closes, a.daily, p.off_id) as slot
      from asked a join places p on p.country = a.country and p.location = a.location),
    moments as materialized (
      select a.slot, k.moment, (k.moment at time zone z.known)::date <= ${lastDay ?? 'infinity'}::date as in_time
      from (select distinct on (slot) slot, since, zone, days, opens, closes, daily, off from placed) a
      join zones z on z.zone = a.zone
      cross join lateral (select case
          when a.daily then next_opening(a.since, z.known, a.days, daily_hour(a.opens, a.closes), a.off)
          when ${hours === 'working'} then working_moment(a.since, z.known, a.days, a.opens, a.closes, a.off)
          else a.since end as moment) k
    )
    select a.person_id, a.address, a.excluded, a.daily and m.in_time as daily,
      case when m.in_time then m.moment else a.due_at end as due_at
    from placed a join moments m on m.slot = a.slot`
}
