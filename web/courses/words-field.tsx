/** One text of a course in one language: what the first language says stands below it, and what somebody else wrote meanwhile beside it. */
import { Button, Menu, Textarea, TextInput } from '@mantine/core'
import { IconBraces } from '@tabler/icons-react'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useLanguageName } from '../ui/languages.ts'
import classes from './courses.module.css'
import { type Draft, type Language, resolve, write } from './writing.ts'

export type Place = {
  draft: Draft
  language: Language
  conflicts: readonly { key: string; language: Language; theirs?: string }[]
}
const fields = ['organization.name', 'program.name', 'person.greeting', 'person.name'] as const

export function WordsField({
  at,
  name,
  label,
  lines,
  markdown,
  optional,
}: {
  at: Place
  name: string
  label: string
  /** More than one line. */
  lines?: boolean
  markdown?: boolean
  optional?: boolean
}) {
  const { t } = useTranslation('courses')
  const languageName = useLanguageName()
  const input = useRef<HTMLTextAreaElement>(null)
  const { draft, language } = at
  const { courseId } = draft
  const value = draft.words[name]?.[language] ?? ''
  const first = draft.languages[0]!
  const other = language === first ? '' : (draft.words[name]?.[first] ?? '')
  const theirs = at.conflicts.find((one) => one.key === name && one.language === language)?.theirs
  const set = (is: string) => write(courseId, name, language, is)
  const insert = (field: string) => {
    const [from, to] = [input.current?.selectionStart ?? value.length, input.current?.selectionEnd ?? value.length]
    set(`${value.slice(0, from)}{{${field}}}${value.slice(to)}`)
    input.current?.focus()
  }
  const shared = {
    id: `words-${language}-${name}`,
    label: optional ? t('optional', { label }) : label,
    lang: language,
    value,
    onChange: (event: { currentTarget: { value: string } }) => set(event.currentTarget.value),
    description: other ? (
      <span lang={first}>{t('inFirst', { language: languageName(first), words: other })}</span>
    ) : undefined,
    inputWrapperOrder: ['label', 'input', 'description', 'error'] as ('label' | 'input' | 'description' | 'error')[],
  }
  return (
    <div className={classes.field}>
      {lines || markdown ? (
        <Textarea {...shared} ref={input} autosize minRows={markdown ? 4 : 1} maxRows={24} maxLength={20_000} />
      ) : (
        <TextInput {...shared} maxLength={300} />
      )}
      {markdown ? (
        <Menu position="bottom-start">
          <Menu.Target>
            <Button variant="subtle" size="compact-sm" leftSection={<IconBraces size={14} aria-hidden />}>
              {t('insert')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {fields.map((field) => (
              <Menu.Item key={field} onClick={() => insert(field)}>
                {t(`fields.${field.replace('.', '_')}`)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      ) : null}
      {theirs !== undefined ? (
        <div className={classes.conflict} role="alert">
          <strong>{t('conflict.title')}</strong>
          <p lang={language}>{theirs || t('conflict.empty')}</p>
          <span className={classes.acts}>
            <Button size="compact-sm" onClick={() => resolve(courseId, name, language, 'mine')}>
              {t('conflict.mine')}
            </Button>
            <Button size="compact-sm" variant="default" onClick={() => resolve(courseId, name, language, 'theirs')}>
              {t('conflict.theirs')}
            </Button>
          </span>
        </div>
      ) : null}
    </div>
  )
}
