/** When something takes place: on the reader's clock, and on that of the place where it differs. */
import { useTranslation } from 'react-i18next'
import { formatExact, wallClock } from '../ui/format.ts'
import { useFormat } from '../ui/reader.tsx'
import classes from './live.module.css'

/** The day as a leaf of a calendar; the exact time stands beside it in words. */
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

export function Times({ startsAt, endsAt, timeZone }: { startsAt: string; endsAt: string; timeZone: string }) {
  const { t } = useTranslation('live')
  const f = useFormat()
  const [own, there] = [f.timeZone, timeZone].map((zone) => wallClock(startsAt, zone))
  const elsewhere = own!.day !== there!.day || own!.time !== there!.time
  return (
    <>
      <time dateTime={startsAt}>{t('from', { start: f.exact(startsAt), end: f.time(endsAt) })}</time>
      {elsewhere ? (
        <span className={classes.there}>
          {t('there', { time: formatExact(startsAt, { ...f, timeZone }), zone: timeZone.replaceAll('_', ' ') })}
        </span>
      ) : null}
    </>
  )
}
