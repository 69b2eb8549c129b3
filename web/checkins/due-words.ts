/** When the next check-in is, in words without blame. */
import { useTranslation } from 'react-i18next'
import type { Answer } from '../api.ts'
import { useFormat } from '../ui/reader.tsx'

export type Pair = Answer<'checkins.list'>['pairs'][number]
export type Due = NonNullable<Pair['due']>

export function useDueWords(): (
  due: Due | null,
  lastHeldOn: string | null,
) => { words: string; tone: 'quiet' | 'accent' | 'warn' } {
  const { t } = useTranslation('checkins')
  const f = useFormat()
  return (due, lastHeldOn) => {
    if (!due) return { words: lastHeldOn ? t('due.last', { day: f.day(lastHeldOn) }) : t('due.free'), tone: 'quiet' }
    if (due.state === 'today') return { words: t('due.today'), tone: 'accent' }
    if (due.state === 'soon') return { words: f.day(due.on), tone: 'accent' }
    if (due.state === 'waiting') {
      const weeks = Math.floor(-f.daysUntil(lastHeldOn ?? due.on) / 7)
      return { words: lastHeldOn && weeks >= 2 ? t('due.weeks', { count: weeks }) : t('due.waiting'), tone: 'warn' }
    }
    return { words: f.day(due.on), tone: 'quiet' }
  }
}
