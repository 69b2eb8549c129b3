/** How sure somebody feels, once before and once after. Optional, and shown to nobody but as a number about many. */
import { IconCheck } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../api.ts'
import { useFormat } from '../ui/reader.tsx'
import type { Course } from './course-page.tsx'
import classes from './training.module.css'

const steps = [1, 2, 3, 4, 5] as const

export function Confidence({ course }: { course: Course }) {
  const { t } = useTranslation('training')
  const f = useFormat()
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
    <fieldset className={classes.sure}>
      <legend>{t(`sure.${moment}`)}</legend>
      <div className={classes.scale}>
        {steps.map((score) => (
          <button
            key={score}
            type="button"
            className={classes.step}
            disabled={say.isPending}
            onClick={() => say.mutate({ courseId: course.courseId, moment, score })}
          >
            {f.number(score)}
            {score === 1 || score === 5 ? <small>{t(score === 1 ? 'sure.low' : 'sure.high')}</small> : null}
          </button>
        ))}
      </div>
      <p className={classes.foot}>{t('sure.says')}</p>
    </fieldset>
  )
}
