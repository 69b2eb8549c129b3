/**
 * What became of the messages of a program, from who was addressed to who has done a first thing: of each message, and
 * added up by sender, by audience, by wave and by purpose. See docs/decisions/funnel.md.
 */
import * as z from 'zod'
import { readerKinds } from './campaigns.ts'
import { language, purposes } from './library.ts'
import { operation } from './operation.ts'

export const funnelBy = ['message', 'sender', 'audience', 'wave', 'purpose'] as const
export type FunnelBy = (typeof funnelBy)[number]

/**
 * `met` of `of` readers, each counted once for every message, over the messages whose own number is told. `hidden`:
 * messages that have a number which is not told, because fewer than the smallest group have, or have not. Null: no
 * message of these has such a number.
 */
const ofMessages = z.object({ met: z.int(), of: z.int(), messages: z.int(), hidden: z.int() }).nullable()

/**
 * A number of people as it was given out last: of the waves that were written to (`waves` of them; others are not live yet
 * or hidden), of the company, of whoever leads people there, or of everybody else. Null where none was.
 */
const ofPeople = z
  .object({
    met: z.int(),
    of: z.int(),
    asOf: z.iso.date(),
    about: z.enum(['waves', 'company', 'managers', 'others']),
    waves: z.int(),
    without: z.int(),
  })
  .nullable()

const counts = {
  messages: z.int(),
  /** Letters: one for each reader of each message, whatever became of it. */
  addressed: z.int(),
  /** Handed over to the mail server, and not come back since. */
  delivered: z.int(),
  /** Still to go out or on the way; refused, come back or uncertain; without a letter, and in the app alone. */
  pending: z.int(),
  undelivered: z.int(),
  leftOut: z.int(),
  /** Opened in the app or reached by the letter's button, of those who have it in the app. */
  read: ofMessages,
  /** Know why, what is in it for them and what to do: metric L6. Nobody's answer is tied to a message. */
  understood: ofPeople,
  /** Have finished every course that is required of them: L9, of managers of waves L9M. */
  trained: ofPeople,
  /** Did something of use in their first thirty days: L2. */
  acted: ofPeople,
}

const row = z.object({
  ...counts,
  /** What the row is about; exactly one is not null. */
  message: z
    .object({
      id: z.uuid(),
      title: z.string(),
      wave: z.string(),
      sender: z.string().nullable(),
      startedAt: z.iso.datetime(),
      cancelled: z.boolean(),
    })
    .nullable(),
  /** `champions`: each reader's own champion. */
  sender: z
    .union([
      z.object({ id: z.uuid(), name: z.string(), title: z.string() }),
      z.literal('champions'),
      z.literal('nobody'),
    ])
    .nullable(),
  audience: z.object({ readers: z.enum(readerKinds), narrowed: z.string().nullable() }).nullable(),
  wave: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  purpose: z.enum(purposes).nullable(),
})

export const funnel = {
  get: operation({
    id: 'funnel.get',
    method: 'GET',
    path: '/programs/:programId/funnel',
    permission: 'messages.read',
    summary: 'What became of the messages of a program: delivered, read, understood, trained, a first act',
    params: z.object({ programId: z.uuid() }),
    query: z.object({
      by: z.enum(funnelBy).default('message'),
      language,
      /** Of messages, the newest first. */
      offset: z.coerce.number().int().min(0).default(0),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    response: z.object({
      all: z.object(counts),
      rows: z.array(row),
      total: z.int(),
      /** Reminders to those who had not done something: how many they went to would tell who has. */
      reminders: z.int(),
      /** Messages that went out and are not counted yet. */
      uncounted: z.int(),
      /** The oldest and the newest count among them; null while nothing is counted. */
      countedFrom: z.iso.datetime().nullable(),
      countedUntil: z.iso.datetime().nullable(),
      smallestGroup: z.int(),
    }),
  }),
}
