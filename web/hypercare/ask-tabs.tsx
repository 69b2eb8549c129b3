import { useTranslation } from 'react-i18next'
import { Tabs } from '../ui/tabs.tsx'

/** Asking, and reading what is known already. */
export function AskTabs() {
  const { t } = useTranslation('hypercare')
  return (
    <Tabs
      label={t('known.tabs')}
      tabs={[
        { to: '/ask', label: t('known.ask') },
        { to: '/ask/answers', label: t('known.title') },
      ]}
    />
  )
}
