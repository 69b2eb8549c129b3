import type { Jobs } from '../platform/jobs.ts'
import { launchOnDate } from './launch.ts'

export const jobs: Jobs = {
  /** A wave that was told to launch by itself, on its go-live date. */
  'launch.go-live': (c, { subjectId }) => launchOnDate(c, subjectId),
}
