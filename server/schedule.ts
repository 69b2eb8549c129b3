/** Every recurring job, on one page: its name and when it next runs after an instant. */
import type { Recurring } from './platform/jobs.ts'

export const recurring: Recurring = {}
