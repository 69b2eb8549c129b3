/** Text that people or the library wrote in Markdown. No HTML passes, no pictures from elsewhere. */
import MarkdownIt from 'markdown-it'
import { useMemo } from 'react'
import classes from './markdown.module.css'

const reader = new MarkdownIt({ html: false, linkify: true, breaks: true, typographer: false }).disable('image')
const openLink =
  reader.renderer.rules['link_open'] ?? ((tokens, i, options, _env, self) => self.renderToken(tokens, i, options))
reader.renderer.rules['link_open'] = (tokens, i, options, env, self) => {
  const href = String(tokens[i]?.attrGet('href') ?? '')
  if (/^https?:/i.test(href) && !href.startsWith(location.origin)) {
    tokens[i]?.attrSet('target', '_blank')
    tokens[i]?.attrSet('rel', 'noopener noreferrer nofollow')
  }
  return openLink(tokens, i, options, env, self)
}

/** Below the page's own headings: the text's highest becomes an h3, however it was written. */
function below(text: string): string {
  const highest = Math.min(6, ...[...text.matchAll(/^(#{1,6}) /gm)].map((found) => found[1]!.length))
  return text.replace(/^(#{1,6}) /gm, (_, marks: string) => `${'#'.repeat(Math.min(6, marks.length - highest + 3))} `)
}

export function MarkdownView({ text, dir = 'auto' }: { text: string; dir?: 'auto' | 'ltr' | 'rtl' }) {
  const html = useMemo(() => reader.render(below(text)), [text])
  return <div className={classes.text} dir={dir} dangerouslySetInnerHTML={{ __html: html }} />
}
