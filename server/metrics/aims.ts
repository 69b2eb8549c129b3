/** What the program says about its success, and from when on there can be a number. */
import { type RawBuilder, sql } from 'kysely'
import { cadenceDays, type Design } from '../../contract/design.ts'
import type { Chart, MetricElement, Segment, Standing } from '../../contract/metrics.ts'
import { addDays, type Day } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { columnOf } from '../publication/publication.ts'
import { isOfPeople, isOfSurveys, isOwn, type Metric } from './metric.ts'
import { idsIn } from './segments.ts'

export type Program = {
  programId: string
  metrics: Design['metrics']
  cadence: number | null
  firstLive: Day | null
  /** The elements that its newest version has on. */
  elements: readonly string[]
  /** Since when a wave has had each of them. */
  elementsFrom: { [element: string]: Day }
}

/** What the program says about its success, and when the first wave goes or went live. */
/** One program of the company; without its id the one that went live first. */
export async function programOf(c: Context, programId: string | null = null): Promise<Program | null> {
  const { rows } = await sql<{
    program_id: string
    metrics: Design['metrics'] | null
    cadence: Design['elements']['checkins']['cadence'] | null
    first_live: Day | null
    elements: string[]
    elements_from: { [element: string]: Day } | null
  }>`
    select v.program_id, v.design -> 'metrics' as metrics, v.elements -> 'checkins' ->> 'cadence' as cadence, w.first_live,
      array(select e.key from jsonb_each(v.elements) e where (e.value ->> 'on')::boolean) as elements,
      (select jsonb_object_agg(f.element, f.day) from (
        select e.key as element, min(lower(x.holds)) as day from wave_version x
        join program_version xv on xv.organization_id = x.organization_id and xv.program_id = x.program_id and xv.number = x.number
        cross join lateral jsonb_each(xv.elements) e
        where x.organization_id = p.organization_id and x.program_id = p.id and x.superseded is null and (e.value ->> 'on')::boolean
        group by e.key) f) as elements_from
    from program p
    join lateral (select v.program_id, v.design, v.elements from program_version v where v.organization_id = p.organization_id and v.program_id = p.id order by v.number desc limit 1) v on true
    left join lateral (
      select coalesce(min(w.goes_live_on) filter (where w.launched_at is not null), min(w.goes_live_on)) as first_live, min(w.launched_at) as launched
      from wave w where w.organization_id = p.organization_id and w.program_id = p.id
    ) w on true
    where p.organization_id = ${c.organizationId} and (${programId}::uuid is null or p.id = ${programId}) order by w.launched nulls last, p.created_at limit 1`.execute(
    c.db,
  )
  const row = rows[0]
  return row
    ? {
        programId: row.program_id,
        metrics: row.metrics ?? [],
        cadence: row.cadence ? cadenceDays[row.cadence] : null,
        firstLive: row.first_live,
        elements: row.elements,
        elementsFrom: row.elements_from ?? {},
      }
    : null
}

export async function today(c: Context): Promise<Day> {
  const { rows } = await sql<{
    time_zone: string
  }>`select time_zone from organization where id = ${c.organizationId}`.execute(c.db)
  return c.clock.today(rows[0]!.time_zone)
}

/** Parts of the practice that a program without a word about it has. */
const always: readonly MetricElement[] = ['goals', 'checkins']

/** What comes with a part of the practice that the program does not have is no question there. */
export function asksAbout(program: Program | null, element: MetricElement | null): boolean {
  return element === null || (program?.elements ?? always).includes(element)
}

export function notYet(program: Program | null, wanted: Metric, now: Day, own: Own | null): Standing {
  if (isOwn(wanted)) return { state: 'unknown', column: 'own' }
  if (!program?.firstLive) return { state: 'not_yet', from: null, reason: 'no_wave' }
  if (isOfSurveys(wanted)) return { state: 'not_yet', from: null, reason: 'survey' }
  const wait = wanted.firstAfterDays(program.cadence)
  /** What is missing once the days are over: people wait for the night, acts for somebody who does one. */
  const since = (from: Day): Standing =>
    wanted.looksBack
      ? { state: 'not_yet', from: null, reason: 'history' }
      : !isOfPeople(wanted)
        ? { state: 'not_yet', from, reason: 'answers' }
        : ['people', 'pairs', 'messages'].includes(wanted.of)
          ? { state: 'not_yet', from, reason: 'release' }
          : { state: 'not_yet', from: null, reason: 'acts' }
  // What a later version switched on begins on that day.
  const firstOn = (wanted.element === null ? undefined : program.elementsFrom[wanted.element]) ?? program.firstLive
  // Others have numbers: what counts is when the people of this segment began or will begin.
  if (own) {
    if (own.firstLive === null) return { state: 'not_yet', from: null, reason: 'nobody' }
    const from = addDays(own.firstLive > firstOn ? own.firstLive : firstOn, wait)
    return from < now ? since(from) : { state: 'not_yet', from, reason: 'nobody' }
  }
  const from = addDays(firstOn, wait)
  if (from < now) return since(from)
  // What needs no time after the start waits for the start itself.
  return { state: 'not_yet', from, reason: wait === 0 && firstOn === program.firstLive ? 'before_live' : 'window' }
}

/** The first go-live, past or planned, of today's people of a segment. */
type Own = { firstLive: Day | null }
export async function ownOf(c: Context, segment: Segment): Promise<Own | null> {
  const { rows: given } =
    await sql`select 1 from metric_release where organization_id = ${c.organizationId} and published limit 1`.execute(
      c.db,
    )
  if (given.length === 0) return null
  if (segment.kind === 'wave') {
    const { rows } = await sql<{
      on: Day | null
    }>`select goes_live_on as on from wave where organization_id = ${c.organizationId} and id = any(${idsIn([segment.key])}::uuid[])`.execute(
      c.db,
    )
    return { firstLive: rows[0]?.on ?? null }
  }
  const column = columnOf[segment.kind]
  if (segment.kind !== 'line' && !column) return null
  const inside = column ? sql`${sql.ref(column)} = ${segment.key}` : await insideLine(c, segment.key)
  if (!inside) return { firstLive: null }
  // Wave by wave, so that the first of its people that stands inside is enough.
  const { rows } = await sql<{ on: Day | null }>`
    select min(w.goes_live_on) as on from wave w
    where w.organization_id = ${c.organizationId} and exists (
      select from roster r
      join wave_member m on m.organization_id = r.organization_id and m.person_id = r.person_id and m.wave_id = w.id and m.superseded is null and upper_inf(m.holds)
      where r.organization_id = w.organization_id and r.employed and ${inside}
    )`.execute(c.db)
  return { firstLive: rows[0]?.on ?? null }
}

/** Everybody from a leader down, by numbers known beforehand: the plan then begins at them. */
async function insideLine(c: Context, leaderId: string): Promise<RawBuilder<boolean> | null> {
  const { rows } = await sql<{ seq: number; last_seq: number }>`
    select seq, last_seq from roster where organization_id = ${c.organizationId} and person_id = any(${idsIn([leaderId])}::uuid[])`.execute(
    c.db,
  )
  return rows[0] ? sql<boolean>`r.seq between ${rows[0].seq} and ${rows[0].last_seq}` : null
}

/** `first`: the first number there was, which a target that says how much more begins at where nobody knew a baseline. */
export function aimsOf(
  program: Program | null,
  { id, target, rise, ...m }: Metric,
  first: number | null,
): Pick<Chart, 'target' | 'baseline' | 'chosen'> {
  const set = program?.metrics.find((one) => one.id === id)
  const from = set?.baseline ?? first
  const ours = rise && from !== null ? Math.min(100, from + rise.by) : target
  return {
    target:
      set?.target !== null && set?.target !== undefined
        ? { value: set.target, by: set.by, source: 'program' }
        : ours === null
          ? null
          : { value: ours, by: null, source: m.of === 'imported' ? 'program' : 'ours' },
    baseline:
      set?.baseline === null || set?.baseline === undefined
        ? null
        : { value: set.baseline, source: set.baselineSource },
    chosen: set !== undefined,
  }
}
