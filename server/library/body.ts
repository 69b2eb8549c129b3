/** A message's words as the app shows them: Markdown with its live fields filled in, values as plain letters. */
import type { SomeFacts } from './fields.ts'
import { isField, valueOf, type Speech } from './fields.ts'
import { problem } from '../platform/problem.ts'

const field = /\{\{\s*([a-zA-Z.]+)\s*\}\}/g
const alone = /^(\s*[-*] |\s*\d+\. )\{\{\s*([a-zA-Z.]+)\s*\}\}\s*$/

/** Throws field_unknown and field_empty. */
export function fillMarkdown(markdown: string, facts: SomeFacts, speech: Speech): string {
  const value = (name: string) => {
    if (!isField(name)) throw problem('field_unknown', { field: name })
    const said = valueOf(name, facts, speech)
    if (!said) throw problem('field_empty', { field: name })
    return said
  }
  return markdown
    .split('\n')
    .map((line) => {
      const list = alone.exec(line)
      const items = list ? value(list[2]!).items : undefined
      if (list && items) return items.map((item) => list[1]! + literal(item)).join('\n')
      const quote = /^\s*>/.test(line)
      return line.replace(field, (_whole, name: string) =>
        literal(value(name).text).replaceAll('\n', quote ? '\n> ' : '\n'),
      )
    })
    .join('\n')
}

/** Letters that mean something in Markdown stand for themselves. */
function literal(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+.!|<>~&=:@/-]/g, '\\$&')
}
