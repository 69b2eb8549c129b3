/**
 * When the manager changes: the open check-in of the old two ends, the report chooses what the new
 * manager sees, and the old one may leave a word, never behind the report's back.
 */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { checkins } from '../../contract/checkins.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import { putInInbox } from '../attention/attention.ts'
import type { Context } from '../platform/context.ts'
import { countRecorded, record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { event, mine, nameOf } from './acting.ts'
import { cancelMeeting } from './meetings.ts'
import { type CheckinRow, managerNow, pairRows, stepsToBring } from './queries.ts'
import { conversationOf } from './read.ts'
import { asPerson, speakFor } from './wall.ts'

/** Open check-ins whose two do not report to each other any more. Nightly, and after each people file. */
export async function followLine(c: Context): Promise<void> {
  for (;;) {
    const ended = await c.db.transaction().execute(async (tx) => {
      const { rows } = await sql<CheckinRow & { next_manager_id: string | null; here: boolean }>`
        select k.*, pm.full_name as manager_name, pr.full_name as report_name, r.manager_id as next_manager_id, r.person_id is not null as here
        from checkin k
        join person pm on pm.organization_id = k.organization_id and pm.id = k.manager_id
        join person pr on pr.organization_id = k.organization_id and pr.id = k.report_id
        left join roster r on r.organization_id = k.organization_id and r.person_id = k.report_id
        where k.organization_id = ${c.organizationId} and k.held_on is null and k.ended_at is null
          and k.manager_id is distinct from r.manager_id and k.manager_id is distinct from r.second_manager_id
        order by k.id limit 200 for update of k`.execute(tx)
      for (const k of rows) {
        await sql`update checkin set ended_at = ${c.clock.now()} where organization_id = ${c.organizationId} and id = ${k.id}`.execute(
          tx,
        )
        await record(tx, c, event('ended', k))
        // On behalf of the report, who takes part: the meeting stands behind the wall.
        await speakFor(tx, k.report_id)
        await cancelMeeting(tx, c, k, true)
        const subject = { kind: 'checkin', id: k.id }
        if (k.here)
          await putInInbox(tx, c, k.report_id, { kind: 'checkin_ended', subject, params: { by: k.manager_name } })
        if (k.here)
          await putInInbox(tx, c, k.manager_id, {
            kind: 'checkin_ended_manager',
            subject,
            params: { by: k.report_name },
          })
      }
      return rows.length
    })
    if (ended < 200) return
  }
}

export async function bring(c: Context, input: Input<typeof checkins.bring>): Promise<Answer<typeof checkins.bring>> {
  return asPerson(c, async (tx, inside) => {
    const k = await mine(tx, c, input.checkinId, true)
    if (k.report_id !== c.viewer.personId) throw problem('forbidden')
    if (!(await stepsToBring(tx, c, k)).some((a) => a.id === input.actionId)) throw problem('not_found')
    const id = randomUUID()
    await sql`insert into checkin_action (organization_id, id, checkin_id, owner_id, words, due_on, created_by, created_at)
      select organization_id, ${id}::uuid, ${k.id}::uuid, owner_id, words, due_on, ${c.viewer.personId}::uuid, ${c.clock.now()}::timestamptz
      from checkin_action where organization_id = ${c.organizationId} and id = ${input.actionId}`.execute(tx)
    await sql`update checkin_action set taken_to = ${id} where organization_id = ${c.organizationId} and id = ${input.actionId}`.execute(
      tx,
    )
    await record(tx, c, event('step_brought', k, { actionId: id, from: input.actionId }))
    return conversationOf(tx, inside, k.id)
  })
}

export async function handOver(
  c: Context,
  input: Input<typeof checkins.handOver>,
): Promise<Answer<typeof checkins.handOver>> {
  return asPerson(c, async (tx, inside) => {
    const k = await mine(tx, c, input.checkinId)
    if (k.manager_id !== c.viewer.personId) throw problem('forbidden')
    const [pair] = await pairRows(tx, inside, { managerId: k.manager_id, reportId: k.report_id })
    if (pair?.current) throw problem('checkin_current')
    const next = input.forManager ? await managerNow(tx, c, k.report_id) : null
    if (input.words === '') {
      const gone =
        await sql`delete from checkin_hand_over where organization_id = ${c.organizationId} and checkin_id = ${k.id} returning 1`.execute(
          tx,
        )
      if (gone.rows.length > 0) await record(tx, c, event('hand_over_removed', k))
      else countRecorded(c, 1) // there was none
      return conversationOf(tx, inside, k.id)
    }
    await sql`insert into checkin_hand_over (organization_id, checkin_id, author_id, report_id, new_manager_id, words, written_at)
      values (${c.organizationId}, ${k.id}, ${c.viewer.personId}, ${k.report_id}, ${next?.id ?? null}, ${input.words}, ${c.clock.now()})
      on conflict (organization_id, checkin_id) do update
        set new_manager_id = excluded.new_manager_id, words = excluded.words, written_at = excluded.written_at`.execute(
      tx,
    )
    await record(tx, c, event('handed_over', k, { forManager: next?.id ?? null }))
    const notice = {
      kind: 'checkin_handed_over',
      subject: { kind: 'checkin', id: k.id },
      params: { by: nameOf(k, c.viewer.personId) },
    }
    await putInInbox(tx, c, k.report_id, notice)
    if (next) await putInInbox(tx, c, next.id, { ...notice, kind: 'checkin_handed_over_manager' })
    return conversationOf(tx, inside, k.id)
  })
}
