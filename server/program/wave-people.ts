/** Whom a wave would hold, and whom it holds. */
import { sql } from 'kysely'
import { audienceRule } from '../../contract/audiences.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import type { waves } from '../../contract/program.ts'
import { visibleTo } from '../access/access.ts'
import { audienceCondition, countable, countOf } from '../directory/directory.ts'
import { foundBy } from '../people/people.ts'
import type { Day } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { problem } from '../platform/problem.ts'
import { today as todayOf } from './days.ts'
import { demandProgram } from './queries.ts'
import { waveRows } from './waves.ts'

export async function previewWave(
  c: Context,
  input: Input<typeof waves.preview>,
): Promise<Answer<typeof waves.preview>> {
  await demandProgram(c, input.programId)
  const day = await todayOf(c.db, c)
  const found = await sql<{
    rule: unknown
  }>`select rule from audience where organization_id = ${c.organizationId} and id = ${input.audienceId}`.execute(c.db)
  const rule = audienceRule.safeParse(found.rows[0]?.rule)
  if (!rule.success) throw problem('audience_unknown')
  const asked = countable(rule.data, 'joined')
  const selects = audienceCondition(asked.rule, day)
  const [counts, held, planned, sample] = await Promise.all([
    sql<{
      selected: number
      managers: number
      without_manager: number
      without_email: number
      countries: number
      zones: number
    }>`
      select count(*) as selected, count(*) filter (where r.direct_reports > 0) as managers,
        count(*) filter (where r.manager_id is null) as without_manager, count(*) filter (where r.email is null) as without_email,
        count(distinct nullif(r.country, '')) as countries, count(distinct r.time_zone) as zones
      from roster r where ${visibleTo(c.viewer)} and ${selects}`.execute(c.db),
    // Waves that have begun hold their people; those people stay there.
    sql<{ wave_id: string; name: string; people: number; live: boolean }>`
      select w.id as wave_id, w.name, count(*) as people, w.launched_at is not null as live
      from roster r
      join wave_member m on m.organization_id = r.organization_id and m.person_id = r.person_id and m.program_id = ${input.programId}
        and m.superseded is null and m.holds @> ${day}::date and m.wave_id is distinct from ${input.waveId ?? null}::uuid
      join wave w on w.organization_id = m.organization_id and w.id = m.wave_id
      where ${visibleTo(c.viewer)} and ${selects}
      group by w.organization_id, w.id order by w.goes_live_on`.execute(c.db),
    sql<{ id: string; name: string; rule: unknown }>`
      select w.id, w.name, a.rule from wave w join audience a on a.organization_id = w.organization_id and a.id = w.audience_id
      where w.organization_id = ${c.organizationId} and w.program_id = ${input.programId} and w.id is distinct from ${input.waveId ?? null}::uuid
        and w.launched_at is null and w.prepared_at is null
      order by w.goes_live_on nulls last, w.created_at`.execute(c.db),
    sql<{ id: string; name: string; title: string; department: string }>`
      select r.person_id as id, r.full_name as name, r.title, r.department from roster r
      where ${visibleTo(c.viewer)} and ${selects} order by r.sort_name, r.person_id limit 6`.execute(c.db),
  ])
  const n = counts.rows[0]!
  const overlaps = held.rows.map((r) => ({ waveId: r.wave_id, name: r.name, people: r.people, live: r.live }))
  for (const other of planned.rows) {
    const parsed = audienceRule.safeParse(other.rule)
    if (!parsed.success) continue
    // Where either cannot be counted exactly, how many both select cannot either.
    if (asked.upTo || countable(parsed.data, 'joined').upTo) continue
    const { people } = await countOf(c.db, c.organizationId, { all: [rule.data, parsed.data] }, day)
    if (people > 0) overlaps.push({ waveId: other.id, name: other.name, people, live: false })
  }
  const free = n.selected - held.rows.reduce((sum, r) => sum + r.people, 0)
  const selected = asked.upTo ? (await countOf(c.db, c.organizationId, rule.data, day)).people : n.selected
  return {
    selected,
    joining: Math.min(free, selected),
    upTo: asked.upTo,
    managers: n.managers,
    withoutManager: n.without_manager,
    withoutEmail: n.without_email,
    countries: n.countries,
    timeZones: n.zones,
    overlaps,
    sample: asked.upTo ? [] : sample.rows,
  }
}

export async function waveMembers(
  c: Context,
  input: Input<typeof waves.members>,
): Promise<Answer<typeof waves.members>> {
  const day = await todayOf(c.db, c)
  const row = (await waveRows(c.db, c, day, { waveId: input.waveId }))[0]
  if (!row) throw problem('not_found')
  const chosen = input.roster === 'frozen' ? sql<boolean>`m.frozen` : sql<boolean>`m.holds @> ${day}::date`
  const found = await foundBy(c.db, input.search)
  // Who has left the company is still named in the frozen roster: it is what the wave's numbers count.
  const from = sql`
    from wave_member m
    join person p on p.organization_id = m.organization_id and p.id = m.person_id
    left join roster r on r.organization_id = m.organization_id and r.person_id = m.person_id and ${visibleTo(c.viewer)}
    where m.organization_id = ${c.organizationId} and m.wave_id = ${row.id} and m.superseded is null and ${chosen}
      and ${found}`
  const [people, total] = await Promise.all([
    sql<{
      id: string
      name: string
      title: string
      department: string
      since: Day
      here: boolean
      at_go_live: boolean
    }>`
      select p.id, p.full_name as name, coalesce(r.title, '') as title, coalesce(r.department, '') as department, lower(m.holds) as since,
        m.holds @> ${day}::date as here, m.frozen as at_go_live
      ${from} order by coalesce(r.sort_name, lower(p.full_name)), p.id limit ${input.limit} offset ${input.offset}`.execute(
      c.db,
    ),
    sql<{ n: number }>`select count(*) as n ${from}`.execute(c.db),
  ])
  return {
    people: people.rows.map(({ at_go_live, ...p }) => ({ ...p, atGoLive: at_go_live })),
    total: total.rows[0]!.n,
  }
}
