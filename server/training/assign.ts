/**
 * Who gets which course. Set-wise over all waves that have begun, from the waves' curricula
 * and who is in them today; run when a wave begins or changes and every night, so that
 * newcomers, movers and people who lead somebody for the first time follow by themselves.
 * Whoever is given a seat has its courses with it: the same, for them alone.
 * The rules stand in docs/decisions/training.md.
 */
import { randomUUID } from 'node:crypto'
import { type RawBuilder, sql } from 'kysely'
import { type TrainingRole, trainingRoles } from '../../contract/design.ts'
import { departures, putInInboxes } from '../attention/attention.ts'
import { allCourses } from '../packages/packages.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { record } from '../platform/events.ts'
import type { Payload } from '../platform/jobs.ts'
import { curricula, type Curriculum, today as todayOf } from '../program/program.ts'

/** Nobody is given less time than this; whoever comes after go-live gets more. */
const leastDays = 7
const newcomerDays = 14
/** A file that says who is back comes some days later. */
export const backLately = 7

/** Of a role that courses are for. */
const seats: readonly unknown[] = ['hr', 'champion', 'trainer']

/** Somebody was given a role. */
export async function assignSeat(c: Context, { subjectId: personId, eventId }: Payload): Promise<void> {
  const { rows } = await sql<{ role: unknown }>`select data ->> 'role' as role from event
    where organization_id = ${c.organizationId} and subject_kind = 'person' and subject_id = ${personId} and id = ${eventId}`.execute(
    c.db,
  )
  if (seats.includes(rows[0]?.role)) await assign(c, personId)
}

/** Whether a person, told as SQL, is looked at. */
type Whom = (personId: RawBuilder<unknown>) => RawBuilder<boolean>

/** Everybody, or one. */
export async function assign(c: Context, personId: string | null = null): Promise<void> {
  const whom: Whom = (id) => (personId === null ? sql<boolean>`true` : sql<boolean>`${id} = ${personId}::uuid`)
  await c.db.transaction().execute(async (tx) => {
    // Two at once would each find the other's rows missing.
    await sql`select pg_advisory_xact_lock(hashtextextended(${`training ${c.organizationId}`}, 0))`.execute(tx)
    const day = await todayOf(tx, c)
    const waves = await curricula(tx, c)
    // What was taken away or retired is asked of nobody any more.
    const there = new Set((await allCourses(tx, c, 'en')).map((one) => one.id))
    await wanted(tx, c, waves, day, there, whom)
    const back = await backFromLeave(tx, c, day, whom)
    const changed = await bringUpToDate(tx, c, day, whom)
    for (const [programId, counts] of changed)
      await record(tx, c, {
        type: 'training.assigned',
        subject: { kind: 'program', id: programId },
        happenedOn: day,
        data: counts,
      })
    if (changed.size > 0 || back) await tell(tx, c, waves, day, whom)
  })
}

/** Who was on leave and is back, since when; answers whether somebody has been back for a few days only. */
async function backFromLeave(tx: Tx, c: Context, day: string, whom: Whom): Promise<boolean> {
  await sql`create temporary table if not exists training_back (person_id uuid, back_on date) on commit delete rows`.execute(
    tx,
  )
  await sql`truncate training_back`.execute(tx)
  await sql`insert into training_back select p.person_id, max(upper(p.holds)) from placement p
    join roster r on r.organization_id = p.organization_id and r.person_id = p.person_id and r.employed and r.status <> 'leave'
    where p.organization_id = ${c.organizationId} and p.superseded is null and p.status = 'leave' and upper(p.holds) <= ${day}::date
      and ${whom(sql`p.person_id`)} group by 1`.execute(tx)
  const { rows } =
    await sql`select 1 from training_back where back_on > ${day}::date - ${backLately}::integer limit 1`.execute(tx)
  return rows.length > 0
}

/** The wanted state as rows: for each person and course the wave, the role it is for, and whether it is required. */
async function wanted(
  tx: Tx,
  c: Context,
  waves: readonly Curriculum[],
  day: string,
  there: ReadonlySet<string>,
  whom: Whom,
): Promise<void> {
  await sql`create temporary table if not exists training_wanted (program_id uuid, course_id text, person_id uuid, wave_id uuid,
    role text, need text, goes_live_on date, due_days integer) on commit delete rows`.execute(tx)
  await sql`truncate training_wanted`.execute(tx)
  // Champions and trainers whose own wave has not begun learn with the one that goes live last.
  const homes = new Map(
    waves
      .toSorted((a, b) => ((a.goesLiveOn ?? '') < (b.goesLiveOn ?? '') ? -1 : 1))
      .map((w) => [w.programId, w.waveId]),
  )
  const given = waves.flatMap((wave) =>
    wave.training.courses
      .filter((course) => there.has(course.id))
      .flatMap((course) =>
        trainingRoles.flatMap((role) => {
          const need = course.required.includes(role) ? 'required' : course.offered.includes(role) ? 'offered' : null
          const home = homes.get(wave.programId) === wave.waveId
          return need ? [{ ...wave, courseId: course.id, dueDays: course.dueDays, role, need, home }] : []
        }),
      ),
  )
  if (given.length === 0) return
  await sql`
    with given as materialized (
      select * from unnest(${given.map((g) => g.programId)}::uuid[], ${given.map((g) => g.waveId)}::uuid[], ${given.map((g) => g.courseId)}::text[],
        ${given.map((g) => g.role)}::text[], ${given.map((g) => g.need)}::text[], ${given.map((g) => g.goesLiveOn)}::date[], ${given.map((g) => g.dueDays)}::integer[], ${given.map((g) => g.home)}::boolean[])
        as g (program_id, wave_id, course_id, role, need, goes_live_on, due_days, home)
    ),
    leads as materialized (
      select distinct t.manager_id as person_id from roster t
      where t.organization_id = ${c.organizationId} and t.employed and t.direct_reports > 0 and t.manager_id is not null and ${whom(sql`t.manager_id`)}
    ),
    seat as materialized (
      select distinct g.person_id, case g.role when 'hr' then 'hr' else g.role || 's' end as role from role_grant g
      join roster r on r.organization_id = g.organization_id and r.person_id = g.person_id and r.employed
      where g.organization_id = ${c.organizationId} and g.role in ('hr', 'champion', 'trainer') and g.ended_at is null and ${whom(sql`g.person_id`)}
    ),
    member as (
      select m.program_id, m.wave_id, m.person_id,
        case when l.person_id is not null then 'leaders' when r.direct_reports > 0 then 'managers' else 'employees' end as role
      from wave_member m
      join roster r on r.organization_id = m.organization_id and r.person_id = m.person_id and r.employed
      left join leads l on l.person_id = m.person_id
      where m.organization_id = ${c.organizationId} and m.superseded is null and m.holds @> ${day}::date
        and m.wave_id = any(${[...new Set(given.map((g) => g.waveId))]}::uuid[]) and ${whom(sql`m.person_id`)}
    ),
    whom as (
      select wave_id, person_id, role from member
      union all
      select k.wave_id, k.person_id, s.role from member k join seat s on s.person_id = k.person_id
      union all
      select h.wave_id, s.person_id, s.role from seat s cross join (select distinct program_id, wave_id from given where home) h
      where s.role <> 'hr' and not exists (select from member k where k.person_id = s.person_id and k.program_id = h.program_id)
    )
    insert into training_wanted
    select distinct on (g.program_id, g.course_id, k.person_id) g.program_id, g.course_id, k.person_id, g.wave_id, g.role, g.need, g.goes_live_on, g.due_days
    from whom k join given g on g.wave_id = k.wave_id and g.role = k.role
    -- Required goes before offered, and the line before a seat.
    order by g.program_id, g.course_id, k.person_id, g.need desc, g.role in ('hr', 'champions', 'trainers'), g.role`.execute(
    tx,
  )
  await sql`analyze training_wanted`.execute(tx)
}

async function bringUpToDate(
  tx: Tx,
  c: Context,
  day: string,
  whom: Whom,
): Promise<Map<string, { assigned: number; ended: number }>> {
  const { rows: ended } = await sql<{ program_id: string; n: number }>`
    with gone as (
      update training_assignment a set ended_on = ${day}::date
      where a.organization_id = ${c.organizationId} and a.ended_on is null and ${whom(sql`a.person_id`)} and not exists (
        select from training_wanted w where w.program_id = a.program_id and w.course_id = a.course_id and w.person_id = a.person_id)
      returning a.program_id
    ) select program_id, count(*) as n from gone group by 1`.execute(tx)
  const { rows: assigned } = await sql<{ program_id: string; n: number }>`
    with came as (
      insert into training_assignment as a (organization_id, program_id, course_id, person_id, wave_id, role, need, assigned_on, due_on, reminders)
      select ${c.organizationId}, w.program_id, w.course_id, w.person_id, w.wave_id, w.role, w.need, x.assigned_on, y.due_on,
        -- A letter about an earlier day does not stand for one about this.
        case when x.fresh or y.due_on > o.due_on then 0 else o.reminders end
      from training_wanted w
      left join training_assignment o on o.organization_id = ${c.organizationId} and o.program_id = w.program_id and o.course_id = w.course_id and o.person_id = w.person_id
      -- Whoever has it already keeps their day; what was only offered counts from when it is required.
      cross join lateral (select (o.person_id is null or o.ended_on is not null or (o.need = 'offered' and w.need = 'required')) as fresh) f
      cross join lateral (select f.fresh, case when f.fresh then ${day}::date else o.assigned_on end as assigned_on) x
      left join training_back b on b.person_id = w.person_id and b.back_on > x.assigned_on
      cross join lateral (select case when w.need = 'required' then greatest(w.goes_live_on + w.due_days,
        x.assigned_on + case when x.assigned_on > w.goes_live_on then ${newcomerDays}::integer else ${leastDays}::integer end,
        -- Nobody comes back to a day that passed while they were away.
        b.back_on + ${newcomerDays}::integer) end as due_on) y
      where x.fresh or (o.wave_id, o.role, o.need, o.due_on) is distinct from (w.wave_id, w.role, w.need, y.due_on)
      on conflict (organization_id, program_id, course_id, person_id) do update set wave_id = excluded.wave_id, role = excluded.role, need = excluded.need,
        assigned_on = excluded.assigned_on, due_on = excluded.due_on, reminders = excluded.reminders, ended_on = null
      returning a.program_id
    ) select program_id, count(*) as n from came group by 1`.execute(tx)
  const changed = new Map<string, { assigned: number; ended: number }>()
  for (const row of assigned) changed.set(row.program_id, { assigned: row.n, ended: 0 })
  for (const row of ended)
    changed.set(row.program_id, { assigned: changed.get(row.program_id)?.assigned ?? 0, ended: row.n })
  return changed
}

/** Of what a role is required to learn in a wave, with a minute to see what it is. */
function minutesOf(lengths: readonly { id: string; minutes: number }[], wave: Curriculum, role: TrainingRole): number {
  return wave.training.courses
    .filter((one) => one.required.includes(role))
    .reduce((sum, one) => sum + (lengths.find((course) => course.id === one.id)?.minutes ?? 0), 1)
}

/**
 * Whoever is asked to learn something from today on finds it in the inbox at nine on their clock, once a wave; and once
 * more where more is asked of them later, or where they are back from leave.
 */
async function tell(tx: Tx, c: Context, waves: readonly Curriculum[], day: string, whom: Whom): Promise<void> {
  const { zones, times } = await departures(tx, c, day, '09:00')
  // A course takes about as long in every language.
  const lengths = await allCourses(tx, c, 'en')
  for (const wave of waves) {
    const asked = sql`(select a.person_id, a.course_id, z.due_at as appears_at, coalesce(b.back_on, a.assigned_on) as since from training_assignment a
      join roster r on r.organization_id = a.organization_id and r.person_id = a.person_id and r.status <> 'leave'
      join unnest(${zones}::text[], ${times}::timestamptz[]) as z (zone, due_at) on z.zone = r.time_zone
      left join training_back b on b.person_id = a.person_id and b.back_on > a.assigned_on
      where a.organization_id = ${c.organizationId} and a.wave_id = ${wave.waveId} and a.ended_on is null and a.need = 'required' and ${whom(sql`a.person_id`)}
        and (a.assigned_on = ${day}::date or b.back_on > ${day}::date - ${backLately}::integer)
        and not exists (select from training_work k where k.organization_id = a.organization_id and k.person_id = a.person_id
          and k.course_id = a.course_id and k.completed_on is not null))`
    await putInInboxes(tx, c, sql`select distinct x.person_id, x.appears_at from ${asked} x`, {
      kind: 'training_assigned',
      subject: { kind: 'training', id: wave.waveId },
      asks: {
        // By role; a lookup for each person would compare everybody with everybody.
        minutes: sql`case when r.direct_reports > 0 then ${minutesOf(lengths, wave, 'managers')}::integer else ${minutesOf(lengths, wave, 'employees')}::integer end`,
      },
    })
    const told = (
      more: RawBuilder<boolean>,
    ) => sql<boolean>`exists (select from inbox_item i where i.organization_id = ${c.organizationId}
      and i.person_id = x.person_id and i.kind = 'training_assigned' and ${more})`
    const again = sql`from ${asked} x where ${told(sql`i.subject_id = ${wave.waveId}`)}
      and not ${told(sql`i.appears_at >= x.since::timestamptz - interval '12 hours'`)}`
    const { rows } = await sql<{ course_id: string }>`select distinct x.course_id ${again}`.execute(tx)
    if (rows.length === 0) continue
    const more = lengths.filter((one) => rows.some((row) => row.course_id === one.id))
    await putInInboxes(tx, c, sql`select distinct x.person_id, x.appears_at ${again}`, {
      kind: 'training_assigned',
      subject: { kind: 'training', id: randomUUID() },
      asks: { minutes: sql`${more.reduce((sum, one) => sum + one.minutes, 1)}::integer` },
    })
  }
}
