/** Alerts as somebody reads them, and saying that one is known. */
import { sql } from 'kysely'
import { type Alert, type alerts, quietMost } from '../../contract/alerts.ts'
import type { MetricId } from '../../contract/metrics.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import { givenSeries, languageOf, registryOf } from '../metrics/metrics.ts'
import { addDays } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { today as todayOf } from '../program/program.ts'
import { lookable } from '../publication/publication.ts'
import { type AlertRow, alertRows, openAlerts } from './queries.ts'

/** Those of parts that the viewer may look at. */
async function readable(c: Context, rows: readonly AlertRow[]): Promise<AlertRow[]> {
  const may = new Map<string, Set<string>>()
  for (const [kind, some] of Map.groupBy(rows, (row) => row.segment_kind))
    may.set(
      kind,
      await lookable(
        c,
        kind,
        some.map((row) => row.segment_key),
      ),
    )
  return rows.filter((row) => may.get(row.segment_kind)!.has(row.segment_key))
}

const mayQuiet = (c: Context) => c.viewer.roles.includes('lead') || c.viewer.roles.includes('hr')

export async function list(c: Context): Promise<Answer<typeof alerts.list>> {
  const [registry, today] = [await registryOf(c), await todayOf(c.db, c)]
  const rows = await readable(c, await alertRows(c.db, c))
  const now = new Map<string, Alert['now']>()
  for (const [kind, some] of Map.groupBy(rows, (row) => row.segment_kind)) {
    const given = await givenSeries(
      c,
      kind,
      [...new Set(some.map((row) => row.segment_key))],
      [...new Set(some.map((row): MetricId => row.metric))],
      today,
      { days: 120, weekly: false },
    )
    for (const one of given) {
      const { ratio } = registry.describe(one.metric, 'en', one.version)
      now.set(`${kind} ${one.key} ${one.metric}`, {
        on: one.asOf,
        value: one.value,
        numerator: ratio ? one.met : null,
        denominator: ratio ? one.of : null,
      })
    }
  }
  return {
    today,
    mayQuiet: mayQuiet(c),
    alerts: rows.map((row): Alert => ({
      id: row.id,
      definition: registry.describe(row.metric, languageOf(c.viewer)),
      segment: {
        kind: row.segment_kind,
        key: row.segment_key,
        label: row.segment_kind === 'organization' ? null : (row.label ?? row.segment_key),
      },
      reason: row.reason,
      grave: row.grave,
      since: row.opened_on,
      reference: row.reference,
      found: row.found,
      now: now.get(`${row.segment_kind} ${row.segment_key} ${row.metric}`) ?? null,
      chance: row.chance,
      closedOn: row.closed_on,
      quiet: row.quiet && row.quiet.until >= today ? row.quiet : null,
    })),
  }
}

/** Open, and in a part that the viewer may look at. */
async function demandOpen(tx: Tx, c: Context, id: string): Promise<AlertRow> {
  await sql`select from number_alert where organization_id = ${c.organizationId} and id = ${id} for update`.execute(tx)
  const [row] = await readable(
    c,
    (await openAlerts(tx, c)).filter((one) => one.id === id),
  )
  if (!row) throw problem('not_found')
  return row
}

const endQuiet = (tx: Tx, c: Context, id: string) =>
  sql`update number_alert_quiet set ended_at = ${c.clock.now()}, ended_by = ${c.viewer.personId}
    where organization_id = ${c.organizationId} and alert_id = ${id} and ended_at is null returning 1`.execute(tx)

export async function quiet(c: Context, input: Input<typeof alerts.quiet>): Promise<Answer<typeof alerts.quiet>> {
  const { alertId, until, reason } = input
  return c.db.transaction().execute(async (tx) => {
    await demandOpen(tx, c, alertId)
    const today = await todayOf(tx, c)
    const latest = addDays(today, quietMost)
    if (until < today || until > latest) throw problem('alert_quiet_until', { latest })
    await endQuiet(tx, c, alertId)
    // Under a clock that stands still two are set at one instant: the later one stands just after.
    await sql`insert into number_alert_quiet (organization_id, alert_id, set_at, set_by, until, reason)
      select ${c.organizationId}, ${alertId}, greatest(${c.clock.now()}::timestamptz, max(q.set_at) + interval '1 millisecond'), ${c.viewer.personId}, ${until}, ${reason}
      from number_alert_quiet q where q.organization_id = ${c.organizationId} and q.alert_id = ${alertId}`.execute(tx)
    await record(tx, c, {
      type: 'alert.quieted',
      subject: { kind: 'number_alert', id: alertId },
      data: { until },
    })
    return { alertId }
  })
}

export async function loud(c: Context, { alertId }: Input<typeof alerts.loud>): Promise<Answer<typeof alerts.loud>> {
  return c.db.transaction().execute(async (tx) => {
    await demandOpen(tx, c, alertId)
    const { rows } = await endQuiet(tx, c, alertId)
    if (rows.length === 0) throw problem('not_found')
    await record(tx, c, { type: 'alert.heard', subject: { kind: 'number_alert', id: alertId } })
    return { alertId }
  })
}
