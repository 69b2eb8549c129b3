/** Rounds to come, for whoever adds up what is asked of people. */
import type { Reach, Rhythm } from '../../contract/pulse.ts'
import type { Day } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { secondsOf } from './numbers.ts'
import { nextOpening, surveyRows } from './queries.ts'

export type RoundAhead = { opensOn: Day; minutes: number; reach: Reach }

/** Of launched surveys of a program, each round until a day, with what it asks of whoever is in its sample. */
export async function roundsAhead(c: Context, programId: string, until: Day): Promise<RoundAhead[]> {
  const surveys = await surveyRows(c.db, c)
  return surveys
    .filter((s) => s.program_id === programId && s.launched_at !== null && s.next_on !== null)
    .flatMap((s) =>
      openings(s.opens_on!, s.every, s.open_days, s.next_on!, until).map((opensOn) => ({
        opensOn,
        minutes: Math.max(1, Math.ceil(secondsOf(s.questions) / 60)),
        reach: s.reach,
      })),
    )
}

function openings(first: Day, every: Rhythm, openDays: number, next: Day, until: Day): Day[] {
  const days: Day[] = []
  for (let n = 0; ; n++) {
    const day = n === 0 ? first : nextOpening(first, every, n, openDays)
    if (day === null || day > until) return days
    if (day >= next) days.push(day)
  }
}
