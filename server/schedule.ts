/** Every recurring job, on one page: its name and when it next runs after an instant. */
import { addDays, dayIn, instantAt, type Instant } from './platform/clock.ts'
import type { Recurring } from './platform/jobs.ts'

/** Once a night at a time of the company's zone. */
function nightly(time: string) {
  return (after: Instant, { timeZone }: { timeZone: string }): Instant => {
    const day = dayIn(after, timeZone)
    const tonight = instantAt(day, time, timeZone)
    return tonight > after ? tonight : instantAt(addDays(day, 1), time, timeZone)
  }
}

export const recurring: Recurring = {
  /** Joiners, movers and leavers of every wave. */
  'program.refresh': nightly('02:30'),
}
