import { useTranslation } from 'react-i18next'
import { Tabs } from '../ui/tabs.tsx'

/** Who they are, and what they hear. */
export function ChampionsTabs({ hear }: { hear: boolean }) {
  const { t } = useTranslation('champions')
  if (!hear) return null
  return (
    <Tabs
      label={t('tabs')}
      tabs={[
        { to: '/program/champions', label: t('network'), within: true },
        { to: '/program/heard', label: t('heard.tab') },
      ]}
    />
  )
}
