/** Just enough SQL to know which tables there are, whose they are, and which a statement writes or reads. */
import fs from 'node:fs'
import path from 'node:path'

export type Table = {
  module: string
  /** Modules that added columns of their own, which they may update. */
  guests: Set<string>
}

/** Table → the module whose migration makes it, told by its first line `-- module: people`. */
export function readTables(folder: string): Map<string, Table> {
  const tables = new Map<string, Table>()
  if (!fs.existsSync(folder)) return tables
  for (const file of fs
    .readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort()) {
    const text = fs.readFileSync(path.join(folder, file), 'utf8')
    const module = /^-- module: ([a-z][a-z-]*)/m.exec(text)?.[1] ?? 'unknown'
    for (const found of blankComments(text).matchAll(
      /\bcreate\s+(?:unlogged\s+)?table\s+(?:if\s+not\s+exists\s+)?"?([a-z_]+)/gi,
    )) {
      tables.set(found[1]!, { module, guests: new Set() })
    }
    for (const found of blankComments(text).matchAll(/\balter\s+table\s+(?:only\s+)?"?([a-z_]+)"?\s+add\s+column/gi))
      tables.get(found[1]!)?.guests.add(module)
  }
  return tables
}

/** Comments become spaces, so that positions stay. */
export function blankComments(sql: string): string {
  return sql.replace(/--[^\n]*|\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '))
}

const writes =
  /\b(insert\s+into|update|delete\s+from|truncate(?:\s+table)?|merge\s+into|copy)\s+(?:only\s+)?"?([a-z_]+)"?(?!\s*\.)/gi

/** What a statement writes; `verb` is its first word. */
export function writesIn(sql: string): { verb: string; table: string; index: number }[] {
  return [...blankComments(sql).matchAll(writes)].map((m) => ({
    verb: m[1]!.toLowerCase().split(/\s/)[0]!,
    table: m[2]!.toLowerCase(),
    index: m.index,
  }))
}

/** What a statement reads; names of its own `with` parts are not tables. */
export function readsIn(sql: string): { table: string; index: number }[] {
  const text = blankComments(sql)
  const own = new Set(
    [
      ...text.matchAll(
        /(?:\bwith(?:\s+recursive)?|,)\s+([a-z_]+)\s*(?:\([^)]*\)\s*)?as\s+(?:not\s+)?(?:materialized\s+)?\(/gi,
      ),
    ].map((m) => m[1]!.toLowerCase()),
  )
  return [...text.matchAll(/\b(?:from|join)\s+(?:only\s+|lateral\s+)?"?([a-z_]+)"?(?!\s*[.(])/gi)]
    .map((m) => ({ table: m[1]!.toLowerCase(), index: m.index }))
    .filter(({ table }) => !own.has(table))
}
