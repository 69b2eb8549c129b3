/** The grid itself: one question across, the other upwards; on a phone its cells stand below each other. */
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Placing } from './placing.ts'
import classes from './calibration.module.css'

export function GridFrame({
  placing: { x, y, xs, ys, at, dropped },
  phone,
  cell,
}: {
  placing: Placing
  phone: boolean
  cell: (x: number, y: number) => ReactNode
}) {
  const { t } = useTranslation('calibration')
  if (phone)
    return (
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
    )
  return (
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
                <td key={xValue} className={classes.cell} {...dropped(xValue, yValue)}>
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
  )
}
