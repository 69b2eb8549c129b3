/** Beginning a message that comes of another one. */
import { sql } from 'kysely'
import type { Reach } from '../../contract/campaigns.ts'
import type { Day } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import type { Row } from './queries.ts'

type Derived = {
  reach: Reach
  template: string
  texts: Row['texts']
  senderId: string | null
  sendsOn: Day
}

/** One of each kind at most that has not begun; of those that follow up, one at all. Answers its id. */
export async function deriveIn(tx: Tx, c: Context, from: Row, what: Derived): Promise<string> {
  await sql`select 1 from campaign where organization_id = ${c.organizationId} and id = ${from.id} for update`.execute(
    tx,
  )
  const once = what.reach !== 'seen' && what.reach !== 'unseen'
  const { rows } = await sql<{ id: string }>`
    insert into campaign (organization_id, program_id, wave_id, readers, voice, derived_from, reach, template, texts, sender_id, sends_on, sends_at, created_by, created_at)
    select organization_id, program_id, wave_id, readers, case when ${what.reach} = 'unseen' then voice else 'sender' end, id, ${what.reach}, ${what.template}, ${JSON.stringify(what.texts)}::jsonb, ${what.senderId}, ${what.sendsOn},
      sends_at, ${c.viewer.via === 'job' || c.viewer.via === 'operator' ? null : c.viewer.personId}, ${c.clock.now()}
    from campaign k where k.organization_id = ${c.organizationId} and k.id = ${from.id}
      and not exists (select from campaign d where d.organization_id = k.organization_id and d.derived_from = k.id and d.reach = ${what.reach}
        and d.cancelled_at is null and (${once} or d.started_at is null)) returning id`.execute(tx)
  if (!rows[0]) throw problem('follow_up_there')
  await record(tx, c, {
    type: 'campaign.derived',
    subject: { kind: 'campaign', id: rows[0].id },
    data: { from: from.id, reach: what.reach },
  })
  return rows[0].id
}
