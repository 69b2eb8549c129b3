/** What the lead finds when the day begins: what is late, what can be done now, what is about to go wrong. */
import { sql } from 'kysely'
import { type home, type LeadLine, mostLines } from '../../contract/home.ts'
import type { AuditCheck } from '../../contract/mistakes.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import type { Wave } from '../../contract/program.ts'
import { type AlertNews, alertNews } from '../alerts/alerts.ts'
import { fallsNow, liveWaves, stageOf, waitingAtDesk } from '../hypercare/hypercare.ts'
import { readChecks } from '../launch/launch.ts'
import { reviewsDue } from '../metric-review/metric-review.ts'
import { programMeasured } from '../metrics/metrics.ts'
import { addDays, type Day } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { listWaves } from '../program/program.ts'
import { lateOn } from '../roadmap/roadmap.ts'
import { auditRules } from './checks.ts'
import { getMistakes } from './mistakes.ts'
import { overdueActs } from './sponsor.ts'

/** What goes live, or leaves, within so many days is looked at. */
export const gatesAhead = 14
/** A week before, what blocks a wave goes before what was found elsewhere. */
export const gatesNear = 7
export const approvalsAhead = 7
export const waiversAhead = 7
/** So many days after the first on which a wave could be handed over, it is late. */
export const handOverWithin = 14
/** So many of the mistakes found are named however much else there is. */
export const leastFound = 3

type MistakeId = Extract<LeadLine, { kind: 'mistake' }>['mistake']

export type HomeFacts = {
  today: Day
  waves: readonly {
    id: string
    name: string
    goesLiveOn: Day | null
    live: boolean
    blocking: number
    pausedOn: Day | null
  }[]
  approvals: readonly { campaignId: string; sender: string; mine: boolean; on: Day }[]
  failing: readonly { mistake: MistakeId; first: Pick<AuditCheck, 'id' | 'reason' | 'evidence'> }[]
  waivers: readonly { waveId: string | null; mistake: MistakeId | null; until: Day }[]
  roadmap: Awaited<ReturnType<typeof lateOn>>
  reviews: readonly { reviewId: string; on: Day }[]
  alerts: AlertNews | null
  /** Questions that wait too long at the desk. */
  questionsLate: number
  /** Waves whose first weeks are over, not handed over. */
  due: readonly { waveId: string; wave: string; on: Day }[]
  /** Habits that fell back and are not back, the newest first. */
  falls: readonly Pick<Extract<LeadLine, { kind: 'fell_back' }>, 'label' | 'metric' | 'on'>[]
  missed: readonly { kind: Extract<LeadLine, { kind: 'sponsor_act' }>['act']; on: Day }[]
}

/** In the order in which somebody would turn to them. Pure. */
export function linesOf(facts: HomeFacts): LeadLine[] {
  const { today } = facts
  const lines: { rank: number; line: LeadLine }[] = []
  const add = (rank: number, line: LeadLine) => lines.push({ rank, line })
  for (const wave of facts.waves) {
    // A pause has no end of its own: while it lasts, nobody is asked for anything.
    if (wave.pausedOn !== null)
      add(17, { urgency: 'now', kind: 'paused', waveId: wave.id, wave: wave.name, on: wave.pausedOn })
    if (wave.live || wave.goesLiveOn === null) continue
    const about = { waveId: wave.id, wave: wave.name, on: wave.goesLiveOn }
    if (wave.goesLiveOn < today) add(10, { urgency: 'late', kind: 'launch_past', ...about })
    else if (wave.blocking > 0 && wave.goesLiveOn <= addDays(today, gatesAhead))
      add(wave.goesLiveOn <= addDays(today, gatesNear) ? 16 : 30, {
        urgency: 'soon',
        kind: 'gates',
        ...about,
        points: wave.blocking,
      })
  }
  for (const one of facts.approvals) {
    if (one.on > addDays(today, approvalsAhead)) continue
    const late = one.on <= today
    add(late ? 12 : 32, { urgency: late ? 'late' : 'soon', kind: 'approval', ...one })
  }
  // A week is enough to sit together; after that it is late.
  for (const { reviewId, on } of facts.reviews) {
    const late = on <= addDays(today, -7)
    add(late ? 15 : 22, { urgency: late ? 'late' : 'now', kind: 'metric_review', reviewId, on })
  }
  if (facts.alerts) {
    const { count, first } = facts.alerts
    add(first.grave ? 11 : 19, {
      urgency: first.grave ? 'late' : 'now',
      kind: 'alert',
      alerts: count,
      name: first.name,
      on: first.since,
    })
  }
  for (const { kind, on } of facts.missed) add(14, { urgency: 'late', kind: 'sponsor_act', act: kind, on })
  if (facts.questionsLate > 0) add(13, { urgency: 'late', kind: 'questions_late', questions: facts.questionsLate })
  for (const one of facts.due) {
    const late = one.on <= addDays(today, -handOverWithin)
    add(late ? 15 : 19, { urgency: late ? 'late' : 'now', kind: 'hand_over', ...one })
  }
  if (facts.falls[0]) add(18, { urgency: 'now', kind: 'fell_back', falls: facts.falls.length, ...facts.falls[0] })
  const { late, first, atRisk } = facts.roadmap
  if (first) add(16, { urgency: 'late', kind: 'roadmap_late', tasks: late, title: first.title, on: first.dueOn })
  for (const one of atRisk) add(29, { urgency: 'soon', kind: 'roadmap_risk', ...one })
  for (const one of facts.waivers)
    if (one.until <= addDays(today, waiversAhead))
      add(34, { urgency: 'soon', kind: 'waiver_ends', waveId: one.waveId, mistake: one.mistake, on: one.until })
  // What was found stands on a page of its own, too: here it leaves room for what is ahead.
  const room = Math.max(leastFound, mostLines - lines.length)
  for (const { mistake, first } of facts.failing.slice(0, room)) {
    const { id: check, reason, evidence } = first
    add(20, { urgency: 'now', kind: 'mistake', mistake, check, reason, evidence })
  }
  return lines
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ line }) => line)
    .slice(0, mostLines)
}

export async function leadHome(c: Context, input: Input<typeof home.lead>): Promise<Answer<typeof home.lead>> {
  const { programId } = input
  const found = await getMistakes(c, { programId })
  const { waves } = await listWaves(c, { programId })
  const { today } = found
  const live = (await liveWaves(c.db, c, null)).filter((one) => one.program_id === programId)
  const facts: HomeFacts = {
    today,
    waves: await Promise.all(waves.map((wave) => wavesFacts(c, wave, today))),
    approvals: await waiting(c, programId, today),
    failing: found.mistakes.flatMap(({ id, checks }) => {
      const open = checks.filter((one) => one.result === 'fail' && one.waiver === null)
      // The sponsor's message is a step of the next wave, which the page names anyway.
      const first = open.find((one) => one.id !== 'sponsor_message') ?? open[0]
      return first ? [{ mistake: id, first }] : []
    }),
    waivers: await ending(c, programId, today),
    reviews: (await reviewsDue(c, today))
      .filter((one) => one.programId === programId)
      .map(({ reviewId, dueOn: on }) => ({ reviewId, on })),
    alerts: await alertsFor(c, programId, today),
    questionsLate: (await waitingAtDesk(c, programId))?.late ?? 0,
    due: live.flatMap((wave) => {
      const { stage, overOn: on } = stageOf(wave, today)
      return stage === 'due' ? [{ waveId: wave.id, wave: wave.name, on }] : []
    }),
    falls: (await fallsNow(c.db, c))
      .filter((one) => one.closedOn === null && live.some((wave) => wave.id === one.wave.id))
      .map(({ label, metric, found: { on } }) => ({ label, metric, on })),
    missed: await overdueActs(c, programId, today),
    roadmap: await lateOn(c, programId),
  }
  return { today, lines: linesOf(facts) }
}

/** The numbers of the company are of one program. */
async function alertsFor(c: Context, programId: string, today: Day): Promise<AlertNews | null> {
  return (await programMeasured(c)) === programId ? alertNews(c, today) : null
}

async function wavesFacts(c: Context, wave: Wave, today: Day): Promise<HomeFacts['waves'][number]> {
  const { id, name, goesLiveOn } = wave
  const live = wave.state.phase === 'live'
  const near = !live && goesLiveOn !== null && goesLiveOn >= today && goesLiveOn <= addDays(today, gatesAhead)
  const pausedOn = wave.halt?.kind === 'pause' ? wave.halt.on : null
  return { id, name, goesLiveOn, live, pausedOn, blocking: near ? (await readChecks(c, { waveId: id })).blocking : 0 }
}

async function waiting(c: Context, programId: string, today: Day): Promise<HomeFacts['approvals'][number][]> {
  const { rows } = await sql<HomeFacts['approvals'][number]>`
    select k.id as "campaignId", p.full_name as sender, k.sender_id = ${c.viewer.personId} as mine, k.sends_on as on from campaign k
    join person p on p.organization_id = k.organization_id and p.id = k.sender_id
    where k.organization_id = ${c.organizationId} and k.program_id = ${programId} and k.asked_at is not null and k.declined_at is null
      and k.approved_revision is distinct from k.revision and k.started_at is null and k.cancelled_at is null
      and k.sends_on <= ${addDays(today, approvalsAhead)}::date
    order by k.sends_on, k.id limit ${mostLines}`.execute(c.db)
  return rows
}

async function ending(c: Context, programId: string, today: Day): Promise<HomeFacts['waivers'][number][]> {
  const { rows } = await sql<{ wave_id: string | null; check_id: string; until: Day }>`
    select wave_id, check_id, until from waiver where organization_id = ${c.organizationId} and program_id = ${programId}
      and ended_at is null and until >= ${today}::date and until <= ${addDays(today, waiversAhead)}::date
    order by until, id limit ${mostLines}`.execute(c.db)
  return rows.map((row) => ({
    waveId: row.wave_id,
    mistake: row.wave_id === null ? (auditRules.find((rule) => rule.id === row.check_id)?.mistake ?? null) : null,
    until: row.until,
  }))
}
