/**
 * Who is told what and when: at a stage's first day, two days before its last, and the day
 * after, each once, in the reader's own morning of a working day, and only who still has
 * something to do; those who write without a name all alike. Their answers are released the
 * night after their last day.
 */
import { type RawBuilder, sql } from 'kysely'
import type { StageId } from '../../contract/reviews.ts'
import { planLetters, putInInboxes } from '../attention/attention.ts'
import { addDays, addMs, type Day, instantAt, type Instant, workingDay } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { record } from '../platform/events.ts'
import { schedule, unschedule } from '../platform/jobs.ts'
import { type CycleRow, cycleRow, dueOf, waitingNow } from './queries.ts'
import { minutesOf, modeOf, roleOfStage } from './rules.ts'

/** Those that are planned with a stage's days; `moved`, `joined` and `reminded` are made when it happens. */
export const noticeKinds = ['opens', 'before', 'after'] as const
export type NoticeKind = (typeof noticeKinds)[number]
/** HR and calibration are for few, who watch the cycle's own page. */
export const toldStages: readonly StageId[] = [
  'nominate',
  'self',
  'peers',
  'upward',
  'manager',
  'second',
  'share',
  'acknowledge',
]

export const dayOfNotice = (kind: NoticeKind, s: { opens_on: Day; due_on: Day }): Day =>
  kind === 'opens' ? s.opens_on : kind === 'before' ? addDays(s.due_on, -2) : addDays(s.due_on, 1)

/** Plans the notices of a cycle's stages, or of one that moved; what was sent stays sent. */
export async function planNotices(tx: Tx, c: Context, cycleId: string, only?: StageId): Promise<void> {
  const row = await cycleRow(tx, c, cycleId)
  const { rows: zones } = await sql<{
    time_zone: string
  }>`select time_zone from organization where id = ${c.organizationId}`.execute(tx)
  const zone = zones[0]!.time_zone
  for (const stage of row.stages) {
    if (only && stage.stage !== only) continue
    const role = roleOfStage[stage.stage]
    if (role && modeOf(row.plan, role) === 'anonymous') {
      await unschedule(tx, { organizationId: c.organizationId, kind: releaseJob(role), subjectId: cycleId })
      await schedule(tx, {
        organizationId: c.organizationId,
        kind: releaseJob(role),
        subjectId: cycleId,
        dueAt: instantAt(addDays(stage.due_on, 1), '01:30', zone),
      })
    }
    if (!toldStages.includes(stage.stage)) continue
    for (const kind of noticeKinds) {
      const on = dayOfNotice(kind, stage)
      // A reminder on the day it opens would say the same twice.
      if (kind === 'before' && on <= stage.opens_on) continue
      // Released without names the night before: nobody can write any more.
      if (kind === 'after' && role && modeOf(row.plan, role) === 'anonymous') continue
      const { rows } = await sql<{ id: string }>`
        insert into review_notice (organization_id, cycle_id, stage, kind, on_day) values (${c.organizationId}, ${cycleId}, ${stage.stage}, ${kind}, ${on})
        on conflict (organization_id, cycle_id, stage, kind) where kind in ('opens', 'before', 'after') do update set on_day = excluded.on_day where review_notice.sent_at is null returning id`.execute(
        tx,
      )
      const id = rows[0]?.id
      if (!id) continue
      await unschedule(tx, { organizationId: c.organizationId, kind: 'reviews.tell', subjectId: id })
      // Some hours before anybody's morning; who lives furthest east begins then.
      await schedule(tx, {
        organizationId: c.organizationId,
        kind: 'reviews.tell',
        subjectId: id,
        dueAt: instantAt(addDays(on, -1), '15:00', zone),
      })
    }
  }
}

export const releaseJob = (role: string) => (role === 'peer' ? 'reviews.releasePeers' : 'reviews.releaseUpward')

/**
 * People who have something to do in a stage, as a select of `person_id` and, where forms have a last day
 * of their own, the first of theirs as `due_on`. `when`: only forms whose last day fits it.
 */
export function undone(
  c: Context,
  row: CycleRow,
  stage: StageId,
  when: (dueOn: RawBuilder<Day>) => RawBuilder<boolean> = () => sql<boolean>`true`,
): RawBuilder<unknown> {
  const org = c.organizationId
  const role = roleOfStage[stage]
  if (role)
    // Everybody who was asked to write without a name is told alike: who gets a reminder has not written.
    return sql`select t.writer_id as person_id, min(${dueOf(c)}) as due_on from review_task t
      join review v on v.organization_id = t.organization_id and v.id = t.review_id and v.left_out_at is null
      join review_stage s on s.organization_id = t.organization_id and s.cycle_id = t.cycle_id and s.stage = ${stage}
      join review_cycle y on y.organization_id = t.organization_id and y.id = t.cycle_id
      where t.organization_id = ${org} and t.cycle_id = ${row.id} and t.role = ${role} and ${when(dueOf(c))}
        and (${modeOf(row.plan, role) === 'anonymous'} or (t.submitted_at is null and t.declined_at is null and t.ended_at is null))
        and not ${waitingNow(c)}
      group by t.writer_id`
  if (stage === 'nominate')
    return sql`select v.person_id, null::date as due_on from review v where v.organization_id = ${org} and v.cycle_id = ${row.id} and v.left_out_at is null
      and (select count(*) from review_nomination n where n.organization_id = v.organization_id and n.review_id = v.id and n.approved is not false) < ${row.plan.peers.least}`
  if (stage === 'share')
    return sql`select distinct v.manager_id as person_id, null::date as due_on from review v join review_task t on t.organization_id = v.organization_id and t.review_id = v.id
        and t.role = 'manager' and t.submitted_at is not null and t.ended_at is null
      where v.organization_id = ${org} and v.cycle_id = ${row.id} and v.left_out_at is null and v.shared_at is null and v.manager_id is not null`
  return sql`select v.person_id, null::date as due_on from review v where v.organization_id = ${org} and v.cycle_id = ${row.id} and v.left_out_at is null
    and v.shared_at is not null and v.acknowledged_at is null`
}

/** Minutes of a stage without a form: to name colleagues, to share, to read. */
const withoutForm = 5

/** Minutes of a stage for `x.person_id`: their forms, written or not, by what each says of itself. */
function askedFor(c: Context, row: CycleRow, stage: StageId): number | RawBuilder<unknown> {
  const role = roleOfStage[stage]
  return role
    ? sql`(select count(*) * ${minutesOf(row.plan.form, role)}::integer from review_task t where t.organization_id = ${c.organizationId}
        and t.cycle_id = ${row.id} and t.role = ${role} and t.writer_id = x.person_id and t.ended_at is null)`
    : withoutForm
}

/** A notice is due: told to whoever still has something to do, at nine in their own morning. */
export async function tell(c: Context, noticeId: string): Promise<void> {
  await c.db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ cycle_id: string; stage: StageId; kind: NoticeKind; on_day: Day }>`
      select cycle_id, stage, kind, on_day from review_notice where organization_id = ${c.organizationId} and id = ${noticeId} and sent_at is null for update`.execute(
      tx,
    )
    const notice = rows[0]
    if (!notice) return
    const row = await cycleRow(tx, c, notice.cycle_id)
    if (row.closed_at || !row.filled_at) return
    const { zones, times } = await mornings(tx, c, notice.on_day)
    // Two days before a stage ends, whoever has longer is not told that little is left; a day after, not that they are late.
    const stageEnds = row.stages.find((s) => s.stage === notice.stage)!.due_on
    const when = {
      opens: undefined,
      before: (dueOn: RawBuilder<Day>) => sql<boolean>`${dueOn} <= ${stageEnds}`,
      after: (dueOn: RawBuilder<Day>) => sql<boolean>`${dueOn} < ${notice.on_day}`,
    }[notice.kind]
    // The day after, the app says it; mail has said it twice by then.
    const people = await reach(tx, c, undone(c, row, notice.stage, when), { zones, times }, row, {
      ...{ id: noticeId, stage: notice.stage, kind: `review_${notice.kind}` },
      mail: notice.kind !== 'after',
      ...(notice.kind === 'opens' ? { minutes: askedFor(c, row, notice.stage) } : {}),
    })
    await sql`update review_notice set sent_at = ${c.clock.now()}, people = ${people} where organization_id = ${c.organizationId} and id = ${noticeId}`.execute(
      tx,
    )
    await record(tx, c, {
      type: 'review_cycle.told',
      subject: { kind: 'review_cycle', id: row.id },
      data: { stage: notice.stage, kind: notice.kind, people },
    })
  })
}

/**
 * Puts a notice into the inbox and, where it is one for mail, on the list of letters, of everybody whom a select of
 * `person_id` names and who is at work, each at the time of their zone. Answers how many that are.
 */
export async function reach(
  tx: Tx,
  c: Context,
  who: RawBuilder<unknown>,
  at: { zones: string[]; times: Instant[] },
  row: CycleRow,
  notice: {
    id: string
    stage: StageId
    kind: string
    mail: boolean
    by?: string
    /** What it asks of each, where it is what asks for it; may read `x.person_id`. */
    minutes?: number | RawBuilder<unknown>
  },
): Promise<number> {
  const reached = sql`from (${who}) x
    join roster r on r.organization_id = ${c.organizationId} and r.person_id = x.person_id and r.status <> 'leave'
    join unnest(${at.zones}::text[], ${at.times}::timestamptz[]) as z (zone, due_at) on z.zone = r.time_zone`
  const subject = { kind: 'review_notice', id: notice.id }
  const { minutes } = notice
  // A letter about a day that is past keeps to its reader's hours; there is nothing to be in time for.
  const lastDay = row.stages.find((s) => s.stage === notice.stage && s.due_on >= row.today)?.due_on
  // Letters first: a select may ask who has heard nothing yet.
  if (notice.mail)
    await planLetters(
      tx,
      c,
      sql`select r.person_id, coalesce(p.email, '') as address, z.due_at,
        case when p.email is null then 'no_address' when p.email_key is null then 'shared_address' end as excluded
        ${reached} join person p on p.organization_id = r.organization_id and p.id = r.person_id`,
      { kind: notice.kind, subject, ...(lastDay ? { lastDay } : {}), ...(minutes !== undefined ? { minutes } : {}) },
    )
  return putInInboxes(tx, c, sql`select r.person_id, z.due_at as appears_at ${reached}`, {
    kind: notice.kind,
    subject,
    params: { cycle: row.plan.name, stage: notice.stage, cycleId: row.id, ...(notice.by ? { by: notice.by } : {}) },
    ...(minutes !== undefined ? { asks: { minutes } } : {}),
  })
}

/** News of a cycle are told together, once so many minutes have passed without more of them. */
const quietMinutes = 30

/** Dates moved or forms were made: those whom it concerns hear of it (news.ts). */
export async function planNews(tx: Tx, c: Context, cycleId: string): Promise<void> {
  const what = { organizationId: c.organizationId, kind: 'reviews.tellNews', subjectId: cycleId }
  await unschedule(tx, what)
  await schedule(tx, { ...what, dueAt: addMs(c.clock.now(), quietMinutes * 60_000) })
}

/** Nine in the morning of a day, or of the working day after it, in every zone where somebody lives; now where that has passed. */
export async function mornings(db: Db | Tx, c: Context, day: Day): Promise<{ zones: string[]; times: Instant[] }> {
  const { rows } = await sql<{ time_zone: string; here: string }>`select distinct r.time_zone, o.time_zone as here
    from roster r join organization o on o.id = r.organization_id where r.organization_id = ${c.organizationId}`.execute(
    db,
  )
  const zones = rows.map((r) => r.time_zone)
  const now = c.clock.now()
  return {
    zones,
    times: rows.map(({ time_zone: zone, here }) => {
      // Accounts outside the people file may have none of their own.
      const at = instantAt(workingDay(day), '09:00', zone || here)
      return at < now ? now : at
    }),
  }
}

/** The night after the last day: answers without names, of all reviews at once, in mixed order. */
export async function release(c: Context, cycleId: string, role: 'peer' | 'upward'): Promise<void> {
  await c.db.transaction().execute(async (tx) => {
    const row = await cycleRow(tx, c, cycleId, true)
    if (modeOf(row.plan, role) !== 'anonymous' || !row.filled_at) return
    const { rows } = await sql<{
      n: number
    }>`select release_review_voices(${c.organizationId}, ${cycleId}, ${role}, ${row.plan.floor}) as n`.execute(tx)
    await record(tx, c, {
      type: 'review_cycle.voices_released',
      subject: { kind: 'review_cycle', id: cycleId },
      data: { role, reviews: rows[0]!.n },
    })
  })
}
