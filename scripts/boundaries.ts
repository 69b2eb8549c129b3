/**
 * Proves the rules of the house: who imports whom, who writes which table, who
 * may ask for the time, the environment and the mail. `node scripts/boundaries.ts`
 * prints every breach with its line and exits 1.
 */
import fs from 'node:fs'
import path from 'node:path'
import { parseSync, type Program } from 'oxc-parser'
import { blankComments, readTables, type Table, writesIn, readsIn } from './boundaries-sql.ts'

export type Breach = { rule: string; file: string; line: number; message: string }

/** Where a rule does not hold, and why. Paths from the root of the project. */
const exceptions: { rule: string; file: string; what?: RegExp; why: string }[] = [
  { rule: 'environment', file: 'server/platform/config.ts', why: 'the one reader' },
  {
    rule: 'environment',
    file: 'scripts/run.mjs',
    why: 'runs before anything is installed; asks only whether npm started it',
  },
  { rule: 'now', file: 'server/platform/clock.ts', why: 'the clock' },
  { rule: 'now', file: 'web/ui/reader.tsx', why: "the browser's clock, before sign-in" },
  { rule: 'now', file: 'web/shell/shell.tsx', why: "the browser's clock, moved by as much as the installation's" },
  {
    rule: 'now',
    file: 'server/platform/migrate.ts',
    what: /transaction_timestamp/,
    why: 'when a step was applied is a fact about the machine',
  },
  {
    rule: 'now',
    file: 'server/platform/jobs.ts',
    what: /clock_timestamp/,
    why: "the queue's own times; it only carries work to do now",
  },
  { rule: 'mail', file: 'server/platform/mail.ts', why: 'the one sender' },
  {
    rule: 'tables',
    file: 'server/access/organizations.ts',
    what: /^(organization|installation)$/,
    why: 'a company is made here, and its table must come before people',
  },
]

/** Tables of the platform that every module may add to. */
const common: Record<string, RegExp> = {
  event: /^insert/,
  due: /^(insert|delete)/,
  stored_file: /^(insert|delete|copy)/,
}

const roots = ['contract', 'server', 'web', 'fixtures', 'library', 'scripts', 'e2e', 'bench']
const forbiddenNames = /^(index|utils?|libs?|helpers?|types|services?|common|misc)$/
const isTestName = (file: string) =>
  /\.(test|cases)\.tsx?$/.test(file) || file.startsWith('e2e/') || /\/testing(-\w+)?\.ts$/.test(file)

type Source = {
  file: string
  text: string
  program: Program
  imports: Import[]
  /** A test, or only for tests. */ test: boolean
}
type House = { order: string[]; tables: Map<string, Table>; schemas: Set<string> }
type Import = { from: string; typeOnly: boolean; names: string[]; namespace: boolean; start: number }

export function findBreaches(root: string): Breach[] {
  const breaches: Breach[] = []
  const files = roots.flatMap((name) => list(path.join(root, name))).map((file) => path.relative(root, file))
  const sources = new Map(
    files
      .filter((file) => /\.(ts|tsx|mjs|js)$/.test(file) && !file.endsWith('.d.ts'))
      .map((file) => [file, parse(root, file)]),
  )
  markTests(sources)
  const house: House = {
    order: readOrder(root),
    tables: readTables(path.join(root, 'server/db/migrations')),
    schemas: withSchemas(sources),
  }

  for (const file of files) {
    const tell = (rule: string, start: number, message: string, what = '') => {
      if (exceptions.some((e) => e.rule === rule && e.file === file && (!e.what || e.what.test(what)))) return
      const text = fs.readFileSync(path.join(root, file), 'utf8')
      breaches.push({ rule, file, line: text.slice(0, start).split('\n').length, message })
    }
    checkName(file, tell)
    if (file.endsWith('.sql')) checkMigration(file, fs.readFileSync(path.join(root, file), 'utf8'), house, tell)
    const source = sources.get(file)
    if (!source) continue
    checkModuleKnown(file, house, tell)
    for (const found of source.imports) checkImport(source, found, house, tell)
    checkCode(source, house, tell)
  }
  return breaches
}

type Tell = (rule: string, start: number, message: string, what?: string) => void

// --- reading

function list(folder: string): string[] {
  if (!fs.existsSync(folder)) return []
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort()
}

function readOrder(root: string): string[] {
  const text = fs.readFileSync(path.join(root, 'server/modules.ts'), 'utf8')
  const array = /export const order = \[([^\]]*)\]/.exec(text)
  if (!array) throw new Error('server/modules.ts has no "export const order = [ … ]".')
  return [...array[1]!.matchAll(/'([^']+)'/g)].map((m) => m[1]!)
}

function parse(root: string, file: string): Source {
  const text = fs.readFileSync(path.join(root, file), 'utf8')
  const { program, module, errors } = parseSync(file, text)
  if (errors.length > 0) throw new Error(`${file} cannot be parsed: ${errors[0]!.message}`)
  const imports: Import[] = module.staticImports.map((i) => ({
    from: i.moduleRequest.value,
    start: i.start,
    typeOnly:
      /^import\s+type\b/.test(text.slice(i.start, i.end)) || (i.entries.length > 0 && i.entries.every((e) => e.isType)),
    names: i.entries.map((e) => e.importName.name ?? ''),
    namespace: i.entries.every((e) => e.importName.kind === 'NamespaceObject'),
  }))
  for (const { entries, start } of module.staticExports) {
    for (const entry of entries) {
      if (entry.moduleRequest)
        imports.push({
          from: entry.moduleRequest.value,
          start,
          typeOnly: entry.isType,
          names: [entry.importName.name ?? ''],
          namespace: false,
        })
    }
  }
  for (const { moduleRequest, start } of module.dynamicImports) {
    const literal = /^(['"`])(.*)\1$/s.exec(text.slice(moduleRequest.start, moduleRequest.end))
    if (literal) imports.push({ from: literal[2]!, start, typeOnly: false, names: [], namespace: true })
  }
  return { file, text, program, imports, test: false }
}

const targetOf = (file: string, found: Import) => path.normalize(path.join(path.dirname(file), found.from))

/** The contract's files that bring zod along, themselves or through what they import; a rule without schemas may run in the browser. */
function withSchemas(sources: Map<string, Source>): Set<string> {
  const found = new Set<string>()
  for (let before = -1; before !== found.size;) {
    before = found.size
    for (const [file, { imports }] of sources) {
      if (!file.startsWith('contract/')) continue
      if (imports.some((i) => !i.typeOnly && (i.from === 'zod' || found.has(targetOf(file, i))))) found.add(file)
    }
  }
  return found
}

/** Tests by their name, and then what nothing but tests imports. */
function markTests(sources: Map<string, Source>): void {
  const importers = new Map<string, string[]>()
  for (const [file, { imports }] of sources) {
    for (const i of imports)
      if (i.from.startsWith('.')) importers.set(targetOf(file, i), [...(importers.get(targetOf(file, i)) ?? []), file])
  }
  for (const source of sources.values()) source.test = isTestName(source.file)
  for (let changed = true; changed;) {
    changed = false
    for (const source of sources.values()) {
      if (source.test || !importers.get(source.file)?.every((file) => sources.get(file)?.test)) continue
      source.test = true
      changed = true
    }
  }
}

// --- names

function checkName(file: string, tell: Tell): void {
  for (const part of file.split('/').slice(1)) {
    const name = part.replace(/\..*$/, '')
    if (forbiddenNames.test(name) && /(\.tsx?|^[^.]+)$/.test(part))
      tell('names', 0, `"${part}" says nothing about what is inside; name it after what it holds.`)
  }
}

/** `people` of server/people/queries.ts; undefined outside a module. */
function moduleOf(file: string): string | undefined {
  const [root, folder, ...rest] = file.split('/')
  return root === 'server' && rest.length > 0 && folder !== 'platform' && folder !== 'db' ? folder : undefined
}

function checkModuleKnown(file: string, { order }: House, tell: Tell): void {
  const module = moduleOf(file)
  if (module && !order.includes(module)) tell('order', 0, `server/${module} is not in the list of server/modules.ts.`)
}

// --- imports

function checkImport(source: Source, found: Import, { order, schemas }: House, tell: Tell): void {
  const { file, test } = source
  const breach = (rule: string, message: string) => tell(rule, found.start, message)
  const area = file.split('/')[0]!
  const relative = found.from.startsWith('.')
  const target = relative ? path.normalize(path.join(path.dirname(file), found.from)) : found.from
  const targetArea = relative ? target.split('/')[0]! : ''

  if (relative && !/\.\w+(\?\w+)?$/.test(found.from)) breach('extensions', `"${found.from}" must end in .ts or .tsx.`)
  if (/^(node:)?process$/.test(found.from) && found.names.some((n) => n === 'env' || n === ''))
    breach('environment', 'process.env is read in server/platform/config.ts only.')
  if (found.from === 'nodemailer' && !found.typeOnly && !test && area !== 'bench')
    breach('mail', 'nodemailer is used in server/platform/mail.ts only; put a message into the outgoing mail instead.')

  if (area === 'contract' && !test) {
    if (relative ? targetArea !== 'contract' : found.from !== 'zod')
      breach('contract', `contract/ imports only zod and itself, not "${found.from}".`)
    if (found.from === 'zod' && !found.typeOnly && !found.namespace)
      breach('contract', "import * as z from 'zod': the short form pulls all of it into every bundle.")
  }
  if (area === 'web') {
    if (['server', 'scripts', 'fixtures', 'bench', 'e2e'].includes(targetArea))
      breach('web', `web/ never imports ${targetArea}/.`)
    if (schemas.has(target) && !found.typeOnly && !test)
      breach('web', `web/ imports ${target} as types only (import type …): its schemas stay out of the browser.`)
    if (/^node:/.test(found.from) && !test) breach('web', `"${found.from}" does not exist in a browser.`)
  }
  if (
    area === 'server' &&
    targetArea &&
    !['server', 'contract', 'library', 'package.json'].includes(targetArea) &&
    !test &&
    !file.startsWith('server/demo')
  ) {
    breach('server', `server/ imports only itself and contract/, not ${targetArea}/.`)
  }
  if (area !== 'server' || test || targetArea !== 'server') return
  const from = moduleOf(file)
  const to = moduleOf(target)
  if (file.startsWith('server/platform/') && !/^server\/(platform|db)\//.test(target))
    breach('platform', `server/platform/ knows no other part of the server, not ${target}.`)
  if (!from) return
  if (!to) {
    if (!/^server\/(platform|db)\//.test(target))
      breach('order', `A module imports platform/ and doors of modules, not ${target}.`)
    return
  }
  if (from === to) return
  if (path.basename(target) !== `${to}.ts`)
    breach('doors', `${from} may import only the door of ${to}, server/${to}/${to}.ts, not ${path.basename(target)}.`)
  if (order.indexOf(to) > order.indexOf(from))
    breach(
      'order',
      `${from} stands above ${to} in server/modules.ts. An effect that goes down the list goes through the event log and server/reactions.ts.`,
    )
}

// --- code

function checkCode(source: Source, house: House, tell: Tell): void {
  walk(source.program, (node) => {
    if (node.type === 'MemberExpression' && isName(node.object, 'process') && propertyOf(node) === 'env') {
      tell('environment', node.start, 'process.env is read in server/platform/config.ts only.')
    }
    if (
      node.type === 'VariableDeclarator' &&
      isName(node.init, 'process') &&
      (node.id as Node).type === 'ObjectPattern'
    )
      tell('environment', node.start, 'process.env is read in server/platform/config.ts only.')
    if (
      (node.type === 'NewExpression' || node.type === 'CallExpression') &&
      isName(node.callee, 'Date') &&
      (node.arguments as unknown[]).length === 0
    ) {
      tell('now', node.start, 'Only server/platform/clock.ts asks for the time; take it from c.clock.')
    }
    if (node.type === 'MemberExpression' && isName(node.object, 'Date') && propertyOf(node) === 'now') {
      tell('now', node.start, 'Only server/platform/clock.ts asks for the time; take it from c.clock.')
    }
    const text = textOf(node)
    if (text !== undefined) checkText(source, text, node.start, house, tell)
    if (node.type === 'CallExpression') checkKysely(source, node, house, tell)
  })
}

const sqlNow =
  /\b(?:(?:now|clock_timestamp|statement_timestamp|transaction_timestamp|timeofday)\s*\(\s*\)|current_(?:date|time|timestamp)\b|localtimestamp\b|'(?:now|today|yesterday|tomorrow)'\s*::)/gi

/** An instant beside a day that is filled in: under row-level security the database cannot look that up and reads every row. */
const instantBesideDay =
  /\b(?:\w+_at|recorded|superseded)\s+(?:(?:[<>]=?|=|<>)\s*|between\s+)(?:\?::date|\(\s*\?::date[^()]*\)(?!\s*::\s*timestamp))/gi

function checkText({ file, test }: Source, text: string, start: number, house: House, tell: Tell): void {
  for (const found of test ? [] : text.matchAll(instantBesideDay))
    tell('instants', start + found.index, 'An instant is compared with an instant: write ::timestamptz, not ::date.')
  for (const found of test ? [] : text.matchAll(sqlNow)) {
    tell(
      'now',
      start + found.index,
      `SQL receives the time as a parameter; "${found[0]}" is the database's own.`,
      found[0],
    )
  }
  const module = moduleOf(file)
  if (!module || test) return
  for (const write of writesIn(text)) checkWrite(module, write, start + write.index, house, tell)
  for (const read of readsIn(text)) checkRead(module, read.table, start + read.index, house, tell)
}

const kyselyWrites: Record<string, string> = {
  insertInto: 'insert',
  replaceInto: 'insert',
  updateTable: 'update',
  deleteFrom: 'delete',
  mergeInto: 'merge',
}
const kyselyReads = /^(selectFrom|(inner|left|right|full|cross)Join|using)$/

function checkKysely({ file, test }: Source, node: Node, house: House, tell: Tell): void {
  const module = moduleOf(file)
  const callee = node.callee as Node | undefined
  if (!module || test || callee?.type !== 'MemberExpression') return
  const method = propertyOf(callee) ?? ''
  const first = (node.arguments as Node[])[0]
  const named = first?.type === 'ArrayExpression' ? (first.elements as Node[]) : [first]
  for (const argument of named) {
    const table = typeof argument?.value === 'string' ? argument.value.split(/\s+/)[0]! : undefined
    if (!table) continue
    const verb = kyselyWrites[method]
    if (verb) checkWrite(module, { verb, table }, node.start, house, tell)
    if (kyselyReads.test(method)) checkRead(module, table, node.start, house, tell)
  }
}

function checkWrite(
  module: string,
  write: { verb: string; table: string },
  start: number,
  house: House,
  tell: Tell,
): void {
  const table = house.tables.get(write.table)
  if (!table || table.module === module || common[write.table]?.test(write.verb)) return
  if (write.verb === 'update' && table.guests.has(module)) return
  tell(
    'tables',
    start,
    `${module} writes ${write.table}, which belongs to ${table.module}. Call a verb of ${table.module}, or record an event.`,
    write.table,
  )
}

function checkRead(module: string, name: string, start: number, house: House, tell: Tell): void {
  const table = house.tables.get(name)
  if (
    !table ||
    table.module === module ||
    table.module === 'platform' ||
    house.order.indexOf(table.module) < house.order.indexOf(module)
  )
    return
  tell(
    'tables',
    start,
    `${module} reads ${name}, which belongs to ${table.module} further down in server/modules.ts.`,
    name,
  )
}

function checkMigration(file: string, original: string, house: House, tell: Tell): void {
  const text = blankComments(original)
  for (const found of text.matchAll(sqlNow))
    tell('now', found.index, `SQL receives the time as a parameter; "${found[0]}" is the database's own.`, found[0])
  const module = /^-- module: ([a-z][a-z-]*)/m.exec(original)?.[1]
  if (!module) return tell('tables', 0, 'A migration says whose tables it makes: "-- module: people".')
  if (module !== 'platform' && !house.order.includes(module))
    tell('order', 0, `${module} is not in the list of server/modules.ts.`)
  for (const found of text.matchAll(/\breferences\s+"?([a-z_]+)/gi))
    checkRead(module, found[1]!, found.index, house, tell)
}

// --- the syntax tree, as far as it matters here

type Node = { type: string; start: number; [key: string]: unknown }

function walk(node: unknown, visit: (node: Node) => void): void {
  if (Array.isArray(node)) {
    for (const child of node) walk(child, visit)
  } else if (typeof node === 'object' && node !== null) {
    if (typeof (node as Node).type === 'string') visit(node as Node)
    for (const value of Object.values(node)) if (typeof value === 'object') walk(value, visit)
  }
}

function isName(node: unknown, name: string): boolean {
  const n = node as Node | null
  return n?.type === 'Identifier' && n.name === name
}

function propertyOf(node: Node): string | undefined {
  const property = node.property as Node
  return node.computed ? (property.value as string | undefined) : (property.name as string | undefined)
}

/** The text of a string or template; what is filled in becomes `?`. */
function textOf(node: Node): string | undefined {
  if (node.type === 'Literal' && typeof node.value === 'string') return node.value
  if (node.type !== 'TemplateLiteral') return undefined
  return (node.quasis as { value: { cooked: string } }[]).map((q) => q.value.cooked).join('?')
}

if (import.meta.main) {
  const breaches = findBreaches(path.dirname(import.meta.dirname))
  for (const { rule, file, line, message } of breaches) process.stdout.write(`${file}:${line}  ${rule}  ${message}\n`)
  process.stdout.write(breaches.length === 0 ? 'Every boundary holds.\n' : `${breaches.length} breaches.\n`)
  process.exitCode = breaches.length === 0 ? 0 : 1
}
