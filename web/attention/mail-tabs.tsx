import { useTranslation } from 'react-i18next'
import { Tabs } from '../ui/tabs.tsx'

/** The pages of mail: what left, what came in, who no letter reaches. */
export function MailTabs() {
  const { t } = useTranslation('attention')
  return (
    <Tabs
      label={t('mail.tabs.label')}
      tabs={[
        { to: '/settings/mail', label: t('mail.tabs.out') },
        { to: '/settings/mail-in', label: t('mail.tabs.in') },
        { to: '/settings/mail-unreachable', label: t('mail.tabs.unreachable') },
      ]}
    />
  )
}
