/** Who is told what about a meeting. A row for each time, so that letters are made from the newest alone. */
import { sql } from 'kysely'
import { putInInbox, sendMail } from '../attention/attention.ts'
import { addDays, dayIn, type Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'

export type What = 'planned' | 'moved' | 'called_off' | 'released'

/** What stands in the inbox; whoever is not on the committee any more has no page to open. */
const notices = {
  planned: 'committee_planned',
  moved: 'committee_moved',
  called_off: 'committee_called_off',
  released: null,
} as const

/** Needs the committee's lock, so that numbers follow each other. `was`: when it would have begun, where that is told to be different. */
export async function tell(
  tx: Tx,
  c: Context,
  meetingId: string,
  what: What,
  people: readonly string[],
  was?: Instant,
): Promise<void> {
  if (people.length === 0) return
  const { rows } = await sql<{ id: string; person_id: string; starts_at: Instant; time_zone: string }>`
    with told as (
      insert into committee_told (organization_id, meeting_id, person_id, sequence, what, told_at)
      select ${c.organizationId}::uuid, ${meetingId}::uuid, x.person_id,
        coalesce((select max(o.sequence) + 1 from committee_told o where o.organization_id = ${c.organizationId}
          and o.meeting_id = ${meetingId} and o.person_id = x.person_id), 0),
        ${what}, ${c.clock.now()}::timestamptz
      from unnest(${people as string[]}::uuid[]) as x (person_id)
      returning id, person_id
    )
    select t.id, t.person_id, m.starts_at, m.time_zone from told t
    join committee_meeting m on m.organization_id = ${c.organizationId} and m.id = ${meetingId}`.execute(tx)
  for (const row of rows) {
    const subject = { kind: 'committee_told', id: row.id }
    await sendMail(tx, c, {
      personId: row.person_id,
      kind: 'committee_meeting',
      subject,
      // What would come on the day itself goes at once; nobody comes at a time that holds no more.
      lastDay: addDays(dayIn(was && was < row.starts_at ? was : row.starts_at, row.time_zone), -1),
    })
    const notice = notices[what]
    if (notice && row.person_id !== c.viewer.personId)
      await putInInbox(tx, c, row.person_id, { kind: notice, subject, params: { meetingId } })
  }
}
