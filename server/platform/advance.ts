import { addMs, type Instant } from './clock.ts'
import type { OpenContext } from './context.ts'
import { atTheQueue, planAllRecurring, type Work } from './jobs.ts'
import type { InstallationClock } from './movable-clock.ts'

/**
 * Moves the clock to an instant and lives through everything that falls due on the
 * way, in its order, each at its own time. Refused where the clock is not movable,
 * and backwards. Returns how many stops there were.
 */
export async function advanceClock(
  base: OpenContext,
  clock: InstallationClock,
  work: Work,
  to: Instant,
): Promise<{ now: Instant; stops: number }> {
  if (Date.parse(to) >= Date.parse(clock.now())) await planAllRecurring(base, work)
  let stops = 0
  await atTheQueue(base, work, async (drainNow) => {
    const { rows } = await base.database.owner.query<{ next: Instant | null }>('select next_due() as next')
    let next = rows[0]!.next
    while (next && !isAfter(next, to)) {
      // The clock goes on ticking; what was due before now is due now.
      if (isAfter(next, clock.now())) await clock.moveTo(found(next, to))
      next = await drainNow()
      stops++
    }
    if (isAfter(to, clock.now())) await clock.moveTo(to)
    else if (isAfter(clock.now(), addMs(to, 60_000)) && stops === 0) await clock.moveTo(to) // says that it only moves forward
    await drainNow()
  })
  return { now: clock.now(), stops }
}

/** By what they say and not how: `09:00:00.8Z` stands before `09:00:00Z` in the alphabet. */
const isAfter = (one: Instant, other: Instant): boolean => Date.parse(one) > Date.parse(other)

/** A ticker that looks once a second finds what is due a moment after its time, never on the dot; and so does this. */
function found(due: Instant, to: Instant): Instant {
  const late = addMs(due, 400)
  return isAfter(late, to) ? to : late
}
