import { useTranslation } from 'react-i18next'
import type { Answer } from '../api.ts'

export type Item = Answer<'inbox.list'>['items'][number]

/** The one line that says what it is, and where it opens. */
export function useInboxLine(): (item: Item) => { title: string; from: string; to: string } {
  const { t, i18n } = useTranslation('attention')
  return (item) => {
    const language = i18n.language.slice(0, 2)
    if (item.kind === 'message') {
      const subjects = (item.params['subjects'] ?? {}) as Record<string, string>
      return { title: subjects[language] ?? subjects['en'] ?? t('inbox.message'), from: String(item.params['sender'] ?? ''), to: `/inbox/${item.id}` }
    }
    const to = item.kind === 'campaign_approval' ? `/approve/${item.subject.id}` : item.kind === 'campaign_held_back' ? `/program/communications/${item.subject.id}` : item.kind.startsWith('policy') ? '/policies' : `/inbox/${item.id}`
    return { title: t(`inbox.kind.${item.kind}`, { defaultValue: t('inbox.notice') }), from: '', to }
  }
}
