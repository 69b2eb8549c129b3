/** A mail server that does what it is told; for tests. */
import { simpleParser, type ParsedMail } from 'mailparser'
import { SMTPServer, type SMTPServerSession } from 'smtp-server'

export type Received = {
  from: string
  to: string[]
  raw: string
  /** Subject, text, html, headers, attachments. */
  parsed(): Promise<ParsedMail>
}

type Refusal = { code: number; message: string }

export type Behaviour = {
  /** Refuses an address at RCPT, e.g. `{ code: 550, message: 'no such user' }`; null accepts. */
  recipient?: (address: string) => Refusal | null
  /** Refuses the whole message after DATA. */
  message?: (received: Received) => Refusal | null
  /** Milliseconds before each answer to DATA. */
  delay?: number
  /** `before`: the line breaks with the message not kept. `after`: kept, but the sender never hears of it. */
  drop?: 'before' | 'after'
}

export type SmtpSink = {
  /** smtp://user:password@127.0.0.1:port */
  url: string
  received: Received[]
  /** How it treats what comes from now on. `{}`: everything is accepted. */
  behave(behaviour: Behaviour): void
  /** Resolves once `count` messages in all have arrived. */
  waitFor(count: number): Promise<void>
  to(address: string): Received[]
  close(): Promise<void>
}

export async function openSink(options: { password?: string } = {}): Promise<SmtpSink> {
  const received: Received[] = []
  const waiting: { count: number; resolve: () => void }[] = []
  let behaviour: Behaviour = {}
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    size: 50 * 1024 * 1024,
    onAuth(auth, _session, done) {
      if (options.password !== undefined && auth.password !== options.password)
        return done(refusal({ code: 535, message: 'wrong user name or password' }))
      done(null, { user: auth.username })
    },
    onRcptTo(address, _session, done) {
      const refused = behaviour.recipient?.(address.address)
      done(refused ? refusal(refused) : null)
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const raw = Buffer.concat(chunks).toString('utf8')
        const from = session.envelope.mailFrom === false ? '' : session.envelope.mailFrom.address
        const message: Received = {
          from,
          to: session.envelope.rcptTo.map((r) => r.address),
          raw,
          parsed: () => simpleParser(raw),
        }
        const { delay = 0, drop, message: judge } = behaviour
        const answer = () => {
          if (drop === 'before') return hangUp(smtp, session)
          const refused = judge?.(message)
          if (refused) return done(refusal(refused))
          received.push(message)
          for (const w of waiting) if (received.length >= w.count) w.resolve()
          if (drop === 'after') return hangUp(smtp, session)
          done(null)
        }
        if (delay > 0) setTimeout(answer, delay)
        else answer()
      })
    },
  })
  smtp.on('error', () => {}) // clients that vanish are part of the play
  await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve))
  const address = smtp.server.address()
  if (address === null || typeof address === 'string') throw new Error('The mail sink has no port.')
  const close = () => new Promise<void>((resolve) => smtp.close(() => resolve()))
  return {
    url: `smtp://tester:${options.password ?? 'any'}@127.0.0.1:${address.port}`,
    received,
    behave: (next) => void (behaviour = next),
    waitFor: (count) =>
      new Promise((resolve) => (received.length >= count ? resolve() : waiting.push({ count, resolve }))),
    to: (address_) => received.filter((m) => m.to.includes(address_)),
    close,
  }
}

function refusal({ code, message }: Refusal): Error {
  return Object.assign(new Error(message), { responseCode: code })
}

function hangUp(smtp: SMTPServer, session: SMTPServerSession): void {
  const { connections } = smtp as unknown as {
    connections: Set<{ session: SMTPServerSession; _socket: { destroy(): void } }>
  }
  for (const connection of connections) if (connection.session.id === session.id) connection._socket.destroy()
}
