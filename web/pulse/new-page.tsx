/** Choosing what a survey begins from. Everything is changed on its own page. */
import { MultiSelect, Select } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Language } from '../../contract/library.ts'
import { useAct, useOperation } from '../api.ts'
import { useLanguageName } from '../ui/languages.ts'
import { minutesOf } from '../ui/format.ts'
import { Go, useGo } from '../ui/link.tsx'
import { Page } from '../ui/page.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Empty, Loaded, ProblemNote } from '../ui/states.tsx'
import classes from './pulse.module.css'

const spoken = ['en', 'de', 'es', 'fr'] as const

export function NewSurveyPage() {
  const { t } = useTranslation('pulse')
  const programs = useOperation('program.list', {})
  return (
    <Page
      title={t('new.title')}
      description={t('new.body')}
      help={t('new.help')}
      back={{ to: '/program/pulse', label: t('list.title') }}
    >
      <Loaded
        query={programs}
        empty={(a) =>
          a.programs.length === 0 && (
            <Empty title={t('new.noProgram')} action={<Go to="/program">{t('new.toProgram')}</Go>} />
          )
        }
      >
        {(a) => <Choose programs={a.programs} />}
      </Loaded>
    </Page>
  )
}

function Choose({ programs }: { programs: readonly { id: string; name: string }[] }) {
  const { t, i18n } = useTranslation('pulse')
  const f = useFormat()
  const go = useGo()
  const own = spoken.find((l) => i18n.language.startsWith(l)) ?? 'en'
  const [programId, setProgramId] = useState(programs[0]!.id)
  const [languages, setLanguages] = useState<Language[]>([...spoken])
  const nameOf = useLanguageName()
  const library = useOperation('pulse.library', { language: own })
  const create = useAct('pulse.create', {
    invalidates: ['pulse.list'],
    showsProblem: true,
    onDone: (made) => void go(`/program/pulse/${made.id}`),
  })
  const begin = (from: string | null) => create.mutate({ programId, from, languages })
  return (
    <>
      <div className={classes.fields}>
        {programs.length > 1 ? (
          <Select
            label={t('new.program')}
            allowDeselect={false}
            value={programId}
            onChange={(value) => value && setProgramId(value)}
            data={programs.map((p) => ({ value: p.id, label: p.name }))}
          />
        ) : null}
        <MultiSelect
          label={t('languages')}
          description={t('languagesHint')}
          value={languages}
          data={spoken.map((value) => ({ value, label: nameOf(value) }))}
          onChange={(chosen) => chosen.length > 0 && setLanguages(spoken.filter((l) => chosen.includes(l)))}
        />
      </div>
      {create.error ? <ProblemNote small error={create.error} /> : null}
      <Loaded query={library}>
        {({ surveys }) => (
          <ul className={classes.templates} aria-label={t('new.library')}>
            {surveys.map((s) => (
              <li key={s.id}>
                <button
                  type="button"
                  className={classes.template}
                  disabled={create.isPending}
                  onClick={() => begin(s.id)}
                >
                  <strong>
                    {s.title.replaceAll('{{program}}', programs.find((p) => p.id === programId)?.name ?? '')}
                  </strong>
                  <span>{s.about}</span>
                  <small>
                    {t('questionCount', { count: s.questions.length })} ·{' '}
                    {t('minutes', { count: minutesOf(s.seconds), n: f.number(minutesOf(s.seconds)) })}
                  </small>
                </button>
              </li>
            ))}
            <li>
              <button
                type="button"
                className={classes.template}
                disabled={create.isPending}
                onClick={() => begin(null)}
              >
                <strong>{t('new.own')}</strong>
                <span>{t('new.ownBody')}</span>
              </button>
            </li>
          </ul>
        )}
      </Loaded>
    </>
  )
}
