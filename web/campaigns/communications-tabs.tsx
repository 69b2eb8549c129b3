/** What a company says: what is planned, messages that somebody sends, letters that Belay writes by itself. */
import { useTranslation } from 'react-i18next'
import { usePath } from '../ui/link.tsx'
import { Tabs } from '../ui/tabs.tsx'

export function CommunicationsTabs() {
  const { t } = useTranslation('campaigns')
  // A message of the plan lies below it; the lists of messages and letters do not.
  const within = usePath().startsWith('/program/communications/plan/')
  return (
    <Tabs
      label={t('tabs.label')}
      tabs={[
        { to: '/program/communications', label: t('tabs.plan'), within },
        { to: '/program/communications/messages', label: t('tabs.messages'), within: true },
        { to: '/program/communications/funnel', label: t('tabs.funnel') },
        { to: '/program/communications/time', label: t('tabs.time') },
        { to: '/program/communications/letters', label: t('tabs.letters'), within: true },
      ]}
    />
  )
}
