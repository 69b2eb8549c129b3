/** Whether the weekly letter comes. A letter's foot leads here. */
import { Switch } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { ApiProblem, useAct, useOperation } from '../api.ts'
import { NotOpen } from '../goals/not-open.tsx'
import { Page } from '../ui/page.tsx'
import { Loaded, Note, TextSkeleton } from '../ui/states.tsx'

export function LettersPage() {
  const { t } = useTranslation('recognition')
  const terms = useOperation('recognition.terms', {})
  const refused = terms.error instanceof ApiProblem && terms.error.code === 'element_off' ? terms.error : null
  const choose = useAct('recognition.letters', {
    invalidates: ['recognition.terms'],
    optimistic: ({ weekly }, cache) => cache.change('recognition.terms', {}, (old) => ({ ...old, weekly })),
    done: ({ weekly }) => t(weekly ? 'letters.onDone' : 'letters.offDone'),
  })
  return (
    <Page
      title={t('letters.title')}
      help={t('letters.help')}
      width="reading"
      back={{ to: '/recognition', label: t('title') }}
    >
      {refused ? (
        <NotOpen error={refused} />
      ) : (
        <Loaded query={terms} skeleton={<TextSkeleton lines={2} />}>
          {({ weekly }) =>
            weekly === null ? (
              <Note>{t('letters.none')}</Note>
            ) : (
              <Switch
                size="md"
                label={t('letters.label')}
                description={t('letters.says')}
                checked={weekly}
                onChange={(event) => choose.mutate({ weekly: event.currentTarget.checked })}
              />
            )
          }
        </Loaded>
      )}
    </Page>
  )
}
