/** Many small charts beside each other, each a door to its own page. */
import { useTranslation } from 'react-i18next'
import { type ChartUnit, useSayer } from './chart-words.ts'
import { dayNumber, type Point, unbroken } from './scale.ts'
import classes from './trend-chart.module.css'

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
  const values = charts.flatMap((c) => c.points.flatMap((p) => (p.value === null ? [] : [p.value])))
  const top = Math.max(unit === 'share' ? 1 : 0, ...values, target ?? 0) || 1
  const days = charts.flatMap((c) => c.points.map((p) => dayNumber(p.on)))
  const [from, to] = [Math.min(...days), Math.max(...days)]
  const w = 200
  const h = 72
  const x = (on: string) => 2 + ((dayNumber(on) - from) / Math.max(1, to - from)) * (w - 8)
  const y = (v: number) => 4 + (1 - v / top) * (h - 8)
  const say = useSayer(unit)
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
