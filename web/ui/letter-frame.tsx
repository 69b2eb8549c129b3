/** A mail as its reader sees it, in a frame that runs nothing and loads nothing. */
export function LetterFrame({
  html,
  title,
  className,
}: {
  html: string
  title: string
  className?: string | undefined
}) {
  // The page's policy holds in the frame too and refuses style elements; what a letter needs stands on its elements.
  return (
    <iframe className={className} title={title} sandbox="" srcDoc={html.replace(/<(style)\b[\s\S]*?<\/\1>/g, '')} />
  )
}
