/**
 * People by both ratings. Each name is a button: Enter opens it, Alt with an arrow key
 * suggests a step further, and dragging does the same; the panel asks for the reason. Many
 * people are counted instead, and each count opens its names.
 */
import { useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { usePhone } from '../ui/media.ts'
import { useFormat } from '../ui/reader.tsx'
import { valueOf, type Question, type Row, type Session } from './acts.ts'
import { Chip } from './chip.tsx'
import { GridFrame } from './grid-frame.tsx'
import { GridOfCounts } from './grid-of-counts.tsx'
import { arrowOf, cellKey, chipId, usePlacing, type GridProps, type Placing } from './placing.ts'
import classes from './calibration.module.css'

type Props = { session: Session; rows: readonly Row[]; current: string | null }

/** More names than this no grid shows at a glance. */
const manyPeople = 80

export function RatingGrid({ session, rows, current }: Props) {
  const { t } = useTranslation('calibration')
  const phone = usePhone()
  const placing = usePlacing(session, rows)
  const many = rows.length > manyPeople
  const props: GridProps = { session, placing, current, phone }
  return (
    <>
      {many ? <GridOfCounts {...props} /> : <GridOfNames {...props} />}
      {placing.others.length > 0 ? (
        <Unplaced
          session={session}
          rows={placing.others}
          current={current}
          questions={session.questions}
          onShow={placing.show}
        />
      ) : null}
      {session.mayMove && !phone ? <p className={classes.hint}>{t(many ? 'grid.keysOfCounts' : 'grid.keys')}</p> : null}
    </>
  )
}

const most = 12

function GridOfNames({ session, placing, current, phone }: GridProps) {
  const { t } = useTranslation('calibration')
  const f = useFormat()
  const { xs, ys, at, show, suggest } = placing
  const [whole, setWhole] = useState<readonly string[]>([])
  const [focused, setFocused] = useState<string | null>(null)
  const placed = ys.flatMap((yValue) => xs.flatMap((xValue) => at(xValue, yValue)))
  // One stop for the Tab key; arrows go on from there.
  const stop = placed.some((row) => row.reviewId === focused) ? focused : (placed[0]?.reviewId ?? null)
  const onKeyDown = (event: KeyboardEvent, row: Row) => {
    const step = arrowOf(event.key)
    if (!step) return
    event.preventDefault()
    const [dx, dy] = step
    if (event.altKey) return suggest(row, valueOf(row, 'x')! + dx, valueOf(row, 'y')! + dy)
    const next = neighbour(row, dx, dy, placing)
    if (next) document.getElementById(chipId(next.reviewId))?.focus()
  }
  const cell = (xValue: number, yValue: number) => {
    const inside = at(xValue, yValue)
    const key = cellKey(xValue, yValue)
    const shown = whole.includes(key) || inside.length <= most + 1 ? inside : inside.slice(0, most)
    return (
      <>
        {inside.length > 0 ? <span className={classes.cellCount}>{f.number(inside.length)}</span> : null}
        <ul className={classes.chips}>
          {shown.map((row) => (
            <Chip
              key={row.reviewId}
              row={row}
              session={session}
              current={current === row.reviewId}
              tabStop={phone || row.reviewId === stop}
              onShow={show}
              onFocus={() => setFocused(row.reviewId)}
              onKeyDown={onKeyDown}
            />
          ))}
        </ul>
        {shown.length < inside.length ? (
          <button type="button" className={classes.moreChips} onClick={() => setWhole([...whole, key])}>
            {t('grid.more', { n: f.number(inside.length - shown.length) })}
          </button>
        ) : null}
      </>
    )
  }
  return <GridFrame placing={placing} phone={phone} cell={cell} />
}

/** So many who have no place stand there at once. */
const few = 24

function Unplaced({
  session,
  rows,
  current,
  questions,
  onShow,
}: {
  session: Session
  rows: readonly Row[]
  current: string | null
  questions: readonly Question[]
  onShow: (row: Row) => void
}) {
  const { t } = useTranslation('calibration')
  const f = useFormat()
  const chips = (
    <ul className={classes.chips} data-inline>
      {rows.map((row) => (
        <Chip key={row.reviewId} row={row} session={session} current={current === row.reviewId} onShow={onShow} />
      ))}
    </ul>
  )
  return (
    <section className={classes.unplaced} aria-labelledby="unplaced">
      <h2 id="unplaced">{t('grid.unplaced', { n: f.number(rows.length), count: rows.length })}</h2>
      <p className={classes.hint}>{t(questions.length > 1 ? 'grid.unplacedBoth' : 'grid.unplacedOne')}</p>
      {rows.length <= few ? (
        chips
      ) : (
        <details className={classes.fold}>
          <summary>{t('grid.names')}</summary>
          {chips}
        </details>
      )}
    </section>
  )
}

/** Within a cell up and down the list; beyond its edge to the next cell that has somebody. */
function neighbour(row: Row, dx: number, dy: number, { xs, ys, at }: Placing): Row | undefined {
  let [x, y] = [valueOf(row, 'x')!, valueOf(row, 'y')!]
  const inside = at(x, y)
  const place = inside.indexOf(row)
  if (dy !== 0 && inside[place - dy]) return inside[place - dy]
  for (;;) {
    x += dx
    y += dy
    if (!xs.includes(x) || !ys.includes(y)) return undefined
    const next = at(x, y)
    if (next.length > 0) return dy > 0 ? next.at(-1) : next[0]
  }
}
