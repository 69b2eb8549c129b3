import type { Context } from '../platform/context.ts'

/** A letter on the list, as its renderer gets it. */
export type Waiting = {
  id: string
  personId: string
  address: string
  kind: string
  subjectId: string | null
  params: Record<string, unknown>
  fullName: string
  givenName: string
  locale: string
  timeZone: string
  attempts: number
  /** When it should have left: a link that was asked for long ago is not sent any more. */
  dueAt: string
}

/** The words of one letter, ready for the post. */
export type Ready = {
  subject: string
  html: string
  text: string
  language: string
  fromName: string
  replyTo?: { name: string; address: string }
  /** Message-ID of the mail that it answers. */
  answers?: string
  /** What it is about in a line, and the page it leads to: so it stands in a letter of the day. */
  preview?: string
  url?: string
  /** A message to the reader's calendar (RFC 5546): beside the words, and as a file. */
  calendar?: { method: 'REQUEST' | 'CANCEL'; file: string }
}

/** Why a letter cannot be made. It is not sent; the list says so. */
export type Broken = { excluded: string; detail?: string }

/**
 * Makes the words of a batch of letters of one kind. Called outside any transaction,
 * right before they go; what it mints (a sign-in link) it writes itself.
 */
export type Letters = Record<string, (c: Context, batch: readonly Waiting[]) => Promise<Map<string, Ready | Broken>>>
