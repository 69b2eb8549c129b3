/** One-time ways in: links for people with mail, the first administrator's link, printed codes. */
import { sql } from 'kysely'
import type { Context } from '../platform/context.ts'
import { addMs, type Instant } from '../platform/clock.ts'
import type { Tx } from '../platform/db.ts'
import { hashOf, newSecret } from './secrets.ts'

const hour = 3_600_000
/** How long a link opens: one that was just asked for, one that an operator hands over, the very first. */
export const linkLife = { asked: hour, operator: 24 * hour, firstAdmin: 7 * 24 * hour } as const

/**
 * Makes a sign-in link for a person. The secret stands behind the #, which a
 * browser sends to no server: it reaches neither logs nor other sites. Call it
 * where the link is handed over (when a mail is rendered), so that it is kept nowhere.
 */
export async function mintLink(
  tx: Tx,
  c: Context,
  personId: string,
  kind: keyof typeof linkLife = 'asked',
): Promise<{ url: string; expiresAt: Instant }> {
  const secret = newSecret()
  const now = c.clock.now()
  const expiresAt = addMs(now, linkLife[kind])
  const { rows } = await sql<{ slug: string }>`
    with made as (
      insert into sign_in_key (organization_id, person_id, kind, secret_hash, created_by, created_at, expires_at)
      values (${c.organizationId}, ${personId}, ${kind === 'firstAdmin' ? 'first_admin' : 'link'}, ${hashOf(secret)}, ${c.viewer.personId}, ${now}, ${expiresAt})
    )
    select slug from organization where id = ${c.organizationId}`.execute(tx)
  return { url: `${c.config.publicUrl}/o/${rows[0]!.slug}/link#${secret}`, expiresAt }
}

/** Uses up a link; null when it is unknown, used, revoked or too old. Other open links of the person end with it. */
export async function useLink(tx: Tx, organizationId: string, secret: string, now: Instant): Promise<string | null> {
  const { rows } = await sql<{ person_id: string }>`
    update sign_in_key set used_at = ${now}
    where organization_id = ${organizationId} and secret_hash = ${hashOf(secret)} and kind in ('link', 'first_admin')
      and used_at is null and revoked_at is null and expires_at > ${now}
    returning person_id`.execute(tx)
  const personId = rows[0]?.person_id ?? null
  if (personId) await revokeKeys(tx, organizationId, personId, now, ['link', 'first_admin'])
  return personId
}

/** Uses up a person's printed code. */
export async function useCode(
  tx: Tx,
  organizationId: string,
  personId: string,
  codeHash: Buffer,
  now: Instant,
): Promise<boolean> {
  const { rows } = await sql`
    update sign_in_key set used_at = ${now}
    where organization_id = ${organizationId} and secret_hash = ${codeHash} and person_id = ${personId} and kind = 'code'
      and used_at is null and revoked_at is null and expires_at > ${now}
    returning 1`.execute(tx)
  return rows.length === 1
}

/** Takes back ways in that nobody used. */
export async function revokeKeys(
  tx: Tx,
  organizationId: string,
  personId: string,
  now: Instant,
  kinds: readonly ('link' | 'first_admin' | 'code')[],
): Promise<void> {
  await sql`update sign_in_key set revoked_at = ${now}
    where organization_id = ${organizationId} and person_id = ${personId} and kind = any(${kinds as string[]}) and used_at is null and revoked_at is null`.execute(
    tx,
  )
}
