/** What reaches a person: the app's inbox; and the list of all mail that leaves the house. */
import * as z from 'zod'
import { operation } from './operation.ts'

export const mailStates = ['waiting', 'sending', 'submitted', 'bounced', 'failed', 'uncertain', 'excluded'] as const
export type MailState = (typeof mailStates)[number]

/** Why letters did not leave that can all be sent again. */
export const againReasons = ['refused', 'refused_for_long', 'words_broken', 'unwritten_for_long'] as const

const inboxItem = z.object({
  id: z.uuid(),
  kind: z.string(),
  subject: z.object({ kind: z.string(), id: z.uuid() }),
  /** What the one-line title needs; a message carries its subject line and sender here. */
  params: z.record(z.string(), z.unknown()),
  at: z.iso.datetime(),
  readAt: z.iso.datetime().nullable(),
})

const mail = z.object({
  id: z.uuid(),
  person: z.object({ id: z.uuid(), name: z.string() }),
  address: z.string(),
  kind: z.string(),
  /** What a message of the program is about, in its reader's language; other letters are told by their kind. */
  subject: z.string().nullable(),
  language: z.string().nullable(),
  state: z.enum(mailStates),
  reason: z.string().nullable(),
  /** What the mail server said. */
  answer: z.string().nullable(),
  attempts: z.int(),
  dueAt: z.iso.datetime(),
  settledAt: z.iso.datetime().nullable(),
})

export const attention = {
  inbox: operation({
    id: 'inbox.list',
    method: 'GET',
    path: '/inbox',
    permission: 'inbox.read',
    summary: 'What reached me in the app, newest first',
    query: z.object({
      limit: z.coerce.number().int().min(1).max(100).default(30),
      before: z.iso.datetime().optional(),
    }),
    response: z.object({ items: z.array(inboxItem), unread: z.int() }),
  }),
  read: operation({
    id: 'inbox.read',
    method: 'PUT',
    path: '/inbox/:itemId/read',
    permission: 'inbox.read',
    summary: 'Say that I have read it',
    params: z.object({ itemId: z.uuid() }),
    response: z.object({ readAt: z.iso.datetime() }),
  }),
  outgoing: operation({
    id: 'mail.list',
    method: 'GET',
    path: '/outgoing-mail',
    permission: 'mail.read',
    summary: 'All mail that left or waits: recipient, kind and state',
    query: z.object({
      state: z.enum(mailStates).optional(),
      kind: z.string().max(60).optional(),
      subject: z.uuid().optional(),
      search: z.string().max(200).optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
      offset: z.coerce.number().int().min(0).max(2_000_000).default(0),
    }),
    response: z.object({
      mail: z.array(mail),
      states: z.object({
        waiting: z.int(),
        sending: z.int(),
        submitted: z.int(),
        bounced: z.int(),
        failed: z.int(),
        uncertain: z.int(),
        excluded: z.int(),
      }),
      /** Letters of one state are counted up to so many; a count that reaches it stands for as many or more. */
      mostCounted: z.int(),
      kinds: z.array(z.string()),
      /** Letters that can all be sent again, by the reason why they did not leave. */
      failed: z.array(z.object({ reason: z.enum(againReasons).nullable(), letters: z.int() })),
      /** Whether a mail server is named at all, and what stands in the way. */
      server: z.enum(['none', 'kept_here', 'working', 'trouble']),
      trouble: z.object({ code: z.string(), answer: z.string(), since: z.iso.datetime() }).nullable(),
      from: z.string(),
    }),
  }),
  words: operation({
    id: 'mail.words',
    method: 'GET',
    path: '/outgoing-mail/:mailId/words',
    permission: 'mail.read',
    summary: 'What a mail said. Only in a demo, which sends nothing; elsewhere mail is never kept',
    params: z.object({ mailId: z.uuid() }),
    response: z.object({ subject: z.string(), html: z.string(), text: z.string() }),
  }),
  again: operation({
    id: 'mail.again',
    method: 'POST',
    path: '/outgoing-mail/:mailId/again',
    permission: 'mail.read',
    summary: 'Send a letter again that failed, could not be written, or whose fate is uncertain; a person decides that',
    params: z.object({ mailId: z.uuid() }),
    response: z.object({ state: z.enum(mailStates) }),
    problems: ['mail_not_stuck'],
  }),
  allAgain: operation({
    id: 'mail.allAgain',
    method: 'POST',
    path: '/outgoing-mail/all-again',
    permission: 'mail.read',
    summary:
      'Send all letters again that failed or could not be written, for one reason or for any; never those whose fate is uncertain',
    body: z.object({ reason: z.enum(againReasons).optional() }),
    response: z.object({ letters: z.int() }),
    problems: ['mail_not_stuck'],
  }),
  unreachable: operation({
    id: 'mail.unreachable',
    method: 'GET',
    path: '/unreachable-people',
    permission: 'mail.read',
    summary: 'Who no letter reaches: whose address takes none (`dead`), or who has none of their own (`none`)',
    query: z.object({
      why: z.enum(['dead', 'none']).default('dead'),
      /** One person alone. */
      personId: z.uuid().optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
      offset: z.coerce.number().int().min(0).max(2_000_000).default(0),
    }),
    response: z.object({
      people: z.array(
        z.object({
          person: z.object({ id: z.uuid(), name: z.string(), title: z.string() }),
          address: z.string().nullable(),
          why: z.string(),
          /** The address as it was found dead: what was said, and when. */
          dead: z.object({ id: z.uuid(), answer: z.string(), at: z.iso.datetime() }).nullable(),
        }),
      ),
      total: z.int(),
      /** Counted up to so many; a count that reaches it stands for as many or more. */
      mostCounted: z.int(),
    }),
  }),
  clearAddress: operation({
    id: 'mail.clearAddress',
    method: 'DELETE',
    path: '/dead-addresses/:addressId',
    permission: 'access.manage',
    summary: 'An address takes mail again: letters of the program go to it from now on',
    params: z.object({ addressId: z.uuid() }),
    response: z.object({ cleared: z.literal(true) }),
  }),
  settings: operation({
    id: 'mail.settings',
    method: 'PUT',
    path: '/mail-settings',
    permission: 'access.manage',
    summary: 'The address that the company’s mail comes from',
    body: z.object({ from: z.email().nullable() }),
    response: z.object({ from: z.string() }),
  }),
  test: operation({
    id: 'mail.test',
    method: 'POST',
    path: '/mail-tests',
    permission: 'access.manage',
    summary: 'Send myself a letter to see that mail works',
    response: z.object({ planned: z.literal(true) }),
  }),
}
