/** Goals: the first, the next, those that went quiet or whose time is over, and people of the team without one. */
import { Button } from '@mantine/core'
import { IconTarget, IconUsers } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Go } from '../ui/link.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Row, type TaskOf } from './row.tsx'

export function GoalTask({
  task,
}: {
  task: TaskOf<'first_goal' | 'next_goal' | 'goal_quiet' | 'goal_over' | 'team_goals'>
}) {
  const { t } = useTranslation('week')
  const f = useFormat()
  const late = (day: string) => f.daysUntil(day) < 0
  switch (task.kind) {
    case 'first_goal':
      return (
        <Row
          icon={<IconTarget size={20} stroke={1.6} />}
          title={t('firstGoal.title')}
          detail={t(late(task.by) ? 'firstGoal.late' : 'firstGoal.body', { day: f.day(task.by) })}
        >
          <Button component={Go} to="/goals">
            {t('firstGoal.act')}
          </Button>
        </Row>
      )
    case 'next_goal':
      return (
        <Row icon={<IconTarget size={20} stroke={1.6} />} title={t('nextGoal.title')} detail={t('nextGoal.body')}>
          <Button component={Go} to="/goals">
            {t('firstGoal.act')}
          </Button>
        </Row>
      )
    case 'goal_quiet':
    case 'goal_over':
      return (
        <Row
          icon={<IconTarget size={20} stroke={1.6} />}
          title={task.title}
          detail={t(`${task.kind}.body`, { count: task.kind === 'goal_quiet' ? Math.floor(task.days / 7) : task.days })}
        >
          <Button component={Go} to={`/goals/${task.goalId}`}>
            {t(`${task.kind}.act`)}
          </Button>
        </Row>
      )
    case 'team_goals':
      return (
        <Row
          icon={<IconUsers size={20} stroke={1.6} />}
          title={t('teamGoals.title', { count: task.count })}
          detail={f.list([
            ...task.people.map((p) => p.name),
            ...(task.count > task.people.length ? [t('others', { count: task.count - task.people.length })] : []),
          ])}
        >
          <Button component={Go} to="/goals" search={{ of: 'team' }}>
            {t('teamGoals.act')}
          </Button>
        </Row>
      )
  }
}
