type Named = { id: string; name: string }

/** Splits words at `@Name` of those mentioned, the longest name first. */
export function mentionParts(words: string, mentions: readonly Named[]): (string | Named)[] {
  const people = mentions.toSorted((a, b) => b.name.length - a.name.length)
  const parts: (string | Named)[] = []
  let from = 0
  for (let at = words.indexOf('@'); at >= 0; at = words.indexOf('@', at + 1)) {
    if (at < from) continue
    const found = people.find((p) => words.startsWith(p.name, at + 1))
    if (!found) continue
    if (at > from) parts.push(words.slice(from, at))
    parts.push(found)
    from = at + 1 + found.name.length
  }
  if (from < words.length) parts.push(words.slice(from))
  return parts
}
