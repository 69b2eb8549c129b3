/** Suggestions that fill a field with one press. Nothing is chosen by itself. */
import { UnstyledButton } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './ideas.module.css'

export type Idea = { text: string; because?: string }

export function Ideas({
  label,
  ideas,
  chosen,
  onChoose,
  most = 5,
}: {
  label: string
  ideas: readonly Idea[]
  chosen: string
  onChoose: (text: string) => void
  most?: number
}) {
  const { t } = useTranslation('program')
  const [all, setAll] = useState(false)
  const offered = ideas.filter((i) => i.text !== chosen)
  if (offered.length === 0) return null
  return (
    <div className={classes.ideas} role="group" aria-label={label}>
      <span className={classes.label} aria-hidden>
        {label}
      </span>
      {offered.slice(0, all ? 20 : most).map((idea) => (
        <UnstyledButton
          key={idea.text}
          className={classes.idea}
          title={idea.because}
          onClick={() => onChoose(idea.text)}
        >
          {idea.text}
        </UnstyledButton>
      ))}
      {offered.length > most && !all ? (
        <UnstyledButton className={classes.more} onClick={() => setAll(true)}>
          {t('ideas.more')}
        </UnstyledButton>
      ) : null}
    </div>
  )
}
