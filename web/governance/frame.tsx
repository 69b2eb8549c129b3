/** The pages of the committee, side by side. */
import { useTranslation } from 'react-i18next'
import { Tabs } from '../ui/tabs.tsx'
import { home, useReadsCommittee } from './acts.ts'

export function GovernanceTabs() {
  const { t } = useTranslation('governance')
  if (!useReadsCommittee()) return null
  return (
    <Tabs
      label={t('tabs.label')}
      tabs={[
        { to: home, label: t('tabs.meetings') },
        { to: `${home}/decisions`, label: t('tabs.decisions') },
        { to: `${home}/requests`, label: t('tabs.requests'), within: true },
        { to: `${home}/committee`, label: t('tabs.committee') },
      ]}
    />
  )
}
