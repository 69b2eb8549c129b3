/** How wide the columns of a table are beside each other: by what stands in them, and no word broken. Pure. */
import type { PackBlock } from '../../contract/business-review.ts'

const longest = (texts: readonly string[]) => Math.max(...texts.map((text) => text.length), 0)

export function columnsOf(table: Pick<Extract<PackBlock, { kind: 'table' }>, 'head' | 'rows'>): number[] {
  return table.head.map((head, i) => {
    const cells = [head, ...table.rows.map((row) => row[i] ?? '')]
    const words = cells.flatMap((cell) => cell.split(/[\s-]+/))
    // A word of the head is bold, so it needs a little more.
    return Math.max(Math.min(40, longest(cells)), longest(words) * 1.3 + 1, 6)
  })
}
