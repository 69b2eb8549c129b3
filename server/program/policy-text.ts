/** A policy's Markdown as blocks to show, its live fields filled in. Pure. */
import markdownIt, { type Token } from 'markdown-it'
import type { TextBlock } from '../../contract/program.ts'

const parser = markdownIt('commonmark', { html: false })
parser.disable(['code', 'fence', 'html_block', 'html_inline', 'image', 'table'], true)

type Run = Extract<TextBlock, { kind: 'paragraph' }>['runs'][number]

/** `fill` gives a field's words, or null where nothing is known; then the field is left out. */
export function blocksOf(markdown: string, fill: (field: string) => string | null): TextBlock[] {
  const blocks: TextBlock[] = []
  const lists: { ordered: boolean; items: Run[][] }[] = []
  let quotes = 0
  let heading = false
  for (const token of parser.parse(markdown, {})) {
    if (token.type === 'heading_open') heading = true
    else if (token.type === 'heading_close') heading = false
    else if (token.type === 'blockquote_open') quotes++
    else if (token.type === 'blockquote_close') quotes--
    else if (token.type === 'bullet_list_open' || token.type === 'ordered_list_open')
      lists.push({ ordered: token.type === 'ordered_list_open', items: [] })
    else if (token.type === 'bullet_list_close' || token.type === 'ordered_list_close') {
      const list = lists.pop()!
      // A list inside a list reads on in the outer one.
      const outer = lists.at(-1)
      if (outer) outer.items.push(...list.items)
      else blocks.push({ kind: 'list', ...list })
    } else if (token.type === 'inline') {
      const runs = runsOf(token.children ?? [], fill)
      if (runs.length === 0) continue
      const list = lists.at(-1)
      if (list) list.items.push(runs)
      else blocks.push({ kind: heading ? 'heading' : quotes > 0 ? 'quote' : 'paragraph', runs })
    }
  }
  return blocks
}

function runsOf(tokens: readonly Token[], fill: (field: string) => string | null): Run[] {
  const runs: Run[] = []
  let [strong, emphasis] = [0, 0]
  const links: string[] = []
  const put = (text: string) => {
    if (!text) return
    const href = links.at(-1)
    const run: Run = {
      text,
      ...(strong > 0 ? { strong: true } : {}),
      ...(emphasis > 0 ? { emphasis: true } : {}),
      ...(href ? { href } : {}),
    }
    const last = runs.at(-1)
    if (last && last.strong === run.strong && last.emphasis === run.emphasis && last.href === run.href)
      last.text += text
    else runs.push(run)
  }
  for (const token of tokens) {
    if (token.type === 'strong_open') strong++
    else if (token.type === 'strong_close') strong--
    else if (token.type === 'em_open') emphasis++
    else if (token.type === 'em_close') emphasis--
    else if (token.type === 'link_open') links.push(safeAddress(String(token.attrGet('href') ?? '')))
    else if (token.type === 'link_close') links.pop()
    else if (token.type === 'softbreak' || token.type === 'hardbreak') put('\n')
    else if (token.content)
      put(token.content.replace(/\{\{\s*([\w.]+)\s*\}\}/g, (_, field: string) => fill(field) ?? ''))
  }
  return runs
}

/** Addresses of the web and of mail only: a policy is read by everybody. */
function safeAddress(href: string): string {
  return /^(https?:\/\/|mailto:)/i.test(href) ? href : ''
}
