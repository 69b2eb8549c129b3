/** Reads what lies in an office file, for tests alone. */
import { inflateRawSync } from 'node:zlib'

/** Each part by its name. */
export function unzipped(file: Buffer): Map<string, string> {
  const parts = new Map<string, string>()
  const end = file.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'))
  let at = file.readUInt32LE(end + 16)
  for (let n = file.readUInt16LE(end + 10); n > 0; n--) {
    const [method, size] = [file.readUInt16LE(at + 10), file.readUInt32LE(at + 20)]
    const [name, extra, comment] = [file.readUInt16LE(at + 28), file.readUInt16LE(at + 30), file.readUInt16LE(at + 32)]
    const local = file.readUInt32LE(at + 42)
    const data = local + 30 + file.readUInt16LE(local + 26) + file.readUInt16LE(local + 28)
    const raw = file.subarray(data, data + size)
    parts.set(
      file.toString('utf8', at + 46, at + 46 + name),
      (method === 0 ? raw : inflateRawSync(raw)).toString('utf8'),
    )
    at += 46 + name + extra + comment
  }
  return parts
}
