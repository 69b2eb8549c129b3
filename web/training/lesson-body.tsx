/** What a lesson shows: the same to whoever learns and to whoever writes it and looks how it reads. */
import { Checkbox } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../api.ts'
import { MarkdownView } from '../ui/markdown.tsx'
import type { Course } from './course-page.tsx'
import { FilmView } from './film-view.tsx'
import { Question } from './question.tsx'
import classes from './training.module.css'

type Lesson = Course['lessons'][number]
/** The course of a learner, or the draft that is looked at. */
export type From = { course: Course } | { preview: string }

export const questionsOf = (lesson: Lesson) =>
  lesson.kind === 'quiz' ? lesson.questions : lesson.kind === 'scenario' ? [lesson] : []

export function LessonBody({
  lesson,
  film,
  from,
  onFound,
  onWatched,
  read,
  onRead,
}: {
  lesson: Lesson
  film: Course['films'][number] | undefined
  from: From
  onFound?: (questionId: string, choiceId: string) => void
  onWatched?: (seconds: number) => void
  /** What is said in a film was read instead. */
  read?: boolean
  onRead?: ((read: boolean) => void) | undefined
}) {
  const { t } = useTranslation('training')
  const questions = questionsOf(lesson)
  return (
    <>
      {lesson.kind === 'video' && film ? (
        <FilmView
          title={lesson.title}
          lessonId={lesson.id}
          film={film}
          from={from}
          onWatched={onWatched}
          read={read}
          onRead={onRead}
        />
      ) : null}
      {lesson.body ? (
        <div className={lesson.kind === 'scenario' ? classes.situation : classes.body}>
          {lesson.kind === 'text' ? <h2 className="spoken">{t('kind.text')}</h2> : null}
          <MarkdownView text={lesson.body} />
        </div>
      ) : null}
      {lesson.kind === 'checklist' ? <Checklist from={from} lesson={lesson} /> : null}
      {questions.map((question, i) => (
        <Question
          key={question.id}
          question={question}
          number={questions.length > 1 ? i + 1 : null}
          onFound={(choiceId) => onFound?.(question.id, choiceId)}
        />
      ))}
    </>
  )
}

/** Ticks for oneself; they stay. */
function Checklist({ from, lesson }: { from: From; lesson: Extract<Lesson, { kind: 'checklist' }> }) {
  const course = 'course' in from ? from.course : null
  const [ticked, setTicked] = useState<readonly string[]>(course?.ticked[lesson.id] ?? [])
  const keep = useAct('training.keepPlace', { invalidates: ['training.course'] })
  const tick = (id: string, on: boolean) => {
    const next = on ? [...ticked, id] : ticked.filter((one) => one !== id)
    setTicked(next)
    if (course && !course.preview) keep.mutate({ courseId: course.courseId, lessonId: lesson.id, ticked: [...next] })
  }
  return (
    <ul className={classes.ticks}>
      {lesson.items.map((item) => (
        <li key={item.id}>
          <Checkbox
            size="md"
            label={item.words}
            checked={ticked.includes(item.id)}
            onChange={(event) => tick(item.id, event.currentTarget.checked)}
          />
        </li>
      ))}
    </ul>
  )
}
