/** How the company will know that it works: metrics with baseline, target and date. */
import { Checkbox, NumberInput, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { SuccessMetric } from '../../contract/design.ts'
import { useOperation } from '../api.ts'
import { DateField } from '../ui/date-field.tsx'
import { dayIn } from '../ui/format.ts'
import { useReader } from '../ui/reader.tsx'
import { Loaded } from '../ui/states.tsx'
import { addDays } from './days.ts'
import type { StepProps } from './design-page.tsx'
import { useGroup } from './drafts.ts'
import classes from './steps.module.css'

/** Our default: after a quarter of habit, counted from the first go-live that is planned. */
const daysToTarget = 120

export function MetricsStep({ program, design, mayDesign }: StepProps) {
  const { t } = useTranslation('program')
  const reader = useReader()
  const registry = useOperation('metrics.registry', {}, { staleTime: 3_600_000 })
  const waves = useOperation('waves.list', { programId: program.id })
  const [metrics, set] = useGroup(program.id, design, 'metrics')
  const today = dayIn(reader.now(), reader.timeZone)
  const first = waves.data?.waves.map((w) => w.goesLiveOn).find(Boolean) ?? today
  const change = (id: string, with_: Partial<SuccessMetric>) =>
    set(metrics.map((m) => (m.id === id ? { ...m, ...with_ } : m)))
  return (
    <Loaded query={registry}>
      {({ metrics: known }) => (
        <>
          {known.map((definition) => {
            const mine = metrics.find((m) => m.id === definition.id)
            const unit = { percent: ' %', days: ` ${t('days')}`, index: '' }[definition.unit]
            const most = { percent: 100, days: 1000, index: 1 }[definition.unit]
            const digits = definition.unit === 'index' ? 2 : 1
            return (
              <section key={definition.id} className={classes.metric} data-on={mine ? true : undefined}>
                <div className={classes.metricHead}>
                  <Checkbox
                    checked={Boolean(mine)}
                    label={t(`metric.${definition.id}`)}
                    description={t(`metricSays.${definition.id}`)}
                    onChange={(e) =>
                      e.currentTarget.checked
                        ? set([
                            ...metrics,
                            {
                              id: definition.id,
                              baseline: null,
                              baselineSource: '',
                              target: definition.target,
                              by: addDays(first, daysToTarget),
                            },
                          ])
                        : set(metrics.filter((m) => m.id !== definition.id))
                    }
                  />
                </div>
                {mine ? (
                  <div className={classes.metricBody}>
                    <NumberInput
                      label={t('metrics.baseline')}
                      placeholder={t('metrics.unknown')}
                      value={mine.baseline ?? ''}
                      min={0}
                      max={most}
                      step={definition.unit === 'index' ? 0.05 : 1}
                      decimalScale={digits}
                      suffix={unit}
                      onChange={(v) => change(mine.id, { baseline: typeof v === 'number' ? v : null })}
                    />
                    <NumberInput
                      label={t('metrics.target')}
                      value={mine.target ?? ''}
                      min={0}
                      max={most}
                      step={definition.unit === 'index' ? 0.05 : 1}
                      decimalScale={digits}
                      suffix={unit}
                      description={mine.target === definition.target ? t('metrics.ours') : undefined}
                      inputWrapperOrder={['label', 'input', 'description', 'error']}
                      onChange={(v) => change(mine.id, { target: typeof v === 'number' ? v : null })}
                    />
                    <DateField
                      label={t('metrics.by')}
                      value={mine.by}
                      min={today}
                      onChange={(by) => change(mine.id, { by })}
                      disabled={!mayDesign}
                      clearable
                    />
                    <div className={classes.wide}>
                      <TextInput
                        label={t('metrics.source')}
                        placeholder={t('metrics.sourceExample')}
                        value={mine.baselineSource}
                        maxLength={200}
                        onChange={(e) => change(mine.id, { baselineSource: e.currentTarget.value })}
                      />
                    </div>
                  </div>
                ) : null}
              </section>
            )
          })}
          <p className={classes.used}>{t('metrics.note')}</p>
        </>
      )}
    </Loaded>
  )
}
