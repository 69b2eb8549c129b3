import { useTranslation } from 'react-i18next'
import { Tabs } from '../ui/tabs.tsx'

/** The desk's two pages: what waits, and what is known. */
export function DeskTabs() {
  const { t } = useTranslation('hypercare')
  return (
    <Tabs
      label={t('desk.tabs')}
      tabs={[
        { to: '/program/desk', label: t('desk.questions'), within: true },
        { to: '/program/answers', label: t('desk.library'), within: true },
      ]}
    />
  )
}
