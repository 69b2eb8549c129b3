/** How well a part of the company is covered. Pure. */
import type { CoverageRow } from '../../contract/champions.ts'

/** Champions that so many people want, by the aim. */
export const wanted = (people: number, peopleEach: number): number => Math.ceil(people / peopleEach)

export function stateOfCoverage(
  { people, covered, champions }: Pick<CoverageRow, 'people' | 'covered' | 'champions'>,
  peopleEach: number,
): Pick<CoverageRow, 'state' | 'needed'> {
  const needed = Math.max(0, wanted(people, peopleEach) - champions)
  if (people === 0) return { state: 'covered', needed: 0 }
  if (covered === 0) return { state: 'none', needed: Math.max(1, needed) }
  if (covered < people) return { state: 'part', needed: Math.max(1, needed) }
  return { state: needed > 0 ? 'thin' : 'covered', needed }
}

/** As widely as it gapes: people without a champion, then champions that are missing. */
export const byGap = (a: CoverageRow, b: CoverageRow): number =>
  b.people - b.covered - (a.people - a.covered) ||
  b.needed - a.needed ||
  b.people - a.people ||
  a.label.localeCompare(b.label)
