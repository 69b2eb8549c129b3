/** The words of a PDF as a reader would find them. For tests only; reads what our own drawing makes. */
import { inflateSync } from 'node:zlib'

export function wordsInPdf(file: Buffer): string {
  const text = file.toString('latin1')
  const objects = new Map<string, string>()
  for (const [, id, body] of text.matchAll(/(\d+) 0 obj\n([\s\S]*?)\nendobj/g)) objects.set(id!, body!)
  const stream = (body: string) => {
    const at = /stream\n([\s\S]*?)\nendstream/.exec(body)?.[1]
    if (at === undefined) return ''
    const bytes = Buffer.from(at, 'latin1')
    return body.includes('FlateDecode') ? inflateSync(bytes).toString('latin1') : at
  }
  const fonts = new Map<string, Map<string, string>>()
  for (const body of objects.values()) {
    for (const [, name, ref] of body.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
      const unicode = /\/ToUnicode (\d+) 0 R/.exec(objects.get(ref!) ?? '')?.[1]
      if (unicode) fonts.set(name!, shapesOf(stream(objects.get(unicode)!)))
    }
  }
  const lines: string[] = []
  for (const body of objects.values()) {
    if (!body.includes('stream')) continue
    const drawn = stream(body)
    if (!/\bBT\b/.test(drawn)) continue
    let shapes = new Map<string, string>()
    for (const [, font, array] of drawn.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)) {
      if (font) shapes = fonts.get(font) ?? new Map()
      else lines.push([...array!.matchAll(/<([\da-f]+)>/gi)].map(([, hex]) => said(hex!, shapes)).join(''))
    }
  }
  return lines.join(' ')
}

const said = (hex: string, shapes: ReadonlyMap<string, string>) =>
  (hex.match(/.{4}/g) ?? []).map((code) => shapes.get(code.toLowerCase()) ?? '').join('')

/** Which number of a shape stands for which characters. */
function shapesOf(map: string): Map<string, string> {
  const out = new Map<string, string>()
  for (const [, from, , list] of map.matchAll(/<([\da-f]+)> <([\da-f]+)> \[([^\]]*)\]/gi)) {
    let code = Number.parseInt(from!, 16)
    for (const [, hex] of list!.matchAll(/<([\da-f\s]*)>/gi)) {
      const units = hex!.replace(/\s/g, '').match(/.{4}/g) ?? []
      out.set((code++).toString(16).padStart(4, '0'), String.fromCharCode(...units.map((u) => Number.parseInt(u, 16))))
    }
  }
  return out
}
