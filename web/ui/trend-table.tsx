/** What a chart shows, as a table: the newest day first. */
import { useTranslation } from 'react-i18next'
import { useFormat } from './reader.tsx'
import { ageOf } from './scale.ts'
import { SuppressedNumber } from './stat.tsx'
import type { DrawingProps } from './trend-drawing.tsx'
import classes from './trend-chart.module.css'

/** A table that scrolls must be reachable by keyboard, though it is no control. */
const reachable = { tabIndex: 0 }

export function TrendTable({
  title,
  series,
  ages,
  floor,
  dates,
  say,
}: Pick<DrawingProps, 'title' | 'series' | 'ages' | 'floor' | 'dates' | 'say'>) {
  const { t } = useTranslation('ui')
  const f = useFormat()
  return (
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
                    {p?.suppressed ? <SuppressedNumber floor={floor} /> : !p || p.value === null ? '–' : say(p.value)}
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
  )
}
