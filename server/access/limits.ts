/**
 * Slows down guessing without locking anybody out.
 *
 * Three counts, of failures only:
 * - name and network together: five free, then waits that double up to 15 minutes.
 *   Whoever attacks an account from elsewhere does not slow down its owner here.
 * - network: generous, since a whole office comes from one address, and the more so
 *   the more of the company came in from there lately; waits stay short, and somebody
 *   who signed in from there before does not feel them.
 * - name over all networks: for guessing from many addresses; its owner's known
 *   networks are exempt, and links in mail always work.
 *
 * Keys are keyed hashes: what people type into a name field is sometimes their password.
 */
import { isIPv6 } from 'node:net'
import { type RawBuilder, sql } from 'kysely'
import type { OpenContext } from '../platform/context.ts'
import { addMs, type Instant } from '../platform/clock.ts'
import type { Db } from '../platform/db.ts'
import { problem } from '../platform/problem.ts'
import { keyedHash } from './secrets.ts'

type Limit = { free: number; firstWait: number; longestWait: number; forgetAfter: number }
const minute = 60

/** Seconds. */
export const limits = {
  pair: { free: 5, firstWait: 5, longestWait: 15 * minute, forgetAfter: 60 * minute },
  network: { free: 300, firstWait: 2, longestWait: minute, forgetAfter: 15 * minute },
  name: { free: 60, firstWait: 30, longestWait: 15 * minute, forgetAfter: 24 * 60 * minute },
  /** Links asked for from one network, beyond as many as the company has people. */
  links: { free: 300, firstWait: 5, longestWait: minute, forgetAfter: 15 * minute },
} as const satisfies Record<string, Limit>

/** Where a request comes from: an IPv4 address, or the /64 that one IPv6 customer has for themself. */
export function networkOf(ip: string): string {
  const plain = ip.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '')
  if (!isIPv6(plain)) return plain
  const [head = '', tail = ''] = plain.split('::')
  const left = head.split(':').filter(Boolean)
  const right = plain.includes('::') ? tail.split(':').filter(Boolean) : []
  const groups = [...left, ...Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0'), ...right]
  return `${groups
    .slice(0, 4)
    .map((g) => g.toLowerCase().replace(/^0+(?=.)/, ''))
    .join(':')}::/64`
}

/** How many more mistakes a network may make for each who came in from there for the first time, and how long that counts. */
const newcomer = { mistakes: 3, hours: 24 }

export type Attempt = {
  /** To be called when it was right: takes back what was counted against it. */
  succeeded(): Promise<void>
  /** To be called when it was wrong. True when this failure is the one that begins a wait. */
  failed(): Promise<boolean>
}

/**
 * Begins an attempt at a name, or refuses with `too_many_requests` and the seconds
 * to wait. The pair is counted before the secret is looked at, so that a thousand
 * guesses at the same moment are not a thousand free ones.
 * `knownHere`: the person signed in from this network before.
 */
export async function attempt(
  c: OpenContext,
  db: Db,
  organizationId: string,
  what: string,
  name: string,
  knownHere: boolean,
): Promise<Attempt> {
  const network = networkOf(c.request?.ip ?? '')
  const secret = c.config.secret
  const keys = {
    pair: `pair:${keyedHash(secret, what, name, network).toString('base64url')}`,
    network: networkKey(c, what),
    name: `name:${keyedHash(secret, what, name).toString('base64url')}`,
  }
  const now = c.clock.now()
  if (!knownHere) await refuseWhileBlocked(db, organizationId, [keys.network, keys.name], now)
  const failures = await countFailure(db, organizationId, keys.pair, limits.pair, now)
  if (failures === null) await refuseWhileBlocked(db, organizationId, [keys.pair], now)
  return {
    async succeeded() {
      await sql`delete from sign_in_failure where organization_id = ${organizationId} and key = ${keys.pair}`.execute(
        db,
      )
    },
    async failed() {
      if (!knownHere) {
        const free = limits.network.free + newcomer.mistakes * (await newcomersFrom(c, db, organizationId))
        await countFailure(db, organizationId, keys.network, { ...limits.network, free }, now)
        await countFailure(db, organizationId, keys.name, limits.name, now)
      }
      return failures === limits.pair.free
    },
  }
}

/** Counts something that is limited by itself, such as mails asked for; refuses when it is too much. */
export async function countAgainst(
  c: OpenContext,
  db: Db,
  organizationId: string,
  what: string,
  limit: Limit,
): Promise<void> {
  const key = networkKey(c, what)
  const now = c.clock.now()
  if ((await countFailure(db, organizationId, key, limit, now)) === null)
    await refuseWhileBlocked(db, organizationId, [key], now)
}

/**
 * Counts a request for a link against its network, and answers the seconds to wait when there were
 * too many. Every request counts alike, whoever it names: would it matter whether somebody is
 * known, the moment at which the waits begin would tell. That nobody is kept out is seen to
 * otherwise: everybody behind one address may ask once, and who is known gets their link in any case.
 */
export async function countLink(c: OpenContext, db: Db, organizationId: string): Promise<number | null> {
  const key = networkKey(c, 'request-link')
  const now = c.clock.now()
  const people = sql<number>`coalesce((select max(seq) + 1 from roster where organization_id = ${organizationId}), 0)`
  if ((await countFailure(db, organizationId, key, limits.links, now, people)) !== null) return null
  return await waitOf(db, organizationId, [key], now)
}

/** Somebody came in from this network for the first time. */
export async function countNewcomer(c: OpenContext, db: Db, organizationId: string): Promise<void> {
  const never = { free: 2_000_000_000, firstWait: 0, longestWait: 0, forgetAfter: newcomer.hours * 60 * minute }
  await countFailure(db, organizationId, networkKey(c, 'newcomer'), never, c.clock.now())
}

async function newcomersFrom(c: OpenContext, db: Db, organizationId: string): Promise<number> {
  const { rows } = await sql<{ failures: number }>`select failures from sign_in_failure
    where organization_id = ${organizationId} and key = ${networkKey(c, 'newcomer')}
      and last_failed_at > ${addMs(c.clock.now(), -newcomer.hours * 3_600_000)}`.execute(db)
  return rows[0]?.failures ?? 0
}

function networkKey(c: OpenContext, what: string): string {
  return `network:${keyedHash(c.config.secret, what, networkOf(c.request?.ip ?? '')).toString('base64url')}`
}

async function refuseWhileBlocked(db: Db, organizationId: string, keys: string[], now: Instant): Promise<void> {
  const seconds = await waitOf(db, organizationId, keys, now)
  if (seconds) throw problem('too_many_requests', { seconds })
}

async function waitOf(db: Db, organizationId: string, keys: string[], now: Instant): Promise<number | null> {
  const { rows } = await sql<{ seconds: number }>`
    select ceil(extract(epoch from max(blocked_until) - ${now}::timestamptz))::int as seconds
    from sign_in_failure where organization_id = ${organizationId} and key = any(${keys}) and blocked_until > ${now}`.execute(
    db,
  )
  return rows[0]?.seconds ?? null
}

/**
 * One more failure under a key, and the wait that follows from it, in one statement:
 * the row's lock makes a crowd of guesses wait in line. What is old enough is
 * forgotten first. `more` are free beyond the limit's own, looked up only when those are
 * used up. Answers how many there are, or null while the key is blocked.
 */
async function countFailure(
  db: Db,
  organizationId: string,
  key: string,
  limit: Limit,
  now: Instant,
  more: RawBuilder<number> = sql`0`,
): Promise<number | null> {
  const forgotten = addMs(now, -limit.forgetAfter * 1000)
  const { rows } = await sql<{ failures: number }>`
    insert into sign_in_failure as f (organization_id, key, failures, last_failed_at)
    values (${organizationId}, ${key}, 1, ${now})
    on conflict (organization_id, key) do update set
      failures = case when f.last_failed_at < ${forgotten} then 1 else f.failures + 1 end,
      blocked_until = case
        when f.last_failed_at < ${forgotten} or f.failures + 1 < ${limit.free}::int then null
        when f.failures + 1 >= ${limit.free}::int + (${more})
        then ${now}::timestamptz + least(${limit.longestWait}::int, ${limit.firstWait}::int * power(2, least(20, f.failures + 1 - ${limit.free}::int - (${more})))) * interval '1 second' end,
      last_failed_at = excluded.last_failed_at
    where f.blocked_until is null or f.blocked_until <= ${now}
    returning failures`.execute(db)
  return rows[0]?.failures ?? null
}
