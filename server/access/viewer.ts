/**
 * From a cookie or token to the viewer, in one statement. A session of somebody
 * who left ends here at once: closing an account ends its sessions in the same
 * transaction, and whoever today's roster does not name is nobody.
 */
import { sql } from 'kysely'
import type { GrantableRole, Role, Viewer } from '../../contract/permissions.ts'
import { addMs, type Instant } from '../platform/clock.ts'
import type { Db } from '../platform/db.ts'
import { statement } from '../platform/statement.ts'
import { hashOf } from './secrets.ts'

const minute = 60_000
const day = 24 * 60 * minute

/** Milliseconds without use after which a session is over. */
export const idle = (shared: boolean) => (shared ? 60 * minute : 14 * day)
/** Milliseconds after which it is over in any case. */
const longest = (shared: boolean) => (shared ? 12 * 60 * minute : 90 * day)
/** Use moves the end on this often at most, so that reading does not write. */
const moves = (shared: boolean) => (shared ? 5 * minute : 6 * 60 * minute)

type Found = {
  id: string
  person_id: string
  seq: number
  last_seq: number
  reports: number
  employed: boolean
  locale: string
  time_zone: string
  granted: string[] | null
}

/** What the roster and the grants say of `k.person_id`; hr comes with its population as `hr:ID`. */
const facts = sql`
  r.person_id, r.seq, r.last_seq, r.all_reports as reports, r.employed,
  coalesce(nullif(r.locale, ''), o.locale) as locale, coalesce(nullif(r.time_zone, ''), o.time_zone) as time_zone,
  (select array_agg(g.role || coalesce(':' || g.population_id::text, '')) from role_grant g
    where g.organization_id = k.organization_id and g.person_id = k.person_id and g.ended_at is null) as granted`

const whoIsThere = sql`
  join roster r on r.organization_id = k.organization_id and r.person_id = k.person_id
  join organization o on o.id = k.organization_id`

const sessionNow = statement(
  (organizationId: string, hash: Buffer, now: Instant, sharedBefore: Instant, ownBefore: Instant) => sql<
    Found & { since: Instant | null; shared: boolean }
  >`
    select k.id, k.shared, case when k.last_seen_at < case when k.shared then ${sharedBefore}::timestamptz else ${ownBefore}::timestamptz end then k.created_at end as since, ${facts}
    from session k ${whoIsThere}
    where k.organization_id = ${organizationId} and k.token_hash = ${hash} and k.ended_at is null and k.expires_at > ${now}`,
)

/** The viewer of a session cookie, or null when it is unknown, ended, expired or the person has left. */
export async function viewerOfSession(
  db: Db,
  organizationId: string,
  secret: string,
  now: Instant,
): Promise<Viewer | null> {
  const { rows } = await sessionNow(
    db,
    organizationId,
    hashOf(secret),
    now,
    addMs(now, -moves(true)),
    addMs(now, -moves(false)),
  )
  const found = rows[0]
  if (!found) return null
  if (found.since) {
    const end = Math.min(Date.parse(now) + idle(found.shared), Date.parse(found.since) + longest(found.shared))
    // The day is kept too: whoever stays signed in would otherwise never be seen again. Not the time, and not how often.
    await sql`with moved as (
        update session set last_seen_at = ${now}, expires_at = ${addMs(now, end - Date.parse(now))}
        where organization_id = ${organizationId} and id = ${found.id} and ended_at is null and last_seen_at < ${now} returning person_id
      )
      insert into use_day (organization_id, person_id, day)
      select o.id, m.person_id, (${now}::timestamptz at time zone o.time_zone)::date from moved m cross join organization o where o.id = ${organizationId}
      on conflict do nothing`.execute(db)
  }
  return viewer(organizationId, found, 'session')
}

/** The viewer of an API token: its owner, with the owner's roles of this moment. */
export async function viewerOfToken(
  db: Db,
  organizationId: string,
  secret: string,
  now: Instant,
): Promise<Viewer | null> {
  const { rows } = await sql<Found & { last_used_at: Instant | null }>`
    select k.id, k.last_used_at, ${facts} from api_token k ${whoIsThere}
    where k.organization_id = ${organizationId} and k.token_hash = ${hashOf(secret)} and k.ended_at is null and k.expires_at > ${now}`.execute(
    db,
  )
  const found = rows[0]
  if (!found) return null
  if (!found.last_used_at || Date.parse(now) - Date.parse(found.last_used_at) > 10 * minute) {
    await sql`update api_token set last_used_at = ${now} where organization_id = ${organizationId} and id = ${found.id}`.execute(
      db,
    )
  }
  return viewer(organizationId, found, 'token')
}

const presentNow = statement(
  (organizationId: string, personId: string) => sql<Found>`select k.person_id as id, ${facts}
    from (select ${organizationId}::uuid as organization_id, ${personId}::uuid as person_id) k ${whoIsThere}
    where not exists (select 1 from account a where a.organization_id = k.organization_id and a.person_id = k.person_id and a.closed_at is not null)`,
)

/** The viewer that a present person would be; for signing in, previews and for acting as them in fixtures. */
export async function viewerFor(db: Db, organizationId: string, personId: string): Promise<Viewer | null> {
  const { rows } = await presentNow(db, organizationId, personId)
  return rows[0] ? viewer(organizationId, rows[0], 'session') : null
}

function viewer(organizationId: string, found: Found, via: 'session' | 'token'): Viewer {
  const roles = new Set<Role>()
  const populations: string[] = []
  for (const granted of found.granted ?? []) {
    const [role, population] = granted.split(':') as [GrantableRole, string | undefined]
    roles.add(role)
    if (population) populations.push(population)
  }
  if (found.employed) roles.add('employee')
  if (found.reports > 0) roles.add('manager')
  return {
    organizationId,
    personId: found.person_id,
    sessionId: found.id,
    roles: [...roles],
    populations,
    seq: found.employed ? found.seq : null,
    lastSeq: found.employed ? found.last_seq : null,
    locale: found.locale,
    timeZone: found.time_zone,
    via,
  }
}
