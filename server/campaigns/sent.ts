/** Messages that went out, with what their last count said. How much of it is told is for whoever shows it. */
import { sql } from 'kysely'
import type { ReaderKind, Voice } from '../../contract/campaigns.ts'
import type { Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { problem } from '../platform/problem.ts'
import { isCounted } from './counting.ts'

export type Sent = {
  id: string
  template: string
  started_at: Instant
  cancelled: boolean
  readers: ReaderKind
  audience: string | null
  narrowed: boolean
  voice: Voice
  sender_id: string | null
  sender_name: string | null
  sender_title: string | null
  wave_id: string
  wave_name: string
  counted_at: Instant
  letters: number
  submitted: number
  pending: number
  undelivered: number
  left_out: number
  in_app: number
  opened: number
}

export type SentMessages = {
  /** Counted ones, the newest first. */
  counted: Sent[]
  uncounted: number
  /** Reminders to those who had not done something; how many they went to is told to nobody. */
  reminders: number
  floor: number
}

export async function messagesSent(c: Context, programId: string): Promise<SentMessages> {
  const { rows: head } = await sql<{
    there: boolean
    floor: number
    reminders: number
    uncounted: number
  }>`select exists (select from program where organization_id = ${c.organizationId} and id = ${programId}) as there,
      smallest_group(${c.organizationId}) as floor,
      count(*) filter (where not ${isCounted}) as reminders,
      count(*) filter (where ${isCounted} and n.campaign_id is null) as uncounted
    from campaign k left join campaign_count n on n.organization_id = k.organization_id and n.campaign_id = k.id
    where k.organization_id = ${c.organizationId} and k.program_id = ${programId} and k.started_at is not null`.execute(
    c.db,
  )
  const { there, floor, reminders, uncounted } = head[0]!
  if (!there) throw problem('not_found')
  const { rows: counted } = await sql<Sent>`
    select k.id, k.template, k.started_at, k.cancelled_at is not null as cancelled, k.readers, a.name as audience, k.audience_id is not null as narrowed, k.voice,
      k.sender_id, s.full_name as sender_name, coalesce(r.title, '') as sender_title, k.wave_id, w.name as wave_name,
      n.counted_at, n.letters, n.submitted, n.pending, n.undelivered, n.left_out, n.in_app, n.opened
    from campaign k
    join campaign_count n on n.organization_id = k.organization_id and n.campaign_id = k.id
    join wave w on w.organization_id = k.organization_id and w.id = k.wave_id
    left join audience a on a.organization_id = k.organization_id and a.id = k.audience_id
    left join person s on s.organization_id = k.organization_id and s.id = k.sender_id
    left join roster r on r.organization_id = k.organization_id and r.person_id = k.sender_id
    where k.organization_id = ${c.organizationId} and k.program_id = ${programId} and k.started_at is not null
    order by k.started_at desc, k.id`.execute(c.db)
  return { counted, uncounted, reminders, floor }
}
