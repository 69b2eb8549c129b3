/** API tokens: act as their owner, until a day. Shown once, kept as a hash. */
import { sql } from 'kysely'
import type { Context } from '../platform/context.ts'
import { addMs, type Instant } from '../platform/clock.ts'
import type { Tx } from '../platform/db.ts'
import { record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { hashOf, newSecret } from './secrets.ts'
import { lockAccount } from './sessions.ts'

/** Makes a token for a person and records it, which tells them. `days` from now. */
export async function mintToken(
  tx: Tx, c: Context, wanted: { personId: string; name: string; days: number; via: 'session' | 'operator' },
): Promise<{ id: string; token: string; expiresAt: Instant }> {
  const now = c.clock.now()
  if (!(await lockAccount(tx, c.organizationId, wanted.personId, now))) throw problem('account_closed')
  const secret = newSecret()
  const expiresAt = addMs(now, wanted.days * 24 * 3_600_000)
  const { rows } = await sql<{ id: string }>`
    insert into api_token (organization_id, person_id, name, token_hash, created_at, created_via, expires_at)
    values (${c.organizationId}, ${wanted.personId}, ${wanted.name}, ${hashOf(secret)}, ${now}, ${wanted.via}, ${expiresAt})
    returning id`.execute(tx)
  const id = rows[0]!.id
  await record(tx, c, { type: 'token.created', subject: { kind: 'person', id: wanted.personId }, data: { tokenId: id, expiresAt } })
  return { id, token: `belay_${c.organizationId}.${secret}`, expiresAt }
}
