/** What every number is called, a company's own among them. */
import { useTranslation } from 'react-i18next'
import { type Answer, useOperation } from '../api.ts'
import { pickLanguage } from '../words.ts'

type Definition = Answer<'metrics.registry'>['metrics'][number]

export function useMetricNames(): { nameOf: (id: string) => string; of: (id: string) => Definition | undefined } {
  const { t, i18n } = useTranslation('program')
  const registry = useOperation(
    'metrics.registry',
    { language: pickLanguage([i18n.language]) },
    { staleTime: 3_600_000 },
  )
  const of = (id: string) => registry.data?.metrics.find((m) => m.id === id)
  return { of, nameOf: (id) => of(id)?.name ?? t(`metric.${id}`, { defaultValue: id }) }
}
