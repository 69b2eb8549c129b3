/** One line about a wave’s first weeks, for pages of the program: where it stands and what still lacks. */
import { useTranslation } from 'react-i18next'
import { useOperation } from '../api.ts'
import { useMe } from '../shell/me.ts'
import { Go } from '../ui/link.tsx'
import { State } from '../ui/meter.tsx'
import { useFormat } from '../ui/reader.tsx'
import classes from './hypercare.module.css'
import { StageWord } from './stage-word.tsx'

export function HypercareLine({ waveId }: { waveId: string }) {
  const { t } = useTranslation('hypercare')
  const f = useFormat()
  const me = useMe()
  const may = me.roles.some((role) => role === 'lead' || role === 'sponsor' || role === 'committee')
  const query = useOperation(
    'hypercare.list',
    { waveId },
    {
      enabled: may,
      staleTime: 60_000,
      select: (a) => {
        const wave = a.waves.find((one) => one.wave.id === waveId)
        const falls = a.falls.filter((one) => one.wave.id === waveId && one.closedOn === null).length
        return wave ? { ...wave, falls } : null
      },
    },
  )
  if (!may || !query.data) return null
  const { stage, day, days, handedOverOn, met, of, falls } = query.data
  return (
    <Go to={falls > 0 ? '/program/hypercare' : `/program/hypercare/${waveId}`} className={classes.line}>
      <StageWord stage={stage} day={day} days={days} handedOverOn={handedOverOn} />
      {falls > 0 ? <State tone="warn">{t('fall.some', { count: falls })}</State> : null}
      {stage === 'handed_over' ? null : <span>{t('met', { count: of, met: f.number(met), of: f.number(of) })}</span>}
    </Go>
  )
}
