import type { Jobs } from '../platform/jobs.ts'
import { follow } from './following.ts'
import { startCampaign } from './sending.ts'

export const jobs: Jobs = {
  'campaigns.start': (c, { subjectId }) => startCampaign(c, subjectId),
  'campaigns.follow': (c) => follow(c),
}
