/** Pausing a wave, letting it go on, and taking it back: who decides says why, and may write to its people. */
import { sql } from 'kysely'
import type { halts } from '../../contract/halts.ts'
import { heldKinds } from '../../contract/notice-kinds.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import { goOnIn, planLetters, putInInboxes } from '../attention/attention.ts'
import { stopOfWave } from '../campaigns/campaigns.ts'
import { takeSignaturesBack } from '../hypercare/hypercare.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { problem } from '../platform/problem.ts'
import {
  dayHere,
  haltsOf,
  lockWave,
  pauseWave,
  readWave,
  resumeWave,
  rollBackWave,
  today as todayOf,
} from '../program/program.ts'
import { voidSignatures } from '../test-plans/test-plans.ts'

type State = Answer<typeof halts.get>

async function stateOf(db: Db | Tx, c: Context, waveId: string): Promise<State> {
  const wave = await readWave(db, c, waveId)
  const { rows } = await sql<{ people: number; letters: number; messages: number; without: number; handed: boolean }>`
    with member as (
      select m.person_id from wave_member m where m.organization_id = ${c.organizationId} and m.wave_id = ${waveId}
        and m.superseded is null and m.holds @> ${dayHere(c)}
    )
    select (select count(*) from member) as people,
      (select count(*) from outgoing_mail o join member m on m.person_id = o.person_id
        where o.organization_id = ${c.organizationId} and o.state = 'waiting' and o.kind = any(${heldKinds.pause as string[]}::text[])) as letters,
      (select count(*) from campaign k where k.organization_id = ${c.organizationId} and k.wave_id = ${waveId} and k.scheduled_at is not null
        and k.started_at is null and k.cancelled_at is null) as messages,
      (select count(*) from member m join person p on p.organization_id = ${c.organizationId} and p.id = m.person_id where p.email is null) as without,
      exists (select from handover h where h.organization_id = ${c.organizationId} and h.wave_id = ${waveId}) as handed`.execute(
    db,
  )
  const { people, letters, messages, without, handed } = rows[0]!
  return {
    wave,
    halts: await haltsOf(db, c, waveId),
    now: { people, letters, messages, withoutAddress: without },
    handedOver: handed,
    today: await todayOf(db, c),
    mayHalt: c.viewer.roles.some((role) => role === 'lead' || role === 'admin'),
  }
}

export const get = (c: Context, input: Input<typeof halts.get>): Promise<State> => stateOf(c.db, c, input.waveId)

/** A letter to everybody in the wave who works today, and the same in the app: who has no address reads it there. */
async function write(
  tx: Tx,
  c: Context,
  waveId: string,
  about: {
    kind: 'wave_halted' | 'wave_resumed'
    notice: 'wave_paused' | 'wave_rolled_back' | 'wave_resumed'
    id: string
  },
): Promise<void> {
  const members = sql`from wave_member m
    join roster r on r.organization_id = m.organization_id and r.person_id = m.person_id and r.employed
    where m.organization_id = ${c.organizationId} and m.wave_id = ${waveId} and m.superseded is null and m.holds @> ${dayHere(c)}`
  const subject = { kind: 'wave_halt', id: about.id }
  const now = c.clock.now()
  await planLetters(
    tx,
    c,
    sql`select r.person_id, coalesce(r.email, '') as address, ${now}::timestamptz as due_at,
      case when r.email is null then 'no_address' end as excluded ${members}`,
    { kind: about.kind, subject },
  )
  const { rows } = await sql<{ program: string | null }>`select v.brand ->> 'name' as program from wave w
    join program_version v on v.organization_id = w.organization_id and v.program_id = w.program_id
    where w.organization_id = ${c.organizationId} and w.id = ${waveId} order by v.number desc limit 1`.execute(tx)
  await putInInboxes(tx, c, sql`select r.person_id, ${now}::timestamptz as appears_at ${members}`, {
    kind: about.notice,
    subject,
    params: { name: rows[0]?.program ?? '' },
  })
}

export async function pause(c: Context, input: Input<typeof halts.pause>): Promise<State> {
  const { waveId, reason, letter } = input
  return c.db.transaction().execute(async (tx) => {
    const id = await pauseWave(tx, c, waveId, { reason, letter })
    if (letter !== null) await write(tx, c, waveId, { kind: 'wave_halted', notice: 'wave_paused', id })
    return stateOf(tx, c, waveId)
  })
}

export async function resume(c: Context, input: Input<typeof halts.resume>): Promise<State> {
  const { waveId, letter } = input
  return c.db.transaction().execute(async (tx) => {
    const id = await resumeWave(tx, c, waveId, letter)
    if (letter !== null) await write(tx, c, waveId, { kind: 'wave_resumed', notice: 'wave_resumed', id })
    await goOnIn(tx, c, waveId)
    return stateOf(tx, c, waveId)
  })
}

export async function rollBack(c: Context, input: Input<typeof halts.rollBack>): Promise<State> {
  const { waveId, reason, letter, goesLiveOn } = input
  return c.db.transaction().execute(async (tx) => {
    // Held still first: a hand-over that is being signed this moment is waited for.
    await lockWave(tx, c, waveId)
    const wave = await readWave(tx, c, waveId)
    const handed =
      await sql`select 1 from handover where organization_id = ${c.organizationId} and wave_id = ${waveId}`.execute(tx)
    if (handed.rows.length > 0) throw problem('halt_handed_over')
    const id = await rollBackWave(tx, c, waveId, { reason, letter, goesLiveOn })
    // What would go out by itself speaks of a start that is not there any more.
    await stopOfWave(tx, c, waveId)
    await takeSignaturesBack(tx, c, { id: waveId })
    // That it was tested enough is signed anew, by whoever knows why this start was taken back.
    await voidSignatures(tx, c, wave, 'reopened', reason)
    if (letter !== null) await write(tx, c, waveId, { kind: 'wave_halted', notice: 'wave_rolled_back', id })
    // A pause that ended with it held letters that may leave in preparation, such as texts to read.
    await goOnIn(tx, c, waveId)
    return stateOf(tx, c, waveId)
  })
}
