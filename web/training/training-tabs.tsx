/** What was learned, the courses that the company wrote or brought, and who holds a certificate. */
import { useTranslation } from 'react-i18next'
import { useMe } from '../shell/me.ts'
import { Tabs } from '../ui/tabs.tsx'

/** Others than the lead see only the first of them. */
export function TrainingTabs() {
  const { t } = useTranslation('training')
  if (!useMe().roles.includes('lead')) return null
  return (
    <Tabs
      label={t('tabs.label')}
      tabs={[
        { to: '/program/training', label: t('tabs.progress') },
        { to: '/program/training/courses', label: t('progress.own') },
        { to: '/program/training/packages', label: t('progress.packages') },
        { to: '/program/training/certificates', label: t('certificates.title') },
      ]}
    />
  )
}
