/** Who sees what of a survey, in plain words. Shown before the first question, and in the preview. */
import { IconEyeOff, IconInfoCircle, IconLock, IconMessage2, IconUsers } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../ui/reader.tsx'
import classes from './pulse.module.css'

export function WhoSees({
  floor,
  commentFloor,
  hasManager,
  comments,
}: {
  floor: number
  commentFloor: number
  hasManager: boolean
  comments: boolean
}) {
  const { t } = useTranslation('pulse')
  const f = useFormat()
  const n = f.number(floor)
  return (
    <section className={classes.pledge} aria-label={t('pledge.title')}>
      <h2>{t('pledge.title')}</h2>
      <ul>
        <li>
          <IconLock size={18} stroke={1.7} aria-hidden />
          {t('pledge.nobody')}
        </li>
        <li>
          <IconUsers size={18} stroke={1.7} aria-hidden />
          {t(hasManager ? 'pledge.groupsManager' : 'pledge.groups', { floor: n })}
        </li>
        {comments ? (
          <li>
            <IconMessage2 size={18} stroke={1.7} aria-hidden />
            {t('pledge.comments', { floor: f.number(commentFloor) })}
          </li>
        ) : null}
        <li>
          <IconEyeOff size={18} stroke={1.7} aria-hidden />
          {t('pledge.took')}
        </li>
        <li>
          <IconInfoCircle size={18} stroke={1.7} aria-hidden />
          {t('pledge.limits')}
        </li>
      </ul>
    </section>
  )
}
