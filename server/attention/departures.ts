/** When something leaves that everybody gets at the same hour of their own day. */
import { type RawBuilder, sql } from 'kysely'
import { instantAt, type Day, type Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'

/**
 * For each time zone of those who get it, `whom` of `roster r`, the first wall-clock `at` that is on or after `day` and was
 * not past at `since`. Work that is due at such a moment runs a little after it: it asks with the moment at which it was
 * planned, else it would find its own hour past.
 */
export async function departures(
  db: Db | Tx,
  c: Context,
  day: Day,
  at: string,
  { whom = sql<boolean>`true`, since = c.clock.now() }: { whom?: RawBuilder<boolean>; since?: Instant } = {},
): Promise<{ zones: string[]; times: Instant[] }> {
  const { rows } = await sql<{ time_zone: string; own: string }>`select distinct r.time_zone, o.time_zone as own
    from roster r join organization o on o.id = r.organization_id where r.organization_id = ${c.organizationId} and r.employed and ${whom}`.execute(
    db,
  )
  const times = rows.map((row) => nextTime(since, day, at, known(row.time_zone) ? row.time_zone : row.own))
  return { zones: rows.map((row) => row.time_zone), times }
}

/** The first moment, not before now, at which a wall clock in the zone shows `at` on `day` or a later day. */
export function nextTime(now: Instant, day: Day, at: string, zone: string): Instant {
  for (let d = day; ; d = new Date(Date.parse(`${d}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)) {
    const moment = instantAt(d, at, zone)
    if (moment >= now) return moment
    const today = new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(new Date(now))
    if (d < today) d = new Date(Date.parse(`${today}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10)
  }
}

const zones = new Map<string, boolean>()
function known(zone: string): boolean {
  let ok = zones.get(zone)
  if (ok === undefined) {
    try {
      new Intl.DateTimeFormat('en', { timeZone: zone })
      ok = zone !== ''
    } catch {
      ok = false
    }
    zones.set(zone, ok)
  }
  return ok
}
