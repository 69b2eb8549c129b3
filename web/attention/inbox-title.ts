import { useTranslation } from 'react-i18next'
import type { Answer } from '../api.ts'

export type Item = Answer<'inbox.list'>['items'][number]

/** The page that a notice is about. */
function pageOf({ id, kind, subject, params }: Item): string {
  if (kind.startsWith('review_')) return reviewPage(kind, params)
  switch (kind) {
    case 'campaign_approval':
      return `/approve/${subject.id}`
    case 'campaign_held_back':
    case 'campaign_changed':
    case 'campaign_sender_left':
    case 'campaign_declined':
    case 'campaign_no_readers':
    case 'campaign_start_moved':
    case 'campaign_stale':
      return `/program/communications/${subject.id}`
    case 'policy':
      return '/policies'
    case 'committee_planned':
    case 'committee_moved':
    case 'committee_called_off':
      return `/program/governance/meetings/${String(params['meetingId'])}`
    case 'decision_owned':
      return `/program/governance/decisions/${subject.id}`
    case 'change_asked':
    case 'change_answered':
      return `/program/governance/requests/${subject.id}`
    case 'number_past':
      return '/program/governance'
    case 'number_alert':
      return '/program/metrics'
    case 'metric_review_due':
      return `/program/business-review/metrics/${subject.id}`
    case 'pack_released':
      return `/program/business-review/${subject.id}`
    case 'year_end_sign':
      return `/program/business-review/year/${String(params['programId'])}`
    case 'desk_answered':
      return `/ask/${String(params['questionId'])}`
    case 'desk_followed':
      return `/program/desk/${String(params['questionId'])}`
    case 'desk_late':
      return `/program/desk/${String(params['questionId'] ?? subject.id)}`
    case 'champion_invited':
    case 'champion_ending':
    case 'champion_handover':
    case 'champion_farewell':
      return '/champion'
    case 'champion_manager':
      return '/champion/asked'
    case 'champion_accepted':
    case 'champion_declined':
    case 'champion_not_fitting':
    case 'champion_ends':
    case 'champion_left':
      return `/program/champions/${String(params['personId'])}`
    case 'hypercare_reopened':
      return '/program/hypercare'
    case 'handover_sign':
    case 'hypercare_due':
      return `/program/hypercare/${subject.id}/hand-over`
    case 'test_invited':
      return '/tests'
    case 'test_retest':
    case 'test_owned':
    case 'test_still':
      return `/tests/${String(params['waveId'])}/findings/${String(params['findingId'])}`
    case 'test_blocker':
      return `/program/tests/${String(params['waveId'])}/findings/${subject.id}?view=findings`
    case 'test_sign':
    case 'test_void':
      return `/program/tests/${String(params['waveId'])}`
    case 'roadmap_assigned':
    case 'roadmap_late':
      return params['count'] === 1 ? `/program/my-tasks/${String(params['taskId'])}` : '/program/my-tasks'
    case 'champion_taken_back':
    case 'champion_taken_back_team':
    case 'wave_paused':
    case 'wave_resumed':
      return '/'
    case 'wave_rolled_back':
      return '/program/about'
    case 'launch_refused':
      return `/program/readiness?wave=${String(params['waveId'])}`
    case 'goal_commented':
    case 'goal_mentioned':
      return `/goals/${String(params['goalId'])}`
    case 'goal_left':
      return '/team'
    case 'goal_written':
    case 'goal_joined':
    case 'goal_handed':
    case 'goal_shared':
      return `/goals/${subject.id}`
    case 'checkin_planned':
    case 'checkin_moved':
    case 'checkin_called_off':
    case 'checkin_not_held':
      return `/check-ins/${String(params['checkinId'] ?? '')}`
    case 'checkin_ended':
    case 'checkin_ended_manager':
    case 'checkin_handed_over':
      return `/check-ins/${subject.id}`
    case 'checkin_rhythm':
    case 'checkin_rhythm_ended':
    case 'checkin_handed_over_manager':
      return '/check-ins'
    case 'feedback_received':
    case 'feedback_passed_on':
    case 'feedback_thanks':
    case 'feedback_reply':
    case 'feedback_talk':
      return `/feedback/items/${subject.id}`
    case 'feedback_answer':
    case 'feedback_asked':
    case 'feedback_reminder':
    case 'feedback_about_you':
    case 'feedback_to_approve':
    case 'feedback_ready':
      return `/feedback/requests/${subject.id}`
    case 'growth_view_shared':
    case 'growth_compared':
      return `${growthOf(params)}?view=look`
    case 'growth_plan_shared':
    case 'growth_note':
      return growthOf(params)
    case 'calibration_invited':
      return `/reviews/calibration/${subject.id}`
    case 'calibration_closed':
      return '/reviews'
    case 'recognition_reported':
      return '/recognition/reports'
    case 'recognition_received':
    case 'recognition_team':
    case 'recognition_mentioned':
    case 'recognition_commented':
    case 'recognition_hidden':
    case 'recognition_comment_hidden':
    case 'recognition_shown':
      return `/recognition/${subject.id}`
    case 'pulse_asked':
      return `/pulse/${subject.id}`
    case 'training_assigned':
    case 'certificate_revoked':
      return '/learning'
    case 'live_invited':
      return `/learning/sessions/${subject.id}`
    case 'trainer_named':
    case 'trainer_renewal':
      return '/trainer'
    case 'trainer_delivery':
    case 'trainer_observe':
    case 'trainer_ready':
    case 'trainer_not_yet':
      return `/trainer/deliveries/${subject.id}`
    case 'trainer_accepted':
    case 'trainer_declined':
    case 'trainer_renews':
      return `/program/trainers/${String(params['personId'])}`
    case 'trainer_left':
      return '/program/trainers'
    case 'trainer_handover':
      return '/program/sessions'
    case 'live_leads':
      return `/program/sessions/${subject.id}`
    case 'live_seated':
    case 'live_moved':
    case 'live_called_off':
    case 'live_evaluate':
      return `${params['leads'] ? '/program' : '/learning'}/sessions/${String(params['sessionId'])}`
    case 'pulse_results':
      return '/program/pulse'
    case 'role_granted':
    case 'token_created':
      return '/account'
    default:
      return `/inbox/${id}`
  }
}

/** One's own growth, or that of the team member it is about. */
const growthOf = (params: Item['params']) =>
  typeof params['personId'] === 'string' ? `/growth/people/${params['personId']}` : '/growth'

/** Whoever is asked for something goes where it is done; whoever is told something goes to the review. */
function reviewPage(kind: string, params: Item['params']): string {
  const review = typeof params['reviewId'] === 'string' ? `/reviews/${params['reviewId']}` : '/reviews'
  switch (kind) {
    case 'review_peers_named':
    case 'review_declined':
      return `${review}/colleagues`
    case 'review_shared':
    case 'review_acknowledged':
      return review
    case 'review_reopened':
    case 'review_delegated':
    case 'review_given_back':
    case 'review_handed_over':
      return `/reviews/write/${String(params['taskId'])}`
    default:
      return '/reviews'
  }
}

/** What was written in every language at once. */
const spoken = (words: unknown, language: string) => (words as Record<string, string> | undefined)?.[language] ?? ''

/** The one line that says what it is, and where it opens. */
export function useInboxLine(): (item: Item) => { title: string; from: string; to: string } {
  const { t, i18n } = useTranslation('attention')
  return (item) => {
    const language = i18n.language.slice(0, 2)
    if (item.kind === 'message') {
      const subjects = (item.params['subjects'] ?? {}) as Record<string, string>
      return {
        title: subjects[language] ?? subjects['en'] ?? t('inbox.message'),
        from: String(item.params['sender'] ?? ''),
        to: `/inbox/${item.id}`,
      }
    }
    return {
      title: t(`inbox.kind.${item.kind}`, {
        name: String(item.params['by'] ?? item.params['name'] ?? ''),
        person: String(item.params['person'] ?? ''),
        writer: String(item.params['writer'] ?? ''),
        cycle: String(item.params['cycle'] ?? ''),
        what: spoken(item.params['what'], language),
        stage: item.params['stage'] ? t(`inbox.stage.${String(item.params['stage'])}`) : '',
        defaultValue: t('inbox.notice'),
      }),
      from: '',
      to: pageOf(item),
    }
  }
}
