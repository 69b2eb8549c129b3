/**
 * Seals what may not be read before a round ends. The key is made of the installation's
 * secret and of bytes that go when the round ends: whoever has the database alone, or a
 * copy of it, reads nothing and recognizes nobody.
 */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'

export type Seal = { key: Buffer; mark: Buffer }

export const newSeal = (): Buffer => randomBytes(32)

export function sealOf(secret: string, seal: Buffer): Seal {
  const key = (use: string) => Buffer.from(hkdfSync('sha256', secret, seal, `belay pulse ${use}`, 32))
  return { key: key('seal'), mark: key('mark') }
}

/** The same person always has the same mark in a round, and nobody can tell whose it is. */
export function markOf({ mark }: Seal, personId: string): Buffer {
  return createHmac('sha256', mark).update(personId).digest()
}

/** Sealed slips have one of few lengths, so that a length says nothing about what was answered. */
const step = 192

export function seal({ key }: Seal, content: unknown): Buffer {
  const plain = Buffer.from(JSON.stringify(content))
  const padded = Buffer.alloc(Math.ceil((plain.length + 1) / step) * step, 0x20)
  plain.copy(padded)
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  const body = Buffer.concat([cipher.update(padded), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), body])
}

/** Null where it was sealed under another secret. */
export function unseal({ key }: Seal, sealed: Buffer): unknown {
  try {
    const cipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12))
    cipher.setAuthTag(sealed.subarray(12, 28))
    return JSON.parse(Buffer.concat([cipher.update(sealed.subarray(28)), cipher.final()]).toString())
  } catch {
    return null
  }
}
