/** How the company will know that it works: metrics with baseline, target and date. */
import { Checkbox, NumberInput, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { SuccessMetric } from '../../contract/design.ts'
import type { Answer } from '../api.ts'
import { useOperation } from '../api.ts'
import { DateField } from '../ui/date-field.tsx'
import { dayIn } from '../ui/format.ts'
import { useReader } from '../ui/reader.tsx'
import { Loaded } from '../ui/states.tsx'
import { pickLanguage } from '../words.ts'
import { addDays } from './days.ts'
import type { StepProps } from './design-page.tsx'
import { useGroup } from './drafts.ts'
import classes from './steps.module.css'

type Definition = Answer<'metrics.registry'>['metrics'][number]

/** Our default: after a quarter of habit, counted from the first go-live that is planned. */
const daysToTarget = 120
const layers = ['adoption', 'quality', 'outcome'] as const
/** Least and most that makes sense, and how finely, by unit. */
const ranges = {
  percent: { min: 0, max: 100, step: 1, digits: 1 },
  days: { min: 0, max: 1000, step: 1, digits: 1 },
  minutes: { min: 0, max: 2880, step: 5, digits: 0 },
  number: { min: -100, max: 100_000, step: 1, digits: 2 },
  index: { min: 0, max: 1, step: 0.05, digits: 2 },
  of_five: { min: 1, max: 5, step: 0.1, digits: 2 },
  items: { min: 0, max: 1000, step: 1, digits: 1 },
  score: { min: -100, max: 100, step: 1, digits: 0 },
} as const satisfies Record<Definition['unit'], object>

export function MetricsStep({ program, design, mayDesign }: StepProps) {
  const { t, i18n } = useTranslation(['program', 'metrics'])
  const reader = useReader()
  const registry = useOperation(
    'metrics.registry',
    { language: pickLanguage([i18n.language]) },
    { staleTime: 3_600_000 },
  )
  const waves = useOperation('waves.list', { programId: program.id })
  const [metrics, set] = useGroup(program.id, design, 'metrics')
  const today = dayIn(reader.now(), reader.timeZone)
  const first = waves.data?.waves.map((w) => w.goesLiveOn).find(Boolean) ?? today
  return (
    <Loaded query={registry}>
      {({ metrics: known }) => {
        // Of parts that the program has; and what was chosen before one was switched off, so that it can go.
        const offered = known.filter(
          ({ id, element, within }) =>
            metrics.some((m) => m.id === id) || (within === null && (element === null || design.elements[element].on)),
        )
        return (
          <>
            {layers.map((layer) => {
              const mine = offered.filter((d) => d.layer === layer)
              if (mine.length === 0) return null
              return (
                <section key={layer} className={classes.layer} aria-labelledby={`layer-${layer}`}>
                  <h2 id={`layer-${layer}`}>{t(`metrics:layers.${layer}.title`)}</h2>
                  <p>{t(`metrics:layers.${layer}.about`)}</p>
                  {mine.map((definition) => (
                    <Choice
                      key={definition.id}
                      definition={definition}
                      chosen={metrics.find((m) => m.id === definition.id) ?? null}
                      today={today}
                      mayDesign={mayDesign}
                      choose={(on) =>
                        on
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
                      change={(with_) => set(metrics.map((m) => (m.id === definition.id ? { ...m, ...with_ } : m)))}
                    />
                  ))}
                </section>
              )
            })}
            <p className={classes.used}>{t('metrics.note')}</p>
          </>
        )
      }}
    </Loaded>
  )
}

function Choice({
  definition,
  chosen,
  today,
  mayDesign,
  choose,
  change,
}: {
  definition: Definition
  chosen: SuccessMetric | null
  today: string
  mayDesign: boolean
  choose: (on: boolean) => void
  change: (with_: Partial<SuccessMetric>) => void
}) {
  const { t } = useTranslation('program')
  const { digits, ...range } = ranges[definition.unit]
  const suffix = {
    percent: ' %',
    days: ` ${t('days')}`,
    minutes: ` ${t('minutes')}`,
    index: '',
    of_five: '',
    items: '',
    number: '',
    score: '',
  }[definition.unit]
  return (
    <div className={classes.metric} data-on={chosen ? true : undefined}>
      <div className={classes.metricHead}>
        <Checkbox
          checked={chosen !== null}
          label={definition.name}
          description={definition.sentence}
          onChange={(e) => choose(e.currentTarget.checked)}
        />
      </div>
      {chosen ? (
        <div className={classes.metricBody}>
          <NumberInput
            label={t('metrics.baseline')}
            placeholder={t('metrics.unknown')}
            value={chosen.baseline ?? ''}
            {...range}
            decimalScale={digits}
            suffix={suffix}
            onChange={(v) => change({ baseline: typeof v === 'number' ? v : null })}
          />
          <NumberInput
            label={t('metrics.target')}
            value={chosen.target ?? ''}
            {...range}
            decimalScale={digits}
            suffix={suffix}
            description={
              definition.target !== null && chosen.target === definition.target ? t('metrics.ours') : undefined
            }
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            onChange={(v) => change({ target: typeof v === 'number' ? v : null })}
          />
          <DateField
            label={t('metrics.by')}
            value={chosen.by}
            min={today}
            onChange={(by) => change({ by })}
            disabled={!mayDesign}
            clearable
          />
          <div className={classes.wide}>
            <TextInput
              label={t('metrics.source')}
              placeholder={t('metrics.sourceExample')}
              value={chosen.baselineSource}
              maxLength={200}
              onChange={(e) => change({ baselineSource: e.currentTarget.value })}
            />
          </div>
        </div>
      ) : null}
    </div>
  )
}
