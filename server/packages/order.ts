/** In which order the parts of a package may be opened: by its rules of SCORM 2004, by what SCORM 1.2 asks first, or as they stand. */
import type { PackageRow } from './queries.ts'
import { mayBegin } from './prerequisites.ts'
import type { Kept } from './results.ts'
import { begin, type Menu, standing, type Step, step } from './sequencer.ts'

/** Where somebody is in a package with rules of its own. */
export type Placed = Step & { finished: boolean }
export type Known = ReadonlyMap<string, { kept: Kept; done_on: string | null; passed: boolean | null }>
export type Way = { partId?: string | undefined; go?: 'next' | 'previous' | undefined }

/** What may be opened, as it stands. */
export function menuIn(row: PackageRow, known: Known, placed: Placed | null, at: string | null): Menu {
  if (row.sequence) return (placed ?? begin(row.sequence))?.menu ?? { open: [], next: false, previous: false }
  const open = row.parts.filter((part) => {
    if (!part.prerequisites) return true
    return mayBegin(part.prerequisites, (id) => {
      if (!row.parts.some((one) => one.id === id)) return undefined
      const found = known.get(id)
      return { done: !!found?.done_on, passed: found?.passed ?? null, begun: found !== undefined }
    })
  })
  const ids = open.map((one) => one.id)
  const index = row.parts.findIndex((one) => one.id === at)
  return {
    open: ids,
    next: index >= 0 && row.parts.slice(index + 1).some((one) => ids.includes(one.id)),
    previous: index > 0 && row.parts.slice(0, index).some((one) => ids.includes(one.id)),
  }
}

/** The part that a way leads to; null where it is not open. With rules, also where somebody is then. */
export function follow(
  row: PackageRow,
  known: Known,
  placed: Placed | null,
  { partId, go }: Way,
): { partId: string; placed: Placed | null } | null {
  if (row.sequence) {
    // Asked to go on from a part that was left already, as after an answer that got lost, they are there.
    const stays =
      placed?.at && (go ? partId !== undefined && partId !== placed.at : partId === undefined || partId === placed.at)
    if (stays) return { partId: placed.at!, placed }
    const cmi = placed?.at ? (known.get(placed.at)?.kept ?? {}) : {}
    const made = !placed
      ? begin(row.sequence, partId)
      : step(
          row.sequence,
          placed,
          cmi,
          go ? { to: go === 'next' ? 'continue' : 'previous' } : { to: 'choice', partId: partId! },
        )
    if (!made?.at || (partId !== undefined && !go && made.at !== partId)) return null
    return { partId: made.at, placed: { ...made, finished: placed?.finished ?? false } }
  }
  const { open } = menuIn(row, known, null, partId ?? null)
  const at = row.parts.findIndex((one) => one.id === partId)
  const among =
    go === 'next'
      ? row.parts.slice(at + 1)
      : go === 'previous'
        ? row.parts.slice(0, Math.max(0, at)).reverse()
        : row.parts
  const candidates = among.filter((one) => open.includes(one.id))
  const found =
    go !== undefined
      ? candidates[0]
      : partId !== undefined
        ? candidates.find((one) => one.id === partId)
        : (candidates.find((one) => !known.get(one.id)?.done_on) ?? candidates[0])
  return found ? { partId: found.id, placed: null } : null
}

/** Where the part that is open has reported something, what may be opened now, and whether the whole is done. */
export function afterReport(row: PackageRow, placed: Placed, kept: Kept): Placed {
  const { menu, whole } = standing(row.sequence!, placed, kept)
  return { ...placed, menu, finished: placed.finished || whole.done }
}
