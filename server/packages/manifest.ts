/** What a package says about itself: its kind, its title, and the parts that can be opened. */
import * as z from 'zod'
import { packageKinds } from '../../contract/packages.ts'
import { problem } from '../platform/problem.ts'
import { joined, plain, split } from './addresses.ts'
import type { Files } from './archive.ts'
import { courseStructure, readCourse, unit } from './cmi5-structure.ts'
import { type Activity, sequenceOf } from './sequence.ts'
import { faultIn } from './sequencer.ts'
import { attribute, baseOf, childrenOf, type Element, rootOf, textOf, wordsOf } from './xml.ts'

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
  /** What stands around it, outermost first. */
  within: z.array(z.string()).optional(),
  unit: unit.optional(),
  /** Of SCORM 1.2: what has to be done first. */
  prerequisites: z.string().max(2000).optional(),
})
export type PackagePart = z.output<typeof part>
const manifest = z.object({
  kind: z.enum(packageKinds),
  title: z.string().min(1).max(120),
  /** What it is for, where the package says it. */
  about: z.string().max(500).optional(),
  parts: z.array(part).min(1).max(100),
  /** Of cmi5: the course, its blocks and objectives. */
  structure: courseStructure.optional(),
})
export type Manifest = z.output<typeof manifest> & { sequence?: Activity | null }

const names = ['imsmanifest.xml', 'cmi5.xml']
/** Of a package that is both, the manifest of SCORM counts: it names every file. */
export function readPackage(unpacked: Files, language: string): { files: Files; manifest: Manifest } {
  for (const name of names) {
    const files = rooted(unpacked, name)
    if (files) return { files, manifest: name === 'cmi5.xml' ? readCourse(files, language) : readManifest(files) }
  }
  throw problem('package_manifest_missing')
}

/** The files as the manifest names them: where all lie in one folder, without it. */
function rooted(files: Files, name: string): Files | null {
  if (files.has(name)) return files
  const top = [...files.keys()].find((path) => path.endsWith(`/${name}`) && path.split('/').length === 2)
  const folder = top?.slice(0, -name.length)
  if (!folder || ![...files.keys()].every((path) => path.startsWith(folder))) return null
  return new Map([...files].map(([path, bytes]) => [path.slice(folder.length), bytes]))
}

function readManifest(files: Files): Manifest {
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
  const parts = items.flatMap(({ item, within }): PackagePart[] => {
    const found = resources.get(attribute(item, 'identifierref') ?? '')
    return found ? [{ ...partOf(item, found.resource, found.base, files), within }] : []
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
  const sequence =
    kind === 'scorm2004' && organization
      ? sequenceOf(
          root,
          organization,
          (item) => attribute(item, 'isvisible') !== 'false' && resources.has(attribute(item, 'identifierref') ?? ''),
        )
      : null
  const fault = sequence && faultIn(sequence)
  if (fault) throw problem('package_manifest', { what: fault })
  return { ...read.data, sequence }
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
    ...(wordsOf(item, 'prerequisites') ? { prerequisites: wordsOf(item, 'prerequisites')!.slice(0, 2000) } : {}),
    mastery: Number.isFinite(mastery) && mastery >= 0 && mastery <= 100 ? mastery / 100 : null,
  }
}

function kindOf(root: Element): 'scorm12' | 'scorm2004' {
  const metadata = childrenOf(root, 'metadata')[0]
  const said = (metadata && wordsOf(metadata, 'schemaversion')?.trim()) || ''
  const spaces = Object.values(root.attribs).join(' ').toLowerCase()
  if (/^1\.2$/.test(said) || (said === '' && spaces.includes('adlcp_rootv1p2'))) return 'scorm12'
  if (/^(2004\b|cam 1\.3)/i.test(said) || (said === '' && spaces.includes('adlcp_v1p3'))) return 'scorm2004'
  throw problem('package_kind', { kind: (said || root.name).slice(0, 60) })
}

/** Items that name something to open, in the order in which they stand, and what stands around each. */
function itemsOf(of: Element, within: readonly string[] = []): { item: Element; within: string[] }[] {
  return childrenOf(of, 'item').flatMap((item) => [
    ...(attribute(item, 'identifierref') && attribute(item, 'isvisible') !== 'false'
      ? [{ item, within: [...within] }]
      : []),
    ...itemsOf(item, within.length < 20 ? [...within, (wordsOf(item, 'title') ?? '–').slice(0, 200)] : within),
  ])
}
