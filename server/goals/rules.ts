/** The arithmetic of goals, without a database: shares, status, hints, periods, ownership. One file: each is short. */
import type { Confidence, GoalStatus, HintId, KeyResultKind, Outcome } from '../../contract/goal.ts'
import type { Design } from '../../contract/design.ts'
import { addDays, type Day, daysBetween, type Instant } from '../platform/clock.ts'

export type Measure = { kind: KeyResultKind; start: number; target: number; current: number; weight?: number }

/** The way from start to target that is behind us; below 0 where it fell behind its start, above 1 where it ran past. */
export function reachedOf({ start, target, current }: Measure): number {
  if (start === target) return (target >= 0 ? current >= target : current <= target) ? 1 : 0
  return (current - start) / (target - start) + 0 // no minus zero
}

const clamp = (share: number) => Math.min(1, Math.max(0, share))
const sixDigits = (share: number) => Math.round(share * 1e6) / 1e6

/** A goal is reached as far as its key results are on average, each counted from 0 to 1 and as often as its weight says. */
export function reachedOfGoal(measures: readonly Measure[], said: number): number {
  if (measures.length === 0) return sixDigits(clamp(said))
  const weightOf = (m: Measure) => m.weight ?? 1
  const all = measures.reduce((sum, m) => sum + weightOf(m), 0)
  return sixDigits(measures.reduce((sum, m) => sum + weightOf(m) * clamp(reachedOf(m)), 0) / all)
}

/** Days for which what somebody said about a goal is taken over what we work out. */
export const saidHolds = 28
/** Days without an act after which a goal asks for a word. */
export const quietAfter = 21

export type StatusFacts = {
  startsOn: Day
  endsOn: Day
  publishedAt: Instant | null
  closedAt: Instant | null
  outcome: Outcome | null
  reached: number
  /** The newest confidence that somebody gave, and on which day. */
  said: { confidence: Confidence; on: Day } | null
  /** Its owner is on long leave: time alone says nothing against it. */
  away?: boolean
}

export function statusOf(goal: StatusFacts, today: Day): GoalStatus {
  if (goal.closedAt && goal.outcome) return { state: 'closed', outcome: goal.outcome, on: goal.closedAt }
  if (!goal.publishedAt) return { state: 'draft' }
  if (today < goal.startsOn) return { state: 'upcoming' }
  if (today > goal.endsOn) return { state: 'over', days: daysBetween(goal.endsOn, today) }
  const said = goal.said && daysBetween(goal.said.on, today) <= saidHolds ? goal.said.confidence : null
  return {
    state: 'active',
    going: said ?? (goal.away ? 'on_track' : paceOf(goal, today)),
    said: said !== null,
    daysLeft: daysBetween(today, goal.endsOn),
  }
}

/**
 * How far behind the clock a goal may be. In the first fifth of its time nothing is said
 * against it: numbers move late, and a red mark on day three teaches people to aim low.
 */
export function paceOf(
  { startsOn, endsOn, reached }: Pick<StatusFacts, 'startsOn' | 'endsOn' | 'reached'>,
  today: Day,
): Confidence {
  const gone = clamp((daysBetween(startsOn, today) + 1) / (daysBetween(startsOn, endsOn) + 1))
  if (gone <= 0.2) return 'on_track'
  const behind = gone - reached
  if (behind <= 0.25) return 'on_track'
  return behind <= 0.5 ? 'at_risk' : 'off_track'
}

export type HintFacts = {
  measures: readonly Measure[]
  hasParent: boolean
  hasDescription: boolean
  startsOn: Day
  endsOn: Day
  status: GoalStatus
  /** Days since somebody worked on it. */
  quietDays: number
  /** Its owner is on leave or has left. */
  away?: boolean
}

/** Most helpful first. Nothing here keeps anybody from saving. */
export function hintsOf(goal: HintFacts): HintId[] {
  if (goal.status.state === 'closed') return []
  const hints: HintId[] = []
  if (goal.measures.length === 0) hints.push('no_measure')
  if (goal.measures.some((m) => m.start === m.target)) hints.push('no_distance')
  // A target that is met already asks for nothing more: of use on the first days, and again near the end.
  else if (goal.measures.length > 0 && goal.status.state !== 'over' && goal.measures.every((m) => reachedOf(m) >= 1))
    hints.push('target_reached')
  if (goal.status.state === 'over') hints.push('past_date')
  if (daysBetween(goal.startsOn, goal.endsOn) < 7) hints.push('short_period')
  if (goal.measures.length > 5) hints.push('many_measures')
  if (daysBetween(goal.startsOn, goal.endsOn) > 366) hints.push('long_period')
  if (goal.status.state === 'active' && !goal.away && goal.quietDays > quietAfter) hints.push('not_touched')
  if (!goal.hasParent) hints.push('no_parent')
  if (!goal.hasDescription && goal.measures.length === 0) hints.push('no_description')
  return hints
}

export type GoalPeriod = Design['elements']['goals']['period']
const monthsIn = { quarter: 3, half_year: 6, year: 12 } as const satisfies Record<GoalPeriod, number>

/** The calendar period that a day lies in; `ahead`: so many after it. */
export function calendarPeriod(today: Day, period: GoalPeriod, ahead = 0): { startsOn: Day; endsOn: Day } {
  const length = monthsIn[period]
  const year = Number(today.slice(0, 4))
  const month = Number(today.slice(5, 7)) - 1
  const first = month - (month % length) + ahead * length
  const firstOf = (m: number): Day => new Date(Date.UTC(year, m, 1)).toISOString().slice(0, 10)
  return { startsOn: firstOf(first), endsOn: addDays(firstOf(first + length), -1) }
}

/**
 * The period that a new goal begins with: from today to the end of the running calendar
 * one. In its last three weeks, to the end of the next: nobody sets a goal for the few
 * days that are left.
 */
export function periodFor(today: Day, period: GoalPeriod): { startsOn: Day; endsOn: Day } {
  const { endsOn } = calendarPeriod(today, period)
  return {
    startsOn: today,
    endsOn: daysBetween(today, endsOn) >= 21 ? endsOn : calendarPeriod(today, period, 1).endsOn,
  }
}

/** A period as PostgreSQL keeps it: the first day in, the last day out. */
export type Holds = { from: Day; until: Day }
export type Turn = { kind: 'published' | 'closed' | 'reopened'; on: Day }

/**
 * The days on which a goal counts as actively owned: from the day it was published or
 * opened again, not before its start, to its end or the day it was closed.
 * `turns` in the order in which they happened.
 */
export function ownedDays(goal: { startsOn: Day; endsOn: Day }, turns: readonly Turn[]): Holds[] {
  const over = addDays(goal.endsOn, 1)
  const days: Holds[] = []
  let open: Day | null = null
  const end = (until: Day) => {
    if (open === null) return
    const from = open > goal.startsOn ? open : goal.startsOn
    const to = until < over ? until : over
    const last = days.at(-1)
    if (from < to && last && last.until >= from) last.until = to > last.until ? to : last.until
    else if (from < to) days.push({ from, until: to })
    open = null
  }
  for (const turn of turns) {
    if (turn.kind === 'closed') end(turn.on)
    else open ??= turn.on
  }
  end(over)
  return days
}

/** Somebody held the goal, or looked after one of its key results, on these days. */
export type Span = { personId: string; part: 'goal' | 'key_result'; since: Day; until: Day | null }
export type Belief = Holds & { personId: string; part: Span['part'] }

/**
 * The owned days of a goal dealt to the people who held it or a part of it. Somebody with
 * two key results owns a day once.
 */
export function shareOut(days: readonly Holds[], spans: readonly Span[]): Belief[] {
  const cut = spans.flatMap((span) =>
    days.flatMap((d): Belief[] => {
      const from = d.from > span.since ? d.from : span.since
      const until = span.until !== null && span.until < d.until ? span.until : d.until
      return from < until ? [{ personId: span.personId, part: span.part, from, until }] : []
    }),
  )
  const merged: Belief[] = []
  for (const b of cut.toSorted((x, y) => (x.from < y.from ? -1 : x.from > y.from ? 1 : 0))) {
    const before = merged.findLast((m) => m.personId === b.personId && m.part === b.part)
    if (before && before.until >= b.from) before.until = b.until > before.until ? b.until : before.until
    else merged.push({ ...b })
  }
  return merged
}

/** Who held a goal when: its first owner until the first hand-over, and so on. */
export function holders(ownerId: string, handovers: readonly { from: string; to: string; on: Day }[]): Span[] {
  const spans: Span[] = []
  let since: Day = '0001-01-01'
  let holder = handovers[0]?.from ?? ownerId
  for (const turn of handovers) {
    spans.push({ personId: holder, part: 'goal', since, until: turn.on })
    holder = turn.to
    since = turn.on
  }
  spans.push({ personId: holder, part: 'goal', since, until: null })
  return spans
}
