/** A mail as it came, read into what the rest of the module asks about. Nothing of it is believed yet. */
import { createHash } from 'node:crypto'
import { simpleParser, type AddressObject, type Attachment, type ParsedMail } from 'mailparser'
import { clean } from './words.ts'

export type Mail = {
  /** `<…>`; empty: it has none, or none that can be used. */
  messageId: string
  /** The same mail, delivered twice, has the same. */
  fingerprint: string
  /** Everybody it says it is from, lower case. */
  from: readonly string[]
  /** Everybody it went to, lower case. */
  to: readonly string[]
  subject: string
  text: string
  /** Whole source where texts in it are looked for, as letters of one byte. */
  raw: string
  /** Message-IDs that it answers. */
  answers: readonly string[]
  /** Attached files, without pictures of a signature and signatures of the mail. */
  files: number
  header(name: string): readonly string[]
}

const mostSearched = 512 * 1024

export async function readMail(source: Buffer): Promise<Mail> {
  const parsed = await simpleParser(source, {
    skipTextToHtml: true,
    skipImageLinks: true,
    maxHtmlLengthToParse: 500_000,
  })
  const lines = parsed.headerLines.map(({ key, line }) => ({
    key: key.toLowerCase(),
    value: line
      .slice(line.indexOf(':') + 1)
      .replace(/\s+/g, ' ')
      .trim(),
  }))
  const header = (name: string) => lines.flatMap(({ key, value }) => (key === name ? [clean(value)] : []))
  const messageId = usableId(parsed.messageId)
  const from = addressesOf(parsed.from)
  return {
    messageId,
    fingerprint: fingerprintOf(messageId, from, parsed),
    from,
    to: [
      ...addressesOf(parsed.to),
      ...addressesOf(parsed.cc),
      ...[...header('delivered-to'), ...header('x-original-to'), ...header('envelope-to')].map((one) =>
        one.toLowerCase(),
      ),
    ],
    subject: clean(parsed.subject ?? ''),
    text: clean(parsed.text ?? ''),
    raw: source.subarray(0, mostSearched).toString('latin1'),
    answers: [...idsIn(parsed.inReplyTo), ...idsIn([parsed.references ?? []].flat().join(' '))],
    files: parsed.attachments.filter(isFile).length,
    header,
  }
}

const usableId = (id: string | undefined) => (id && /^<[^<>\s]{1,480}>$/.test(clean(id)) ? clean(id) : '')
const idsIn = (text: string | undefined) => (text ?? '').match(/<[^<>\s]{1,480}>/g) ?? []

function addressesOf(field: AddressObject | AddressObject[] | undefined): string[] {
  return [field ?? []].flat().flatMap(({ value }) =>
    value
      .flatMap((one) => [one, ...(one.group ?? [])])
      .flatMap(({ address }) => {
        const said = clean(address ?? '').toLowerCase()
        return said.includes('@') && said.length <= 320 ? [said] : []
      }),
  )
}

/** By its id and who it says it is from; where it has no id, by what it says and when it was written. */
function fingerprintOf(messageId: string, from: readonly string[], parsed: ParsedMail): string {
  const hash = createHash('sha256').update(from.join(',')).update('\0')
  if (messageId) hash.update(messageId)
  else
    hash
      .update(`${parsed.date?.toISOString() ?? ''}\0${parsed.subject ?? ''}\0`)
      .update(parsed.text ?? '')
      .update(parsed.html || '')
  return hash.digest('hex')
}

function isFile({ related, contentDisposition, contentType }: Attachment): boolean {
  if (related || (contentDisposition === 'inline' && contentType.startsWith('image/'))) return false
  return !/^(application\/(pgp|pkcs7|x-pkcs7)-signature|text\/calendar|message\/(delivery-status|disposition-notification))/.test(
    contentType,
  )
}
