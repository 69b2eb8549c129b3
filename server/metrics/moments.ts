/** What happened that charts mark: launches, versions, pauses, and days on which a large part of the company moved. */
import { sql } from 'kysely'
import type { Annotation, metrics, Segment } from '../../contract/metrics.ts'
import type { Answer } from '../../contract/operation.ts'
import type { Day } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { type Program, programOf } from './aims.ts'

/** Of a segment; what others than its own wave did is no mark on a wave. */
export async function annotationsOf(
  c: Context,
  program: Pick<Program, 'programId'> | null,
  segment: Pick<Segment, 'kind' | 'key'>,
): Promise<Annotation[]> {
  if (!program) return []
  const { rows } = await sql<{
    on: Day
    kind: Annotation['kind']
    label: string
  }>`
    select w.goes_live_on::text as on, 'go_live' as kind, w.name as label from wave w
    where w.organization_id = ${c.organizationId} and w.program_id = ${program.programId} and w.launched_at is not null and (${segment.kind !== 'wave'} or w.id::text = ${segment.key})
    union all
    select x.on, x.kind, w.name from wave_halt h
    join wave w on w.organization_id = h.organization_id and w.id = h.wave_id
    cross join lateral (
      select h.began_on::text as on, case h.kind when 'pause' then 'paused' else 'rolled_back' end as kind
      union all select h.ended_on::text, 'resumed' where h.kind = 'pause' and h.ended_on is not null and not exists (
        select from wave_halt b where b.organization_id = h.organization_id and b.wave_id = h.wave_id and b.kind = 'rollback' and b.began_at = h.ended_at)
      union all select h.went_live_on::text, 'go_live' where h.kind = 'rollback'
    ) x
    where h.organization_id = ${c.organizationId} and w.program_id = ${program.programId} and (${segment.kind !== 'wave'} or w.id::text = ${segment.key})
    union all
    select (v.published_at at time zone o.time_zone)::date::text, 'version', v.number::text from program_version v join organization o on o.id = v.organization_id
    where v.organization_id = ${c.organizationId} and v.program_id = ${program.programId} and v.number > 1
    union all
    select m.moved_on::text, 'reorganised', m.people::text from large_move m where m.organization_id = ${c.organizationId}
    order by 1`.execute(c.db)
  return rows.map(({ on, kind, label }) => ({ on, kind, label }))
}

export async function moments(c: Context): Promise<Answer<typeof metrics.moments>> {
  return { annotations: await annotationsOf(c, await programOf(c), { kind: 'organization', key: '' }) }
}

/** So large a part of everybody, and so many at least, is a re-organisation and no coming and going. */
const leastPart = 0.1
const leastMoved = 10
/** What was recorded later than it held is found for so many days. */
const lookBack = 35

/** Every night: whoever has another department or manager than the day before, day by day. */
export async function keepLargeMoves(c: Context, day: Day): Promise<void> {
  await sql`
    insert into large_move (organization_id, moved_on, people, known_at)
    select ${c.organizationId}, moved.on, moved.people, ${c.clock.now()} from (
      select lower(p.holds) as on, count(*)::integer as people
      from placement p join placement o on o.organization_id = p.organization_id and o.person_id = p.person_id and o.superseded is null
        and upper(o.holds) = lower(p.holds) and (o.department, o.manager_id) is distinct from (p.department, p.manager_id)
      where p.organization_id = ${c.organizationId} and p.superseded is null and lower(p.holds) <= ${day}::date and lower(p.holds) > ${day}::date - ${lookBack}::integer
      group by 1
    ) moved
    cross join lateral (select count(*) as n from spell s where s.organization_id = ${c.organizationId} and s.superseded is null and s.holds @> moved.on) here
    where moved.people >= greatest(${leastMoved}::integer, ${leastPart}::double precision * here.n)
    on conflict (organization_id, moved_on) do update set people = excluded.people where large_move.people < excluded.people`.execute(
    c.db,
  )
}
