/** Reading the XML of a manifest. Tools choose prefixes and letter case for themselves; neither counts. */
import { TextDecoder } from 'node:util'
import { DomUtils, parseDocument, Parser } from 'htmlparser2'
import { problem } from '../platform/problem.ts'

type Node = ReturnType<typeof parseDocument>['children'][number]
export type Element = Extract<Node, { attribs: unknown }>

/** Without the prefix, which each tool chooses for itself. */
const local = (name: string) => name.slice(name.indexOf(':') + 1).toLowerCase()
export const childrenOf = (within: Element, name: string): Element[] =>
  within.children.filter(DomUtils.isTag).filter((one) => local(one.name) === name)
export const attribute = (of: Element, name: string): string | undefined =>
  Object.entries(of.attribs).find(([key]) => local(key) === name)?.[1]
export const baseOf = (of: Element, outer: string) => outer + (of.attribs['xml:base'] ?? '')
export const wordsOf = (within: Element, name: string): string | undefined => {
  const found = childrenOf(within, name)[0]
  return found && DomUtils.textContent(found).replace(/\s+/g, ' ').trim()
}

/** Far more than any course needs; each takes its place in memory, and reading goes as deep as they lie. */
const most = { elements: 100_000, deep: 200 }

/** The outermost element. A document that declares entities of its own is not read: nothing we need has any. */
export function rootOf(text: string, name: string): Element {
  if (/<!ENTITY/i.test(text)) throw problem('package_manifest', { what: 'it declares entities of its own' })
  let [elements, deep] = [0, 0]
  new Parser(
    {
      onopentagname() {
        if (++elements > most.elements) throw problem('package_manifest', { what: 'it has too many elements' })
        if (++deep > most.deep)
          throw problem('package_manifest', { what: 'its elements lie in one another too deeply' })
      },
      onclosetag() {
        deep -= 1
      },
    },
    { xmlMode: true },
  ).end(text)
  const root = parseDocument(text, { xmlMode: true }).children.find(DomUtils.isTag)
  if (!root || local(root.name) !== name) throw problem('package_manifest', { what: `it does not begin with ${name}` })
  return root
}

/** In the encoding that it says; UTF-8 unless it says one. */
export function textOf(bytes: Buffer): string {
  if (bytes.length > 5 * 1024 * 1024) throw problem('package_manifest', { what: 'it is larger than 5 MB' })
  const mark = bytes.subarray(0, 2).toString('hex')
  const head = bytes.subarray(0, 200).toString('latin1')
  const said =
    mark === 'fffe'
      ? 'utf-16le'
      : mark === 'feff'
        ? 'utf-16be'
        : (/encoding=["']([\w-]+)["']/.exec(head)?.[1] ?? 'utf-8')
  try {
    return new TextDecoder(said, { fatal: true }).decode(bytes)
  } catch (error) {
    throw problem('package_manifest', { what: `its letters are not ${said}, as it says`.slice(0, 100) }, error)
  }
}
