/** What it means that a letter could not be delivered, from the words of mail servers (RFC 3463 and what they say besides). */

/** Reasons that hold for every letter to the address. */
export const deadReasons = ['no_such_address', 'mailbox_closed', 'no_such_domain'] as const
/** Reasons that hold for this letter, or for now. */
export const passingReasons = ['mailbox_full', 'too_large', 'not_accepted', 'not_reached', 'came_back'] as const
export type DeadReason = (typeof deadReasons)[number]
export type UndeliveredReason = DeadReason | (typeof passingReasons)[number]

export const isDead = (reason: UndeliveredReason): reason is DeadReason =>
  (deadReasons as readonly string[]).includes(reason)

const byCode: readonly [RegExp, UndeliveredReason][] = [
  [/^5\.1\.(1|3|6|10)$/, 'no_such_address'],
  // As one large provider answers for somebody whom a company does not know.
  [/^5\.4\.1$/, 'no_such_address'],
  [/^5\.1\.2$|^5\.4\.4$/, 'no_such_domain'],
  [/^5\.2\.1$/, 'mailbox_closed'],
  [/^[45]\.2\.2$/, 'mailbox_full'],
  [/^[45]\.(2\.3|3\.4)$/, 'too_large'],
  [/^[45]\.7\.\d+$/, 'not_accepted'],
  [/^4\.\d+\.\d+$|^5\.4\.7$/, 'not_reached'],
]
const byWords: readonly [RegExp, UndeliveredReason][] = [
  [
    /\b(mailbox|quota|storage|inbox)\b.{0,40}\b(full|exceeded|limit)|over ?quota|quota exceeded|mailbox full/i,
    'mailbox_full',
  ],
  [
    /user unknown|unknown user|no such (user|recipient|mailbox|address)|does ?n[o']t exist|do not exist|unknown recipient|invalid recipient|recipient (not found|unknown)|no mailbox (here )?by that name/i,
    'no_such_address',
  ],
  [
    /(domain|host)\b.{0,40}\b(not found|not exist|unknown)|nxdomain|unrouteable|name or service not known/i,
    'no_such_domain',
  ],
  [/\b(account|mailbox|user|address)\b.{0,40}\b(disabled|inactive|suspended|closed|deactivated)/i, 'mailbox_closed'],
  [/too (large|big)|size (limit|exceed)/i, 'too_large'],
  [/spam|policy|block(ed|list)|blacklist|reputation|not (permitted|allowed|authori[sz]ed)/i, 'not_accepted'],
  [/timed? ?out|retry (time|timeout)|unreachable|connection refused|delivery time expired/i, 'not_reached'],
]

/** `code` as a report states it; else the one in the words. Codes that say nothing in particular leave it to the words. */
export function whyUndelivered(words: string, code?: string | null): UndeliveredReason {
  const stated = code ?? /\b([45]\.\d{1,3}\.\d{1,3})\b/.exec(words)?.[1] ?? ''
  const known = byCode.find(([pattern]) => pattern.test(stated))?.[1]
  if (known && known !== 'not_reached') return known
  const said = byWords.find(([pattern]) => pattern.test(words))?.[1]
  // What may pass does not become final by a word in it.
  if (known === 'not_reached') return said && !isDead(said) ? said : 'not_reached'
  return said ?? 'came_back'
}
