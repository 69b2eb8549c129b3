/** Reports that a letter could not be delivered: RFC 3464, and those that mail servers write as they like. */
import { whyUndelivered } from '../attention/attention.ts'
import type { Mail } from './reading.ts'

export type Return = {
  /** Ids that may be letters of ours. */
  letters: readonly string[]
  /** It will be tried further, or arrived: nothing came back. */
  final: boolean
  code: string | null
  /** What the other side said. */
  answer: string
}

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/
/** The ids of letters that stand in a text as `<id@host>`, or with their brackets written otherwise. */
export const lettersIn = (text: string): string[] => [
  ...new Set([...text.toLowerCase().matchAll(new RegExp(`(${uuid.source})@`, 'g'))].map((found) => found[1]!)),
]

const daemons = /^(mailer-daemon|mail-daemon|postmaster|mdaemon|microsoftexchange[0-9a-f]+)@/

/** The report that a mail is; null: none. */
export function returnOf(mail: Mail): Return | null {
  const type = mail.header('content-type')[0] ?? ''
  const report = /^multipart\/report\b/i.test(type) && /report-type\s*=\s*"?delivery-status/i.test(type)
  const told = mail.header('x-failed-recipients').length > 0
  const daemon = mail.from.some((address) => daemons.test(address))
  const absent =
    mail.header('auto-submitted').some((value) => /^auto-replied\b/i.test(value)) && !report && !told && !daemon
  if (absent || (!report && !told && !daemon)) return null
  const text = `${mail.text}\n${mail.raw}`
  const field = (name: string) =>
    new RegExp(`^${name}:[ \\t]*(.+(?:\\r?\\n[ \\t].+)*)`, 'im').exec(text)?.[1]?.replace(/\s+/g, ' ').trim()
  const action = field('Action')?.toLowerCase()
  const code = /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(field('Status') ?? '')?.[0] ?? null
  const diagnostic = field('Diagnostic-Code')?.replace(/^smtp;\s*/i, '') ?? ''
  const delayed = /delay|will keep trying|will be retried|still being retried|verzögert|retras|retard/i
  const failed = action ? action === 'failed' : !delayed.test(`${mail.subject}\n${mail.text.slice(0, 2000)}`)
  return {
    // The letter that came back says its own id; what else is named in it comes after that.
    letters: lettersIn(
      `${(mail.raw.match(/^message-id:\s*\S+/gim) ?? []).join(' ')} ${mail.answers.join(' ')} ${mail.raw}`,
    ),
    final: failed && !(code ?? '5').startsWith('2'),
    code,
    answer: (diagnostic || saidIn(mail.text)).slice(0, 300),
  }
}

/** The line of a report written for people that says most. */
function saidIn(text: string): string {
  const lines = text.split('\n').map((line) => line.trim())
  return (
    lines.find((line) => /\b[45]\d\d[ -]|\b[45]\.\d+\.\d+\b/.test(line)) ??
    lines.find((line) => whyUndelivered(line) !== 'came_back') ??
    lines.find((line) => line.length > 20) ??
    ''
  )
}
