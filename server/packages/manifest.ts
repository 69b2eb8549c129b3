/** What a package says about itself: its kind, its title, and the parts that can be opened. */
import { TextDecoder } from 'node:util'
import { DomUtils, parseDocument } from 'htmlparser2'
import * as z from 'zod'
import { problem } from '../platform/problem.ts'
import type { Files } from './archive.ts'

type Node = ReturnType<typeof parseDocument>['children'][number]
type Element = Extract<Node, { attribs: unknown }>

const part = z.object({
  id: z.string().min(1).max(200),
  title: z.string().min(1).max(200),
  /** The file it begins with, and what stands behind it in the address. */
  file: z.string().min(1).max(300),
  search: z.string().max(1000),
  /** Says by itself how far somebody is. What does not is done when it was opened. */
  reports: z.boolean(),
  /** What it wants to be told when it begins. */
  launchData: z.string().max(4096),
  /** From 0 to 1: from which score on it is passed, where the package leaves that to us. */
  mastery: z.number().min(0).max(1).nullable(),
})
export type PackagePart = z.output<typeof part>
const manifest = z.object({
  kind: z.enum(['scorm12', 'scorm2004']),
  title: z.string().min(1).max(120),
  parts: z.array(part).min(1).max(100),
})
export type Manifest = z.output<typeof manifest>

/** The files as the manifest names them: where all lie in one folder, without it. */
export function rooted(files: Files, name: string): Files {
  if (files.has(name)) return files
  const top = [...files.keys()].find((path) => path.endsWith(`/${name}`) && path.split('/').length === 2)
  const folder = top?.slice(0, -name.length)
  if (!folder || ![...files.keys()].every((path) => path.startsWith(folder))) throw problem('package_manifest_missing')
  return new Map([...files].map(([path, bytes]) => [path.slice(folder.length), bytes]))
}

export function readManifest(files: Files): Manifest {
  const root = rootOf(textOf(files.get('imsmanifest.xml')!), 'manifest')
  const resources = new Map<string, { resource: Element; base: string }>()
  const base = baseOf(root, '')
  for (const list of childrenOf(root, 'resources'))
    for (const resource of childrenOf(list, 'resource')) {
      const id = attribute(resource, 'identifier')
      if (id) resources.set(id, { resource, base: baseOf(resource, baseOf(list, base)) })
    }
  const organizations = childrenOf(root, 'organizations')[0]
  const choices = organizations ? childrenOf(organizations, 'organization') : []
  const standard = organizations ? attribute(organizations, 'default') : undefined
  const organization = choices.find((one) => attribute(one, 'identifier') === standard) ?? choices[0]
  const kind = kindOf(root)
  const items = organization ? itemsOf(organization) : []
  const parts = items.flatMap((item): PackagePart[] => {
    const found = resources.get(attribute(item, 'identifierref') ?? '')
    return found ? [partOf(item, found.resource, found.base, files)] : []
  })
  const title = (organization && wordsOf(organization, 'title')) || parts[0]?.title || 'Course'
  const read = manifest.safeParse({ kind, title: title.slice(0, 120), parts })
  if (!read.success) {
    if (parts.length === 0) throw problem('package_manifest', { what: 'it names nothing that can be opened' })
    const issue = read.error.issues[0]!
    throw problem('package_manifest', { what: `${issue.path.join('.')}: ${issue.message}`.slice(0, 200) })
  }
  if (new Set(read.data.parts.map((one) => one.id)).size !== read.data.parts.length)
    throw problem('package_manifest', { what: 'two of its items have the same identifier' })
  return read.data
}

function partOf(item: Element, resource: Element, base: string, files: Files): PackagePart {
  const said = attribute(resource, 'href') ?? ''
  const address = `${base}${said}`
  if (/^([a-z][a-z0-9+.-]*:|\/\/)/i.test(address)) throw problem('package_outside', { path: address.slice(0, 120) })
  const [path, tail] = split(address)
  const file = plain(path)
  if (!file || !files.has(file)) throw problem('package_start', { path: (path || '–').slice(0, 120) })
  const parameters = attribute(item, 'parameters') ?? ''
  const type = attribute(resource, 'scormtype')?.toLowerCase()
  const mastery = Number.parseFloat(wordsOf(item, 'masteryscore') ?? '')
  return {
    id: (attribute(item, 'identifier') ?? file).slice(0, 200),
    title: (wordsOf(item, 'title') || file).slice(0, 200),
    file,
    search: joined(tail, parameters).slice(0, 1000),
    reports: type === 'sco',
    launchData: (wordsOf(item, 'datafromlms') ?? '').slice(0, 4096),
    mastery: Number.isFinite(mastery) && mastery >= 0 && mastery <= 100 ? mastery / 100 : null,
  }
}

/** Path, and what stands behind it from ? or # on. */
function split(address: string): [string, string] {
  const at = address.search(/[?#]/)
  return at < 0 ? [address, ''] : [address.slice(0, at), address.slice(at)]
}
/** What the standard lets an item add to the address of its resource. */
function joined(tail: string, parameters: string): string {
  const more = parameters.replace(/^[?&]/, '')
  if (!more) return tail
  if (more.startsWith('#')) return tail.includes('#') ? tail : tail + more
  return tail.startsWith('?') ? `${tail}&${more}` : tail === '' ? `?${more}` : tail
}
/** As a path of the package; undefined where it leads out of it. */
function plain(path: string): string | undefined {
  let decoded: string
  try {
    decoded = decodeURIComponent(path.replaceAll('\\', '/'))
  } catch {
    return undefined
  }
  const steps: string[] = []
  for (const step of decoded.split('/')) {
    if (step === '' || step === '.') continue
    if (step === '..') {
      if (steps.pop() === undefined) return undefined
    } else steps.push(step)
  }
  return steps.join('/')
}

function kindOf(root: Element): Manifest['kind'] {
  const metadata = childrenOf(root, 'metadata')[0]
  const said = (metadata && wordsOf(metadata, 'schemaversion')?.trim()) || ''
  const spaces = Object.values(root.attribs).join(' ').toLowerCase()
  if (/^1\.2$/.test(said) || (said === '' && spaces.includes('adlcp_rootv1p2'))) return 'scorm12'
  if (/^(2004\b|cam 1\.3)/i.test(said) || (said === '' && spaces.includes('adlcp_v1p3'))) return 'scorm2004'
  throw problem('package_kind', { kind: (said || root.name).slice(0, 60) })
}

/** Items that name something to open, in the order in which they stand. */
function itemsOf(within: Element): Element[] {
  return childrenOf(within, 'item').flatMap((item) => [
    ...(attribute(item, 'identifierref') && attribute(item, 'isvisible') !== 'false' ? [item] : []),
    ...itemsOf(item),
  ])
}

/** Without the prefix, which each tool chooses for itself. */
const local = (name: string) => name.slice(name.indexOf(':') + 1).toLowerCase()
const childrenOf = (within: Element, name: string): Element[] =>
  within.children.filter(DomUtils.isTag).filter((one) => local(one.name) === name)
const attribute = (of: Element, name: string): string | undefined =>
  Object.entries(of.attribs).find(([key]) => local(key) === name)?.[1]
const baseOf = (of: Element, outer: string) => outer + (of.attribs['xml:base'] ?? '')
const wordsOf = (within: Element, name: string): string | undefined => {
  const found = childrenOf(within, name)[0]
  return found && DomUtils.textContent(found).replace(/\s+/g, ' ').trim()
}

/** The outermost element. A document that declares entities of its own is not read: nothing we need has any. */
function rootOf(text: string, name: string): Element {
  if (/<!ENTITY/i.test(text)) throw problem('package_manifest', { what: 'it declares entities of its own' })
  const root = parseDocument(text, { xmlMode: true }).children.find(DomUtils.isTag)
  if (!root || local(root.name) !== name) throw problem('package_manifest', { what: `it does not begin with ${name}` })
  return root
}

/** In the encoding that it says; UTF-8 unless it says one. */
function textOf(bytes: Buffer): string {
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
