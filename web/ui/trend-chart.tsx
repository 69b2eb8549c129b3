/**
 * A number over time, with what it should be, what it was, and what happened.
 * Drawn by hand (docs/decisions/charts-by-hand.md): direct labels, dashes besides
 * colours, arrow keys, a copyable table behind it.
 */
import { Button } from '@mantine/core'
import { IconChartLine, IconTable } from '@tabler/icons-react'
import { useEffect, useId, useMemo, useRef, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { TakeTable } from './take-table.tsx'
import { useFormat } from './reader.tsx'
import { ageOf, dayNumber, gather, monthTicks, niceTicks, spread, unbroken, weekTicks, type Point } from './scale.ts'
import { Empty } from './states.tsx'
import { SuppressedNumber } from './stat.tsx'
import classes from './trend-chart.module.css'

export type { Point } from './scale.ts'
export type Series = {
  id: string
  label: string
  points: readonly Point[]
  /** For comparison: drawn in grey. */ quiet?: boolean
}
export type ChartUnit = 'share' | 'number' | { unit: string; digits?: number }

export type TrendChartProps = {
  title: string
  unit: ChartUnit
  series: readonly Series[]
  /** Days are counted from a beginning of each line's own (`atAge`), not from the calendar. */
  ages?: boolean
  /** In the unit of the values: 0.85 for a share. */
  target?: number | null
  baseline?: number | null
  /** What happened: go-live, a message, a decision. */
  annotations?: readonly { on: string; label: string }[]
  /** Smallest group whose number is shown; for the words of hidden points. */
  floor?: number
  height?: number
  /** Beside the table's button: explain, export. */
  tools?: ReactNode
}

/** A scrolling table and a chart with a crosshair must be reachable by keyboard, though they are no control. */
const reachable = { tabIndex: 0 }
/** Pixels that the shortest label of something that happened needs. */
const labelWide = 64
const dashes = ['', '7 4', '2 4', '10 3 2 3', '4 4', '1 5']

export function TrendChart({
  title,
  unit,
  series,
  ages = false,
  target,
  baseline,
  annotations = [],
  floor = 5,
  height = 280,
  tools,
}: TrendChartProps) {
  const { t } = useTranslation('ui')
  const f = useFormat()
  const [asTable, setAsTable] = useState(false)
  const figure = useRef<HTMLElement>(null)
  const say = useMemo(
    () => (value: number) =>
      unit === 'share'
        ? f.share(Math.round(value * 1000), 1000)
        : unit === 'number'
          ? f.number(value, 1)
          : `${f.number(value, unit.digits ?? 1)} ${unit.unit}`.trim(),
    [unit, f],
  )
  const dates = useMemo(() => [...new Set(series.flatMap((s) => s.points.map((p) => p.on)))].sort(), [series])
  const something = series.some((s) => s.points.some((p) => p.value !== null))
  if (!something)
    return (
      <Empty small title={t('chart.none')}>
        {t('chart.noneHint')}
      </Empty>
    )

  // What a number was taken from stands beside it, in columns of its own.
  const counted = series.filter((s) => s.points.some((p) => p.numerator !== undefined && p.denominator !== undefined))
  const copied = () => [
    [
      t(ages ? 'chart.age' : 'chart.date'),
      ...series.map((s) => s.label),
      ...counted.flatMap((s) => [t('take.numerator', { label: s.label }), t('take.denominator', { label: s.label })]),
    ],
    ...dates.map((on) => [
      ages ? ageOf(on) : on,
      ...series.map((s) => s.points.find((p) => p.on === on)?.value ?? ''),
      ...counted.flatMap((s) => {
        const p = s.points.find((point) => point.on === on)
        return p && p.value !== null ? [p.numerator ?? '', p.denominator ?? ''] : ['', '']
      }),
    ]),
  ]

  return (
    <figure ref={figure} className={classes.figure} aria-label={title}>
      {asTable ? (
        <div className={classes.scroll} {...reachable} role="group" aria-label={title}>
          <table className={classes.table}>
            <thead>
              <tr>
                <th scope="col">{t(ages ? 'chart.age' : 'chart.date')}</th>
                {series.map((s) => (
                  <th key={s.id} scope="col">
                    {s.label}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {dates.toReversed().map((on) => (
                <tr key={on}>
                  <th scope="row">{ages ? t('chart.day', { day: f.number(ageOf(on)) }) : f.day(on, 'short')}</th>
                  {series.map((s) => {
                    const p = s.points.find((point) => point.on === on)
                    return (
                      <td key={s.id}>
                        {p?.suppressed ? (
                          <SuppressedNumber floor={floor} />
                        ) : !p || p.value === null ? (
                          '–'
                        ) : (
                          say(p.value)
                        )}
                        {p &&
                        !p.suppressed &&
                        p.value !== null &&
                        p.denominator !== undefined &&
                        p.numerator !== undefined ? (
                          <small> {t('stat.of', { n: f.number(p.numerator), d: f.number(p.denominator) })}</small>
                        ) : null}
                      </td>
                    )
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : (
        <Drawing
          {...{
            title,
            unit,
            series,
            target: target ?? null,
            baseline: baseline ?? null,
            annotations,
            ages,
            floor,
            height,
            dates,
            say,
          }}
        />
      )}
      <figcaption className={classes.caption} data-chrome>
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          leftSection={asTable ? <IconChartLine size={15} aria-hidden /> : <IconTable size={15} aria-hidden />}
          onClick={() => setAsTable(!asTable)}
        >
          {t(asTable ? 'chart.chart' : 'chart.table')}
        </Button>
        <TakeTable
          title={title}
          rows={copied}
          drawing={() => figure.current?.querySelector('svg[data-drawing]') ?? null}
        />
        {tools}
      </figcaption>
    </figure>
  )
}

type DrawingProps = Required<
  Pick<TrendChartProps, 'title' | 'unit' | 'series' | 'annotations' | 'ages' | 'floor' | 'height'>
> & {
  target: number | null
  baseline: number | null
  dates: readonly string[]
  say: (value: number) => string
}

function Drawing({
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
  const labels: { y: number; label: string; value?: string; colour: string; weight: number }[] = []
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
          {events.map((group, i) => {
            const px = group[0]!.at
            const space = (events[i + 1]?.[0]?.at ?? width - 8) - px
            const last = i === events.length - 1 && space < labelWide
            const more = group.length > 1 ? ` +${f.number(group.length - 1)}` : ''
            const letters = Math.floor(((last ? px - (events[i - 1]?.[0]?.at ?? 0) : space) - 14) / 6.2) - more.length
            return (
              <g key={group[0]!.on + group[0]!.label}>
                {group.map((a) => (
                  <line
                    key={a.on + a.label}
                    x1={a.at}
                    x2={a.at}
                    y1={18}
                    y2={height - room.bottom}
                    className={classes.event}
                  />
                ))}
                <circle cx={px} cy={18} r={group.length > 1 ? 3.5 : 2.5} className={classes.eventDot} />
                <text
                  x={last ? px - 6 : px + 6}
                  y={14}
                  textAnchor={last ? 'end' : 'start'}
                  className={classes.eventLabel}
                >
                  {letters > 3 ? cut(group[0]!.label, letters) + more : more.trim()}
                </text>
              </g>
            )
          })}
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
              <g
                key={s.id}
                stroke={colourOf(i)}
                fill="none"
                strokeWidth={s.quiet ? 1.5 : 2.25}
                strokeLinejoin="round"
                strokeLinecap="round"
              >
                {unbroken(s.points).map((piece) => (
                  <path
                    key={piece[0]!.on}
                    d={`M${piece.map((p) => `${x(p.on).toFixed(1)} ${y(p.value ?? 0).toFixed(1)}`).join('L')}`}
                    strokeDasharray={single ? undefined : dashes[i % dashes.length]}
                  />
                ))}
                {s.points
                  .filter((p) => p.suppressed)
                  .map((p) => (
                    <path
                      key={p.on}
                      d={`M${x(p.on) - 3} ${y(bottom) - 8}l6 6m0 -6l-6 6`}
                      strokeWidth={1.5}
                      className={classes.hidden}
                    />
                  ))}
              </g>
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
          {labels.map((l, i) => (
            <text
              key={i}
              x={width - room.end + 12}
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
        </svg>
      ) : null}
      {here ? (
        <div
          className={classes.tip}
          style={x(here) > width / 2 ? { right: width - x(here) + 12 } : { left: x(here) + 12 }}
          aria-hidden
        >
          <span className={classes.tipDay}>{dayWords(here)}</span>
          {series.map((s, i) => (
            <span key={s.id} className={classes.tipRow}>
              <i style={{ background: colourOf(i) }} />
              {single ? null : <span>{s.label}</span>}
              <strong>{pointWords(s.points.find((p) => p.on === here))}</strong>
            </span>
          ))}
          {told.map((a) => (
            <span key={a.on + a.label} className={classes.tipEvent}>
              {f.day(a.on, 'short')} · {a.label}
            </span>
          ))}
        </div>
      ) : null}
      <span className="spoken" aria-live="polite">
        {spoken}
      </span>
    </div>
  )
}

function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, Math.max(1, most - 1)).trimEnd()}…`
}

/** "Mar", and the year in January. */
function monthWords(day: string, locale: string): string {
  const january = day.slice(5, 7) === '01'
  return new Intl.DateTimeFormat(locale, {
    timeZone: 'UTC',
    month: 'short',
    ...(january ? { year: 'numeric' } : {}),
  }).format(Date.parse(day))
}

/** The same number for many groups, side by side on one scale. */
export function SmallMultiples({
  title,
  unit,
  charts,
  target,
  onOpen,
}: {
  title: string
  unit: ChartUnit
  charts: readonly {
    id: string
    label: string
    points: readonly Point[]
    note?: string
    /** When this group began. */ from?: string | null
  }[]
  target?: number | null
  onOpen?: (id: string) => void
}) {
  const { t } = useTranslation('ui')
  const f = useFormat()
  const values = charts.flatMap((c) => c.points.flatMap((p) => (p.value === null ? [] : [p.value])))
  const top = Math.max(unit === 'share' ? 1 : 0, ...values, target ?? 0) || 1
  const days = charts.flatMap((c) => c.points.map((p) => dayNumber(p.on)))
  const [from, to] = [Math.min(...days), Math.max(...days)]
  const w = 200
  const h = 72
  const x = (on: string) => 2 + ((dayNumber(on) - from) / Math.max(1, to - from)) * (w - 8)
  const y = (v: number) => 4 + (1 - v / top) * (h - 8)
  const say = (v: number) =>
    unit === 'share'
      ? f.share(Math.round(v * 1000), 1000)
      : unit === 'number'
        ? f.number(v, 1)
        : `${f.number(v, unit.digits ?? 1)} ${unit.unit}`.trim()
  return (
    <ul className={classes.multiples} aria-label={title}>
      {charts.map((c) => {
        const last = c.points.findLast((p) => p.value !== null || p.suppressed)
        const inside = (
          <>
            <span className={classes.multipleTop}>
              <span>{c.label}</span>
              <strong>{!last ? t('stat.notYet') : last.suppressed ? t('stat.hidden') : say(last.value ?? 0)}</strong>
            </span>
            <svg
              viewBox={`0 0 ${w} ${h}`}
              preserveAspectRatio="none"
              aria-hidden
              focusable="false"
              style={{ direction: 'ltr' }}
            >
              <line x1={0} x2={w} y1={y(0)} y2={y(0)} className={classes.axis} />
              {target === null || target === undefined ? null : (
                <line x1={0} x2={w} y1={y(target)} y2={y(target)} className={classes.target} />
              )}
              {c.from && dayNumber(c.from) >= from ? (
                <line x1={x(c.from)} x2={x(c.from)} y1={4} y2={y(0)} className={classes.event} />
              ) : null}
              {unbroken(c.points).map((piece) => (
                <path
                  key={piece[0]!.on}
                  d={`M${piece.map((p) => `${x(p.on).toFixed(1)} ${y(p.value ?? 0).toFixed(1)}`).join('L')}`}
                  className={classes.multipleLine}
                />
              ))}
            </svg>
            {c.note ? <small>{c.note}</small> : null}
          </>
        )
        return (
          <li key={c.id}>
            {onOpen ? (
              <button type="button" className={classes.multiple} onClick={() => onOpen(c.id)}>
                {inside}
              </button>
            ) : (
              <div className={classes.multiple}>{inside}</div>
            )}
          </li>
        )
      })}
    </ul>
  )
}
