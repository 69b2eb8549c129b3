/**
 * The house's own letters: ways in, roles, tokens, ended sessions, the test. Each is made when it
 * leaves; a sign-in link is minted then, so its secret stands in no table, event or log.
 */
import { sql } from 'kysely'
import { endReasons } from '../../contract/library.ts'
import type { GrantableRole } from '../../contract/permissions.ts'
import { clientOf, linkLife, mintLink } from '../access/access.ts'
import { letterBrand, type SomeFacts } from '../library/library.ts'
import { addMs, type Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { brandFor } from '../program/program.ts'
import { pageAddress } from './addresses.ts'
import { policyLetters } from './ask-to-read.ts'
import type { Broken, Letters, Ready, Waiting } from './letters.ts'
import { type House, houseOf, write } from './writing.ts'

/** Whether the reader can sign in at all. */
type Standing = { here: boolean; closed: boolean; signed_in: boolean }
type Maker = (
  c: Context,
  letter: Waiting,
  here: { organization: House; standing: Standing },
) => Promise<{ template: string; facts: SomeFacts; answers?: string } | Broken>

/** Makes letters one by one, each with facts of its own. `anybody`: also who left or whose account is closed. */
export function each(make: Maker, whom: 'inside' | 'anybody' = 'inside'): Letters[string] {
  return async (c, batch) => {
    const organization = await houseOf(c)
    const made = new Map<string, Ready | Broken>()
    for (const letter of batch) {
      const standing = await standingOf(c, letter.personId)
      const words =
        whom === 'anybody' || (standing.here && !standing.closed)
          ? await make(c, letter, { organization, standing })
          : { excluded: standing.here ? 'account_closed' : 'left' }
      made.set(
        letter.id,
        'excluded' in words
          ? words
          : write(c, organization, letter, {
              ...words,
              brand: await letterBrand(c, await brandFor(c, letter.personId)),
            }),
      )
    }
    return made
  }
}

async function standingOf(c: Context, personId: string): Promise<Standing> {
  const { rows } = await sql<Standing>`
    select r.person_id is not null as here, a.closed_at is not null as closed, a.last_signed_in_at is not null as signed_in
    from person p
    left join roster r on r.organization_id = p.organization_id and r.person_id = p.id
    left join account a on a.organization_id = p.organization_id and a.person_id = p.id
    where p.organization_id = ${c.organizationId} and p.id = ${personId}`.execute(c.db)
  return rows[0]!
}

/** Null where no person acted but the server's operator. */
async function nameOf(c: Context, personId: string | null): Promise<string | null> {
  if (personId === null) return null
  const found = await c.db
    .selectFrom('person')
    .select('full_name')
    .where('organization_id', '=', c.organizationId)
    .where('id', '=', personId)
    .executeTakeFirst()
  return found?.full_name ?? null
}

const minutes = (life: number) => ({ validFor: life / 60_000 })

export const letters: Letters = {
  sign_in_link: each(async (c, letter) => {
    // Mail could not leave for a while: whoever asked has asked again since, or does not want it any more.
    // Counted from when it was asked for: an administrator who sends it again makes nobody a way in, nor to an address of then.
    const { rows } = await sql<{ asked: Instant }>`select created_at as asked from outgoing_mail
      where organization_id = ${c.organizationId} and id = ${letter.id}`.execute(c.db)
    if (rows[0]!.asked < addMs(c.clock.now(), -linkLife.asked)) return { excluded: 'too_late' }
    const link = await c.db.transaction().execute((tx) => mintLink(tx, c, letter.personId, 'asked'))
    return { template: 'sign-in-link', facts: { link: minutes(linkLife.asked), action: { url: link.url } } }
  }),

  first_admin: each(async (c, letter, { standing }) => {
    // The operator had handed the link over.
    if (standing.signed_in) return { excluded: 'not_needed' }
    const link = await c.db.transaction().execute((tx) => mintLink(tx, c, letter.personId, 'firstAdmin'))
    return { template: 'first-admin-link', facts: { link: minutes(linkLife.firstAdmin), action: { url: link.url } } }
  }),

  account_opened: each(async (c, _letter, { organization }) => ({
    template: 'account-opened',
    facts: { action: { url: pageAddress(c, organization.slug, 'signin') } },
  })),

  role_granted: each(async (c, letter, { organization }) => {
    const { rows } = await sql<{ role: GrantableRole; granted_by: string | null; ended_at: Instant | null }>`
      select role, granted_by, ended_at from role_grant where organization_id = ${c.organizationId} and id = ${letter.subjectId}`.execute(
      c.db,
    )
    const grant = rows[0]
    if (!grant || grant.ended_at) return { excluded: 'not_needed' }
    return {
      template: 'role-granted',
      facts: {
        role: { name: grant.role, grantedBy: await nameOf(c, grant.granted_by) },
        action: { url: pageAddress(c, organization.slug, 'access') },
      },
    }
  }),

  token_created: each(async (c, letter, { organization }) => {
    const { rows } = await sql<{ name: string; expires_at: Instant; created_via: 'session' | 'operator' }>`
      select name, expires_at, created_via from api_token where organization_id = ${c.organizationId} and id = ${letter.subjectId}`.execute(
      c.db,
    )
    const token = rows[0]
    if (!token) return { excluded: 'not_needed' }
    return {
      template: 'token-created',
      facts: {
        token: {
          name: token.name,
          expires: token.expires_at,
          createdBy: token.created_via === 'session' ? letter.fullName : null,
        },
        action: { url: pageAddress(c, organization.slug, 'tokens') },
      },
    }
  }),

  address_changed: each(async (c, letter, { organization }) => {
    const person = await c.db
      .selectFrom('person')
      .select('email')
      .where('organization_id', '=', c.organizationId)
      .where('id', '=', letter.personId)
      .executeTakeFirstOrThrow()
    return {
      template: 'address-changed',
      facts: {
        account: { address: person.email ?? '–' },
        action: { url: pageAddress(c, organization.slug, 'sessions') },
      },
    }
  }, 'anybody'),

  session_ended: each(async (c, letter, { organization }) => {
    const { rows } = await sql<{ user_agent: string; method: string }>`
      select user_agent, method from session where organization_id = ${c.organizationId} and person_id = ${letter.personId}
        and ended_at = ${letter.params['endedAt']} and end_reason = ${letter.params['reason']} order by created_at desc limit 20`.execute(
      c.db,
    )
    const devices = new Set(
      rows.map((row) => Object.values(clientOf(row.user_agent)).filter(Boolean).join(', ')).filter(Boolean),
    )
    const reason = endReasons.find((one) => one === letter.params['reason'])
    if (!reason) return { excluded: 'not_needed' }
    return {
      template: 'session-ended',
      facts: {
        session: { device: [...devices].join('; ') || '–', endedAt: String(letter.params['endedAt']), reason },
        action: { url: pageAddress(c, organization.slug, 'sessions') },
      },
    }
  }),

  policy_due: policyLetters,

  mail_test: each(async (c, _letter, { organization }) => ({
    template: 'mail-test',
    facts: { action: { url: pageAddress(c, organization.slug, 'week') } },
  })),
}
