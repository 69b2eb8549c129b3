/** One course: what it is about, its lessons, and where one was. */
import { Button } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useOperation, type Answer } from '../api.ts'
import { Go } from '../ui/link.tsx'
import { List, Row } from '../ui/list.tsx'
import { MarkdownView } from '../ui/markdown.tsx'
import { DoneMark } from '../ui/marks.tsx'
import { Page, Section } from '../ui/page.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Loaded, Note, PageSkeleton } from '../ui/states.tsx'
import { Confidence } from './confidence.tsx'
import { CourseLine } from './course-line.tsx'
import { PackageOverview } from './package-overview.tsx'
import classes from './training.module.css'

export type Course = Answer<'training.course'>

export function CoursePage() {
  const { courseId = '' } = useParams({ strict: false }) as { courseId?: string }
  const query = useOperation('training.course', { courseId })
  return (
    <Loaded query={query} skeleton={<PageSkeleton />}>
      {(course) =>
        course.package ? (
          <PackageOverview key={course.courseId} course={course} content={course.package} />
        ) : (
          <Overview key={course.courseId} course={course} />
        )
      }
    </Loaded>
  )
}

function Overview({ course }: { course: Course }) {
  const { t } = useTranslation('training')
  const f = useFormat()
  const { lessons, done, completed, preview } = course
  const next =
    lessons.find((one) => one.id === course.at && !done.includes(one.id)) ??
    lessons.find((one) => !done.includes(one.id))
  const started = course.at !== null || done.length > 0
  return (
    <Page
      title={course.title}
      width="reading"
      help={t('courseHelp')}
      back={preview ? { to: '/program/design/training', label: t('toDesign') } : { to: '/learning', label: t('place') }}
      action={
        <Button component={Go} to={`/learning/${course.courseId}/${(next ?? lessons[0]!).id}`}>
          {t(completed || !next ? 'again' : started ? 'goOn' : 'begin')}
        </Button>
      }
    >
      {preview ? <Note>{t('preview')}</Note> : null}
      <CourseLine course={course} />
      <div className={classes.intro}>
        <MarkdownView text={course.intro} />
      </div>
      <Section title={t('lessons')} bare>
        <List ordered>
          {lessons.map((one, i) => (
            <Row
              key={one.id}
              lead={
                <DoneMark done={done.includes(one.id)} label={t(done.includes(one.id) ? 'lessonDone' : 'lessonOpen')} />
              }
              title={t('numbered', { n: f.number(i + 1), title: one.title })}
              to={`/learning/${course.courseId}/${one.id}`}
              says={`${t(`kind.${one.kind}`)} · ${t('minutes', { count: one.minutes, n: f.number(one.minutes) })}`}
            />
          ))}
        </List>
      </Section>
      {!preview ? <Confidence course={course} /> : null}
    </Page>
  )
}
