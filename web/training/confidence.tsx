/** How sure somebody feels, once before and once after. Optional, and shown to nobody but as a number about many. */
import { IconCheck } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../api.ts'
import type { Course } from './course-page.tsx'
import { Scale } from './scale.tsx'
import classes from './training.module.css'

export function Confidence({ course }: { course: Course }) {
  const { t } = useTranslation('training')
  const say = useAct('training.confidence', { invalidates: ['training.course'] })
  const moment = course.completed ? 'after' : 'before'
  const { confidence } = course
  // Who said nothing before cannot be compared, and who has begun is not "before" any more.
  const asked =
    moment === 'after' ? confidence.before && !confidence.after : !confidence.before && course.done.length === 0
  if (!asked && !say.isSuccess) return null
  if (say.isSuccess)
    return (
      <p className={classes.said} role="status">
        <IconCheck size={16} aria-hidden /> {t('sure.thanks')}
      </p>
    )
  return (
    <>
      <Scale
        legend={t(`sure.${moment}`)}
        low={t('sure.low')}
        high={t('sure.high')}
        disabled={say.isPending}
        onPick={(score) => say.mutate({ courseId: course.courseId, moment, score })}
      />
      <p className={classes.foot}>{t('sure.says')}</p>
    </>
  )
}
