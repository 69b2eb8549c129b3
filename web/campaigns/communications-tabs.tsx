/** What a company says: what is planned, messages that somebody sends, letters that Belay writes by itself. */
import { useTranslation } from 'react-i18next'
import { Tabs } from '../ui/tabs.tsx'

export function CommunicationsTabs() {
  const { t } = useTranslation('campaigns')
  return (
    <Tabs
      label={t('tabs.label')}
      tabs={[
        { to: '/program/communications', label: t('tabs.plan') },
        { to: '/program/communications/messages', label: t('tabs.messages'), within: true },
        { to: '/program/communications/letters', label: t('tabs.letters'), within: true },
      ]}
    />
  )
}
