/**
 * The product's own mailbox over IMAP, through imapflow: what lies in it, one mail after the other, in the order in
 * which it came. The only file that knows imapflow. Nothing is ever deleted there; what was read is marked as read.
 */
import { ImapFlow } from 'imapflow'
import type { Instant } from './clock.ts'
import { readMailboxUrl } from './mailbox-url.ts'

/** More is not fetched: a question is words. */
export const mostBytes = 10 * 1024 * 1024
/** Of a mail that is too large, so much is read as its head. */
const mostHead = 256 * 1024

export type MailboxTrouble = 'unreachable' | 'sign_in' | 'security' | 'folder' | 'other'

/** A mailbox that cannot be used, with what the other side said. */
export class MailboxError extends Error {
  override name = 'MailboxError'
  readonly code: MailboxTrouble
  constructor(code: MailboxTrouble, answer: string) {
    super(answer.replace(/\s+/g, ' ').slice(0, 300))
    this.code = code
  }
}

/** `source` of one that is too large is its head alone. */
export type FetchedMail = { number: number; arrivedAt: Instant; tooLarge: boolean; source: Buffer }

export type Mailbox = {
  /** The mailbox's numbering; another one means that all mails have other numbers. */
  numbering: string
  /** Mails with a higher number than this, the lowest first, one at a time. */
  after(number: number): AsyncGenerator<FetchedMail>
  /** Marks them as read; that it cannot be done is no fault. */
  markRead(numbers: readonly number[]): Promise<void>
  close(): Promise<void>
}

/** Opens the folder. Throws MailboxError. */
export async function openMailbox(inboundUrl: string): Promise<Mailbox> {
  const at = readMailboxUrl(inboundUrl)
  const local = ['localhost', '127.0.0.1', '[::1]'].includes(at.host)
  const client = new ImapFlow({
    host: at.host,
    port: at.port,
    secure: at.secure,
    // A password goes over a line that is not encrypted only within this machine.
    ...(at.secure ? {} : { doSTARTTLS: !local }),
    auth: { user: at.user, pass: at.password },
    logger: false,
    disableAutoIdle: true,
    connectionTimeout: 15_000,
    greetingTimeout: 15_000,
    socketTimeout: 60_000,
  })
  // Told through what fails next; without a listener it would end the process.
  client.on('error', () => {})
  try {
    await client.connect()
  } catch (error) {
    client.close()
    throw troubleOf(error)
  }
  const close = () => client.logout().catch(() => client.close())
  try {
    const folder = await client.mailboxOpen(at.folder)
    return { numbering: String(folder.uidValidity), after: (number) => fetchAfter(client, number), markRead, close }
  } catch (error) {
    const connected = client.usable
    await close()
    throw connected ? new MailboxError('folder', answerOf(error)) : troubleOf(error)
  }

  async function markRead(numbers: readonly number[]): Promise<void> {
    if (numbers.length === 0) return
    await client.messageFlagsAdd(numbers.join(','), ['\\Seen'], { uid: true }).catch(() => false)
  }
}

async function* fetchAfter(client: ImapFlow, number: number): AsyncGenerator<FetchedMail> {
  try {
    const waiting: { uid: number; size: number; arrivedAt: Instant }[] = []
    for await (const found of client.fetch(
      `${number + 1}:*`,
      { uid: true, size: true, internalDate: true },
      { uid: true },
    ))
      // `n:*` names the last one too where there is none above.
      if (found.uid > number)
        waiting.push({
          uid: found.uid,
          size: found.size ?? 0,
          arrivedAt: new Date(found.internalDate ?? 0).toISOString(),
        })
    for (const { uid, size, arrivedAt } of waiting.toSorted((a, b) => a.uid - b.uid)) {
      const tooLarge = size > mostBytes
      const found = await client.fetchOne(
        String(uid),
        tooLarge ? { uid: true, headers: true } : { uid: true, source: true },
        { uid: true },
      )
      // Somebody has taken it out meanwhile.
      if (!found) continue
      const source = (tooLarge ? found.headers?.subarray(0, mostHead) : found.source) ?? Buffer.alloc(0)
      yield { number: uid, arrivedAt, tooLarge, source }
    }
  } catch (error) {
    throw error instanceof MailboxError ? error : troubleOf(error)
  }
}

type ImapError = Error & {
  code?: string
  syscall?: string
  authenticationFailed?: boolean
  responseText?: string
  tlsFailed?: boolean
}

const answerOf = (error: unknown) => String((error as ImapError).responseText ?? (error as Error).message)

function troubleOf(error: unknown): MailboxError {
  const { code = '', syscall, authenticationFailed, tlsFailed, message } = error as ImapError
  const answer = answerOf(error)
  if (authenticationFailed) return new MailboxError('sign_in', answer)
  if (tlsFailed || /certificate|self.signed|SSL routines|STARTTLS|TLS/i.test(`${code} ${message}`))
    return new MailboxError('security', answer)
  if (
    syscall === 'connect' ||
    syscall === 'getaddrinfo' ||
    /^(ECONN|ETIMEDOUT|EHOST|ENET|ENOTFOUND|EDNS|CONNECT_TIMEOUT|GREETING_TIMEOUT|UPGRADE_TIMEOUT|NoConnection|EConnectionClosed|ClosedAfterConnect|ETIMEOUT)/.test(
      code,
    )
  )
    return new MailboxError('unreachable', answer)
  return new MailboxError('other', answer)
}
