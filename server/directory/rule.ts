/** From an audience's rule to a condition over `roster r`, and to the leaves that say why. */
import { type RawBuilder, sql } from 'kysely'
import type { AudienceField, AudienceRule } from '../../contract/audiences.ts'
import type { Day } from '../platform/clock.ts'
import { isHidden, tenureCondition, termsCondition, widest } from './tenure.ts'

const columns: Record<AudienceField, string> = {
  department: 'r.department',
  division: 'r.division',
  location: 'r.location',
  country: 'r.country',
  level: 'r.level',
  title: 'r.title',
  employmentType: 'r.employment_type',
}

/**
 * The people that a rule selects, as a condition over `roster r` of one organization.
 * Only people of the people file are ever selected. `today` decides tenure.
 */
export function audienceCondition(rule: AudienceRule, today: Day): RawBuilder<boolean> {
  return sql<boolean>`(r.employed and ${condition(rule, today)})`
}

function condition(rule: AudienceRule, today: Day): RawBuilder<boolean> {
  if ('all' in rule)
    return sql<boolean>`(${sql.join(
      rule.all.map((part) => condition(part, today)),
      sql` and `,
    )})`
  if ('any' in rule)
    return sql<boolean>`(${sql.join(
      rule.any.map((part) => condition(part, today)),
      sql` or `,
    )})`
  if ('not' in rule) return sql<boolean>`(not ${condition(rule.not, today)})`
  return leafCondition(rule, today)
}

/** A leaf never answers null, so that `not` means what it says. */
export function leafCondition(leaf: AudienceRule, today: Day): RawBuilder<boolean> {
  if ('everyone' in leaf) return sql<boolean>`true`
  if ('managers' in leaf) return sql<boolean>`(r.direct_reports > 0)`
  if ('field' in leaf && leaf.field === 'employmentType') return termsCondition(leaf.in)
  if ('field' in leaf) return sql<boolean>`(${sql.ref(columns[leaf.field])} = any(${leaf.in}))`
  if ('people' in leaf) return sql<boolean>`(r.person_id = any(${leaf.people}::uuid[]))`
  if ('tenure' in leaf) return tenureCondition(leaf.tenure, today)
  if ('under' in leaf) {
    const bound = (column: string) =>
      sql`(select ${sql.ref(`l.${column}`)} from roster l where l.organization_id = r.organization_id and l.person_id = ${leaf.under})`
    return sql<boolean>`coalesce(r.seq ${leaf.withLeader ? sql`>=` : sql`>`} ${bound('seq')} and r.seq <= ${bound('last_seq')}, false)`
  }
  throw new Error('a rule that is not a leaf')
}

/**
 * What a question about a rule may count, as opposed to who is in a wave or gets a message.
 * `alone`: nothing else is asked at the same time, so whole bands may be counted.
 */
export function countable(rule: AudienceRule, how: 'alone' | 'joined'): { rule: AudienceRule; upTo: boolean } {
  const leaves = leavesOf(rule)
  const subjects = new Set(leaves.map((leaf) => ('tenure' in leaf ? 'tenure' : isHidden(leaf) ? 'terms' : 'open')))
  if (subjects.size === 1 && (subjects.has('open') || how === 'alone')) return { rule, upTo: false }
  return leaves.some(isHidden) ? { rule: widest(rule), upTo: true } : { rule, upTo: false }
}

/** The leaves of a rule in reading order. */
export function leavesOf(rule: AudienceRule): AudienceRule[] {
  if ('all' in rule) return rule.all.flatMap(leavesOf)
  if ('any' in rule) return rule.any.flatMap(leavesOf)
  if ('not' in rule) return leavesOf(rule.not)
  return [rule]
}

/** Everybody that a rule names. */
export function peopleNamedIn(rule: AudienceRule): string[] {
  return leavesOf(rule).flatMap((leaf) => ('under' in leaf ? [leaf.under] : 'people' in leaf ? leaf.people : []))
}

/** What a rule answers, given what its leaves answer in reading order: the meaning that the SQL must agree with. */
export function evaluate(rule: AudienceRule, leaves: readonly boolean[]): boolean {
  let next = 0
  const walk = (part: AudienceRule): boolean => {
    // Every branch is walked: each leaf takes its own answer.
    if ('all' in part) return part.all.map(walk).every(Boolean)
    if ('any' in part) return part.any.map(walk).some(Boolean)
    if ('not' in part) return !walk(part.not)
    return leaves[next++]!
  }
  return walk(rule)
}
