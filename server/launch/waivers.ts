/** Letting a check that fails stand until a day: who, why, until when. Of a wave's gates, and of the mistake audit. */
import { sql } from 'kysely'
import { type launch, mostWaiverDays, type Waiver } from '../../contract/launch.ts'
import type { Input } from '../../contract/operation.ts'
import { addDays, type Day } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'

/** Of a program's mistake audit; of one of its waves. */
export type Waived = { programId: string; waveId: string | null }

/** Waivers that hold on a day, by check. */
export async function waiversOf(
  db: Db | Tx,
  c: Context,
  { programId, waveId }: Waived,
  on: Day,
): Promise<Map<string, Waiver>> {
  const { rows } = await sql<{
    id: string
    check_id: string
    by_id: string
    by_name: string
    reason: string
    given_on: Day
    until: Day
  }>`
    select w.id, w.check_id, w.given_by as by_id, p.full_name as by_name, w.reason, w.given_on, w.until
    from waiver w join person p on p.organization_id = w.organization_id and p.id = w.given_by
    where w.organization_id = ${c.organizationId} and w.program_id = ${programId} and w.wave_id is not distinct from ${waveId}::uuid
      and w.ended_at is null and w.until >= ${on}::date
    order by w.given_at`.execute(db)
  return new Map(
    rows.map((w): [string, Waiver] => [
      w.check_id,
      {
        id: w.id,
        by: { id: w.by_id, name: w.by_name },
        reason: w.reason,
        givenOn: w.given_on,
        until: w.until,
      },
    ]),
  )
}

/**
 * Writes a waiver in the viewer's name; it replaces the one there is. Refuses a day in the past or too
 * far away, and whoever the check speaks of. Whether the check fails is the caller's to ask.
 */
export async function giveWaiver(
  tx: Tx,
  c: Context,
  of: Waived & { check: string; speaksOf: string | null },
  { reason, until, today }: { reason: string; until: Day; today: Day },
): Promise<void> {
  if (of.speaksOf === c.viewer.personId) throw problem('waiver_own')
  if (until < today || until > addDays(today, mostWaiverDays)) throw problem('waiver_until', { most: mostWaiverDays })
  const now = c.clock.now()
  await sql`update waiver set ended_by = ${c.viewer.personId}, ended_at = ${now}
    where organization_id = ${c.organizationId} and program_id = ${of.programId} and wave_id is not distinct from ${of.waveId}::uuid
      and check_id = ${of.check} and ended_at is null`.execute(tx)
  await sql`insert into waiver (organization_id, program_id, wave_id, check_id, reason, given_by, given_on, given_at, until)
    values (${c.organizationId}, ${of.programId}, ${of.waveId}, ${of.check}, ${reason}, ${c.viewer.personId}, ${today}, ${now}, ${until})`.execute(
    tx,
  )
  await record(tx, c, {
    type: 'waiver.given',
    subject: subjectOf(of),
    data: { check: of.check, until },
  })
}

export async function endWaiver(c: Context, input: Input<typeof launch.endWaiver>): Promise<{ ended: true }> {
  await c.db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ program_id: string; wave_id: string | null; check_id: string }>`
      update waiver set ended_by = ${c.viewer.personId}, ended_at = ${c.clock.now()}
      where organization_id = ${c.organizationId} and id = ${input.waiverId} and ended_at is null
      returning program_id, wave_id, check_id`.execute(tx)
    const ended = rows[0]
    if (!ended) throw problem('not_found')
    await record(tx, c, {
      type: 'waiver.ended',
      subject: subjectOf({ programId: ended.program_id, waveId: ended.wave_id }),
      data: { check: ended.check_id },
    })
  })
  return { ended: true }
}

const subjectOf = ({ programId, waveId }: Waived) =>
  waveId === null ? { kind: 'program', id: programId } : { kind: 'wave', id: waveId }
