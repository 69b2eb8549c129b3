/**
 * A course of another maker, in a frame on an origin of its own. It speaks with this page by
 * messages alone. Whatever comes is believed to come from the frame and to have a form, no more:
 * what may be kept, and of whom, the server says.
 */
import { Button } from '@mantine/core'
import { IconArrowsMaximize } from '@tabler/icons-react'
import { useParams } from '@tanstack/react-router'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Answer, type ApiProblem, call, queryClient, useOperation } from '../api.ts'
import { useAddress, useGo } from '../ui/link.tsx'
import { Page } from '../ui/page.tsx'
import { Loaded, Note, PageSkeleton, ProblemNote } from '../ui/states.tsx'
import type { Course } from './course-page.tsx'
import { cmiOf, messageOf, newKeeper } from './package-messages.ts'
import classes from './package.module.css'

type Opened = Answer<'training.openPackage'>
const reads = ['training.course', 'training.mine', 'week.get'] as const
/** How long a course may take to say its last words when it is left. */
const farewell = 1500

export function PackagePage() {
  const { courseId = '' } = useParams({ strict: false }) as { courseId?: string }
  const [{ part }] = useAddress<{ part?: string }>()
  const query = useOperation('training.course', { courseId })
  return (
    <Loaded query={query} skeleton={<PageSkeleton />}>
      {(course) => <Opening key={`${courseId} ${part ?? ''}`} course={course} partId={part} />}
    </Loaded>
  )
}

function Opening({ course, partId }: { course: Course; partId: string | undefined }) {
  const { t } = useTranslation('training')
  const { courseId } = course
  const [opened, setOpened] = useState<Opened | null>(null)
  const [problem, setProblem] = useState<ApiProblem | null>(null)
  const last = useRef(0)
  const open = useCallback(() => {
    setProblem(null)
    setOpened(null)
    // Only the address asked for last still works.
    const turn = ++last.current
    const ours =
      <T,>(set: (value: T) => void) =>
      (value: T) => {
        if (last.current === turn) set(value)
      }
    call('training.openPackage', { courseId, ...(partId ? { partId } : {}) }).then(ours(setOpened), ours(setProblem))
  }, [courseId, partId])
  useEffect(open, [open])
  if (opened) return <Frame course={course} opened={opened} onAgain={open} />
  return (
    <Page title={course.title} width="wide" back={{ to: `/learning/${courseId}`, label: course.title }}>
      {problem ? <ProblemNote error={problem} retry={open} /> : <p role="status">{t('package.opening')}</p>}
    </Page>
  )
}

function Frame({ course, opened, onAgain }: { course: Course; opened: Opened; onAgain: () => void }) {
  const { t } = useTranslation('training')
  const go = useGo()
  const { courseId } = course
  const frame = useRef<HTMLIFrameElement>(null)
  const box = useRef<HTMLDivElement>(null)
  const ended = useRef<() => void>(() => {})
  const leaving = useRef<() => void>(() => {})
  const [problem, setProblem] = useState<ApiProblem | null>(null)
  const [finished, setFinished] = useState(course.completed !== null)
  const [leaves, setLeaves] = useState(false)
  const keeper = useRef<ReturnType<typeof newKeeper> | null>(null)

  useEffect(() => {
    const { attemptId, opening, origin, part, cmi } = opened
    const mine = newKeeper(
      async (said) => {
        const answer = await call('training.keepPackage', { courseId, attemptId, opening, partId: part.id, cmi: said })
        setProblem(null)
        if (answer.completed) setFinished(true)
      },
      (error) => setProblem(error as ApiProblem),
    )
    keeper.current = mine
    const hear = (event: MessageEvent) => {
      const inside = frame.current?.contentWindow
      if (!inside || event.source !== inside || event.origin !== origin) return
      const message = messageOf(event.data)
      if (message === 'ready')
        inside.postMessage(
          { belay: 1, is: 'begin', cmi, file: part.file, search: part.search, title: part.title },
          origin,
        )
      else if (message === 'ended') ended.current()
      // Somebody ended it from within.
      else if (message === 'left') leaving.current()
      else if (message === 'kept') {
        const said = cmiOf((event.data as { cmi: unknown }).cmi)
        if (said) mine.take(said)
      }
    }
    window.addEventListener('message', hear)
    return () => {
      window.removeEventListener('message', hear)
      void mine.end().then(() => Promise.all(reads.map((read) => queryClient.invalidateQueries({ queryKey: [read] }))))
    }
  }, [courseId, opened])

  const leave = () => {
    if (leaves) return
    setLeaves(true)
    const on = () => void keeper.current?.end().then(() => go(`/learning/${courseId}`))
    const late = setTimeout(on, farewell)
    ended.current = () => {
      clearTimeout(late)
      ended.current = () => {}
      on()
    }
    frame.current?.contentWindow?.postMessage({ belay: 1, is: 'end' }, opened.origin)
  }
  leaving.current = leave
  // A course of cmi5 reports to the server itself; this page asks there how far it is.
  const speaks = opened.kind === 'cmi5'
  useEffect(() => {
    if (!speaks || finished) return
    const asking = setInterval(
      () =>
        void call('training.course', { courseId }).then(
          ({ completed }) => completed && setFinished(true),
          () => {},
        ),
      4000,
    )
    return () => clearInterval(asking)
  }, [speaks, finished, courseId])
  return (
    <Page
      title={opened.part.title}
      width="wide"
      back={{ to: `/learning/${courseId}`, label: course.title }}
      action={
        <Button onClick={leave} loading={leaves}>
          {t('package.leave')}
        </Button>
      }
      more={
        document.fullscreenEnabled ? (
          <Button
            variant="default"
            leftSection={<IconArrowsMaximize size={16} aria-hidden />}
            onClick={() => void box.current?.requestFullscreen()}
          >
            {t('package.full')}
          </Button>
        ) : undefined
      }
    >
      <div role="status">{finished ? <Note tone="good">{t('package.finished')}</Note> : null}</div>
      {problem ? (
        <Note
          tone="warn"
          action={
            <Button
              variant="default"
              onClick={() => (problem.code === 'package_elsewhere' ? onAgain() : keeper.current?.again())}
            >
              {t('package.retry')}
            </Button>
          }
        >
          {problem.code === 'package_elsewhere' || problem.code === 'package_result' ? (
            <ProblemNote small error={problem} />
          ) : (
            t('package.notKept')
          )}
        </Note>
      ) : null}
      <div ref={box} className={classes.box}>
        <iframe
          ref={frame}
          className={classes.frame}
          title={t('package.frame', { title: opened.part.title })}
          src={opened.address}
          sandbox="allow-scripts allow-same-origin allow-forms"
          allow="autoplay; fullscreen"
          referrerPolicy="no-referrer"
        />
      </div>
    </Page>
  )
}
