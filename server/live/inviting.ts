/** Inviting people: everybody who may book one session, or an audience to a series of them. */
import { type RawBuilder, sql } from 'kysely'
import type { live } from '../../contract/live.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import { planAtNine } from '../attention/attention.ts'
import { audienceCondition, ruleOf } from '../directory/directory.ts'
import { addDays, type Day, dayIn } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { today as todayOf } from '../program/program.ts'
import { bookable, ledRow, stateOf } from './queries.ts'

/**
 * Those of the people (a condition over `roster r`) who may book a session are told, at nine on their next working day; by letter
 * before the day on which it is. Answers how many.
 */
export async function invite(
  tx: Tx,
  c: Context,
  session: { id: string; title: string; day: Day },
  whom: RawBuilder<boolean> = sql<boolean>`true`,
): Promise<number> {
  const today = await todayOf(tx, c)
  const eve = addDays(session.day, -1)
  const people = sql`select k.person_id from training_session s cross join lateral (${bookable(c)}) k
    join roster r on r.organization_id = s.organization_id and r.person_id = k.person_id and r.status <> 'leave'
    where s.organization_id = ${c.organizationId} and s.id = ${session.id} and ${whom}
      and not exists (select from training_session_leader l where l.organization_id = s.organization_id and l.session_id = s.id and l.person_id = k.person_id)`
  const { inApp } = await planAtNine(tx, c, people, {
    kind: 'live_invited',
    subject: { kind: 'training_session', id: session.id },
    lastDay: eve < today ? today : eve,
    inApp: { name: session.title },
  })
  return inApp
}

/**
 * Each of the audience hears of the first session of the series that they may book and that has seats left, once; whoever
 * has a seat in one of them, came to one or was invited to one hears of none.
 */
export async function inviteAudience(
  c: Context,
  input: Input<typeof live.inviteAudience>,
): Promise<Answer<typeof live.inviteAudience>> {
  const ids = [...new Set(input.sessionIds)]
  return c.db.transaction().execute(async (tx) => {
    const rows = []
    for (const id of ids.toSorted()) rows.push(await ledRow(tx, c, id))
    const now = c.clock.now()
    if (rows.some((row) => stateOf(row, now) !== 'ahead')) throw problem('live_over')
    const condition = audienceCondition(await ruleOf(tx, c.organizationId, input.audienceId), await todayOf(tx, c))
    // Whoever was told in this series, by an earlier round of this one too, is not told of another of its sessions.
    const whom = sql<boolean>`(${condition}
      and not exists (select from inbox_item i where i.organization_id = r.organization_id and i.person_id = r.person_id and i.kind = 'live_invited'
        and i.subject_id = any(${ids}::uuid[]))
      and not exists (select from training_booking b where b.organization_id = r.organization_id and b.person_id = r.person_id and b.session_id = any(${ids}::uuid[])
        and b.given_back_at is null)
      and not exists (select from training_attendance a where a.organization_id = r.organization_id and a.person_id = r.person_id and a.session_id = any(${ids}::uuid[])))`
    let invited = 0
    for (const row of rows.toSorted((a, b) => (a.starts_at < b.starts_at ? -1 : 1))) {
      if (row.taken >= row.seats) continue
      invited += await invite(tx, c, { id: row.id, title: row.title, day: dayIn(row.starts_at, row.time_zone) }, whom)
    }
    await record(tx, c, {
      type: 'training.audience_invited',
      subject: { kind: 'audience', id: input.audienceId },
      data: { sessionIds: ids },
    })
    return { invited }
  })
}
