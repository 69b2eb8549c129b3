/** Tell a colleague something about their work. Whom, who reads it, then the words. */
import { useTranslation } from 'react-i18next'
import { useOperation } from '../api.ts'
import { useMe } from '../shell/me.ts'
import { usePeopleSearch } from '../shell/people-search.ts'
import { useAddress, useGo } from '../ui/link.tsx'
import { Page } from '../ui/page.tsx'
import { PersonPicker, type Pickable } from '../ui/person-picker.tsx'
import writing from '../ui/writing.module.css'
import { GiveForm } from './give-form.tsx'

export function GivePage() {
  const { t } = useTranslation('feedback')
  const me = useMe()
  const go = useGo()
  const [at, setAt] = useAddress<{ to?: string; draft?: string }>()
  const person = useOperation('people.get', { personId: at.to ?? '' }, { enabled: Boolean(at.to) })
  const chosen: Pickable | null = person.data ? { id: person.data.id, name: person.data.name } : null
  return (
    <Page title={t('give.title')} help={t('give.help')} width="reading" back={{ to: '/feedback', label: t('title') }}>
      <div className={writing.form}>
        <PersonPicker
          label={t('give.to')}
          value={at.to ? (chosen ?? { id: at.to, name: '…' }) : null}
          onChange={(p) => setAt({ to: p?.id })}
          useFind={usePeopleSearch}
          without={[me.person.id]}
          required
        />
        {at.to ? (
          <GiveForm
            aboutId={at.to}
            {...(at.draft ? { draftId: at.draft } : {})}
            onDone={() => void go('/feedback', { search: { box: 'given' } })}
          />
        ) : null}
      </div>
    </Page>
  )
}
