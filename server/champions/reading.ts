/** Champions as others see them, and as they see themselves. */
import { type RawBuilder, sql } from 'kysely'
import {
  answerDays,
  type Area,
  type champions,
  type ChampionDetail,
  type ChampionRow,
} from '../../contract/champions.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import { createHash } from 'node:crypto'
import { type Day, dayIn, type Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { problem } from '../platform/problem.ts'
import { elementOf, today as todayOf } from '../program/program.ts'
import { openExitOf } from './exit-rows.ts'
import { areasOf, cellIn, cells, knownLanguage, languageOf, network, peopleIn } from './network.ts'
import { servedIn, stateOfTerm, termOf, termRows } from './term-rows.ts'

const manages = (c: Context): boolean => c.viewer.roles.includes('lead')

/** Changes whenever the areas do. */
export const seenOf = (areas: readonly Area[]): string =>
  createHash('sha256')
    .update(JSON.stringify(areas.map((a) => `${a.kind} ${a.key}`).toSorted((a, b) => (a < b ? -1 : 1))))
    .digest('hex')
    .slice(0, 32)

/** Whoever holds the role, then whoever was asked; one row each. */
export async function list(c: Context, input: Input<typeof champions.list>): Promise<Answer<typeof champions.list>> {
  const today = await todayOf(c.db, c)
  const listed = sql`listed as (
      select g.person_id, g.granted_at, t.id as term_id, t.ends_on, t.fits, null::jsonb as asked_areas, 0 as place
      from role_grant g left join champion_term t on t.organization_id = g.organization_id and t.person_id = g.person_id and t.begun_at is not null and t.ended_at is null
      where g.organization_id = ${c.organizationId} and g.role = 'champion' and g.ended_at is null
      union all
      select t.person_id, null, t.id, t.ends_on, t.fits, t.areas, case when t.accepted_at is null then 2 else 1 end
      from champion_term t join organization o on o.id = t.organization_id
      where t.organization_id = ${c.organizationId} and t.declined_at is null and t.withdrawn_at is null and t.ended_at is null and t.begun_at is null
        and (t.accepted_at is not null or (t.asked_at at time zone o.time_zone)::date >= ${today}::date - ${answerDays}::integer)
        and not exists (select from role_grant g where g.organization_id = t.organization_id and g.person_id = t.person_id and g.role = 'champion' and g.ended_at is null)
    )`
  const { rows } = await sql<{
    id: string
    name: string
    title: string
    department: string
    location: string
    granted_at: Instant | null
    term_id: string | null
    ends_on: Day | null
    fits: boolean | null
    place: 0 | 1 | 2
    on_leave: boolean
    asked_areas: Area[] | null
    areas: Area[] | null
    people: number
    total: number
    time_zone: string
  }>`with ${network(c.organizationId)}, ${cells(c.organizationId)}, ${listed}, shown as (
      select l.*, r.full_name, r.title, r.department, r.location, r.sort_name, r.status <> 'active' as on_leave, count(*) over ()::integer as total
      from listed l join roster r on r.organization_id = ${c.organizationId} and r.person_id = l.person_id
      order by l.place, r.sort_name, l.person_id limit ${input.limit} offset ${input.offset}
    ), covers as (
      select s.person_id, coalesce(s.asked_areas, (select jsonb_agg(jsonb_build_object('kind', p.kind, 'key', p.key) order by p.kind desc, p.key) from place p where p.person_id = s.person_id),
        (select jsonb_agg(jsonb_build_object('kind', a.kind, 'key', a.key) order by a.kind desc, a.key) from champion_area a
          where a.organization_id = ${c.organizationId} and a.person_id = s.person_id and a.ended_at is null), '[]') as areas
      from shown s
    )
    select s.person_id as id, s.full_name as name, s.title, s.department, s.location, s.granted_at, s.term_id, s.ends_on, s.fits, s.place, s.on_leave, v.areas, s.total, o.time_zone,
      coalesce((select sum(k.people) from cells k where ${cellIn(sql`v.areas`)}), 0)::integer as people
    from shown s join covers v on v.person_id = s.person_id join organization o on o.id = ${c.organizationId}
    order by s.place, s.sort_name, s.person_id`.execute(c.db)
  return {
    total: rows[0]?.total ?? 0,
    rows: rows.map((r): ChampionRow => ({
      person: { id: r.id, name: r.name, title: r.title, department: r.department, location: r.location },
      is: (['champion', 'ahead', 'invited'] as const)[r.place],
      since: r.granted_at ? dayIn(r.granted_at, r.time_zone) : null,
      endsOn: r.ends_on,
      areas: r.areas ?? [],
      people: r.people,
      // What a manager said stays between them and the lead.
      fits: manages(c) ? r.fits : null,
      onLeave: r.on_leave,
      termId: r.term_id,
    })),
  }
}

export async function get(c: Context, input: Input<typeof champions.get>): Promise<ChampionDetail> {
  return detailOf(c.db, c, input.personId)
}

export async function detailOf(db: Db | Tx, c: Context, personId: string): Promise<ChampionDetail> {
  const today = await todayOf(db, c)
  const { rows } = await sql<{
    id: string
    name: string
    title: string
    department: string
    location: string
    language: string
    granted_at: Instant | null
    time_zone: string
  }>`select p.id, p.full_name as name, coalesce(r.title, '') as title, coalesce(r.department, '') as department, coalesce(r.location, '') as location,
      ${languageOf(sql`coalesce(r.locale, o.locale)`)} as language, g.granted_at, o.time_zone
    from person p join organization o on o.id = p.organization_id
    left join roster r on r.organization_id = p.organization_id and r.person_id = p.id
    left join role_grant g on g.organization_id = p.organization_id and g.person_id = p.id and g.role = 'champion' and g.ended_at is null
    where p.organization_id = ${c.organizationId} and p.id = ${personId}`.execute(db)
  const found = rows[0]
  if (!found) throw problem('not_found')
  const terms = await termRows(db, c, sql`t.person_id = ${personId}`)
  const states = terms.map((one) => stateOfTerm(one, today).is)
  const exit = await openExitOf(db, c, personId)
  const open = terms.find((_, i) => states[i] === 'invited' || states[i] === 'ahead')
  const areas = found.granted_at ? await areasOf(db, c, personId) : (exit?.areas ?? open?.areas ?? [])
  const inside = { ...c, db }
  return {
    person: {
      id: found.id,
      name: found.name,
      title: found.title,
      department: found.department,
      location: found.location,
    },
    is: found.granted_at
      ? 'champion'
      : states.includes('ahead')
        ? 'ahead'
        : states.includes('invited')
          ? 'invited'
          : exit || terms.some((one) => one.ended_at && one.begun_at)
            ? 'former'
            : 'none',
    language: knownLanguage(found.language),
    since: found.granted_at ? dayIn(found.granted_at, found.time_zone) : null,
    areas,
    areasSeen: seenOf(areas),
    people: areas.length === 0 ? 0 : await peopleIn(db, c, areas),
    served: servedIn(terms, today),
    terms: terms.map((one) =>
      termOf(one, today, {
        words: manages(c),
        fits: manages(c),
        // Said to whoever asked, and to nobody else.
        declined: manages(c) && one.asked_by === c.viewer.personId,
      }),
    ),
    exit,
    may: {
      manage: manages(c),
      thank:
        personId !== c.viewer.personId &&
        (await elementOf(inside, personId, 'recognition')) !== null &&
        (await elementOf(inside, c.viewer.personId, 'recognition')) !== null,
    },
  }
}

export async function mine(c: Context): Promise<Answer<typeof champions.mine>> {
  const me = c.viewer.personId
  const today = await todayOf(c.db, c)
  const terms = await termRows(c.db, c, sql`t.person_id = ${me}`)
  // What their manager said is for the lead: that it fits, or does not, they talk about themselves.
  const shown = (is: string) => {
    const row = terms.find((one) => stateOfTerm(one, today).is === is)
    return row ? termOf(row, today, { words: true, fits: false }) : null
  }
  const { rows } = await sql<{ n: number }>`select count(*) as n from champion_part
    where organization_id = ${c.organizationId} and person_id = ${me}`.execute(c.db)
  const champion = c.viewer.roles.includes('champion')
  return {
    today,
    champion,
    invitation: shown('invited'),
    term: shown('serving'),
    next: shown('ahead'),
    areas: champion ? await areasOf(c.db, c, me) : [],
    served: servedIn(terms, today),
    weeksHeard: rows[0]!.n,
  }
}

export async function asked(c: Context): Promise<Answer<typeof champions.asked>> {
  const today = await todayOf(c.db, c)
  const mineNow: RawBuilder<unknown> = sql`exists (select from roster r where r.organization_id = t.organization_id and r.person_id = t.person_id
    and (r.manager_id = ${c.viewer.personId} or r.second_manager_id = ${c.viewer.personId}))`
  const rows = await termRows(
    c.db,
    c,
    sql`t.withdrawn_at is null and t.declined_at is null and t.ended_at is null and ${mineNow}`,
  )
  const open = rows.filter((row) => stateOfTerm(row, today).is !== 'lapsed')
  const { rows: people } = await sql<{ id: string; name: string; title: string; department: string; location: string }>`
    select r.person_id as id, r.full_name as name, r.title, r.department, r.location from roster r
    where r.organization_id = ${c.organizationId} and r.person_id = any(${open.map((row) => row.person_id)}::uuid[])`.execute(
    c.db,
  )
  return {
    asked: open.flatMap((row) => {
      const person = people.find((p) => p.id === row.person_id)
      // What another manager said before went to the lead alone.
      const own = row.fits_by === c.viewer.personId
      return person ? [{ ...termOf(row, today, { words: false, fits: own }), person }] : []
    }),
  }
}

const mostShown = 3

/** The nearest first: of the own team, of the site in one's language, of the site, of the department. */
export async function who(c: Context): Promise<Answer<typeof champions.who>> {
  const { rows } = await sql<{
    id: string
    name: string
    title: string
    department: string
    location: string
    email: string | null
    language: string
    near: 'team' | 'location' | 'department' | 'area'
  }>`with ${network(c.organizationId)}, me as (
      select r.person_id, r.manager_id, r.location, r.department, ${languageOf(sql`r.locale`)} as language from roster r
      where r.organization_id = ${c.organizationId} and r.person_id = ${c.viewer.personId} and r.employed
    ), near as (
      select distinct on (p.person_id) p.person_id, p.language = me.language as speaks,
        champion_near(ch.person_id, ch.manager_id, ch.location, ch.department, me.manager_id, me.location, me.department) as near
      from place p join champ ch on ch.person_id = p.person_id cross join me
      where p.person_id <> me.person_id and ((p.kind = 'location' and p.key = me.location) or (p.kind = 'department' and p.key = me.department))
      order by p.person_id
    )
    select r.person_id as id, r.full_name as name, r.title, r.department, r.location, r.email, ${languageOf(sql`r.locale`)} as language, n.near
    from near n join roster r on r.organization_id = ${c.organizationId} and r.person_id = n.person_id
    order by champion_order(n.near, n.speaks, n.person_id, ${c.viewer.personId}::uuid) limit ${mostShown}`.execute(c.db)
  return { champions: rows.map((r) => ({ ...r, language: knownLanguage(r.language) })) }
}
