/** Alerts as they are kept. */
import { sql } from 'kysely'
import { type AlertKind, toldAfter } from '../../contract/alerts.ts'
import type { MetricId } from '../../contract/metrics.ts'
import type { Day, Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'

export type Told = { on: Day; value: number; numerator: number | null; denominator: number | null }

export type AlertRow = {
  id: string
  metric: MetricId
  segment_kind: AlertKind
  segment_key: string
  /** A wave's name. */
  label: string | null
  reason: 'fell' | 'off_course'
  grave: boolean
  reference: Told
  found: Told
  chance: number | null
  opened_on: Day
  opened_at: Instant
  closed_on: Day | null
  quiet: { until: Day; reason: string; by: string } | null
}

/** Open ones, and those that are over since a while; the newest first. */
export async function alertRows(db: Db | Tx, c: Pick<Context, 'organizationId' | 'clock'>): Promise<AlertRow[]> {
  const { rows } = await sql<AlertRow>`
    select a.id, a.metric, a.segment_kind, a.segment_key, w.name as label, a.reason, a.grave, a.reference, a.found, a.chance, a.opened_on, a.opened_at, a.closed_on,
      case when q.alert_id is not null then jsonb_build_object('until', q.until, 'reason', q.reason, 'by', p.full_name) end as quiet
    from number_alert a
    left join wave w on a.segment_kind = 'wave' and w.organization_id = a.organization_id and w.id::text = a.segment_key
    left join number_alert_quiet q on q.organization_id = a.organization_id and q.alert_id = a.id and q.ended_at is null
    left join person p on p.organization_id = q.organization_id and p.id = q.set_by
    where a.organization_id = ${c.organizationId}
      and (a.closed_at is null or a.closed_at > ${c.clock.now()}::timestamptz - make_interval(days => ${toldAfter}::integer))
    order by a.closed_at is not null, a.grave desc, a.opened_at desc, a.id limit 200`.execute(db)
  return rows
}

export const openAlerts = async (db: Db | Tx, c: Pick<Context, 'organizationId' | 'clock'>): Promise<AlertRow[]> =>
  (await alertRows(db, c)).filter((one) => one.closed_on === null)
