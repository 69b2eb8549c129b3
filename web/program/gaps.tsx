/** Where the program's words are not in a language that people read, or are older there. Says it; holds nothing up. */
import { useTranslation } from 'react-i18next'
import type { Design } from '../../contract/design.ts'
import type { Answer } from '../api.ts'
import { Section } from '../ui/page.tsx'
import { useFormat } from '../ui/reader.tsx'
import classes from './also-in.module.css'
import { TextLink } from './text-link.tsx'
import { agedIn, gapsIn, useTongues, type Gap } from './tongues.ts'

const stepOfWords = { tagline: 'name', why: 'why', whyNow: 'why', objectives: 'objectives' } as const

export function LanguageGaps({
  programId,
  design,
  differences,
}: {
  programId: string
  design: Design
  /** Of the draft from the last version. */
  differences: Answer<'program.difference'>['differences']
}) {
  const { t } = useTranslation('program')
  const tongues = useTongues(programId, design)
  if (!tongues) return null
  const gaps = gapsIn(design, tongues)
  const aged = agedIn(design, tongues, differences)
  if (gaps.length === 0 && aged.length === 0) return null
  return (
    <Section title={t('tongues.gaps')} bare>
      {gaps.length > 0 ? (
        <>
          <p className={classes.sentence}>
            {t('tongues.reads', { count: gaps.length, first: t(`language.${tongues.first}`) })}
          </p>
          <Gaps gaps={gaps} />
        </>
      ) : null}
      {aged.length > 0 ? (
        <>
          <p className={classes.sentence}>{t('tongues.aged', { first: t(`language.${tongues.first}`) })}</p>
          <Gaps gaps={aged} />
        </>
      ) : null}
    </Section>
  )
}

function Gaps({ gaps }: { gaps: readonly Gap[] }) {
  const { t } = useTranslation('program')
  const f = useFormat()
  const named = (word: Gap['words'][number]) => (word === 'objectives' ? t('tongues.objectives') : t(`field.${word}`))
  return (
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
  )
}
