/**
 * Anonymous answers while their request is open: all of them in one box, encrypted with a key that is
 * not in the database, padded to whole steps and written anew with each answer. Whoever reads the
 * database or a backup sees that a box is there and nothing else; the server's operator has the key.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes, randomInt } from 'node:crypto'
import * as z from 'zod'
import type { Config } from '../platform/config.ts'
import { type Pooled, shuffled } from './rules.ts'

/** Bytes to which a box grows, so that its length does not tell how much the last one wrote. */
export const step = 16_384

const shape = z.array(
  z.object({
    pool: z.enum(['peer', 'report']),
    answers: z.array(z.object({ questionId: z.string(), words: z.string() })),
  }),
)
const keyOf = (config: Pick<Config, 'secret'>) =>
  Buffer.from(hkdfSync('sha256', config.secret, '', 'belay feedback: sealed answers', 32))
type Of = { organizationId: string; requestId: string }
const boundTo = (of: Of) => Buffer.from(`${of.organizationId} ${of.requestId}`)

export function seal(config: Pick<Config, 'secret'>, of: Of, answers: readonly Pooled[]): Buffer {
  const plain = Buffer.from(JSON.stringify(shuffled(answers, randomInt)), 'utf8')
  const padded = Buffer.alloc(Math.ceil((plain.length + 4) / step) * step)
  padded.writeUInt32BE(plain.length)
  plain.copy(padded, 4)
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', keyOf(config), nonce).setAAD(boundTo(of))
  const sealed = Buffer.concat([cipher.update(padded), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed])
}

/** Throws where the installation's SECRET is not the one that sealed it. */
export function unseal(config: Pick<Config, 'secret'>, of: Of, box: Buffer): Pooled[] {
  const open = createDecipheriv('aes-256-gcm', keyOf(config), box.subarray(0, 12)).setAAD(boundTo(of))
  open.setAuthTag(box.subarray(12, 28))
  const padded = Buffer.concat([open.update(box.subarray(28)), open.final()])
  return shape.parse(JSON.parse(padded.subarray(4, 4 + padded.readUInt32BE()).toString('utf8')))
}
