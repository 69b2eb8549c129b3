/** The sponsor's page: is it working, what is needed of them, and their own example, which is told to them alone. */
import { sql } from 'kysely'
import type { home, PlannedAct, SponsorActKind, SponsorPage } from '../../contract/home.ts'
import type { Input } from '../../contract/operation.ts'
import { coursesOf } from '../metrics/metrics.ts'
import { waiversOf } from '../launch/launch.ts'
import { addDays, type Day, daysBetween } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { designState, today as todayOf } from '../program/program.ts'
import { templates } from '../library/library.ts'
import { actSlack, matchActs, type Planned, type SponsorAct } from '../plan/plan.ts'
import { sponsorActs } from './acts.ts'
import { sponsorDays } from './checks.ts'
import { newestFindings, stateOf } from './history.ts'

/** A plan further ahead is a wish. */
const mostAhead = 550
/** Planned acts of the last year and a half. */
const lookBack = 550

/**
 * What others are told of a planned act: of one that is not seen, nothing before its two weeks are over,
 * or its state would turn on the very day.
 */
export function toldTo(
  mine: boolean,
  one: ReturnType<typeof matchActs>[number],
  today: Day,
): { state: PlannedAct['state']; doneOn: Day | null } {
  if (mine || one.done === null || one.done.seen) return { state: one.state, doneOn: one.done?.on ?? null }
  const late = daysBetween(one.on, today)
  return { state: late < 0 ? 'ahead' : late <= actSlack ? 'due' : 'done', doneOn: null }
}

async function plannedActs(c: Context, programId: string, today: Day): Promise<Planned[]> {
  const { rows } = await sql<Planned>`
    select a.id, a.kind, a.planned_for as on, a.note, (a.planned_at at time zone o.time_zone)::date as "plannedOn"
    from sponsor_act a join organization o on o.id = a.organization_id
    where a.organization_id = ${c.organizationId} and a.program_id = ${programId} and a.removed_at is null
      and a.planned_for > ${addDays(today, -lookBack)}::date
    order by a.planned_for, a.planned_at, a.id limit 200`.execute(c.db)
  return rows
}

/** Planned acts of the last month of which nothing was seen. */
export async function overdueActs(c: Context, programId: string, today: Day): Promise<Planned[]> {
  const planned = (await plannedActs(c, programId, today)).filter(
    (one) => one.on < today && one.on >= addDays(today, -31),
  )
  if (planned.length === 0) return []
  const state = await designState(c.db, c, programId)
  const { sponsorId } = state.version?.design ?? state.draft
  const acts = sponsorId ? await sponsorActs(c, sponsorId, addDays(today, -31 - actSlack), today) : []
  return matchActs(planned, acts, today).filter(
    // A check-in is asked for only once its two weeks are over: falling silent would tell its day.
    (one) => one.done === null && (one.kind !== 'checkin' || one.state === 'missed'),
  )
}

export async function sponsorPage(c: Context, input: Input<typeof home.sponsor>): Promise<SponsorPage> {
  const { programId } = input
  const state = await designState(c.db, c, programId)
  const { sponsorId } = state.version?.design ?? state.draft
  const today = await todayOf(c.db, c)
  const mine = sponsorId === c.viewer.personId
  const acts = sponsorId ? await sponsorActs(c, sponsorId, addDays(today, -lookBack), today) : []
  const lately = acts.filter((act) => act.on > addDays(today, -sponsorDays))
  const waivers = await waiversOf(c.db, c, { programId, waveId: null }, today)
  const found = (await newestFindings(c, programId)).filter((row) => row.mistake === 'P1')
  return {
    programId,
    today,
    sponsor: sponsorId ? await namedPerson(c, sponsorId) : null,
    mine,
    courses: (await coursesOf(c, programId)).map(({ definition, state: course, now, baseline, target, by }) => ({
      definition,
      state: course,
      now,
      baseline,
      target,
      by,
    })),
    approvals: sponsorId ? await waitingFor(c, programId, sponsorId) : [],
    acts: {
      planned: matchActs(await plannedActs(c, programId, today), acts, today).map((one) => ({
        id: one.id,
        kind: one.kind,
        on: one.on,
        note: one.note,
        ...toldTo(mine, one, today),
      })),
      lately: lately.filter((act) => act.seen || mine).length,
      days: sponsorDays,
      last: acts.find((act) => act.seen)?.on ?? null,
    },
    own: mine ? await ownExample(c, acts, today) : null,
    mistake: stateOf(found.map((row) => ({ result: row.result, waived: waivers.has(row.check_id) }))),
  }
}

async function namedPerson(c: Context, id: string): Promise<{ id: string; name: string } | null> {
  const { rows } = await sql<{ id: string; name: string }>`select id, full_name as name from person
    where organization_id = ${c.organizationId} and id = ${id}`.execute(c.db)
  return rows[0] ?? null
}

async function waitingFor(c: Context, programId: string, senderId: string): Promise<SponsorPage['approvals']> {
  const { rows } = await sql<{ id: string; template: string; sends_on: Day | null }>`
    select k.id, k.template, k.sends_on from campaign k
    where k.organization_id = ${c.organizationId} and k.program_id = ${programId} and k.sender_id = ${senderId}
      and k.asked_at is not null and k.declined_at is null and k.approved_revision is distinct from k.revision
      and k.started_at is null and k.cancelled_at is null
    order by k.sends_on nulls last, k.id limit 20`.execute(c.db)
  const titles = templates()
  const language = c.viewer.locale.slice(0, 2)
  return rows.map((row) => {
    const texts = titles.find((one) => one.id === row.template)?.texts
    const title = (texts?.find((one) => one.language === language) ?? texts?.[0])?.title ?? row.template
    return { campaignId: row.id, title, sendsOn: row.sends_on }
  })
}

/** Own goals and own check-ins of the viewer. */
async function ownExample(c: Context, acts: readonly SponsorAct[], today: Day): Promise<SponsorPage['own']> {
  const me = c.viewer.personId
  const { rows } = await sql<{ goals: number; shown: number; reports: number }>`
    select count(g.id) as goals, count(g.id) filter (where g.visibility = 'public') as shown,
      coalesce((select r.direct_reports from roster r where r.organization_id = ${c.organizationId} and r.person_id = ${me}), 0) as reports
    from goal g where g.organization_id = ${c.organizationId} and g.owner_id = ${me} and g.removed_at is null
      and g.published_at is not null and g.closed_at is null and g.ends_on >= ${today}::date`.execute(c.db)
  const of = (kind: SponsorActKind) => acts.filter((act) => act.kind === kind)
  return {
    ...rows[0]!,
    lastGoal: of('goal')[0]?.on ?? null,
    talks: of('checkin').filter((act) => act.on > addDays(today, -sponsorDays)).length,
    lastTalk: of('checkin')[0]?.on ?? null,
  }
}

export async function planAct(c: Context, input: Input<typeof home.planAct>): Promise<SponsorPage> {
  const { programId, kind, on, note } = input
  await c.db.transaction().execute(async (tx) => {
    // Refuses a program that is not there.
    await designState(tx, c, programId)
    const today = await todayOf(tx, c)
    if (on < today || on > addDays(today, mostAhead)) throw problem('sponsor_act_date')
    const { rows } = await sql<{ id: string }>`
      insert into sponsor_act (organization_id, program_id, kind, planned_for, note, planned_by, planned_at)
      values (${c.organizationId}, ${programId}, ${kind}, ${on}, ${note}, ${c.viewer.personId}, ${c.clock.now()}) returning id`.execute(
      tx,
    )
    await record(tx, c, {
      type: 'sponsor_act.planned',
      subject: { kind: 'program', id: programId },
      data: { actId: rows[0]!.id, kind, on },
    })
  })
  return sponsorPage(c, { programId })
}

export async function removeAct(c: Context, input: Input<typeof home.removeAct>): Promise<SponsorPage> {
  const { programId, actId } = input
  await c.db.transaction().execute(async (tx) => {
    // What was planned and not done is part of the picture.
    const { rows: past } =
      await sql`select from sponsor_act where organization_id = ${c.organizationId} and program_id = ${programId}
      and id = ${actId} and removed_at is null and planned_for < ${await todayOf(tx, c)}::date`.execute(tx)
    if (past.length > 0) throw problem('sponsor_act_past')
    const { rows } = await sql`update sponsor_act set removed_by = ${c.viewer.personId}, removed_at = ${c.clock.now()}
      where organization_id = ${c.organizationId} and program_id = ${programId} and id = ${actId} and removed_at is null returning 1`.execute(
      tx,
    )
    if (rows.length === 0) throw problem('not_found')
    await record(tx, c, {
      type: 'sponsor_act.removed',
      subject: { kind: 'program', id: programId },
      data: { actId },
    })
  })
  return sponsorPage(c, { programId })
}
