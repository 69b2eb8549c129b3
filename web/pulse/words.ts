/** Where a survey stands and what a group is called, in words. */
import { useTranslation } from 'react-i18next'
import type { Answer } from '../api.ts'
import { useCountryName } from '../ui/countries.ts'
import { useFormat } from '../ui/reader.tsx'

type State = Answer<'pulse.get'>['state']
type Segment = Answer<'pulse.results'>['segment']

const tones = { draft: 'quiet', waiting: 'accent', open: 'good', resting: 'accent', over: 'quiet' } as const

export function useStateWords() {
  const { t } = useTranslation('pulse')
  const f = useFormat()
  return {
    tone: (state: State) => tones[state.state],
    words: (state: State) =>
      state.state === 'open'
        ? t('state.open', { day: f.day(state.closesOn, 'short') })
        : state.state === 'waiting' || state.state === 'resting'
          ? t(`state.${state.state}`, { day: f.day(state.opensOn, 'short') })
          : t(`state.${state.state}`),
  }
}

export function useSegmentName(): (segment: Segment) => string {
  const { t } = useTranslation('pulse')
  const country = useCountryName()
  return (s) => {
    if (s.kind === 'organization') return t('kinds.organization')
    if (s.kind === 'manager') return t(s.key === 'yes' ? 'managers.yes' : 'managers.no')
    if (s.kind === 'tenure') return t(`tenure.${s.key}`)
    if (s.kind === 'country' && s.label) return country(s.label)
    return s.label ?? t('notGiven')
  }
}
