/** Waves at the same age: one line for each, from its own go-live on. */
import { useOperation } from '../api.ts'
import { Section } from '../ui/page.tsx'
import { atAge } from '../ui/scale.ts'
import { TrendChart } from '../ui/trend-chart.tsx'
import { type MetricId, usePlace } from './address.ts'
import { chartScale, chartUnit } from './chart-unit.ts'
import { useMetricWords } from './words.tsx'

export function Ages({ metric, roster }: { metric: MetricId; roster: 'live' | 'frozen' }) {
  const { t } = useMetricWords()
  const { language } = usePlace()
  const { data } = useOperation('metrics.ages', { metric, roster, language }, { keep: true })
  // One wave has nothing to be compared with.
  if (!data || data.waves.length < 2) return null
  const scale = chartScale(data.definition.unit)
  return (
    <Section title={t('compare.ages')} description={t('compare.agesAbout')} bare>
      <TrendChart
        title={`${data.definition.name}: ${t('compare.ages')}`}
        unit={chartUnit(data.definition.unit, t('unit.days'))}
        ages
        height={260}
        target={data.target ? data.target.value * scale : null}
        series={data.waves.map((wave) => ({
          id: wave.id,
          label: wave.name,
          points: wave.series.map((p) => ({
            on: atAge(p.day),
            value: p.value === null ? null : p.value * scale,
            ...(data.definition.ratio ? { numerator: p.numerator, denominator: p.denominator } : {}),
          })),
        }))}
      />
    </Section>
  )
}
