/** Feedback to somebody of the team, beside the team. */
import { useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useOperation } from '../api.ts'
import { GiveForm } from '../feedback/give-form.tsx'
import { useGo } from '../ui/link.tsx'
import { SidePanel } from '../ui/side-panel.tsx'
import writing from '../ui/writing.module.css'

export function FeedbackPanel() {
  const { t } = useTranslation('week')
  const go = useGo()
  const { personId = '' } = useParams({ strict: false }) as { personId?: string }
  const team = useOperation('week.team', {})
  const person = useOperation('people.get', { personId })
  const name = team.data?.people.find((p) => p.person.id === personId)?.person.name ?? person.data?.name
  return (
    <SidePanel
      title={name ? t('teamFeedback.title', { name }) : t('needs.feedback')}
      kind={t('teamPage.short')}
      back="/team"
    >
      <div className={writing.form}>
        <GiveForm aboutId={personId} onDone={() => void go('/team', { search: true })} />
      </div>
    </SidePanel>
  )
}
