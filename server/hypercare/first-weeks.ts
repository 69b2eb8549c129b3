/** The first weeks of a wave: how far it is, what is measured, what has to hold before the hand-over. */
import { sql } from 'kysely'
import type { Design } from '../../contract/design.ts'
import {
  type Criterion,
  type CriterionId,
  type hypercare,
  type HypercareStage,
  leastDays,
  watchedMetrics,
} from '../../contract/hypercare.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import { waveCharts } from '../metrics/metrics.ts'
import { addDays, type Day, dayIn, daysBetween, type Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { designState, today as todayOf } from '../program/program.ts'
import { managersTrained } from '../training/training.ts'
import { isMet, judge } from './criteria.ts'

type Whole = Answer<typeof hypercare.get>
type Head = Answer<typeof hypercare.list>['waves'][number]

export type WaveRow = {
  id: string
  name: string
  program_id: string
  program: string
  went_live: Day
  launched_by: string | null
  days: number
  completed_at: Instant | null
  time_zone: string
  /** Days on which it was paused: they count for nothing. */
  paused: number
  /** The last day on which it was paused. */
  paused_until: Day | null
  /** Some of its people talk once a quarter. */
  quarterly: boolean
}

/** Waves that are live, the newest first. */
export async function liveWaves(db: Db | Tx, c: Context, waveId: string | null): Promise<WaveRow[]> {
  const { rows } = await sql<WaveRow>`
    select w.id, w.name, w.program_id, coalesce(v.brand ->> 'name', '') as program, w.goes_live_on as went_live, w.launched_by,
      coalesce(l.days, ${leastDays}::integer) as days, h.completed_at, o.time_zone,
      (select coalesce(sum(coalesce(q.ended_on, (${c.clock.now()}::timestamptz at time zone o.time_zone)::date) - q.began_on), 0)::integer from wave_halt q
        where q.organization_id = w.organization_id and q.wave_id = w.id and q.kind = 'pause' and q.began_on >= w.goes_live_on) as paused,
      (select max(coalesce(q.ended_on, (${c.clock.now()}::timestamptz at time zone o.time_zone)::date)) from wave_halt q
        where q.organization_id = w.organization_id and q.wave_id = w.id and q.kind = 'pause') as paused_until,
      coalesce(v.quarterly, false) as quarterly
    from wave w join organization o on o.id = w.organization_id
    left join lateral (select v.brand, jsonb_path_exists(v.elements -> 'checkins', '$.** ? (@ == "quarterly")') as quarterly from program_version v where v.organization_id = w.organization_id and v.program_id = w.program_id
      order by v.number desc limit 1) v on true
    left join lateral (select l.days from hypercare_length l where l.organization_id = w.organization_id and l.wave_id = w.id
      order by l.set_at desc, l.id limit 1) l on true
    left join handover h on h.organization_id = w.organization_id and h.wave_id = w.id
    where w.organization_id = ${c.organizationId} and w.launched_at is not null and (${waveId}::uuid is null or w.id = ${waveId})
    order by w.launched_at desc, w.id`.execute(db)
  return rows
}

/** A wave that is live; refuses one that is not, and one that is not there. */
export async function liveWave(db: Db | Tx, c: Context, waveId: string): Promise<WaveRow> {
  const [wave] = await liveWaves(db, c, waveId)
  if (wave) return wave
  const { rows } = await sql`select 1 from wave where organization_id = ${c.organizationId} and id = ${waveId}`.execute(
    db,
  )
  throw problem(rows.length > 0 ? 'hypercare_not_begun' : 'not_found')
}

/** One that is not handed over yet, held still until the transaction ends. */
export async function openWave(tx: Tx, c: Context, waveId: string): Promise<WaveRow> {
  await sql`select 1 from wave where organization_id = ${c.organizationId} and id = ${waveId} for update`.execute(tx)
  const wave = await liveWave(tx, c, waveId)
  if (wave.completed_at) throw problem('handover_done')
  return wave
}

/** Where it stands on a day. Pure. */
export function stageOf(
  wave: Pick<WaveRow, 'went_live' | 'days' | 'completed_at' | 'paused'>,
  today: Day,
): { day: number; overOn: Day; stage: HypercareStage } {
  const overOn = addDays(wave.went_live, wave.days + wave.paused)
  return {
    day: Math.max(1, daysBetween(wave.went_live, today) + 1 - wave.paused),
    overOn,
    stage: wave.completed_at ? 'handed_over' : today >= overOn ? 'due' : 'running',
  }
}

async function waiversOf(
  db: Db | Tx,
  c: Context,
  waveId: string,
): Promise<Map<CriterionId, NonNullable<Criterion['waiver']>>> {
  const { rows } = await sql<{
    id: string
    criterion: CriterionId
    by_id: string
    by: string
    at: Instant
    reason: string
    until: Day
  }>`select x.id, x.criterion, p.id as by_id, p.full_name as by, x.waived_at as at, x.reason, x.until from hypercare_waiver x
    join person p on p.organization_id = x.organization_id and p.id = x.waived_by
    where x.organization_id = ${c.organizationId} and x.wave_id = ${waveId} and x.ended_at is null`.execute(db)
  return new Map(rows.map(({ criterion, by_id, by, ...rest }) => [criterion, { ...rest, by: { id: by_id, name: by } }]))
}

type Desk = { waiting: number; late: number; oldestOn: Day | null; countable: boolean }

async function deskOf(db: Db | Tx, c: Context, wave: WaveRow, today: Day): Promise<Desk> {
  const { rows } = await sql<{ waiting: number; late: number; oldest: Instant | null; countable: boolean }>`
    select count(*) as waiting, count(*) filter (where due_at < ${c.clock.now()}::timestamptz) as late, min(waiting_since) as oldest,
      (select count(*) >= smallest_group(${c.organizationId}) from (select 1 from wave_member m where m.organization_id = ${c.organizationId}
        and m.wave_id = ${wave.id} and m.superseded is null and m.holds @> ${today}::date limit smallest_group(${c.organizationId})) x) as countable
    from desk_question where organization_id = ${c.organizationId} and wave_id = ${wave.id} and waiting_since is not null`.execute(
    db,
  )
  const { waiting, late, oldest, countable } = rows[0]!
  return { waiting, late, oldestOn: oldest === null ? null : dayIn(oldest, wave.time_zone), countable }
}

async function lettersFailed(db: Db | Tx, c: Context, waveId: string, today: Day): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from outgoing_mail x
    join wave_member m on m.organization_id = x.organization_id and m.person_id = x.person_id and m.wave_id = ${waveId}
      and m.superseded is null and m.holds @> ${today}::date
    where x.organization_id = ${c.organizationId} and x.state = 'failed' and x.settled_at > (${today}::date - 7)::timestamptz`.execute(
    db,
  )
  return rows[0]!.n
}

const asksManagers = (design: Design) =>
  design.training.courses.some((k) => k.required.includes('managers') || k.required.includes('leaders'))

type Looked = { charts: Whole['charts']; desk: Desk; criteria: Criterion[] }

/** Looks at everything that the criteria rest on. */
export async function look(db: Db | Tx, c: Context, wave: WaveRow, today: Day): Promise<Looked> {
  const inside = { ...c, db: db as Db }
  const [charts, desk, { version }] = [
    await waveCharts(inside, wave, watchedMetrics),
    await deskOf(db, c, wave, today),
    await designState(db, c, wave.program_id),
  ]
  const trained =
    version && asksManagers(version.design)
      ? { bar: version.design.training.managersReady, managers: await managersTrained(db, c, wave.id) }
      : null
  const criteria = judge({ today, charts, desk, trained }, await waiversOf(db, c, wave.id))
  return { charts, desk, criteria }
}

export function headOf(wave: WaveRow, today: Day, criteria: readonly Criterion[]): Head {
  return {
    wave: { id: wave.id, name: wave.name },
    programId: wave.program_id,
    program: wave.program,
    wentLiveOn: wave.went_live,
    days: wave.days,
    ...stageOf(wave, today),
    met: criteria.filter(isMet).length,
    of: criteria.length,
    handedOverOn: wave.completed_at ? dayIn(wave.completed_at, wave.time_zone) : null,
  }
}

async function wholeOf(db: Db | Tx, c: Context, waveId: string): Promise<Whole> {
  const [wave, today] = [await liveWave(db, c, waveId), await todayOf(db, c)]
  const { charts, desk, criteria } = await look(db, c, wave, today)
  const { rows } = await sql<{ floor: number }>`select smallest_group(${c.organizationId}) as floor`.execute(db)
  return {
    ...headOf(wave, today, criteria),
    today,
    criteria,
    charts,
    desk: desk.countable ? { waiting: desk.waiting, late: desk.late, oldestOn: desk.oldestOn } : null,
    lettersFailed: await lettersFailed(db, c, wave.id, today),
    floor: rows[0]!.floor,
    mayManage: c.viewer.roles.includes('lead') && wave.completed_at === null,
  }
}

export const get = (c: Context, input: Input<typeof hypercare.get>): Promise<Whole> => wholeOf(c.db, c, input.waveId)

export async function extend(c: Context, input: Input<typeof hypercare.extend>): Promise<Whole> {
  return c.db.transaction().execute(async (tx) => {
    const wave = await openWave(tx, c, input.waveId)
    await sql`insert into hypercare_length (organization_id, wave_id, days, set_by, set_at)
      values (${c.organizationId}, ${wave.id}, ${input.days}, ${c.viewer.personId}, ${c.clock.now()})`.execute(tx)
    await record(tx, c, {
      type: 'hypercare.extended',
      subject: { kind: 'wave', id: wave.id },
      data: { days: input.days },
    })
    await takeSignaturesBack(tx, c, wave)
    return wholeOf(tx, c, wave.id)
  })
}

/** Who has signed has signed what stood there; where that changes before the last one, they sign anew. */
export async function takeSignaturesBack(tx: Tx, c: Context, wave: Pick<WaveRow, 'id'>): Promise<void> {
  const { numAffectedRows } =
    await sql`delete from handover_signature where organization_id = ${c.organizationId} and wave_id = ${wave.id}`.execute(
      tx,
    )
  if (numAffectedRows) await record(tx, c, { type: 'handover.unsigned', subject: { kind: 'wave', id: wave.id } })
}

/** An exception is for a while. */
const longest = 183

export async function waive(c: Context, input: Input<typeof hypercare.waive>): Promise<Whole> {
  return c.db.transaction().execute(async (tx) => {
    const [wave, today] = [await openWave(tx, c, input.waveId), await todayOf(tx, c)]
    if (input.until < today || input.until > addDays(today, longest)) throw problem('waiver_day')
    const now = c.clock.now()
    await sql`update hypercare_waiver set ended_at = ${now}, ended_by = ${c.viewer.personId}
      where organization_id = ${c.organizationId} and wave_id = ${wave.id} and criterion = ${input.criterion} and ended_at is null`.execute(
      tx,
    )
    await sql`insert into hypercare_waiver (organization_id, wave_id, criterion, reason, until, waived_by, waived_at)
      values (${c.organizationId}, ${wave.id}, ${input.criterion}, ${input.reason}, ${input.until}, ${c.viewer.personId}, ${now})`.execute(
      tx,
    )
    await record(tx, c, {
      type: 'hypercare.waived',
      subject: { kind: 'wave', id: wave.id },
      data: { criterion: input.criterion, until: input.until },
    })
    await takeSignaturesBack(tx, c, wave)
    return wholeOf(tx, c, wave.id)
  })
}

export async function unwaive(c: Context, input: Input<typeof hypercare.unwaive>): Promise<Whole> {
  return c.db.transaction().execute(async (tx) => {
    const wave = await openWave(tx, c, input.waveId)
    const { rows } = await sql<{
      criterion: string
    }>`update hypercare_waiver set ended_at = ${c.clock.now()}, ended_by = ${c.viewer.personId}
      where organization_id = ${c.organizationId} and wave_id = ${wave.id} and id = ${input.waiverId} and ended_at is null returning criterion`.execute(
      tx,
    )
    if (!rows[0]) throw problem('not_found')
    await record(tx, c, {
      type: 'hypercare.waiver_ended',
      subject: { kind: 'wave', id: wave.id },
      data: { criterion: rows[0].criterion },
    })
    await takeSignaturesBack(tx, c, wave)
    return wholeOf(tx, c, wave.id)
  })
}
