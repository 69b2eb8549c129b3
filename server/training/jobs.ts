import type { Jobs } from '../platform/jobs.ts'
import { assign, assignSeat } from './assign.ts'
import { expire } from './expiry.ts'
import { addUpConfidence, remind } from './remind.ts'

export const jobs: Jobs = {
  /** When a wave begins or changes: courses follow who is in it. */
  'training.assign': (c) => assign(c),
  /** Courses of HR partners, champions and trainers come with the role. */
  'training.assignSeat': assignSeat,
  'training.nightly': async (c) => {
    await assign(c)
    await expire(c)
    await remind(c)
    await addUpConfidence(c)
  },
}
