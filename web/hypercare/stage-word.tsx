/** How far a wave is in its first weeks, in a few words with their colour. */
import { useTranslation } from 'react-i18next'
import type { HypercareStage } from '../../contract/hypercare.ts'
import { State } from '../ui/meter.tsx'
import { useFormat } from '../ui/reader.tsx'

type Standing = { stage: HypercareStage; day: number; days: number; handedOverOn: string | null }

function useStageWords() {
  const { t } = useTranslation('hypercare')
  const f = useFormat()
  return ({ stage, day, days, handedOverOn }: Standing): string => {
    if (stage === 'handed_over') return t('stage.handed_over', { day: f.day(handedOverOn ?? '', 'short') })
    if (stage === 'due') return t('stage.due')
    return t('stage.running', { day: f.number(day), days: f.number(days) })
  }
}

const tones = { running: 'accent', due: 'warn', handed_over: 'good' } as const

export function StageWord(standing: Standing) {
  const words = useStageWords()
  return <State tone={tones[standing.stage]}>{words(standing)}</State>
}
