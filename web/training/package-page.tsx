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
import { Contents, type Way } from './package-contents.tsx'
import { cmiOf, messageOf, newKeeper, wayOf } from './package-messages.ts'
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
  const [way, setWay] = useState<Way>(partId ? { partId } : {})
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
    call('training.openPackage', { courseId, ...way }).then(ours(setOpened), ours(setProblem))
  }, [courseId, way])
  useEffect(open, [open])
  // Somebody who asked for what is not open yet goes on where they were.
  const again = () => (problem?.code === 'package_part_closed' ? setWay({}) : open())
  if (opened)
    return (
      <Frame
        key={opened.opening}
        course={course}
        opened={opened}
        onWay={setWay}
        onAgain={() => setWay({ partId: opened.part.id })}
      />
    )
  return (
    <Page title={course.title} width="wide" back={{ to: `/learning/${courseId}`, label: course.title }}>
      {problem ? <ProblemNote error={problem} retry={again} /> : <p role="status">{t('package.opening')}</p>}
    </Page>
  )
}

function Frame({
  course,
  opened,
  onWay,
  onAgain,
}: {
  course: Course
  opened: Opened
  onWay: (way: Way) => void
  onAgain: () => void
}) {
  const { t } = useTranslation('training')
  const go = useGo()
  const { courseId } = course
  const frame = useRef<HTMLIFrameElement>(null)
  const box = useRef<HTMLDivElement>(null)
  const ended = useRef<() => void>(() => {})
  const leaving = useRef<(way: Way | null) => void>(() => {})
  const [order, setOrder] = useState({ parts: opened.parts, next: opened.next, previous: opened.previous })
  const [problem, setProblem] = useState<ApiProblem | null>(null)
  const [finished, setFinished] = useState(course.completed !== null)
  const [leaves, setLeaves] = useState(false)
  /** It wants to keep more than is kept: more than its runtime or this page takes, or more than the server does. */
  const [cut, setCut] = useState({ here: false, there: false })
  const keeper = useRef<ReturnType<typeof newKeeper> | null>(null)

  useEffect(() => {
    const { attemptId, opening, origin, part, cmi } = opened
    const mine = newKeeper(
      async (said) => {
        const answer = await call('training.keepPackage', { courseId, attemptId, opening, partId: part.id, cmi: said })
        setProblem(null)
        setOrder({ parts: answer.parts, next: answer.next, previous: answer.previous })
        setCut((before) => ({ ...before, there: answer.cut }))
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
      else if (message === 'left') leaving.current(null)
      else if (message === 'go') {
        const way = wayOf(event.data)
        if (way) leaving.current('go' in way ? { ...way, partId: part.id } : way)
      } else if (message === 'kept') {
        const told = event.data as { cmi: unknown; cut: unknown }
        const heard = cmiOf(told.cmi)
        if (!heard) return
        const here = heard.cut || told.cut === true
        setCut((before) => (before.here === here ? before : { ...before, here }))
        if (Object.keys(heard.said).length > 0) mine.take(heard.said)
      }
    }
    window.addEventListener('message', hear)
    return () => {
      window.removeEventListener('message', hear)
      void mine.end().then(() => Promise.all(reads.map((read) => queryClient.invalidateQueries({ queryKey: [read] }))))
    }
  }, [courseId, opened])

  /** To another part, or back to the course. */
  const leave = (way: Way | null) => {
    if (leaves) return
    setLeaves(true)
    const on = () => void keeper.current?.end().then(() => (way ? onWay(way) : go(`/learning/${courseId}`)))
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
          (now) => {
            if (now.completed) setFinished(true)
            const parts = now.package?.parts
            if (parts) setOrder((before) => ({ ...before, parts }))
          },
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
        <Button onClick={() => leave(null)} loading={leaves}>
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
      {order.parts.length > 1 ? <Contents {...order} at={opened.part.id} onWay={leave} busy={leaves} /> : null}
      <div role="status" className={classes.told}>
        {finished ? <Note tone="good">{t('package.finished')}</Note> : null}
        {cut.here || cut.there ? <Note tone="warn">{t('package.tooMuch')}</Note> : null}
      </div>
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
