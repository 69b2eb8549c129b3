import { useState } from 'react'

/** A mail as its reader sees it, in a frame that runs nothing and loads nothing. */
export function LetterFrame({
  html,
  title,
  className,
  whole = false,
  dark = false,
}: {
  html: string
  title: string
  className?: string | undefined
  /** As high as the letter, so that it is read to its end without scrolling in the frame. */
  whole?: boolean
  /** As a mail program in dark shows it. */
  dark?: boolean
}) {
  const [height, setHeight] = useState<number | null>(null)
  // The page's policy holds in the frame too and refuses style elements; what a letter needs stands on its elements.
  return (
    <iframe
      className={className}
      title={title}
      // Still nothing runs in it; of the same origin its height can be read.
      sandbox={whole ? 'allow-same-origin' : ''}
      style={whole && height ? { blockSize: height } : undefined}
      onLoad={(event) => {
        const page = event.currentTarget.contentDocument?.documentElement
        if (whole && page) setHeight(page.scrollHeight + 2)
      }}
      srcDoc={dark ? darkened(html) : withoutStyles(html)}
    />
  )
}

const withoutStyles = (html: string) => html.replace(/<(style)\b[\s\S]*?<\/\1>/g, '')

/** What the letter's own rules say for dark, written onto its elements: the page's policy refuses the rules themselves. */
function darkened(html: string): string {
  const page = new DOMParser().parseFromString(html, 'text/html')
  const sheet = new CSSStyleSheet()
  sheet.replaceSync([...page.querySelectorAll('style')].map((style) => style.textContent).join(''))
  for (const rule of sheet.cssRules) {
    if (!(rule instanceof CSSMediaRule) || !rule.conditionText.includes('prefers-color-scheme')) continue
    for (const one of rule.cssRules) {
      if (!(one instanceof CSSStyleRule)) continue
      for (const element of page.querySelectorAll<HTMLElement>(one.selectorText))
        for (const name of one.style) element.style.setProperty(name, one.style.getPropertyValue(name), 'important')
    }
  }
  return withoutStyles(`<!doctype html>${page.documentElement.outerHTML}`)
}
