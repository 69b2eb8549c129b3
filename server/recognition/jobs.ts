import type { Jobs } from '../platform/jobs.ts'
import { weekly } from './weekly.ts'

export const jobs: Jobs = { 'recognition.weekly': (c) => weekly(c) }
