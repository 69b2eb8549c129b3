/** Logos: what may be one, and who may load it. */
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Input } from '../../contract/operation.ts'
import type { program } from '../../contract/program.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import type { FileAnswer } from '../platform/http.ts'
import { problem } from '../platform/problem.ts'

export const mostBytes = 300 * 1024
const mostPixels = 4000

export type Picture = { type: 'image/png' | 'image/jpeg' | 'image/webp'; width: number; height: number }

/**
 * What a file says it is in its first bytes, never by its name: PNG, JPEG or WebP with
 * its size in pixels. Null for anything else, SVG included, which could carry scripts.
 */
export function pictureOf(bytes: Buffer, most: number = mostPixels): Picture | null {
  const picture = headOf(bytes)
  return picture && Math.max(picture.width, picture.height) <= most ? picture : null
}

function headOf(bytes: Buffer): Picture | null {
  if (bytes.length < 32) return null
  if (
    bytes.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) &&
    bytes.toString('latin1', 12, 16) === 'IHDR'
  ) {
    return sized('image/png', bytes.readUInt32BE(16), bytes.readUInt32BE(20))
  }
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return jpeg(bytes)
  if (bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP') return webp(bytes)
  return null
}

function sized(type: Picture['type'], width: number, height: number): Picture | null {
  return width > 0 && height > 0 ? { type, width, height } : null
}

/** Walks the segments to the frame header, which holds the size. */
function jpeg(bytes: Buffer): Picture | null {
  let at = 2
  while (at + 9 < bytes.length) {
    if (bytes[at] !== 0xff) return null
    const marker = bytes[at + 1]!
    if (marker === 0xff) {
      at++
      continue
    }
    const frame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
    if (frame) return sized('image/jpeg', bytes.readUInt16BE(at + 7), bytes.readUInt16BE(at + 5))
    at += 2 + bytes.readUInt16BE(at + 2)
  }
  return null
}

function webp(bytes: Buffer): Picture | null {
  const kind = bytes.toString('latin1', 12, 16)
  if (kind === 'VP8X') return sized('image/webp', bytes.readUIntLE(24, 3) + 1, bytes.readUIntLE(27, 3) + 1)
  if (kind === 'VP8L' && bytes[20] === 0x2f) {
    const bits = bytes.readUInt32LE(21)
    return sized('image/webp', (bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1)
  }
  if (kind === 'VP8 ') return sized('image/webp', bytes.readUInt16LE(26) & 0x3fff, bytes.readUInt16LE(28) & 0x3fff)
  return null
}

/** Keeps a picture; the same bytes once. Throws `too_large` or `logo_unreadable`. */
export async function keepLogo(tx: Tx, c: Context, name: string, bytes: unknown): Promise<string> {
  if (!Buffer.isBuffer(bytes)) throw problem('logo_unreadable')
  if (bytes.length > mostBytes) throw problem('too_large', { limit: '300 kB' })
  const picture = pictureOf(bytes)
  if (!picture) throw problem('logo_unreadable')
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const { rows } = await sql<{ id: string }>`
    insert into stored_file (organization_id, name, media_type, bytes, sha256, created_by, created_at)
    values (${c.organizationId}, ${`logo: ${name}`.slice(0, 300)}, ${picture.type}, ${bytes}, ${sha256}, ${c.viewer.personId}, ${c.clock.now()}) returning id`.execute(
    tx,
  )
  return rows[0]!.id
}

/** The bytes of a stored logo; null where there is none. For mail. */
export async function logoFile(
  db: Db,
  organizationId: string,
  fileId: string,
): Promise<{ type: string; bytes: Buffer } | null> {
  const { rows } = await sql<{ media_type: string; bytes: Buffer }>`select media_type, bytes from stored_file
    where organization_id = ${organizationId} and id = ${fileId} and media_type in ('image/png', 'image/jpeg', 'image/webp')`.execute(
    db,
  )
  return rows[0] ? { type: rows[0].media_type, bytes: rows[0].bytes } : null
}

/** A logo of a published version, for everybody; of a draft, for the program team only. No other stored file. */
export async function sendLogo(c: Context, input: Input<typeof program.logo>): Promise<FileAnswer> {
  const team = c.viewer.roles.some((role) => ['lead', 'sponsor', 'admin', 'hr', 'committee', 'champion'].includes(role))
  const { rows } = await sql`
    select 1 from program_version where organization_id = ${c.organizationId} and brand ->> 'logoFileId' = ${input.fileId}
    union all
    select 1 from program where ${team} and organization_id = ${c.organizationId} and draft -> 'brand' ->> 'logoFileId' = ${input.fileId}
    limit 1`.execute(c.db)
  const file = rows.length > 0 ? await logoFile(c.db, c.organizationId, input.fileId) : null
  if (!file) throw problem('not_found')
  // A file never changes under its id.
  return { type: file.type, body: file.bytes, cache: 'private, max-age=31536000, immutable' }
}
