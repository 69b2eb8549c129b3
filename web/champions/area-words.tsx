/** What a champion covers, in words and for choosing. */
import { MultiSelect } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Area } from '../../contract/champions.ts'
import { useOperation } from '../api.ts'
import { useFormat } from '../ui/reader.tsx'

export function useAreaWords(): (areas: readonly Area[]) => string {
  const { t } = useTranslation('champions')
  const f = useFormat()
  return (areas) => (areas.length === 0 ? t('area.none') : f.list(areas.map((a) => a.key)))
}

/** Two fields, sites and departments; one of them at least. */
export function AreaFields({ areas, onChange }: { areas: readonly Area[]; onChange: (areas: Area[]) => void }) {
  const { t } = useTranslation('champions')
  const facets = useOperation('people.facets', {}, { staleTime: 300_000, select: (a) => a.facets })
  const of = (kind: Area['kind']) => areas.filter((a) => a.kind === kind).map((a) => a.key)
  const set = (kind: Area['kind'], keys: string[]) =>
    onChange([...areas.filter((a) => a.kind !== kind), ...keys.map((key) => ({ kind, key }))])
  const offered = (kind: Area['kind']) => [
    ...new Set([...of(kind), ...(facets.data?.[kind] ?? []).map(([key]) => key).filter((key) => key !== '')]),
  ]
  return (
    <>
      {(['location', 'department'] as const).map((kind) => (
        <MultiSelect
          key={kind}
          label={t(`area.${kind}`)}
          description={kind === 'location' ? t('area.says') : undefined}
          data={offered(kind)}
          value={of(kind)}
          onChange={(keys) => set(kind, keys)}
          searchable
          clearable
          hidePickedOptions
          nothingFoundMessage={t('area.nothing')}
          limit={60}
        />
      ))}
    </>
  )
}
