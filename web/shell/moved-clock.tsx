import { useTranslation } from 'react-i18next'
import { useFormat } from '../ui/reader.tsx'
import type { Me } from './me.ts'
import classes from './shell.module.css'

/** Today by the installation's clock, where a demo has moved it. */
export function MovedClock({ me }: { me: Me }) {
  const f = useFormat()
  const { t } = useTranslation('shell')
  if (!me.movableClock) return null
  return <span className={classes.clock}>{t('clock', { day: f.day(me.today, 'short') })}</span>
}
