/** How long a course takes, and when it is due or was done. */
import { useTranslation } from 'react-i18next'
import { State } from '../ui/meter.tsx'
import { useFormat } from '../ui/reader.tsx'
import type { Course } from './course-page.tsx'
import classes from './training.module.css'

export function CourseLine({ course }: { course: Pick<Course, 'minutes' | 'completed' | 'dueOn'> }) {
  const { t } = useTranslation('training')
  const f = useFormat()
  const { completed, dueOn, minutes } = course
  const late = dueOn !== null && f.daysUntil(dueOn) < 0
  return (
    <p className={classes.meta}>
      <span>{t('minutes', { count: minutes, n: f.number(minutes) })}</span>
      {completed ? (
        <State tone="good">{t('doneOn', { day: f.day(completed.on, 'short') })}</State>
      ) : dueOn ? (
        <State tone={late ? 'warn' : 'quiet'}>{t(late ? 'wasDue' : 'due', { day: f.day(dueOn, 'short') })}</State>
      ) : null}
    </p>
  )
}
