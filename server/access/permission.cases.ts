/** How the permission test makes valid requests to this module. */
import { sql } from 'kysely'
import type { access } from '../../contract/access.ts'
import { contextFor } from '../platform/context.ts'
import { printCodes } from './codes.ts'
import { mintLink } from './keys.ts'
import { closeAccount } from './people-access.ts'
import type { CasesFor, World } from './permission-cases.ts'
import { hashPassword } from './passwords.ts'
import { grantRole } from './roles.ts'
import { contextAs, startSession } from './sessions.ts'
import { mintToken } from './tokens.ts'

const password = 'correct horse battery'
let hash: Promise<string> | undefined
/** So that each change of the company's name is one. */
let renamed = 0

async function givePassword(w: World, personId: string): Promise<void> {
  hash ??= hashPassword(password)
  const c = contextFor(w.base, w.organizationId, 'operator')
  await sql`insert into account (organization_id, person_id, created_at, password_hash) values (${w.organizationId}, ${personId}, ${w.base.clock.now()}, ${await hash})
    on conflict (organization_id, person_id) do update set password_hash = excluded.password_hash`.execute(c.db)
}

async function numberOf(w: World, personId: string): Promise<string> {
  const c = contextFor(w.base, w.organizationId, 'operator')
  const { rows } = await sql<{
    employee_number: string
  }>`select employee_number from person where organization_id = ${w.organizationId} and id = ${personId}`.execute(c.db)
  return rows[0]!.employee_number
}

/** Another open session of somebody. */
async function anotherSession(w: World, personId: string): Promise<string> {
  const c = contextFor(w.base, w.organizationId, 'operator')
  return c.db.transaction().execute(async (tx) => {
    const as = await contextAs(w.base, tx, w.organizationId, personId)
    return (await startSession(tx, as!, { method: 'link', shared: false }))!.id
  })
}

async function aToken(w: World, personId: string): Promise<string> {
  const c = contextFor(w.base, w.organizationId, 'operator')
  return (
    await c.db.transaction().execute((tx) => mintToken(tx, c, { personId, name: 'A script', days: 1, via: 'operator' }))
  ).id
}

/** Somebody who has no e-mail address, as in a shop or plant. */
async function withoutMail(w: World): Promise<string> {
  const id = await w.newPerson()
  const c = contextFor(w.base, w.organizationId, 'operator')
  await sql`update person set email = null, email_key = null where organization_id = ${w.organizationId} and id = ${id}`.execute(
    c.db,
  )
  return id
}

export const cases: CasesFor<typeof access> = {
  'access.guides': { about: 'viewer' },
  'access.seeGuide': { about: 'viewer', input: () => ({ guide: 'goals' }) },
  'access.entrance': { input: (w) => ({ organization: w.slug }) },
  'access.signIn': {
    async input(w) {
      const id = await w.newPerson()
      await givePassword(w, id)
      return { organization: w.slug, name: await numberOf(w, id), password }
    },
  },
  'access.requestLink': { input: (w) => ({ organization: w.slug, email: `nobody@${w.slug}.example` }) },
  'access.openLink': {
    async input(w) {
      const id = await w.newPerson()
      const c = contextFor(w.base, w.organizationId, 'operator')
      const link = await c.db.transaction().execute((tx) => mintLink(tx, c, id))
      return { organization: w.slug, secret: link.url.split('#')[1] }
    },
  },
  'access.openCode': {
    async input(w) {
      const id = await withoutMail(w)
      const sheet = await printCodes(await w.as('admin'), { personIds: [id], days: 14, onlyNew: false })
      return { organization: w.slug, employeeNumber: sheet.codes[0]!.employeeNumber, code: sheet.codes[0]!.code }
    },
  },
  'access.me': { about: 'viewer' },
  'access.signOut': { about: 'viewer' },
  'access.account': { about: 'viewer' },
  'access.setPassword': { about: 'viewer', input: (w) => ({ password: w.unique('quiet marmalade orbit') }) },
  'access.sessions': { about: 'viewer' },
  'access.endSession': {
    about: 'viewer',
    input: async (w, viewer) => ({ id: await anotherSession(w, viewer) }),
  },
  'access.endOtherSessions': { about: 'viewer' },
  'access.tokens': { about: 'viewer' },
  'access.createToken': { about: 'viewer', input: () => ({ name: 'A script', days: 1 }) },
  'access.endToken': { about: 'viewer', input: async (w, viewer) => ({ id: await aToken(w, viewer) }) },
  'access.privacy': { about: 'viewer' },
  'access.roles': {},
  'access.grantRole': { input: async (w) => ({ personId: await w.newPerson(), role: 'champion' }) },
  'access.endRole': {
    async input(w) {
      const personId = await w.newPerson()
      return { grantId: (await grantRole(await w.as('admin'), { personId, role: 'trainer' })).id }
    },
  },
  'access.outsiders': {},
  'access.addOutsider': {
    input: (w) => ({ name: 'A consultant', email: `${w.unique('consultant').replace(' ', '')}@elsewhere.example` }),
  },
  'access.accessOf': { input: (_w, personId) => ({ personId }) },
  'access.endSessionOf': { input: async (w, personId) => ({ personId, id: await anotherSession(w, personId) }) },
  'access.endSessionsOf': { input: async (w) => ({ personId: await w.newPerson() }) },
  'access.endTokenOf': { input: async (w, personId) => ({ personId, id: await aToken(w, personId) }) },
  'access.closeAccount': { input: async (w) => ({ personId: await w.newPerson() }) },
  'access.reopenAccount': {
    async input(w) {
      const personId = await w.newPerson()
      await closeAccount(await w.as('admin'), { personId })
      return { personId }
    },
  },
  'access.speak': { about: 'viewer', input: () => ({ language: 'en' }) },
  'access.introduce': {
    about: 'viewer',
    input: (w) => ({ name: w.unique('Ada') }),
    only: { parts: ['admin'], because: 'Of everybody else the people file says what they are called.' },
  },
  'company.get': {},
  'company.change': {
    input: () => ({
      name: `Lumenwerk ${++renamed}`,
      timeZone: 'Europe/Berlin',
      locale: 'en',
      leaverLimitPercent: 5,
    }),
  },
  'access.codeGroups': {},
  'access.codeSheets': {
    input: async (w) => {
      await withoutMail(w)
      return {}
    },
  },
  'access.printCodes': { input: async (w) => ({ personIds: [await withoutMail(w)] }) },
}
