/** The lines of a chart over time, walked by arrow keys and pointer. */
import { useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { monthWords } from './chart-words.ts'
import { useFormat } from './reader.tsx'
import { ageOf, dayNumber, gather, monthTicks, niceTicks, spread, weekTicks, type Point } from './scale.ts'
import type { TrendChartProps } from './trend-chart.tsx'
import { type EndLabel, EndLabels, Events, labelWide, Line, Tip } from './trend-marks.tsx'
import classes from './trend-chart.module.css'

/** A chart with a crosshair must be reachable by keyboard, though it is no control. */
const reachable = { tabIndex: 0 }
const dashes = ['', '7 4', '2 4', '10 3 2 3', '4 4', '1 5']

export type DrawingProps = Required<
  Pick<TrendChartProps, 'title' | 'unit' | 'series' | 'annotations' | 'ages' | 'floor' | 'height'>
> & {
  target: number | null
  baseline: number | null
  dates: readonly string[]
  say: (value: number) => string
}

export function Drawing({
  title,
  unit,
  series,
  target,
  baseline,
  annotations,
  ages,
  floor,
  height,
  dates,
  say,
}: DrawingProps) {
  const { t } = useTranslation('ui')
  const f = useFormat()
  const dayWords = (on: string) => (ages ? t('chart.day', { day: f.number(ageOf(on)) }) : f.day(on, 'short'))
  const frame = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(0)
  const [at, setAt] = useState<number | null>(null)
  const clip = useId()
  useEffect(() => {
    const element = frame.current
    if (!element) return
    const observer = new ResizeObserver(([entry]) => setWidth(Math.round(entry?.contentRect.width ?? 0)))
    observer.observe(element)
    return () => observer.disconnect()
  }, [])

  const values = series.flatMap((s) => s.points.flatMap((p) => (p.value === null ? [] : [p.value])))
  const high = Math.max(...values, target ?? -Infinity, baseline ?? -Infinity)
  const low = Math.min(0, ...values)
  const ticks = unit === 'share' && high > 0.5 && high <= 1 ? [0, 0.25, 0.5, 0.75, 1] : niceTicks(low, high)
  const top = ticks.at(-1) ?? 1
  const bottom = ticks[0] ?? 0
  const narrow = width < 520
  const first = dates[0] ?? ''
  const last = dates.at(-1) ?? ''
  const single = series.length === 1
  const room = { top: annotations.length ? 30 : 14, bottom: 26, start: 44, end: narrow ? 52 : 148 }
  const inner = Math.max(1, width - room.start - room.end)
  const x = (on: string) =>
    room.start +
    (dates.length < 2
      ? inner / 2
      : ((dayNumber(on) - dayNumber(first)) / Math.max(1, dayNumber(last) - dayNumber(first))) * inner)
  const y = (value: number) => room.top + (1 - (value - bottom) / (top - bottom)) * (height - room.top - room.bottom)
  const colourOf = (i: number) =>
    series[i]?.quiet ? 'var(--ink-3)' : single ? 'var(--accent-text)' : `var(--series-${(i % 6) + 1})`

  // What happened within the width of a label is one mark with a number; the tip tells each with its day.
  const events = gather(
    annotations.filter((a) => a.on >= first && a.on <= last).map((a) => ({ ...a, at: x(a.on) })),
    labelWide,
  )

  const ends = series.map((s) => s.points.findLast((p) => p.value !== null) ?? null)
  const labels: EndLabel[] = []
  ends.forEach((p, i) => {
    if (p?.value !== null && p)
      labels.push({
        y: y(p.value),
        label: narrow ? '' : series[i]!.label,
        value: say(p.value),
        colour: series[i]!.quiet ? 'var(--ink-2)' : colourOf(i),
        weight: 600,
      })
  })
  if (target !== null)
    labels.push({
      y: y(target),
      label: narrow ? '' : t('chart.target'),
      value: say(target),
      colour: 'var(--ink-2)',
      weight: 450,
    })
  if (baseline !== null)
    labels.push({
      y: y(baseline),
      label: narrow ? '' : t('chart.baseline'),
      value: say(baseline),
      colour: 'var(--ink-2)',
      weight: 450,
    })
  const placed = spread(
    labels.map((l) => l.y),
    17,
    room.top,
    height - room.bottom,
  )

  const here = at === null ? null : dates[at]
  const told = here ? events.filter((group) => group.some((a) => Math.abs(a.at - x(here)) < 12)).flat() : []
  const lead = series[0]
  const firstShown = lead?.points.find((p) => p.value !== null)
  const lastShown = ends[0]
  const summary =
    lead && firstShown?.value !== null && firstShown && lastShown?.value !== null && lastShown
      ? t('chart.summary', {
          title,
          series: lead.label,
          first: say(firstShown.value),
          from: dayWords(firstShown.on),
          last: say(lastShown.value),
          to: dayWords(lastShown.on),
        })
      : title
  const spoken = here
    ? `${dayWords(here)}: ${[
        ...series.map((s) => `${s.label} ${pointWords(s.points.find((p) => p.on === here))}`),
        ...told.map((a) => a.label),
      ].join(', ')}`
    : ''
  function pointWords(p: Point | undefined): string {
    if (p?.suppressed) return t('stat.hiddenShort', { floor })
    if (!p || p.value === null) return '–'
    return p.denominator === undefined || p.numerator === undefined
      ? say(p.value)
      : `${say(p.value)} (${t('stat.of', { n: f.number(p.numerator), d: f.number(p.denominator) })})`
  }
  const nearest = (clientX: number) => {
    const box = frame.current?.getBoundingClientRect()
    if (!box) return
    const px = clientX - box.left
    let best = 0
    dates.forEach((on, i) => {
      if (Math.abs(x(on) - px) < Math.abs(x(dates[best]!) - px)) best = i
    })
    setAt(best)
  }

  return (
    <div
      ref={frame}
      className={classes.drawing}
      dir="ltr"
      style={{ blockSize: height }}
      role="group"
      aria-label={`${summary} ${t('chart.keys')}`}
      {...reachable}
      onPointerMove={(e) => nearest(e.clientX)}
      onPointerLeave={() => setAt(null)}
      onBlur={() => setAt(null)}
      onKeyDown={(event) => {
        const now = at ?? dates.length - 1
        const to = { ArrowLeft: now - 1, ArrowRight: now + 1, Home: 0, End: dates.length - 1 }[event.key]
        if (to === undefined) {
          if (event.key === 'Escape') setAt(null)
          return
        }
        event.preventDefault()
        setAt(Math.max(0, Math.min(dates.length - 1, to)))
      }}
    >
      {width > 0 ? (
        <svg width={width} height={height} aria-hidden focusable="false" data-drawing>
          <clipPath id={clip}>
            <rect x={room.start - 6} y={0} width={inner + 12} height={height} />
          </clipPath>
          {ticks.map((tick) => (
            <g key={tick}>
              <line
                x1={room.start}
                x2={width - room.end}
                y1={y(tick)}
                y2={y(tick)}
                className={tick === bottom ? classes.axis : classes.grid}
              />
              <text x={room.start - 8} y={y(tick) + 4} textAnchor="end" className={classes.tick}>
                {unit === 'share' ? f.share(Math.round(tick * 100), 100) : f.number(tick, 1)}
              </text>
            </g>
          ))}
          {(dates.length < 2
            ? dates
            : (ages ? weekTicks : monthTicks)(first, last, Math.max(2, Math.floor(inner / 72)))
          ).map((on) => (
            <text key={on} x={x(on)} y={height - 6} textAnchor="middle" className={classes.tick}>
              {ages ? t('chart.week', { week: f.number(Math.round(ageOf(on) / 7)) }) : monthWords(on, f.locale)}
            </text>
          ))}
          <Events {...{ events, width, end: height - room.bottom }} />
          {target === null ? null : (
            <line x1={room.start} x2={width - room.end} y1={y(target)} y2={y(target)} className={classes.target} />
          )}
          {baseline === null ? null : (
            <line
              x1={room.start}
              x2={width - room.end}
              y1={y(baseline)}
              y2={y(baseline)}
              className={classes.baseline}
            />
          )}
          <g clipPath={`url(#${clip})`}>
            {series.map((s, i) => (
              <Line
                key={s.id}
                series={s}
                colour={colourOf(i)}
                dash={single ? undefined : dashes[i % dashes.length]}
                {...{ x, y, floorAt: y(bottom) }}
              />
            ))}
          </g>
          {ends.map((p, i) =>
            p && p.value !== null ? (
              <circle
                key={series[i]!.id}
                cx={x(p.on)}
                cy={y(p.value)}
                r={4}
                fill={colourOf(i)}
                className={classes.end}
              />
            ) : null,
          )}
          {here ? (
            <g>
              <line x1={x(here)} x2={x(here)} y1={room.top} y2={height - room.bottom} className={classes.cross} />
              {series.map((s, i) => {
                const p = s.points.find((point) => point.on === here)
                return p && p.value !== null ? (
                  <circle key={s.id} cx={x(here)} cy={y(p.value)} r={4.5} fill={colourOf(i)} className={classes.end} />
                ) : null
              })}
            </g>
          ) : null}
          <EndLabels {...{ labels, placed, at: width - room.end + 12 }} />
        </svg>
      ) : null}
      {here ? (
        <Tip
          at={x(here)}
          width={width}
          day={dayWords(here)}
          rows={series.map((s, i) => ({
            id: s.id,
            label: single ? null : s.label,
            colour: colourOf(i),
            words: pointWords(s.points.find((p) => p.on === here)),
          }))}
          told={told}
        />
      ) : null}
      <span className="spoken" aria-live="polite">
        {spoken}
      </span>
    </div>
  )
}
