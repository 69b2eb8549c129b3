/** What keeps the program going: messages, committee, roadmap, hand-over, the desk, numbers that are looked at again. */
import { Button } from '@mantine/core'
import { IconChartLine, IconGavel, IconHelpCircle, IconListCheck, IconMail, IconSignature } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Go } from '../ui/link.tsx'
import { Avatar } from '../ui/person.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Row, type TaskOf } from './row.tsx'

export function ProgramTask({
  task,
}: {
  task: TaskOf<
    | 'message_approve'
    | 'message'
    | 'committee'
    | 'decision'
    | 'roadmap'
    | 'handover'
    | 'metric_review'
    | 'year_end'
    | 'desk'
  >
}) {
  const { t } = useTranslation('week')
  const f = useFormat()
  const late = (day: string) => f.daysUntil(day) < 0
  switch (task.kind) {
    case 'message_approve':
      return (
        <Row
          icon={<IconMail size={20} stroke={1.6} />}
          title={t('messageApprove.title', { title: task.title })}
          detail={[
            task.askedBy ? t('messageApprove.asks', { name: task.askedBy.name }) : '',
            t(task.upTo ? 'messageApprove.upTo' : 'messageApprove.people', {
              count: task.people,
              n: f.number(task.people),
            }),
            task.sendsOn ? t('messageApprove.goes', { day: f.day(task.sendsOn) }) : t('messageApprove.noDate'),
          ]
            .filter(Boolean)
            .join(' · ')}
        >
          <Button component={Go} to={`/approve/${task.campaignId}`}>
            {t('messageApprove.act')}
          </Button>
        </Row>
      )
    case 'message':
      return (
        <Row
          icon={task.sender ? <Avatar name={task.sender} size={28} /> : <IconMail size={20} stroke={1.6} />}
          title={task.subject || t('message.title')}
          detail={task.sender ? t('message.from', { name: task.sender }) : ''}
        >
          <Button component={Go} to={`/inbox/${task.itemId}`}>
            {t('message.act')}
          </Button>
        </Row>
      )
    case 'committee':
      return (
        <Row
          icon={<IconGavel size={20} stroke={1.6} />}
          title={t(`committee.${task.what}`, { day: f.day(task.on, 'short') })}
          detail={t(task.what === 'hold' ? 'committee.holdBody' : 'committee.prepareBody', {
            day: f.day(task.on, 'short'),
          })}
        >
          <Button component={Go} to={`/program/governance/meetings/${task.meetingId}`}>
            {t(task.what === 'hold' ? 'committee.actHold' : 'committee.act')}
          </Button>
        </Row>
      )
    case 'decision':
      return (
        <Row
          icon={<IconGavel size={20} stroke={1.6} />}
          title={task.question}
          detail={
            late(task.dueOn)
              ? t('wasDue', { day: f.day(task.dueOn) })
              : t('decision.due', { day: f.day(task.dueOn, 'short') })
          }
        >
          <Button component={Go} to={`/program/governance/decisions/${task.decisionId}`}>
            {t('decision.act')}
          </Button>
        </Row>
      )
    case 'roadmap':
      return (
        <Row
          icon={<IconListCheck size={20} stroke={1.6} />}
          title={task.wave ? `${task.title} · ${task.wave}` : task.title}
          detail={t(late(task.dueOn) ? 'roadmap.late' : 'roadmap.due', { on: f.day(task.dueOn, 'long') })}
        >
          <Button component={Go} to={`/program/my-tasks/${task.taskId}`}>
            {t('roadmap.act')}
          </Button>
        </Row>
      )
    case 'handover':
      return (
        <Row
          icon={<IconSignature size={20} stroke={1.6} />}
          title={t('handover.title', { wave: task.wave })}
          detail={t('handover.body')}
        >
          <Button component={Go} to={`/program/hypercare/${task.waveId}/hand-over`}>
            {t('handover.act')}
          </Button>
        </Row>
      )
    case 'metric_review':
      return (
        <Row
          icon={<IconChartLine size={20} stroke={1.6} />}
          title={t('metricReview.title', { program: task.program })}
          detail={t('metricReview.body', { day: f.day(task.dueOn) })}
        >
          <Button component={Go} to={`/program/business-review/metrics/${task.reviewId}`}>
            {t('metricReview.act')}
          </Button>
        </Row>
      )
    case 'year_end':
      return (
        <Row
          icon={<IconSignature size={20} stroke={1.6} />}
          title={t('yearEnd.title', { program: task.program, n: f.number(task.year) })}
          detail={t('yearEnd.body')}
        >
          <Button component={Go} to={`/program/business-review/year/${task.programId}`}>
            {t('yearEnd.act')}
          </Button>
        </Row>
      )
    case 'desk':
      return (
        <Row
          icon={<IconHelpCircle size={20} stroke={1.6} />}
          title={t('desk.title', { count: task.waiting, n: f.number(task.waiting) })}
          detail={task.late > 0 ? t('desk.late', { count: task.late, n: f.number(task.late) }) : t('desk.body')}
        >
          <Button component={Go} to="/program/desk">
            {t('desk.act')}
          </Button>
        </Row>
      )
  }
}
