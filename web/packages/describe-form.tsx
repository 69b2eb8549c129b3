/** What a course of another maker is called in lists, what it is for and how long it takes. */
import { Button, NumberInput, Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../api.ts'
import { useLanguageName } from '../ui/languages.ts'
import form from '../ui/form.module.css'
import { ProblemNote } from '../ui/states.tsx'
import { languageOf } from '../program/language.ts'
import { languages } from '../words.ts'
import { type Brought, packageReads } from './brought.ts'

export function DescribeForm({ one, onEnd }: { one: Brought; onEnd: () => void }) {
  const languageName = useLanguageName()
  const { t } = useTranslation('packages')
  const [said, setSaid] = useState({
    title: one.title,
    about: one.about,
    minutes: one.minutes,
    language: one.language,
  })
  const describe = useAct('packages.describe', {
    invalidates: [...packageReads],
    showsProblem: true,
    done: t('saved'),
    onDone: onEnd,
  })
  return (
    <form
      className={`${form.form} ${form.inside} ${form.narrow}`}
      aria-label={t('editOf', { title: one.title })}
      onSubmit={(event) => {
        event.preventDefault()
        describe.mutate({ courseId: one.courseId, ...said })
      }}
    >
      <TextInput
        label={t('name')}
        required
        maxLength={120}
        data-autofocus
        value={said.title}
        onChange={(e) => setSaid({ ...said, title: e.currentTarget.value })}
      />
      <TextInput
        label={t('about')}
        description={t('aboutHint')}
        maxLength={500}
        value={said.about}
        onChange={(e) => setSaid({ ...said, about: e.currentTarget.value })}
      />
      <div className={form.pair}>
        <Select
          label={t('language')}
          data={languages.map((one) => ({ value: one, label: languageName(one) }))}
          value={said.language}
          allowDeselect={false}
          onChange={(value) => value && setSaid({ ...said, language: languageOf(value) })}
        />
        <NumberInput
          label={t('minutes')}
          min={1}
          max={600}
          allowDecimal={false}
          clampBehavior="blur"
          value={said.minutes}
          onChange={(value) => typeof value === 'number' && setSaid({ ...said, minutes: value })}
        />
      </div>
      {describe.error ? <ProblemNote small error={describe.error} /> : null}
      <div className={form.acts}>
        <Button type="submit" loading={describe.isPending} disabled={said.title.trim() === ''}>
          {t('save')}
        </Button>
        <Button variant="default" onClick={onEnd}>
          {t('cancel')}
        </Button>
      </div>
    </form>
  )
}
