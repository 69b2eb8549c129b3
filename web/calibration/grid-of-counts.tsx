/**
 * Many people by both ratings: how many stand in each cell. Arrow keys walk the cells, Enter
 * opens the names below, Escape leads back; a name is the same button as in the small grid.
 */
import { useEffect, useRef, useState, type KeyboardEvent, type Ref } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../ui/reader.tsx'
import { isChanged, valueOf, type Row } from './acts.ts'
import { Chip } from './chip.tsx'
import { GridFrame } from './grid-frame.tsx'
import { arrowOf, cellKey, chipId, type GridProps } from './placing.ts'
import classes from './calibration.module.css'

const cellId = (key: string) => `cell-${key}`
type Cell = { x: number; y: number }

export function GridOfCounts({ session, placing, current, phone }: GridProps) {
  const { t } = useTranslation('calibration')
  const f = useFormat()
  const { x, y, xs, ys, at } = placing
  const full = ys.flatMap((yValue) =>
    xs.flatMap((xValue) => (at(xValue, yValue).length > 0 ? [{ x: xValue, y: yValue }] : [])),
  )
  const [focused, setFocused] = useState<Cell | null>(null)
  const [opened, setOpened] = useState<Cell | null>(null)
  const all = full.reduce((sum, one) => sum + at(one.x, one.y).length, 0)
  const fullest = Math.max(1, ...full.map((one) => at(one.x, one.y).length))
  const isThere = (one: Cell | null) => one !== null && at(one.x, one.y).length > 0
  const stop = isThere(focused) ? focused! : (full[0] ?? null)
  const open = isThere(opened) ? opened! : null
  const names = useRef<HTMLElement>(null)
  // Opened by hand: what one wants is in the list.
  const follow = useRef(false)
  useEffect(() => {
    if (!open || !follow.current) return
    follow.current = false
    names.current?.querySelector<HTMLElement>('button')?.focus()
    names.current?.scrollIntoView({ block: 'nearest' })
  }, [open])
  const backTo = (one: Cell) => document.getElementById(cellId(cellKey(one.x, one.y)))?.focus()
  const toggle = (one: Cell, byKey: boolean) => {
    follow.current = byKey
    setOpened(open && open.x === one.x && open.y === one.y ? null : one)
  }
  const walk = (event: KeyboardEvent, one: Cell) => {
    const step = arrowOf(event.key)
    if (!step) return
    event.preventDefault()
    // Empty cells are stepped over.
    for (let next = { ...one }; ;) {
      next = { x: next.x + step[0], y: next.y + step[1] }
      if (!xs.includes(next.x) || !ys.includes(next.y)) return
      if (at(next.x, next.y).length > 0) return backTo(next)
    }
  }
  const list = (one: Cell) => (
    <Names
      ref={names}
      session={session}
      placing={placing}
      cell={one}
      current={current}
      onClose={() => {
        backTo(one)
        setOpened(null)
      }}
    />
  )
  const cell = (xValue: number, yValue: number) => {
    const inside = at(xValue, yValue)
    if (inside.length === 0) return null
    const one = { x: xValue, y: yValue }
    const key = cellKey(xValue, yValue)
    const isOpen = open !== null && open.x === xValue && open.y === yValue
    const changed = inside.filter(isChanged).length
    return (
      <>
        <button
          type="button"
          id={cellId(key)}
          className={classes.countCell}
          data-open={isOpen || undefined}
          aria-expanded={isOpen}
          tabIndex={phone || (stop?.x === xValue && stop.y === yValue) ? 0 : -1}
          style={{ '--share': Math.round((inside.length / fullest) * 100) } as object}
          onFocus={() => setFocused(one)}
          onKeyDown={(event) => walk(event, one)}
          onClick={(event) => toggle(one, event.detail === 0)}
        >
          <span className={classes.countNumber}>{f.number(inside.length)}</span>
          <span className={classes.small}>
            {t('grid.shareOf', { share: f.share(inside.length, all), all: f.number(all) })}
          </span>
          {changed > 0 ? (
            <span className={classes.was}>{t('grid.changedCount', { n: f.number(changed), count: changed })}</span>
          ) : null}
          <span className="spoken">
            {x.steps[xValue - 1]!.label}, {y.steps[yValue - 1]!.label}
          </span>
        </button>
        {phone && isOpen ? list(one) : null}
      </>
    )
  }
  return (
    <>
      <GridFrame placing={placing} phone={phone} cell={cell} />
      {!phone && open ? list(open) : null}
    </>
  )
}

function Names({
  ref,
  session,
  placing,
  cell,
  current,
  onClose,
}: Omit<GridProps, 'phone'> & {
  ref: Ref<HTMLElement>
  cell: Cell
  onClose: () => void
}) {
  const { t } = useTranslation('calibration')
  const f = useFormat()
  const { x, y, at, show, suggest } = placing
  const inside = at(cell.x, cell.y)
  const onKeyDown = (event: KeyboardEvent, row: Row) => {
    if (event.key === 'Escape') {
      event.preventDefault()
      return onClose()
    }
    const step = arrowOf(event.key)
    if (!step) return
    event.preventDefault()
    if (event.altKey) return suggest(row, valueOf(row, 'x')! + step[0], valueOf(row, 'y')! + step[1])
    const next = inside[inside.indexOf(row) + (step[0] !== 0 ? step[0] : -step[1])]
    if (next) document.getElementById(chipId(next.reviewId))?.focus()
  }
  return (
    <section ref={ref} className={classes.names} aria-labelledby={`names-${cellKey(cell.x, cell.y)}`}>
      <h2 id={`names-${cellKey(cell.x, cell.y)}`}>
        {t('grid.namesOf', {
          x: x.steps[cell.x - 1]!.label,
          y: y.steps[cell.y - 1]!.label,
          n: f.number(inside.length),
          count: inside.length,
        })}
      </h2>
      <ul className={classes.chips} data-columns>
        {inside.map((row) => (
          <Chip
            key={row.reviewId}
            row={row}
            session={session}
            current={current === row.reviewId}
            onShow={show}
            onKeyDown={onKeyDown}
          />
        ))}
      </ul>
    </section>
  )
}
