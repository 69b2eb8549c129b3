/**
 * The interface speaks every language fully: finds keys that are missing or
 * unused, languages that differ in keys or in what they fill in, and text left in
 * a component, and French signs that a line could break away from their word. `node scripts/words.ts` prints every fault and exits 1.
 */
import fs from 'node:fs'
import path from 'node:path'
import { parseSync } from 'oxc-parser'

export type Fault = {
  kind: 'missing' | 'unused' | 'languages' | 'literal' | 'spaces'
  file: string
  line?: number
  message: string
}

const languages = ['en', 'de', 'es', 'fr'] as const
/** In French these stand after a space that does not break, and guillemets before one. */
const breaking = / [:;?!»%]|« /
const plurals = /_(zero|one|two|few|many|other)$/
/** Sample words of the component page, which only a development build has. */
const outside = /(^|\/)(gallery\/|.*\.test\.tsx?$)/
/** Attributes that somebody reads or hears. */
const spoken = new Set([
  'title',
  'label',
  'description',
  'placeholder',
  'aria-label',
  'alt',
  'help',
  'confirm',
  'header',
  'kind',
  'hint',
  'tabTitle',
  'error',
  'aria-description',
  'aria-roledescription',
  'legend',
])

type Words = Map<string, string>
type Node = { type: string; start: number; [key: string]: unknown }

export function findFaults(root: string): Fault[] {
  const web = path.join(root, 'web')
  const faults: Fault[] = []
  const spaces = new Map<string, Words>()
  for (const name of fs.readdirSync(web)) {
    const folder = path.join(web, name, 'words')
    if (fs.existsSync(folder)) spaces.set(name, compareLanguages(root, folder, faults))
  }

  /** Namespace to the keys and patterns that its readers write. */
  const used = new Map<string, { exact: Set<string>; patterns: RegExp[] }>()
  for (const file of sources(web)) {
    const relative = path.relative(root, file)
    const text = fs.readFileSync(file, 'utf8')
    const lineOf = (start: number) => text.slice(0, start).split('\n').length
    const found = read(file, text)
    const folder = path.relative(web, file).split(path.sep)[0] ?? ''
    const own = found.spaces.length ? found.spaces : [folder]
    for (const space of [...new Set([...own, folder])]) {
      const at = used.get(space) ?? { exact: new Set<string>(), patterns: [] }
      for (const literal of found.strings) at.exact.add(literal)
      at.patterns.push(...found.templates)
      used.set(space, at)
    }
    for (const literal of found.strings) {
      const [space, key] = literal.split(':')
      if (key && space && spaces.has(space))
        (used.get(space) ?? used.set(space, { exact: new Set(), patterns: [] }).get(space)!).exact.add(key)
    }
    for (const template of found.qualified) {
      const at = used.get(template.space) ?? { exact: new Set<string>(), patterns: [] }
      at.patterns.push(template.pattern)
      used.set(template.space, at)
    }
    if (outside.test(relative)) continue
    for (const call of found.calls) {
      const [head, tail] = call.key.split(':')
      const places = tail === undefined ? own : [head ?? '']
      const key = tail ?? call.key
      if (!places.some((space) => has(spaces.get(space), key))) {
        faults.push({
          kind: 'missing',
          file: relative,
          line: lineOf(call.start),
          message: `no words for “${key}” in ${places.join(', ')}`,
        })
      }
    }
    for (const literal of found.literals) {
      faults.push({
        kind: 'literal',
        file: relative,
        line: lineOf(literal.start),
        message: `text in a component: “${literal.text}”`,
      })
    }
  }

  for (const [space, words] of spaces) {
    const at = used.get(space)
    for (const key of words.keys()) {
      // The sentence of a code is chosen by the code.
      if (space === 'problems') continue
      const base = key.replace(plurals, '')
      if (at && (at.exact.has(key) || at.exact.has(base) || at.patterns.some((p) => p.test(base) || p.test(key))))
        continue
      faults.push({ kind: 'unused', file: `web/${space}/words/en.json`, message: `nobody says “${key}”` })
    }
  }
  return faults
}

function has(words: Words | undefined, key: string): boolean {
  return (
    words !== undefined &&
    (words.has(key) || words.has(`${key}_other`) || [...words.keys()].some((k) => k.startsWith(key + '.')))
  )
}

function flat(value: unknown, before = '', into: Words = new Map()): Words {
  for (const [key, inner] of Object.entries(value as Record<string, unknown>)) {
    if (typeof inner === 'string') into.set(before + key, inner)
    else flat(inner, `${before}${key}.`, into)
  }
  return into
}

/** What a sentence fills in: {{names}}, <tags>, $t(links). */
const fillings = (text: string) =>
  [...text.matchAll(/\{\{-?\s*(\w+)[^}]*\}\}|<(\w+)>|\$t\(([^)]+)\)/g)].map((m) => m[1] ?? m[2] ?? m[3] ?? '').sort()

function compareLanguages(root: string, folder: string, faults: Fault[]): Words {
  const relative = path.relative(root, folder)
  const read = (language: string): Words | null => {
    const file = path.join(folder, `${language}.json`)
    return fs.existsSync(file) ? flat(JSON.parse(fs.readFileSync(file, 'utf8'))) : null
  }
  const english = read('en') ?? new Map()
  const stems = (words: Words) => new Set([...words.keys()].map((k) => k.replace(plurals, '')))
  const filled = (words: Words) => {
    const by = new Map<string, Set<string>>()
    for (const [key, text] of words) {
      const stem = key.replace(plurals, '')
      const at = by.get(stem) ?? new Set<string>()
      // The number itself may go unsaid in one form ("one person") and be said in another.
      for (const name of fillings(text)) if (!(plurals.test(key) && name === 'count')) at.add(name)
      by.set(stem, at)
    }
    return by
  }
  const expected = filled(english)
  for (const language of languages) {
    const words = language === 'en' ? english : read(language)
    const file = `${relative}/${language}.json`
    if (!words) {
      faults.push({ kind: 'languages', file, message: 'the file is missing' })
      continue
    }
    for (const [key, text] of words)
      if (text.trim() === '') faults.push({ kind: 'languages', file, message: `“${key}” is empty` })
      else if (language === 'fr' && breaking.test(text))
        faults.push({ kind: 'spaces', file, message: `“${key}” has an ordinary space beside a sign` })
    for (const stem of stems(english))
      if (!stems(words).has(stem)) faults.push({ kind: 'languages', file, message: `lacks “${stem}”` })
    for (const stem of stems(words))
      if (!stems(english).has(stem))
        faults.push({ kind: 'languages', file, message: `“${stem}” does not exist in English` })
    for (const key of words.keys()) {
      if (/_one$/.test(key) && !words.has(key.replace(/_one$/, '_other')))
        faults.push({ kind: 'languages', file, message: `“${key}” has no _other` })
    }
    for (const [stem, names] of filled(words)) {
      const wanted = expected.get(stem)
      if (!wanted) continue
      const differing = [...names].filter((n) => !wanted.has(n)).concat([...wanted].filter((n) => !names.has(n)))
      if (differing.length)
        faults.push({
          kind: 'languages',
          file,
          message: `“${stem}” fills in other names than English: ${differing.join(', ')}`,
        })
    }
  }
  return english
}

function* sources(folder: string): Generator<string> {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const full = path.join(folder, entry.name)
    if (entry.isDirectory()) yield* sources(full)
    else if (/\.tsx?$/.test(entry.name) && !entry.name.endsWith('.d.ts')) yield full
  }
}

type Read = {
  /** Namespaces the file asks for. */
  spaces: string[]
  /** Keys handed to `t`. */
  calls: { key: string; start: number }[]
  strings: Set<string>
  templates: RegExp[]
  qualified: { space: string; pattern: RegExp }[]
  literals: { text: string; start: number }[]
}

function read(file: string, text: string): Read {
  const result: Read = { spaces: [], calls: [], strings: new Set(), templates: [], qualified: [], literals: [] }
  const { program } = parseSync(file, text)
  const wordy = (value: string) => /\p{L}{2,}/u.test(value)
  const keysOf = (node: Node | undefined): { key: string; start: number }[] => {
    if (!node) return []
    if (node.type === 'Literal' && typeof node['value'] === 'string') return [{ key: node['value'], start: node.start }]
    if (node.type === 'ConditionalExpression')
      return [...keysOf(node['consequent'] as Node), ...keysOf(node['alternate'] as Node)]
    if (node.type === 'LogicalExpression') return [...keysOf(node['left'] as Node), ...keysOf(node['right'] as Node)]
    return []
  }
  const walk = (node: Node, parent: Node | null) => {
    if (node.type === 'CallExpression') {
      const callee = node['callee'] as Node
      const args = node['arguments'] as Node[]
      const name =
        callee.type === 'Identifier'
          ? (callee['name'] as string)
          : callee.type === 'MemberExpression'
            ? ((callee['property'] as Node)['name'] as string)
            : ''
      if (name === 'useTranslation') {
        const asked = args[0]
        if (asked?.type === 'Literal') result.spaces.push(String(asked['value']))
        if (asked?.type === 'ArrayExpression')
          for (const one of asked['elements'] as Node[]) result.spaces.push(String(one['value']))
      } else if (name === 't') result.calls.push(...keysOf(args[0]))
    }
    if (node.type === 'Literal' && typeof node['value'] === 'string') result.strings.add(node['value'])
    if (node.type === 'TemplateLiteral' && (node['expressions'] as Node[]).length) {
      const parts = (node['quasis'] as { value: { cooked: string } }[]).map((q) => q.value.cooked)
      const escaped = (s: string) => s.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
      const [space, head] = (parts[0] ?? '').split(':')
      if (head !== undefined && space)
        result.qualified.push({ space, pattern: new RegExp(`^${[head, ...parts.slice(1)].map(escaped).join('.+')}$`) })
      else if (/^[a-zA-Z][\w-]*[._]/.test(parts[0] ?? ''))
        result.templates.push(new RegExp(`^${parts.map(escaped).join('.+')}$`))
      // `${kind}.title`: at least the end must be a key's own.
      else if (parts[0] === '' && /^\.[a-zA-Z]+$/.test(parts.at(-1) ?? ''))
        result.templates.push(new RegExp(`^.+${escaped(parts.at(-1) ?? '')}$`))
    }
    if (node.type === 'JSXText' && wordy(node['value'] as string))
      result.literals.push({ text: (node['value'] as string).trim().slice(0, 60), start: node.start })
    if (node.type === 'JSXExpressionContainer' && parent && /^JSX(Element|Fragment)$/.test(parent.type)) {
      const inner = node['expression'] as Node
      if (inner.type === 'Literal' && typeof inner['value'] === 'string' && wordy(inner['value']))
        result.literals.push({ text: inner['value'].slice(0, 60), start: inner.start })
    }
    if (node.type === 'JSXAttribute') {
      const name = (node['name'] as Node)['name'] as string
      const value = node['value'] as Node | null
      const inner = value?.type === 'JSXExpressionContainer' ? (value['expression'] as Node) : value
      if (name === 'i18nKey') result.calls.push(...keysOf(inner ?? undefined))
      else if (
        spoken.has(name) &&
        inner?.type === 'Literal' &&
        typeof inner['value'] === 'string' &&
        wordy(inner['value'])
      ) {
        result.literals.push({ text: `${name}="${inner['value'].slice(0, 60)}"`, start: inner.start })
      }
    }
    for (const value of Object.values(node)) {
      if (Array.isArray(value)) {
        for (const one of value) if (one && typeof one === 'object' && 'type' in one) walk(one as Node, node)
      } else if (value && typeof value === 'object' && 'type' in value) walk(value as Node, node)
    }
  }
  walk(program as unknown as Node, null)
  return result
}

if (import.meta.main) {
  const faults = findFaults(path.dirname(import.meta.dirname))
  for (const f of faults)
    process.stdout.write(`${f.kind.padEnd(9)} ${f.file}${f.line ? `:${f.line}` : ''}  ${f.message}\n`)
  process.stdout.write(faults.length ? `${faults.length} faults in the words\n` : 'The words are complete.\n')
  process.exitCode = faults.length ? 1 : 0
}
