/** When something takes place: on the reader's clock, and on that of the place where it differs. */
import { useTranslation } from 'react-i18next'
import { formatExact, wallClock } from '../ui/format.ts'
import { useFormat } from '../ui/reader.tsx'
import classes from './live.module.css'

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
