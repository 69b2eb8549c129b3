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

export function TaskRow({ task }: { task: Task }) {
  switch (task.kind) {
    case 'first_goal':
    case 'next_goal':
    case 'goal_quiet':
    case 'goal_over':
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
    case 'feedback_idea':
      return <FeedbackTask task={task} />
    case 'policy':
    case 'training':
    case 'session':
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
