/** A letter as one reader gets it: in any language, for any reader, in light, in dark and as plain text. */
import { Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Language } from '../../contract/library.ts'
import type { ApiProblem } from '../api.ts'
import { LetterFrame } from '../ui/letter-frame.tsx'
import { usePeopleSearch } from '../shell/people-search.ts'
import { PersonPicker, type Pickable } from '../ui/person-picker.tsx'
import { Loaded, TextSkeleton } from '../ui/states.tsx'
import { ViewTabs } from '../ui/tabs.tsx'
import { languages } from '../words.ts'
import { useLanguageName } from '../ui/languages.ts'
import classes from './campaigns.module.css'

const looks = ['light', 'dark', 'text'] as const

type Choice = { language?: Language; personId?: string }
type Shown = { subject: string; html: string; text: string; language: Language; chosenBy: string; from: string }

export function LetterView({
  id,
  read,
  language: [chosen, setLanguage],
  choose = true,
  spoken,
}: {
  /** Changes with the words, so that the letter is drawn anew. */
  id: readonly unknown[]
  read: (choice: Choice, signal: AbortSignal) => Promise<Shown>
  /** Null: the reader's own. */
  language: [Language | null, (language: Language | null) => void]
  choose?: boolean
  /** Languages to turn through in place of choosing, the first one first; the letter then stands in its whole length. */
  spoken?: readonly Language[] | undefined
}) {
  const { t } = useTranslation('campaigns')
  const name = useLanguageName()
  const language = chosen ?? spoken?.[0] ?? null
  const [reader, setReader] = useState<Pickable | null>(null)
  const [look, setLook] = useState<(typeof looks)[number]>('light')
  const preview = useQuery<Shown, ApiProblem>({
    queryKey: [...id, language, reader?.id],
    queryFn: ({ signal }) =>
      read({ ...(language ? { language } : {}), ...(reader ? { personId: reader.id } : {}) }, signal),
    placeholderData: (old) => old,
  })
  return (
    <section className={spoken ? classes.letter : classes.preview} aria-label={t('preview.title')}>
      {choose ? (
        <div className={classes.bar}>
          <Select
            label={t('preview.language')}
            placeholder={t('preview.theirs')}
            clearable
            w={180}
            value={language}
            onChange={(value) => setLanguage(value as Language | null)}
            data={languages.map((value) => ({ value, label: name(value) }))}
          />
          <PersonPicker label={t('preview.reader')} value={reader} onChange={setReader} useFind={usePeopleSearch} />
        </div>
      ) : null}
      {spoken && language ? (
        <ViewTabs
          label={t('preview.language')}
          value={language}
          onChange={setLanguage}
          tabs={spoken.map((value) => ({ value, label: name(value) }))}
        />
      ) : null}
      {choose ? (
        <ViewTabs
          label={t('preview.look.label')}
          value={look}
          onChange={setLook}
          tabs={looks.map((value) => ({ value, label: t(`preview.look.${value}`) }))}
        />
      ) : null}
      <Loaded query={preview} skeleton={<TextSkeleton lines={10} />} small>
        {(letter) => (
          <>
            <div className={classes.envelope}>
              <strong lang={letter.language}>{letter.subject}</strong>
              {t('preview.from', { name: letter.from })} ·{' '}
              {t('preview.in', { language: name(letter.language), why: t(`preview.by.${letter.chosenBy}`) })}
            </div>
            {look === 'text' ? (
              <pre className={classes.plain} lang={letter.language}>
                {letter.text}
              </pre>
            ) : (
              <LetterFrame
                key={`${letter.language} ${look}`}
                className={classes.frame}
                title={letter.subject}
                html={letter.html}
                dark={look === 'dark'}
                whole={spoken !== undefined}
              />
            )}
          </>
        )}
      </Loaded>
    </section>
  )
}
