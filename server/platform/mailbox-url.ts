import type { Config } from './config.ts'

/** Host, account and folder of `INBOUND_URL`, and the address that people write to. */
export function readMailboxUrl(inboundUrl: string) {
  const url = new URL(inboundUrl)
  const secure = url.protocol === 'imaps:'
  const user = decodeURIComponent(url.username)
  const address = url.searchParams.get('address') ?? user
  return {
    host: url.hostname,
    port: Number(url.port) || (secure ? 993 : 143),
    secure,
    user,
    password: decodeURIComponent(url.password),
    folder: decodeURIComponent(url.pathname.slice(1)) || 'INBOX',
    address: address.toLowerCase(),
  }
}

/** The address that people write to; null: no mailbox is read. */
export const mailboxAddress = (config: Pick<Config, 'inboundUrl'>): string | null =>
  config.inboundUrl ? readMailboxUrl(config.inboundUrl).address : null
