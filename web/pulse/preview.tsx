/** What people will see, as they will see it; nothing here is sent. */
import { SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Language } from '../../contract/library.ts'
import type { Answer } from '../api.ts'
import { Section } from '../ui/page.tsx'
import { useLanguageName } from '../ui/languages.ts'
import { QuestionField, type Said } from './question-field.tsx'
import { inLanguage, spoken } from './texts.ts'
import { WhoSees } from './who-sees.tsx'
import classes from './pulse.module.css'

export function Preview({ survey }: { survey: Answer<'pulse.get'> }) {
  const { t, i18n } = useTranslation('pulse')
  const nameOf = useLanguageName()
  const own = spoken.find((l) => i18n.language.startsWith(l))
  const [chosen, setChosen] = useState<Language | null>(null)
  const language =
    chosen && survey.languages.includes(chosen)
      ? chosen
      : own && survey.languages.includes(own)
        ? own
        : survey.languages[0]!
  const [said, setSaid] = useState<Record<string, Said>>({})
  const say = (text: Parameters<typeof inLanguage>[0]) => text[language] ?? ''
  return (
    <Section
      title={t('preview.title')}
      description={t('preview.body')}
      action={
        survey.languages.length > 1 ? (
          <SegmentedControl
            size="sm"
            aria-label={t('preview.language')}
            value={language}
            onChange={(value) => setChosen(value as Language)}
            data={survey.languages.map((value) => ({ value, label: nameOf(value) }))}
          />
        ) : undefined
      }
    >
      <div className={classes.preview} lang={language}>
        <div>
          <strong dir="auto">{say(survey.title)}</strong>
          <div className={classes.quiet} dir="auto">
            {say(survey.intro)}
          </div>
        </div>
        <WhoSees
          floor={survey.floor}
          commentFloor={10}
          hasManager
          comments={survey.questions.some((q) => q.kind === 'comment')}
        />
        <div>
          {survey.questions.map((q, i) => (
            <QuestionField
              key={q.id}
              number={i + 1}
              question={{ ...q, text: say(q.text), options: q.options.map(say) }}
              said={said[q.id] ?? null}
              onSay={(next) => setSaid((old) => ({ ...old, [q.id]: next }))}
            />
          ))}
        </div>
      </div>
    </Section>
  )
}
