/**
 * Ways in, sessions, roles, tokens, printed codes, and the page "who can see what
 * about me". Secrets travel in request bodies only, never in an address.
 */
import * as z from 'zod'
import { operation } from './operation.ts'
import { grantableRoles, roles } from './permissions.ts'

export const me = z.object({
  person: z.object({ id: z.uuid(), name: z.string(), givenName: z.string(), title: z.string(), email: z.string().nullable() }),
  organization: z.object({ id: z.uuid(), name: z.string(), slug: z.string(), timeZone: z.string(), locale: z.string() }),
  roles: z.array(z.enum(roles)),
  locale: z.string(),
  timeZone: z.string(),
  /** Today in the viewer's zone, by the installation's clock. */
  today: z.iso.date(),
  now: z.iso.datetime(),
  demo: z.boolean(),
  movableClock: z.boolean(),
  session: z.object({ id: z.uuid(), via: z.enum(['session', 'token', 'job', 'operator']) }),
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

export const access = {
  entrance: operation({
    id: 'access.entrance',
    method: 'GET',
    path: '/entrance',
    permission: 'anyone',
    summary: 'The company whose sign-in page to show: the one named, or the only one there is',
    query: z.object({ organization: slug.optional() }),
    response: z.object({ organization: z.object({ name: z.string(), slug: z.string(), locale: z.string() }).nullable(), demo: z.boolean() }),
    problems: ['organization_unknown'],
  }),
  signIn: operation({
    id: 'access.signIn',
    method: 'POST',
    path: '/sign-in',
    permission: 'anyone',
    summary: 'Sign in with an e-mail address or employee number, and a password',
    body: z.object({ organization: slug, name: z.string().trim().min(1).max(320), password, shared: z.boolean().optional() }),
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
    body: z.object({ organization: slug, employeeNumber: z.string().trim().min(1).max(100), code: secret, shared: z.boolean().optional() }),
    response: signedIn,
    problems: ['code_failed', 'too_many_requests'],
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
  setPassword: operation({
    id: 'access.setPassword',
    method: 'PUT',
    path: '/account/password',
    permission: 'account.own',
    summary: 'Set or change the own password; the old one is asked for unless a link or code signed in just now. Ends all other sessions',
    body: z.object({ current: password.optional(), password }),
    response: done,
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
}
