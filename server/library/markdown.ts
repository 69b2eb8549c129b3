/**
 * Markdown with live fields, parsed once and said twice: as HTML with the styles
 * that mail programs need inline, and as plain text. What a letter may hold is a
 * closed list (paragraphs, headings, lists, quotes, emphasis, links); anything
 * else is a fault, so that both forms always say the same.
 */
import markdownIt, { type StateInline, type Token } from 'markdown-it'
import type { FieldName } from '../../contract/library.ts'
import { problem } from '../platform/problem.ts'
import { escapeHtml, isField, isList, isUrl } from './fields.ts'

/** Where a field stands decides how its value is written there. */
export type Slot = {
  field: FieldName
  into: 'html' | 'text' | 'attribute'
  /** Starts every further line of a long value. */ lead?: string
}
/** A list item that holds only a list field: written once for each of its items. */
export type Repeat = {
  each: FieldName
  into: 'html' | 'text'
  before: string
  after: string
  between: string
  /** The colour of what leads somewhere. */
  link: string
}
export type Part = string | Slot | Repeat
export type Said = { html: Part[]; text: Part[]; headings: number }

const parser = markdownIt('commonmark', { html: false })
parser.disable(
  ['code', 'fence', 'backticks', 'image', 'html_block', 'html_inline', 'autolink', 'reference', 'lheading', 'table'],
  true,
)
// Addresses are checked below, fields in them included; the parser shall hand them over as written.
parser.normalizeLink = (url) => url
parser.validateLink = () => true
parser.inline.ruler.before('text', 'field', (state: StateInline, silent: boolean) => {
  if (!state.src.startsWith('{{', state.pos)) return false
  const end = state.src.indexOf('}}', state.pos)
  const inner = state.src.slice(state.pos + 2, end < 0 ? undefined : end)
  if (!silent) {
    const token = state.push('field', '', 0)
    // Without its end it is no field, and the name below is none we know.
    token.content = end < 0 ? state.src.slice(state.pos) : inner.trim()
  }
  state.pos = end < 0 ? state.posMax : end + 2
  return true
})

/** Splits a single line (subject, button) into words and fields. */
export function lineParts(line: string, into: 'html' | 'text'): Part[] {
  const parts: Part[] = []
  for (const piece of line.split(/(\{\{.*?(?:\}\}|$))/)) {
    if (piece.startsWith('{{'))
      parts.push({ field: named(piece.endsWith('}}') ? piece.slice(2, -2).trim() : piece), into })
    else if (piece) parts.push(into === 'html' ? escapeHtml(piece) : piece)
  }
  return parts
}

export function named(name: string): FieldName {
  if (!isField(name)) throw problem('field_unknown', { field: name.slice(0, 60) || '{{}}' })
  return name
}

/** Inline styles: many mail programs drop style sheets. Colours that dark mode changes also carry a class. */
const stylesFor = (start: 'left' | 'right') => ({
  p: 'margin:0 0 18px',
  h2: 'margin:30px 0 8px;font-size:17px;line-height:26px;font-weight:600',
  // A side is named: Outlook knows no start and no end.
  ul: `margin:0 0 18px;padding-${start}:24px`,
  li: 'margin:0 0 6px',
  quote: `margin:0 0 18px;padding-top:2px;padding-bottom:2px;padding-${start}:18px;border-${start}:3px solid`,
  last: 'margin:0',
})

export function say(markdown: string, accent: { link: string; line: string }, direction: 'ltr' | 'rtl' = 'ltr'): Said {
  const styles = stylesFor(direction === 'rtl' ? 'right' : 'left')
  const html: Part[] = []
  const text: Part[] = []
  let headings = 0
  const tokens = parser.parse(markdown, {})
  const lists: { ordered: boolean; n: number }[] = []
  let quotes = 0
  let quotesBefore = 0
  let started = false
  let itemOpen = false
  const prefix = () => '> '.repeat(quotes) + '  '.repeat(Math.max(0, lists.length - 1))
  const block = (tight: boolean) => {
    if (started) text.push(tight ? '\n' : `\n${'> '.repeat(Math.min(quotes, quotesBefore)).trimEnd()}\n`)
    started = true
    quotesBefore = quotes
  }
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!
    switch (token.type) {
      case 'paragraph_open': {
        const inItem = itemOpen
        itemOpen = false
        if (!inItem) {
          block(false)
          text.push(prefix() + (lists.length ? '  ' : ''))
        }
        const lastInQuote = quotes > 0 && tokens[i + 3]?.type === 'blockquote_close'
        if (!token.hidden) html.push(`<p style="${lists.length || lastInQuote ? styles.last : styles.p}">`)
        break
      }
      case 'paragraph_close':
        if (!token.hidden) html.push('</p>')
        break
      case 'heading_open':
        headings++
        if (token.tag !== 'h2') throw problem('template_broken', { fault: 'headings are written with ## only' })
        block(false)
        html.push(`<h2 style="${styles.h2}">`)
        break
      case 'heading_close':
        html.push('</h2>')
        break
      case 'bullet_list_open':
      case 'ordered_list_open':
        lists.push({ ordered: token.type === 'ordered_list_open', n: 0 })
        html.push(`<${token.tag} style="${styles.ul}">`)
        break
      case 'bullet_list_close':
      case 'ordered_list_close':
        lists.pop()
        html.push(`</${token.tag}>`)
        break
      case 'list_item_open': {
        const list = lists.at(-1)!
        list.n++
        block(list.n > 1 || lists.length > 1)
        const mark = list.ordered ? `${list.n}. ` : '- '
        const only = onlyField(tokens[i + 2])
        if (only && isList(only) && tokens[i + 4]?.type === 'list_item_close') {
          const before = prefix() + mark
          const { link } = accent
          html.push({
            each: only,
            into: 'html',
            before: `<li style="${styles.li}">`,
            after: '</li>',
            between: '',
            link,
          })
          text.push({ each: only, into: 'text', before, after: '', between: '\n', link })
          i += 4
          break
        }
        html.push(`<li style="${styles.li}">`)
        text.push(prefix() + mark)
        itemOpen = true
        break
      }
      case 'list_item_close':
        html.push('</li>')
        break
      case 'blockquote_open':
        quotes++
        html.push(`<blockquote class="line" style="${styles.quote} ${accent.line}">`)
        break
      case 'blockquote_close':
        quotes--
        html.push('</blockquote>')
        break
      case 'inline':
        sayInline(token.children ?? [], html, text, accent, '> '.repeat(quotes) + '  '.repeat(lists.length))
        break
      default:
        throw problem('template_broken', {
          fault: `it holds something a letter cannot show (${token.type.replaceAll('_', ' ')})`,
        })
    }
  }
  return { html, text, headings }
}

function onlyField(token: Token | undefined): FieldName | null {
  const children = token?.type === 'inline' ? (token.children ?? []) : []
  return children.length === 1 && children[0]!.type === 'field' ? named(children[0]!.content) : null
}

function sayInline(tokens: Token[], html: Part[], text: Part[], accent: { link: string }, lead: string): void {
  let href: Part | null = null
  for (const token of tokens) {
    switch (token.type) {
      case 'text':
      case 'text_special':
        html.push(escapeHtml(token.content))
        text.push(token.content)
        break
      case 'field': {
        const field = named(token.content)
        html.push({ field, into: 'html' })
        text.push(lead ? { field, into: 'text', lead } : { field, into: 'text' })
        break
      }
      case 'softbreak':
        html.push('\n')
        text.push(' ')
        break
      case 'hardbreak':
        html.push('<br>')
        text.push(`\n${lead}`)
        break
      case 'strong_open':
        html.push('<strong style="font-weight:600">')
        break
      case 'strong_close':
        html.push('</strong>')
        break
      case 'em_open':
        html.push('<em>')
        break
      case 'em_close':
        html.push('</em>')
        break
      case 'link_open': {
        href = addressOf(String(token.attrGet('href') ?? ''))
        const mail = typeof href === 'object' && 'field' in href && !isUrl(href.field) ? 'mailto:' : ''
        html.push(
          `<a class="link" href="${mail}`,
          href,
          `" style="color:${accent.link};text-decoration:underline;text-underline-offset:3px">`,
        )
        break
      }
      case 'link_close':
        html.push('</a>')
        if (href)
          text.push(
            ' (',
            typeof href === 'string' ? href.replaceAll('&amp;', '&') : { ...(href as Slot), into: 'text' },
            ')',
          )
        href = null
        break
      default:
        throw problem('template_broken', { fault: `it holds something a letter cannot show (${token.type})` })
    }
  }
}

/** A link leads to an address field, to somebody's mail, or to a page written out with https. */
function addressOf(href: string): Part {
  // Spaces are taken off afterwards: in the pattern they would cost minutes for a link of ten thousand.
  const field = /^(mailto:)?\{\{([^}]*)\}\}$/.exec(href)
  if (field) {
    const name = named(field[2]!.trim())
    if (field[1] ? !name.endsWith('.email') : !isUrl(name))
      throw problem('template_broken', { fault: `the field ${name} is no address` })
    return { field: name, into: 'attribute' }
  }
  if (!href.startsWith('https://') || !URL.canParse(href) || href.includes('{{')) {
    throw problem('template_broken', { fault: `the link to “${href.slice(0, 60)}” does not start with https://` })
  }
  return escapeHtml(href)
}

const wordsAMinute = 200
/** Half minutes, as a person would say it; a field counts as one word. */
export function readingMinutes(parts: readonly Part[]): number {
  const plain = parts.map((p) => (typeof p === 'string' ? p : 'field')).join('')
  const words = plain.split(/\s+/).filter((w) => /[\p{L}\p{N}]/u.test(w)).length
  return Math.max(0.5, Math.ceil((words / wordsAMinute) * 2) / 2)
}
