/** A template as a wave's people would get it, in any language, and the way to begin with it. */
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Language } from '../../contract/library.ts'
import { call, useAct, type Answer, type ApiProblem } from '../api.ts'
import { LetterFrame } from '../ui/letter-frame.tsx'
import { useGo } from '../ui/link.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Loaded, ProblemNote, TextSkeleton } from '../ui/states.tsx'
import { ViewTabs } from '../ui/tabs.tsx'
import letterClasses from './campaigns.module.css'
import classes from './choose.module.css'
import type { Template, Wave } from './offer.ts'
import { useLanguageName } from '../ui/languages.ts'
import { languages } from '../words.ts'

export function Sample({
  wave,
  one,
  on,
  spoken: [language, setLanguage],
  whole = false,
}: {
  wave: Wave
  one: Template
  /** Kept while one reads on. */
  spoken: [Language, (language: Language) => void]
  /** The day it would be planned for. */
  on: string | null
  whole?: boolean
}) {
  const { t } = useTranslation('campaigns')
  const f = useFormat()
  const go = useGo()
  const name = useLanguageName()
  const letter = useQuery<Answer<'campaigns.sample'>, ApiProblem>({
    queryKey: ['campaigns.sample', one.id, wave.id, language],
    queryFn: ({ signal }) => call('campaigns.sample', { template: one.id, waveId: wave.id, language }, { signal }),
    placeholderData: (old) => old,
    staleTime: 60_000,
  })
  const create = useAct('campaigns.create', {
    invalidates: ['campaigns.list', 'campaigns.choices'],
    showsProblem: true,
    onDone: (made) => void go(`/program/communications/${made.id}`),
  })
  return (
    <div className={classes.sample}>
      <div className={classes.begin}>
        <Button
          loading={create.isPending}
          onClick={() => create.mutate({ template: one.id, waveId: wave.id, sendsOn: on })}
        >
          {t('new.begin')}
        </Button>
        <span>{on ? t('new.plannedFor', { day: f.day(on, 'long') }) : t('new.dayOpen')}</span>
      </div>
      {create.error ? <ProblemNote small error={create.error} /> : null}
      <ViewTabs
        label={t('preview.language')}
        value={language}
        onChange={setLanguage}
        tabs={languages.map((value) => ({ value, label: name(value) }))}
      />
      <Loaded query={letter} skeleton={<TextSkeleton lines={10} />} small>
        {(written) => (
          <>
            <div className={letterClasses.envelope}>
              <strong lang={written.language}>{written.subject}</strong>
              {written.from ? t('preview.from', { name: written.from }) : t(`new.fromOpen.${one.sender}`)} ·{' '}
              {t('new.minutes', { minutes: f.number(written.minutes) })}
            </div>
            <LetterFrame
              key={written.language}
              className={letterClasses.frame}
              title={written.subject}
              html={written.html}
              whole={whole}
            />
          </>
        )}
      </Loaded>
    </div>
  )
}
