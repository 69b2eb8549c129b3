/** One success metric: where it stands against what was promised, and how it came there. */
import { useTranslation } from 'react-i18next'
import { State } from '../ui/meter.tsx'
import { TrendChart } from '../ui/trend-chart.tsx'
import { type Figure, type Pack, stateTone } from './acts.ts'
import { chartScale, chartUnit } from '../metrics/chart-unit.ts'
import classes from './business-review.module.css'

export function FigureCard({ figure: f, pack }: { figure: Figure; pack: Pack }) {
  const { t } = useTranslation('business-review')
  const { labels } = pack
  return (
    <li className={classes.figure}>
      <div className={classes.figureWords}>
        <h3 className={classes.name}>{f.name}</h3>
        <p className={classes.quiet}>{f.layer}</p>
        {f.value === null ? null : <p className={classes.value}>{f.value}</p>}
        <p className={classes.quiet}>{f.of}</p>
        <State tone={stateTone(f.tone)}>{f.courseSaid}</State>
        {f.value === null ? null : <p className={classes.sentence}>{f.sentence}</p>}
        <dl className={classes.aims}>
          <div>
            <dt>{labels['target']}</dt>
            <dd>{f.target ?? labels['noTarget']}</dd>
          </div>
          <div>
            <dt>{labels['baseline']}</dt>
            <dd dir="auto">{f.baseline ?? labels['noBaseline']}</dd>
          </div>
        </dl>
        <details className={classes.fold}>
          <summary>{t('pack.whereFrom')}</summary>
          <p>{f.definition.said}</p>
          <p className={classes.quiet}>{f.definition.formula}</p>
        </details>
      </div>
      {f.points.length > 0 ? (
        <TrendChart
          title={f.name}
          unit={chartUnit(f.unit, t('pack.days'))}
          height={190}
          target={f.targetValue === null ? null : f.targetValue * chartScale(f.unit)}
          baseline={f.baselineValue === null ? null : f.baselineValue * chartScale(f.unit)}
          annotations={pack.events}
          series={[
            {
              id: f.id,
              label: f.name,
              points: f.points.map((p) => ({ on: p.on, value: p.value * chartScale(f.unit) })),
            },
          ]}
        />
      ) : null}
    </li>
  )
}
