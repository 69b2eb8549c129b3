/** A mailbox over IMAP that does what it is told; for tests. */
import hoodiecrow from 'hoodiecrow-imap'

export type MailboxSink = {
  /** imap://user:password@127.0.0.1:port?address=… */
  url: string
  address: string
  /** Puts a mail in as it came: one letter of the text is one byte. */
  put(raw: string, arrivedAt?: string): void
  /** How many lie in it, and how many of them are marked as read. */
  count(): { all: number; read: number }
  /** The mailbox is made anew: everything in it has other numbers. */
  renumber(): void
  close(): Promise<void>
}

type Message = { uid: number; flags: string[]; raw: string; internaldate: string | false }
type Folder = { messages: Message[]; uidvalidity: number; uidnext: number }
type Server = {
  listen(port: number, host: string, done: () => void): void
  close(done: () => void): void
  appendMessage(folder: string, flags: string[], arrivedAt: string | false, raw: string): void
  getMailbox(folder: string): Folder
  server: { address(): { port: number } }
}

export async function openMailboxSink(
  options: { password?: string; address?: string; port?: number } = {},
): Promise<MailboxSink> {
  const { password = 'right', address = 'belay@lumen.example' } = options
  const imap = hoodiecrow({
    plugins: ['ID', 'UIDPLUS', 'ENABLE', 'LITERALPLUS', 'UNSELECT', 'NAMESPACE', 'SPECIAL-USE'],
    users: { belay: { password } },
    storage: { INBOX: {} },
  }) as unknown as Server
  await new Promise<void>((resolve) => imap.listen(options.port ?? 0, '127.0.0.1', resolve))
  const { port } = imap.server.address()
  const inbox = () => imap.getMailbox('INBOX')
  return {
    url: `imap://belay:${password}@127.0.0.1:${port}?address=${encodeURIComponent(address)}`,
    address,
    put(raw, arrivedAt) {
      imap.appendMessage('INBOX', [], arrivedAt ? imapDate(arrivedAt) : false, raw.replace(/\r?\n/g, '\r\n'))
    },
    count: () => ({
      all: inbox().messages.length,
      read: inbox().messages.filter(({ flags }) => flags.includes('\\Seen')).length,
    }),
    renumber() {
      const folder = inbox()
      folder.uidvalidity += 1
      for (const [n, message] of folder.messages.entries()) message.uid = n + 1
      folder.uidnext = folder.messages.length + 1
    },
    close: () => new Promise((resolve) => imap.close(resolve)),
  }
}

/** `02-Mar-2026 09:00:00 +0000` */
function imapDate(at: string): string {
  const date = new Date(at)
  const month = new Intl.DateTimeFormat('en', { month: 'short', timeZone: 'UTC' }).format(date)
  return `${at.slice(8, 10)}-${month}-${at.slice(0, 4)} ${at.slice(11, 19)} +0000`
}
