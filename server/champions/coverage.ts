/** The coverage of the company, and who could be asked where it gapes. */
import { type RawBuilder, sql } from 'kysely'
import {
  type Aim,
  type champions,
  type CoverageRow,
  mostReports,
  type Proposal,
  restDays,
  usualAim,
} from '../../contract/champions.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import { addDays, type Day } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { record } from '../platform/events.ts'
import { dayHere, today as todayOf } from '../program/program.ts'
import { openExits } from './exit-rows.ts'
import { byGap, stateOfCoverage, wanted } from './gaps.ts'
import { cells, counts, covered, coverageOf, knownLanguage, languageOf, network } from './network.ts'
import { invitedNow } from './term-rows.ts'

type Overview = Answer<typeof champions.overview>

export async function aimOf(db: Db | Tx, c: Pick<Context, 'organizationId'>): Promise<{ aim: Aim; set: boolean }> {
  const { rows } =
    await sql<Aim>`select people_each as "peopleEach", term_months as "termMonths", hours_month as "hoursMonth"
    from champion_aim where organization_id = ${c.organizationId}`.execute(db)
  return rows[0] ? { aim: rows[0], set: true } : { aim: usualAim, set: false }
}

export async function setAim(c: Context, input: Input<typeof champions.setAim>): Promise<Aim> {
  return c.db.transaction().execute(async (tx) => {
    const { aim: was, set } = await aimOf(tx, c)
    const now = c.clock.now()
    await sql`insert into champion_aim (organization_id, people_each, term_months, hours_month, set_by, set_at)
      values (${c.organizationId}, ${input.peopleEach}, ${input.termMonths}, ${input.hoursMonth}, ${c.viewer.personId}, ${now})
      on conflict (organization_id) do update set people_each = excluded.people_each, term_months = excluded.term_months,
        hours_month = excluded.hours_month, set_by = excluded.set_by, set_at = excluded.set_at`.execute(tx)
    const changed = (['peopleEach', 'termMonths', 'hoursMonth'] as const).filter(
      (key) => !set || was[key] !== input[key],
    )
    await record(tx, c, {
      type: 'champions.aimed',
      subject: { kind: 'organization', id: c.organizationId },
      data: { changed },
    })
    return (await aimOf(tx, c)).aim
  })
}

export async function overview(c: Context): Promise<Overview> {
  const today = await todayOf(c.db, c)
  const [{ aim, set }, whole, exits, invited, rows] = await Promise.all([
    aimOf(c.db, c),
    coverageOf(c.db, c),
    openExits(c.db, c),
    invitedNow(c.db, c, today),
    rowsBy(c, 'location'),
  ])
  const manages = c.viewer.roles.includes('lead')
  const { rows: ending } = await sql<{
    id: string
    name: string
    title: string
    department: string
    location: string
    ends_on: Day
  }>`
    select r.person_id as id, r.full_name as name, r.title, r.department, r.location, t.ends_on from champion_term t
    join roster r on r.organization_id = t.organization_id and r.person_id = t.person_id
    where t.organization_id = ${c.organizationId} and t.begun_at is not null and t.ended_at is null and t.ends_on <= ${addDays(today, 45)}::date
      and not exists (select from champion_term n where n.organization_id = t.organization_id and n.person_id = t.person_id and n.id <> t.id
        and n.ends_on > t.ends_on and n.declined_at is null and n.withdrawn_at is null and n.ended_at is null)
    order by t.ends_on, r.sort_name limit 50`.execute(c.db)
  const { rows: notFitting } = await sql<{ id: string; name: string }>`
    select distinct r.person_id as id, r.full_name as name from champion_term t
    join roster r on r.organization_id = t.organization_id and r.person_id = t.person_id
    where t.organization_id = ${c.organizationId} and t.fits = false and t.ended_at is null and t.withdrawn_at is null and t.declined_at is null
      and t.ends_on >= ${today}::date order by name limit 50`.execute(c.db)
  return {
    today,
    aim,
    aimSet: set,
    ...whole,
    champions: await championsNow(c),
    needed: rows.reduce((sum, row) => sum + Math.max(0, wanted(row.people, aim.peopleEach) - row.champions), 0),
    invited,
    ending: ending.map(({ ends_on: endsOn, ...person }) => ({ person, endsOn })),
    // What a manager said stays between them and the lead.
    notFitting: manages ? notFitting : [],
    exits,
    may: { manage: manages, hear: c.viewer.roles.some((r) => r === 'lead' || r === 'sponsor' || r === 'committee') },
  }
}

async function championsNow(c: Context): Promise<number> {
  const { rows } = await sql<{ n: number }>`with ${network(c.organizationId)} select count(*) as n from champ`.execute(
    c.db,
  )
  return rows[0]!.n
}

type Counted = Omit<CoverageRow, 'state' | 'needed'>

async function rowsBy(c: Context, by: Input<typeof champions.coverage>['by']): Promise<Counted[]> {
  const here = counts(c.organizationId)
  const inside = sql`, inside as materialized (
    select m.wave_id, r.location, r.department, count(*) as people, bool_or(${covered}) as covered
    from wave_member m join roster r on r.organization_id = m.organization_id and r.person_id = m.person_id
    where m.organization_id = ${c.organizationId} and m.superseded is null and m.holds @> ${dayHere(c)} and ${here} group by m.wave_id, r.location, r.department
  )`
  const statements: Record<typeof by, RawBuilder<Counted>> = {
    location: sql`select g.location as key, g.location as label, sum(g.people)::integer as people,
        coalesce(sum(g.people) filter (where g.covered), 0)::integer as covered, coalesce(max(n.champions), 0)::integer as champions
      from cells g left join (select key, count(distinct person_id) as champions from place where kind = 'location' group by key) n on n.key = g.location
      where g.location <> '' group by g.location`,
    // Whoever works there is there to ask, whatever they cover.
    department: sql`select g.department as key, g.department as label, sum(g.people)::integer as people,
        coalesce(sum(g.people) filter (where g.covered), 0)::integer as covered, coalesce(max(n.champions), 0)::integer as champions
      from cells g left join (
        select x.key, count(*) as champions from (select department as key, person_id from champ
          union select key, person_id from place where kind = 'department') x group by x.key) n on n.key = g.department
      where g.department <> '' group by g.department`,
    // Somebody is covered in their language where one of their champions speaks it.
    language: sql`select x.language as key, x.language as label, count(*) as people,
        count(*) filter (where (x.location, x.language) in (select key, language from place where kind = 'location')
          or (x.department, x.language) in (select key, language from place where kind = 'department')) as covered,
        (select count(*) from champ c where c.language = x.language) as champions
      from (select r.location, r.department, ${languageOf(sql`r.locale`)} as language from roster r where ${here}) x group by x.language`,
    wave: sql`select w.id::text as key, w.name as label, sum(x.people)::integer as people, coalesce(sum(x.people) filter (where x.covered), 0)::integer as covered,
        (select count(distinct p.person_id) from place p where (p.kind, p.key) in (select 'location', i.location from inside i where i.wave_id = w.id
          union all select 'department', i.department from inside i where i.wave_id = w.id)) as champions
      from inside x join wave w on w.organization_id = ${c.organizationId} and w.id = x.wave_id group by w.id, w.name`,
  }
  const { rows } =
    await sql<Counted>`with ${network(c.organizationId)}, ${cells(c.organizationId)}${by === 'wave' ? inside : sql``} ${statements[by]}`.execute(
      c.db,
    )
  return rows
}

export async function coverage(
  c: Context,
  input: Input<typeof champions.coverage>,
): Promise<Answer<typeof champions.coverage>> {
  const { aim } = await aimOf(c.db, c)
  const rows = (await rowsBy(c, input.by))
    .map((row): CoverageRow => ({ ...row, ...stateOfCoverage(row, aim.peopleEach) }))
    .toSorted(byGap)
  return {
    rows: rows.slice(input.offset, input.offset + input.limit),
    total: rows.length,
    gaps: rows.filter((row) => row.state !== 'covered').length,
  }
}

const mostProposals = 6

/**
 * From the people file alone: who works there, for a year at least, leads few or nobody and is at work. What somebody
 * wrote or did in Belay is never asked. The order is by language and then by chance that stays the same: no ranking of merit.
 */
export async function proposals(
  c: Context,
  input: Input<typeof champions.proposals>,
): Promise<Answer<typeof champions.proposals>> {
  const today = await todayOf(c.db, c)
  const spoken = languageOf(sql`r.locale`)
  const place: Record<typeof input.by, RawBuilder<boolean>> = {
    location: sql<boolean>`r.location = ${input.key}`,
    department: sql<boolean>`r.department = ${input.key}`,
    language: sql<boolean>`${spoken} = ${input.key}`,
  }
  const { rows } = await sql<{
    id: string
    name: string
    title: string
    department: string
    location: string
    language: string
    years: number
    reports: number
    speaks: boolean
    total: number
  }>`
    with ${network(c.organizationId)}, here as materialized (
      select r.*, ${spoken} as language from roster r where ${counts(c.organizationId)} and ${place[input.by]}
    ), most as (select language from here group by language order by count(*) desc, language limit 1)
    select h.person_id as id, h.full_name as name, h.title, h.department, h.location, h.language, h.direct_reports as reports,
      extract(year from age(${today}::date, coalesce(h.hired_on, h.present_since)))::integer as years,
      h.language = (select language from most) as speaks, count(*) over ()::integer as total
    from here h
    where coalesce(h.hired_on, h.present_since) <= ${today}::date - interval '1 year' and h.direct_reports <= ${mostReports}
      and not exists (select from role_grant g where g.organization_id = h.organization_id and g.person_id = h.person_id and g.ended_at is null
        and g.role in ('champion', 'lead', 'sponsor', 'admin'))
      and not exists (select from champion_term t where t.organization_id = h.organization_id and t.person_id = h.person_id
        and ((t.accepted_at is null and t.declined_at is null and t.withdrawn_at is null) or (t.accepted_at is not null and t.ended_at is null)
          or t.declined_at > ${addDays(today, -restDays)}::timestamptz))
    order by (h.language = (select language from most)) desc, (h.direct_reports > 0), md5(h.person_id::text || ${input.key})
    limit ${mostProposals}`.execute(c.db)
  return {
    considered: rows[0]?.total ?? 0,
    proposals: rows.map(({ speaks, total: _t, language, ...r }): Proposal => ({
      person: { id: r.id, name: r.name, title: r.title, department: r.department, location: r.location },
      language: knownLanguage(language),
      years: r.years,
      reports: r.reports,
      reasons: [
        ...(input.by === 'language' ? [] : (['here'] as const)),
        ...(speaks ? (['language'] as const) : []),
        'tenure',
        r.reports === 0 ? 'no_team' : 'small_team',
      ],
    })),
  }
}
