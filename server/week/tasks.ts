/** Which two or three things are worth doing now. Pure: facts in, tasks out. */
import type { Pair } from '../../contract/checkins.ts'
import type { Task } from '../../contract/week.ts'
import type { SessionAhead } from '../calibration/calibration.ts'
import type { ToApprove } from '../campaigns/campaigns.ts'
import type { ChampionWaits } from '../champions/champions.ts'
import type { Waits } from '../feedback/feedback.ts'
import type { CommitteeWaits } from '../governance/governance.ts'
import type { GrowthWaits } from '../growth/growth.ts'
import { type Day, daysBetween, type Instant } from '../platform/clock.ts'
import type { SeatAhead } from '../live/live.ts'
import type { TestsWait } from '../test-plans/test-plans.ts'
import type { ReviewDue } from '../metric-review/metric-review.ts'
import { mostToClear, type ReviewToDo } from '../reviews/reviews.ts'

export type Facts = {
  today: Day
  pairs: readonly Pair[]
  /** By when the first goal should stand; null: there is one, or goals are not on. */
  firstGoalBy: Day | null
  /** Had goals, and all of them are closed; a draft is already the next one. */
  nextGoal: boolean
  goals: readonly { id: string; title: string; endsOn: Day; quietDays: number }[]
  policies: readonly { programId: string; policyId: string; title: string; dueOn: Day | null }[]
  /** Messages that wait for the viewer's word as their sender. */
  toApprove: readonly ToApprove[]
  messages: readonly { itemId: string; campaignId: string; subject: string; sender: string; at: Instant }[]
  steps: readonly {
    checkinId: string
    actionId: string
    words: string
    dueOn: Day
    with: { id: string; name: string }
  }[]
  /** Asked of a sample, once in a while. */
  useful: { checkinId: string; with: { id: string; name: string }; heldOn: Day } | null
  /** What waits in running review cycles. */
  reviews: readonly ReviewToDo[]
  sessions: readonly SessionAhead[]
  /** Sessions of the next days, with a seat or an invitation; `on` is their day on the viewer's clock. */
  seats: readonly (SeatAhead & { on: Day })[]
  feedback: Waits
  growth: GrowthWaits
  committee: CommitteeWaits
  /** Required courses that are near or late. */
  courses: readonly { courseId: string; title: string; dueOn: Day; minutes: number; started: boolean }[]
  surveys: readonly { roundId: string; title: string; closesOn: Day; seconds: number }[]
  /** What waits at the desk; null: nothing, or the viewer does not answer there. */
  desk: { waiting: number; late: number } | null
  /** To be a champion, or to lead some. */
  champions: ChampionWaits
  /** Hand-overs that wait for the viewer's signature. */
  toSign: readonly { waveId: string; wave: string }[]
  /** Tests of a wave before it goes live. */
  tests: TestsWait
  /** Success metrics that are to be looked at. */
  metricReviews: readonly ReviewDue[]
  /** What was decided about a year and waits for the viewer's signature. */
  yearsToSign: readonly { programId: string; program: string; year: number }[]
  /** Reports without a goal, once their first-goal day is close; managers only. */
  teamWithoutGoals: readonly { id: string; name: string }[]
  quietAfter: number
  /** Whose wave is paused, or was taken back to before its go-live: the viewer's own, and of those around them. */
  halted: { me: 'pause' | 'rollback' | null; others: ReadonlySet<string> }
  /** Tasks of the roadmap that the viewer owns: late, or due within a week. */
  roadmap: readonly { taskId: string; title: string; dueOn: Day; wave: string | null }[]
}

/** What runs the program goes on in a pause, and what waits to be read may be read. */
const goesOn: ReadonlySet<Task['kind']> = new Set([
  'message_approve',
  'message',
  'calibration',
  'committee',
  'decision',
  'desk',
  'handover',
  'roadmap',
  'feedback_new',
  'review_read',
])

/** What a wave that prepares asks for all the same: it is before its go-live, not quiet. */
const prepares: ReadonlySet<Task['kind']> = new Set(['policy', 'training'])

/** Whether somebody is asked for a task now, where waves are paused or were taken back. Pure. */
export function isAsked(task: Task, { me, others }: Facts['halted']): boolean {
  if (goesOn.has(task.kind)) return true
  // Who has a seat is waited for.
  if (task.kind === 'session' && task.seat === 'seated') return true
  if (me !== null) return me === 'rollback' && prepares.has(task.kind)
  if (task.kind === 'checkin') return !others.has(task.person.id)
  if (task.kind === 'review_write') return !others.has(task.subject.id)
  if (task.kind === 'review_share' || task.kind === 'review_clear') return !others.has(task.person.id)
  if (task.kind === 'feedback_idea') return !others.has(task.person.id)
  if (task.kind === 'feedback_asked' || task.kind === 'feedback_approve') return !others.has(task.about.id)
  return true
}

export const mostTasks = 3
/** More would be a list of everything, and nobody's next step. */
const mostLater = 20

/**
 * Ranked by what waits for somebody else first: a person who expects a talk, then what
 * has a date, then one's own order. At most two of a kind, so that a manager of twenty
 * still hears of the policy.
 */
export function tasksOf(facts: Facts): { todo: Task[]; more: number; later: Task[] } {
  const until = (day: Day) => daysBetween(facts.today, day)
  const ranked: { rank: number; task: Task }[] = []
  const add = (rank: number, task: Task) => ranked.push({ rank, task })

  // All the readers wait for it, and the program with them.
  for (const one of facts.toApprove) add(5, { kind: 'message_approve', ...one })
  for (const pair of facts.pairs) {
    if (!pair.due || pair.due.state === 'later') continue
    const ready = pair.open?.mineReady ?? false
    const task: Task = {
      kind: 'checkin',
      person: { id: pair.person.id, name: pair.person.name },
      side: pair.side,
      checkinId: pair.open?.id ?? null,
      due: pair.due,
      ready,
      theirsReady: pair.open?.theirsReady ?? false,
      lastHeldOn: pair.lastHeldOn,
    }
    // Prepared and not yet the day: nothing to do. Of one day, who is prepared and waits comes first.
    if (pair.due.state === 'soon') {
      if (!ready) add(40 + pair.due.days - (task.theirsReady ? 0.5 : 0), task)
    } else add(pair.due.state === 'today' ? 10 : 12, task)
  }
  for (const policy of facts.policies) {
    const days = policy.dueOn ? until(policy.dueOn) : 99
    add(days <= 3 ? 20 : 60, { kind: 'policy', ...policy })
  }
  for (const { itemId, campaignId, subject, sender } of facts.messages)
    add(25, { kind: 'message', itemId, campaignId, subject, sender })
  for (const one of facts.courses) add(until(one.dueOn) <= 1 ? 36 : 48, { kind: 'training', ...one })
  // On its day it stands before what has another day; an invitation is answered in a minute.
  for (const { on, ...one } of facts.seats) {
    const days = until(on)
    const rank =
      one.seat === 'seated' ? (days <= 0 ? 11 : days <= 1 ? 21 : 43) : one.seat === 'invited' && days <= 3 ? 24 : 46
    add(rank, { kind: 'session', ...one })
  }
  // A survey is quickly done and has a last day.
  for (const survey of facts.surveys) add(until(survey.closesOn) <= 2 ? 16 : 35, { kind: 'pulse', ...survey })
  if (facts.firstGoalBy) add(until(facts.firstGoalBy) <= 7 ? 15 : 30, { kind: 'first_goal', by: facts.firstGoalBy })
  for (const one of facts.roadmap)
    add(until(one.dueOn) < 0 ? 21 : until(one.dueOn) <= 1 ? 23 : 44, { kind: 'roadmap', ...one })
  for (const one of facts.toSign) add(6, { kind: 'handover', ...one })
  for (const one of facts.tests.signs) add(7, { kind: 'test_sign', ...one })
  if (facts.tests.fixes) add(facts.tests.fixes.blockers > 0 ? 9 : 28, { kind: 'test_fix', ...facts.tests.fixes })
  // A retest is one step, and somebody waits for it.
  for (const one of facts.tests.tries)
    add(one.retests > 0 || until(one.dueOn) <= 2 ? 15 : 29, { kind: 'test_try', ...one })
  const { invitation, fits, handOvers } = facts.champions
  if (invitation) add(14, { kind: 'champion_invited', ...invitation })
  for (const { termId, ...person } of fits) add(18, { kind: 'champion_fits', termId, person })
  if (handOvers > 0) add(26, { kind: 'champion_left', count: handOvers })
  for (const one of facts.yearsToSign) add(6, { kind: 'year_end', ...one })
  for (const { reviewId, program, dueOn } of facts.metricReviews)
    add(28, { kind: 'metric_review', reviewId, program, dueOn })
  // Somebody waits for a word; past its time before most else.
  if (facts.desk && facts.desk.waiting > 0) add(facts.desk.late > 0 ? 13 : 27, { kind: 'desk', ...facts.desk })
  if (facts.nextGoal) add(35, { kind: 'next_goal' })
  for (const step of facts.steps)
    if (until(step.dueOn) <= 3) add(until(step.dueOn) <= 0 ? 18 : 45, { kind: 'step', ...step })
  if (facts.useful) add(47, { kind: 'useful', ...facts.useful })
  for (const { requestId, about, askedBy, dueOn } of facts.feedback.toAnswer)
    add(until(dueOn) <= 3 ? 17 : 42, { kind: 'feedback_asked', requestId, about, askedBy, dueOn })
  for (const one of facts.feedback.toApprove) add(until(one.dueOn) <= 7 ? 16 : 35, { kind: 'feedback_approve', ...one })
  for (const one of facts.feedback.unread) add(24, { kind: 'feedback_new', ...one })
  // Nobody waits for it, so everything else comes first.
  if (facts.feedback.untold) add(60, { kind: 'feedback_idea', person: facts.feedback.untold })
  for (const one of facts.growth.looks) add(26, { kind: 'growth_look', ...one })
  for (const one of facts.growth.actions) add(until(one.dueOn) <= 0 ? 44 : 46, { kind: 'growth_action', ...one })
  for (const one of facts.committee.meetings)
    add(one.what === 'hold' ? 23 : until(one.on) <= 2 ? 19 : 43, { kind: 'committee', ...one })
  for (const one of facts.committee.decisions) add(until(one.dueOn) <= 0 ? 20 : 44, { kind: 'decision', ...one })
  for (const goal of facts.goals) {
    const over = -until(goal.endsOn)
    if (over > 0) add(50, { kind: 'goal_over', goalId: goal.id, title: goal.title, days: over })
    else if (goal.quietDays > facts.quietAfter)
      add(55, { kind: 'goal_quiet', goalId: goal.id, title: goal.title, days: goal.quietDays })
  }
  // Late, then close, then whenever: a manager's many forms are one thing to do.
  const rankOf = (day: Day) => (until(day) < 0 ? 14 : until(day) <= 3 ? 22 : 42)
  // On its day others sit and wait; afterwards its changes wait for the closing.
  for (const session of facts.sessions) {
    const days = until(session.heldOn)
    add(days === 0 ? 11 : days < 0 ? 23 : days <= 3 ? 21 : 43, { kind: 'calibration', ...session })
  }
  const said = new Set<string>()
  for (const r of facts.reviews) {
    if (r.kind === 'read') add(16, { kind: 'review_read', reviewId: r.id, cycle: r.cycle, manager: r.person ?? '' })
    else if (r.kind === 'colleagues' && r.dueOn)
      add(rankOf(r.dueOn) + 2, { kind: 'review_colleagues', reviewId: r.id, cycle: r.cycle, dueOn: r.dueOn })
    else if (r.personId && r.dueOn) {
      const many = r.kind !== 'write' || r.role === 'manager' || r.role === 'second'
      const alike = many
        ? facts.reviews.filter((x) => x.kind === r.kind && x.role === r.role && x.cycleId === r.cycleId)
        : [r]
      const key = many ? `${r.kind} ${r.role} ${r.cycleId}` : r.id
      if (said.has(key)) continue
      said.add(key)
      const person = { id: r.personId, name: r.person ?? '' }
      const about = { cycle: r.cycle, dueOn: r.dueOn, count: alike.length }
      if (r.kind === 'share') add(rankOf(r.dueOn), { kind: 'review_share', reviewId: r.id, person, ...about })
      else if (r.kind === 'clear')
        add(rankOf(r.dueOn), {
          kind: 'review_clear',
          reviewId: r.id,
          cycleId: r.cycleId,
          person,
          ...about,
          count: Math.min(alike.length, mostToClear),
          more: alike.length > mostToClear,
        })
      else if (r.role)
        add(rankOf(r.dueOn), { kind: 'review_write', taskId: r.id, role: r.role, subject: person, ...about })
    }
  }
  const without = facts.teamWithoutGoals.filter((one) => !facts.halted.others.has(one.id))
  if (without.length > 0) add(58, { kind: 'team_goals', people: without.slice(0, 3), count: without.length })

  const inOrder = ranked
    .filter((entry) => isAsked(entry.task, facts.halted))
    .map((entry, at) => ({ ...entry, at }))
    .toSorted((a, b) => a.rank - b.rank || a.at - b.at)
    .map((entry) => entry.task)
  const todo: Task[] = []
  for (const task of inOrder) {
    if (todo.length === mostTasks) break
    if (todo.filter((t) => t.kind === task.kind).length < 2) todo.push(task)
  }
  const later = inOrder.filter((task) => !todo.includes(task))
  return { todo, more: later.length, later: later.slice(0, mostLater) }
}
