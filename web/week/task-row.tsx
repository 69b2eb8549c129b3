/** One thing to do, with its one button; each part of Belay says its own. */
import { ChampionTask } from './champion-tasks.tsx'
import { FeedbackTask } from './feedback-tasks.tsx'
import { GoalTask } from './goal-tasks.tsx'
import { LearningTask } from './learning-tasks.tsx'
import { ProgramTask } from './program-tasks.tsx'
import { ReviewTask } from './review-tasks.tsx'
import { TalkTask } from './talk-tasks.tsx'
import { TestTask } from './test-tasks.tsx'
import type { Task } from './row.tsx'
/** One thing to do, with its one button. A check-in opens where it stands. */
import { Button } from '@mantine/core'
import {
  IconArrowsExchange,
  IconBook,
  IconCalendarUser,
  IconChartDots,
  IconCheckbox,
  IconFileText,
  IconListCheck,
  IconGavel,
  IconHelpCircle,
  IconMail,
  IconMessages,
  IconPencil,
  IconScale,
  IconChartLine,
  IconSignature,
  IconSeedling,
  IconTarget,
  IconTestPipe,
  IconUserHeart,
  IconUsers,
} from '@tabler/icons-react'
import { lazy, Suspense, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct, type Answer } from '../api.ts'
import { homeOf } from '../calibration/acts.ts'
import { minutesOf } from '../ui/format.ts'
import { Go } from '../ui/link.tsx'
import { Avatar } from '../ui/person.tsx'
import { useFormat } from '../ui/reader.tsx'
import { TextSkeleton } from '../ui/states.tsx'
import classes from './week.module.css'

type Week = Answer<'week.get'>
export type Task = Week['todo'][number]

/** The week once something is done, wherever it stood. */
function without(week: Week, done: (task: Task) => boolean): Week {
  const open = (task: Task) => !done(task)
  const later = week.later.filter(open)
  return { ...week, todo: week.todo.filter(open), later, more: week.more - (week.later.length - later.length) }
}

const Useful = lazy(() => import('../checkins/useful.tsx').then((m) => ({ default: m.Useful })))
const TwoMinutes = lazy(() => import('../checkins/two-minutes.tsx').then((m) => ({ default: m.TwoMinutes })))

export function TaskRow({ task }: { task: Task }) {
  switch (task.kind) {
    case 'first_goal':
    case 'next_goal':
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
            { cycle: task.cycle, day: f.day(task.heldOn) },
          )}
        >
          <Button component={Go} to={homeOf(task.sessionId)}>
            {t('calibration.act')}
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
    case 'committee':
      return (
        <Row
          icon={<IconGavel size={20} stroke={1.6} />}
          title={t(`committee.${task.what}`, { day: f.day(task.on) })}
          detail={t(task.what === 'hold' ? 'committee.holdBody' : 'committee.prepareBody', { day: f.day(task.on) })}
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
            late(task.dueOn) ? t('wasDue', { day: f.day(task.dueOn) }) : t('decision.due', { day: f.day(task.dueOn) })
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
    case 'champion_invited':
      return (
        <Row
          icon={<IconUserHeart size={20} stroke={1.6} />}
          title={t('champion.invited', { name: task.by })}
          detail={t('champion.until', { day: f.day(task.until) })}
        >
          <Button component={Go} to="/champion">
            {t('champion.read')}
          </Button>
        </Row>
      )
    case 'champion_fits':
      return (
        <Row
          icon={<IconUserHeart size={20} stroke={1.6} />}
          title={t('champion.fits', { name: task.person.name })}
          detail={t('champion.fitsBody')}
        >
          <Button component={Go} to="/champion/asked">
            {t('champion.look')}
          </Button>
        </Row>
      )
    case 'champion_left':
      return (
        <Row
          icon={<IconUserHeart size={20} stroke={1.6} />}
          title={t('champion.left', { count: task.count, n: f.number(task.count) })}
          detail={t('champion.leftBody')}
        >
          <Button component={Go} to="/program/champions">
            {t('champion.handOver')}
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
    case 'test_try':
      return (
        <Row
          icon={<IconTestPipe size={20} stroke={1.6} />}
          title={
            task.scripts > 0
              ? t('testTry.title', { count: task.scripts, n: f.number(task.scripts), wave: task.wave })
              : t('testTry.retest', { count: task.retests, n: f.number(task.retests) })
          }
          detail={
            task.scripts > 0
              ? t('testTry.body', { count: task.minutes, n: f.number(task.minutes), day: f.day(task.dueOn) })
              : t('testTry.again')
          }
        >
          <Button component={Go} to="/tests">
            {t('testTry.act')}
          </Button>
        </Row>
      )
    case 'test_fix':
      return (
        <Row
          icon={<IconTestPipe size={20} stroke={1.6} />}
          title={t('testFix.title', { count: task.count, n: f.number(task.count) })}
          detail={
            task.blockers > 0
              ? t('testFix.blockers', { count: task.blockers, n: f.number(task.blockers) })
              : t('testFix.body')
          }
        >
          <Button component={Go} to="/tests">
            {t('testFix.act')}
          </Button>
        </Row>
      )
    case 'test_sign':
      return (
        <Row
          icon={<IconSignature size={20} stroke={1.6} />}
          title={t('testSign.title', { wave: task.wave })}
          detail={t('testSign.body')}
        >
          <Button component={Go} to={`/program/tests/${task.waveId}`}>
            {t('testSign.act')}
          </Button>
        </Row>
      )
    case 'team_goals':
      return <GoalTask task={task} />
    case 'review_write':
    case 'review_read':
    case 'review_share':
    case 'review_clear':
    case 'review_colleagues':
    case 'calibration':
      return <ReviewTask task={task} />
    case 'feedback_asked':
    case 'feedback_approve':
    case 'feedback_new':
      return <FeedbackTask task={task} />
    case 'policy':
    case 'training':
    case 'pulse':
    case 'growth_look':
    case 'growth_action':
      return <LearningTask task={task} />
    case 'checkin':
    case 'step':
    case 'useful':
      return <TalkTask task={task} />
    case 'message_approve':
    case 'message':
    case 'committee':
    case 'decision':
    case 'roadmap':
    case 'handover':
    case 'metric_review':
    case 'year_end':
    case 'desk':
      return <ProgramTask task={task} />
    case 'champion_invited':
    case 'champion_fits':
    case 'champion_left':
      return <ChampionTask task={task} />
    case 'test_try':
    case 'test_fix':
    case 'test_sign':
      return <TestTask task={task} />
  }
}
