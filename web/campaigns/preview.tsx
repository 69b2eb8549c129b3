/** The letter as one reader gets it: any language, any reader. */
import { Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Language } from '../../contract/library.ts'
import { call, type Answer, type ApiProblem } from '../api.ts'
import { LetterFrame } from '../ui/letter-frame.tsx'
import { usePeopleSearch } from '../shell/people-search.ts'
import { PersonPicker, type Pickable } from '../ui/person-picker.tsx'
import { Loaded, TextSkeleton } from '../ui/states.tsx'
import { ViewTabs } from '../ui/tabs.tsx'
import classes from './campaigns.module.css'

type Preview = Answer<'campaigns.preview'>
export const languages: readonly Language[] = ['en', 'de', 'es', 'fr']

export function useLanguageName(): (language: string) => string {
  const { i18n } = useTranslation()
  const names = new Intl.DisplayNames(i18n.language, { type: 'language' })
  return (language) => names.of(language) ?? language
}

/** `version` changes with the words, so that the letter is drawn anew. */
export function LetterPreview({
  campaignId,
  version,
  choose = true,
  spoken,
}: {
  campaignId: string
  version: string
  choose?: boolean
  /** Languages to turn through in place of choosing, the first one first; the letter then stands in its whole length. */
  spoken?: readonly Language[]
}) {
  const { t } = useTranslation('campaigns')
  const name = useLanguageName()
  const [chosen, setLanguage] = useState<Language | null>(null)
  const language = chosen ?? spoken?.[0] ?? null
  const [reader, setReader] = useState<Pickable | null>(null)
  const preview = useQuery<Preview, ApiProblem>({
    queryKey: ['campaigns.preview', campaignId, version, language, reader?.id],
    queryFn: ({ signal }) =>
      call(
        'campaigns.preview',
        { campaignId, ...(language ? { language } : {}), ...(reader ? { personId: reader.id } : {}) },
        { signal },
      ),
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
      <Loaded query={preview} skeleton={<TextSkeleton lines={10} />} small>
        {(letter) => (
          <>
            <div className={classes.envelope}>
              <strong lang={letter.language}>{letter.subject}</strong>
              {t('preview.from', { name: letter.from })} ·{' '}
              {t('preview.in', { language: name(letter.language), why: t(`preview.by.${letter.chosenBy}`) })}
            </div>
            <LetterFrame
              key={letter.language}
              className={classes.frame}
              title={letter.subject}
              html={letter.html}
              whole={spoken !== undefined}
            />
          </>
        )}
      </Loaded>
    </section>
  )
}
