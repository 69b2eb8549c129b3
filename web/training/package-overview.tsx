/** A course of another maker before it is opened: its parts, and how far one is in each. */
import { Button } from '@mantine/core'
import { IconCircleCheckFilled, IconCircleDashed } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Go } from '../ui/link.tsx'
import { State } from '../ui/meter.tsx'
import { Page, Section } from '../ui/page.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Note } from '../ui/states.tsx'
import type { Course } from './course-page.tsx'
import classes from './training.module.css'

export function PackageOverview({ course, content }: { course: Course; content: NonNullable<Course['package']> }) {
  const { t } = useTranslation('training')
  const f = useFormat()
  const { completed, courseId, preview } = course
  const { parts, served } = content
  const started = parts.some((one) => one.done)
  const late = course.dueOn !== null && !completed && f.daysUntil(course.dueOn) < 0
  const open = (partId?: string) =>
    `/learning/${courseId}/open${partId === undefined ? '' : `?part=${encodeURIComponent(partId)}`}`
  const scored = parts.some((one) => one.score !== null)
  return (
    <Page
      title={course.title}
      width="reading"
      help={t('package.otherMaker')}
      back={
        preview
          ? { to: '/program/training/packages', label: t('progress.packages') }
          : { to: '/learning', label: t('place') }
      }
      action={
        served ? (
          <Button component={Go} to={open()}>
            {t(completed ? 'again' : started ? 'goOn' : 'begin')}
          </Button>
        ) : undefined
      }
    >
      {preview ? <Note>{t('preview')}</Note> : null}
      {served ? null : <Note tone="warn">{t('package.closed')}</Note>}
      <p className={classes.meta}>
        <span>{t('minutes', { count: course.minutes, n: f.number(course.minutes) })}</span>
        {completed ? (
          <State tone="good">{t('doneOn', { day: f.day(completed.on, 'short') })}</State>
        ) : course.dueOn ? (
          <State tone={late ? 'warn' : 'quiet'}>
            {t(late ? 'wasDue' : 'due', { day: f.day(course.dueOn, 'short') })}
          </State>
        ) : null}
      </p>
      <Section title={t('package.parts')} bare>
        <ol className={classes.lessons}>
          {parts.map((one, i) => (
            <li key={one.id}>
              {one.done ? (
                <IconCircleCheckFilled
                  size={20}
                  className={classes.mark}
                  role="img"
                  aria-label={t('package.partDone')}
                />
              ) : (
                <IconCircleDashed
                  size={20}
                  stroke={1.6}
                  className={classes.openMark}
                  role="img"
                  aria-label={t('package.partOpen')}
                />
              )}
              <div className={classes.words}>
                {served ? (
                  <Go to={open(one.id)} className={classes.courseTitle}>
                    {t('numbered', { n: f.number(i + 1), title: one.title })}
                  </Go>
                ) : (
                  <span className={classes.courseTitle}>{t('numbered', { n: f.number(i + 1), title: one.title })}</span>
                )}
                {one.score === null ? null : (
                  <span className={classes.quiet}>{t('package.score', { share: f.share(one.score, 1) })}</span>
                )}
              </div>
            </li>
          ))}
        </ol>
      </Section>
      <p className={classes.foot}>
        {t('package.otherMaker')} {scored ? t('package.scoreOnly') : null}
      </p>
    </Page>
  )
}
