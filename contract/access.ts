import * as z from 'zod'
import { operation } from './operation.ts'
import { roles } from './permissions.ts'

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

export const access = {
  me: operation({
    id: 'access.me',
    method: 'GET',
    path: '/me',
    permission: 'signed_in',
    summary: 'Who is signed in, as what, and at what time',
    response: me,
  }),
}
