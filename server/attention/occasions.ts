/** What happened to somebody's access is told to them: by letter, and in the inbox where it stays of interest. Set off by events. */
import { sql } from 'kysely'
import type { Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Payload } from '../platform/jobs.ts'
import { putInInbox } from './inbox.ts'
import { planLetters, sendMail } from './outgoing.ts'

type Happened = { recorded_at: Instant; actor_id: string | null; actor_via: string; data: Record<string, string> }

/** The event that set a job off. */
async function happened(c: Context, { subjectId, eventId }: Payload): Promise<Happened | null> {
  const { rows } = await sql<Happened>`select recorded_at, actor_id, actor_via, data from event
    where organization_id = ${c.organizationId} and subject_kind = 'person' and subject_id = ${subjectId} and id = ${eventId}`.execute(
    c.db,
  )
  return rows[0] ?? null
}

/** Somebody asked for a link. It is minted when the letter is written, so here stands no secret. */
export async function writeSignInLink(c: Context, { subjectId }: Payload): Promise<void> {
  await c.db.transaction().execute((tx) => sendMail(tx, c, { personId: subjectId, kind: 'sign_in_link' }))
}

/** An administrator let somebody in who stands in no people file. A company's very first one gets a letter of their own. */
export async function tellOfAccount(c: Context, payload: Payload): Promise<void> {
  const event = await happened(c, payload)
  if (!event || event.actor_via === 'operator') return
  await c.db.transaction().execute((tx) =>
    sendMail(tx, c, {
      personId: payload.subjectId,
      kind: 'account_opened',
      subject: { kind: 'person', id: payload.subjectId },
    }),
  )
}

/**
 * A people file changed addresses that open accounts. It is told at the old one, also where the account is closed
 * or the person left: both can be undone later. Set-wise, for a whole company may move to another domain.
 */
export async function tellOfAddresses(c: Context, { subjectId: importId }: Payload): Promise<void> {
  const people = sql`select f.person_id, f.address, ${c.clock.now()}::timestamptz as due_at, null::text as excluded
    from former_address f join account a on a.organization_id = f.organization_id and a.person_id = f.person_id
    where f.organization_id = ${c.organizationId} and f.import_id = ${importId}`
  await c.db
    .transaction()
    .execute((tx) =>
      planLetters(tx, c, people, { kind: 'address_changed', subject: { kind: 'people_import', id: importId } }),
    )
}

export async function tellOfRole(c: Context, payload: Payload): Promise<void> {
  const event = await happened(c, payload)
  const grantId = event?.data['grantId']
  if (!event || !grantId) return
  const subject = { kind: 'role', id: grantId }
  const first = event.actor_via === 'operator' && event.data['role'] === 'admin'
  await c.db.transaction().execute(async (tx) => {
    await sendMail(tx, c, { personId: payload.subjectId, kind: first ? 'first_admin' : 'role_granted', subject })
    if (!first)
      await putInInbox(tx, c, payload.subjectId, {
        kind: 'role_granted',
        subject,
        params: { role: event.data['role'] },
      })
  })
}

export async function tellOfToken(c: Context, payload: Payload): Promise<void> {
  const tokenId = (await happened(c, payload))?.data['tokenId']
  if (!tokenId) return
  const subject = { kind: 'token', id: tokenId }
  await c.db.transaction().execute(async (tx) => {
    await sendMail(tx, c, { personId: payload.subjectId, kind: 'token_created', subject })
    await putInInbox(tx, c, payload.subjectId, { kind: 'token_created', subject })
  })
}

/**
 * Only where it was not the person's own doing on another device, and they can still sign in: an administrator ended
 * it, or the password changed. Several at one moment are one letter, which names all devices.
 */
export async function tellOfEndedSession(c: Context, payload: Payload): Promise<void> {
  const event = await happened(c, payload)
  const reason = event?.data['reason']
  if (!event || (reason !== 'administrator' && reason !== 'password')) return
  const { rows } = await sql<{ id: number }>`select min(id) as id from event where organization_id = ${c.organizationId}
    and subject_kind = 'person' and subject_id = ${payload.subjectId} and type = 'session.ended' and recorded_at = ${event.recorded_at}`.execute(
    c.db,
  )
  if (rows[0]!.id !== payload['eventId']) return
  await c.db.transaction().execute((tx) =>
    sendMail(tx, c, {
      personId: payload.subjectId,
      kind: 'session_ended',
      subject: { kind: 'session', id: event.data['sessionId']! },
      params: { endedAt: event.recorded_at, reason },
    }),
  )
}
