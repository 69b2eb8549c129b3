/** Reading statements again: those of the own registration, and no others. */
import { sql } from 'kysely'
import type { Instant } from '../platform/clock.ts'
import type { Session } from './cmi5-session.ts'

type Found = Record<string, unknown>
const most = 100

export async function one({ c, of }: Session, id: string): Promise<Found | null> {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) return null
  const { rows } = await sql<{ statement: Found }>`select statement from content_statement
    where organization_id = ${c.organizationId} and registration = ${of.registration} and id = ${id.toLowerCase()}`.execute(
    c.db,
  )
  return rows[0]?.statement ?? null
}

export async function search(
  { c, of }: Session,
  asked: {
    verb: string | undefined
    activity: string | undefined
    since: Instant | null
    until: Instant | null
    ascending: boolean
    limit: number
  },
): Promise<{ statements: Found[]; more: string }> {
  const limit = asked.limit >= 1 && asked.limit <= most ? Math.floor(asked.limit) : most
  const order = asked.ascending ? sql`nr` : sql`nr desc`
  const { rows } = await sql<{ statement: Found }>`select statement from content_statement
    where organization_id = ${c.organizationId} and registration = ${of.registration}
      and (${asked.verb ?? null}::text is null or verb = ${asked.verb ?? null})
      and (${asked.activity ?? null}::text is null or object = ${asked.activity ?? null})
      and (${asked.since}::timestamptz is null or stored_at > ${asked.since}::timestamptz)
      and (${asked.until}::timestamptz is null or stored_at <= ${asked.until}::timestamptz)
    order by ${order} limit ${limit}`.execute(c.db)
  // Whoever needs older ones asks with `until`: a course of one person has few.
  return { statements: rows.map((row) => row.statement), more: '' }
}
