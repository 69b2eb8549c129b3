/** Secrets that open something: made here, kept only as hashes. */
import { createHash, createHmac, randomBytes, randomInt } from 'node:crypto'

/** 256 bits, safe in an address. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url')
}

/** For secrets of 256 bits: nothing to guess, so a plain hash keeps them. */
export function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest()
}

/** For what is short or known to others: without the installation's own key the hash tells nothing. */
export function keyedHash(key: string, ...parts: readonly string[]): Buffer {
  const hmac = createHmac('sha256', key)
  for (const part of parts) hmac.update(`${Buffer.byteLength(part)}:${part}`)
  return hmac.digest()
}

/** No letters or digits that look alike on paper: no 0 O, 1 I L, 2 Z, 5 S, 8 B, no U and V side by side. */
const letters = '34679ACDEFGHJKMNPQRTWXY'

/** A code to read from paper and type once: 10 characters in two groups, 45 bits. */
export function newCode(): string {
  const code = Array.from({ length: 10 }, () => letters[randomInt(letters.length)]).join('')
  return `${code.slice(0, 5)}-${code.slice(5)}`
}

/** What was typed, as it was printed: capitals, without spaces and dashes. */
export function plainCode(typed: string): string {
  return typed.toUpperCase().replace(/[^A-Z0-9]/g, '')
}
