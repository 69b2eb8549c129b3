/** Who reads a section, and when, in one plain sentence. */
import { IconEye } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../ui/reader.tsx'
import type { Role, Sheet } from './acts.ts'
import classes from './reviews.module.css'

type Reading = Sheet['sections'][number]['readers'][number]

export function ReadersLine({
  readers,
  role,
  name,
  confidential,
}: {
  readers: readonly Reading[]
  role: Role | null
  /** Whom the review is about. */
  name: string
  /** Every question of the section is for HR only. */
  confidential: boolean
}) {
  const { t } = useTranslation('reviews')
  const f = useFormat()
  const who = (when: Reading['when']) =>
    f.list(
      readers
        .filter((r) => r.when === when)
        .map((r) => t(`reader.${role === 'self' && r.who === 'manager' ? 'yourManager' : r.who}`, { name })),
    )
  const soon = who('submitted')
  const later = who('shared')
  return (
    <p className={classes.readers}>
      <IconEye size={14} aria-hidden />
      <span>
        {confidential
          ? t('readers.hrOnly')
          : [soon ? t('readers.submitted', { who: soon }) : '', later ? t('readers.shared', { who: later }) : '']
              .filter(Boolean)
              .join(' ')}
      </span>
    </p>
  )
}
