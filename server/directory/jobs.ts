import type { Jobs } from '../platform/jobs.ts'
import { followAudiences } from './populations.ts'

export const jobs: Jobs = {
  /** After a people file, a grant or a changed audience, and every night. */
  'directory.followAudiences': followAudiences,
}
