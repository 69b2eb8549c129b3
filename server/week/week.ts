/** The door of week: one read for This week, one for Team. Nothing is written here. */
import type { Pair } from '../../contract/checkins.ts'
import { languages } from '../../contract/library.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import type { Opening, TeamMember, week } from '../../contract/week.ts'
import { sessionsAhead } from '../calibration/calibration.ts'
import { waitsToSign } from '../business-review/business-review.ts'
import { waitsToApprove } from '../campaigns/campaigns.ts'
import { asPerson, nextDue, pairsOf } from '../checkins/checkins.ts'
import { waitsFor } from '../feedback/feedback.ts'
import { waitsFor as committeeOf } from '../governance/governance.ts'
import { waitsFor as growthOf } from '../growth/growth.ts'
import { quietAfter, reachedOfGoal, statusOf } from '../goals/goals.ts'
import { championWaits } from '../champions/champions.ts'
import { waitingAtDesk, waitsForSignature } from '../hypercare/hypercare.ts'
import { seatsAhead } from '../live/live.ts'
import { reviewsDue } from '../metric-review/metric-review.ts'
import { ownLineNumber } from '../metrics/metrics.ts'
import { openFor } from '../pulse/pulse.ts'
import { doableNow } from '../reviews/reviews.ts'
import { waitsFor as testsOf } from '../test-plans/test-plans.ts'
import { dueFor } from '../training/training.ts'
import { chooseLanguage } from '../library/library.ts'
import { addDays, dayIn, type Day, daysBetween } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { problem } from '../platform/problem.ts'
import { dueOn, newSince, haltFor, haltedAmong } from '../program/program.ts'
import { tasksFor as roadmapOf } from '../roadmap/roadmap.ts'
import { type LineFacts, lineTasksOf } from './line-tasks.ts'
import {
  cycleAsManager,
  type LineRow,
  lineRows,
  type MeRow,
  meRow,
  messageDays,
  myAsk,
  myGoals,
  mySteps,
  pathTo,
  type TeamRow,
  teamRows,
  teamSteps,
  teamWith,
} from './queries.ts'
import { tasksOf } from './tasks.ts'

export async function get(c: Context): Promise<Answer<typeof week.get>> {
  const me = await meRow(c.db, c)
  if (!me) throw problem('not_found')
  const today = c.clock.today(c.viewer.timeZone)
  const [
    pairs,
    { steps, ask },
    goals,
    team,
    feedback,
    growth,
    surveys,
    toApprove,
    courses,
    sessions,
    seats,
    committee,
    desk,
    toSign,
    tests,
    champions,
    roadmap,
    halt,
    metricReviews,
    yearsToSign,
  ] = await Promise.all([
    me.checkins || me.checkins_led ? pairsOf(c) : [],
    me.checkins || me.checkins_led
      ? asPerson(c, async (tx) => ({ steps: await mySteps(tx, c), ask: await myAsk(tx, c) }))
      : { steps: [], ask: undefined },
    me.goals ? myGoals(c.db, c) : [],
    me.leads && (me.goals_led || me.checkins_led) ? teamRows(c.db, c) : null,
    me.feedback ? waitsFor(c) : { toAnswer: [], toApprove: [], unread: [], untold: null },
    me.growth ? growthOf(c, today) : { actions: [], looks: [] },
    openFor(c),
    waitsToApprove(c),
    dueFor(c),
    sessionsAhead(c, today),
    seatsAhead(c),
    committeeOf(c, today),
    waitingAtDesk(c),
    waitsForSignature(c),
    testsOf(c),
    championWaits(c),
    roadmapOf(c, today),
    haltFor(c, c.viewer.personId),
    reviewsDue(c, today),
    waitsToSign(c),
  ])
  const open = goals.filter((g) => g.published && !g.closed)
  const firstGoalBy =
    me.goals && me.goals_since && goals.every((g) => !g.published)
      ? addDays(me.goals_since, me.goals.firstWithinDays)
      : null
  const others = await haltedAmong(c.db, c, [
    ...pairs.map((p) => p.person.id),
    ...(team ?? []).map((m) => m.id),
    ...me.reviews.flatMap((r) => r.personId ?? []),
    ...[...feedback.toAnswer, ...feedback.toApprove].map((one) => one.about.id),
    ...(feedback.untold ? [feedback.untold.id] : []),
  ])
  const asked = withoutHalted(pairs, others)
  const people = team?.map((row) => memberOf(row, asked, today, c.viewer.timeZone)) ?? null
  const { todo, more, later } = tasksOf({
    today,
    pairs,
    firstGoalBy,
    nextGoal: goals.length > 0 && goals.every((g) => g.closed),
    goals: open.map((g) => ({
      id: g.id,
      title: g.title,
      endsOn: g.ends_on,
      quietDays: daysBetween(dayIn(g.touched_at, c.viewer.timeZone), today),
    })),
    policies: await policiesOf(me, c),
    messages: messagesOf(me, c, today),
    toApprove,
    surveys,
    courses,
    steps: steps.map((s) => ({
      checkinId: s.checkin_id,
      actionId: s.id,
      words: s.words,
      dueOn: s.due_on,
      with: { id: s.with_id, name: s.with_name },
    })),
    useful: ask
      ? { checkinId: ask.checkin_id, with: { id: ask.with_id, name: ask.with_name }, heldOn: ask.held_on }
      : null,
    reviews: doableNow(me.reviews),
    sessions,
    seats: seats.map((one) => ({ ...one, on: dayIn(one.startsAt, c.viewer.timeZone) })),
    feedback,
    growth,
    committee,
    desk,
    toSign,
    tests,
    champions,
    metricReviews,
    yearsToSign,
    teamWithoutGoals: (team ?? [])
      .filter(
        (m) =>
          m.goals_on &&
          !m.second &&
          !m.on_leave &&
          m.goals.length === 0 &&
          m.first_by !== null &&
          daysBetween(today, m.first_by) <= 7,
      )
      .map((m) => ({ id: m.id, name: m.name })),
    quietAfter,
    halted: { me: halt?.kind ?? null, others },
    roadmap,
  })
  return {
    givenName: me.given_name,
    today,
    goals: openingOf(me.goals !== null || me.goals_led, me.starts_on),
    checkins: openingOf(me.checkins !== null || me.checkins_led, me.starts_on),
    halt,
    hasManager: me.has_manager,
    todo,
    more,
    later,
    toConfirm: me.to_confirm.slice(0, 5),
    inbox: {
      items: me.items.map((i) => ({
        id: i.id,
        kind: i.kind,
        subject: { kind: i.subjectKind, id: i.subjectId },
        params: i.params,
        at: i.at,
        readAt: i.readAt,
      })),
      unread: me.unread,
    },
    team: people && {
      people: people.toSorted(byUrgency).slice(0, 12),
      count: people.length,
      cadence: cadenceOf(asked, me.today),
    },
  }
}

function openingOf(open: boolean, startsOn: Day | null): Opening {
  if (open) return { state: 'open' }
  return startsOn ? { state: 'soon', startsOn } : { state: 'closed' }
}

/** What is still to be confirmed, due on the day that the page of the texts and the letters say too. */
async function policiesOf(me: MeRow, c: Context) {
  const since = new Map<string, Day>()
  for (const [waveId, there] of Map.groupBy(me.policies, (p) => p.waveId)) {
    const asking = there.map((p) => ({ id: p.policyId, version: p.version }))
    for (const [policyId, day] of await newSince(c, { ...there[0]!, waveId }, asking))
      since.set(`${waveId} ${policyId}`, day)
  }
  return me.policies.map((p) => {
    const there = languages.filter((l) => p.titles[l])
    const language = chooseLanguage(there, c.viewer.locale, me.locale).language
    return {
      programId: p.programId,
      policyId: p.policyId,
      title: p.titles[language] ?? p.titles[there[0]!] ?? '',
      dueOn: dueOn(p, p, since.get(`${p.waveId} ${p.policyId}`) ?? null),
    }
  })
}

/** Unread messages of the program that still are news. Their words are in the campaign's languages. */
function messagesOf(me: MeRow, c: Context, today: Day) {
  return me.messages
    .filter((i) => daysBetween(dayIn(i.at, c.viewer.timeZone), today) <= messageDays)
    .map((i) => ({
      itemId: i.id,
      campaignId: i.subjectId,
      subject: subjectOf(i.params, c, me.locale),
      sender: String(i.params['sender'] ?? ''),
      at: i.at,
    }))
}

function subjectOf(params: Record<string, unknown>, c: Context, organizationLocale: string): string {
  const subjects = (params['subjects'] ?? {}) as Record<string, unknown>
  const there = languages.filter((l) => typeof subjects[l] === 'string')
  const language = chooseLanguage(there, c.viewer.locale, organizationLocale).language
  return String(subjects[language] ?? subjects[there[0] ?? 'en'] ?? '')
}

/** Of somebody whose wave is paused or was taken back no talk is due, and none is missed. */
const withoutHalted = (pairs: readonly Pair[], halted: ReadonlySet<string>): Pair[] =>
  pairs.map((pair) => (halted.has(pair.person.id) ? { ...pair, due: null, windowEndsOn: null } : pair))

function memberOf(row: TeamRow, pairs: readonly Pair[], today: Day, zone: string): TeamMember {
  const pair = pairs.find((p) => p.side === 'manager' && p.person.id === row.id)
  const states = row.goals.map((g) => {
    const reached = reachedOfGoal(
      g.measures.map((m) => ({ kind: 'number', ...m })),
      g.saidReached,
    )
    const said =
      g.said && g.saidAt
        ? { confidence: g.said as 'on_track' | 'at_risk' | 'off_track', on: dayIn(g.saidAt, zone) }
        : null
    const status = statusOf(
      {
        startsOn: g.startsOn,
        endsOn: g.endsOn,
        publishedAt: g.touchedAt,
        closedAt: null,
        outcome: null,
        reached,
        said,
      },
      today,
    )
    return { reached, status, quiet: daysBetween(dayIn(g.touchedAt, zone), today) > quietAfter }
  })
  return {
    person: { id: row.id, name: row.name, title: row.title },
    second: row.second,
    onLeave: row.on_leave,
    checkin: pair?.cadence
      ? {
          id: pair.open?.id ?? null,
          cadence: pair.cadence,
          due: pair.due,
          lastHeldOn: pair.lastHeldOn,
          ready: pair.open?.mineReady ?? false,
          theirsReady: pair.open?.theirsReady ?? false,
        }
      : null,
    goals: row.goals_on
      ? {
          active: states.length,
          quiet: states.filter((s) => s.quiet).length,
          attention: states.filter(
            (s) => s.status.state === 'over' || (s.status.state === 'active' && s.status.going !== 'on_track'),
          ).length,
          reached: states.length === 0 ? 0 : states.reduce((sum, s) => sum + s.reached, 0) / states.length,
        }
      : null,
    startsOn: row.starts_on,
    reports: row.reports,
  }
}

const urgency = (m: TeamMember) => (m.onLeave ? 1000 : (m.checkin?.due?.days ?? 500))
const byUrgency = (a: TeamMember, b: TeamMember) => urgency(a) - urgency(b)

/** Of the viewer's own pairs. A planned date does not lengthen the window. */
function cadenceOf(pairs: readonly Pair[], today: Day): { inWindow: number; pairs: number } {
  const ends = pairs.flatMap((p) => (p.side === 'manager' && p.windowEndsOn ? [p.windowEndsOn] : []))
  return { pairs: ends.length, inWindow: ends.filter((day) => day >= today).length }
}

export async function team(c: Context): Promise<Answer<typeof week.team>> {
  const today = c.clock.today(c.viewer.timeZone)
  const [rows, all, steps, toWriteTo] = await Promise.all([
    teamRows(c.db, c),
    pairsOf(c),
    asPerson(c, (tx) => teamSteps(tx, c)),
    teamWith(c.db, c, 'feedback'),
  ])
  const pairs = withoutHalted(
    all,
    await haltedAmong(
      c.db,
      c,
      rows.map((row) => row.id),
    ),
  )
  const stepsOf = Map.groupBy(steps, (s) => s.report_id)
  return {
    today,
    people: rows
      .map((row) => ({
        ...memberOf(row, pairs, today, c.viewer.timeZone),
        steps: (stepsOf.get(row.id) ?? []).map((s) => ({
          checkinId: s.checkin_id,
          actionId: s.id,
          words: s.words,
          ownerId: s.owner_id,
          dueOn: s.due_on,
        })),
        feedback: toWriteTo.has(row.id),
      }))
      .toSorted(byUrgency),
    cadence: cadenceOf(pairs, today),
    leads: rows.some((row) => row.reports > 0),
  }
}

export async function line(c: Context, input: Input<typeof week.line>): Promise<Answer<typeof week.line>> {
  const managerId = input.managerId ?? c.viewer.personId
  const path = await pathTo(c.db, c, managerId)
  const manager = path.at(-1)
  if (manager?.id !== managerId) throw problem('not_found') // somebody of another line
  const today = c.clock.today(c.viewer.timeZone)
  const own = managerId === c.viewer.personId
  const rows = await lineRows(c.db, c, managerId, own)
  return {
    manager,
    path: path.slice(0, -1).map(({ id, name }) => ({ id, name })),
    people: rows.map((row) => ({
      person: { id: row.id, name: row.name, title: row.title },
      lastHeldOn: row.last_held_on,
      due:
        row.cadence && row.since
          ? nextDue({ cadence: row.cadence, since: row.since, lastHeldOn: row.last_held_on }, null, today)
          : null,
      reports: row.reports,
      cadence: row.has_line ? { inWindow: row.in_window, pairs: row.pairs } : null,
    })),
    worth: own ? lineTasksOf(await lineFacts(c, rows, today)) : [],
  }
}

/** A leader hears of sessions of calibration sooner than those who only sit in them: there is something to prepare. */
const sessionDays = 28

/** Of the viewer's own line: what its pages show anyway, and numbers as they were given out. */
async function lineFacts(c: Context, rows: readonly LineRow[], today: Day): Promise<LineFacts> {
  const [since, sessions] = await Promise.all([cycleAsManager(c.db, c), sessionsAhead(c, today, sessionDays)])
  const onTime = since === null ? null : await ownLineNumber(c, 'V1')
  return {
    today,
    leaders: rows
      .filter((row) => row.has_line)
      .map(({ id, name, pairs, in_window: inWindow }) => ({ id, name, pairs, inWindow })),
    reviews:
      since === null || onTime === null || onTime.target === null
        ? null
        : {
            since,
            done: onTime.point.numerator,
            of: onTime.point.denominator,
            asOf: onTime.point.asOf,
            target: onTime.target,
          },
    sessions,
  }
}
