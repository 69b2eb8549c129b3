/**
 * The address under which one person opens one package: signed, for a few hours, and only the
 * one made last works. It stands in the path, for the origin that serves packages has no cookies.
 */
import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'
import { addMs, type Instant } from '../platform/clock.ts'
import type { Config } from '../platform/config.ts'
import { isId } from '../platform/id.ts'

export type Ticket = { organizationId: string; attemptId: string; opening: number }

/** As long as somebody may sit over one course without opening it again. */
const lasts = 4 * 3_600_000

const keyOf = (config: Pick<Config, 'secret'>) =>
  Buffer.from(hkdfSync('sha256', config.secret, '', 'learning packages', 32))
const sign = (config: Pick<Config, 'secret'>, said: string) =>
  createHmac('sha256', keyOf(config)).update(said).digest('base64url')

export function writeTicket(config: Pick<Config, 'secret'>, ticket: Ticket, now: Instant): string {
  const until = Date.parse(addMs(now, lasts))
  const said = Buffer.from(
    [ticket.organizationId, ticket.attemptId, ticket.opening.toString(36), until.toString(36)].join(' '),
  ).toString('base64url')
  return `${said}.${sign(config, said)}`
}

/** Null for anything that we did not sign as it stands, or that is over. */
export function readTicket(config: Pick<Config, 'secret'>, text: string, now: Instant): Ticket | null {
  const [said = '', signature = '', ...rest] = text.split('.')
  const [ours, theirs] = [Buffer.from(sign(config, said)), Buffer.from(signature)]
  if (rest.length > 0 || ours.length !== theirs.length || !timingSafeEqual(ours, theirs)) return null
  const [organizationId = '', attemptId = '', opening = '', until = ''] = Buffer.from(said, 'base64url')
    .toString()
    .split(' ')
  if (!isId(organizationId) || !isId(attemptId) || Number.parseInt(until, 36) <= Date.parse(now)) return null
  return { organizationId, attemptId, opening: Number.parseInt(opening, 36) }
}
