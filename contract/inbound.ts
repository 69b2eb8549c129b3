/** Mail that comes in: the state of the mailbox, and what became of each mail. Never what one said. */
import * as z from 'zod'
import { mailLeftOut, mailRefusals } from './library.ts'
import { operation } from './operation.ts'

/** What a mail became; the refusals are told to whoever wrote it. */
export const becomings = [
  'asked',
  'added',
  'returned_dead',
  'returned',
  'return_unknown',
  'delayed',
  'automatic',
  'stranger',
  ...mailRefusals,
] as const
export type Became = (typeof becomings)[number]

export const inbound = {
  list: operation({
    id: 'incoming_mail.list',
    method: 'GET',
    path: '/incoming-mail',
    permission: 'mail.read',
    summary: 'How the mailbox is, and what became of the mails of the last 100 days; who asked the desk is not told',
    query: z.object({
      became: z.enum(becomings).optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
      offset: z.coerce.number().int().min(0).max(2_000_000).default(0),
    }),
    response: z.object({
      mailbox: z.object({
        /** None is set up, it works, it cannot be used; `waiting`: nobody has looked yet. */
        state: z.enum(['none', 'waiting', 'working', 'trouble']),
        /** What people write to. */
        address: z.string().nullable(),
        lookedAt: z.iso.datetime().nullable(),
        /** The last look that came to its end. */
        readAt: z.iso.datetime().nullable(),
        mailAt: z.iso.datetime().nullable(),
        trouble: z.object({ code: z.string(), answer: z.string(), since: z.iso.datetime() }).nullable(),
      }),
      mail: z.array(
        z.object({
          id: z.uuid(),
          at: z.iso.datetime(),
          became: z.enum(becomings),
          /** Null: it reached the desk, and who asks there is theirs. */
          sender: z.string().nullable(),
          person: z.object({ id: z.uuid(), name: z.string() }).nullable(),
          leftOut: z.array(z.enum(mailLeftOut)),
          answered: z.boolean(),
        }),
      ),
      total: z.int(),
      /** Counted up to so many; a count that reaches it stands for as many or more. */
      mostCounted: z.int(),
    }),
  }),
}
