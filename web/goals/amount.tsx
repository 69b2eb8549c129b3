/** How a key result's number reads, and how a goal goes in one word. */
import { useTranslation } from 'react-i18next'
import { State } from '../ui/meter.tsx'
import { useFormat } from '../ui/reader.tsx'
import type { Goal, KeyResult } from './measures.ts'

export function useAmount(): (value: number, k: Pick<KeyResult, 'kind' | 'unit'>) => string {
  const f = useFormat()
  const { t } = useTranslation('goals')
  return (value, k) => {
    if (k.kind === 'yes_no') return t(value >= 1 ? 'yes' : 'notYet')
    if (k.kind === 'percent')
      return new Intl.NumberFormat(f.locale, { style: 'percent', maximumFractionDigits: 1 }).format(value / 100)
    if (k.kind === 'currency' && /^[A-Z]{3}$/.test(k.unit)) {
      return new Intl.NumberFormat(f.locale, { style: 'currency', currency: k.unit, maximumFractionDigits: 0 }).format(
        value,
      )
    }
    const number = f.number(value, 2)
    return k.unit && k.kind !== 'milestones' ? `${number}\u00a0${k.unit}` : number
  }
}

const tones = { on_track: 'good', at_risk: 'warn', off_track: 'bad' } as const
const outcomeTones = { achieved: 'good', partly: 'warn', missed: 'bad', dropped: 'quiet' } as const

export const toneOf = (status: Goal['status']) =>
  status.state === 'active'
    ? status.going === 'on_track'
      ? 'accent'
      : tones[status.going]
    : status.state === 'closed' && status.outcome === 'achieved'
      ? 'good'
      : 'quiet'

export function Going({ status }: { status: Goal['status'] }) {
  const { t } = useTranslation('goals')
  if (status.state === 'active') return <State tone={tones[status.going]}>{t(`going.${status.going}`)}</State>
  if (status.state === 'over') return <State tone="warn">{t('state.over')}</State>
  if (status.state === 'closed')
    return <State tone={outcomeTones[status.outcome]}>{t(`outcome.${status.outcome}`)}</State>
  return <State tone="quiet">{t(`state.${status.state}`)}</State>
}
