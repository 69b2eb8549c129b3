/** Check-ins, which open where they stand, and what was agreed in them. */
import { Button } from '@mantine/core'
import { IconCheckbox, IconMessages } from '@tabler/icons-react'
import { lazy, Suspense, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call, useAct } from '../api.ts'
import { Avatar } from '../ui/person.tsx'
import { useFormat } from '../ui/reader.tsx'
import { TextSkeleton } from '../ui/states.tsx'
import { Row, type TaskOf, without } from './row.tsx'

const Useful = lazy(() => import('../checkins/useful.tsx').then((m) => ({ default: m.Useful })))
const TwoMinutes = lazy(() => import('../checkins/two-minutes.tsx').then((m) => ({ default: m.TwoMinutes })))

export function TalkTask({ task }: { task: TaskOf<'checkin' | 'step' | 'useful'> }) {
  const { t } = useTranslation('week')
  const f = useFormat()
  switch (task.kind) {
    case 'checkin':
      return <CheckinTask task={task} />
    case 'step':
      return <StepTask task={task} />
    case 'useful':
      return (
        <Row
          icon={<IconMessages size={20} stroke={1.6} />}
          title={t('useful.title', { name: task.with.name })}
          detail={f.day(task.heldOn)}
          below={
            <Suspense fallback={<TextSkeleton lines={2} />}>
              <Useful checkinId={task.checkinId} legend={false} />
            </Suspense>
          }
        />
      )
  }
}

function CheckinTask({ task }: { task: TaskOf<'checkin'> }) {
  const { t } = useTranslation('week')
  const f = useFormat()
  const [open, setOpen] = useState(false)
  const turn = useRef<HTMLButtonElement>(null)
  const soon = task.due.state === 'soon'
  const weeks = task.lastHeldOn ? Math.floor(-f.daysUntil(task.lastHeldOn) / 7) : 0
  const detail = task.theirsReady
    ? t('checkin.ready', { name: task.person.name })
    : task.due.state === 'waiting' && weeks >= 2
      ? t('checkin.weeks', { count: weeks })
      : task.due.state === 'waiting' && !task.lastHeldOn
        ? t('checkin.first')
        : t('checkin.short')
  return (
    <Row
      icon={<Avatar name={task.person.name} id={task.person.id} size={28} />}
      title={
        soon
          ? t('checkin.prepare', { name: task.person.name, day: f.day(task.due.on) })
          : t(task.due.state === 'today' ? 'checkin.today' : 'checkin.talk', { name: task.person.name })
      }
      detail={detail}
      below={
        open ? (
          <Suspense fallback={<TextSkeleton lines={5} />}>
            <TwoMinutes
              personId={task.person.id}
              onDone={() => {
                turn.current?.focus()
                setOpen(false)
              }}
            />
          </Suspense>
        ) : undefined
      }
    >
      <Button
        ref={turn}
        leftSection={<IconMessages size={16} aria-hidden />}
        variant={open ? 'default' : 'filled'}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {open ? t('checkin.close') : t(soon ? 'checkin.actPrepare' : 'checkin.act')}
      </Button>
    </Row>
  )
}

function StepTask({ task }: { task: TaskOf<'step'> }) {
  const { t } = useTranslation('week')
  const f = useFormat()
  const done = useAct('checkins.updateAction', {
    invalidates: ['week.get', 'checkins.get'],
    optimistic: (input, cache) =>
      cache.change('week.get', undefined, (old) =>
        without(old, (x) => x.kind === 'step' && x.actionId === input.actionId),
      ),
    done: t('step.done'),
    undo: (_answer, input) =>
      call('checkins.updateAction', { checkinId: input.checkinId, actionId: input.actionId, done: false }),
  })
  return (
    <Row
      icon={<IconCheckbox size={20} stroke={1.6} />}
      title={task.words}
      detail={t(f.daysUntil(task.dueOn) < 0 ? 'step.late' : 'step.body', {
        name: task.with.name,
        day: f.day(task.dueOn),
      })}
    >
      <Button
        variant="default"
        loading={done.isPending}
        onClick={() => done.mutate({ checkinId: task.checkinId, actionId: task.actionId, done: true })}
      >
        {t('step.act')}
      </Button>
    </Row>
  )
}
