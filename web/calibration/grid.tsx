/**
 * People by both ratings. Each name is a button: Enter opens it, Alt with an arrow key
 * suggests a step further, and dragging does the same; the panel asks for the reason.
 */
import { useMemo, useState, type DragEvent, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useGo } from '../ui/link.tsx'
import { usePhone } from '../ui/media.ts'
import { useFormat } from '../ui/reader.tsx'
import { homeOf, isChanged, valueOf, type Question, type Row, type Session } from './acts.ts'
import { propose } from './proposal.ts'
import classes from './calibration.module.css'

const most = 12
const chipId = (reviewId: string) => `chip-${reviewId}`

export function RatingGrid({
  session,
  rows,
  current,
}: {
  session: Session
  rows: readonly Row[]
  current: string | null
}) {
  const { t } = useTranslation('calibration')
  const f = useFormat()
  const go = useGo()
  const phone = usePhone()
  const x = session.questions.find((q) => q.axis === 'x')!
  const y = session.questions.find((q) => q.axis === 'y')!
  const [whole, setWhole] = useState<readonly string[]>([])
  const [focused, setFocused] = useState<string | null>(null)
  const cells = useMemo(() => Map.groupBy(rows, (row) => `${valueOf(row, 'x') ?? 0}.${valueOf(row, 'y') ?? 0}`), [rows])
  const at = (xValue: number, yValue: number) => cells.get(`${xValue}.${yValue}`) ?? []
  const xs = x.steps.map((_, i) => i + 1)
  const ys = y.steps.map((_, i) => i + 1).toReversed()
  const placed = rows.filter((row) => valueOf(row, 'x') !== null && valueOf(row, 'y') !== null)
  const others = rows.filter((row) => !placed.includes(row))
  // One stop for the Tab key; arrows go on from there.
  const stop = placed.some((row) => row.reviewId === focused) ? focused : (firstOf(xs, ys, at)?.reviewId ?? null)

  const show = (row: Row) => void go(`${homeOf(session.id)}/${row.reviewId}`, { search: true })
  const suggest = (row: Row, xValue: number, yValue: number) => {
    if (!session.mayMove || row.state !== 'rated' || !x.steps[xValue - 1] || !y.steps[yValue - 1]) return
    propose({ reviewId: row.reviewId, x: xValue, y: yValue })
    show(row)
  }
  const onKeyDown = (event: KeyboardEvent, row: Row) => {
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key]
    if (!step) return
    event.preventDefault()
    const [dx, dy] = [document.dir === 'rtl' ? -step[0]! : step[0]!, step[1]!]
    const [xValue, yValue] = [valueOf(row, 'x')!, valueOf(row, 'y')!]
    if (event.altKey) return suggest(row, xValue + dx, yValue + dy)
    const next = neighbour(row, dx, dy, xs, ys, at)
    if (next) document.getElementById(chipId(next.reviewId))?.focus()
  }
  const chip = (row: Row) => (
    <li key={row.reviewId}>
      <button
        type="button"
        id={chipId(row.reviewId)}
        className={classes.chip}
        data-changed={isChanged(row) || undefined}
        data-still={row.state !== 'rated' || undefined}
        aria-current={current === row.reviewId || undefined}
        tabIndex={phone || row.reviewId === stop ? 0 : -1}
        draggable={session.mayMove && row.state === 'rated'}
        onFocus={() => setFocused(row.reviewId)}
        onDragStart={(event) => event.dataTransfer.setData('text/plain', row.reviewId)}
        onKeyDown={(event) => onKeyDown(event, row)}
        onClick={() => show(row)}
      >
        <span dir="auto">{row.person.name}</span>
        {isChanged(row) ? <span className="spoken"> {t('grid.changed')}</span> : null}
      </button>
    </li>
  )
  const cell = (xValue: number, yValue: number) => {
    const inside = at(xValue, yValue)
    const key = `${xValue}.${yValue}`
    const shown = whole.includes(key) || inside.length <= most + 1 ? inside : inside.slice(0, most)
    return (
      <>
        {inside.length > 0 ? <span className={classes.cellCount}>{f.number(inside.length)}</span> : null}
        <ul className={classes.chips}>{shown.map(chip)}</ul>
        {shown.length < inside.length ? (
          <button type="button" className={classes.moreChips} onClick={() => setWhole([...whole, key])}>
            {t('grid.more', { n: f.number(inside.length - shown.length) })}
          </button>
        ) : null}
      </>
    )
  }
  const onDrop = (event: DragEvent, xValue: number, yValue: number) => {
    event.preventDefault()
    const row = rows.find((one) => one.reviewId === event.dataTransfer.getData('text/plain'))
    if (row && (valueOf(row, 'x') !== xValue || valueOf(row, 'y') !== yValue)) suggest(row, xValue, yValue)
  }
  return (
    <>
      {phone ? (
        <ul className={classes.cells}>
          {ys.flatMap((yValue) =>
            xs.toReversed().map((xValue) =>
              at(xValue, yValue).length === 0 ? null : (
                <li key={`${xValue}.${yValue}`} className={classes.cellBlock}>
                  <p className={classes.cellTitle}>
                    <span dir="auto">{x.steps[xValue - 1]!.label}</span>
                    <span dir="auto">{y.steps[yValue - 1]!.label}</span>
                  </p>
                  {cell(xValue, yValue)}
                </li>
              ),
            ),
          )}
        </ul>
      ) : (
        <div className={classes.gridFrame}>
          <table className={classes.grid}>
            <caption className="spoken">{t('grid.caption', { x: x.ask, y: y.ask })}</caption>
            <colgroup>
              <col className={classes.colAxis} />
              <col className={classes.colStep} />
              {xs.map((xValue) => (
                <col key={xValue} />
              ))}
            </colgroup>
            <tbody>
              {ys.map((yValue, line) => (
                <tr key={yValue}>
                  {line === 0 ? (
                    <td className={classes.axisY} rowSpan={ys.length} aria-hidden>
                      <span dir="auto">{y.ask}</span>
                    </td>
                  ) : null}
                  <th scope="row" dir="auto">
                    {y.steps[yValue - 1]!.label}
                  </th>
                  {xs.map((xValue) => (
                    <td
                      key={xValue}
                      className={classes.cell}
                      {...(session.mayMove
                        ? {
                            onDragOver: (event: DragEvent) => event.preventDefault(),
                            onDrop: (event: DragEvent) => onDrop(event, xValue, yValue),
                          }
                        : {})}
                    >
                      {cell(xValue, yValue)}
                    </td>
                  ))}
                </tr>
              ))}
              <tr>
                <td aria-hidden />
                <td aria-hidden />
                {xs.map((xValue) => (
                  <th key={xValue} scope="col" dir="auto">
                    {x.steps[xValue - 1]!.label}
                  </th>
                ))}
              </tr>
            </tbody>
          </table>
          <p className={classes.axisX} dir="auto" aria-hidden>
            {x.ask}
          </p>
        </div>
      )}
      {others.length > 0 ? <Unplaced rows={others} questions={session.questions} onShow={show} /> : null}
      {session.mayMove && !phone ? <p className={classes.hint}>{t('grid.keys')}</p> : null}
    </>
  )
}

function Unplaced({
  rows,
  questions,
  onShow,
}: {
  rows: readonly Row[]
  questions: readonly Question[]
  onShow: (row: Row) => void
}) {
  const { t } = useTranslation('calibration')
  const f = useFormat()
  return (
    <section className={classes.unplaced} aria-labelledby="unplaced">
      <h2 id="unplaced">{t('grid.unplaced', { n: f.number(rows.length), count: rows.length })}</h2>
      <p className={classes.hint}>{t(questions.length > 1 ? 'grid.unplacedBoth' : 'grid.unplacedOne')}</p>
      <ul className={classes.chips} data-inline>
        {rows.map((row) => (
          <li key={row.reviewId}>
            <button
              type="button"
              id={chipId(row.reviewId)}
              className={classes.chip}
              data-still
              onClick={() => onShow(row)}
            >
              <span dir="auto">{row.person.name}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

type At = (x: number, y: number) => readonly Row[]

function firstOf(xs: readonly number[], ys: readonly number[], at: At): Row | undefined {
  for (const y of ys) for (const x of xs) if (at(x, y)[0]) return at(x, y)[0]
  return undefined
}

/** Within a cell up and down the list; beyond its edge to the next cell that has somebody. */
function neighbour(
  row: Row,
  dx: number,
  dy: number,
  xs: readonly number[],
  ys: readonly number[],
  at: At,
): Row | undefined {
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
