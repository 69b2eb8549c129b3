/** Which of a sponsor's planned acts were done. Read from what was done, never from a box that somebody ticked. */
import type { PlannedAct, SponsorActKind } from '../../contract/home.ts'
import { type Day, daysBetween } from '../platform/clock.ts'

/** `seen`: everybody could see it. Of a check-in, that there was one is counted and its day is told to nobody. */
export type SponsorAct = { kind: 'message' | 'session' | 'goal' | 'checkin'; on: Day; subjectId: string; seen: boolean }

/** An act counts for a planned one up to two weeks before or after its day; later it is missed. */
export const actSlack = 14
/** `plannedOn`: what was done before is no answer to it. */
export type Planned = { id: string; kind: SponsorActKind; on: Day; note: string; plannedOn: Day }

/** Which planned acts were done: each real act counts once, for the planned one of its kind that lies nearest. Pure. */
export function matchActs(
  planned: readonly Planned[],
  acts: readonly SponsorAct[],
  today: Day,
): (Planned & { state: PlannedAct['state']; done: SponsorAct | null })[] {
  const free = new Set(acts)
  const done = new Map<string, SponsorAct>()
  const pairs = planned
    .flatMap((one) =>
      acts
        .filter((act) => act.kind === one.kind && act.on >= one.plannedOn)
        .map((act) => ({ one, act, apart: Math.abs(daysBetween(one.on, act.on)) })),
    )
    .filter(({ apart }) => apart <= actSlack)
    .toSorted((a, b) => a.apart - b.apart || (a.one.on < b.one.on ? -1 : 1))
  for (const { one, act } of pairs) if (!done.has(one.id) && free.delete(act)) done.set(one.id, act)
  return planned.map((one) => {
    const act = done.get(one.id) ?? null
    const late = daysBetween(one.on, today)
    const state = act ? 'done' : late < 0 ? 'ahead' : late <= actSlack ? 'due' : 'missed'
    return { ...one, state, done: act }
  })
}
