/** What administrators see of a person's ways in, and how they end them; and what happens when somebody leaves. */
import { sql } from 'kysely'
import type { Answer, Input } from '../../contract/operation.ts'
import type { access } from '../../contract/access.ts'
import type { GrantableRole } from '../../contract/permissions.ts'
import { type Context, nobody } from '../platform/context.ts'
import type { Instant } from '../platform/clock.ts'
import type { Db, Tx } from '../platform/db.ts'
import { record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { revokeKeys } from './keys.ts'
import { addOutsider } from './organizations.ts'
import { endGrants, keepAnAdmin } from './roles.ts'
import { endSessions, sessionsOf } from './sessions.ts'
import { endTokens, tokensOf } from './tokens.ts'

type State = Answer<typeof access.accessOf>['state']
type Facts = { here: boolean; account: boolean; closed_at: Instant | null }

function stateOf(facts: Facts): State {
  if (!facts.here) return 'left'
  if (facts.closed_at) return 'closed'
  return facts.account ? 'open' : 'never_used'
}

export async function accessOf(
  c: Context,
  input: Input<typeof access.accessOf>,
): Promise<Answer<typeof access.accessOf>> {
  const { rows } = await sql<
    Facts & {
      full_name: string
      email: string | null
      employee_number: string | null
      last_signed_in_at: Instant | null
      password_set_at: Instant | null
      code_until: Instant | null
      roles: GrantableRole[] | null
    }
  >`
    select p.full_name, p.email, p.employee_number, r.person_id is not null as here, a.person_id is not null as account, a.closed_at,
      a.last_signed_in_at, a.password_set_at,
      (select max(k.expires_at) from sign_in_key k where k.organization_id = p.organization_id and k.person_id = p.id and k.kind = 'code'
        and k.used_at is null and k.revoked_at is null and k.expires_at > ${c.clock.now()}) as code_until,
      (select array_agg(distinct g.role) from role_grant g where g.organization_id = p.organization_id and g.person_id = p.id and g.ended_at is null) as roles
    from person p
    left join roster r on r.organization_id = p.organization_id and r.person_id = p.id
    left join account a on a.organization_id = p.organization_id and a.person_id = p.id
    where p.organization_id = ${c.organizationId} and p.id = ${input.personId}`.execute(c.db)
  const found = rows[0]
  if (!found) throw problem('not_found')
  const [sessions, tokens] = await Promise.all([sessionsOf(c, input.personId), tokensOf(c, input.personId)])
  return {
    person: { id: input.personId, name: found.full_name, email: found.email, employeeNumber: found.employee_number },
    state: stateOf(found),
    lastSignedInAt: found.last_signed_in_at,
    passwordSetAt: found.password_set_at,
    codeUntil: found.code_until,
    sessions,
    tokens,
    roles: found.roles ?? [],
  }
}

export async function endSessionOf(c: Context, input: Input<typeof access.endSessionOf>): Promise<{ done: true }> {
  const ended = await c.db
    .transaction()
    .execute((tx) => endSessions(tx, c, { personId: input.personId, id: input.id }, 'administrator'))
  if (ended === 0) throw problem('not_found')
  return { done: true }
}

export async function endSessionsOf(
  c: Context,
  input: Input<typeof access.endSessionsOf>,
): Promise<Answer<typeof access.endSessionsOf>> {
  await refuseUnknown(c.db, c, input.personId)
  return {
    ended: await c.db.transaction().execute((tx) => endSessions(tx, c, { personId: input.personId }, 'administrator')),
  }
}

export async function endTokenOf(c: Context, input: Input<typeof access.endTokenOf>): Promise<{ done: true }> {
  const ended = await c.db.transaction().execute((tx) => endTokens(tx, c, { personId: input.personId, id: input.id }))
  if (ended === 0) throw problem('not_found')
  return { done: true }
}

export async function closeAccount(c: Context, input: Input<typeof access.closeAccount>): Promise<{ done: true }> {
  await refuseUnknown(c.db, c, input.personId)
  await c.db.transaction().execute(async (tx) => {
    await keepAnAdmin(tx, c, input.personId)
    if (!(await close(tx, c, input.personId, 'administrator'))) throw problem('account_closed')
  })
  return { done: true }
}

export async function reopenAccount(c: Context, input: Input<typeof access.reopenAccount>): Promise<{ done: true }> {
  await refuseUnknown(c.db, c, input.personId)
  await c.db.transaction().execute(async (tx) => {
    if (!(await reopen(tx, c, input.personId, 'anybody'))) throw problem('account_open')
  })
  return { done: true }
}

async function refuseUnknown(db: Db, c: Context, personId: string): Promise<void> {
  const { rows } =
    await sql`select 1 from person where organization_id = ${c.organizationId} and id = ${personId}`.execute(db)
  if (rows.length === 0) throw problem('not_found')
}

/** Closes an account, with everything that opens it. An account that was never used is made, so that it stays closed. */
async function close(tx: Tx, c: Context, personId: string, why: 'administrator' | 'left'): Promise<boolean> {
  const now = c.clock.now()
  const { rows } = await sql`
    insert into account (organization_id, person_id, created_at, closed_at, closed_by) values (${c.organizationId}, ${personId}, ${now}, ${now}, ${c.viewer.personId})
    on conflict (organization_id, person_id) do update set closed_at = excluded.closed_at, closed_by = excluded.closed_by where account.closed_at is null
    returning 1`.execute(tx)
  if (rows.length === 0) return false
  await endSessions(tx, c, { personId }, why)
  await endTokens(tx, c, { personId })
  await revokeKeys(tx, c.organizationId, personId, now, ['link', 'first_admin', 'code'])
  await record(tx, c, { type: 'account.closed', subject: { kind: 'person', id: personId }, data: { reason: why } })
  return true
}

/** Opens an account again. `itself`: only one that closed because the person left. */
async function reopen(tx: Tx, c: Context, personId: string, whose: 'anybody' | 'itself'): Promise<boolean> {
  const { rows } = await sql`
    update account set closed_at = null, closed_by = null
    where organization_id = ${c.organizationId} and person_id = ${personId} and closed_at is not null
      and (${whose === 'anybody'} or closed_by = ${nobody})
    returning 1`.execute(tx)
  if (rows.length > 0) await record(tx, c, { type: 'account.reopened', subject: { kind: 'person', id: personId } })
  return rows.length > 0
}

/**
 * People left, or came back. Whoever left is out already: the viewer statement reads
 * the roster. This puts the record in order: accounts closed and roles ended, or
 * opened again, without the roles they had. Run it when the roster changed.
 */
export async function followRoster(c: Context): Promise<void> {
  const gone = await sql<{ person_id: string }>`
    select x.person_id from (
      select person_id from account where organization_id = ${c.organizationId} and closed_at is null
      union select person_id from role_grant where organization_id = ${c.organizationId} and ended_at is null
      union select person_id from sign_in_key where organization_id = ${c.organizationId} and used_at is null and revoked_at is null
    ) x where not exists (select 1 from roster r where r.organization_id = ${c.organizationId} and r.person_id = x.person_id)`.execute(
    c.db,
  )
  for (const { person_id } of gone.rows) {
    await c.db.transaction().execute(async (tx) => {
      await close(tx, c, person_id, 'left')
      await endGrants(tx, c, { personId: person_id })
    })
  }
  const back = await sql<{ person_id: string }>`
    select a.person_id from account a join roster r on r.organization_id = a.organization_id and r.person_id = a.person_id
    where a.organization_id = ${c.organizationId} and a.closed_at is not null and a.closed_by = ${nobody}`.execute(c.db)
  for (const { person_id } of back.rows) await c.db.transaction().execute((tx) => reopen(tx, c, person_id, 'itself'))
}

export async function listOutsiders(c: Context): Promise<Answer<typeof access.outsiders>> {
  const { rows } = await sql<
    Facts & { id: string; full_name: string; email: string; last_signed_in_at: Instant | null }
  >`
    select r.person_id as id, r.full_name, coalesce(r.email, '') as email, true as here, a.person_id is not null as account, a.closed_at, a.last_signed_in_at
    from roster r left join account a on a.organization_id = r.organization_id and a.person_id = r.person_id
    where r.organization_id = ${c.organizationId} and not r.employed order by r.sort_name, r.person_id limit 1000`.execute(
    c.db,
  )
  return {
    people: rows.map((row) => ({
      id: row.id,
      name: row.full_name,
      email: row.email,
      state: stateOf(row),
      lastSignedInAt: row.last_signed_in_at,
    })),
  }
}

export async function createOutsider(c: Context, input: Input<typeof access.addOutsider>): Promise<{ id: string }> {
  return { id: await c.db.transaction().execute((tx) => addOutsider(tx, c, input)) }
}
