import type { Jobs } from '../platform/jobs.ts'
import { countAll, countOne } from './counting.ts'
import { follow } from './following.ts'
import { startCampaign } from './sending.ts'
import { chooseSubject } from './trials.ts'

export const jobs: Jobs = {
  'campaigns.start': (c, { subjectId }) => startCampaign(c, subjectId),
  'campaigns.choose': (c, { subjectId }) => chooseSubject(c, subjectId),
  'campaigns.follow': (c) => follow(c),
  'campaigns.count': (c, { subjectId }) => countOne(c, subjectId),
  'campaigns.countAll': (c) => countAll(c),
}
