/** Operators' commands: a new company, a sign-in link, an API token. */
import { sql } from 'kysely'
import { command, orgOption } from '../platform/command.ts'
import type { Context } from '../platform/context.ts'
import { record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { mintLink } from './keys.ts'
import { createOrganization } from './organizations.ts'
import { lockAccount } from './sessions.ts'
import { mintToken } from './tokens.ts'

const email = { type: 'string', value: 'EMAIL', required: true, help: 'the person’s e-mail address' } as const

/** A present person by e-mail address; throws `address_unknown`. */
async function personWith(c: Context, address: string): Promise<{ id: string; full_name: string }> {
  const { rows } = await sql<{ id: string; full_name: string }>`
    select p.id, p.full_name from person p join roster r on r.organization_id = p.organization_id and r.person_id = p.id
    where p.organization_id = ${c.organizationId} and p.email_key = ${address.trim().toLowerCase()}`.execute(c.db)
  if (!rows[0]) throw problem('address_unknown', { email: address })
  return rows[0]
}

export const commands = [
  command({
    name: 'org create',
    summary: 'Create a company and its first administrator; prints a one-time sign-in link.',
    options: {
      name: { type: 'string', value: 'NAME', required: true, help: 'the company’s name' },
      slug: { type: 'string', value: 'SLUG', required: true, help: 'its address: small letters, digits and dashes' },
      admin: { type: 'string', value: 'EMAIL', required: true, help: 'the first administrator’s e-mail address' },
      'admin-name': {
        type: 'string',
        value: 'NAME',
        help: 'what the first administrator is called; asked at the first sign-in unless told',
      },
      'time-zone': {
        type: 'string',
        value: 'ZONE',
        help: 'the company’s time zone, such as Europe/Berlin; UTC unless told',
      },
      locale: { type: 'string', value: 'LOCALE', help: 'the company’s language, such as de or en-GB; en unless told' },
      'movable-clock': {
        type: 'boolean',
        help: 'let the installation’s clock be moved forward: for rehearsals and tests, never for real use',
      },
    },
    async run(base, { options }) {
      const slug = options.slug.trim().toLowerCase()
      const admin = options.admin.trim()
      const issues = [
        ...(/^[a-z0-9][a-z0-9-]{0,62}$/.test(slug)
          ? []
          : ['--slug must be small letters, digits and dashes, and begin with a letter or digit']),
        ...(/^[^\s@]+@[^\s@]+$/.test(admin) ? [] : ['--admin must be an e-mail address']),
        ...(options.name.trim() && options.name.trim().length <= 200 ? [] : ['--name must have 1 to 200 characters']),
        ...(options['time-zone'] === undefined || knowsZone(options['time-zone'])
          ? []
          : ['--time-zone must be a name such as Europe/Berlin']),
      ]
      if (issues.length > 0) throw problem('invalid_request', { issues: issues.join('; ') })
      const made = await createOrganization(base, {
        name: options.name.trim(),
        slug,
        admin,
        movableClock: options['movable-clock'],
        ...(options['admin-name']?.trim() ? { adminName: options['admin-name'].trim().slice(0, 200) } : {}),
        ...(options['time-zone'] ? { timeZone: options['time-zone'] } : {}),
        ...(options.locale ? { locale: options.locale } : {}),
      })
      const c = await base.organization(slug)
      const link = await handOverLink(c, made.adminId!, 'firstAdmin')
      return {
        json: { id: made.id, slug, signInLink: link.url, expiresAt: link.expiresAt },
        text: `${options.name.trim()} is ready at ${c.config.publicUrl}/o/${slug}/\nSign-in link for ${admin}, opens once, until ${link.expiresAt}:\n${link.url}`,
      }
    },
  }),
  command({
    name: 'signin-link',
    summary: 'Print a one-time sign-in link for a person; for use where no mail is sent.',
    options: { org: orgOption, email },
    async run(base, { options }) {
      const c = await base.organization(options.org)
      const person = await personWith(c, options.email)
      const link = await handOverLink(c, person.id, 'operator')
      return {
        json: { signInLink: link.url, expiresAt: link.expiresAt },
        text: `Sign-in link for ${person.full_name}, opens once, until ${link.expiresAt}:\n${link.url}`,
      }
    },
  }),
  command({
    name: 'token create',
    summary: 'Print an API token that acts as a person; the person is told.',
    options: {
      org: orgOption,
      email,
      days: { type: 'string', value: 'N', help: 'how many days it lasts, 1 to 365; 24 hours unless told' },
    },
    async run(base, { options }) {
      const days = options.days === undefined ? 1 : Number(options.days)
      if (!Number.isInteger(days) || days < 1 || days > 365)
        throw problem('invalid_request', { issues: '--days must be a whole number from 1 to 365' })
      const c = await base.organization(options.org)
      const person = await personWith(c, options.email)
      const token = await c.db
        .transaction()
        .execute((tx) => mintToken(tx, c, { personId: person.id, name: 'Made by the operator', days, via: 'operator' }))
      return {
        json: { id: token.id, token: token.token, expiresAt: token.expiresAt },
        text: `API token that acts as ${person.full_name} until ${token.expiresAt}. It is shown once:\n${token.token}`,
      }
    },
  }),
]

function knowsZone(zone: string): boolean {
  try {
    return Boolean(Intl.DateTimeFormat('en', { timeZone: zone }))
  } catch {
    return false
  }
}

/** A link that an operator hands over themself; leaves an event, and the account is there from now on. */
async function handOverLink(c: Context, personId: string, kind: 'firstAdmin' | 'operator') {
  return c.db.transaction().execute(async (tx) => {
    if (!(await lockAccount(tx, c.organizationId, personId, c.clock.now()))) throw problem('account_closed')
    const link = await mintLink(tx, c, personId, kind)
    await record(tx, c, { type: 'sign_in_link.created', subject: { kind: 'person', id: personId } })
    return link
  })
}
