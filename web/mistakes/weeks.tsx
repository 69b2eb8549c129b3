import { useTranslation } from 'react-i18next'
import { useFormat } from '../ui/reader.tsx'
import type { Mistake } from './said.ts'
import classes from './mistakes.module.css'

/** Half a year in small bars, a week each; the words say what it comes to. */
export function Weeks({
  mistake,
  looked,
  size = 'small',
}: {
  mistake: Mistake
  looked: number
  size?: 'small' | 'large'
}) {
  const { t } = useTranslation('mistakes')
  const f = useFormat()
  const said = t('weeks', { days: f.number(mistake.days), of: f.number(looked), count: looked })
  return (
    <span className={classes.weeks} data-size={size} role="img" aria-label={said} title={said}>
      {mistake.weeks.map((week) => (
        <i key={week.from} data-state={week.state ?? 'none'} />
      ))}
    </span>
  )
}
