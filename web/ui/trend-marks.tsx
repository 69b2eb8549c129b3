/** The parts that a chart over time is drawn of. */
import { cut } from './chart-words.ts'
import { useFormat } from './reader.tsx'
import { unbroken } from './scale.ts'
import type { Series } from './trend-chart.tsx'
import classes from './trend-chart.module.css'

/** Pixels that the shortest label of something that happened needs. */
export const labelWide = 64

type Happened = { on: string; label: string; at: number }

/** What happened, a mark with a label each, or with a number where several stand too near to each other. */
export function Events({
  events,
  width,
  end,
}: {
  events: readonly (readonly Happened[])[]
  width: number
  end: number
}) {
  const f = useFormat()
  return (
    <>
      {events.map((group, i) => {
        const px = group[0]!.at
        const space = (events[i + 1]?.[0]?.at ?? width - 8) - px
        const last = i === events.length - 1 && space < labelWide
        const more = group.length > 1 ? ` +${f.number(group.length - 1)}` : ''
        const letters = Math.floor(((last ? px - (events[i - 1]?.[0]?.at ?? 0) : space) - 14) / 6.2) - more.length
        return (
          <g key={group[0]!.on + group[0]!.label}>
            {group.map((a) => (
              <line key={a.on + a.label} x1={a.at} x2={a.at} y1={18} y2={end} className={classes.event} />
            ))}
            <circle cx={px} cy={18} r={group.length > 1 ? 3.5 : 2.5} className={classes.eventDot} />
            <text x={last ? px - 6 : px + 6} y={14} textAnchor={last ? 'end' : 'start'} className={classes.eventLabel}>
              {letters > 3 ? cut(group[0]!.label, letters) + more : more.trim()}
            </text>
          </g>
        )
      })}
    </>
  )
}

/** One line over time, open where nothing is known, with a cross where a number is hidden. */
export function Line({
  series: s,
  colour,
  dash,
  x,
  y,
  floorAt,
}: {
  series: Series
  colour: string
  dash: string | undefined
  x: (on: string) => number
  y: (value: number) => number
  floorAt: number
}) {
  return (
    <g stroke={colour} fill="none" strokeWidth={s.quiet ? 1.5 : 2.25} strokeLinejoin="round" strokeLinecap="round">
      {unbroken(s.points).map((piece) => (
        <path
          key={piece[0]!.on}
          d={`M${piece.map((p) => `${x(p.on).toFixed(1)} ${y(p.value ?? 0).toFixed(1)}`).join('L')}`}
          strokeDasharray={dash}
        />
      ))}
      {s.points
        .filter((p) => p.suppressed)
        .map((p) => (
          <path
            key={p.on}
            d={`M${x(p.on) - 3} ${floorAt - 8}l6 6m0 -6l-6 6`}
            strokeWidth={1.5}
            className={classes.hidden}
          />
        ))}
    </g>
  )
}

export type EndLabel = { y: number; label: string; value?: string; colour: string; weight: number }

/** What each line is and where it stands, at its end. */
export function EndLabels({
  labels,
  placed,
  at,
}: {
  labels: readonly EndLabel[]
  placed: readonly number[]
  at: number
}) {
  return (
    <>
      {labels.map((l, i) => (
        <text
          key={i}
          x={at}
          y={(placed[i] ?? l.y) + 4}
          className={classes.label}
          fontWeight={l.weight}
          style={{ fill: l.colour }}
        >
          {l.value}
          {l.label ? (
            <tspan dx={6} fontWeight={l.weight === 600 ? 500 : 450}>
              {cut(l.label, 15)}
            </tspan>
          ) : null}
        </text>
      ))}
    </>
  )
}

/** What stands at one day, beside the crosshair. */
export function Tip({
  at,
  width,
  day,
  rows,
  told,
}: {
  at: number
  width: number
  day: string
  rows: readonly { id: string; label: string | null; colour: string; words: string }[]
  told: readonly Happened[]
}) {
  const f = useFormat()
  return (
    <div className={classes.tip} style={at > width / 2 ? { right: width - at + 12 } : { left: at + 12 }} aria-hidden>
      <span className={classes.tipDay}>{day}</span>
      {rows.map((row) => (
        <span key={row.id} className={classes.tipRow}>
          <i style={{ background: row.colour }} />
          {row.label === null ? null : <span>{row.label}</span>}
          <strong>{row.words}</strong>
        </span>
      ))}
      {told.map((a) => (
        <span key={a.on + a.label} className={classes.tipEvent}>
          {f.day(a.on, 'short')} · {a.label}
        </span>
      ))}
    </div>
  )
}
