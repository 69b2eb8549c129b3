/**
 * Who is in which wave. The rule, also told on the waves page:
 *
 * - Until a wave is launched its members follow its audience, from the preparation
 *   date on. Whoever several audiences select starts with the wave that is live, or
 *   else with the one that goes live first.
 * - Once a wave is live its people stay: a move to another department takes nobody's
 *   goals away. They change to another wave only when their own audience no longer
 *   selects them and that of another live wave does.
 * - Membership ends with employment.
 *
 * Everything is set-wise: the wanted picture is one statement over the roster, and
 * what differs from the present one is closed and opened in two more.
 */
import { type RawBuilder, sql } from 'kysely'
import { audienceRule } from '../../contract/audiences.ts'
import { audienceCondition } from '../directory/directory.ts'
import { addDays, type Day } from '../platform/clock.ts'
import { type Context, nobody } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { today as todayOf } from './days.ts'
import { endHalt } from './halts.ts'

type OpenWave = { id: string; program_id: string; rule: unknown; live: boolean; prepared_at: string | null }
export type Moves = { joined: number; left: number; moved: number }

/** One wave at a time decides who is in it; several jobs and a launch may want to at once. */
async function lockPrograms(tx: Tx, c: Context, programId?: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select id from program
    where organization_id = ${c.organizationId} and (${programId ?? null}::uuid is null or id = ${programId ?? null}) order by id for update`.execute(
    tx,
  )
  return rows.map((r) => r.id)
}

/** Waves that hold people today: live, or in preparation under a published program. First come first. */
async function openWaves(
  tx: Tx,
  c: Context,
  programId: string,
  day: Day,
  goingLive: string | null,
): Promise<OpenWave[]> {
  const { rows } = await sql<OpenWave>`
    select w.id, w.program_id, a.rule, (w.launched_at is not null or w.id = ${goingLive}::uuid) as live, w.prepared_at
    from wave w left join audience a on a.organization_id = w.organization_id and a.id = w.audience_id
    where w.organization_id = ${c.organizationId} and w.program_id = ${programId}
      and (w.launched_at is not null or w.id = ${goingLive}::uuid or w.prepares_on <= ${day}::date)
      and exists (select 1 from program_version v where v.organization_id = w.organization_id and v.program_id = w.program_id)
    order by (w.launched_at is null), w.goes_live_on nulls last, w.created_at, w.id`.execute(tx)
  return rows
}

/**
 * The wanted wave of each person, as rows (person_id, row_id, was, becomes, here). `here`
 * is false for those who have left the company. One pass that sorts by person and joins
 * nothing large: on the night after a launch the planner knows nothing yet of the new rows.
 */
function wanted(c: Context, waves: readonly OpenWave[], programId: string, day: Day): RawBuilder<unknown> {
  const matches = waves
    .map((w, rank) => ({ w, rank, rule: audienceRule.safeParse(w.rule) }))
    .filter(({ rule }) => rule.success)
    .map(
      ({ w, rank, rule }) => sql`
      union all select r.person_id, ${w.id}::uuid, ${rank}::integer, null::uuid, true
      from roster r where r.organization_id = ${c.organizationId} and ${audienceCondition(rule.data!, day)}`,
    )
  const live = waves.filter((w) => w.live).map((w) => w.id)
  return sql`
    select person_id, row_id, was,
      case
        when was is null then matched[1]
        when not here then null
        when was = any(matched) then was
        -- Live waves rank first, so that the best of them is the first.
        when was = any(${live}::uuid[]) then case when matched[1] = any(${live}::uuid[]) then matched[1] else was end
        else matched[1]
      end as becomes, here
    from (
      select person_id, (array_agg(row_id) filter (where row_id is not null))[1] as row_id,
        (array_agg(wave_id) filter (where row_id is not null))[1] as was,
        array_agg(wave_id order by rank) filter (where row_id is null) as matched,
        bool_and(here) as here
      from (
        -- Open-ended rows: what goes on from today, also where it begins tomorrow.
        select m.person_id, m.wave_id, -1 as rank, m.id as row_id, r.person_id is not null as here
        from wave_member m
        left join roster r on r.organization_id = m.organization_id and r.person_id = m.person_id and r.employed
        where m.organization_id = ${c.organizationId} and m.program_id = ${programId} and m.superseded is null and upper_inf(m.holds)
        ${matches.length > 0 ? sql.join(matches, sql` `) : sql``}
      ) each_one
      group by person_id
    ) person`
}

/**
 * Brings the members of a program's waves up to date on a day. Returns what changed
 * by wave. `goingLive` counts as live already: its launch is in this transaction.
 */
async function bringUpToDate(
  tx: Tx,
  c: Context,
  programId: string,
  day: Day,
  goingLive: string | null,
): Promise<Map<string, Moves>> {
  const waves = await openWaves(tx, c, programId, day, goingLive)
  const now = c.clock.now()
  await sql`create temporary table if not exists wave_change (person_id uuid, row_id uuid, was uuid, becomes uuid, here boolean) on commit delete rows`.execute(
    tx,
  )
  await sql`truncate wave_change`.execute(tx)
  await sql`insert into wave_change select * from (${wanted(c, waves, programId, day)}) w where w.was is distinct from w.becomes`.execute(
    tx,
  )
  // Without it the planner expects a handful of changes, also on the day when everybody joins.
  await sql`analyze wave_change`.execute(tx)
  const { rows } = await sql<{ wave_id: string; joined: number; left: number; moved: number }>`
    select wave_id, count(*) filter (where kind = 'joined') as joined, count(*) filter (where kind = 'left') as left, count(*) filter (where kind = 'moved') as moved
    from (
      select becomes as wave_id, case when was is null then 'joined' else 'moved' end as kind from wave_change where becomes is not null
      union all
      select was, 'left' from wave_change where was is not null
    ) k group by wave_id`.execute(tx)
  if (rows.length > 0) {
    // The old row is kept as what we believed until now; a shortened copy says what was. Whoever
    // left the company was a member until the last day of work, if we know it, and at least for a day.
    await sql`
      with closed as (
        update wave_member m set superseded = ${now}
        from wave_change x where x.row_id is not null and m.organization_id = ${c.organizationId} and m.id = x.row_id
        returning m.program_id, m.wave_id, m.person_id, m.holds, m.frozen, x.here
      )
      insert into wave_member (organization_id, program_id, wave_id, person_id, holds, frozen, recorded)
      select ${c.organizationId}, k.program_id, k.wave_id, k.person_id,
        daterange(lower(k.holds), greatest(lower(k.holds) + 1,
          case when k.here then ${day}::date else coalesce(least(${day}::date, (
            select max(upper(s.holds)) from spell s where s.organization_id = ${c.organizationId} and s.person_id = k.person_id and s.superseded is null
          )), ${day}::date) end)),
        k.frozen, ${now}
      from closed k
      where k.frozen or lower(k.holds) < ${day}::date`.execute(tx)
    // Whoever was in another wave for this one day, its go-live, is in the new one from tomorrow. Read once
    // for all: asked for each person, it would walk the rows that this statement itself puts in.
    await sql`
      with taken as materialized (
        select m.person_id, max(upper(m.holds)) as until from wave_member m
        where m.organization_id = ${c.organizationId} and m.program_id = ${programId} and m.superseded is null and upper(m.holds) > ${day}::date
        group by m.person_id
      )
      insert into wave_member (organization_id, program_id, wave_id, person_id, holds, frozen, recorded)
      select ${c.organizationId}, ${programId}, x.becomes, x.person_id, daterange(greatest(${day}::date, t.until), null),
        -- Whoever comes in with the launch is in the frozen roster; from tomorrow is too late.
        coalesce(x.becomes = ${goingLive}::uuid and t.until is null, false), ${now}
      from wave_change x left join taken t on t.person_id = x.person_id
      where x.becomes is not null`.execute(tx)
  }
  for (const w of waves) {
    if (!w.live && w.prepared_at === null) {
      await sql`update wave set prepared_at = ${now} where organization_id = ${c.organizationId} and id = ${w.id}`.execute(
        tx,
      )
      const moves = rows.find((r) => r.wave_id === w.id)
      await record(tx, c, {
        type: 'wave.prepared',
        subject: { kind: 'wave', id: w.id },
        happenedOn: day,
        data: { people: (moves?.joined ?? 0) + (moves?.moved ?? 0) },
      })
    }
  }
  return new Map(rows.map((r) => [r.wave_id, { joined: r.joined, left: r.left, moved: r.moved }]))
}

/** Joiners, movers and leavers of every wave of the company, or of one program. Changes nothing when nothing changed. */
export async function refreshMembers(c: Context, programId?: string, day?: Day): Promise<void> {
  await c.db.transaction().execute((tx) => refreshIn(tx, c, programId, day))
}

/** The same inside a transaction that changes what decides membership. */
export async function refreshIn(tx: Tx, c: Context, programId?: string, day?: Day): Promise<void> {
  const on = day ?? (await todayOf(tx, c))
  for (const id of await lockPrograms(tx, c, programId)) {
    const changed = await bringUpToDate(tx, c, id, on, null)
    for (const [waveId, moves] of changed) {
      await record(tx, c, {
        type: 'wave.members-changed',
        subject: { kind: 'wave', id: waveId },
        happenedOn: on,
        data: { ...moves },
      })
    }
  }
}

/**
 * Lets a wave go live on `day`: brings its members up to date, keeps who they are as
 * the frozen roster, and pins the newest version. Whether it may is the caller's to ask.
 * Throws `wave_live`. Returns how many people it has.
 */
export async function goLive(
  tx: Tx,
  c: Context,
  waveId: string,
): Promise<{ people: number; day: Day; version: number }> {
  const day = await todayOf(tx, c)
  const { rows: found } = await sql<{ program_id: string; launched_at: string | null; goes_live_on: Day | null }>`
    select program_id, launched_at, goes_live_on from wave where organization_id = ${c.organizationId} and id = ${waveId} for update`.execute(
    tx,
  )
  const wave = found[0]
  if (!wave) throw problem('not_found')
  if (wave.launched_at) throw problem('wave_live', { on: wave.goes_live_on ?? '' })
  await lockPrograms(tx, c, wave.program_id)
  await bringUpToDate(tx, c, wave.program_id, day, waveId)
  const now = c.clock.now()
  await sql`update wave_member set frozen = true
    where organization_id = ${c.organizationId} and wave_id = ${waveId} and superseded is null and not frozen and holds @> ${day}::date`.execute(
    tx,
  )
  const { rows: frozen } = await sql<{ people: number }>`select count(*) as people from wave_member
    where organization_id = ${c.organizationId} and wave_id = ${waveId} and superseded is null and frozen`.execute(tx)
  const people = frozen[0]!.people
  const { rows: newest } = await sql<{ number: number }>`
    insert into wave_version (organization_id, wave_id, program_id, number, holds, recorded)
    select organization_id, ${waveId}, program_id, max(number), daterange(${day}::date, null), ${now} from program_version
    where organization_id = ${c.organizationId} and program_id = ${wave.program_id} group by organization_id, program_id
    returning number`.execute(tx)
  const version = newest[0]?.number
  if (version === undefined) throw problem('wave_not_ready', { failed: 'version' })
  await sql`update wave set launched_at = ${now}, launched_by = coalesce(${c.viewer.personId === nobody ? null : c.viewer.personId}::uuid, scheduled_by), launched_people = ${people},
      goes_live_on = ${day}::date, prepares_on = least(prepares_on, ${day}::date), prepared_at = coalesce(prepared_at, ${now})
    where organization_id = ${c.organizationId} and id = ${waveId}`.execute(tx)
  // Taken back once, it is live again: what waited since then may go on.
  await endHalt(tx, c, waveId, 'rollback', day)
  await record(tx, c, {
    type: 'wave.launched',
    subject: { kind: 'wave', id: waveId },
    happenedOn: day,
    data: { programId: wave.program_id, version, people, planned: wave.goes_live_on },
  })
  return { people, day, version }
}

/** The first days on which a wave planned today could prepare and go live. */
export function firstDates(today: Day): { preparesOn: Day; goesLiveOn: Day } {
  return { preparesOn: addDays(today, 7), goesLiveOn: addDays(today, 21) }
}
