/** Who is told what about a session. A row for each time, so that letters are made from the newest alone. */
import { sql } from 'kysely'
import { putInInbox, sendMail } from '../attention/attention.ts'
import { addDays, dayIn, type Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'

export type What = 'seated' | 'moved' | 'called_off' | 'given_back'

/** What stands in the inbox; giving one's own seat back needs no notice. */
const notices = { seated: 'live_seated', moved: 'live_moved', called_off: 'live_called_off', given_back: null } as const

/** Needs the session's lock, so that numbers follow each other. `was`: when it would have begun, where that is told to be different. */
export async function tell(
  tx: Tx,
  c: Context,
  sessionId: string,
  what: What,
  people: readonly string[],
  was?: Instant,
): Promise<void> {
  if (people.length === 0) return
  const { rows } = await sql<{ id: string; person_id: string; title: string; starts_at: Instant; time_zone: string }>`
    with told as (
      insert into training_session_told (organization_id, session_id, person_id, sequence, what, seated, told_at)
      select ${c.organizationId}::uuid, ${sessionId}::uuid, x.person_id,
        coalesce((select max(o.sequence) + 1 from training_session_told o where o.organization_id = ${c.organizationId}
          and o.session_id = ${sessionId} and o.person_id = x.person_id), 0),
        ${what}, exists (select from training_booking b where b.organization_id = ${c.organizationId} and b.session_id = ${sessionId}
          and b.person_id = x.person_id and b.seated_at is not null), ${c.clock.now()}::timestamptz
      from unnest(${people as string[]}::uuid[]) as x (person_id)
      returning id, person_id
    )
    select t.id, t.person_id, s.title, s.starts_at, s.time_zone from told t
    join training_session s on s.organization_id = ${c.organizationId} and s.id = ${sessionId}`.execute(tx)
  for (const row of rows) {
    const subject = { kind: 'training_session_told', id: row.id }
    await sendMail(tx, c, {
      personId: row.person_id,
      kind: 'live_seat',
      subject,
      // What would come on the day itself goes at once; nobody comes at a time that holds no more.
      lastDay: addDays(dayIn(was && was < row.starts_at ? was : row.starts_at, row.time_zone), -1),
    })
    const notice = notices[what]
    if (notice && row.person_id !== c.viewer.personId)
      await putInInbox(tx, c, row.person_id, { kind: notice, subject, params: { sessionId, name: row.title } })
  }
}
