/**
 * SMTP, through nodemailer: connections, and what an answer means. The only file
 * that knows nodemailer.
 */
import nodemailer, { type TransportOptions } from 'nodemailer'
import type { Config } from './config.ts'

/** A picture that travels in a letter, which names it as `cid:…`. */
export type InlinePicture = { cid: string; type: string; bytes: Buffer }

export type Envelope = {
  /** `<id@host>`; the same letter keeps it, so that a double would show. */
  messageId: string
  to: { name: string; address: string }
  from: { name: string; address: string }
  replyTo?: { name: string; address: string }
  /** Where it comes back to when it cannot be delivered; empty: nowhere. The sender's address unless told. */
  bounceTo?: string
  subject: string
  html: string
  text: string
  headers?: Record<string, string>
  pictures?: readonly InlinePicture[]
  /** Travels as a part that mail programs act on, and as a file for those that do not. */
  calendar?: { method: 'REQUEST' | 'CANCEL'; file: string }
}

/**
 * submitted: the server took it. refused: a definite no for this letter.
 * later: not handed over, worth another try. down: the server cannot be used at
 * all, nothing was handed over; what it means that letters are refused one after the other,
 * the post office finds out. uncertain: it was on the way when the line broke.
 */
export type Outcome =
  | { result: 'submitted'; answer: string }
  | { result: 'refused'; answer: string }
  | { result: 'later'; answer: string }
  | { result: 'down'; code: 'unreachable' | 'sign_in' | 'security' | 'sender_refused' | 'mail_refused'; answer: string }
  | { result: 'uncertain'; answer: string }

export type Postman = {
  /** Letters that can be on the way at once. */
  lanes: number
  send(letter: Envelope): Promise<Outcome>
  close(): void
}

export const lanes = 8

/** What a signature covers. RFC 8058 asks for both of the last two; the library leaves out the second. */
const signedHeaders =
  'From:Sender:Reply-To:Subject:Date:Message-ID:To:Cc:MIME-Version:Content-Type:Content-Transfer-Encoding:Auto-Submitted:List-Unsubscribe:List-Unsubscribe-Post'

/** Opens the connections of `SMTP_URL`. Nothing is sent until the first letter. */
export function openPostman(config: Pick<Config, 'smtpUrl' | 'dkim'>): Postman {
  const transport = nodemailer.createTransport({
    url: config.smtpUrl!,
    pool: true,
    maxConnections: lanes,
    maxMessages: Infinity,
    // The library would send a letter again whose connection closed, although the server may have kept it.
    maxRequeues: 0,
    connectionTimeout: 15_000,
    greetingTimeout: 15_000,
    socketTimeout: 60_000,
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(config.dkim
      ? {
          dkim: {
            domainName: config.dkim.domain,
            keySelector: config.dkim.selector,
            privateKey: config.dkim.key,
            headerFieldNames: signedHeaders,
          },
        }
      : {}),
  } as TransportOptions)
  return {
    lanes,
    async send(letter) {
      try {
        const { calendar, pictures = [], bounceTo, ...rest } = letter
        const attachments = pictures.map(({ cid, type, bytes }) => ({
          cid,
          content: bytes,
          contentType: type,
          contentDisposition: 'inline',
          filename: `logo.${type.slice(type.indexOf('/') + 1)}`,
        }))
        const icalEvent = calendar && { method: calendar.method, filename: 'invitation.ics', content: calendar.file }
        const info = (await transport.sendMail({
          ...rest,
          attachments,
          ...(bounceTo === undefined ? {} : { envelope: { from: bounceTo, to: [letter.to.address] } }),
          ...(icalEvent ? { icalEvent } : {}),
        } as never)) as {
          response?: string
        }
        return { result: 'submitted', answer: String(info.response ?? '').slice(0, 300) }
      } catch (error) {
        return outcomeOf(error as SmtpError)
      }
    },
    close: () => transport.close(),
  }
}

type SmtpError = Error & { code?: string; responseCode?: number; response?: string; command?: string; syscall?: string }

/**
 * What a failed attempt means. A letter whose words may have gone out without an answer is
 * uncertain, never a retry: the library names `CONN` for every broken line, so only what
 * certainly happened before a letter counts as not handed over.
 */
export function outcomeOf(error: SmtpError): Outcome {
  const answer = String(error.response ?? error.message)
    .replace(/\s+/g, ' ')
    .slice(0, 300)
  const { code, command, responseCode, syscall, message } = error
  if (code === 'EAUTH') return { result: 'down', code: 'sign_in', answer }
  if (/certificate|self.signed|initiating TLS|SSL routines/i.test(message))
    return { result: 'down', code: 'security', answer }
  if (
    code === 'EDNS' ||
    syscall === 'connect' ||
    syscall === 'getaddrinfo' ||
    /^(connection timeout|greeting never|invalid greeting)|ECONNREFUSED|ENOTFOUND/i.test(message)
  ) {
    return { result: 'down', code: 'unreachable', answer }
  }
  if (responseCode && command !== 'CONN') {
    if (command === 'MAIL FROM' && responseCode >= 500) return { result: 'down', code: 'sender_refused', answer }
    return { result: responseCode >= 500 ? 'refused' : 'later', answer }
  }
  if (command === 'API' && (code === 'EENVELOPE' || code === 'EMESSAGE')) return { result: 'refused', answer }
  return { result: 'uncertain', answer }
}
