/** The viewer's own account: how they sign in, and their password. */
import { sql } from 'kysely'
import type { Answer, Input } from '../../contract/operation.ts'
import type { access } from '../../contract/access.ts'
import { isOutsider } from '../people/people.ts'
import type { Context } from '../platform/context.ts'
import { addMs, type Instant } from '../platform/clock.ts'
import { record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { revokeKeys } from './keys.ts'
import { attempt } from './limits.ts'
import { checkPassword, hashPassword, passwordLength, passwordOpens } from './passwords.ts'
import { endSessions, lockAccount } from './sessions.ts'
import { endTokens } from './tokens.ts'

/** For so long after a link or a code signed in, a new password needs no old one: this is how a forgotten one is replaced. */
const freshMs = 15 * 60_000

type Own = {
  email: string | null
  employee_number: string | null
  full_name: string
  organization: string
  password_hash: string | null
  password_set_at: Instant | null
  fresh: boolean
}

async function own(c: Context): Promise<Own> {
  const { rows } = await sql<Own>`
    select p.email, p.employee_number, p.full_name, o.name as organization, a.password_hash, a.password_set_at,
      s.method in ('link', 'code') and s.created_at > ${addMs(c.clock.now(), -freshMs)} as fresh
    from session s
    join account a on a.organization_id = s.organization_id and a.person_id = s.person_id
    join person p on p.organization_id = s.organization_id and p.id = s.person_id
    join organization o on o.id = s.organization_id
    where s.organization_id = ${c.organizationId} and s.id = ${c.viewer.sessionId} and s.person_id = ${c.viewer.personId}`.execute(
    c.db,
  )
  if (!rows[0]) throw problem('not_found')
  return rows[0]
}

export async function readAccount(c: Context): Promise<Answer<typeof access.account>> {
  const account = await own(c)
  return {
    email: account.email,
    employeeNumber: account.employee_number,
    passwordSetAt: account.password_set_at,
    nameAsked:
      account.full_name === account.email?.split('@')[0] &&
      (await isOutsider(c.db, c.organizationId, c.viewer.personId)),
    currentAsked: account.password_hash !== null && !account.fresh,
    passwordLength,
  }
}

/** Sets or changes the password and ends every other session and every API token: whoever knew the old one is out. */
export async function setPassword(
  c: Context,
  input: Input<typeof access.setPassword>,
): Promise<Answer<typeof access.setPassword>> {
  const account = await own(c)
  if (account.password_hash !== null && !account.fresh) {
    if (!input.current) throw problem('password_asked')
    const guard = await attempt(c, c.db, c.organizationId, 'change', c.viewer.personId, true)
    if (!(await passwordOpens(account.password_hash, input.current))) {
      await guard.failed()
      throw problem('password_wrong')
    }
    await guard.succeeded()
  }
  checkPassword(input.password, [
    account.full_name,
    account.email?.split('@')[0] ?? '',
    account.organization,
    account.employee_number ?? '',
  ])
  const hash = await hashPassword(input.password)
  const tokens = await c.db.transaction().execute(async (tx) => {
    const now = c.clock.now()
    if (!(await lockAccount(tx, c.organizationId, c.viewer.personId, now))) throw problem('unauthenticated')
    await sql`update account set password_hash = ${hash}, password_set_at = ${now}
      where organization_id = ${c.organizationId} and person_id = ${c.viewer.personId}`.execute(tx)
    await revokeKeys(tx, c.organizationId, c.viewer.personId, now, ['link', 'first_admin', 'code'])
    await record(tx, c, {
      type: account.password_hash ? 'password.changed' : 'password.set',
      subject: { kind: 'person', id: c.viewer.personId },
    })
    await endSessions(tx, c, { personId: c.viewer.personId, except: c.viewer.sessionId }, 'password')
    return endTokens(tx, c, { personId: c.viewer.personId })
  })
  return { done: true, tokens }
}
