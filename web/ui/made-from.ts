/** What was made from a text of the library, held against what the library says by now. */
import type { Change } from './diff.tsx'

/** The version that something began as, or was last compared with, and the one the library has now. */
export type Made = { began: number | undefined | null; now: number | undefined }
export type Part = { id: string; label: string; words: string }

/** The parts that differ, as long as the library's version is a later one; in the order in which they stand here. */
export function partsChanged({ began, now }: Made, ours: readonly Part[], theirs: readonly Part[]): Change[] {
  // What was begun before versions were remembered began as the first.
  if (now === undefined || now <= (began ?? 1)) return []
  const there = new Map(theirs.map((part) => [part.id, part]))
  const here = new Set(ours.map((part) => part.id))
  return [
    ...ours.flatMap(({ id, label, words }): Change[] => {
      const after = there.get(id)?.words ?? ''
      if (words === after) return []
      return [{ id, label, kind: words && after ? 'changed' : after ? 'added' : 'removed', before: words, after }]
    }),
    ...theirs.flatMap(({ id, label, words }): Change[] =>
      here.has(id) || !words ? [] : [{ id, label, kind: 'added', after: words }],
    ),
  ]
}
