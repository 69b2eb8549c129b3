/**
 * What champions hear, until it is released: all notes in one box, encrypted with a key that is not in the
 * database, mixed and padded to whole steps with each note. Whoever reads the database or a backup sees that
 * a box is there and nothing else; the server's operator has the key.
 */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, randomInt } from 'node:crypto'
import * as z from 'zod'
import { heardTopics } from '../../contract/champions.ts'
import type { Config } from '../platform/config.ts'

/** Bytes to which a box grows, so that its length does not tell how much the last one wrote. */
export const step = 16_384

const note = z.object({ topic: z.enum(heardTopics), words: z.string(), quote: z.string() })
export type Note = z.output<typeof note>
/** `wrote`: how many notes are of whom, by a mark that only this box makes, so that nobody fills it alone. */
const box = z.object({ notes: z.array(note), wrote: z.record(z.string(), z.int()) })
export type Box = z.output<typeof box>
/** A box that was sealed before it was counted who fills it holds its notes alone. */
const shape = z.union([box, z.array(note).transform((notes): Box => ({ notes, wrote: {} }))])

const keyOf = (config: Pick<Config, 'secret'>) =>
  Buffer.from(hkdfSync('sha256', config.secret, '', 'belay champions: what is heard', 32))

export function shuffled<T>(list: readonly T[]): T[] {
  const mixed = [...list]
  for (let i = mixed.length - 1; i > 0; i--) {
    const j = randomInt(i + 1)
    ;[mixed[i], mixed[j]] = [mixed[j]!, mixed[i]!]
  }
  return mixed
}

/** Whoever wrote a note, inside the box. */
export const markIn = (config: Pick<Config, 'secret'>, personId: string): string =>
  createHmac('sha256', keyOf(config)).update(personId).digest('base64url')

export function seal(config: Pick<Config, 'secret'>, organizationId: string, { notes, wrote }: Box): Buffer {
  const said = Object.fromEntries(Object.entries(wrote).toSorted(([a], [b]) => (a < b ? -1 : 1)))
  const plain = Buffer.from(JSON.stringify({ notes: shuffled(notes), wrote: said }), 'utf8')
  const padded = Buffer.alloc(Math.ceil((plain.length + 4) / step) * step)
  padded.writeUInt32BE(plain.length)
  plain.copy(padded, 4)
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', keyOf(config), nonce).setAAD(Buffer.from(organizationId))
  const sealed = Buffer.concat([cipher.update(padded), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed])
}

/** Null where it was sealed under another secret: then nobody can open it. */
export function unseal(config: Pick<Config, 'secret'>, organizationId: string, sealed: Buffer): Box | null {
  try {
    const open = createDecipheriv('aes-256-gcm', keyOf(config), sealed.subarray(0, 12)).setAAD(
      Buffer.from(organizationId),
    )
    open.setAuthTag(sealed.subarray(12, 28))
    const padded = Buffer.concat([open.update(sealed.subarray(28)), open.final()])
    return shape.parse(JSON.parse(padded.subarray(4, 4 + padded.readUInt32BE()).toString('utf8')))
  } catch {
    return null
  }
}
