import { useTranslation } from 'react-i18next'
import { State } from '../ui/meter.tsx'
import type { Mistake } from './said.ts'

const tones = { fail: 'bad', waived: 'warn', pass: 'good', unknown: 'quiet' } as const

export function StateWord({ state }: { state: Mistake['state'] }) {
  const { t } = useTranslation('mistakes')
  return <State tone={tones[state]}>{t(`state.${state}`)}</State>
}
