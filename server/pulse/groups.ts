/** The published tables of a round: its people, their groups, and what of them may be shown. Pure. */
import { segmentKinds, type SegmentKind } from '../../contract/metrics.ts'
import { type Grouping, judge, type Published, type Verdict } from '../publication/publication.ts'

/** Where somebody stood when the round opened. */
export type Standing = {
  wave: string
  department: string
  location: string
  country: string
  level: string
  manager: string
  tenure: string
  /** The nearest leader, oneself included. */
  line: string | null
}
export type Member = Standing & { person_id: string }
/** Leader → the next one up. */
export type Lines = ReadonlyMap<string, string | null>

/** The group of a table that somebody stands in; null: in none. */
export function keyIn(kind: SegmentKind, p: Standing): string | null {
  return kind === 'organization' ? '' : p[kind]
}

/** The tables with everybody of `members` in their cells, numbered by `numbers`. */
export function tablesOf(members: readonly Member[], lines: Lines, numbers: ReadonlyMap<string, number>): Grouping[] {
  return segmentKinds.map((name): Grouping => {
    const keys: string[] = []
    const cells = new Map<string, number>()
    const cell = (key: string) => {
      let found = cells.get(key)
      if (found === undefined) {
        cells.set(key, (found = keys.length))
        keys.push(key)
      }
      return found
    }
    const parent: number[] = []
    if (name === 'line') {
      for (const leader of lines.keys()) cell(leader)
      for (const above of lines.values()) parent.push(above === null ? -1 : (cells.get(above) ?? -1))
    }
    const cellOf = new Int32Array(numbers.size).fill(-1)
    for (const p of members) {
      const key = keyIn(name, p)
      if (key === null || (name === 'line' && !cells.has(key))) continue
      cellOf[numbers.get(p.person_id)!] = cell(key)
    }
    return { name, roster: 'live', keys, cellOf, ...(name === 'line' ? { parent: Int32Array.from(parent) } : {}) }
  })
}

export type Judged = { kind: SegmentKind; key: string; people: number; verdict: Verdict; heldFrom: string | null }

/** A round that was given out before: who answered, and which of its groups were shown. */
export type Earlier = {
  roundId: string
  /** Whether it is of the same survey; a group cannot stay with another survey's answers. */
  same: boolean
  members: readonly Member[]
  lines: Lines
  shown: ReadonlySet<string>
}

export const nameOf = (kind: string, key: string): string => `${kind} ${key}`

/** What may be shown about the people of a round, after everything that was shown before. */
export function judgeRound(
  members: readonly Member[],
  lines: Lines,
  earlier: readonly Earlier[],
  floor: number,
): Judged[] {
  const numbers = new Map<string, number>()
  for (const p of [...members, ...earlier.flatMap((e) => e.members)])
    if (!numbers.has(p.person_id)) numbers.set(p.person_id, numbers.size)
  const tables = tablesOf(members, lines, numbers)
  const places: Earlier[] = []
  const published = earlier.flatMap((e) =>
    tablesOf(e.members, e.lines, numbers).map((table): Published => {
      places.push(e)
      return { ...table, shown: Uint8Array.from(table.keys, (key) => (e.shown.has(nameOf(table.name, key)) ? 1 : 0)) }
    }),
  )
  const judged = judge(numbers.size, tables, published, floor, numbers.size > 20_000 ? 2 : Infinity)
  return tables.flatMap((table, t) => {
    const { sizes, verdicts, heldFrom } = judged[t]!
    return table.keys.flatMap((key, cell): Judged[] => {
      const people = sizes[cell]!
      if (people === 0) return []
      const from = verdicts[cell] === 'held' ? places[heldFrom[cell]!]! : null
      const verdict = from && !from.same ? 'complement' : verdicts[cell]!
      return [
        {
          kind: table.name as SegmentKind,
          key,
          people,
          verdict,
          heldFrom: verdict === 'held' ? from!.roundId : null,
        },
      ]
    })
  })
}

/** The groups of a line that somebody counts in: their leader's and those of everybody above. */
export function upwards(leader: string, lines: Lines): string[] {
  const all: string[] = []
  for (let at: string | null | undefined = leader; at && !all.includes(at); at = lines.get(at)) all.push(at)
  return all
}
