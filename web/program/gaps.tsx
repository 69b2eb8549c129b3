/** Which of the program's words people read in another language than theirs. Says it; holds nothing up. */
import { useTranslation } from 'react-i18next'
import type { Design } from '../../contract/design.ts'
import { Section } from '../ui/page.tsx'
import { useFormat } from '../ui/reader.tsx'
import classes from './also-in.module.css'
import { TextLink } from './text-link.tsx'
import { gapsIn, useTongues, type Gap } from './tongues.ts'

const stepOfWords = { tagline: 'name', why: 'why', whyNow: 'why', objectives: 'objectives' } as const

export function LanguageGaps({ programId, design }: { programId: string; design: Design }) {
  const { t } = useTranslation('program')
  const f = useFormat()
  const tongues = useTongues(programId, design)
  const gaps = tongues ? gapsIn(design, tongues) : []
  if (!tongues || gaps.length === 0) return null
  const named = (word: Gap['words'][number]) => (word === 'objectives' ? t('tongues.objectives') : t(`field.${word}`))
  return (
    <Section title={t('tongues.gaps')}>
      <p className={classes.sentence}>
        {t('tongues.reads', { count: gaps.length, first: t(`language.${tongues.first}`) })}
      </p>
      <ul className={classes.gaps}>
        {gaps.map(({ language, words }) => (
          <li key={language}>
            <TextLink to={`/program/design/${stepOfWords[words[0]!]}`} search={true}>
              {t(`language.${language}`)}
            </TextLink>
            {t('tongues.colon')}
            {f.list(words.map(named))}
          </li>
        ))}
      </ul>
    </Section>
  )
}
