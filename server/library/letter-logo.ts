/**
 * A program's logo in letters: inside the letter, so that nothing is loaded from elsewhere
 * and it can be seen before the program is public. Its letter carries the name of the
 * picture; whoever sends puts the picture beside it, whoever shows it on a page puts it in.
 */
import { sql } from 'kysely'
import type { Brand } from '../../contract/design.ts'
import type { Context } from '../platform/context.ts'
import type { InlinePicture } from '../platform/mail.ts'
import type { Brand as LetterBrand } from './frame.ts'

/** A letter of ten thousand bytes should not weigh a megabyte, a hundred thousand times. */
const mostLetterBytes = 100 * 1024

/** A stored file never changes under its id, so each is read once in a process; null: not for letters. */
const read = new Map<string, InlinePicture | null>()

async function pictureOf(c: Pick<Context, 'db' | 'organizationId'>, fileId: string): Promise<InlinePicture | null> {
  const key = `${c.organizationId} ${fileId}`
  const known = read.get(key)
  if (known !== undefined) return known
  // WebP is left out: the mail programs that offices use most do not draw it.
  const { rows } = await sql<{ type: string; bytes: Buffer }>`
    select media_type as type, bytes from stored_file
    where organization_id = ${c.organizationId} and id = ${fileId} and name like 'logo: %'
      and media_type in ('image/png', 'image/jpeg') and octet_length(bytes) <= ${mostLetterBytes}`.execute(c.db)
  const found = rows[0] ? { cid: cidOf(fileId), ...rows[0] } : null
  if (read.size >= 50) read.clear()
  read.set(key, found)
  return found
}

const cidOf = (fileId: string) => `logo-${fileId}@belay`
const named = /cid:logo-([0-9a-f-]{36})@belay/g

/** What a letter wears; without a logo that letters can carry, the name's first letter stands in. */
export async function letterBrand(
  c: Pick<Context, 'db' | 'organizationId'>,
  brand: Pick<Brand, 'accent' | 'logoFileId'> | null | undefined,
): Promise<LetterBrand | undefined> {
  if (!brand) return undefined
  const picture = brand.logoFileId ? await pictureOf(c, brand.logoFileId) : null
  return { accent: brand.accent, ...(picture ? { logoUrl: `cid:${picture.cid}` } : {}) }
}

/** The pictures that a letter names, to travel with it. */
export async function picturesOf(c: Pick<Context, 'db' | 'organizationId'>, html: string): Promise<InlinePicture[]> {
  const ids = new Set([...html.matchAll(named)].map((m) => m[1]!))
  const found = await Promise.all([...ids].map((id) => pictureOf(c, id)))
  return found.filter((picture) => picture !== null)
}

/** The letter as a page shows it, with its pictures in it. */
export async function shownLetter<L extends { html: string }>(
  c: Pick<Context, 'db' | 'organizationId'>,
  letter: L,
): Promise<L> {
  let { html } = letter
  for (const { cid, type, bytes } of await picturesOf(c, html))
    html = html.replaceAll(`cid:${cid}`, `data:${type};base64,${bytes.toString('base64')}`)
  return { ...letter, html }
}
