import type { Jobs } from '../platform/jobs.ts'
import { passMidnight } from './midnight.ts'
import { applyFile, lookAtFile } from './uploads.ts'

export const jobs: Jobs = {
  'people.lookAtFile': lookAtFile,
  'people.applyFile': applyFile,
  'people.passMidnight': (c) => passMidnight(c),
}
