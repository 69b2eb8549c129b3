/** What one learns and what one is asked: courses, growth, surveys, expectations. */
import { Button } from '@mantine/core'
import { IconBook, IconCalendarUser, IconChartDots, IconFileText, IconSeedling } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../api.ts'
import { minutesOf } from '../ui/format.ts'
import { Go } from '../ui/link.tsx'
import { Avatar } from '../ui/person.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Row, type TaskOf, without } from './row.tsx'
import classes from './week.module.css'

export function LearningTask({
  task,
}: {
  task: TaskOf<'policy' | 'training' | 'session' | 'pulse' | 'growth_look' | 'growth_action'>
}) {
  const { t } = useTranslation('week')
  const f = useFormat()
  const late = (day: string) => f.daysUntil(day) < 0
  switch (task.kind) {
    case 'policy':
      return (
        <Row
          icon={<IconFileText size={20} stroke={1.6} />}
          title={t('policy.title', { title: task.title })}
          detail={
            task.dueOn ? t(late(task.dueOn) ? 'wasDue' : 'policy.due', { day: f.day(task.dueOn) }) : t('policy.body')
          }
        >
          <Button component={Go} to="/policies">
            {t('policy.act')}
          </Button>
        </Row>
      )
    case 'training':
      return (
        <Row
          icon={<IconBook size={20} stroke={1.6} />}
          title={t('training.title', { title: task.title })}
          detail={
            late(task.dueOn)
              ? t('wasDue', { day: f.day(task.dueOn) })
              : t('training.due', { count: task.minutes, n: f.number(task.minutes), day: f.day(task.dueOn) })
          }
        >
          <Button component={Go} to={`/learning/${task.courseId}`}>
            {t(task.started ? 'training.goOn' : 'training.begin')}
          </Button>
        </Row>
      )
    case 'session':
      return (
        <Row
          icon={<IconCalendarUser size={20} stroke={1.6} />}
          title={task.title}
          detail={[t(`session.${task.seat}`), f.exact(task.startsAt), task.place].filter(Boolean).join(' · ')}
        >
          <Button component={Go} to={`/learning/sessions/${task.sessionId}`}>
            {t(task.seat === 'invited' ? 'session.book' : 'session.open')}
          </Button>
        </Row>
      )
    case 'pulse':
      return (
        <Row
          icon={<IconChartDots size={20} stroke={1.6} />}
          title={task.title}
          detail={t('pulse.body', {
            time: t('pulse.minutes', { count: minutesOf(task.seconds), n: f.number(minutesOf(task.seconds)) }),
            day: f.day(task.closesOn, 'short'),
          })}
        >
          <Button component={Go} to={`/pulse/${task.roundId}`}>
            {t('pulse.act')}
          </Button>
        </Row>
      )
    case 'growth_look':
      return (
        <Row
          icon={<Avatar name={task.other.name} id={task.other.id} size={28} />}
          title={t(`growthLook.${task.side}`, { name: task.other.name })}
          detail={t('growthLook.body')}
        >
          <Button
            component={Go}
            to={task.side === 'self' ? '/growth' : `/growth/people/${task.personId}`}
            search={{ view: 'look' }}
          >
            {t('growthLook.act')}
          </Button>
        </Row>
      )
    case 'growth_action':
      return <GrowthAction task={task} />
  }
}

function GrowthAction({ task }: { task: TaskOf<'growth_action'> }) {
  const { t } = useTranslation('week')
  const f = useFormat()
  const done = useAct('growth.updateAction', {
    invalidates: ['week.get', 'growth.get', 'growth.openActionsFor'],
    optimistic: (input, cache) =>
      cache.change('week.get', undefined, (old) =>
        without(old, (x) => x.kind === 'growth_action' && x.actionId === input.actionId),
      ),
    done: t('step.done'),
  })
  return (
    <Row
      icon={<IconSeedling size={20} stroke={1.6} />}
      title={task.words}
      detail={
        <>
          <Go to="/growth" className={classes.inText}>
            {t('growthAction.plan')}
          </Go>{' '}
          · {t(f.daysUntil(task.dueOn) < 0 ? 'growthAction.late' : 'growthAction.due', { day: f.day(task.dueOn) })}
        </>
      }
    >
      <Button
        variant="default"
        loading={done.isPending}
        onClick={() => done.mutate({ actionId: task.actionId, done: true })}
      >
        {t('step.act')}
      </Button>
    </Row>
  )
}
