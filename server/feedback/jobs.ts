import type { Jobs } from '../platform/jobs.ts'
import { nightly } from './nightly.ts'

export const jobs: Jobs = { 'feedback.nightly': nightly }
