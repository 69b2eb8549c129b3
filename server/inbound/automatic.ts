/** Whether a person wrote a mail, and whether its receiver vouches for who that is. */
import type { Mail } from './reading.ts'

const machines =
  /^(mailer-daemon|mail-daemon|postmaster|no-?reply|do-?not-?reply|bounces?([+=-].*)?|listserv|majordomo)@/
/** How absence notes begin that do not say in their head that they are some. */
const absences =
  /^\s*(automatic reply|auto(matic)?[- ]?reply|out of (the )?office|automatische antwort|abwesenheits?(notiz|nachricht|meldung)|abwesend\b|respuesta automática|fuera de la oficina|réponse automatique|absence du bureau|absent\(e\) du bureau)/i

/** Written by a machine: an absence note, a list, a loop. It is never answered. */
export function isAutomatic(mail: Mail): boolean {
  const says = (name: string, what: RegExp) => mail.header(name).some((value) => what.test(value))
  return (
    says('auto-submitted', /^(?!no\b)/i) ||
    says('precedence', /^(bulk|junk|list|auto_reply)\b/i) ||
    says('x-auto-response-suppress', /\ball\b/i) ||
    [
      'x-autoreply',
      'x-autorespond',
      'x-autoresponder',
      'x-auto-reply-from',
      'x-mail-autoreply',
      'list-id',
      'list-post',
      'list-unsubscribe',
      'feedback-id',
    ].some((name) => mail.header(name).length > 0) ||
    says('return-path', /^<\s*>$/) ||
    mail.from.some((address) => machines.test(address)) ||
    absences.test(mail.subject) ||
    says('content-type', /^multipart\/report\b|^message\/(delivery-status|disposition-notification)\b/i)
  )
}

/**
 * The receiving server says that a mail is not from whom it claims to be. Only that is asked: a server puts its word on
 * top, and where it puts none, anybody may have written one. So this can only make us more careful.
 */
export function isDisowned(mail: Mail): boolean {
  const word = mail.header('authentication-results')[0] ?? ''
  if (/\bdmarc\s*=\s*fail\b/i.test(word)) return true
  return /\bspf\s*=\s*(soft)?fail\b/i.test(word) && !/\b(dkim|dmarc)\s*=\s*pass\b/i.test(word)
}
