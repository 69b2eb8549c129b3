/** The form of a plan, where the library has a later version of the one it was made from. */
import { useTranslation } from 'react-i18next'
import { useOperation } from '../api.ts'
import type { Part } from '../ui/made-from.ts'
import { Newer } from '../ui/newer.tsx'
import type { Plan } from './acts.ts'
import type { Language } from './form-words.ts'
import type { PlanProps } from './plan-page.tsx'

export function NewerForm({ edit, language }: { edit: PlanProps['edit']; language: Language }) {
  const { t } = useTranslation('reviews')
  const { plan, set } = edit
  const { form, formFrom } = plan
  const shelf = useOperation('reviews.forms', {}, { enabled: formFrom !== null, staleTime: 600_000 })
  const now = shelf.data?.forms.find((one) => one.id === formFrom?.id)
  if (!formFrom || !now) return null
  const said = ({ sections }: Plan['form']): Part[] =>
    sections.flatMap((s) => [
      { id: s.id, label: t('form.sectionTitle'), words: lines(s.title[language], s.intro[language]) },
      ...s.questions.map((q) => ({
        id: q.id,
        label: t('form.ask'),
        words: lines(
          q.ask[language],
          q.hint[language],
          ...q.steps.map((step) => [step.label[language], step.anchor[language]].filter(Boolean).join(' – ')),
        ),
      })),
    ])
  return (
    <Newer
      made={{ began: formFrom.version, now: now.version }}
      ours={said(form)}
      theirs={said(now.form)}
      language={language}
      whole
      onTake={() => {
        set({ form: now.form, formFrom: { id: now.id, version: now.version } })
        return () => set({ form, formFrom })
      }}
      onKeep={() => set({ formFrom: { id: now.id, version: now.version } })}
    />
  )
}

const lines = (...all: (string | undefined)[]) => all.filter(Boolean).join('\n')
