/**
 * A rhythm of two people's own: more frequent than the program asks, never rarer, and only once
 * both want it. It is between the two: metrics and leaders hold them to the program's.
 */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { checkins } from '../../contract/checkins.ts'
import { cadenceDays } from '../../contract/design.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import { putInInbox } from '../attention/attention.ts'
import { demandElement } from '../goals/goals.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { countRecorded, record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { arrangementOf, pairRows, pairWith, personNamed } from './queries.ts'
import { ownRhythm } from './read.ts'
import { asPerson } from './wall.ts'

type Two = { managerId: string; reportId: string }

async function pairNow(tx: Tx, c: Context, personId: string) {
  const found = await pairWith(tx, c, personId)
  if (!found) throw problem('checkin_pair')
  await demandElement(c, 'checkins', found.reportId)
  const [row] = await pairRows(tx, c, found)
  return { ...found, program: row?.cadence ?? null }
}

export async function arrange(
  c: Context,
  input: Input<typeof checkins.arrange>,
): Promise<Answer<typeof checkins.arrange>> {
  return asPerson(c, async (tx, inside) => {
    const two = await pairNow(tx, inside, input.personId)
    const was = await arrangementOf(tx, c, two.managerId, two.reportId)
    if (input.cadence === (was?.cadence ?? null)) {
      countRecorded(c, 1) // proposed already
      return { own: ownRhythm(was) }
    }
    if (input.cadence && two.program && cadenceDays[input.cadence] >= cadenceDays[two.program])
      throw problem('checkin_rarer')
    // As the program asks holds at once: nobody is held to more than that by the other.
    await sql`insert into checkin_arrangement (organization_id, manager_id, report_id, cadence, cadence_by, changed_at)
      values (${c.organizationId}, ${two.managerId}, ${two.reportId}, ${input.cadence}, ${input.cadence ? c.viewer.personId : null}, ${c.clock.now()})
      on conflict (organization_id, manager_id, report_id) do update
        set cadence = excluded.cadence, cadence_by = excluded.cadence_by, cadence_agreed_at = null, changed_at = excluded.changed_at`.execute(
      tx,
    )
    await record(tx, c, event(input.cadence ? 'rhythm_proposed' : 'rhythm_ended', two))
    const me = await personNamed(tx, c, c.viewer.personId)
    await putInInbox(tx, c, input.personId, {
      kind: input.cadence ? 'checkin_rhythm' : 'checkin_rhythm_ended',
      subject: { kind: 'checkin_rhythm', id: randomUUID() },
      params: { by: me?.name ?? '' },
    })
    return { own: ownRhythm(await arrangementOf(tx, c, two.managerId, two.reportId)) }
  })
}

export async function agree(c: Context, input: Input<typeof checkins.agree>): Promise<Answer<typeof checkins.agree>> {
  return asPerson(c, async (tx, inside) => {
    const two = await pairNow(tx, inside, input.personId)
    const was = await arrangementOf(tx, c, two.managerId, two.reportId)
    if (was?.cadence && !was.cadence_agreed_at && was.cadence_by !== c.viewer.personId) {
      await sql`update checkin_arrangement set cadence_agreed_at = ${c.clock.now()}, changed_at = ${c.clock.now()}
        where organization_id = ${c.organizationId} and manager_id = ${two.managerId} and report_id = ${two.reportId}`.execute(
        tx,
      )
      await record(tx, c, event('rhythm_agreed', two))
    } else countRecorded(c, 1) // agreed already, nothing proposed, or one's own proposal
    return { own: ownRhythm(await arrangementOf(tx, c, two.managerId, two.reportId)) }
  })
}

const event = (type: string, { managerId, reportId }: Two) => ({
  type: `checkin.${type}`,
  subject: { kind: 'person', id: reportId },
  data: { managerId, reportId },
})
