/**
 * What a rule may tell of something that is not shown of single people: how long somebody is
 * here, and on which terms. Such a rule never sees the value itself, only a group of people who
 * stand in it together; see docs/decisions/what-rules-tell.md.
 */
import { type RawBuilder, sql } from 'kysely'
import { type AudienceRule, type TenureBand, tenureBands } from '../../contract/audiences.ts'
import { addDays, type Day } from '../platform/clock.ts'

/** No group that a rule can tell apart is smaller; the floor of scores, which may rise and never fall. */
export const groupFloor = 5

/** Months at which each band begins, counted back from today. */
const begins: Record<TenureBand, number> = {
  under_3_months: 0,
  '3_to_12_months': 3,
  '1_to_3_years': 12,
  '3_to_10_years': 36,
  '10_years_and_more': 120,
}

/** The first day of a calendar quarter that is nearest to `months` before a day. Quarters are all that rules know of hire dates. */
export function quarterBefore(today: Day, months: number): Day {
  const [year, month] = addDays(today, 45).split('-').map(Number) as [number, number]
  const quarter = year * 4 + Math.floor((month - 1) / 3) - months / 3
  return `${String(Math.floor(quarter / 4)).padStart(4, '0')}-${String((quarter % 4) * 3 + 1).padStart(2, '0')}-01`
}

/**
 * The edge itself, or the last day before it at which the company may be cut in two. Whole quarters
 * are gathered from the oldest on until they hold enough people; what is left over at the young
 * end stays with those before. Alike for everybody, so it is read once a statement.
 */
function edge(on: Day): RawBuilder<Day> {
  return sql<Day>`(
    with recursive quarter as materialized (
      select q.starts, sum(q.n) over (order by q.starts) - q.n as before, sum(q.n) over () as everybody
      from (
        select date_trunc('quarter', h.hired_on)::date as starts, count(*) as n from roster h
        where h.organization_id = current_organization() and h.employed and h.hired_on is not null group by 1
      ) q
    ), cut (starts, before) as (
      select '-infinity'::date, 0::numeric
      union all
      select next.starts, next.before from cut cross join lateral (
        select q.starts, q.before from quarter q
        where q.starts > cut.starts and q.before - cut.before >= ${groupFloor}::integer and q.everybody - q.before >= ${groupFloor}::integer
        order by q.starts limit 1
      ) next
    )
    -- A stretch in which nobody was hired may be cut anywhere.
    select coalesce((select max(cut.starts) from cut where cut.starts <= next.starts), ${on}::date)
    from (select min(starts) as starts from quarter where starts >= ${on}::date) next
  )`
}

/** Who stands in one of the bands today. Whoever has no hire date stands in none. */
export function tenureCondition(bands: readonly TenureBand[], today: Day): RawBuilder<boolean> {
  const parts = tenureBands
    .map((band, i) => ({ band, older: tenureBands[i + 1] }))
    .filter(({ band }) => bands.includes(band))
    .map(({ band, older }) => {
      const young = begins[band] === 0 ? sql`true` : sql`r.hired_on < ${edge(quarterBefore(today, begins[band]))}`
      const old = older ? sql`r.hired_on >= ${edge(quarterBefore(today, begins[older]))}` : sql`true`
      return sql`(${young} and ${old})`
    })
  return sql<boolean>`(r.hired_on is not null and (${sql.join(parts, sql` or `)}))`
}

/** Who is employed on one of these terms. Terms that few people have count as the most common ones. */
export function termsCondition(values: readonly string[]): RawBuilder<boolean> {
  const held = sql`from roster t where t.organization_id = current_organization() and t.employed group by t.employment_type`
  return sql<boolean>`((case when r.employment_type in (select t.employment_type ${held} having count(*) >= ${groupFloor}::integer)
      then r.employment_type else (select t.employment_type ${held} order by count(*) desc, t.employment_type limit 1) end) = any(${values as string[]}))`
}

/** Whether a condition speaks of what is not shown of single people. */
export function isHidden(leaf: AudienceRule): boolean {
  return 'tenure' in leaf || ('field' in leaf && leaf.field === 'employmentType')
}

/** The rule without what it says of such things: true of everybody of whom the rule itself can be true. */
export function widest(rule: AudienceRule, most = true): AudienceRule {
  if ('all' in rule) return { all: rule.all.map((part) => widest(part, most)) }
  if ('any' in rule) return { any: rule.any.map((part) => widest(part, most)) }
  if ('not' in rule) return { not: widest(rule.not, !most) }
  if (!isHidden(rule)) return rule
  return most ? { everyone: true } : { not: { everyone: true } }
}
