/** The watch: after the hand-over, whether habits hold, in the numbers that were given out. */
import { sql } from 'kysely'
import { type Fall, fallDays, watchedHabits } from '../../contract/hypercare.ts'
import { cadenceDays } from '../../contract/design.ts'
import { holdersOf } from '../access/access.ts'
import { putInInbox } from '../attention/attention.ts'
import { fallsBack, givenRatios, type GivenRatio, isBack, lastGiven, type Ratio } from '../metrics/metrics.ts'
import { addDays, type Day, dayIn, daysBetween } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { record } from '../platform/events.ts'
import { dayHere, today as todayOf } from '../program/program.ts'
import { liveWaves, stageOf } from './first-weeks.ts'
import { completeSigned } from './handover.ts'

type Kind = Fall['kind']
type Group = { key: string; waveId: string; handedOverOn: Day; quarterly: boolean }
type Habit = (typeof watchedHabits)[number]

/** Looks a year: waves are given out nightly and looked at once a week, departments when their table comes out. */
const looks: Record<Kind, number> = { wave: 52, department: 12 }
/** Days that a number looks back on: two are compared only where none of them is in both. */
const windowOf = (metric: Habit, { quarterly }: Pick<Group, 'quarterly'>): number =>
  metric === 'C1' && !quarterly ? cadenceDays.monthly : longestWindow
const longestWindow = cadenceDays.quarterly
/** The number of the hand-over may be so many days older: tables come out once a month. */
const referenceBefore = 40

/** Every night, after the numbers. */
export async function nightly(c: Context): Promise<void> {
  await tellOfDue(c)
  await completeSigned(c)
  for (const kind of ['wave', 'department'] as const) await look(c, kind)
}

/** The days of a wave are over: the lead hears of it once. */
async function tellOfDue(c: Context): Promise<void> {
  const today = await todayOf(c.db, c)
  for (const wave of await liveWaves(c.db, c, null)) {
    if (stageOf(wave, today).stage !== 'due') continue
    await c.db.transaction().execute(async (tx) => {
      for (const personId of await holdersOf(c.db, c.organizationId, 'lead'))
        await putInInbox(tx, c, personId, {
          kind: 'hypercare_due',
          subject: { kind: 'wave', id: wave.id },
          params: { name: wave.name },
        })
    })
  }
}

/** What is watched: waves that were handed over, and departments most of whose people are in such waves. */
async function groupsOf(c: Context, kind: Kind): Promise<Group[]> {
  const today = await todayOf(c.db, c)
  // Nobody was asked in a pause: its windows say nothing about habits.
  const paused = (until: Day | null) => until !== null && daysBetween(until, today) <= longestWindow
  const handed = (await liveWaves(c.db, c, null)).flatMap((wave) =>
    wave.completed_at && !paused(wave.paused_until)
      ? [
          {
            key: wave.id,
            waveId: wave.id,
            handedOverOn: dayIn(wave.completed_at, wave.time_zone),
            quarterly: wave.quarterly,
          },
        ]
      : [],
  )
  if (kind === 'wave' || handed.length === 0) return handed
  const { rows } = await sql<{ key: string; wave_id: string }>`
    select distinct on (department) department as key, wave_id from (
      select r.department, m.wave_id, count(*) as n, sum(count(*)) over (partition by r.department) as all_of_it
      from wave_member m join wave w on w.organization_id = m.organization_id and w.id = m.wave_id and w.launched_at is not null
      join roster r on r.organization_id = m.organization_id and r.person_id = m.person_id and r.employed
      where m.organization_id = ${c.organizationId} and m.superseded is null and m.holds @> ${dayHere(c)} and r.department <> ''
      group by r.department, m.wave_id
    ) x where n * 2 > all_of_it order by department, n desc, wave_id`.execute(c.db)
  return rows.flatMap(({ key, wave_id: waveId }) => {
    const wave = handed.find((one) => one.waveId === waveId)
    return wave ? [{ ...wave, key }] : []
  })
}

type Compared = {
  group: Group
  metric: Habit
  reference: GivenRatio
  now: GivenRatio
  /** The last number before, none of whose days are in the others. */
  earlier: GivenRatio | null
}

/** Each number of the day beside the one of the hand-over: the last before it, or the first there was. Pure. */
export function comparisons(groups: readonly Group[], given: readonly GivenRatio[], asOf: Day): Compared[] {
  return groups.flatMap((group) =>
    watchedHabits.flatMap((metric): Compared[] => {
      const mine = given.filter((one) => one.key === group.key && one.metric === metric)
      const now = mine.find((one) => one.asOf === asOf)
      const reference = mine.findLast((one) => one.asOf <= group.handedOverOn) ?? mine[0]
      if (!now || !reference) return []
      const after = addDays(reference.asOf, windowOf(metric, group))
      if (now.asOf < after) return []
      const until = addDays(now.asOf, -windowOf(metric, group))
      const earlier = mine.findLast((one) => one.asOf <= until && one.asOf >= after) ?? null
      return [{ group, metric, reference, now, earlier }]
    }),
  )
}

/** Nothing was given out there for as long as the longest window. Pure. */
export function isLost(
  fall: { key: string; metric: string; found_on: Day },
  given: readonly GivenRatio[],
  asOf: Day,
): boolean {
  const last = given.findLast((one) => one.key === fall.key && one.metric === fall.metric)?.asOf ?? fall.found_on
  return daysBetween(last > fall.found_on ? last : fall.found_on, asOf) > longestWindow
}

async function look(c: Context, kind: Kind): Promise<void> {
  const asOf = await lastGiven(c, kind)
  if (asOf === null || (await looked(c, kind, asOf))) return
  const groups = await groupsOf(c, kind)
  const before = await openFalls(c.db, c, kind)
  if (groups.length === 0 && before.length === 0) return
  const first = [...groups.map((one) => one.handedOverOn), asOf].sort()[0]!
  const given = await givenRatios(
    c,
    kind,
    [...groups, ...before].map((one) => one.key),
    watchedHabits,
    addDays(first, -Math.max(referenceBefore, longestWindow)),
  )
  const compared = comparisons(groups, given, asOf)
  await c.db.transaction().execute(async (tx) => {
    const { numAffectedRows } = await sql`insert into hypercare_look (organization_id, kind, as_of, looked_at, compared)
      values (${c.organizationId}, ${kind}, ${asOf}, ${c.clock.now()}, ${compared.length}) on conflict do nothing`.execute(
      tx,
    )
    // Somebody else looks at the same time.
    if (!numAffectedRows) return
    const open = await openFalls(tx, c, kind)
    for (const one of compared) {
      const fall = open.find((f) => f.key === one.group.key && f.metric === one.metric)
      if (fall) {
        if (isBack(fall, one.now)) await closeFall(tx, c, fall.id, asOf, 'held_again')
      } else if (fallsBack(one.reference, one, { compared: compared.length, looks: looks[kind] }))
        await openFall(tx, c, kind, one)
    }
    // A department that is no more, or has become too small to be told of: nobody can see it come back.
    for (const fall of open) if (isLost(fall, given, asOf)) await closeFall(tx, c, fall.id, asOf, 'lost')
  })
}

/** Whether there was a look already: at these numbers, of waves in the same week. */
async function looked(c: Context, kind: Kind, asOf: Day): Promise<boolean> {
  const { rows } = await sql`select 1 from hypercare_look where organization_id = ${c.organizationId} and kind = ${kind}
    and ${kind === 'wave' ? sql`date_trunc('week', as_of) >= date_trunc('week', ${asOf}::date)` : sql`as_of >= ${asOf}::date`} limit 1`.execute(
    c.db,
  )
  return rows.length > 0
}

type OpenFall = Ratio & { id: string; key: string; metric: Habit; found_on: Day }

async function openFalls(tx: Tx | Db, c: Context, kind: Kind): Promise<OpenFall[]> {
  const { rows } =
    await sql<OpenFall>`select id, key, metric, found_on, reference_met as met, reference_of as of from hypercare_fall
    where organization_id = ${c.organizationId} and kind = ${kind} and closed_at is null`.execute(tx)
  return rows
}

async function openFall(tx: Tx, c: Context, kind: Kind, { group, metric, reference, now }: Compared): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    insert into hypercare_fall (organization_id, wave_id, kind, key, metric, reference_on, reference_met, reference_of, found_on, found_met, found_of, found_at)
    values (${c.organizationId}, ${group.waveId}, ${kind}, ${group.key}, ${metric}, ${reference.asOf}, ${reference.met}, ${reference.of},
      ${now.asOf}, ${now.met}, ${now.of}, ${c.clock.now()}) returning id`.execute(tx)
  const subject = { kind: 'hypercare_fall', id: rows[0]!.id }
  await record(tx, c, { type: 'hypercare.reopened', subject, data: { waveId: group.waveId, kind, metric } })
  for (const personId of await holdersOf(c.db, c.organizationId, 'lead'))
    await putInInbox(tx, c, personId, { kind: 'hypercare_reopened', subject, params: { metric } })
}

async function closeFall(tx: Tx, c: Context, id: string, asOf: Day, because: 'held_again' | 'lost'): Promise<void> {
  await sql`update hypercare_fall set lost = ${because === 'lost'}, closed_on = ${asOf}, closed_at = ${c.clock.now()}
    where organization_id = ${c.organizationId} and id = ${id}`.execute(tx)
  await record(tx, c, { type: `hypercare.${because}`, subject: { kind: 'hypercare_fall', id } })
}

/** What has fallen back, and what was back lately; the newest first. */
export async function fallsNow(db: Db | Tx, c: Context, waveId: string | null = null): Promise<Fall[]> {
  const { rows } = await sql<{
    id: string
    wave_id: string
    wave: string
    kind: Kind
    key: string
    metric: Habit
    reference_on: Day
    reference_met: number
    reference_of: number
    found_on: Day
    found_met: number
    found_of: number
    closed_on: Day | null
    lost: boolean
  }>`select f.*, w.name as wave from hypercare_fall f join wave w on w.organization_id = f.organization_id and w.id = f.wave_id
    where f.organization_id = ${c.organizationId} and (${waveId}::uuid is null or f.wave_id = ${waveId}) and (f.closed_at is null or f.closed_at > ${c.clock.now()}::timestamptz - make_interval(days => ${fallDays}::integer))
    order by f.closed_at is not null, f.found_at desc, f.id limit 200`.execute(db)
  return rows.map((f) => ({
    id: f.id,
    wave: { id: f.wave_id, name: f.wave },
    kind: f.kind,
    label: f.kind === 'wave' ? f.wave : f.key,
    key: f.key,
    metric: f.metric,
    reference: { on: f.reference_on, numerator: f.reference_met, denominator: f.reference_of },
    found: { on: f.found_on, numerator: f.found_met, denominator: f.found_of },
    closedOn: f.closed_on,
    lost: f.lost,
  }))
}
