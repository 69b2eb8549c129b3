/** API tokens: act as their owner, until a day. Shown once, kept as a hash. */
import { sql } from 'kysely'
import type { Answer, Input } from '../../contract/operation.ts'
import type { access } from '../../contract/access.ts'
import type { Context } from '../platform/context.ts'
import { addMs, type Instant } from '../platform/clock.ts'
import type { Tx } from '../platform/db.ts'
import { record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { hashOf, newSecret } from './secrets.ts'
import { lockAccount } from './sessions.ts'

const most = 50

/** Makes a token for a person and records it, which tells them. `days` from now. */
export async function mintToken(
  tx: Tx,
  c: Context,
  wanted: { personId: string; name: string; days: number; via: 'session' | 'operator' },
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
  await record(tx, c, {
    type: 'token.created',
    subject: { kind: 'person', id: wanted.personId },
    data: { tokenId: id, expiresAt },
  })
  return { id, token: `belay_${c.organizationId}.${secret}`, expiresAt }
}

/** Tokens of a person that still open, newest first. */
export async function tokensOf(c: Context, personId: string): Promise<Answer<typeof access.tokens>['tokens']> {
  const { rows } = await sql<{
    id: string
    name: string
    created_at: Instant
    created_via: 'session' | 'operator'
    expires_at: Instant
    last_used_at: Instant | null
  }>`
    select id, name, created_at, created_via, expires_at, last_used_at from api_token
    where organization_id = ${c.organizationId} and person_id = ${personId} and ended_at is null and expires_at > ${c.clock.now()}
    order by created_at desc`.execute(c.db)
  return rows.map((t) => ({
    id: t.id,
    name: t.name,
    createdAt: t.created_at,
    createdVia: t.created_via,
    expiresAt: t.expires_at,
    lastUsedAt: t.last_used_at,
  }))
}

export async function listTokens(c: Context): Promise<Answer<typeof access.tokens>> {
  return { tokens: await tokensOf(c, c.viewer.personId) }
}

export async function createToken(
  c: Context,
  input: Input<typeof access.createToken>,
): Promise<Answer<typeof access.createToken>> {
  return c.db.transaction().execute(async (tx) => {
    const token = await mintToken(tx, c, {
      personId: c.viewer.personId,
      name: input.name,
      days: input.days,
      via: 'session',
    })
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from api_token
      where organization_id = ${c.organizationId} and person_id = ${c.viewer.personId} and ended_at is null and expires_at > ${c.clock.now()}`.execute(
      tx,
    )
    if (rows[0]!.n > most) throw problem('too_many_tokens', { count: most })
    return token
  })
}

/** Ends open tokens of a person and records each. Answers how many. */
export async function endTokens(tx: Tx, c: Context, which: { personId: string; id?: string }): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    update api_token set ended_at = ${c.clock.now()}, ended_by = ${c.viewer.personId}
    where organization_id = ${c.organizationId} and person_id = ${which.personId} and ended_at is null
      and (${which.id ?? null}::uuid is null or id = ${which.id ?? null})
    returning id`.execute(tx)
  for (const row of rows)
    await record(tx, c, {
      type: 'token.ended',
      subject: { kind: 'person', id: which.personId },
      data: { tokenId: row.id },
    })
  return rows.length
}

export async function endToken(
  c: Context,
  input: Input<typeof access.endToken>,
): Promise<Answer<typeof access.endToken>> {
  const ended = await c.db
    .transaction()
    .execute((tx) => endTokens(tx, c, { personId: c.viewer.personId, id: input.id }))
  if (ended === 0) throw problem('not_found')
  return { done: true }
}
