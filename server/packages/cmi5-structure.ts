/**
 * What a cmi5 package says about itself: a course of blocks and assignable units (AUs), with the
 * rule by which each counts as satisfied. All content lies in the package; addresses on other
 * sites are refused.
 */
import { DomUtils } from 'htmlparser2'
import * as z from 'zod'
import { problem } from '../platform/problem.ts'
import { plain, split } from './addresses.ts'
import type { Files } from './archive.ts'
import type { Manifest, PackagePart } from './manifest.ts'
import { attribute, childrenOf, type Element, rootOf, textOf } from './xml.ts'

export const moveOns = ['NotApplicable', 'Passed', 'Completed', 'CompletedAndPassed', 'CompletedOrPassed'] as const
const iri = z
  .string()
  .max(2000)
  .regex(/^[a-z][a-z0-9+.-]*:\S+$/i, 'is no IRI')
const titles = z.record(z.string(), z.string().max(500))

/** What cmi5 adds to a part: an assignable unit. */
export const unit = z.object({
  /** As its maker wrote it. Statements carry it beside the id that we give. */
  publisherId: iri,
  moveOn: z.enum(moveOns),
  launchMethod: z.enum(['AnyWindow', 'OwnWindow']),
  launchParameters: z.string().max(20_000).nullable(),
  entitlementKey: z.string().max(4000).nullable(),
  activityType: z.string().max(2000).nullable(),
  objectives: z.array(iri).max(200),
  titles,
  /** Blocks around it by their place in the course, outermost first. */
  blocks: z.array(z.int()).max(50),
})
export const courseStructure = z.object({
  publisherId: iri,
  titles,
  blocks: z.array(z.object({ publisherId: iri, titles, objectives: z.array(iri).max(200) })).max(2000),
  objectives: z.array(z.object({ publisherId: iri, titles })).max(2000),
})
export type CourseStructure = z.output<typeof courseStructure>

const most = 2000
/** Names that the launch adds to the address; a course that uses them for itself could not be launched. */
export const launchNames = ['endpoint', 'fetch', 'actor', 'registration', 'activityId'] as const

const bad = (what: string) => problem('package_manifest', { what: what.slice(0, 200) })

export function readCourse(files: Files, language: string): Manifest {
  const root = rootOf(textOf(files.get('cmi5.xml')!), 'coursestructure')
  const course = childrenOf(root, 'course')[0]
  if (!course) throw bad('it names no course')
  const blocks: CourseStructure['blocks'] = []
  const parts: PackagePart[] = []
  const walk = (within: Element, around: readonly number[]) => {
    if (around.length > 50) throw bad('its blocks lie in one another more than fifty times')
    for (const one of within.children.filter(DomUtils.isTag)) {
      const name = nameOf(one)
      if (name === 'block') {
        blocks.push({ publisherId: idOf(one), titles: titlesOf(one), objectives: objectivesOf(one) })
        const before = parts.length
        walk(one, [...around, blocks.length - 1])
        if (parts.length === before) throw bad(`the block ${idOf(one)} holds nothing that can be opened`)
      } else if (name === 'au') {
        parts.push(partOf(one, parts.length, around, blocks, files, language))
        if (parts.length > most) throw bad(`it has more than ${most} units`)
      }
    }
  }
  walk(root, [])
  if (parts.length === 0) throw bad('it names nothing that can be opened')
  const objectives = childrenOf(root, 'objectives')
    .flatMap((list) => childrenOf(list, 'objective'))
    .map((one) => ({ publisherId: idOf(one), titles: titlesOf(one) }))
  const read = courseStructure.safeParse({ publisherId: idOf(course), titles: titlesOf(course), blocks, objectives })
  if (!read.success) throw bad(`${read.error.issues[0]!.path.join('.')}: ${read.error.issues[0]!.message}`)
  // A package may give a block or an objective the name of another; then nobody could tell which is meant.
  for (const ids of [
    blocks.map((one) => one.publisherId),
    parts.map((one) => one.unit!.publisherId),
    objectives.map((one) => one.publisherId),
  ])
    if (new Set(ids).size !== ids.length) throw bad('two of its parts have the same id')
  return {
    kind: 'cmi5',
    title: (inLanguage(read.data.titles, language) || parts[0]!.title).slice(0, 120),
    about: (inLanguage(wordsIn(course, 'description'), language) ?? '').slice(0, 500),
    parts,
    structure: read.data,
  }
}

function partOf(
  au: Element,
  index: number,
  around: readonly number[],
  blocks: CourseStructure['blocks'],
  files: Files,
  language: string,
): PackagePart {
  const named = titlesOf(au)
  const id = idOf(au)
  const title = (inLanguage(named, language) || id).slice(0, 200)
  const address = textIn(au, 'url')
  if (!address) throw bad(`“${title}” has no address`)
  if (/^([a-z][a-z0-9+.-]*:|\/\/)/i.test(address)) throw problem('package_outside', { path: address.slice(0, 120) })
  const [path, tail] = split(address)
  const file = plain(path)
  if (!file || !files.has(file)) throw problem('package_start', { path: (path || '–').slice(0, 120) })
  const asked = new URLSearchParams(tail.replace(/#.*$/, ''))
  const taken = launchNames.find((name) => asked.has(name))
  if (taken) throw bad(`the address of “${title}” uses the name ${taken}, which the launch needs for itself`)
  const mastery = attribute(au, 'masteryscore')?.trim()
  if (mastery !== undefined && !(/^\d*\.?\d+$/.test(mastery) && Number(mastery) <= 1))
    throw bad(`the masteryScore of “${title}” is not between 0 and 1`)
  const read = unit.safeParse({
    publisherId: id,
    moveOn: attribute(au, 'moveon')?.trim() ?? 'NotApplicable',
    launchMethod: attribute(au, 'launchmethod')?.trim() ?? 'AnyWindow',
    launchParameters: textIn(au, 'launchparameters') ?? null,
    entitlementKey: textIn(au, 'entitlementkey') ?? null,
    activityType: attribute(au, 'activitytype')?.trim() || null,
    objectives: objectivesOf(au),
    titles: named,
    blocks: around,
  })
  if (!read.success)
    throw bad(`${read.error.issues[0]!.path.join('.')} of “${title}”: ${read.error.issues[0]!.message}`)
  if (tail.length > 1000 || file.length > 300) throw bad(`the address of “${title}” is too long`)
  return {
    id: `au-${index + 1}`,
    title,
    file,
    search: tail,
    reports: true,
    launchData: '',
    mastery: mastery === undefined ? null : Number(mastery),
    within: around.map((at) => (inLanguage(blocks[at]!.titles, language) || '–').slice(0, 200)),
    unit: read.data,
  }
}

const nameOf = (one: Element) => one.name.slice(one.name.indexOf(':') + 1).toLowerCase()
const idOf = (of: Element): string => {
  const id = attribute(of, 'id')?.trim() ?? ''
  if (!iri.safeParse(id).success) throw bad(`a ${nameOf(of)} has no id that is an IRI: ${id.slice(0, 80) || '–'}`)
  return id
}
const objectivesOf = (within: Element): string[] =>
  childrenOf(within, 'objectives')
    .flatMap((list) => childrenOf(list, 'objective'))
    .flatMap((one) => attribute(one, 'idref')?.trim() ?? [])
/** As it stands, without the blanks around it. */
const textIn = (within: Element, name: string): string | undefined => {
  const found = childrenOf(within, name)[0]
  return found && DomUtils.textContent(found).trim()
}
function wordsIn(of: Element, name: string): Record<string, string> {
  const found = childrenOf(of, name)[0]
  const said = found ? childrenOf(found, 'langstring') : []
  return Object.fromEntries(
    said
      .slice(0, 100)
      .map((one) => [
        (attribute(one, 'lang') ?? 'und').slice(0, 35),
        DomUtils.textContent(one).replace(/\s+/g, ' ').trim().slice(0, 500),
      ]),
  )
}
const titlesOf = (of: Element) => wordsIn(of, 'title')

/** In this language, else in a sister of it, else in English, else in the one that stands first. */
export function inLanguage(said: Readonly<Record<string, string>>, language: string): string | undefined {
  const base = (tag: string) => tag.toLowerCase().split('-')[0]
  const tags = Object.keys(said)
  const found =
    tags.find((tag) => tag.toLowerCase() === language.toLowerCase()) ??
    tags.find((tag) => base(tag) === base(language)) ??
    tags.find((tag) => base(tag) === 'en') ??
    tags[0]
  return found === undefined ? undefined : said[found]
}
