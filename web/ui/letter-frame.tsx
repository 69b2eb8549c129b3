import { useState } from 'react'

/** A mail as its reader sees it, in a frame that runs nothing and loads nothing. */
export function LetterFrame({
  html,
  title,
  className,
  whole = false,
}: {
  html: string
  title: string
  className?: string | undefined
  /** As high as the letter, so that it is read to its end without scrolling in the frame. */
  whole?: boolean
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
      srcDoc={html.replace(/<(style)\b[\s\S]*?<\/\1>/g, '')}
    />
  )
}
