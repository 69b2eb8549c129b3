/**
 * Which brought values are shown. Pure. Of one day and kind of part: fewer than the floor are hidden, and where
 * what is hidden or not told would itself be fewer, the smallest shown goes with it. A correction that differs by
 * fewer than the floor changes nothing that is shown: the difference would be a number about those few.
 */
type Brought = { key: string; n: number }
type Before = { n: number; shown: boolean }
export type Told = 'shown' | 'held' | 'floor' | 'complement'

/** `whole`: how many stand behind the value of the company that day; null where none was brought. `before`: what was last shown of each. */
export function judgeBrought(
  parts: readonly Brought[],
  whole: number | null,
  before: ReadonlyMap<string, Before>,
  floor: number,
): Map<string, Told> {
  const told = new Map<string, Told>()
  for (const { key, n } of parts) told.set(key, n < floor ? 'floor' : 'shown')
  const hidden = () => parts.filter((p) => told.get(p.key) !== 'shown').reduce((sum, p) => sum + p.n, 0)
  const rest = whole === null ? 0 : Math.max(0, whole - parts.reduce((sum, p) => sum + p.n, 0))
  const bySize = parts.toSorted((a, b) => a.n - b.n || (a.key < b.key ? -1 : 1))
  for (const { key } of bySize) {
    const together = hidden() + rest
    if (together === 0 || together >= floor) break
    if (told.get(key) === 'shown') told.set(key, 'complement')
  }
  for (const { key, n } of parts) {
    const last = before.get(key)
    const apart = last ? Math.abs(last.n - n) : 0
    if (last?.shown && told.get(key) === 'shown' && apart > 0 && apart < floor) told.set(key, 'held')
  }
  return told
}
