/**
 * One lesson, with nothing beside it. Where one is and what one ticked is kept; what one chose
 * wrong on the way never leaves this page.
 */
import { Button } from '@mantine/core'
import { IconArrowLeft, IconArrowRight, IconCheck } from '@tabler/icons-react'
import { useParams } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct, useOperation } from '../api.ts'
import { Go, useGo } from '../ui/link.tsx'
import { Meter } from '../ui/meter.tsx'
import { NotThere, Page } from '../ui/page.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Loaded, PageSkeleton } from '../ui/states.tsx'
import type { Course } from './course-page.tsx'
import { watchedEnough } from './film-view.tsx'
import { LessonBody, questionsOf } from './lesson-body.tsx'
import { useDigits } from './question.tsx'
import classes from './training.module.css'

type Lesson = Course['lessons'][number]

export function LessonPage() {
  const { courseId = '', lessonId = '' } = useParams({ strict: false }) as { courseId?: string; lessonId?: string }
  const query = useOperation('training.course', { courseId })
  return (
    <Loaded query={query} skeleton={<PageSkeleton />}>
      {(course) => {
        const lesson = course.lessons.find((one) => one.id === lessonId)
        return lesson ? <OneLesson key={lesson.id} course={course} lesson={lesson} /> : <NotThere />
      }}
    </Loaded>
  )
}

function OneLesson({ course, lesson }: { course: Course; lesson: Lesson }) {
  const { t } = useTranslation('training')
  const f = useFormat()
  const go = useGo()
  const { courseId, lessons, preview } = course
  const at = lessons.indexOf(lesson)
  const [previous, next] = [lessons[at - 1], lessons[at + 1]]
  const [found, setFound] = useState<Record<string, string>>({})
  const [watched, setWatched] = useState(lesson.kind === 'video' ? (course.watched[lesson.film]?.seconds ?? 0) : 0)
  const [read, setRead] = useState(false)
  const keep = useAct('training.keepPlace', {
    invalidates: ['training.mine'],
    optimistic: (input, cache) =>
      cache.change('training.course', { courseId: input.courseId }, (old) => ({ ...old, at: input.lessonId })),
  })
  const finish = useAct('training.finishLesson', { invalidates: ['training.course', 'training.mine', 'week.get'] })
  const keepPlace = useRef(keep.mutate)
  keepPlace.current = keep.mutate
  useEffect(() => {
    if (!preview) keepPlace.current({ courseId, lessonId: lesson.id })
  }, [courseId, lesson.id, preview])
  const page = useRef<HTMLDivElement>(null)
  useDigits(page)

  const done = course.done.includes(lesson.id)
  const film = lesson.kind === 'video' ? course.films.find((one) => one.filmId === lesson.film) : undefined
  const open = done ? 0 : questionsOf(lesson).filter((q) => found[q.id] === undefined).length
  const unwatched = !done && !preview && film !== undefined && !read && !watchedEnough(watched, film.seconds)
  const on = () => void go(next ? `/learning/${courseId}/${next.id}` : `/learning/${courseId}`)
  const end = () =>
    preview || done
      ? on()
      : finish.mutate({ courseId, lessonId: lesson.id, answers: found, ...(read ? { read } : {}) }, { onSuccess: on })
  return (
    <Page
      title={lesson.title}
      width="reading"
      help={t('lessonHelp')}
      back={{ to: `/learning/${courseId}`, label: course.title }}
    >
      <div className={classes.where}>
        <span className={classes.quiet}>
          {t('lessonOf', { n: f.number(at + 1), of: f.number(lessons.length) })} · {t(`kind.${lesson.kind}`)}
        </span>
        <Meter
          size="small"
          showValue={false}
          share={course.done.length / lessons.length}
          label={t('lessonsDone', {
            n: f.number(course.done.length),
            count: lessons.length,
            of: f.number(lessons.length),
          })}
        />
      </div>
      <div ref={page}>
        <LessonBody
          lesson={lesson}
          film={lesson.kind === 'video' ? course.films.find((one) => one.filmId === lesson.film) : undefined}
          from={{ course }}
          onFound={(questionId, choiceId) => setFound((old) => ({ ...old, [questionId]: choiceId }))}
          onWatched={setWatched}
          read={read}
          onRead={preview || done ? undefined : setRead}
        />
      </div>
      <div className={classes.walk}>
        {previous ? (
          <Button
            component={Go}
            to={`/learning/${courseId}/${previous.id}`}
            variant="subtle"
            color="gray"
            leftSection={<IconArrowLeft size={16} aria-hidden className="flips" />}
          >
            {t('previous')}
          </Button>
        ) : (
          <span />
        )}
        <span className={classes.onward}>
          {open > 0 ? (
            <span className={classes.quiet} role="status">
              {t('stillOpen', { count: open, n: f.number(open) })}
            </span>
          ) : unwatched ? (
            <span className={classes.quiet} role="status">
              {t('film.still')}
            </span>
          ) : null}
          <Button
            size="md"
            disabled={open > 0 || unwatched}
            loading={finish.isPending}
            onClick={end}
            rightSection={
              next ? <IconArrowRight size={16} aria-hidden className="flips" /> : <IconCheck size={16} aria-hidden />
            }
          >
            {t(next ? 'nextLesson' : 'endCourse')}
          </Button>
        </span>
      </div>
    </Page>
  )
}
