/** How checks, readers, senders and states are said and painted. */
import { useTranslation } from 'react-i18next'
import { tones } from '../campaigns/tones.ts'
import { State } from '../ui/meter.tsx'
import { useFormat } from '../ui/reader.tsx'
import type { Check, Plan, Planned } from './acts.ts'

export function useSaid(plan: Plan) {
  const { t } = useTranslation('plan')
  const f = useFormat()
  const waveName = (id: string | null) => plan.waves.find((w) => w.id === id)?.name ?? ''
  const day = (on: string | null) => (on ? f.day(on, 'short') : '')
  return {
    waveName,
    readers: (m: Planned): string => m.audience ?? t(`readers.${m.readers ?? 'everyone'}`),
    sender: (m: Planned): string =>
      m.kit
        ? t('kitSender', { name: m.sender?.name ?? '' })
        : m.senderKind === 'champion'
          ? t('championSender', { name: m.sender?.name ?? t('nobody') })
          : (m.sender?.name ?? t('nobody')),
    /** Days from go-live in words, for a wave without a date and beside one. */
    distance: (n: number): string =>
      n === 0 ? t('onTheDay') : t(n < 0 ? 'daysBefore' : 'daysAfter', { count: Math.abs(n), n: f.number(Math.abs(n)) }),
    check: (one: Check): string => {
      const about = plan.messages.find((m) => m.id === one.messageId)
      const wave = waveName(one.waveId)
      const undated = one.code === 'overload' && typeof one.week === 'number'
      return t(`check.${undated ? 'overload_undated' : one.code}`, {
        wave,
        title: about?.title ?? '',
        name: about?.sender?.name ?? '',
        sender: about ? t(`sender.${about.senderKind}`) : '',
        hearer: one.hearer ? t(`hearer.${one.hearer}`) : '',
        heard: one.heard ? t(`said.${one.heard}`) : '',
        letters: f.number(one.letters ?? 0),
        minutes: f.number(one.minutes ?? 0, 1),
        date: day(one.on),
        week: typeof one.week === 'string' ? day(one.week) : one.week === null ? '' : f.number(one.week),
      })
    },
    fix: (one: Check): string =>
      one.fix.act === 'go'
        ? t(`go.${one.fix.to}What`)
        : t(
            `fix.${one.fixedOn ? one.fix.act : one.fix.act === 'add' || one.fix.act === 'move' || one.fix.act === 'bring_back' ? `${one.fix.act}_undated` : one.fix.act}`,
            {
              title: one.title ?? '',
              date: day(one.fixedOn ?? one.on),
            },
          ),
  }
}

export function PlannedState({ m }: { m: Planned }) {
  const { t } = useTranslation('plan')
  const tone = m.state === 'planned' || m.state === 'removed' ? 'quiet' : tones[m.state]
  return <State tone={tone}>{t(`state.${m.state}`)}</State>
}
