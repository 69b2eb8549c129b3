import { useTranslation } from 'react-i18next'
import type { Answer } from '../api.ts'

export type Item = Answer<'inbox.list'>['items'][number]

/** The page that a notice is about. */
function pageOf({ id, kind, subject, params }: Item): string {
  switch (kind) {
    case 'campaign_approval':
      return `/approve/${subject.id}`
    case 'campaign_held_back':
      return `/program/communications/${subject.id}`
    case 'policy':
      return '/policies'
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
    case 'role_granted':
    case 'token_created':
      return '/account'
    default:
      return `/inbox/${id}`
  }
}

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
      title: t(`inbox.kind.${item.kind}`, { name: String(item.params['by'] ?? ''), defaultValue: t('inbox.notice') }),
      from: '',
      to: pageOf(item),
    }
  }
}
