/** Sessions: begun by a way in, moved on by use, ended by their owner, an administrator or by leaving. */
import { sql } from 'kysely'
import type { Answer, Input } from '../../contract/operation.ts'
import type { access, sessionEndReasons, signInMethods } from '../../contract/access.ts'
import type { Context, OpenContext } from '../platform/context.ts'
import { addMs, type Instant } from '../platform/clock.ts'
import type { Db, Tx } from '../platform/db.ts'
import { record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { clientOf } from './clients.ts'
import { hashOf, newSecret } from './secrets.ts'
import { idle, viewerFor } from './viewer.ts'

export type Method = (typeof signInMethods)[number]
export type EndReason = (typeof sessionEndReasons)[number]

/** The account of a person, made at their first way in and locked. Null when it is closed or the person is not here. */
export async function lockAccount(
  tx: Tx,
  organizationId: string,
  personId: string,
  now: Instant,
): Promise<{ password_hash: string | null } | null> {
  await sql`insert into account (organization_id, person_id, created_at)
    select r.organization_id, r.person_id, ${now} from roster r where r.organization_id = ${organizationId} and r.person_id = ${personId}
    on conflict do nothing`.execute(tx)
  const { rows } = await sql<{ password_hash: string | null }>`
    select a.password_hash from account a join roster r on r.organization_id = a.organization_id and r.person_id = a.person_id
    where a.organization_id = ${organizationId} and a.person_id = ${personId} and a.closed_at is null
    for update of a`.execute(tx)
  return rows[0] ?? null
}

/** What a person becomes who has just shown who they are. */
export async function contextAs(
  c: OpenContext,
  db: Db,
  organizationId: string,
  personId: string,
): Promise<Context | null> {
  const viewer = await viewerFor(db, organizationId, personId)
  return viewer && { ...c, organizationId, viewer, db: c.database.for(organizationId) }
}

/** Starts a session inside the transaction that used up the way in. Null when the account is closed. */
export async function startSession(
  tx: Tx,
  c: Context,
  how: { method: Method; shared: boolean },
): Promise<{ id: string; cookie: string; hasPassword: boolean } | null> {
  const now = c.clock.now()
  const account = await lockAccount(tx, c.organizationId, c.viewer.personId, now)
  if (!account) return null
  const secret = newSecret()
  const { rows } = await sql<{ id: string }>`
    insert into session (organization_id, person_id, token_hash, created_at, last_seen_at, expires_at, method, shared, user_agent, ip)
    values (${c.organizationId}, ${c.viewer.personId}, ${hashOf(secret)}, ${now}, ${now}, ${addMs(now, idle(how.shared))}, ${how.method}, ${how.shared},
      ${c.request?.userAgent ?? ''}, ${c.request?.ip ?? ''})
    returning id`.execute(tx)
  const id = rows[0]!.id
  await sql`update account set last_signed_in_at = ${now} where organization_id = ${c.organizationId} and person_id = ${c.viewer.personId}`.execute(
    tx,
  )
  await record(tx, c, {
    type: 'session.started',
    subject: { kind: 'person', id: c.viewer.personId },
    data: { sessionId: id, method: how.method },
  })
  return { id, cookie: `${c.organizationId}.${secret}`, hasPassword: account.password_hash !== null }
}

type Which = { personId: string; id?: string; except?: string }

/** Ends open sessions of a person and records each. Answers how many. */
export async function endSessions(tx: Tx, c: Context, which: Which, reason: EndReason): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    update session set ended_at = ${c.clock.now()}, ended_by = ${c.viewer.personId}, end_reason = ${reason}
    where organization_id = ${c.organizationId} and person_id = ${which.personId} and ended_at is null
      and (${which.id ?? null}::uuid is null or id = ${which.id ?? null}) and id is distinct from ${which.except ?? null}::uuid
    returning id`.execute(tx)
  for (const row of rows) {
    await record(tx, c, {
      type: 'session.ended',
      subject: { kind: 'person', id: which.personId },
      data: { sessionId: row.id, reason },
    })
  }
  return rows.length
}

/** Open sessions of a person, newest first. */
export async function sessionsOf(c: Context, personId: string): Promise<Answer<typeof access.sessions>['sessions']> {
  const { rows } = await sql<{
    id: string
    created_at: Instant
    last_seen_at: Instant
    expires_at: Instant
    method: Method
    shared: boolean
    user_agent: string
    ip: string
  }>`select id, created_at, last_seen_at, expires_at, method, shared, user_agent, ip from session
    where organization_id = ${c.organizationId} and person_id = ${personId} and ended_at is null and expires_at > ${c.clock.now()}
    order by created_at desc limit 200`.execute(c.db)
  return rows.map((s) => ({
    id: s.id,
    createdAt: s.created_at,
    lastSeenAt: s.last_seen_at,
    expiresAt: s.expires_at,
    method: s.method,
    shared: s.shared,
    ...clientOf(s.user_agent),
    ip: s.ip,
    current: s.id === c.viewer.sessionId,
  }))
}

export async function listSessions(c: Context): Promise<Answer<typeof access.sessions>> {
  return { sessions: await sessionsOf(c, c.viewer.personId) }
}

export async function endSession(
  c: Context,
  input: Input<typeof access.endSession>,
): Promise<Answer<typeof access.endSession>> {
  const ended = await c.db
    .transaction()
    .execute((tx) =>
      endSessions(
        tx,
        c,
        { personId: c.viewer.personId, id: input.id },
        input.id === c.viewer.sessionId ? 'self' : 'elsewhere',
      ),
    )
  if (ended === 0) throw problem('not_found')
  if (input.id === c.viewer.sessionId) c.request?.setSession(null)
  return { done: true }
}

export async function endOtherSessions(c: Context): Promise<Answer<typeof access.endOtherSessions>> {
  const ended = await c.db
    .transaction()
    .execute((tx) => endSessions(tx, c, { personId: c.viewer.personId, except: c.viewer.sessionId }, 'elsewhere'))
  return { ended }
}

export async function signOut(c: Context): Promise<Answer<typeof access.signOut>> {
  await c.db
    .transaction()
    .execute((tx) => endSessions(tx, c, { personId: c.viewer.personId, id: c.viewer.sessionId }, 'self'))
  c.request?.setSession(null)
  return { done: true }
}
