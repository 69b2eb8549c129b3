/** Where a form stands, in words, with the day that matters now. */
import { useTranslation } from 'react-i18next'
import { State } from '../ui/meter.tsx'
import { useFormat } from '../ui/reader.tsx'
import type { MyTask } from './acts.ts'

const tones = {
  ahead: 'quiet',
  waiting: 'quiet',
  open: 'accent',
  late: 'warn',
  over: 'quiet',
  done: 'good',
  declined: 'quiet',
  ended: 'quiet',
} as const satisfies Record<MyTask['state'], string>

export function StateWord({
  state,
  opensOn,
  dueOn,
}: {
  state: MyTask['state']
  opensOn: string | null
  dueOn: string
}) {
  const { t } = useTranslation('reviews')
  const f = useFormat()
  return (
    <State tone={tones[state]}>
      {t(`state.${state}`, {
        day: state === 'ahead' ? (opensOn ? f.day(opensOn, 'short') : '') : f.day(dueOn, 'short'),
      })}
    </State>
  )
}
