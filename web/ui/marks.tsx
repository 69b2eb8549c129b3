/** What stands before the words of a row: the day as a leaf of a calendar; whether it is done. */
import { IconCircleCheckFilled, IconCircleDashed } from '@tabler/icons-react'
import classes from './marks.module.css'
import { useFormat } from './reader.tsx'

/** The exact time stands beside it in words. */
export function DayTile({ at }: { at: string }) {
  const f = useFormat()
  const said = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(f.locale, { timeZone: f.timeZone, ...options }).format(Date.parse(at))
  return (
    <span className={classes.tile} aria-hidden>
      <small>{said({ month: 'short' })}</small>
      <strong>{said({ day: 'numeric' })}</strong>
    </span>
  )
}

export function DoneMark({ done, label }: { done: boolean; label: string }) {
  return done ? (
    <IconCircleCheckFilled size={20} className={classes.done} role="img" aria-label={label} />
  ) : (
    <IconCircleDashed size={20} stroke={1.6} className={classes.open} role="img" aria-label={label} />
  )
}
