/** Pausing a wave, letting it go on, and taking it back to before its go-live: each one decision with a trace. */
import { sql } from 'kysely'
import type { Day, Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { today as todayOf } from './days.ts'
import { endHalt } from './halts.ts'
import { lockWave, rescheduleLaunch } from './waves.ts'

type Held = {
  program_id: string
  launched_at: Instant | null
  goes_live_on: Day | null
  launched_by: string | null
  launched_people: number | null
  open: string | null
  people: number
}

/** A live wave, held still until the transaction ends, with its open pause if it has one. */
async function liveHeld(tx: Tx, c: Context, waveId: string, today: Day): Promise<Held> {
  if (!(await lockWave(tx, c, waveId))) throw problem('not_found')
  const { rows } = await sql<Held>`select w.program_id, w.launched_at, w.goes_live_on, w.launched_by, w.launched_people,
      (select h.id from wave_halt h where h.organization_id = w.organization_id and h.wave_id = w.id and h.kind = 'pause' and h.ended_at is null) as open,
      (select count(*) from wave_member m where m.organization_id = w.organization_id and m.wave_id = w.id and m.superseded is null and m.holds @> ${today}::date) as people
    from wave w where w.organization_id = ${c.organizationId} and w.id = ${waveId}`.execute(tx)
  const row = rows[0]!
  if (!row.launched_at) throw problem('halt_not_live')
  return row
}

type Given = { reason: string; letter: string | null }

/** From now on nothing asks the wave's people. Returns the id of the pause. */
export async function pauseWave(tx: Tx, c: Context, waveId: string, given: Given): Promise<string> {
  const today = await todayOf(tx, c)
  const wave = await liveHeld(tx, c, waveId, today)
  if (wave.open) throw problem('wave_paused')
  const { rows } = await sql<{ id: string }>`
    insert into wave_halt (organization_id, wave_id, kind, reason, letter, people, began_on, began_at, began_by)
    values (${c.organizationId}, ${waveId}, 'pause', ${given.reason}, ${given.letter}, ${wave.people}, ${today}, ${c.clock.now()}, ${c.viewer.personId})
    returning id`.execute(tx)
  await record(tx, c, {
    type: 'wave.paused',
    subject: { kind: 'wave', id: waveId },
    data: { people: wave.people, told: given.letter !== null },
  })
  return rows[0]!.id
}

/** The wave asks again. Returns the id of the pause that ended. */
export async function resumeWave(tx: Tx, c: Context, waveId: string, letter: string | null): Promise<string> {
  const today = await todayOf(tx, c)
  const wave = await liveHeld(tx, c, waveId, today)
  if (!wave.open) throw problem('wave_not_paused')
  await endHalt(tx, c, waveId, 'pause', today, letter)
  await record(tx, c, {
    type: 'wave.resumed',
    subject: { kind: 'wave', id: waveId },
    data: { people: wave.people, told: letter !== null },
  })
  return wave.open
}

/**
 * Back to before the go-live: the wave prepares again, without a date or with another. Who is in it stays
 * in it, now by its audience; the version and the frozen roster end with today. Nothing that
 * anybody wrote is touched. Returns the id of the roll-back.
 */
export async function rollBackWave(
  tx: Tx,
  c: Context,
  waveId: string,
  given: Given & { goesLiveOn: Day | null },
): Promise<string> {
  const today = await todayOf(tx, c)
  const wave = await liveHeld(tx, c, waveId, today)
  if (given.goesLiveOn !== null && given.goesLiveOn <= today) throw problem('rollback_date')
  if (wave.open) await endHalt(tx, c, waveId, 'pause', today)
  const now = c.clock.now()
  const { rows } = await sql<{ id: string }>`
    insert into wave_halt (organization_id, wave_id, kind, reason, letter, people, began_on, began_at, began_by,
      launched_at, went_live_on, launched_by, launched_people)
    values (${c.organizationId}, ${waveId}, 'rollback', ${given.reason}, ${given.letter}, ${wave.people}, ${today}, ${now}, ${c.viewer.personId},
      ${wave.launched_at}, ${wave.goes_live_on}, ${wave.launched_by}, ${wave.launched_people}) returning id`.execute(tx)
  // What was known until now stays known as that; a shortened copy says until when it held.
  await sql`with closed as (
      update wave_version set superseded = ${now}
      where organization_id = ${c.organizationId} and wave_id = ${waveId} and superseded is null and upper_inf(holds)
      returning program_id, number, holds
    )
    insert into wave_version (organization_id, wave_id, program_id, number, holds, recorded)
    select ${c.organizationId}, ${waveId}, program_id, number, daterange(lower(holds), ${today}::date), ${now}
    from closed where lower(holds) < ${today}::date`.execute(tx)
  await sql`with closed as (
      update wave_member set superseded = ${now}
      where organization_id = ${c.organizationId} and wave_id = ${waveId} and superseded is null and frozen
      returning program_id, person_id, holds
    )
    insert into wave_member (organization_id, program_id, wave_id, person_id, holds, frozen, recorded)
    select ${c.organizationId}, program_id, ${waveId}, person_id, holds, false, ${now} from closed`.execute(tx)
  await sql`update wave set launched_at = null, launched_by = null, launched_people = null, scheduled_at = null, scheduled_by = null,
      goes_live_on = ${given.goesLiveOn}, prepares_on = least(prepares_on, ${today}::date), prepared_at = coalesce(prepared_at, ${now})
    where organization_id = ${c.organizationId} and id = ${waveId}`.execute(tx)
  await rescheduleLaunch(tx, c, waveId, null)
  await record(tx, c, {
    type: 'wave.rolled-back',
    subject: { kind: 'wave', id: waveId },
    data: {
      people: wave.people,
      told: given.letter !== null,
      wentLiveOn: wave.goes_live_on,
      goesLiveOn: given.goesLiveOn,
    },
  })
  return rows[0]!.id
}
