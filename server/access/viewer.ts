/**
 * From a cookie or token to the viewer, in one statement. A session of somebody
 * who left ends here at once: the account is closed, or today's roster does not
 * name them any more.
 */
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { GrantableRole, Role, Viewer } from '../../contract/permissions.ts'
import type { Instant } from '../platform/clock.ts'
import type { Db } from '../platform/db.ts'

export function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest()
}

type Found = {
  id: string
  person_id: string
  seq: number | null
  last_seq: number | null
  reports: number | null
  employed: boolean | null
  locale: string
  time_zone: string
  granted: string[] | null
  populations: string[] | null
}

const facts = sql`
  a.person_id, r.seq, r.last_seq, r.all_reports as reports, r.employed,
  coalesce(nullif(p.locale, ''), o.locale) as locale, coalesce(nullif(p.time_zone, ''), o.time_zone) as time_zone,
  (select array_agg(g.role) from role_grant g where g.organization_id = a.organization_id and g.person_id = a.person_id and g.ended_at is null) as granted,
  (select array_agg(g.population_id) from role_grant g where g.organization_id = a.organization_id and g.person_id = a.person_id
    and g.ended_at is null and g.population_id is not null) as populations`

const whoIsThere = sql`
  join account a on a.organization_id = k.organization_id and a.person_id = k.person_id and a.closed_at is null
  join person p on p.organization_id = a.organization_id and p.id = a.person_id
  join organization o on o.id = a.organization_id
  join roster r on r.organization_id = a.organization_id and r.person_id = a.person_id`

/** The viewer of a session cookie, or null when it is unknown, ended, expired or the person has left. */
export async function viewerOfSession(db: Db, organizationId: string, secret: string, now: Instant): Promise<Viewer | null> {
  const { rows } = await sql<Found>`select k.id, ${facts} from session k ${whoIsThere}
    where k.organization_id = ${organizationId} and k.token_hash = ${hashOf(secret)} and k.ended_at is null and k.expires_at > ${now}`.execute(db)
  return rows[0] ? viewer(organizationId, rows[0], 'session') : null
}

/** The viewer of an API token: its owner, with the owner's roles of this moment. */
export async function viewerOfToken(db: Db, organizationId: string, secret: string, now: Instant): Promise<Viewer | null> {
  const { rows } = await sql<Found>`select k.id, ${facts} from api_token k ${whoIsThere}
    where k.organization_id = ${organizationId} and k.token_hash = ${hashOf(secret)} and k.ended_at is null and k.expires_at > ${now}`.execute(db)
  return rows[0] ? viewer(organizationId, rows[0], 'token') : null
}

/** The viewer that a person would be; for previews and for acting as them in fixtures. */
export async function viewerFor(db: Db, organizationId: string, personId: string): Promise<Viewer | null> {
  const { rows } = await sql<Found>`select a.person_id as id, ${facts}
    from (select ${organizationId}::uuid as organization_id, ${personId}::uuid as person_id) k ${whoIsThere}`.execute(db)
  return rows[0] ? viewer(organizationId, rows[0], 'session') : null
}

function viewer(organizationId: string, found: Found, via: 'session' | 'token'): Viewer {
  const roles: Role[] = [...new Set((found.granted ?? []) as GrantableRole[])]
  if (found.employed) roles.push('employee')
  if ((found.reports ?? 0) > 0) roles.push('manager')
  return {
    organizationId,
    personId: found.person_id,
    sessionId: found.id,
    roles,
    populations: found.populations ?? [],
    seq: found.employed ? found.seq : null,
    lastSeq: found.employed ? found.last_seq : null,
    locale: found.locale,
    timeZone: found.time_zone,
    via,
  }
}
