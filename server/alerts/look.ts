/**
 * The look at a company's numbers, every night after they were given out: what left its course is told once, and
 * closed by itself. Looked at is what the program is measured by, and what the company brings itself.
 */
import { sql } from 'kysely'
import type { AlertKind } from '../../contract/alerts.ts'
import { watchedHabits } from '../../contract/hypercare.ts'
import type { MetricId } from '../../contract/metrics.ts'
import { liveWaves } from '../hypercare/hypercare.ts'
import {
  type GivenNumber,
  givenSeries,
  isOwn,
  lastGiven,
  lastJoin,
  metricsNow,
  type Registry,
  registryOf,
  wavesIn,
} from '../metrics/metrics.ts'
import { addDays, type Day, daysBetween } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { record } from '../platform/events.ts'
import { today as todayOf } from '../program/program.ts'
import { type AlertRow, openAlerts, type Told } from './queries.ts'
import { comparable, fallOf, graveDrop, isOver, type Kind } from './rule.ts'
import { tell } from './telling.ts'

const kinds = ['organization', 'wave', 'department'] as const satisfies readonly AlertKind[]
/** Looks a year: the company and its waves once a week, departments when their table comes out. */
const looks: Record<AlertKind, number> = { organization: 52, wave: 52, department: 12 }
/** Days that a number looks back on, where not a month. */
const windows: { readonly [M in MetricId]?: number } = {
  L3: 92,
  F1: 92,
  F2: 92,
  V1: 92,
  R2: 92,
  C3: 92,
  X5: 92,
  X6: 92,
}
const month = 31
const shortMonth = 27
/** So far back there may be numbers to compare with. */
const lookBack = 800
/** A number that came longer ago says nothing about now. */
const stale = 62
/** So long a number is behind its way before it is told. */
const offFor = 28

export async function nightly(c: Context): Promise<void> {
  const registry = await registryOf(c)
  const chosen = await metricsNow(c, { ids: 'chosen', language: 'en' })
  const own = registry.all.map(({ newest }) => newest).filter(isOwn)
  const watched = [...new Set([...chosen.map((m) => m.definition.id), ...own.map((m) => m.id)])]
  if (watched.length === 0) return
  for (const kind of kinds) await look(c, registry, kind, watched)
}

const kindOf = (registry: Registry, id: MetricId): Kind => {
  const { ratio, direction, of } = registry.describe(id, 'en')
  // Rounds of surveys are of other days altogether, and seldom; what a company brings is of the month it names.
  const otherwise = of === 'answers' ? 92 : of === 'imported' ? shortMonth : month
  return { ratio, direction, window: windows[id] ?? otherwise }
}

/** Which segments of a kind are looked at; null: all. Of a wave that was paused lately nothing was asked. */
async function keysOf(c: Context, kind: AlertKind, today: Day): Promise<string[] | null> {
  if (kind === 'organization') return ['']
  if (kind === 'department') return null
  return (await liveWaves(c.db, c, null))
    .filter((wave) => wave.paused_until === null || daysBetween(wave.paused_until, today) > 92)
    .map((wave) => wave.id)
}

async function look(c: Context, registry: Registry, kind: AlertKind, ids: readonly MetricId[]): Promise<void> {
  const today = await todayOf(c.db, c)
  const asOf = (await lastGiven(c, kind)) ?? (kind === 'organization' ? today : null)
  if (asOf === null || (await looked(c, kind, asOf))) return
  // Habits of waves and departments are watched since their hand-over.
  const mine = kind === 'organization' ? ids : ids.filter((id) => !(watchedHabits as readonly string[]).includes(id))
  const given = await givenSeries(c, kind, await keysOf(c, kind, today), mine, asOf, {
    days: lookBack,
    weekly: kind !== 'department',
  })
  const joined = kind === 'organization' ? await wavesIn(c, mine) : null
  const groups = [...Map.groupBy(given, (one) => `${one.metric} ${one.key}`).values()].map((all) => {
    const { version, metric, key, of } = all.at(-1)!
    // What another definition said is another number, and so is what was said before a further wave counted in it.
    const since = lastJoin(joined?.get(metric) ?? [], of) ?? ''
    const series = all.filter((one) => one.version === version && one.asOf >= since)
    return { metric, key, kind: kindOf(registry, metric), series }
  })
  const fresh = groups.filter(({ series }) => daysBetween(series.at(-1)!.asOf, asOf) <= stale)
  const compared = fresh.filter((one) => comparable(one.series, one.kind))
  const behind = kind === 'organization' ? await behindWay(c, asOf) : new Map<MetricId, Told>()
  await c.db.transaction().execute(async (tx) => {
    const { numAffectedRows } =
      await sql`insert into number_alert_look (organization_id, kind, as_of, looked_at, compared)
      values (${c.organizationId}, ${kind}, ${asOf}, ${c.clock.now()}, ${compared.length}) on conflict do nothing`.execute(
        tx,
      )
    // Somebody else looks at the same time.
    if (!numAffectedRows) return
    const open = (await openAlerts(tx, c)).filter((one) => one.segment_kind === kind)
    const of = (metric: MetricId, key: string) => open.find((one) => one.metric === metric && one.segment_key === key)
    for (const one of fresh) {
      const now = one.series.at(-1)!
      const alert = of(one.metric, one.key)
      if (alert) {
        const over =
          alert.reason === 'off_course'
            ? !behind.has(one.metric)
            : isOver(forRule(alert.reference), alert.found, now, one.kind)
        if (over) await close(tx, c, alert, now.asOf)
        continue
      }
      const fall = compared.includes(one)
        ? fallOf(one.series, one.kind, { compared: compared.length, looks: looks[kind], kinds: kinds.length })
        : null
      const way = one.key === '' ? behind.get(one.metric) : undefined
      if (!fall && !way) continue
      const reference = fall ? toldOf(fall.reference, one.kind) : way!
      const drop = Math.abs(reference.value - now.value)
      await openOne(tx, c, {
        metric: one.metric,
        segment_kind: kind,
        segment_key: one.key,
        reason: fall ? 'fell' : 'off_course',
        grave:
          fall !== null &&
          kind === 'organization' &&
          drop >= graveDrop * (one.kind.ratio ? 100 : Math.abs(reference.value)),
        reference,
        found: toldOf(now, one.kind),
        chance: fall?.chance ?? null,
      })
    }
  })
}

const toldOf = (one: Pick<GivenNumber, 'asOf' | 'value' | 'met' | 'of'>, kind: Kind): Told => ({
  on: one.asOf,
  value: Math.round(one.value * 100) / 100,
  numerator: kind.ratio ? one.met : null,
  denominator: kind.ratio ? one.of : null,
})
const forRule = ({ value, numerator, denominator }: Told) => ({ value, met: numerator ?? 0, of: denominator ?? 0 })

/** Success metrics that are behind the way to their target by more than chance, now and a month before: where the way was. */
async function behindWay(c: Context, asOf: Day): Promise<Map<MetricId, Told>> {
  const [now, before] = [
    await metricsNow(c, { ids: 'chosen', language: 'en', upTo: asOf }),
    await metricsNow(c, { ids: 'chosen', language: 'en', upTo: addDays(asOf, -offFor) }),
  ]
  const off = (m: (typeof now)[number] | undefined): boolean => {
    const last = m?.published.at(-1)
    if (!m || !last || m.dueNow === null || (m.course !== 'off' && m.course !== 'over')) return false
    const short = m.definition.direction === 'up' ? m.dueNow - last.value : last.value - m.dueNow
    return short > (last.margin ?? 0)
  }
  return new Map(
    now.flatMap((m): [MetricId, Told][] => {
      const { id } = m.definition
      if (!off(m) || !off(before.find((one) => one.definition.id === id))) return []
      return [[id, { on: asOf, value: Math.round(m.dueNow! * 10) / 10, numerator: null, denominator: null }]]
    }),
  )
}

/** Whether there was a look already: at these numbers, of the company and its waves in the same week. */
async function looked(c: Context, kind: AlertKind, asOf: Day): Promise<boolean> {
  const { rows } =
    await sql`select 1 from number_alert_look where organization_id = ${c.organizationId} and kind = ${kind}
    and ${kind === 'department' ? sql`as_of >= ${asOf}::date` : sql`date_trunc('week', as_of) >= date_trunc('week', ${asOf}::date)`} limit 1`.execute(
      c.db,
    )
  return rows.length > 0
}

type Found = Pick<
  AlertRow,
  'metric' | 'segment_kind' | 'segment_key' | 'reason' | 'grave' | 'reference' | 'found' | 'chance'
>

async function openOne(tx: Tx, c: Context, one: Found): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    insert into number_alert (organization_id, metric, segment_kind, segment_key, reason, grave, reference, found, chance, opened_on, opened_at)
    values (${c.organizationId}, ${one.metric}, ${one.segment_kind}, ${one.segment_key}, ${one.reason}, ${one.grave}, ${JSON.stringify(one.reference)}::jsonb,
      ${JSON.stringify(one.found)}::jsonb, ${one.chance}, ${one.found.on}, ${c.clock.now()}) returning id`.execute(tx)
  const { id } = rows[0]!
  await record(tx, c, {
    type: 'alert.opened',
    subject: { kind: 'number_alert', id },
    data: { metric: one.metric, kind: one.segment_kind, reason: one.reason },
  })
  await tell(tx, c, { id, ...one })
}

async function close(tx: Tx, c: Context, alert: AlertRow, on: Day): Promise<void> {
  await sql`update number_alert set closed_on = greatest(${on}::date, opened_on), closed_at = ${c.clock.now()}
    where organization_id = ${c.organizationId} and id = ${alert.id}`.execute(tx)
  await record(tx, c, {
    type: 'alert.closed',
    subject: { kind: 'number_alert', id: alert.id },
    data: { metric: alert.metric },
  })
}
