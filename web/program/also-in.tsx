/** One of the program's texts in the other languages that its people read: closed until somebody wants it. */
import { Select, Textarea, TextInput, UnstyledButton } from '@mantine/core'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Language } from '../../contract/library.ts'
import { languages } from '../words.ts'
import classes from './also-in.module.css'
import type { InLanguages, Tongues } from './tongues.ts'

export function AlsoIn({
  tongues,
  label,
  first,
  words,
  most,
  rows,
  mayDesign,
  onChange,
}: {
  tongues: Tongues | null
  /** What the field is called. */
  label: string
  /** The text in its first language; while that is empty there is nothing to say in another. */
  first: string
  words: InLanguages | undefined
  most: number
  /** Absent: one line. */
  rows?: number
  mayDesign: boolean
  onChange: (next: InLanguages) => void
}) {
  const { t } = useTranslation('program')
  const id = useId()
  const [open, setOpen] = useState<Language | null>(null)
  const others = tongues?.others ?? []
  if (others.length === 0 || (!first && !others.some((l) => words?.[l]))) return null
  const field = (language: Language) => {
    const props = {
      id: `${id}-${language}`,
      label: t('tongues.field', { field: label, language: t(`language.${language}`) }),
      lang: language,
      value: words?.[language] ?? '',
      maxLength: most,
      onChange: (e: { currentTarget: { value: string } }) => onChange({ ...words, [language]: e.currentTarget.value }),
    }
    return rows ? <Textarea key={language} {...props} minRows={rows} /> : <TextInput key={language} {...props} />
  }
  // Whoever only reads has nothing to open: what is written stands there.
  if (!mayDesign)
    return <div className={classes.fields}>{others.filter((l) => words?.[l]).map((language) => field(language))}</div>
  return (
    <div className={classes.also}>
      <div className={classes.row} role="group" aria-label={t('tongues.of', { field: label })}>
        <span className={classes.label} aria-hidden>
          {t('tongues.also')}
        </span>
        {others.map((language) => {
          const name = t(`language.${language}`)
          const there = Boolean(words?.[language])
          return (
            <UnstyledButton
              key={language}
              className={classes.language}
              data-missing={there ? undefined : true}
              aria-expanded={open === language}
              {...(open === language ? { 'aria-controls': `${id}-${language}` } : {})}
              onClick={() => setOpen(open === language ? null : language)}
            >
              {there ? name : t('tongues.missing', { language: name })}
            </UnstyledButton>
          )
        })}
      </div>
      {open && others.includes(open) ? field(open) : null}
    </div>
  )
}

/** In which language the words were first written: known once there is a second one. */
export function FirstLanguage({ tongues, onChange }: { tongues: Tongues | null; onChange: (first: Language) => void }) {
  const { t } = useTranslation('program')
  if (!tongues || tongues.others.length === 0) return null
  return (
    <Select
      label={t('tongues.first')}
      description={t('tongues.firstWhy')}
      value={tongues.first}
      allowDeselect={false}
      data={languages.map((language) => ({ value: language, label: t(`language.${language}`) }))}
      onChange={(language) => language && onChange(language as Language)}
    />
  )
}
