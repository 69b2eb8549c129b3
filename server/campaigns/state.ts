import type { CampaignState } from '../../contract/campaigns.ts'

export type Times = {
  revision: number
  asked_at: string | null
  approved_revision: number | null
  declined_at: string | null
  scheduled_at: string | null
  started_at: string | null
  cancelled_at: string | null
}

/** Where a message stands. `unsent`: letters of it still wait or are on the way. */
export function stateOf(c: Times, unsent: boolean): CampaignState {
  if (c.cancelled_at) return 'cancelled'
  if (c.started_at) return unsent ? 'sending' : 'sent'
  if (c.scheduled_at) return 'scheduled'
  if (c.approved_revision === c.revision) return 'approved'
  if (c.asked_at && !c.declined_at) return 'asked'
  return 'draft'
}
