/** What waits for the viewer's word as a sender: who asks, how many it goes to and when. */
import { sql } from 'kysely'
import type { Day } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { toApprove } from './campaign.ts'
import { campaignRow } from './queries.ts'
import { addressable } from './addressing.ts'
import { championsOf } from './voices.ts'

export type ToApprove = {
  campaignId: string
  title: string
  askedBy: { id: string; name: string } | null
  /** With `upTo` at most so many. */
  people: number
  upTo: boolean
  sendsOn: Day | null
}

export async function waitsToApprove(c: Context): Promise<ToApprove[]> {
  const { campaigns } = await toApprove(c)
  return Promise.all(
    campaigns.map(async ({ id, title, sendsOn, sender }) => {
      const row = await campaignRow(c.db, c.organizationId, id)
      const { people, upTo } = await addressable(c.db, c, row)
      // A champion speaks to those who are near.
      const yours = sender?.id === c.viewer.personId ? null : (await championsOf(c.db, c, row, people, false)).yours
      const { rows } = await sql<{ people: number; asked_by: ToApprove['askedBy'] }>`
        select (select count(*)::integer from roster r where ${people}) as people,
          (select jsonb_build_object('id', p.id, 'name', p.full_name) from event e join person p on p.organization_id = e.organization_id and p.id = e.actor_id
            where e.organization_id = ${c.organizationId} and e.subject_kind = 'campaign' and e.subject_id = ${id} and e.type = 'campaign.approval_asked'
            order by e.id desc limit 1) as asked_by`.execute(c.db)
      return { campaignId: id, title, askedBy: rows[0]!.asked_by, people: yours ?? rows[0]!.people, upTo, sendsOn }
    }),
  )
}
