import { type RawBuilder, sql } from 'kysely'
import type { Context } from '../platform/context.ts'
import type { Day } from '../platform/clock.ts'
import type { Db, Tx } from '../platform/db.ts'

/** Today in the organization's zone, for use inside a statement, which finds it out once. Waves begin and end with it. */
export function dayHere(c: Context): RawBuilder<Day> {
  return sql<Day>`(select (${c.clock.now()}::timestamptz at time zone o.time_zone)::date from organization o where o.id = ${c.organizationId})`
}

export async function organizationZone(db: Db | Tx, c: Context): Promise<string> {
  const { rows } = await sql<{
    time_zone: string
  }>`select time_zone from organization where id = ${c.organizationId}`.execute(db)
  return rows[0]!.time_zone
}

/** Today in the organization's zone. */
export async function today(db: Db | Tx, c: Context): Promise<Day> {
  return c.clock.today(await organizationZone(db, c))
}
