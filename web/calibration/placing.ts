/** Where people stand by both ratings, and how somebody is suggested to stand elsewhere. */
import { useMemo, type DragEvent } from 'react'
import { useGo } from '../ui/link.tsx'
import { homeOf, valueOf, type Row, type Session } from './acts.ts'
import { propose } from './proposal.ts'

export type At = (x: number, y: number) => readonly Row[]
export type Placing = ReturnType<typeof usePlacing>
/** What a grid of people is drawn from, however many they are. */
export type GridProps = { session: Session; placing: Placing; current: string | null; phone: boolean }

export const chipId = (reviewId: string) => `chip-${reviewId}`
export const cellKey = (x: number, y: number) => `${x}.${y}`

export function usePlacing(session: Session, rows: readonly Row[]) {
  const go = useGo()
  const x = session.questions.find((q) => q.axis === 'x')!
  const y = session.questions.find((q) => q.axis === 'y')!
  const { cells, others } = useMemo(() => {
    const placed = Map.groupBy(rows, (row) => valueOf(row, 'x') !== null && valueOf(row, 'y') !== null)
    return {
      cells: Map.groupBy(placed.get(true) ?? [], (row) => cellKey(valueOf(row, 'x')!, valueOf(row, 'y')!)),
      others: placed.get(false) ?? [],
    }
  }, [rows])
  const at: At = (xValue, yValue) => cells.get(cellKey(xValue, yValue)) ?? []
  const show = (row: Row) => void go(`${homeOf(session.id)}/${row.reviewId}`, { search: true })
  const suggest = (row: Row, xValue: number, yValue: number) => {
    if (!session.mayMove || row.state !== 'rated' || !x.steps[xValue - 1] || !y.steps[yValue - 1]) return
    propose({ reviewId: row.reviewId, x: xValue, y: yValue })
    show(row)
  }
  /** Of a cell onto which somebody can be dragged. */
  const dropped = (xValue: number, yValue: number) =>
    session.mayMove
      ? {
          onDragOver: (event: DragEvent) => event.preventDefault(),
          onDrop(event: DragEvent) {
            event.preventDefault()
            const row = rows.find((one) => one.reviewId === event.dataTransfer.getData('text/plain'))
            if (row && (valueOf(row, 'x') !== xValue || valueOf(row, 'y') !== yValue)) suggest(row, xValue, yValue)
          },
        }
      : {}
  return {
    x,
    y,
    xs: x.steps.map((_, i) => i + 1),
    /** The highest first, as they stand in the grid. */
    ys: y.steps.map((_, i) => i + 1).toReversed(),
    at,
    others,
    show,
    suggest,
    dropped,
  }
}

/** Which way an arrow key leads; null for other keys. Up is more. */
export function arrowOf(key: string): [dx: number, dy: number] | null {
  const step = ({ ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] } as const)[key]
  if (!step) return null
  return [document.dir === 'rtl' && step[0] !== 0 ? -step[0] : step[0], step[1]]
}
