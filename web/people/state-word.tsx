import { useTranslation } from 'react-i18next'
import { State } from '../ui/meter.tsx'
import type { ListedImport } from './saying.ts'

const tones = {
  waiting: 'accent',
  looking: 'accent',
  looked: 'warn',
  applying: 'accent',
  applied: 'good',
  refused: 'bad',
  cancelled: 'quiet',
} as const satisfies Record<ListedImport['state'], string>

export function StateWord({ state }: { state: ListedImport['state'] }) {
  const { t } = useTranslation('people')
  return <State tone={tones[state]}>{t(`state.${state}`)}</State>
}
