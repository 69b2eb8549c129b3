import type { Jobs } from '../platform/jobs.ts'
import { countAll, countOne } from './counting.ts'
import { follow } from './following.ts'
import { forgetGone } from './forgetting.ts'
import { startCampaign } from './sending.ts'
import { welcome } from './newcomers.ts'
import { chooseSubject } from './trials.ts'

export const jobs: Jobs = {
  'campaigns.start': (c, { subjectId }) => startCampaign(c, subjectId),
  'campaigns.choose': (c, { subjectId }) => chooseSubject(c, subjectId),
  'campaigns.follow': (c) => follow(c),
  'campaigns.count': (c, { subjectId }) => countOne(c, subjectId),
  'campaigns.countAll': (c) => countAll(c),
  'campaigns.welcome': (c) => welcome(c),
  /** A wave that never began went, and its messages with it. */
  'campaigns.forget': (c) => forgetGone(c),
}
