/** Feedback that was asked for, waits for an approval, came, or was long not given. */
import { Button } from '@mantine/core'
import { IconArrowsExchange } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Go } from '../ui/link.tsx'
import { Avatar } from '../ui/person.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Row, type TaskOf } from './row.tsx'

export function FeedbackTask({
  task,
}: {
  task: TaskOf<'feedback_asked' | 'feedback_approve' | 'feedback_new' | 'feedback_idea'>
}) {
  const { t } = useTranslation('week')
  const f = useFormat()
  const late = (day: string) => f.daysUntil(day) < 0
  switch (task.kind) {
    case 'feedback_asked':
      return (
        <Row
          icon={<Avatar name={task.askedBy.name} id={task.askedBy.id} size={28} />}
          title={t(task.about.id === task.askedBy.id ? 'feedbackAsked.own' : 'feedbackAsked.about', {
            asker: task.askedBy.name,
            about: task.about.name,
          })}
          detail={t('feedbackAsked.due', { day: f.day(task.dueOn) })}
        >
          <Button component={Go} to={`/feedback/requests/${task.requestId}`}>
            {t('feedbackAsked.act')}
          </Button>
        </Row>
      )
    case 'feedback_approve':
      return (
        <Row
          icon={<Avatar name={task.about.name} id={task.about.id} size={28} />}
          title={t('feedbackApprove.title', { name: task.about.name })}
          detail={t(late(task.dueOn) ? 'feedbackApprove.late' : 'feedbackApprove.body', { day: f.day(task.dueOn) })}
        >
          <Button component={Go} to={`/feedback/requests/${task.requestId}`}>
            {t('feedbackApprove.act')}
          </Button>
        </Row>
      )
    case 'feedback_idea':
      return (
        <Row
          icon={<Avatar name={task.person.name} id={task.person.id} size={28} />}
          title={t('feedbackIdea.title', { name: task.person.name })}
          detail={t('feedbackIdea.body')}
        >
          <Button component={Go} to={`/team/feedback/${task.person.id}`} variant="default">
            {t('feedbackIdea.act')}
          </Button>
        </Row>
      )
    case 'feedback_new':
      return (
        <Row
          icon={
            task.author ? (
              <Avatar name={task.author.name} id={task.author.id} size={28} />
            ) : (
              <IconArrowsExchange size={20} stroke={1.6} />
            )
          }
          title={task.author ? t('feedbackNew.from', { name: task.author.name }) : t('feedbackNew.unnamed')}
          detail={t('feedbackNew.body')}
        >
          <Button component={Go} to={`/feedback/items/${task.itemId}`}>
            {t('feedbackNew.act')}
          </Button>
        </Row>
      )
  }
}
