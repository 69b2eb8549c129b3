import type { Jobs } from '../platform/jobs.ts'
import { tidyFilms } from './publishing.ts'

export const jobs: Jobs = {
  'courses.tidyFilms': (c) => tidyFilms(c),
}
