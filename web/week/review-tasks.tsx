/** Forms to write, reviews to read, share or look at, colleagues to name, and sessions in which ratings are compared. */
import { Button } from '@mantine/core'
import { IconPencil, IconScale, IconUsers } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { homeOf } from '../calibration/acts.ts'
import { Go } from '../ui/link.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Row, type TaskOf } from './row.tsx'

export function ReviewTask({
  task,
}: {
  task: TaskOf<'review_write' | 'review_read' | 'review_share' | 'review_clear' | 'review_colleagues' | 'calibration'>
}) {
  const { t } = useTranslation('week')
  const f = useFormat()
  const late = (day: string) => f.daysUntil(day) < 0
  switch (task.kind) {
    case 'review_write':
      return (
        <Row
          icon={<IconPencil size={20} stroke={1.6} />}
          title={
            task.count > 1
              ? t('reviewWrite.many', { n: f.number(task.count), count: task.count })
              : t(`reviewWrite.${task.role}`, { name: task.subject.name })
          }
          detail={t(late(task.dueOn) ? 'reviewWrite.late' : 'reviewWrite.due', {
            cycle: task.cycle,
            day: f.day(task.dueOn),
          })}
        >
          <Button component={Go} to={task.count > 1 ? '/reviews' : `/reviews/write/${task.taskId}`}>
            {t('reviewWrite.act')}
          </Button>
        </Row>
      )
    case 'review_read':
      return (
        <Row
          icon={<IconPencil size={20} stroke={1.6} />}
          title={t('reviewRead.title')}
          detail={task.manager ? t('reviewRead.body', { cycle: task.cycle, name: task.manager }) : task.cycle}
        >
          <Button component={Go} to={`/reviews/${task.reviewId}`}>
            {t('reviewRead.act')}
          </Button>
        </Row>
      )
    case 'review_share':
    case 'review_clear': {
      const clears = task.kind === 'review_clear'
      const words = clears ? 'reviewClear' : 'reviewShare'
      const all = clears ? `/program/reviews/${task.cycleId}` : '/reviews'
      return (
        <Row
          icon={<IconPencil size={20} stroke={1.6} />}
          title={
            task.count > 1
              ? t(clears && task.more ? 'reviewClear.more' : `${words}.many`, {
                  n: f.number(task.count),
                  count: task.count,
                })
              : t(`${words}.one`, { name: task.person.name })
          }
          detail={t(late(task.dueOn) ? 'reviewWrite.late' : 'reviewWrite.due', {
            cycle: task.cycle,
            day: f.day(task.dueOn),
          })}
        >
          <Button
            component={Go}
            to={task.count > 1 ? all : `/reviews/${task.reviewId}`}
            {...(clears && task.count > 1 ? { search: { view: 'people', show: 'to_clear' } } : {})}
          >
            {t(`${words}.act`)}
          </Button>
        </Row>
      )
    }
    case 'review_colleagues':
      return (
        <Row
          icon={<IconUsers size={20} stroke={1.6} />}
          title={t('reviewColleagues.title')}
          detail={t(late(task.dueOn) ? 'reviewWrite.late' : 'reviewWrite.due', {
            cycle: task.cycle,
            day: f.day(task.dueOn),
          })}
        >
          <Button component={Go} to={`/reviews/${task.reviewId}/colleagues`}>
            {t('reviewColleagues.act')}
          </Button>
        </Row>
      )
    case 'calibration':
      return (
        <Row
          icon={<IconScale size={20} stroke={1.6} />}
          title={t(late(task.heldOn) ? 'calibration.close' : `calibration.${task.as}`, { name: task.name })}
          detail={t(
            f.daysUntil(task.heldOn) === 0
              ? 'calibration.today'
              : late(task.heldOn)
                ? 'calibration.was'
                : 'calibration.on',
            { cycle: task.cycle, day: f.day(task.heldOn, 'short') },
          )}
        >
          <Button component={Go} to={homeOf(task.sessionId)}>
            {t('calibration.act')}
          </Button>
        </Row>
      )
  }
}
