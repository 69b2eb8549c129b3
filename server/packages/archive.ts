/**
 * What is in a zip file, checked before anything of it is kept. Whoever made the file is not
 * believed: neither its names nor the sizes that it says.
 */
import { TextDecoder } from 'node:util'
import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl'
import { Problem, problem } from '../platform/problem.ts'

const megabyte = 1024 * 1024
/** The zip file is read at once, as other files are; unpacked it is kept in the database. */
export const limits = { zip: 64 * megabyte, unpacked: 200 * megabyte, files: 3000 }
const longestPath = 300

/** By path, as the manifest names them. */
export type Files = ReadonlyMap<string, Buffer>

/** What packing programs leave behind. */
const litter = /(^|\/)(__MACOSX\/|\.DS_Store$|Thumbs\.db$|desktop\.ini$)/i

export async function unpack(bytes: Buffer): Promise<Files> {
  const zip = await fromBufferPromise(bytes, {
    lazyEntries: true,
    decodeStrings: false,
    validateEntrySizes: true,
  }).catch((error: unknown) => {
    throw problem('package_zip', {}, error)
  })
  const entries = await entriesOf(zip)
  const files = new Map<string, Buffer>()
  let left = limits.unpacked
  for (const { path, entry } of entries) {
    const file = await contentOf(zip, entry)
    left -= file.length
    if (left < 0) throw tooLarge()
    files.set(path, file)
  }
  return files
}

const tooLarge = () => problem('package_size', { limit: `${limits.unpacked / megabyte} MB` })

/** Names, kinds and sizes of all entries; nothing is unpacked before they are right. */
async function entriesOf(zip: ZipFile): Promise<{ path: string; entry: Entry }[]> {
  if (zip.entryCount > limits.files * 2) throw problem('package_files', { limit: limits.files })
  const found: { path: string; entry: Entry }[] = []
  const names = new Set<string>()
  let size = 0
  try {
    for await (const entry of zip.eachEntry()) {
      const path = pathOf(entry)
      if (litter.test(path)) continue
      if (path.endsWith('/')) continue
      // Written by a program of Unix, the mode stands above: whatever is no plain file could lead elsewhere.
      const mode = (entry.externalFileAttributes >>> 16) & 0o170000
      if (mode !== 0 && mode !== 0o100000) throw problem('package_path', { path: shown(path) })
      if (entry.isEncrypted()) throw problem('package_locked')
      if (!entry.canDecodeFileData()) throw problem('package_zip')
      const key = path.normalize('NFC').toLowerCase()
      if (names.has(key)) throw problem('package_twice', { path: shown(path) })
      names.add(key)
      size += entry.uncompressedSize
      if (size > limits.unpacked) throw tooLarge()
      found.push({ path, entry })
      if (found.length > limits.files) throw problem('package_files', { limit: limits.files })
    }
  } catch (error) {
    if (error instanceof Problem) throw error
    throw problem('package_zip', {}, error)
  }
  return found
}

const shown = (path: string) => path.replace(/\p{C}/gu, '·').slice(0, 120)

const utf8 = new TextDecoder('utf-8', { fatal: true })
/** Names are UTF-8 where they are marked so, and mostly where they are not; what cannot be read is refused, for a page that names it would not find it. */
function pathOf(entry: Entry): string {
  let name: string
  try {
    name = utf8.decode(entry.fileNameRaw)
  } catch {
    throw problem('package_path', { path: shown(entry.fileNameRaw.toString('latin1')) })
  }
  // Some programs write the other slash.
  const path = name.replaceAll('\\', '/')
  const steps = path.split('/')
  const bad =
    path === '' ||
    path.length > longestPath ||
    path.startsWith('/') ||
    /^[a-z]:/i.test(path) ||
    /\p{Cc}/u.test(path) ||
    steps.some((step, i) => step === '..' || step === '.' || (step === '' && i < steps.length - 1))
  if (bad) throw problem('package_path', { path: shown(path) })
  return path
}

/** An entry that unpacks to more than it says ends the reading; so does one that is damaged. */
async function contentOf(zip: ZipFile, entry: Entry): Promise<Buffer> {
  const parts: Buffer[] = []
  try {
    for await (const part of await zip.openReadStreamPromise(entry)) parts.push(part as Buffer)
  } catch (error) {
    throw problem('package_zip', {}, error)
  }
  return Buffer.concat(parts)
}
