/** Which goals: of the running period, of the next, of earlier ones, or all. */
import { useTranslation } from 'react-i18next'
import { Filter } from '../ui/filter-bar.tsx'

const periods = ['all', 'current', 'next', 'earlier'] as const
export type Period = (typeof periods)[number]

/** As it stands in the address. */
export const periodIn = (value: string | undefined): Period => periods.find((p) => p === value) ?? 'all'

export function PeriodFilter({ value, onChange }: { value: Period; onChange: (value: Period | undefined) => void }) {
  const { t } = useTranslation('goals')
  return (
    <Filter
      single
      label={t('period.label')}
      options={periods.slice(1).map((p) => ({ value: p, label: t(`period.${p}`) }))}
      value={value === 'all' ? [] : [value]}
      onChange={([chosen]) => onChange(chosen === undefined ? undefined : periodIn(chosen))}
    />
  )
}
