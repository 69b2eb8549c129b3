/**
 * What the live data say to the four questions: kept as facts, not as sentences, so that a meeting reads
 * the same in every language and for ever. Numbers come from the registry as they were given out.
 */
import { sql } from 'kysely'
import type { HeardTopic } from '../../contract/champions.ts'
import { type Effect, type NumberThen, type QuestionId, questionIds } from '../../contract/governance-shapes.ts'
import type { MetricId } from '../../contract/metrics.ts'
import { broughtSince, topicsSince } from '../champions/champions.ts'
import { type CourseState, type MetricNow, metricsNow } from '../metrics/metrics.ts'
import { addDays, type Day, dayIn, type Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { listWaves, today as todayOf } from '../program/program.ts'
import { type DecisionRow, decisionRows, effectsOf, stateOfDecision } from './decision-rows.ts'
import { openRequests } from './request-rows.ts'

type About = { decisionId: string; number: number; question: string }
export type Line =
  | {
      kind: 'metric'
      id: MetricId
      point: NumberThen
      course: CourseState
      target: { value: number; by: Day | null } | null
      dueNow: number | null
      /** What it was at the last meeting; null: there was none, or no number then. */
      before: NumberThen | null
    }
  | { kind: 'metric_none'; id: MetricId; because: 'hidden' | 'not_yet' }
  | { kind: 'no_metrics' }
  | ({ kind: 'effect'; metric: MetricId; expected: number; effect: Effect } & About)
  | ({ kind: 'done'; on: Day; owner: string } & About)
  | ({ kind: 'late'; on: Day; owner: string } & About)
  | { kind: 'request'; id: string; title: string; priority: 'high' | 'normal' | 'low'; on: Day }
  | { kind: 'wave_live' | 'wave_ahead' | 'wave_late'; id: string; name: string; on: Day }
  | { kind: 'messages_late'; n: number }
  | { kind: 'heard'; topic: HeardTopic; n: number }
  | { kind: 'heard_note'; topic: HeardTopic; words: string; quote: string }
  | { kind: 'trigger'; metric: MetricId; point: NumberThen; side: 'below' | 'above'; mark: number }

export type Evidence = { day: Day; questions: Record<QuestionId, Line[]> }

/** To which question a line belongs; every line to one, so that nothing is read twice. Pure. */
export function questionOf(line: Line): QuestionId {
  switch (line.kind) {
    case 'metric':
      return line.course === 'reached' || line.course === 'on'
        ? 'working'
        : line.course === 'off' || line.course === 'over'
          ? 'change'
          : 'going'
    case 'effect':
      return line.effect.state === 'moved' ? 'working' : 'change'
    case 'done':
      return 'working'
    case 'request':
      return 'change'
    case 'metric_none':
    case 'no_metrics':
    case 'wave_live':
    case 'wave_ahead':
      return 'going'
    case 'heard':
    case 'heard_note':
      return line.topic === 'helps' ? 'working' : 'problems'
    case 'late':
    case 'wave_late':
    case 'messages_late':
    case 'trigger':
      return 'problems'
  }
}

export function evidenceFrom(day: Day, lines: readonly Line[]): Evidence {
  const questions = Object.fromEntries(
    questionIds.map((id) => [id, lines.filter((line) => questionOf(line) === id)]),
  ) as Evidence['questions']
  return { day, questions }
}

/** Effects stay in sight for so long after their review date. */
const effectsFor = 120

export async function gather(db: Db | Tx, c: Context, programId: string): Promise<Evidence> {
  const inside = { ...c, db }
  const day = await todayOf(db, c)
  const { rows } = await sql<{ at: Instant | null; zone: string }>`
    select max(starts_at) as at, (array_agg(time_zone order by starts_at desc))[1] as zone from committee_meeting
    where organization_id = ${c.organizationId} and held_at is not null`.execute(db)
  const last = rows[0]?.at ? dayIn(rows[0].at, rows[0].zone) : null
  const chosen = await metricsNow(inside, { ids: 'chosen', language: 'en' })
  const decisions = await decisionRows(db, c)
  return evidenceFrom(day, [
    ...(chosen.length === 0 ? [{ kind: 'no_metrics' } as const] : chosen.map((m) => metricLine(m, last))),
    ...(await decisionLines(inside, decisions, day, last)),
    ...(await openRequests(db, c, day)).map((q) => ({
      kind: 'request' as const,
      id: q.id,
      title: q.title,
      priority: q.priority,
      on: dayIn(q.asked_at, c.viewer.timeZone),
    })),
    ...(await waveLines(inside, programId, day)),
    ...(await heardLines(db, c, last ?? addDays(day, -heardFor))),
    ...(await triggerLines(db, c)),
  ])
}

function metricLine(m: MetricNow, last: Day | null): Line {
  const { id } = m.definition
  const newest = m.published.at(-1)
  const hidden = m.now?.state === 'hidden'
  if (!newest || hidden) return { kind: 'metric_none', id, because: hidden ? 'hidden' : 'not_yet' }
  const before = last === null ? undefined : m.published.findLast((p) => p.asOf <= last && p.version === newest.version)
  const { margin: _m, ...point } = newest
  return {
    kind: 'metric',
    id,
    point,
    course: m.course,
    target: m.target && { value: m.target.value, by: m.target.by },
    dueNow: m.dueNow,
    before: before && before.asOf < newest.asOf ? numberOf(before) : null,
  }
}

const numberOf = ({ margin: _m, ...point }: MetricNow['published'][number]): NumberThen => point

async function decisionLines(
  c: Context,
  decisions: readonly DecisionRow[],
  day: Day,
  last: Day | null,
): Promise<Line[]> {
  const effects = await effectsOf(c, decisions, day)
  return decisions.flatMap((d): Line[] => {
    const about = { decisionId: d.id, number: d.number, question: d.question }
    const lines: Line[] = []
    const state = stateOfDecision(d, day)
    if (state === 'withdrawn') return lines
    if (state === 'late' && d.due_on) lines.push({ kind: 'late', ...about, on: d.due_on, owner: d.owner })
    if (d.done_at) {
      const on = dayIn(d.done_at, c.viewer.timeZone)
      if (on >= (last ?? addDays(day, -effectsFor))) lines.push({ kind: 'done', ...about, on, owner: d.owner })
    }
    const effect = effects.get(d.id)!
    if (d.metric && d.review_on && addDays(d.review_on, effectsFor) >= day && effect.state !== 'waiting')
      lines.push({ kind: 'effect', ...about, metric: d.metric, expected: d.expected!, effect })
    return lines
  })
}

async function waveLines(c: Context, programId: string, day: Day): Promise<Line[]> {
  const { waves } = await listWaves(c, { programId })
  const { rows } = await sql<{ n: number }>`
    select (select count(*) from campaign k where k.organization_id = ${c.organizationId} and k.program_id = ${programId}
        and k.sends_on < ${day}::date and k.started_at is null and k.cancelled_at is null)
      + (select count(*) from plan_message x join wave w on w.organization_id = x.organization_id and w.id = x.wave_id
        where x.organization_id = ${c.organizationId} and x.program_id = ${programId} and x.campaign_id is null and x.removed_at is null
          and w.goes_live_on + x.day < ${day}::date) as n`.execute(c.db)
  const late = rows[0]!.n
  return [
    ...waves.flatMap((w): Line[] => {
      const on = w.goesLiveOn
      if (on === null) return []
      const kind =
        w.state.phase === 'live' ? ('wave_live' as const) : on < day ? ('wave_late' as const) : ('wave_ahead' as const)
      return [{ kind, id: w.id, name: w.name, on }]
    }),
    ...(late > 0 ? [{ kind: 'messages_late' as const, n: late }] : []),
  ]
}

/** Before the first meeting, what champions heard in a quarter. */
const heardFor = 91
/** So many topics at most: those that most notes are about. */
const mostTopics = 5

/** What champions hear, from the week of the last meeting on: how often, and the notes that the lead brings, without names. */
async function heardLines(db: Db | Tx, c: Context, since: Day): Promise<Line[]> {
  // A week is released on the Monday after it.
  const from = addDays(since, -7)
  const topics = await topicsSince(db, c, from)
  return [
    ...topics.slice(0, mostTopics).map(({ topic, notes }) => ({ kind: 'heard' as const, topic, n: notes })),
    ...(await broughtSince(db, c, from)).map(({ topic, words, quote }) => ({
      kind: 'heard_note' as const,
      topic,
      words,
      quote,
    })),
  ]
}

async function triggerLines(db: Db | Tx, c: Context): Promise<Line[]> {
  const { rows } = await sql<{ metric: MetricId; side: 'below' | 'above'; mark: number; point: NumberThen }>`
    select t.metric, t.side, t.mark, f.point from committee_firing f
    join committee_trigger t on t.organization_id = f.organization_id and t.id = f.trigger_id
    where f.organization_id = ${c.organizationId} and f.back_at is null and t.ended_at is null order by f.fired_at, f.id limit 50`.execute(
    db,
  )
  return rows.map((row) => ({ kind: 'trigger' as const, ...row }))
}
