/** Waves: planned, prepared, launched, and who is in them. */
import { sql } from 'kysely'
import { audienceRule } from '../../contract/audiences.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import type { Wave, waves } from '../../contract/program.ts'
import { audienceCondition, countable, countOf } from '../directory/directory.ts'
import { type Day, instantAt } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { record } from '../platform/events.ts'
import { schedule, unschedule } from '../platform/jobs.ts'
import { problem } from '../platform/problem.ts'
import { organizationZone, today as todayOf } from './days.ts'
import { refreshIn } from './membership.ts'
import { demandProgram } from './queries.ts'
import { waveStateOf } from './states.ts'

export type WaveRow = {
  id: string
  program_id: string
  name: string
  audience_id: string | null
  audience: string | null
  rule: unknown
  prepares_on: Day | null
  goes_live_on: Day | null
  prepared_at: string | null
  scheduled_at: string | null
  launched_at: string | null
  launched_people: number | null
  launched_by: string | null
  launched_name: string | null
  launched_title: string | null
  number: number | null
  newest: number | null
  members: number
  halt: Wave['halt']
}

/** Waves of a program, or one wave, with their present version and members. First to go live first. */
export async function waveRows(
  db: Db | Tx,
  c: Context,
  day: Day,
  of: { programId?: string; waveId?: string },
): Promise<WaveRow[]> {
  const { rows } = await sql<WaveRow>`
    select w.id, w.program_id, w.name, w.audience_id, a.name as audience, a.rule, w.prepares_on, w.goes_live_on, w.prepared_at, w.scheduled_at,
      w.launched_at, w.launched_people, w.launched_by, p.full_name as launched_name, r.title as launched_title,
      wv.number, n.newest, coalesce(m.members, 0) as members, h.halt
    from wave w
    left join audience a on a.organization_id = w.organization_id and a.id = w.audience_id
    left join person p on p.organization_id = w.organization_id and p.id = w.launched_by
    left join roster r on r.organization_id = w.organization_id and r.person_id = w.launched_by
    left join wave_version wv on wv.organization_id = w.organization_id and wv.wave_id = w.id and wv.superseded is null and wv.holds @> ${day}::date
    left join lateral (
      select max(v.number) as newest from program_version v where v.organization_id = w.organization_id and v.program_id = w.program_id
    ) n on true
    left join lateral (
      select count(*) as members from wave_member m where m.organization_id = w.organization_id and m.wave_id = w.id and m.superseded is null and m.holds @> ${day}::date
    ) m on true
    left join lateral (
      select jsonb_build_object('kind', h.kind, 'on', h.began_on, 'by', b.full_name, 'reason', h.reason) as halt
      from wave_halt h join person b on b.organization_id = h.organization_id and b.id = h.began_by
      where h.organization_id = w.organization_id and h.wave_id = w.id and h.ended_at is null
    ) h on true
    where w.organization_id = ${c.organizationId}
      and (${of.programId ?? null}::uuid is null or w.program_id = ${of.programId ?? null})
      and (${of.waveId ?? null}::uuid is null or w.id = ${of.waveId ?? null})
    order by (w.launched_at is null), w.goes_live_on nulls last, w.created_at, w.id`.execute(db)
  return rows
}

export async function toWave(db: Db | Tx, c: Context, row: WaveRow, day: Day): Promise<Wave> {
  const launched = row.launched_at
    ? {
        at: row.launched_at,
        by: row.launched_by
          ? { id: row.launched_by, name: row.launched_name ?? '', title: row.launched_title ?? '' }
          : null,
        people: row.launched_people ?? 0,
      }
    : null
  const state = waveStateOf(
    { preparesOn: row.prepares_on, preparedAt: row.prepared_at, scheduledAt: row.scheduled_at, launched },
    day,
  )
  const rule = state.phase === 'planned' ? audienceRule.safeParse(row.rule) : null
  const planned = rule?.success ? await selectedBy(db, c, row.program_id, row.id, rule.data, day) : null
  return {
    id: row.id,
    programId: row.program_id,
    name: row.name,
    audience: row.audience_id ? { id: row.audience_id, name: row.audience ?? '' } : null,
    preparesOn: row.prepares_on,
    goesLiveOn: row.goes_live_on,
    people: planned?.joining ?? row.members,
    upTo: planned?.upTo ?? false,
    state,
    halt: row.halt,
    version: row.number ?? row.newest,
  }
}

/** Whom a rule selects for a wave: those whom no other wave that has begun holds. With `upTo` at most so many. */
async function selectedBy(
  db: Db | Tx,
  c: Context,
  programId: string,
  waveId: string | null,
  rule: ReturnType<typeof audienceRule.parse>,
  day: Day,
): Promise<{ joining: number; upTo: boolean }> {
  const asked = countable(rule, 'joined')
  const { rows } = await sql<{ joining: number }>`
    select count(*) filter (where m.person_id is null) as joining
    from roster r
    left join wave_member m on m.organization_id = r.organization_id and m.person_id = r.person_id and m.program_id = ${programId}
      and m.wave_id is distinct from ${waveId}::uuid and m.superseded is null and m.holds @> ${day}::date
    where r.organization_id = ${c.organizationId} and ${audienceCondition(asked.rule, day)}`.execute(db)
  const { joining } = rows[0]!
  if (!asked.upTo) return { joining, upTo: false }
  return { joining: Math.min(joining, (await countOf(db, c.organizationId, rule, day)).people), upTo: true }
}

/** One wave; throws `not_found`. */
export async function readWave(db: Db | Tx, c: Context, waveId: string): Promise<Wave> {
  const day = await todayOf(db, c)
  const row = (await waveRows(db, c, day, { waveId }))[0]
  if (!row) throw problem('not_found')
  return toWave(db, c, row, day)
}

/** Holds a wave still for the rest of the transaction. Null when it is not there. */
export async function lockWave(
  tx: Tx,
  c: Context,
  waveId: string,
): Promise<{ launchedAt: string | null; scheduledBy: string | null } | null> {
  // The program first: whoever brings its members up to date holds it before they touch its waves.
  await sql`select 1 from program where organization_id = ${c.organizationId}
    and id = (select program_id from wave where organization_id = ${c.organizationId} and id = ${waveId}) for update`.execute(
    tx,
  )
  const { rows } = await sql<{ launchedAt: string | null; scheduledBy: string | null }>`
    select launched_at as "launchedAt", scheduled_by as "scheduledBy" from wave where organization_id = ${c.organizationId} and id = ${waveId} for update`.execute(
    tx,
  )
  return rows[0] ?? null
}

export async function listWaves(c: Context, input: Input<typeof waves.list>): Promise<Answer<typeof waves.list>> {
  await demandProgram(c, input.programId)
  const day = await todayOf(c.db, c)
  const rows = await waveRows(c.db, c, day, { programId: input.programId })
  return {
    waves: await Promise.all(rows.map((row) => toWave(c.db, c, row, day))),
    today: day,
    mayLaunch: c.viewer.roles.includes('lead'),
  }
}

export async function getWave(c: Context, input: Input<typeof waves.get>): Promise<Answer<typeof waves.get>> {
  const day = await todayOf(c.db, c)
  const row = (await waveRows(c.db, c, day, { waveId: input.waveId }))[0]
  if (!row) throw problem('not_found')
  const { rows: versions } = await sql<{ number: number; from: Day; until: Day | null }>`
    select number, lower(holds) as "from", upper(holds) as until from wave_version
    where organization_id = ${c.organizationId} and wave_id = ${row.id} and superseded is null order by lower(holds)`.execute(
    c.db,
  )
  return { ...(await toWave(c.db, c, row, day)), versions: runs(versions), newest: row.newest }
}

/** Moved and moved back on one day, a wave ran on one version all the time. */
function runs<V extends { number: number; until: Day | null }>(versions: readonly V[]): V[] {
  const found: V[] = []
  for (const one of versions) {
    const last = found.at(-1)
    if (last?.number === one.number) found[found.length - 1] = { ...last, until: one.until }
    else found.push(one)
  }
  return found
}

export async function createWave(c: Context, input: Input<typeof waves.create>): Promise<Wave> {
  await demandProgram(c, input.programId)
  return named(input.name, () =>
    c.db.transaction().execute(async (tx) => {
      // Held from the start: two waves that are planned at one moment would each wait for the other's row.
      await sql`select 1 from program where organization_id = ${c.organizationId} and id = ${input.programId} for update`.execute(
        tx,
      )
      await checkDates(tx, c, { preparesOn: input.preparesOn, goesLiveOn: input.goesLiveOn }, null)
      await demandAudience(tx, c, input.audienceId)
      const { rows } = await sql<{ id: string }>`
      insert into wave (organization_id, program_id, name, audience_id, prepares_on, goes_live_on, created_by, created_at)
      values (${c.organizationId}, ${input.programId}, ${input.name}, ${input.audienceId}, ${input.preparesOn}, ${input.goesLiveOn}, ${c.viewer.personId}, ${c.clock.now()})
      returning id`.execute(tx)
      const id = rows[0]!.id
      await record(tx, c, {
        type: 'wave.planned',
        subject: { kind: 'wave', id },
        data: { programId: input.programId, preparesOn: input.preparesOn, goesLiveOn: input.goesLiveOn },
      })
      await follow(tx, c, id, input.programId, input.preparesOn)
      return readWave(tx, c, id)
    }),
  )
}

export async function updateWave(c: Context, input: Input<typeof waves.update>): Promise<Wave> {
  return named(input.name ?? '', () =>
    c.db.transaction().execute(async (tx) => {
      await lockWave(tx, c, input.waveId)
      const day = await todayOf(tx, c)
      const row = (await waveRows(tx, c, day, { waveId: input.waveId }))[0]
      if (!row) throw problem('not_found')
      const next = {
        name: input.name ?? row.name,
        audienceId: input.audienceId === undefined ? row.audience_id : input.audienceId,
        preparesOn: input.preparesOn === undefined ? row.prepares_on : input.preparesOn,
        goesLiveOn: input.goesLiveOn === undefined ? row.goes_live_on : input.goesLiveOn,
      }
      const changed = [
        ...(next.name === row.name ? [] : ['name']),
        ...(next.audienceId === row.audience_id ? [] : ['audience']),
        ...(next.preparesOn === row.prepares_on ? [] : ['preparesOn']),
        ...(next.goesLiveOn === row.goes_live_on ? [] : ['goesLiveOn']),
      ]
      const dates = changed.includes('preparesOn') || changed.includes('goesLiveOn')
      if (row.launched_at && (dates || next.audienceId === null))
        throw problem('wave_live', { on: row.goes_live_on ?? '' })
      if (dates) await checkDates(tx, c, next, row)
      if (changed.includes('audience')) await demandAudience(tx, c, next.audienceId)
      await sql`update wave set name = ${next.name}, audience_id = ${next.audienceId}, prepares_on = ${next.preparesOn}, goes_live_on = ${next.goesLiveOn}
      where organization_id = ${c.organizationId} and id = ${row.id}`.execute(tx)
      await record(tx, c, {
        type: 'wave.updated',
        subject: { kind: 'wave', id: row.id },
        data: { changed, ...(dates ? { preparesOn: next.preparesOn, goesLiveOn: next.goesLiveOn } : {}) },
      })
      if (dates && row.scheduled_at) await rescheduleLaunch(tx, c, row.id, next.goesLiveOn)
      if (dates || changed.includes('audience')) await follow(tx, c, row.id, row.program_id, next.preparesOn)
      return readWave(tx, c, row.id)
    }),
  )
}

export async function removeWave(c: Context, input: Input<typeof waves.remove>): Promise<{ removed: true }> {
  await c.db.transaction().execute(async (tx) => {
    await lockWave(tx, c, input.waveId)
    const day = await todayOf(tx, c)
    const row = (await waveRows(tx, c, day, { waveId: input.waveId }))[0]
    if (!row) throw problem('not_found')
    if (row.launched_at) throw problem('wave_live', { on: row.goes_live_on ?? '' })
    if (row.prepared_at) throw problem('wave_begun', { on: row.prepares_on ?? '' })
    for (const kind of ['program.prepare', 'launch.go-live'])
      await unschedule(tx, { organizationId: c.organizationId, kind, subjectId: row.id })
    await sql`delete from wave where organization_id = ${c.organizationId} and id = ${row.id}`.execute(tx)
    await record(tx, c, {
      type: 'wave.removed',
      subject: { kind: 'wave', id: row.id },
      data: { programId: row.program_id },
    })
  })
  return { removed: true }
}

/** After a change of dates or audience: the job for the preparation date, and the members where it has come already. */
async function follow(tx: Tx, c: Context, waveId: string, programId: string, preparesOn: Day | null): Promise<void> {
  const what = { organizationId: c.organizationId, kind: 'program.prepare', subjectId: waveId }
  await unschedule(tx, what)
  const zone = await organizationZone(tx, c)
  const day = c.clock.today(zone)
  if (preparesOn !== null && preparesOn > day)
    await schedule(tx, { ...what, dueAt: instantAt(preparesOn, '00:00', zone) })
  await refreshIn(tx, c, programId, day)
}

/** A launch that was told to happen on the go-live date happens on the new one; without a date it is taken back. */
export async function rescheduleLaunch(tx: Tx, c: Context, waveId: string, goesLiveOn: Day | null): Promise<void> {
  const what = { organizationId: c.organizationId, kind: 'launch.go-live', subjectId: waveId }
  await unschedule(tx, what)
  if (goesLiveOn === null) {
    await sql`update wave set scheduled_at = null, scheduled_by = null where organization_id = ${c.organizationId} and id = ${waveId}`.execute(
      tx,
    )
    return
  }
  await schedule(tx, { ...what, dueAt: instantAt(goesLiveOn, '00:00', await organizationZone(tx, c)) })
}

/** Marks a wave as told to launch by itself on its go-live date, or takes that back. */
export async function markScheduled(tx: Tx, c: Context, waveId: string, goesLiveOn: Day | null): Promise<void> {
  if (goesLiveOn !== null) {
    await sql`update wave set scheduled_at = ${c.clock.now()}, scheduled_by = ${c.viewer.personId} where organization_id = ${c.organizationId} and id = ${waveId}`.execute(
      tx,
    )
  }
  await rescheduleLaunch(tx, c, waveId, goesLiveOn)
  await record(tx, c, {
    type: goesLiveOn === null ? 'wave.launch-held' : 'wave.launch-scheduled',
    subject: { kind: 'wave', id: waveId },
    data: { on: goesLiveOn },
  })
}

async function checkDates(
  tx: Tx,
  c: Context,
  next: { preparesOn: Day | null; goesLiveOn: Day | null },
  row: WaveRow | null,
): Promise<void> {
  const day = await todayOf(tx, c)
  const past = (date: Day | null, before: Day | null | undefined) => date !== null && date < day && date !== before
  if (next.preparesOn !== null && next.goesLiveOn !== null && next.preparesOn > next.goesLiveOn)
    throw problem('wave_dates')
  if (past(next.preparesOn, row?.prepares_on) || past(next.goesLiveOn, row?.goes_live_on)) throw problem('wave_dates')
  // People have heard of a wave that is in preparation; it cannot be unheard.
  if (row?.prepared_at && next.preparesOn !== row.prepares_on)
    throw problem('wave_begun', { on: row.prepares_on ?? '' })
}

async function demandAudience(tx: Tx | Db, c: Context, audienceId: string | null): Promise<void> {
  if (audienceId === null) return
  const { rows } =
    await sql`select 1 from audience where organization_id = ${c.organizationId} and id = ${audienceId}`.execute(tx)
  if (rows.length === 0) throw problem('audience_unknown')
}

async function named<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if ((error as { constraint?: string }).constraint === 'wave_by_name')
      throw problem('wave_name_taken', { name }, error)
    throw error
  }
}

export async function moveWave(c: Context, input: Input<typeof waves.move>): Promise<Wave> {
  return c.db.transaction().execute(async (tx) => {
    const day = await todayOf(tx, c)
    await lockWave(tx, c, input.waveId)
    const row = (await waveRows(tx, c, day, { waveId: input.waveId }))[0]
    if (!row) throw problem('not_found')
    if (!row.launched_at) throw problem('wave_not_live')
    if (row.number === input.number) throw problem('version_same', { number: input.number })
    const { rows: known } = await sql`select 1 from program_version
      where organization_id = ${c.organizationId} and program_id = ${row.program_id} and number = ${input.number}`.execute(
      tx,
    )
    if (known.length === 0) throw problem('version_unknown', { number: input.number })
    const now = c.clock.now()
    await sql`
      with closed as (
        update wave_version set superseded = ${now}
        where organization_id = ${c.organizationId} and wave_id = ${row.id} and superseded is null and upper_inf(holds)
        returning number, holds
      )
      insert into wave_version (organization_id, wave_id, program_id, number, holds, recorded)
      select ${c.organizationId}, ${row.id}, ${row.program_id}, number, daterange(lower(holds), ${day}::date), ${now}
      from closed where lower(holds) < ${day}::date`.execute(tx)
    await sql`insert into wave_version (organization_id, wave_id, program_id, number, holds, recorded)
      values (${c.organizationId}, ${row.id}, ${row.program_id}, ${input.number}, daterange(${day}::date, null), ${now})`.execute(
      tx,
    )
    await record(tx, c, {
      type: 'wave.version-changed',
      subject: { kind: 'wave', id: row.id },
      happenedOn: day,
      data: { from: row.number, to: input.number },
    })
    return readWave(tx, c, row.id)
  })
}
