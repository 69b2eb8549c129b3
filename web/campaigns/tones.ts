import type { CampaignState } from '../../contract/campaigns.ts'

/** How each state is painted; the word beside it says it too. */
export const tones: Record<CampaignState, 'good' | 'warn' | 'bad' | 'quiet' | 'accent'> = {
  draft: 'quiet',
  asked: 'warn',
  approved: 'accent',
  scheduled: 'accent',
  sending: 'accent',
  sent: 'good',
  cancelled: 'quiet',
}
