/** What is worth doing for somebody whose reports lead people. Pure: facts in, two or three things out. */
import type { LineTask } from '../../contract/week.ts'
import type { SessionAhead } from '../calibration/calibration.ts'
import { type Day, daysBetween } from '../platform/clock.ts'

export type LineFacts = {
  today: Day
  /** Those who report to the viewer and lead: of the pairs in their line, how many talked within their rhythm. */
  leaders: readonly { id: string; name: string; pairs: number; inWindow: number }[]
  /** Since when a cycle runs that the viewer has a part in, and the newest number of forms in time that was given out of their line. */
  reviews: { since: Day; done: number; of: number; asOf: Day; target: number } | null
  sessions: readonly SessionAhead[]
}

export const mostLineTasks = 3
/** So many names stand in one task. */
const mostNames = 3

/**
 * What cannot wait first: a session on its day, or past and not closed. Then what goes wrong
 * quietly, the larger line before the smaller. One task of each kind, so that a leader of
 * thirty leaders reads three things and not thirty.
 */
export function lineTasksOf(facts: LineFacts): LineTask[] {
  const ranked: { rank: number; task: LineTask }[] = []
  const add = (rank: number, task: LineTask) => ranked.push({ rank, task })

  const days = (s: SessionAhead) => daysBetween(facts.today, s.heldOn)
  const next = facts.sessions.toSorted((a, b) => days(a) - days(b) || a.sessionId.localeCompare(b.sessionId))[0]
  if (next) add(days(next) <= 0 ? 10 : days(next) <= 7 ? 25 : 50, { kind: 'calibration', ...next })

  const lines = facts.leaders.filter((l) => l.pairs > 0)
  const quiet = lines
    .filter((l) => l.inWindow === 0)
    .toSorted((a, b) => b.pairs - a.pairs || a.name.localeCompare(b.name) || a.id.localeCompare(b.id))
  if (quiet.length > 0)
    add(20, {
      kind: 'line_quiet',
      leaders: quiet.slice(0, mostNames).map(({ id, name }) => ({ id, name })),
      count: quiet.length,
      pairs: quiet.reduce((sum, l) => sum + l.pairs, 0),
    })
  const slow = lines
    .filter((l) => l.inWindow > 0 && l.inWindow * 2 < l.pairs)
    .toSorted((a, b) => a.inWindow / a.pairs - b.inWindow / b.pairs || b.pairs - a.pairs || a.id.localeCompare(b.id))[0]
  if (slow)
    add(40, {
      kind: 'line_slow',
      leader: { id: slow.id, name: slow.name },
      inWindow: slow.inWindow,
      pairs: slow.pairs,
    })

  // A number from before the cycle speaks of an earlier one: nothing can be done about that.
  if (facts.reviews && facts.reviews.asOf >= facts.reviews.since) {
    const { since: _, ...reviews } = facts.reviews
    if (reviews.of > 0 && (100 * reviews.done) / reviews.of < reviews.target)
      add(30, { kind: 'line_reviews', ...reviews })
  }

  return ranked
    .toSorted((a, b) => a.rank - b.rank)
    .slice(0, mostLineTasks)
    .map((entry) => entry.task)
}
