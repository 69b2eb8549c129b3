/** Values of a number of the company's own, from a file. */
import { useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { type Answer, type Request, useAct, useOperation } from '../api.ts'
import { BringPage as Bring, BroughtFiles } from '../ui/bring.tsx'
import { Section } from '../ui/page.tsx'
import { useMetricNames } from './names.ts'
import classes from './own-page.module.css'

type Metric = Request<'ownMetrics.import'>['metric']
type Field = NonNullable<Answer<'ownMetrics.import'>['columns'][number]['field']>

const fields = [
  'date',
  'department',
  'location',
  'country',
  'numerator',
  'denominator',
  'value',
  'n',
] as const satisfies readonly Field[]
const example = 'date,department,numerator,denominator\n2026-01-31,,412,480\n2026-01-31,Sales,61,72\n'

export function BringPage() {
  const { t } = useTranslation('metrics')
  const { metric } = useParams({ strict: false }) as { metric: Metric }
  const { nameOf } = useMetricNames()
  const look = useAct('ownMetrics.import', { showsProblem: true })
  const take = useAct('ownMetrics.import', {
    invalidates: ['ownMetrics.list', 'ownMetrics.imports', 'metrics.dashboard', 'metrics.explain', 'metrics.table'],
    showsProblem: true,
  })
  const of = (act: typeof look) => ({
    isPending: act.isPending,
    error: act.error,
    reset: act.reset,
    mutate: (
      input: Omit<Parameters<typeof act.mutate>[0], 'metric'>,
      options: { onSuccess: (report: Answer<'ownMetrics.import'>) => void },
    ) => act.mutate({ ...input, metric } as Parameters<typeof act.mutate>[0], options),
  })
  return (
    <Bring
      words={{
        title: t('own.bringing.title', { name: nameOf(metric) }),
        description: t('own.bringing.description'),
        help: t('own.bringing.help'),
        upload: t('own.bringing.upload'),
        safe: t('own.bringing.safe'),
        would: (count) => t('own.bringing.would', { count }),
        take: (count, good) => t(good ? 'own.bringing.takeGood' : 'own.bringing.take', { count }),
        done: (count) => t('own.bringing.done', { count }),
      }}
      back={{ to: '/program/own-numbers', label: t('own.title') }}
      look={of(look)}
      take={of(take)}
      found={(report) => report.fresh + report.corrected}
      counts={(report) => [t('own.bringing.corrected', { count: report.corrected })]}
      fields={fields}
      days={['date']}
      nameOf={(field) => t(`own.column.${field as Field}`)}
      said={(one) => t(`own.finding.${one.code}`, { ...one.params, defaultValue: one.message })}
      before={
        <Section title={t('own.bringing.shape')} description={t('own.bringing.shapeBody')} bare>
          <pre className={classes.example}>{example}</pre>
        </Section>
      }
    >
      <BroughtFiles<Answer<'ownMetrics.imports'>['imports'][number]>
        query={useOperation('ownMetrics.imports', { metric })}
        brought={(one) =>
          `${t('own.bringing.brought', { count: one.fresh })} · ${t('own.bringing.corrected', { count: one.corrected })}`
        }
        none={{ title: t('own.bringing.none.title'), body: t('own.bringing.none.body') }}
      />
    </Bring>
  )
}
