/** Saved audiences: who a rule selects today, who is in and why. */
import { sql } from 'kysely'
import type { audiences, AudienceRule } from '../../contract/audiences.ts'
import { audienceRule } from '../../contract/audiences.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import { mayCall } from '../access/access.ts'
import type { Context } from '../platform/context.ts'
import type { Day } from '../platform/clock.ts'
import type { Db, Tx } from '../platform/db.ts'
import { record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { audienceCondition, countable, leafCondition, leavesOf, peopleNamedIn } from './rule.ts'
import { isHidden } from './tenure.ts'

type Row = { id: string; name: string; rule: unknown; created_at: string; updated_at: string }
type Audience = Answer<typeof audiences.get>

/** Today as audiences mean it: the organization's. */
export async function organizationDay(c: Context): Promise<Day> {
  const { rows } = await sql<{
    time_zone: string
  }>`select time_zone from organization where id = ${c.organizationId}`.execute(c.db)
  return c.clock.today(rows[0]?.time_zone ?? 'UTC')
}

export async function list(c: Context): Promise<Answer<typeof audiences.list>> {
  const today = await organizationDay(c)
  const { rows } = await sql<Row>`select id, name, rule, created_at, updated_at from audience
    where organization_id = ${c.organizationId} order by lower(name)`.execute(c.db)
  const rules = rows.map((row) => audienceRule.parse(row.rule))
  const [everyone, ...counts] = await countsOf(c.db, c.organizationId, [{ everyone: true }, ...rules], today)
  return { audiences: rows.map((row, i) => asAudience(row, rules[i]!, counts[i]!)), everyone: everyone!.people }
}

export async function get(c: Context, input: Input<typeof audiences.get>): Promise<Audience> {
  return toAudience(c, await rowOf(c.db, c.organizationId, input.audienceId), await organizationDay(c))
}

/** The rule of a saved audience; throws `not_found`. */
export async function ruleOf(db: Db | Tx, organizationId: string, audienceId: string): Promise<AudienceRule> {
  return audienceRule.parse((await rowOf(db, organizationId, audienceId)).rule)
}

/** How many people a rule selects, as far as that may be told: with `upTo` at most so many. */
export async function countOf(
  db: Db | Tx,
  organizationId: string,
  asked: AudienceRule,
  today: Day,
): Promise<{ people: number; upTo: boolean }> {
  return (await countsOf(db, organizationId, [asked], today))[0]!
}

/** A statement has no room for more columns than about 1,600, nor for the parameters of very many rules. */
const atOnce = 100

/** The same of many rules, in one pass over the company: a pass for each would keep every connection busy. */
async function countsOf(
  db: Db | Tx,
  organizationId: string,
  rules: readonly AudienceRule[],
  today: Day,
): Promise<{ people: number; upTo: boolean }[]> {
  const found: { people: number; upTo: boolean }[] = []
  for (let from = 0; from < rules.length; from += atOnce) {
    const asked = rules.slice(from, from + atOnce).map((rule) => countable(rule, 'alone'))
    const counts = asked.map(({ rule }) => sql`count(*) filter (where ${audienceCondition(rule, today)})`)
    const { rows } = await sql<{ people: number[] }>`select array[${sql.join(counts)}]::integer[] as people
      from roster r where r.organization_id = ${organizationId} and r.employed`.execute(db)
    asked.forEach(({ upTo }, i) => found.push({ people: rows[0]!.people[i]!, upTo }))
  }
  return found
}

export async function preview(
  c: Context,
  input: Input<typeof audiences.preview>,
): Promise<Answer<typeof audiences.preview>> {
  const { rule } = input
  await demandSavedUnlessWriter(c, rule)
  const today = await organizationDay(c)
  const asked = countable(rule, 'alone')
  const inside = audienceCondition(asked.rule, today)
  const leaves = leavesOf(rule)
  const hidden = leaves.some(isHidden)
  type Sample = { id: string; name: string; title: string; department: string; location: string; leaves: boolean[] }
  const sample = (condition: typeof inside) =>
    sql<Sample>`
    select r.person_id as id, r.full_name as name, r.title, r.department, r.location,
      array[${sql.join(leaves.map((leaf) => leafCondition(leaf, today)))}]::boolean[] as leaves
    from roster r where r.organization_id = ${c.organizationId} and ${condition}
    order by r.sort_name, r.person_id limit 8`.execute(c.db)
  const [counts, within, without, names] = await Promise.all([
    sql<{ people: number; managers: number; countries: number; total: number }>`
      select coalesce(sum(people), 0)::integer as people, coalesce(sum(managers), 0)::integer as managers,
        count(*) filter (where country <> '' and people > 0) as countries, coalesce(sum(everybody), 0)::integer as total
      from (
        select r.country, count(*) as everybody, count(*) filter (where ${inside}) as people,
          count(*) filter (where ${inside} and r.direct_reports > 0) as managers
        from roster r where r.organization_id = ${c.organizationId} and r.employed group by r.country
      ) by_country`.execute(c.db),
    hidden ? null : sample(inside),
    hidden ? null : sample(sql<boolean>`r.employed and not ${inside}`),
    namesOf(c, peopleNamedIn(rule)),
  ])
  const count = counts.rows[0]!
  // Somebody who left may still be named; somebody of nowhere may not.
  if (Object.keys(names).length < new Set(peopleNamedIn(rule)).size) throw problem('audience_person_unknown')
  return {
    people: count.people,
    upTo: asked.upTo,
    of: count.total,
    managers: hidden ? null : count.managers,
    countries: hidden ? null : count.countries,
    leaves,
    names,
    inside: within?.rows ?? [],
    outside: without?.rows ?? [],
  }
}

/** Who writes no rules looks at saved ones: what they did not write is none of their questions. */
async function demandSavedUnlessWriter(c: Context, rule: AudienceRule): Promise<void> {
  if (mayCall(c.viewer, 'audiences.write')) return
  const { rows } = await sql`select 1 from audience
    where organization_id = ${c.organizationId} and rule = ${JSON.stringify(rule)}::jsonb limit 1`.execute(c.db)
  if (rows.length === 0) throw problem('forbidden')
}

export async function create(c: Context, input: Input<typeof audiences.create>): Promise<Audience> {
  await refuseUnknownPeople(c, input.rule)
  const now = c.clock.now()
  const row = await named(input.name, () =>
    c.db.transaction().execute(async (tx) => {
      const { rows } =
        await sql<Row>`insert into audience (organization_id, name, rule, created_by, created_at, updated_at)
      values (${c.organizationId}, ${input.name}, ${JSON.stringify(input.rule)}::jsonb, ${c.viewer.personId}, ${now}, ${now})
      returning id, name, rule, created_at, updated_at`.execute(tx)
      await record(tx, c, { type: 'audience.created', subject: { kind: 'audience', id: rows[0]!.id } })
      return rows[0]!
    }),
  )
  return toAudience(c, row, await organizationDay(c))
}

export async function update(c: Context, input: Input<typeof audiences.update>): Promise<Audience> {
  if (input.rule) await refuseUnknownPeople(c, input.rule)
  const row = await named(input.name ?? '', () =>
    c.db.transaction().execute(async (tx) => {
      const { rows } = await sql<Row>`update audience set name = coalesce(${input.name ?? null}, name),
        rule = coalesce(${input.rule ? JSON.stringify(input.rule) : null}::jsonb, rule), updated_at = ${c.clock.now()}
      where organization_id = ${c.organizationId} and id = ${input.audienceId}
      returning id, name, rule, created_at, updated_at`.execute(tx)
      if (!rows[0]) throw problem('not_found')
      const changed = [...(input.name === undefined ? [] : ['name']), ...(input.rule === undefined ? [] : ['rule'])]
      await record(tx, c, {
        type: 'audience.updated',
        subject: { kind: 'audience', id: input.audienceId },
        data: { changed },
      })
      return rows[0]
    }),
  )
  return toAudience(c, row, await organizationDay(c))
}

export async function remove(c: Context, input: Input<typeof audiences.remove>): Promise<{ removed: true }> {
  try {
    await c.db.transaction().execute(async (tx) => {
      const { rows } =
        await sql`delete from audience where organization_id = ${c.organizationId} and id = ${input.audienceId} returning 1`.execute(
          tx,
        )
      if (rows.length === 0) throw problem('not_found')
      await record(tx, c, { type: 'audience.removed', subject: { kind: 'audience', id: input.audienceId } })
    })
  } catch (error) {
    if ((error as { code?: string }).code === '23503')
      throw problem('audience_in_use', { uses: usesIn((error as { table?: string }).table) }, error)
    throw error
  }
  return { removed: true }
}

function usesIn(table: string | undefined): string {
  return table === 'role_grant'
    ? 'an HR partner’s population'
    : table === 'wave'
      ? 'a wave'
      : 'another part of the program'
}

async function named<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if ((error as { code?: string; constraint?: string }).constraint === 'audience_by_name')
      throw problem('audience_name_taken', { name }, error)
    throw error
  }
}

async function rowOf(db: Db | Tx, organizationId: string, id: string): Promise<Row> {
  const { rows } = await sql<Row>`select id, name, rule, created_at, updated_at from audience
    where organization_id = ${organizationId} and id = ${id}`.execute(db)
  if (!rows[0]) throw problem('not_found')
  return rows[0]
}

async function toAudience(c: Context, row: Row, today: Day): Promise<Audience> {
  const rule = audienceRule.parse(row.rule)
  return asAudience(row, rule, await countOf(c.db, c.organizationId, rule, today))
}

function asAudience(row: Row, rule: AudienceRule, counted: { people: number; upTo: boolean }): Audience {
  return { id: row.id, name: row.name, rule, ...counted, createdAt: row.created_at, updatedAt: row.updated_at }
}

async function namesOf(c: Context, ids: string[]): Promise<Record<string, string>> {
  if (ids.length === 0) return {}
  const { rows } = await sql<{ id: string; full_name: string }>`select id, full_name from person
    where organization_id = ${c.organizationId} and id = any(${ids}::uuid[])`.execute(c.db)
  return Object.fromEntries(rows.map((row) => [row.id, row.full_name]))
}

async function refuseUnknownPeople(c: Context, rule: AudienceRule): Promise<void> {
  const ids = [...new Set(peopleNamedIn(rule))]
  if (ids.length === 0) return
  const { rows } = await sql<{ n: number }>`select count(*) as n from roster
    where organization_id = ${c.organizationId} and employed and person_id = any(${ids}::uuid[])`.execute(c.db)
  if (rows[0]!.n !== ids.length) throw problem('audience_person_unknown')
}
