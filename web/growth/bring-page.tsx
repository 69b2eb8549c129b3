/** Competencies of an earlier tool or a table, into the draft. */
import { NativeSelect } from '@mantine/core'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call, useAct, useOperation, type Answer } from '../api.ts'
import { BringPage as Page } from '../ui/bring.tsx'
import { isLanguage, languageNames, putDraft, type Framework } from './draft-framework.ts'

type Field = NonNullable<Answer<'competencies.import'>['columns'][number]['field']>

const fields: readonly Field[] = [
  'competency',
  'description',
  'level',
  'behaviour',
  'atLevel',
  'role',
  'expected',
  'ofRole',
  'department',
  'title',
  'grade',
]

export function BringPage() {
  const { t, i18n } = useTranslation('growth')
  const draft = useOperation('competencies.draft', {})
  const [language, setLanguage] = useState(() => isLanguage(i18n.language.slice(0, 2)))
  // What the draft was before the file came into it.
  const before = useRef<Framework | null>(null)
  const look = useAct('competencies.import', { showsProblem: true })
  const take = useAct('competencies.import', {
    invalidates: ['competencies.draft', 'competencies.difference', 'competencies.reach'],
    showsProblem: true,
  })
  return (
    <Page<Answer<'competencies.import'>>
      words={{
        title: t('bring.title'),
        description: t('bring.description'),
        help: t('bring.help'),
        upload: t('bring.upload'),
        safe: t('bring.safe'),
        columnsHint: t('bring.columnsHint'),
        would: (count) => t('bring.would', { count }),
        take: (count, good) => t(good ? 'bring.takeGood' : 'bring.take', { count }),
        done: (count) => t('bring.done', { count }),
      }}
      back={{ to: '/program/competencies', label: t('framework.tab') }}
      before={
        <NativeSelect
          label={t('bring.language')}
          value={language}
          onChange={(event) => setLanguage(isLanguage(event.currentTarget.value))}
          data={(['en', 'de', 'es', 'fr'] as const).map((l) => ({ value: l, label: languageNames[l] }))}
        />
      }
      ready={draft.data !== undefined}
      look={{ ...look, mutate: (input, options) => look.mutate({ ...input, language }, options) }}
      take={{
        ...take,
        mutate(input, options) {
          before.current = draft.data?.framework ?? null
          take.mutate({ ...input, language }, options)
        },
      }}
      undo={async (report) => {
        const framework = before.current
        if (framework) putDraft(await call('competencies.save', { revision: report.revision, framework }))
      }}
      found={(report) => report.competencies + report.levels + report.roles + report.expectations + report.added}
      counts={(report) => [
        t('bring.competencies', { count: report.competencies }),
        t('bring.levels', { count: report.levels }),
        t('bring.roles', { count: report.roles }),
        t('bring.expectations', { count: report.expectations }),
      ]}
      fields={fields}
      nameOf={(field) => t(`bringField.${field as Field}`)}
      said={(one) => t(`row.${one.code}`, { ...one.params, defaultValue: one.message })}
    />
  )
}
