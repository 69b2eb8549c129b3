/**
 * Ways in, sessions, roles, tokens, printed codes, and the page "who sees what
 * about you". Secrets travel in request bodies only, never in an address.
 */
import * as z from 'zod'
import { languages } from './library.ts'
import { lineName } from './names.ts'
import { operation } from './operation.ts'
import { dataKinds, grantableRoles, relations, roles } from './permissions.ts'

export const me = z.object({
  person: z.object({
    id: z.uuid(),
    name: z.string(),
    givenName: z.string(),
    title: z.string(),
    email: z.string().nullable(),
  }),
  organization: z.object({
    id: z.uuid(),
    name: z.string(),
    slug: z.string(),
    timeZone: z.string(),
    locale: z.string(),
  }),
  roles: z.array(z.enum(roles)),
  locale: z.string(),
  /** What the viewer chose; null where the people file's language or the company's holds. */
  language: z.enum(languages).nullable(),
  timeZone: z.string(),
  /** Today in the viewer's zone, by the installation's clock. */
  today: z.iso.date(),
  now: z.iso.datetime(),
  demo: z.boolean(),
  movableClock: z.boolean(),
  session: z.object({ id: z.uuid(), via: z.enum(['session', 'token', 'job', 'operator', 'mail']) }),
})

const slug = z.string().trim().toLowerCase().max(63)
const secret = z.string().trim().min(8).max(200)
const password = z.string().min(1).max(200)
const done = z.object({ done: z.literal(true) })
const signedIn = z.object({ personId: z.uuid(), name: z.string(), slug: z.string(), hasPassword: z.boolean() })

export const signInMethods = ['password', 'link', 'code'] as const
export const sessionEndReasons = ['self', 'administrator', 'left', 'password', 'elsewhere'] as const

/** A device that is signed in, or a past one. */
const session = z.object({
  id: z.uuid(),
  createdAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  method: z.enum(signInMethods),
  shared: z.boolean(),
  /** Names of browser and system; empty where unknown. */
  browser: z.string(),
  system: z.string(),
  ip: z.string(),
  current: z.boolean(),
})

const token = z.object({
  id: z.uuid(),
  name: z.string(),
  createdAt: z.iso.datetime(),
  createdVia: z.enum(['session', 'operator']),
  expiresAt: z.iso.datetime(),
  lastUsedAt: z.iso.datetime().nullable(),
})

const someone = z.object({ id: z.uuid(), name: z.string() })
const colleague = z.object({ id: z.uuid(), name: z.string(), title: z.string(), department: z.string() })

const grant = z.object({
  id: z.uuid(),
  person: colleague,
  role: z.enum(grantableRoles),
  /** The audience that an HR partner looks after. */
  populationId: z.uuid().nullable(),
  /** How many people that audience holds now; null for other roles. */
  populationSize: z.int().nullable(),
  grantedAt: z.iso.datetime(),
  /** Null: by an operator, at the command line. */
  grantedBy: someone.nullable(),
  endedAt: z.iso.datetime().nullable(),
  endedBy: someone.nullable(),
})

const personParam = z.object({ personId: z.uuid() })
const openState = z.enum(['open', 'never_used', 'closed', 'left'])

export const zone = z
  .string()
  .max(60)
  .refine(
    (name) => {
      try {
        return Boolean(Intl.DateTimeFormat('en', { timeZone: name }))
      } catch {
        return false
      }
    },
    { message: 'must be a time zone such as Europe/Berlin' },
  )
/** What holds for a whole company. */
const company = z.object({
  name: z.string().trim().min(1).max(200),
  /** Where its days begin: dates, nights and reports follow it. */
  timeZone: zone,
  /** For whoever has no language of their own, such as de or en-GB. */
  locale: z.string().trim().min(2).max(20),
  /** Percent of the company whose employment a people file may end without being confirmed. */
  leaverLimitPercent: z.number().min(0).max(100),
})

/** Why somebody sees something: what they are to the person, or a role that they hold. */
const ground = z.discriminatedUnion('by', [
  z.object({ by: z.literal('relation'), relation: z.enum(relations) }),
  z.object({ by: z.literal('role'), role: z.enum(roles) }),
  z.object({ by: z.literal('colleagues') }),
])

export const access = {
  entrance: operation({
    id: 'access.entrance',
    method: 'GET',
    path: '/entrance',
    permission: 'anyone',
    summary: 'The company whose sign-in page to show: the one named, or the only one there is',
    query: z.object({ organization: slug.optional() }),
    response: z.object({
      organization: z.object({ name: z.string(), slug: z.string(), locale: z.string() }).nullable(),
      demo: z.boolean(),
    }),
    problems: ['organization_unknown'],
  }),
  signIn: operation({
    id: 'access.signIn',
    method: 'POST',
    path: '/sign-in',
    permission: 'anyone',
    summary: 'Sign in with an e-mail address or employee number, and a password',
    body: z.object({
      organization: slug,
      name: z.string().trim().min(1).max(320),
      password,
      shared: z.boolean().optional(),
    }),
    response: signedIn,
    problems: ['sign_in_failed', 'too_many_requests'],
  }),
  requestLink: operation({
    id: 'access.requestLink',
    method: 'POST',
    path: '/sign-in/request-link',
    permission: 'anyone',
    summary: 'Ask for a sign-in link by mail; answers the same whether or not the address is known',
    body: z.object({ organization: slug, email: z.string().trim().min(3).max(320) }),
    response: done,
    problems: ['too_many_requests'],
  }),
  openLink: operation({
    id: 'access.openLink',
    method: 'POST',
    path: '/sign-in/link',
    permission: 'anyone',
    summary: 'Sign in with the secret of a sign-in link, once',
    body: z.object({ organization: slug, secret, shared: z.boolean().optional() }),
    response: signedIn,
    problems: ['link_used', 'too_many_requests'],
  }),
  openCode: operation({
    id: 'access.openCode',
    method: 'POST',
    path: '/sign-in/code',
    permission: 'anyone',
    summary: 'Sign in with an employee number and a printed one-time code, once',
    body: z.object({
      organization: slug,
      employeeNumber: z.string().trim().min(1).max(100),
      code: secret,
      shared: z.boolean().optional(),
    }),
    response: signedIn,
    problems: ['code_failed', 'too_many_requests'],
  }),

  guides: operation({
    id: 'access.guides',
    method: 'GET',
    path: '/guides',
    permission: 'signed_in',
    summary: 'Which guides the viewer was shown already',
    response: z.object({ seen: z.array(z.string()) }),
  }),
  seeGuide: operation({
    id: 'access.seeGuide',
    method: 'PUT',
    path: '/guides/:guide',
    permission: 'signed_in',
    summary: 'The viewer was shown the guide of a place; it does not come by itself again',
    params: z.object({ guide: z.string().regex(/^[a-z]{1,30}$/) }),
    response: z.object({ seen: z.array(z.string()) }),
    leavesNoEvent: 'That somebody was shown a note about a page is nobody else’s to know.',
  }),
  me: operation({
    id: 'access.me',
    method: 'GET',
    path: '/me',
    permission: 'signed_in',
    summary: 'Who is signed in, as what, and at what time',
    response: me,
  }),
  signOut: operation({
    id: 'access.signOut',
    method: 'POST',
    path: '/sign-out',
    permission: 'account.own',
    summary: 'End the session that asks',
    response: done,
  }),
  speak: operation({
    id: 'access.speak',
    method: 'PUT',
    path: '/account/language',
    permission: 'account.own',
    summary: 'Choose the language that the viewer is spoken to in, on every device and in letters',
    body: z.object({ language: z.enum(languages) }),
    response: done,
  }),
  introduce: operation({
    id: 'access.introduce',
    method: 'PUT',
    path: '/account/name',
    permission: 'account.own',
    summary: 'Say what one is called; only for people outside the people file, who otherwise bear their address',
    body: z.object({ name: z.string().trim().min(2).max(200) }),
    response: done,
  }),
  setPassword: operation({
    id: 'access.setPassword',
    method: 'PUT',
    path: '/account/password',
    permission: 'account.own',
    summary:
      'Set or change the own password; the old one is asked for unless a link or code signed in just now. Ends all other sessions and all API tokens',
    body: z.object({ current: password.optional(), password }),
    response: done.extend({ /** API tokens that ended with the old password. */ tokens: z.int() }),
    problems: ['password_weak', 'password_wrong', 'password_asked', 'too_many_requests'],
  }),
  account: operation({
    id: 'access.account',
    method: 'GET',
    path: '/account',
    permission: 'account.own',
    summary: 'How the viewer signs in',
    response: z.object({
      email: z.string().nullable(),
      employeeNumber: z.string().nullable(),
      passwordSetAt: z.iso.datetime().nullable(),
      /** Outside the people file and called by their address so far: the name is asked for. */
      nameAsked: z.boolean(),
      /** Whether setting a password needs the old one now. */
      currentAsked: z.boolean(),
      passwordLength: z.int(),
    }),
  }),
  sessions: operation({
    id: 'access.sessions',
    method: 'GET',
    path: '/account/sessions',
    permission: 'account.own',
    summary: 'The viewer’s own open sessions, newest first',
    response: z.object({ sessions: z.array(session) }),
  }),
  endSession: operation({
    id: 'access.endSession',
    method: 'DELETE',
    path: '/account/sessions/:id',
    permission: 'account.own',
    summary: 'End one of the own sessions',
    params: z.object({ id: z.uuid() }),
    response: done,
  }),
  endOtherSessions: operation({
    id: 'access.endOtherSessions',
    method: 'DELETE',
    path: '/account/sessions',
    permission: 'account.own',
    summary: 'End all own sessions but the one that asks',
    response: z.object({ ended: z.int() }),
    leavesNoEvent: 'One event for each session that it ends; none where there was no other.',
  }),

  tokens: operation({
    id: 'access.tokens',
    method: 'GET',
    path: '/account/tokens',
    permission: 'tokens.own',
    summary: 'The viewer’s own API tokens that still open; never the tokens themselves',
    response: z.object({ tokens: z.array(token) }),
  }),
  createToken: operation({
    id: 'access.createToken',
    method: 'POST',
    path: '/account/tokens',
    permission: 'tokens.own',
    summary: 'Make an API token that acts as the viewer; it is shown in this answer and never again',
    body: z.object({
      name: lineName(120),
      days: z.int().min(1).max(365).default(1),
    }),
    response: z.object({ id: z.uuid(), token: z.string(), expiresAt: z.iso.datetime() }),
    problems: ['too_many_tokens'],
  }),
  endToken: operation({
    id: 'access.endToken',
    method: 'DELETE',
    path: '/account/tokens/:id',
    permission: 'tokens.own',
    summary: 'End one of the own API tokens at once',
    params: z.object({ id: z.uuid() }),
    response: done,
  }),
  privacy: operation({
    id: 'access.privacy',
    method: 'GET',
    path: '/account/privacy',
    permission: 'signed_in',
    summary:
      'Who can see what about the viewer: by kind of data, the people and why; computed from the permissions themselves',
    response: z.object({
      kinds: z.array(
        z.object({
          kind: z.enum(dataKinds),
          seenBy: z.array(
            z.object({
              ground,
              /** The first of them by name. */
              people: z.array(colleague),
              total: z.int(),
            }),
          ),
        }),
      ),
      employed: z.boolean(),
    }),
  }),

  roles: operation({
    id: 'access.roles',
    method: 'GET',
    path: '/roles',
    permission: 'access.manage',
    summary: 'Who holds which role, since when, granted by whom; and the last roles that ended',
    response: z.object({
      grants: z.array(grant),
      ended: z.array(grant),
      /** Roles that open something today; the others wait for what they are for. */
      offered: z.array(z.enum(grantableRoles)),
    }),
  }),
  grantRole: operation({
    id: 'access.grantRole',
    method: 'POST',
    path: '/roles',
    permission: 'access.grant',
    summary: 'Grant a role to a present person; HR partners get the audience that they look after',
    body: z.object({ personId: z.uuid(), role: z.enum(grantableRoles), populationId: z.uuid().optional() }),
    response: grant,
    problems: ['role_held', 'population_needed', 'person_unknown'],
  }),
  endRole: operation({
    id: 'access.endRole',
    method: 'DELETE',
    path: '/roles/:grantId',
    permission: 'access.grant',
    summary: 'End a role; the last administrator stays',
    params: z.object({ grantId: z.uuid() }),
    response: grant,
    problems: ['last_admin'],
  }),

  outsiders: operation({
    id: 'access.outsiders',
    method: 'GET',
    path: '/outsiders',
    permission: 'access.manage',
    summary: 'People who sign in and stand in no people file',
    response: z.object({
      people: z.array(
        z.object({
          id: z.uuid(),
          name: z.string(),
          email: z.string(),
          state: openState,
          lastSignedInAt: z.iso.datetime().nullable(),
        }),
      ),
    }),
  }),
  addOutsider: operation({
    id: 'access.addOutsider',
    method: 'POST',
    path: '/outsiders',
    permission: 'access.grant',
    summary: 'Let somebody sign in who stands in no people file, such as a consultant; they are counted nowhere',
    body: z.object({ name: lineName(200), email: z.email().max(320) }),
    response: z.object({ id: z.uuid() }),
    problems: ['email_taken'],
  }),
  accessOf: operation({
    id: 'access.accessOf',
    method: 'GET',
    path: '/people/:personId/access',
    permission: 'access.manage',
    summary: 'How a person signs in: account, open sessions, tokens, printed code, roles',
    params: personParam,
    response: z.object({
      person: z.object({
        id: z.uuid(),
        name: z.string(),
        email: z.string().nullable(),
        employeeNumber: z.string().nullable(),
      }),
      state: openState,
      lastSignedInAt: z.iso.datetime().nullable(),
      passwordSetAt: z.iso.datetime().nullable(),
      codeUntil: z.iso.datetime().nullable(),
      sessions: z.array(session),
      tokens: z.array(token),
      roles: z.array(z.enum(grantableRoles)),
    }),
  }),
  endSessionOf: operation({
    id: 'access.endSessionOf',
    method: 'DELETE',
    path: '/people/:personId/sessions/:id',
    permission: 'access.manage',
    summary: 'End one session of a person',
    params: personParam.extend({ id: z.uuid() }),
    response: done,
  }),
  endSessionsOf: operation({
    id: 'access.endSessionsOf',
    method: 'DELETE',
    path: '/people/:personId/sessions',
    permission: 'access.manage',
    summary: 'End all sessions of a person',
    params: personParam,
    response: z.object({ ended: z.int() }),
    leavesNoEvent: 'One event for each session that it ends; none where there was none.',
  }),
  endTokenOf: operation({
    id: 'access.endTokenOf',
    method: 'DELETE',
    path: '/people/:personId/tokens/:id',
    permission: 'access.manage',
    summary: 'End an API token of a person',
    params: personParam.extend({ id: z.uuid() }),
    response: done,
  }),
  closeAccount: operation({
    id: 'access.closeAccount',
    method: 'POST',
    path: '/people/:personId/account/close',
    permission: 'access.manage',
    summary:
      'Close an account: sessions, tokens, links and codes end at once, and nobody signs in with it until it is opened again',
    params: personParam,
    response: done,
    problems: ['last_admin', 'account_closed'],
  }),
  reopenAccount: operation({
    id: 'access.reopenAccount',
    method: 'POST',
    path: '/people/:personId/account/reopen',
    permission: 'access.grant',
    summary: 'Open a closed account again',
    params: personParam,
    response: done,
    problems: ['account_open'],
  }),

  company: operation({
    id: 'company.get',
    method: 'GET',
    path: '/company',
    permission: 'access.manage',
    summary:
      'What holds for the whole company: its name, time zone, language, and how many a people file may end unasked',
    response: company,
  }),
  changeCompany: operation({
    id: 'company.change',
    method: 'PUT',
    path: '/company',
    permission: 'access.manage',
    summary: 'Change what holds for the whole company',
    body: company,
    response: company,
  }),

  codeGroups: operation({
    id: 'access.codeGroups',
    method: 'GET',
    path: '/codes',
    permission: 'access.manage',
    summary: 'People without an e-mail address of their own, by location: who needs a printed code, who has one',
    response: z.object({
      groups: z.array(z.object({ location: z.string(), people: z.int(), withCode: z.int(), signedInBefore: z.int() })),
      /** How many codes one print makes at most. */
      most: z.int(),
    }),
  }),
  printCodes: operation({
    id: 'access.printCodes',
    method: 'POST',
    path: '/codes',
    permission: 'access.grant',
    summary:
      'Make one-time codes for people without an e-mail address; shown in this answer and never again. Earlier codes of these people are revoked',
    body: z.object({
      /** A location as in the people file; or the people themselves. */
      location: z.string().max(500).optional(),
      personIds: z.array(z.uuid()).max(500).optional(),
      /** Only who never signed in. */
      onlyNew: z.boolean().default(false),
      days: z.int().min(1).max(90).default(14),
    }),
    response: z.object({
      organization: z.string(),
      address: z.string(),
      printedAt: z.iso.datetime(),
      expiresAt: z.iso.datetime(),
      codes: z.array(
        z.object({
          personId: z.uuid(),
          name: z.string(),
          employeeNumber: z.string(),
          department: z.string(),
          location: z.string(),
          code: z.string(),
        }),
      ),
    }),
    problems: ['codes_nobody', 'codes_too_many'],
  }),
  codeSheets: operation({
    id: 'access.codeSheets',
    method: 'POST',
    path: '/codes/sheets',
    permission: 'access.grant',
    summary:
      'The same for a whole location, as a PDF of slips to cut out, each in its person’s language. Shown once and kept nowhere',
    body: z.object({
      location: z.string().max(500).optional(),
      onlyNew: z.boolean().default(false),
      days: z.int().min(1).max(90).default(14),
    }),
    response: z.unknown(),
    rawResponse: true,
    problems: ['codes_nobody', 'codes_too_many'],
  }),
}
