import { useTranslation } from 'react-i18next'
import type { WaveState } from '../../contract/program.ts'
import { State } from '../ui/meter.tsx'

/** Where a wave stands, in a word. */
export function WaveWord({ state, paused = false }: { state: WaveState; paused?: boolean }) {
  const { t } = useTranslation('program')
  if (paused) return <State tone="warn">{t('wave.paused')}</State>
  if (state.phase === 'live') return <State tone="good">{t('wave.live')}</State>
  if (state.phase === 'preparing')
    return <State tone="accent">{t(state.scheduled ? 'wave.preparingScheduled' : 'wave.preparing')}</State>
  return <State tone="quiet">{t(state.scheduled ? 'wave.plannedScheduled' : 'wave.planned')}</State>
}
