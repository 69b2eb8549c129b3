/**
 * A number over time, with what it should be, what it was, and what happened.
 * Drawn by hand (docs/decisions/charts-by-hand.md): direct labels, dashes besides
 * colours, arrow keys, a copyable table behind it.
 */
import { Button } from '@mantine/core'
import { IconChartLine, IconTable } from '@tabler/icons-react'
import { useMemo, useRef, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { type ChartUnit, useSayer } from './chart-words.ts'
import { ageOf, type Point } from './scale.ts'
import { Empty } from './states.tsx'
import { TakeTable } from './take-table.tsx'
import { Drawing } from './trend-drawing.tsx'
import { TrendTable } from './trend-table.tsx'
import classes from './trend-chart.module.css'

export type { Point } from './scale.ts'
export type Series = {
  id: string
  label: string
  points: readonly Point[]
  /** For comparison: drawn in grey. */ quiet?: boolean
}
export type { ChartUnit } from './chart-words.ts'

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
  const [asTable, setAsTable] = useState(false)
  const figure = useRef<HTMLElement>(null)
  const say = useSayer(unit)
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
        <TrendTable {...{ title, series, ages, floor, dates, say }} />
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
